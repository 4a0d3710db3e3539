"""The week grid in a browser: a week is entered, copied and corrected on one screen, with and without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from locations.models import CentrePage, CentreService, ServiceHours
from tests.browser.cms import edit
from tests.browser.conftest import Watch


@pytest.fixture
def service(site: str) -> CentreService:
    """A service without hours."""
    service = CentreService.objects.get(centre__slug="fittja", service_type__key="bvc")
    CentreService.objects.filter(centre=service.centre).update(hours_from=None)
    ServiceHours.objects.filter(service=service).delete()
    return CentreService.objects.get(pk=service.pk)


def spans(service: CentreService) -> list[dict[str, object]]:
    stored = ServiceHours.objects.get(service=service)
    return stored.schedules[0]["spans"]


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("footer button.action-save").click()


def test_a_week_is_entered_from_the_centres_page(
    watch: Watch, cms_page: Page, site: str, service: CentreService
) -> None:
    edit(cms_page, site, CentrePage.objects.get(slug="fittja"))
    cms_page.locator("[data-service=bvc] [data-hours-link]").click()
    week = cms_page.locator("[data-week]").first
    monday = week.locator("[data-day='1']")
    expect(monday.locator("[data-row]:visible")).to_have_count(0)
    monday.locator("[data-add]").click()
    monday.locator("input[name$='-0-opens']").fill("9")
    monday.locator("input[name$='-0-closes']").fill("12.30")
    monday.locator("input[name$='-0-closes']").press("Enter")
    monday.locator("[data-add]").click()
    monday.locator("input[name$='-1-opens']").fill("13-15")
    monday.locator("input[name$='-1-closes']").fill("15")
    monday.locator("[data-copy] summary").click()
    monday.locator("[data-copy] input[value='2']").check()
    monday.locator("[data-copy-now]").click()
    tuesday = week.locator("[data-day='2']")
    expect(tuesday.locator("[data-row]:visible")).to_have_count(2)
    save(cms_page)

    # Both days are named, nothing that was typed is gone.
    expect(cms_page.locator(".error-message", has_text="13-15")).to_be_visible()
    wrong = tuesday.locator("input[name$='-1-opens']")
    expect(wrong).to_have_value("13-15")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    wrong.fill("13")
    monday.locator("[data-row]:visible [data-remove]").last.click()
    save(cms_page)
    expect(cms_page.locator(".messages .success")).to_be_visible()
    assert [(span["days"], span["opens"], span["closes"]) for span in spans(service)] == [
        ([1, 2], "09:00", "12:30"),
        ([2], "13:00", "15:00"),
    ]
    assert watch.seen == []


def test_a_week_is_entered_without_script(
    browser: Browser, cms_page: Page, site: str, service: CentreService
) -> None:
    context = browser.new_context(java_script_enabled=False, storage_state=cms_page.context.storage_state())
    page = context.new_page()
    page.goto(f"{site}/cms/snippets/locations/servicehours/add/?service={service.pk}")
    page.locator("[name=schedules-0-1-0-opens]").fill("9")
    page.locator("[name=schedules-0-1-0-closes]").fill("12")
    monday = page.locator("[data-week]").first.locator("[data-day='1']")
    monday.locator("[data-copy] summary").click()
    monday.locator("[name=schedules-0-1-copy][value='3']").check()
    monday.locator("[data-copy-now]").click()
    expect(page.locator("[name=schedules-0-3-0-closes]")).to_have_value("12")
    assert not ServiceHours.objects.filter(service=service).exists()
    page.locator("footer button.action-save").click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert [span["days"] for span in spans(service)] == [[1, 3]]
    context.close()


@pytest.mark.browser_context_args(viewport={"width": 375, "height": 800})
def test_the_grid_fits_a_phone_and_keeps_the_rules_of_axe(cms_page: Page, site: str) -> None:
    hours = ServiceHours.objects.first()
    assert hours
    cms_page.goto(f"{site}/cms/snippets/locations/servicehours/edit/{hours.pk}/")
    assert cms_page.evaluate(
        "[...document.querySelectorAll('[data-hours] *')].every(e => e.getBoundingClientRect().right <= innerWidth)"
    )
    for fold in cms_page.locator("[data-hours] details").all()[:3]:
        fold.evaluate("fold => { fold.open = true }")
    found = Axe().run(cms_page, context=["[data-hours], .hours-rules"])
    assert [broken["id"] for broken in found.response["violations"]] == []
