"""Every kind of public page keeps axe's rules (WCAG 2.2 A and AA, and its good practice), and what axe cannot measure.

What axe leaves for a person to judge ("incomplete") has to be judged here: `JUDGED` says what and why.
"""

import os
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from familjecentral.core import languages
from tests.browser.conftest import PAGES
from tests.browser.test_public_pages import WIDER_THAN_THE_SCREEN

pytestmark = pytest.mark.skipif(
    "postgres" in os.environ.get("TEST_DATABASE_URL", ""),
    reason="a browser sees the same page on either database",
)

NARROW, WIDE = 320, 1280
THOROUGH = ["sv", "ar", "fi"]
OTHERS = [language.code for language in languages.PUBLIC if language.code not in THOROUGH]

JUDGED = {
    (
        "color-contrast",
        "svg",
    ): "Names and numbers of the map, drawn in ink on its own ground: tokens keep 14:1.",
}
"""(rule, an ancestor of the part) → what a person found."""

UNFOLD = """open => document.querySelectorAll("details:not(.fold)").forEach((fold) => { fold.name = ""; fold.open = open; })"""

RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations", "incomplete"] });
  const parts = (rules, kind) => rules.flatMap((rule) => rule.nodes.map((node) => ({
    kind, rule: rule.id, where: node.target.join(" "), why: node.failureSummary,
    inside: (() => { const part = document.querySelector(node.target[0]); const svg = part && part.closest("svg");
      return svg ? "svg" : ""; })(),
  })));
  return [...parts(found.violations, "violation"), ...parts(found.incomplete, "to judge")];
}"""


def findings(page: Page, within: str | None = None) -> list[str]:
    """`rule: where – why`, one line for each part of the page, or of what a selector finds, that breaks a rule."""
    response: dict[str, Any] = Axe().run(page, within, options={"resultTypes": ["violations"]}).response
    return [
        f"{rule['id']}: {' '.join(map(str, part['target']))} – {part['failureSummary']}"
        for rule in response["violations"]
        for part in rule["nodes"]
    ]


def look(page: Page, size: int, scheme: Any) -> list[str]:
    """What axe finds on the page as it is, in one size and scheme; what was judged is left out."""
    page.set_viewport_size({"width": size, "height": 800})
    page.emulate_media(color_scheme=scheme)
    return [
        f"{size} {scheme} {part['kind']} {part['rule']}: {part['where']} – {part['why']}"
        for part in page.evaluate(RUN)
        if part["kind"] == "violation" or (part["rule"], part["inside"]) not in JUDGED
    ]


def visit(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(UNFOLD, True)
    # Past the site's own policy, which lets no foreign script into the page.
    page.evaluate(f"{Axe().axe_script}\nundefined")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", THOROUGH)
def test_axe_finds_nothing_in_any_size_and_scheme(page: Page, site: str, language: str, name: str) -> None:
    visit(page, f"{site}/{language}/{PAGES[name]}")
    found = [
        line for size in (NARROW, WIDE) for scheme in ("light", "dark") for line in look(page, size, scheme)
    ]
    assert found == []


@pytest.mark.parametrize("language", OTHERS)
def test_axe_finds_nothing_in_any_other_language(page: Page, site: str, language: str) -> None:
    found = {}
    for name, path in PAGES.items():
        visit(page, f"{site}/{language}/{path}")
        if lines := look(page, NARROW, "light"):
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
    assert findings(page, f"details[data-area={area}]") == []


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


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_forced_colours_keep_every_state_and_edge(page: Page, site: str, language: str) -> None:
    """Where the system paints, controls keep a border, and the open door is still said in a word."""
    page.emulate_media(forced_colors="active")
    page.goto(f"{site}/{language}/hitta-familjecentral/fittja/")
    assert page.locator(".status b").first.inner_text().strip()
    edges = page.evaluate(
        """() => [...document.querySelectorAll("button, .btn, input:not([type=hidden])")].filter((part) => part.checkVisibility()
          && parseFloat(getComputedStyle(part).borderTopWidth) === 0).map((part) => part.outerHTML.slice(0, 80))"""
    )
    assert edges == []


def test_reduced_motion_moves_nothing(page: Page, site: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    for path in PAGES.values():
        page.goto(f"{site}/sv/{path}")
        moving = page.evaluate("document.getAnimations().length")
        smooth = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
        assert (moving, smooth) == (0, "auto"), path
