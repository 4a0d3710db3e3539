"""What every kind of public page does in a browser: quiet, without cookies, as wide as the screen."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PAGES, Watch

LANGUAGES = ("sv", "ar", "fi")


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_pages_log_nothing_and_ask_no_other_host_and_set_no_cookie(
    page: Page, site: str, watch: Watch, language: str
) -> None:
    for path in PAGES.values():
        page.goto(f"{site}/{language}/{path}", wait_until="networkidle")
    assert watch.seen == []
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
