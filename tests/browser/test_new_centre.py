"""An editor adds a centre alone: a page, four services, done."""

from playwright.sync_api import Browser, Page, expect

from locations.models import CentreIndexPage, CentrePage, ServiceType
from tests.browser.cms import edit, preview, publish, save_draft

TITLE = "Familjecentralen i Exempelby"
PHONE = "08-000 00 99"


def add_page(page: Page, site: str) -> CentrePage:
    """Through the explorer to the form of a new centre, saved as a draft."""
    page.goto(f"{site}/cms/pages/{CentreIndexPage.objects.get().pk}/")
    with page.expect_navigation():
        page.locator("a[href$='/add_subpage/']").first.click()
    # The address is made from the title by a script; nobody types before it has started.
    expect(page.locator("body.ready")).to_be_attached()
    page.locator("[name=title_sv]").fill(TITLE)
    page.locator("[name=lead_sv]").fill("En mötesplats för dig som väntar eller har små barn.")
    page.locator("[name=area]").fill("Exempelby")
    expect(page.locator("[name=slug]")).to_have_value("familjecentralen-i-exempelby")
    expect(page.locator("[data-services]")).to_be_visible()
    expect(page.locator("[data-missing]")).to_have_count(0)
    save_draft(page)
    return CentrePage.objects.get(title_sv=TITLE)


def add_services(page: Page, site: str, centre: CentrePage) -> None:
    """Each link of the panel leads to a form that knows the centre and the kind."""
    kinds = [service_type.key for service_type in ServiceType.objects.all()]
    for number, key in enumerate(kinds):
        edit(page, site, centre)
        expect(page.locator("[data-service]")).to_have_count(number)
        expect(page.locator("[data-missing]")).to_have_count(len(kinds) - number)
        page.locator(f"[data-missing={key}]").click()
        expect(page.locator("[name=centre]")).to_have_value(str(centre.pk))
        page.locator("[name=phone]").fill(PHONE)
        publish(page)


def test_a_third_centre_is_added_previewed_and_published(browser: Browser, cms_page: Page, site: str) -> None:
    centre = add_page(cms_page, site)
    add_services(cms_page, site, centre)
    edit(cms_page, site, centre)
    expect(cms_page.locator("[data-service]")).to_have_count(4)
    expect(cms_page.locator("[data-missing]")).to_have_count(0)

    shown = preview(cms_page, "ar")
    expect(shown.locator("html")).to_have_attribute("lang", "ar")
    expect(shown.locator("html")).to_have_attribute("dir", "rtl")
    expect(shown.locator("h1[lang=sv][dir=ltr]")).to_have_text(TITLE)
    expect(shown.locator("details.service")).to_have_count(4)
    arabic = ServiceType.objects.get(key="barnmorska").name_ar  # type: ignore[attr-defined]
    expect(shown.locator("#barnmorska h3")).to_have_text(arabic)

    visitor = browser.new_page()
    visitor.goto(f"{site}/sv/hitta-familjecentral/")
    expect(visitor.get_by_role("link", name=TITLE)).to_have_count(0)
    publish(cms_page)
    visitor.reload()
    visitor.get_by_role("link", name=TITLE).first.click()
    expect(visitor.locator("h1")).to_have_text(TITLE)
    expect(visitor.locator("details.service")).to_have_count(4)
    expect(visitor.locator("#bvc a[href^='tel:']")).to_have_text(PHONE)
    visitor.close()
