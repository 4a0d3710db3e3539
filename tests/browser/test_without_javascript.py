"""Everything a visitor needs works where no script runs."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser_context_args(
    java_script_enabled=False, viewport={"width": 375, "height": 800}
)

CENTRES = "main ol.stack > li"


def test_no_script_runs_here(page: Page, site: str) -> None:
    """So that the other tests of this module say what they seem to say."""
    page.goto(f"{site}/sv/hitta-familjecentral/fittja/")
    expect(page.locator("[data-print]").first).to_be_hidden()


def test_the_language_is_switched_on_the_same_page(page: Page, site: str) -> None:
    page.goto(f"{site}/sv/hitta-familjecentral/fittja/")
    fold = page.locator("details[data-area=langs]")
    expect(fold.locator("a[hreflang=ar]")).to_be_hidden()
    fold.locator("summary").click()
    fold.locator("a[hreflang=ar]").click()
    page.wait_for_url(f"{site}/ar/hitta-familjecentral/fittja/")
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_the_menu_opens_and_leads_on(page: Page, site: str) -> None:
    page.goto(f"{site}/ar/")
    fold = page.locator("details[data-area=menu]")
    link = fold.locator("a[href='/ar/nyheter/']")
    expect(link).to_be_hidden()
    fold.locator("summary").click()
    link.click()
    page.wait_for_url(f"{site}/ar/nyheter/")


def test_the_search_form_asks(page: Page, site: str) -> None:
    page.goto(f"{site}/sv/")
    fold = page.locator("details[data-area=search]")
    fold.locator("summary").click()
    fold.locator("input[name=q]").fill("bvc")
    fold.locator("input[name=q]").press("Enter")
    page.wait_for_url(f"{site}/sv/sok/?q=bvc")


def test_a_filter_chooses_and_lets_go(page: Page, site: str) -> None:
    page.goto(f"{site}/sv/hitta-familjecentral/")
    expect(page.locator(CENTRES)).to_have_count(2)
    page.locator("a.chip[href*='omrade=']", has_text="Tullinge").click()
    expect(page.locator(CENTRES)).to_have_count(1)
    expect(page.locator(CENTRES)).to_contain_text("Tullinge")
    page.locator(".filters a.chip[aria-current]").click()
    expect(page.locator(CENTRES)).to_have_count(2)


def test_a_service_unfolds_on_a_phone(page: Page, site: str) -> None:
    page.goto(f"{site}/sv/hitta-familjecentral/fittja/")
    service = page.locator("details#bvc")
    facts = service.locator("summary ~ *").first
    expect(facts).to_be_hidden()
    service.locator("summary").click()
    expect(facts).to_be_visible()


def test_news_are_filtered_by_year(page: Page, site: str) -> None:
    page.goto(f"{site}/sv/nyheter/")
    page.locator("a.chip[href*='ar=2019']").click()
    expect(page.locator("main ul.news > li")).to_have_count(1)
    page.locator("main ul.news a").first.click()
    page.wait_for_url("**/nyheter/avsiktsforklaring-2019/")


def test_one_tap_says_that_something_is_wrong(page: Page, site: str) -> None:
    page.goto(f"{site}/ar/hitta-familjecentral/fittja/")
    page.locator("#tack button[value=nej]").click()
    page.wait_for_url(f"{site}/ar/hitta-familjecentral/fittja/?tack=nej#tack")
    expect(page.locator("#tack [role=status]")).to_be_visible()
    expect(page.locator("#tack form")).to_have_count(0)
