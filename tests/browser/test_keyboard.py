"""Reading and moving with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PAGES

FOCUSED = """() => {
  const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const onScreen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
    && box.right > 0 && box.left < innerWidth;
  const name = `${node.tagName} ${node.className} ${(node.textContent || node.name || "").trim().slice(0, 40)}`;
  return {name, ring, onScreen, end: node === document.body};
}"""


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_the_first_stop_is_the_link_past_the_header(page: Page, site: str, language: str) -> None:
    for path in PAGES.values():
        page.goto(f"{site}/{language}/{path}")
        page.keyboard.press("Tab")
        skip = page.locator("a.skip")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport(ratio=1)
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("language", ["sv", "ar"])
def test_every_stop_is_seen_and_has_a_ring(page: Page, site: str, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    # Without scrolling softly, the focused part is on the screen as soon as it has the focus.
    page.emulate_media(reduced_motion="reduce")
    lost: dict[str, list[str]] = {}
    for name in ("home", "find", "centre", "news item"):
        page.goto(f"{site}/{language}/{PAGES[name]}")
        for stop in range(200):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            if focused["end"]:
                assert stop > 10
                break
            if not (focused["ring"] and focused["onScreen"]):
                lost.setdefault(name, []).append(focused["name"])
    assert lost == {}


def test_escape_shuts_a_fold_and_gives_the_focus_back(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{site}/sv/")
    fold = page.locator("details[data-area=menu]")
    fold.locator("summary").press("Enter")
    expect(fold.locator("a").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(fold.locator("a").first).to_be_hidden()
    expect(fold.locator("summary")).to_be_focused()
