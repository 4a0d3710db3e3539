"""What every kind of public page does in a browser: quiet, without cookies, never wider than the screen."""

import re

import pytest
from playwright.sync_api import Page

from deploy.public_pages import PAGES
from tests.browser.conftest import Watch

pytestmark = pytest.mark.usefixtures("messages")

WIDER_THAN_THE_SCREEN = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = (node) => node && node !== document.body &&
    (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(node).overflowX) || scrolls(node.parentElement));
  return [...document.body.querySelectorAll("*")].filter((node) => {
    const box = node.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1) && !scrolls(node);
  }).map((node) => `${node.tagName}.${node.className} ${node.textContent.trim().slice(0, 40)}`)
    .concat("the page scrolls sideways");
}"""

NAVIGATION = "nav, form, button, .skip, .fold > summary"


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_pages_log_nothing_and_ask_no_other_host_and_set_no_cookie(
    page: Page, site: str, watch: Watch, language: str
) -> None:
    for path in PAGES.values():
        page.goto(f"{site}/{language}/{path}")
    assert watch.seen == []
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.parametrize("language", ["sv", "ar", "fi"])
@pytest.mark.parametrize("folds", ["shut", "open"])
def test_no_page_is_wider_than_the_narrowest_screen(page: Page, site: str, language: str, folds: str) -> None:
    """320 × 256 CSS pixels: the narrowest screen, and 1280 × 1024 zoomed to 400 % (WCAG 1.4.10)."""
    page.set_viewport_size({"width": 320, "height": 256})
    wide = {}
    for name, path in PAGES.items():
        page.goto(f"{site}/{language}/{path}")
        if folds == "open":
            # Those of a group shut each other; what is asked is whether any of them is too wide.
            page.evaluate(
                "document.querySelectorAll('details').forEach(fold => { fold.name = ''; fold.open = true })"
            )
        if found := page.evaluate(WIDER_THAN_THE_SCREEN):
            wide[name] = found
    assert wide == {}


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_print_leaves_navigation_out_and_is_black_on_white(page: Page, site: str, language: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    printed = {}
    for name, path in PAGES.items():
        page.goto(f"{site}/{language}/{path}")
        visible = [
            part.evaluate("node => node.outerHTML.slice(0, 80)")
            for part in page.locator(NAVIGATION).all()
            if part.is_visible()
        ]
        colours = page.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        )
        if (
            visible
            or colours[0] not in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
            or colours[1] != "rgb(0, 0, 0)"
        ):
            printed[name] = [*visible, colours]
        assert page.locator("h1").is_visible()
    assert printed == {}


def test_the_dark_scheme_is_dark_and_the_light_one_light(page: Page, site: str) -> None:
    shades = {}
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{site}/sv/")
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        shades[scheme] = max(int(part) for part in re.findall(r"\d+", colour)[:3])
    assert shades["dark"] < 64
    assert shades["light"] > 192
