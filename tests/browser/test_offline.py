"""Pages that a visitor saved are read without a network; nothing is stored before they are asked for."""

from playwright.sync_api import Page, expect

STORED = (
    "async () => [(await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]"
)
FITTJA = "hitta-familjecentral/fittja/"


def save(page: Page, site: str, language: str) -> None:
    page.goto(f"{site}/{language}/{FITTJA}")
    page.locator("[data-part=save]").click()
    expect(page.locator("[data-part=remove]")).to_be_visible(timeout=20_000)


def test_nothing_is_stored_before_the_button_is_pressed(page: Page, site: str) -> None:
    for path in ("", FITTJA, "om/"):
        page.goto(f"{site}/sv/{path}")
        assert page.evaluate(STORED) == [0, 0]


def test_saved_pages_are_read_offline_and_say_neither_open_nor_closed(page: Page, site: str) -> None:
    save(page, site, "ar")
    # What was fetched within the last minute is still true; a stairwell an hour later has nothing but what was saved.
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.context.set_offline(True)
    for path in (FITTJA, "", "hitta-familjecentral/", f"{FITTJA}prata/"):
        page.goto(f"{site}/ar/{path}")
        expect(page.locator("main h1")).to_be_visible()
        expect(page.locator("main > .wrap > .notice").first).to_contain_text("محفوظة")
        assert page.locator("[data-state=open], [data-state=closed], [data-now]").count() == 0
        # The stylesheet and the symbols came too.
        assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
        assert page.evaluate("document.documentElement.dir") == "rtl"


def test_online_the_page_is_fresh(page: Page, site: str) -> None:
    save(page, site, "sv")
    page.reload()
    expect(page.locator("[data-part=remove]")).to_be_visible()
    assert page.locator(".status").first.get_attribute("data-state") != "kept"
    assert "sparad" not in page.url


def test_remove_takes_everything_away(page: Page, site: str) -> None:
    save(page, site, "sv")
    page.locator("[data-part=remove]").click()
    expect(page.locator("[data-part=save]")).to_be_focused()
    assert page.evaluate(STORED) == [0, 0]


def test_it_says_so_when_nothing_could_be_saved(page: Page, site: str) -> None:
    page.goto(f"{site}/sv/{FITTJA}")
    page.context.set_offline(True)
    page.locator("[data-part=save]").click()
    expect(page.locator("[data-keep] [role=status]")).to_have_text("Det gick inte att spara. Försök igen.")
    expect(page.locator("[data-part=save]")).to_be_visible()
