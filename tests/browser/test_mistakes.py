"""A wrong form says what is wrong, saves nothing and keeps everything that was typed."""

import pytest
from playwright.sync_api import Page, expect

from locations.models import CentrePage, CentreService
from news.models import NewsPage
from tests.browser.cms import edit, publish, save_draft, stored_texts

TYPED = {
    "title_sv": "Familjecentralen har flyttat",
    "lead_sv": "En ingress med å, ä, ö och «citat».",
    "area": "Ett annat område",
    "street_address": "Exempelgatan 99",
    "directions_sv": "Från hållplatsen:\nförst till höger.",
}


def expect_mistake(page: Page, field: str) -> None:
    """The message at the top and the one at the field, which is marked for a screen reader too."""
    expect(page.locator(".messages .error").first).to_be_visible()
    wrapper = page.locator(".w-field__wrapper, .w-panel", has=page.locator(f"#id_{field}"))
    expect(wrapper.locator(".error-message").last).not_to_be_empty()
    expect(page.locator(f"#id_{field}")).to_have_attribute("aria-invalid", "true")


def test_a_form_in_which_nothing_was_changed_is_saved(cms_page: Page, site: str) -> None:
    edit(cms_page, site, CentrePage.objects.get(slug="fittja"))
    publish(cms_page)
    expect(cms_page.locator(".messages .success")).to_be_visible()


def test_a_centre_that_moved_nowhere_is_not_saved_and_nothing_is_lost(cms_page: Page, site: str) -> None:
    centre = CentrePage.objects.get(slug="fittja")
    before = stored_texts(centre)
    edit(cms_page, site, centre)
    for name, text in TYPED.items():
        cms_page.locator(f"[name={name}]").fill(text)
    cms_page.locator("[name=operating_status]").select_option("moved")
    publish(cms_page)
    expect_mistake(cms_page, "operating_status")
    for name, text in TYPED.items():
        expect(cms_page.locator(f"[name={name}]")).to_have_value(text)
    expect(cms_page.locator("[name=operating_status]")).to_have_value("moved")
    assert stored_texts(centre) == before


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title_sv", "Ett\0tecken"),
        ("lead_sv", "Ett\0tecken"),
        ("title_sv", "x" * 256),
        ("street_address", "x" * 121),
    ],
    ids=["NUL in the title", "NUL in the lead", "title too long", "address too long"],
)
def test_a_text_that_cannot_be_kept_is_refused_with_a_reason(
    cms_page: Page, site: str, field: str, text: str
) -> None:
    centre = CentrePage.objects.get(slug="fittja")
    before = stored_texts(centre)
    edit(cms_page, site, centre)
    cms_page.locator("[name=area]").fill("Exempelby")
    # A browser that heeds maxlength cuts the text; what is asked is what the site does about the others.
    cms_page.locator(f"[name={field}]").evaluate("node => node.removeAttribute('maxlength')")
    cms_page.locator(f"[name={field}]").fill(text)
    publish(cms_page)
    expect_mistake(cms_page, field)
    expect(cms_page.locator("[name=area]")).to_have_value("Exempelby")
    expect(cms_page.locator(f"[name={field}]")).to_have_value(text.replace("\0", "\ufffd"))
    assert stored_texts(centre) == before


def test_nul_in_a_block_of_the_text_is_refused(cms_page: Page, site: str) -> None:
    item = NewsPage.objects.get(slug="invigning-2021")
    before = stored_texts(item)
    edit(cms_page, site, item)
    cms_page.locator("[name=lead_sv]").fill("En ny ingress.")
    heading = cms_page.locator("[name^=body_sv-][name$=-value][type=text]").first
    heading.fill("Ett\0tecken")
    publish(cms_page)
    expect(cms_page.locator(".messages .error").first).to_be_visible()
    expect(cms_page.locator("[name=lead_sv]")).to_have_value("En ny ingress.")
    assert stored_texts(item) == before


def test_a_service_with_a_wrong_phone_keeps_the_note(cms_page: Page, site: str) -> None:
    service = CentreService.objects.filter(centre__slug="fittja").first()
    assert service is not None
    cms_page.goto(f"{site}/cms/snippets/locations/centreservice/edit/{service.pk}/")
    cms_page.locator("[name=note_sv]").fill("Ring på dörren.")
    cms_page.locator("[name=phone]").fill("inget nummer")
    save_draft(cms_page)
    expect_mistake(cms_page, "phone")
    expect(cms_page.locator("[name=note_sv]")).to_have_value("Ring på dörren.")
    expect(cms_page.locator("[name=phone]")).to_have_value("inget nummer")
