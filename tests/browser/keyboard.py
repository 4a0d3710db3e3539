"""Somebody who has a keyboard and nothing else."""

from playwright.sync_api import Locator, Page

FOCUSED = """() => {
  const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const onScreen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
    && box.right > 0 && box.left < innerWidth;
  const name = `${node.tagName} ${node.className} ${(node.textContent || node.name || "").trim().slice(0, 40)}`;
  return {name, ring, onScreen, end: node === document.body};
}"""

IS_FOCUSED = "node => node === document.activeElement"
MOST = 150
"""Stops until something counts as out of reach."""


def tab_to(page: Page, part: Locator) -> None:
    """Go on with Tab from where the focus is until the part has it: in sight, with a ring."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if part.evaluate(IS_FOCUSED):
            focused = page.evaluate(FOCUSED)
            assert (focused["ring"], focused["onScreen"]) == (True, True), focused
            return
    raise AssertionError(f"Tab does not reach {part}")


def press(page: Page, part: Locator, key: str = "Enter") -> None:
    """Reach the part and use it."""
    tab_to(page, part)
    page.keyboard.press(key)
