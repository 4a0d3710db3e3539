"""An editor closes a house in one form, reads beforehand what the public will read, and the public then reads it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from locations.models import CentrePage, HoursException
from tests.browser.cms import preview, save_draft

Clock = Callable[[str], datetime]
SUMMER = {"ar": "12 يوليو", "sv": "12 juli"}
pytestmark = pytest.mark.browser_context_args(viewport={"width": 1280, "height": 900})


@pytest.fixture
def june(at: Clock) -> None:
    """Asked for before the login, which lasts for some days. The changes of eight weeks stand on a centre's page."""
    at("2027-06-21T10:20")


def test_one_form_closes_all_services_for_four_weeks(june: None, cms_page: Page, site: str) -> None:
    centre = CentrePage.objects.get(slug="fittja")
    HoursException.objects.all().delete()
    cms_page.goto(f"{site}/cms/snippets/locations/hoursexception/add/?centre={centre.pk}")
    expect(cms_page.locator("[name=centre]")).to_have_value(str(centre.pk))
    cms_page.locator("[name=weeks]").fill("28–31")
    cms_page.locator("[name=reason]").select_option("holiday")
    cms_page.locator("[name=preview_at]").fill("2027-06-21T10:00")

    expect(preview(cms_page, "ar").locator("html[lang=ar] main")).to_contain_text(SUMMER["ar"])
    assert not HoursException.objects.exists()

    save_draft(cms_page)
    expect(cms_page.locator(".messages .success")).to_be_visible()
    for language, day in SUMMER.items():
        cms_page.goto(f"{site}/{language}/hitta-familjecentral/fittja/")
        expect(cms_page.locator("main")).to_contain_text(day)


def test_what_a_closed_house_meets_is_ticked_first(at: Clock, cms_page: Page, site: str) -> None:
    at("2026-11-23T10:20")
    centre = CentrePage.objects.get(slug="fittja")
    HoursException.objects.all().delete()
    day = datetime(2026, 12, 22).date()  # noqa: DTZ001 (a date)
    HoursException.objects.create(
        centre=centre,
        service_keys=["oppen-forskola"],
        first=day,
        last=day,
        kind="other_hours",
        spans=[{"opens": "09:00", "closes": "12:00"}],
    )
    cms_page.goto(f"{site}/cms/snippets/locations/hoursexception/add/?centre={centre.pk}")
    cms_page.locator("[name=weeks]").fill("52")
    save_draft(cms_page)
    conflicts = cms_page.locator("[data-conflicts]")
    expect(conflicts).to_contain_text("22 ")
    expect(cms_page.locator("[name=weeks]")).to_have_value("52")
    conflicts.locator("[name=seen]").check()
    save_draft(cms_page)
    expect(cms_page.locator(".messages .success")).to_be_visible()
    assert HoursException.objects.count() == 2
