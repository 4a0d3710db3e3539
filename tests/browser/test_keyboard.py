"""Reading and moving with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from deploy.public_pages import PAGES
from tests.browser.keyboard import FOCUSED, press, tab_to

FITTJA = PAGES["centre"]
PHONE = pytest.mark.browser_context_args(viewport={"width": 375, "height": 800}, reduced_motion="reduce")
BOTH = pytest.mark.parametrize("language", ["sv", "ar"])


@BOTH
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
@BOTH
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


@BOTH
@PHONE
def test_folds_of_the_header_open_and_lead_on(page: Page, site: str, language: str) -> None:
    other = "fi"
    for key in ("Enter", "Space"):
        page.goto(f"{site}/{language}/om/")
        languages = page.locator("details[data-area=langs]")
        press(page, languages.locator("summary"), key)
        press(page, languages.locator(f"a[hreflang={other}]"))
        page.wait_for_url(f"{site}/{other}/om/")
    page.goto(f"{site}/{language}/")
    press(page, page.locator("details[data-area=search] summary"))
    tab_to(page, page.locator("#search"))
    page.keyboard.type("bvc")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/{language}/sok/?q=bvc")
    press(page, page.locator("details[data-area=menu] summary"), "Space")
    press(page, page.locator(f"details[data-area=menu] a[href='/{language}/nyheter/']"))
    page.wait_for_url(f"{site}/{language}/nyheter/")
    press(page, page.locator("a.chip[href*='ar=2019']"))
    page.wait_for_url(f"{site}/{language}/nyheter/?ar=2019")


@BOTH
@PHONE
@pytest.mark.usefixtures("messages")
def test_a_list_is_filtered_and_sorted_and_a_message_shut(page: Page, site: str, language: str) -> None:
    page.goto(f"{site}/{language}/{PAGES['find']}")
    message = page.locator("details.alert").first
    press(page, message.locator("summary"))
    expect(message.locator("p").first).to_be_hidden()
    page.keyboard.press("Space")
    expect(message.locator("p").first).to_be_visible()
    expect(message.locator("summary")).to_be_focused()
    press(page, page.locator("[data-nearest] button"))
    expect(page.locator("[data-nearest] button")).to_be_focused()
    page.goto(f"{site}/{language}/{PAGES['find']}")
    press(page, page.locator("a.chip[href*='omrade=']").first)
    page.wait_for_url("**?omrade=*")
    press(page, page.locator(".filters a.chip[aria-current]"))
    expect(page.locator(".filters a.chip[aria-current]")).to_have_count(0)


@BOTH
@PHONE
def test_a_centre_unfolds_turns_its_weeks_is_kept_printed_and_answered(
    page: Page, site: str, language: str
) -> None:
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; }")
    page.goto(f"{site}/{language}/{FITTJA}")
    service = page.locator("details#bvc")
    press(page, service.locator("summary"), "Space")
    expect(service.locator("table").first).to_be_visible()
    press(page, service.locator("a").last)
    page.wait_for_url(f"{site}/{language}/om/bvc/")
    page.goto(f"{site}/{language}/{FITTJA}")
    press(page, page.locator("#program a.chip[href*='vecka=']").last)
    page.wait_for_url("**?vecka=*#program")
    # What was chosen is not lost: Tab goes on in the programme, not at the top of the page.
    tab_to(page, page.locator("#program a").first)
    press(page, page.locator("details.ages summary"))
    press(page, page.locator("a.chip[href*='alder=']").first)
    page.wait_for_url("**&alder=*")
    press(page, page.locator("button[data-print]"))
    assert page.evaluate("window.printed") == 1
    press(page, page.locator("[data-part=save]"))
    expect(page.locator("[data-part=remove]")).to_be_focused(timeout=20_000)
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=save]")).to_be_focused()
    press(page, page.locator("button[value=ja]"))
    page.wait_for_url("**?tack=ja#tack")
    expect(page.locator("#tack [role=status]")).to_be_in_viewport()


@BOTH
@PHONE
def test_a_sentence_is_shown_large_and_the_place_in_the_list_is_kept(
    page: Page, site: str, language: str
) -> None:
    page.goto(f"{site}/{language}/{PAGES['talk']}")
    card = page.locator("#fras-3")
    press(page, card.locator("a.tap"))
    page.keyboard.press("Tab")
    expect(card.locator("a.btn")).to_be_focused()
    page.keyboard.press("Enter")
    expect(card.locator("a.btn")).to_be_hidden()
    page.keyboard.press("Tab")
    expect(card.locator("a.tap")).to_be_focused()


@BOTH
@PHONE
def test_a_report_is_refused_mended_and_sent(page: Page, site: str, language: str) -> None:
    page.goto(f"{site}/{language}/{PAGES['report']}")
    tab_to(page, page.locator("[name=where]"))
    page.keyboard.type("Startsidan")
    press(page, page.locator("main form button"))
    expect(page.locator("#report-what-error")).to_be_visible()
    tab_to(page, page.locator("[aria-invalid=true]"))
    page.keyboard.type("Menyn")
    press(page, page.locator("main form button"))
    page.wait_for_url("**?tack=ja")
