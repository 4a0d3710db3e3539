"""The list of centres sorted by how near they are: in the browser, and without a word to anybody."""

import re

import pytest
from django.utils import translation
from playwright.sync_api import Page, expect

from locations.models import CentrePage
from tests.browser.conftest import Watch

FIND = "/sv/hitta-familjecentral/"
FITTJA, TULLINGE = {"latitude": 59.2477, "longitude": 17.8609}, {"latitude": 59.2053, "longitude": 17.9031}


def areas(page: Page) -> list[str]:
    """The centres in the order of the list, by where their cards lead."""
    links = page.locator("ol[data-centres] > li h3 a").all()
    return [(link.get_attribute("href") or "").strip("/").split("/")[-1] for link in links]


@pytest.fixture
def sent(page: Page) -> list[str]:
    """The requests of the page from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url))
    return found


def allow(page: Page, site: str, place: dict[str, float]) -> None:
    page.context.grant_permissions(["geolocation"], origin=site)
    page.context.set_geolocation(place)  # type: ignore[arg-type]
    page.goto(f"{site}{FIND}")
    page.wait_for_load_state("networkidle")


def press(page: Page) -> None:
    page.locator("[data-nearest] button").click()


def test_the_nearest_centre_comes_first_and_no_request_leaves(
    page: Page, site: str, watch: Watch, sent: list[str]
) -> None:
    allow(page, site, TULLINGE)
    assert areas(page) == ["fittja", "tullinge"]
    sent.clear()
    press(page)
    expect(page.locator("[data-nearest] button")).to_have_attribute("aria-pressed", "true")
    assert areas(page) == ["tullinge", "fittja"]
    page.wait_for_load_state("networkidle")
    assert sent == []
    assert watch.seen == []
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.url == f"{site}{FIND}"


def test_each_card_keeps_its_number_on_the_map(page: Page, site: str) -> None:
    allow(page, site, TULLINGE)
    numbers = dict(
        zip(areas(page), page.locator("ol[data-centres] [data-number]").all_inner_texts(), strict=True)
    )
    press(page)
    expect(page.locator("ol[data-centres] > li h3 a").first).to_have_attribute("href", f"{FIND}tullinge/")
    after = dict(
        zip(areas(page), page.locator("ol[data-centres] [data-number]").all_inner_texts(), strict=True)
    )
    assert after == numbers


def test_the_outcome_is_announced_and_the_focus_stays(page: Page, site: str) -> None:
    allow(page, site, FITTJA)
    status = page.locator("[data-nearest] [role=status]")
    page.locator("[data-nearest] button").focus()
    page.keyboard.press("Enter")
    with translation.override("sv"):
        expect(status).to_have_text(translation.gettext("The nearest centre is first in the list."))
    assert page.evaluate("document.activeElement.closest('[data-nearest]') !== null")


def test_a_second_press_gives_the_usual_order_back(page: Page, site: str) -> None:
    allow(page, site, TULLINGE)
    press(page)
    expect(page.locator("[data-nearest] button")).to_have_attribute("aria-pressed", "true")
    press(page)
    expect(page.locator("[data-nearest] button")).to_have_attribute("aria-pressed", "false")
    assert areas(page) == ["fittja", "tullinge"]


def test_a_refusal_is_said_in_words_and_changes_nothing(page: Page, site: str) -> None:
    page.context.clear_permissions()
    page.goto(f"{site}{FIND}")
    press(page)
    with translation.override("sv"):
        expect(page.locator("[data-nearest] [role=status]")).to_have_text(
            translation.gettext("Your browser did not tell where you are. The list is in the usual order.")
        )
    expect(page.locator("[data-nearest] button")).to_have_attribute("aria-pressed", "false")
    assert areas(page) == ["fittja", "tullinge"]


def test_a_centre_whose_place_nobody_knows_comes_last(page: Page, site: str) -> None:
    tullinge = CentrePage.objects.get(slug="tullinge")
    for name, place in (("Alby", None), ("Hallunda", TULLINGE)):
        copy = tullinge.copy(
            update_attrs={"slug": name.lower(), "title_sv": name, "area": name}, copy_revisions=False
        )
        CentrePage.objects.filter(pk=copy.pk).update(
            latitude=place and place["latitude"], longitude=place and place["longitude"]
        )
    allow(page, site, TULLINGE)
    assert areas(page)[0] == "alby"
    press(page)
    expect(page.locator("[data-nearest] button")).to_have_attribute("aria-pressed", "true")
    assert areas(page) == ["hallunda", "tullinge", "fittja", "alby"]


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_nothing_is_offered_that_does_not_work(page: Page, site: str) -> None:
    page.goto(f"{site}{FIND}")
    expect(page.locator("[data-nearest]")).to_be_hidden()
    assert areas(page) == ["fittja", "tullinge"]


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_the_filters_and_the_weeks_are_links(page: Page, site: str) -> None:
    page.goto(f"{site}{FIND}")
    page.locator("a.chip[href='?dropin=1']").click()
    page.wait_for_url(re.compile(r"\?dropin=1$"))
    page.locator("#program a.chip[href*='vecka=']").last.click()
    page.wait_for_url(re.compile("dropin=1&vecka="))
    page.locator("a.chip[href*='tjanst=bvc']").click()
    page.wait_for_url(re.compile("tjanst=bvc"))
    assert "vecka=" in page.url
    assert "dropin=1" in page.url
