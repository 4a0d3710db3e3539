"""An editor with a phone warns visitors in four taps, and takes the warning back in one."""

import pytest
from playwright.sync_api import Page, expect

from familjecentral.alerts.choices import ReadyText
from familjecentral.core.models import User
from tests.browser.cms import log_in
from tests.browser.test_public_pages import WIDER_THAN_THE_SCREEN

pytestmark = pytest.mark.browser_context_args(
    viewport={"width": 375, "height": 700}, has_touch=True, locale="sv-SE"
)


def test_four_taps_warn_in_every_language_and_one_takes_it_back(
    page: Page, site: str, request: pytest.FixtureRequest
) -> None:
    # The site's fixture loads the content anew; the people come after it.
    editor: User = request.getfixturevalue("editor")
    log_in(page, site, editor)
    page.get_by_role("link", name="Nytt meddelande").tap()
    page.locator("[name=ready_text]").select_option(ReadyText.WAIT)
    assert page.evaluate(WIDER_THAN_THE_SCREEN) == []
    with page.expect_navigation():
        page.locator("footer button[name=action-publish]").tap()
    expect(page.locator(".messages .success")).to_be_visible()

    shown = {"sv": "Du kan få vänta", "ar": "قد تضطرون إلى الانتظار"}
    for language, words in shown.items():
        page.goto(f"{site}/{language}/")
        expect(page.locator(".alert[open] summary")).to_contain_text(words)

    page.goto(f"{site}/cms/")
    with page.expect_navigation():
        page.get_by_role("button", name="Avsluta nu").tap()
    for language in shown:
        page.goto(f"{site}/{language}/")
        expect(page.locator(".alert")).to_have_count(0)
