"""Every kind of public page keeps axe's rules (WCAG 2.2 A and AA, and its good practice)."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import PAGES

# A phone in daylight and a desk in the dark: both layouts and both palettes.
PHONE, DESK = {"width": 375, "height": 700}, {"width": 1280, "height": 900}


def findings(page: Page, within: str | None = None) -> list[str]:
    """`rule: where – why`, one line for each part of the page, or of what a selector finds, that breaks a rule."""
    response: dict[str, Any] = Axe().run(page, within, options={"resultTypes": ["violations"]}).response
    return [
        f"{rule['id']}: {' '.join(map(str, part['target']))} – {part['failureSummary']}"
        for rule in response["violations"]
        for part in rule["nodes"]
    ]


@pytest.mark.parametrize("language", ["sv", "ar", "fi"])
@pytest.mark.parametrize(
    ("scheme", "size"), [("light", PHONE), ("dark", DESK)], ids=["phone-light", "desk-dark"]
)
def test_pages_break_no_rule_of_axe(page: Page, site: str, language: str, scheme: Any, size: Any) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    broken = {}
    for name, path in PAGES.items():
        page.goto(f"{site}/{language}/{path}")
        page.evaluate(
            "document.querySelectorAll('details').forEach(fold => { fold.name = ''; fold.open = true })"
        )
        if found := findings(page):
            broken[name] = found
    assert broken == {}
