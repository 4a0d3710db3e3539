"""Everything a visitor needs works where no script runs."""

import pytest
from playwright.sync_api import Page, expect

from deploy.public_pages import PAGES, POSTER
from familjecentral.feedback.models import AccessibilityReport
from news.models import PER_PAGE, NewsIndexPage, NewsPage

pytestmark = pytest.mark.browser_context_args(
    java_script_enabled=False, viewport={"width": 375, "height": 800}
)

FITTJA = PAGES["centre"]
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


def test_another_week_is_shown_and_the_programme_goes_into_a_calendar(page: Page, site: str) -> None:
    page.goto(f"{site}/ar/{FITTJA}")
    programme = page.locator("#program")
    shown = programme.locator("h2").inner_text()
    programme.locator("a.chip[href*='vecka=']").last.click()
    page.wait_for_url("**?vecka=*#program")
    assert programme.locator("h2").inner_text() != shown
    with page.expect_download() as download:
        programme.locator("a[href$='kalender.ics']").click()
    assert download.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")


@pytest.mark.usefixtures("messages")
def test_a_message_is_hidden_and_shown_again(page: Page, site: str) -> None:
    page.goto(f"{site}/sv/{FITTJA}")
    message = page.locator("details.alert").first
    for visible in (True, False, True):
        expect(message.locator("p").first).to_be_visible(visible=visible)
        message.locator("summary").click()


def test_easy_swedish_and_back(page: Page, site: str) -> None:
    page.goto(f"{site}/sv/{FITTJA}")
    for code in ("sv-simple", "sv"):
        page.locator("a.easy").click()
        page.wait_for_url(f"{site}/{code}/{FITTJA}")


def test_a_sentence_is_shown_large_and_small_again(page: Page, site: str) -> None:
    page.goto(f"{site}/ar/{FITTJA}")
    page.locator(f"a[href='/ar/{FITTJA}prata/']").click()
    card = page.locator("#fras-2")
    card.locator("a.tap").click()
    box = card.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 375, 800)
    assert card.evaluate("node => node.scrollWidth <= node.clientWidth")
    card.locator("a.btn").click()
    expect(card.locator("a.tap")).to_be_in_viewport()


def test_the_sheet_for_the_door_is_there(page: Page, site: str) -> None:
    page.goto(f"{site}/ar/{POSTER}")
    expect(page.locator("main table").first).to_be_visible()
    page.locator("a[hreflang=fi]").click()
    page.wait_for_url(f"{site}/fi/{POSTER}")


def test_news_are_turned_page_by_page(page: Page, site: str) -> None:
    index = NewsIndexPage.objects.get()
    for number in range(PER_PAGE):
        index.add_child(
            instance=NewsPage(title_sv=f"Nyhet {number}", slug=f"nyhet-{number}", lead_sv="Kort.")
        )
    page.goto(f"{site}/sv/nyheter/")
    page.locator("a[rel=next]").click()
    page.wait_for_url("**?sida=2")
    page.locator("a[rel=prev]").click()
    page.wait_for_url("**?sida=1")
    expect(page.locator("main ul.news > li")).to_have_count(PER_PAGE)


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


def test_a_report_keeps_what_was_typed_until_it_is_sent(page: Page, site: str) -> None:
    page.goto(f"{site}/ar/tillganglighet/")
    page.locator("main a[href$='/rapport/']").click()
    page.locator("[name=where]").fill("Startsidan")
    page.locator("main form button").click()
    expect(page.locator("#report-what-error")).to_be_visible()
    expect(page.locator("[name=where]")).to_have_value("Startsidan")
    page.locator("[name=what]").fill("Menyn")
    page.locator("main form button").click()
    page.wait_for_url("**/ar/tillganglighet/rapport/?tack=ja")
    expect(page.locator("main [role=status]")).to_be_visible()
    assert list(AccessibilityReport.objects.values_list("what", "where")) == [("Menyn", "Startsidan")]
