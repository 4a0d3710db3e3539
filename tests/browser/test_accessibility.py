"""Every kind of public page keeps axe's rules (WCAG 2.2 A and AA, and its good practice), and what axe cannot measure.

What axe leaves for a person to judge is judged in `JUDGED` of deploy/audit_axe.py, which looks at every language in
every size and scheme; here are three thoroughly, and the others on a phone.
"""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from deploy.audit_axe import UNFOLD, findings, look, visit
from deploy.public_pages import PAGES, VIEWS
from familjecentral.core import languages
from tests.browser.test_public_pages import WIDER_THAN_THE_SCREEN

pytestmark = pytest.mark.usefixtures("messages")

NARROW = 320
THOROUGH = ["sv", "ar", "fi"]


def broken(page: Page, within: str) -> list[str]:
    """`rule: where – why`, one line for each part inside what a selector finds that breaks a rule."""
    response: dict[str, Any] = Axe().run(page, within, options={"resultTypes": ["violations"]}).response
    return [
        f"{rule['id']}: {' '.join(map(str, part['target']))} – {part['failureSummary']}"
        for rule in response["violations"]
        for part in rule["nodes"]
    ]


@pytest.mark.parametrize("language", THOROUGH)
def test_axe_finds_nothing_in_any_size_and_scheme(page: Page, site: str, language: str) -> None:
    found = {}
    for name, path in PAGES.items():
        visit(page, f"{site}/{language}/{path}")
        if lines := findings(page):
            found[name] = lines
    assert found == {}


@pytest.mark.parametrize("language", [language.code for language in languages.PUBLIC])
def test_axe_finds_nothing_in_any_other_language_or_state(page: Page, site: str, language: str) -> None:
    found = {}
    for name, path in (VIEWS if language in THOROUGH else PAGES).items():
        visit(page, f"{site}/{language}/{path}")
        if lines := [str(part) for part in look(page, NARROW, "light") if not part.is_judged]:
            found[name] = lines
    assert found == {}


@pytest.mark.parametrize("area", ["langs", "search", "menu"])
@pytest.mark.parametrize("language", THOROUGH)
def test_axe_finds_nothing_in_an_open_fold_of_the_header(
    page: Page, site: str, language: str, area: str
) -> None:
    page.set_viewport_size({"width": NARROW, "height": 1200})
    page.goto(f"{site}/{language}/om/")
    page.locator(f"details[data-area={area}] summary").click()
    assert broken(page, f"details[data-area={area}]") == []


TARGETS = """() => [...document.querySelectorAll(
  "button, .btn, summary, input:not([type=hidden]), select, textarea, .tap, .chip, .tile, nav a, h2 > a, h3 > a, .skip"
)].filter((part) => part.checkVisibility() && part.getClientRects().length).map((part) => [part, part.getBoundingClientRect()])
  .filter(([part, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5) && !part.closest(".skip"))
  .map(([part, box]) => `${part.tagName}.${part.className} ${Math.round(box.width)}×${Math.round(box.height)} ${part.textContent.trim().slice(0, 30)}`)"""


@pytest.mark.parametrize("language", THOROUGH)
def test_what_is_tapped_is_44_pixels_high_and_wide(page: Page, site: str, language: str) -> None:
    """Links inside running text are as high as their line (WCAG 2.5.5 excepts them)."""
    page.set_viewport_size({"width": NARROW, "height": 800})
    small = {}
    for name, path in PAGES.items():
        page.goto(f"{site}/{language}/{path}")
        page.evaluate(UNFOLD, True)
        if found := page.evaluate(TARGETS):
            small[name] = found
    assert small == {}


SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((part) => {
  const style = getComputedStyle(part);
  return part.checkVisibility() && !part.closest(".vh, svg") && part.clientHeight > 1 && style.overflowY === "hidden"
    && part.scrollHeight > part.clientHeight + 2;
}).map((part) => `${part.tagName}.${part.className}`)"""


@pytest.mark.parametrize("language", THOROUGH)
def test_wider_text_spacing_cuts_nothing_off(page: Page, site: str, language: str) -> None:
    """WCAG 1.4.12; not for the joined letters of Arabic, which letter spacing would break, but its layout too holds."""
    page.set_viewport_size({"width": NARROW, "height": 800})
    broken = {}
    for name, path in PAGES.items():
        page.goto(f"{site}/{language}/{path}")
        page.evaluate(UNFOLD, True)
        page.evaluate(SPACED)
        if found := page.evaluate(WIDER_THAN_THE_SCREEN) + page.evaluate(CUT_OFF):
            broken[name] = found
    assert broken == {}


WITHOUT_EDGE = """() => [...document.querySelectorAll("button, .btn, .fold > summary, .chip, input:not([type=hidden]), textarea")]
  .filter((part) => part.checkVisibility() && parseFloat(getComputedStyle(part).borderTopWidth) === 0)
  .map((part) => part.outerHTML.slice(0, 80))"""

SOFTER_THAN_INK = """() => {
  const ink = getComputedStyle(document.body).color;
  const lines = [...document.querySelectorAll(".card, .event, .hours td, .chip:not([aria-current]), input[name=q], textarea")]
    .filter((part) => part.checkVisibility() && !part.closest("details:not([open])"))
    .flatMap((part) => { const style = getComputedStyle(part);
      return parseFloat(style.borderTopWidth) >= 2 && style.borderTopColor === ink ? [] : [`line: ${part.outerHTML.slice(0, 60)}`]; });
  const words = [...document.querySelectorAll(".meta, .tag:not([data-now], [data-number]), .fold small, .access [data-known=no] .icon")]
    .filter((part) => part.checkVisibility() && getComputedStyle(part).color !== ink && !part.closest("a, .foot"))
    .map((part) => `words: ${part.outerHTML.slice(0, 60)}`);
  return [...lines, ...words];
}"""


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_forced_colours_keep_every_state_and_edge(page: Page, site: str, language: str) -> None:
    """Where the system paints, controls keep a border and the focus its ring, and the open door is still said in a word."""
    page.emulate_media(forced_colors="active")
    lost = {}
    for name, path in PAGES.items():
        page.goto(f"{site}/{language}/{path}")
        found = page.evaluate(WITHOUT_EDGE)
        page.keyboard.press("Tab")
        if page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "none":
            found.append("no ring")
        if found:
            lost[name] = found
    assert lost == {}
    page.goto(f"{site}/{language}/{PAGES['centre']}")
    assert page.locator(".status b").first.inner_text().strip()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_draws_all_text_and_every_line_in_ink(page: Page, site: str, scheme: Any) -> None:
    page.emulate_media(contrast="more", color_scheme=scheme)
    for name in ("home", "find", "centre", "report"):
        page.goto(f"{site}/sv/{PAGES[name]}")
        page.evaluate(UNFOLD, True)
        assert page.evaluate(SOFTER_THAN_INK) == [], name


def test_reduced_motion_moves_nothing(page: Page, site: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    for path in PAGES.values():
        page.goto(f"{site}/sv/{path}")
        moving = page.evaluate("document.getAnimations().length")
        smooth = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
        assert (moving, smooth) == (0, "auto"), path
