"""The page "find a family centre": its filters, who is open now, the week of all centres."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from familjecentral.core import languages
from familjecentral.home.growth import grow_activities, grow_centres
from locations import finding
from locations.hours import House
from locations.models import CentrePage, HoursConfirmation, HoursException
from locations.models.hours import ServiceHours
from locations.models.programme import Activity
from locations.schedules import CentreTimes, Mode, Schedule, ServiceTimes, Span
from tests.forms import soup

pytestmark = pytest.mark.usefixtures("content")

FIND = "/sv/hitta-familjecentral/"
MONDAY = "2026-11-23"
At = Callable[[str], dt.datetime]


def found(client: Client, query: str) -> list[str]:
    return [centre.slug for centre in client.get(f"{FIND}?{query}").context["centres"]]


def centre(slug: str) -> CentrePage:
    page: CentrePage = CentrePage.objects.get(slug=slug)
    return page


def keep(slug: str, **spans: list[dict[str, Any]]) -> None:
    """Give a centre these hours and no others: {key of the service: spans}, confirmed long enough."""
    page = centre(slug)
    ServiceHours.objects.filter(service__centre=page).delete()
    HoursException.objects.filter(centre=page).delete()
    for service in page.services.select_related("service_type"):
        if found := spans.get(service.service_type.key.replace("-", "_")):
            ServiceHours.objects.create(service=service, schedules=[{"spans": found}])


@pytest.fixture
def hours(at: At) -> At:
    """On Mondays Fittja's BVC is open for drop-in 9–12, Tullinge's for booked visits; both confirmed that morning."""
    at(f"{MONDAY}T08:00")
    HoursConfirmation.objects.all().delete()
    for slug in ("fittja", "tullinge"):
        HoursConfirmation.objects.create(
            centre=centre(slug), role="centre", at=dt.datetime.fromisoformat(f"{MONDAY}T07:00+01:00")
        )
    monday = {"days": [1], "opens": "09:00", "closes": "12:00"}
    keep("fittja", bvc=[{**monday, "mode": "drop_in"}])
    keep("tullinge", bvc=[{**monday, "mode": "by_appointment"}])
    return at


# --- Area, service, language ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["fittja", "tullinge"]),
        ("omrade=fittja", ["fittja"]),
        ("tjanst=bvc", ["fittja", "tullinge"]),
        ("omrade=tullinge&tjanst=bvc&sprak=sv", ["tullinge"]),
        ("omrade=", ["fittja", "tullinge"]),
        ("omrade=finns-inte", ["fittja", "tullinge"]),
    ],
)
def test_a_filter_leaves_the_centres_that_fit(client: Client, query: str, slugs: list[str]) -> None:
    assert found(client, query) == slugs


def test_a_centre_fits_a_language_that_its_staff_speak(client: Client) -> None:
    CentrePage.objects.filter(slug="fittja").update(spoken_languages=["sv", "ti"])
    assert found(client, "sprak=ti") == ["fittja"]


def test_a_filter_that_fits_no_centre_is_said(client: Client) -> None:
    html = soup(client.get(f"{FIND}?omrade=finns-inte"))
    assert html.main.find(class_="notice")


def test_the_filters_are_links_that_keep_the_language(client: Client) -> None:
    for language in languages.PUBLIC:
        address = f"/{language.code}/hitta-familjecentral/"
        html = soup(client.get(address))
        assert all(chip["href"].startswith("?") for chip in html.main.select(".filters .chip"))
        assert client.get(f"{address}?tjanst=bvc").context["filters"].active


# --- Open now, and without booking ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "slugs"),
    [("08:59", []), ("09:00", ["fittja"]), ("11:59", ["fittja"]), ("12:00", [])],
)
def test_open_now_is_open_for_drop_in_at_this_minute(
    hours: At, client: Client, time: str, slugs: list[str]
) -> None:
    hours(f"{MONDAY}T{time}")
    assert found(client, "oppet=1") == slugs


def test_open_now_means_the_chosen_service(hours: At, client: Client) -> None:
    hours(f"{MONDAY}T10:00")
    assert found(client, "oppet=1&tjanst=bvc") == ["fittja"]
    assert found(client, "oppet=1&tjanst=barnmorska") == []


def test_open_now_goes_with_the_other_filters(hours: At, client: Client) -> None:
    hours(f"{MONDAY}T10:00")
    assert found(client, "oppet=1&omrade=fittja") == ["fittja"]
    assert found(client, "oppet=1&omrade=tullinge") == []


def test_a_closed_house_is_not_open_now(hours: At, client: Client) -> None:
    moment = hours(f"{MONDAY}T10:00")
    HoursException.objects.create(
        centre=centre("fittja"), kind="closed", first=moment.date(), last=moment.date()
    )
    assert found(client, "oppet=1") == []


def test_nobody_open_is_said_and_leads_to_all(hours: At, client: Client) -> None:
    hours(f"{MONDAY}T03:00")
    html = soup(client.get(f"{FIND}?oppet=1"))
    assert html.main.select_one("p.notice a[href='/sv/hitta-familjecentral/']")
    assert not html.main.select("ol[data-centres]")


def test_without_booking_is_drop_in_within_a_week(hours: At, client: Client) -> None:
    assert found(client, "dropin=1") == ["fittja"]
    assert found(client, "dropin=1&tjanst=bvc") == ["fittja"]
    assert found(client, "dropin=1&tjanst=barnmorska") == []


def test_a_week_that_is_closed_is_no_week_to_drop_in(hours: At, client: Client) -> None:
    HoursException.objects.create(
        centre=centre("fittja"), kind="closed", first=dt.date(2026, 11, 23), last=dt.date(2026, 11, 29)
    )
    assert found(client, "dropin=1") == []


HOUSE = House(
    CentreTimes(
        (
            ServiceTimes("bvc", (Schedule((Span(1, 540, 720), Span(2, 540, 720, Mode.PHONE))),)),
            ServiceTimes("bmm"),
        ),
        confirm_periods=False,
    )
)


@pytest.mark.parametrize(
    ("moment", "service", "welcome"),
    [
        ("2026-11-23T08:00+01:00", None, True),
        ("2026-11-23T11:59+01:00", "bvc", True),
        # Today's hours are over; next Monday is the eighth day.
        ("2026-11-23T12:00+01:00", "bvc", False),
        ("2026-11-24T08:00+01:00", "bvc", True),
        ("2026-11-23T08:00+01:00", "bmm", False),
    ],
)
def test_hours_that_are_over_today_do_not_count(moment: str, service: str | None, welcome: bool) -> None:
    assert finding.welcomes(HOUSE, service, dt.datetime.fromisoformat(moment)) is welcome


def test_without_any_hours_there_is_nothing_to_choose_by_them(client: Client) -> None:
    ServiceHours.objects.all().delete()
    response = client.get(f"{FIND}?oppet=1")
    assert "hours" not in [group.key for group in response.context["filters"].groups]
    assert response.context["filters"].unknown
    assert len(response.context["centres"]) == 2


def test_an_answer_does_not_outlive_the_opening_of_a_centre_it_leaves_out(hours: At, client: Client) -> None:
    hours(f"{MONDAY}T08:59:30")
    response = client.get(f"{FIND}?oppet=1")
    assert not response.context["centres"]
    assert response.headers["Cache-Control"] == "public, max-age=30"


# --- Addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "omrade=%00", "tjanst=%00", "sprak=%00", "omrade=" + "x" * 6000, "tjanst=<script>alert(1)</script>",
        "sprak=-1", "sprak=99999999999999999999", "omrade=%E2%80%AEajttif", "omrade=%FF%FE", "omrade[]=x",
        "omrade=fittja&omrade=tullinge", "a=" * 200, "vecka=2026-W99", "oppet=%00", "alder=-1", "dropin=x",
        "oppet=true&dropin=" + "y" * 20_000, "alder=%22%3E%3Cscript%3Ealert(1)", "vecka='\";--", "sida=-1",
        "sida=%00", "sida=1e9", "vecka=9999-W53", "vecka=0000-W00", "oppet=1&oppet=2", "oppet=1&tjanst=%22",
    ],
)  # fmt: skip
@pytest.mark.parametrize("code", ["sv", "ar"])
def test_any_parameter_is_survived(client: Client, query: str, code: str) -> None:
    response = client.get(f"/{code}/hitta-familjecentral/?{query}")

    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_a_choice_keeps_the_others_the_week_and_the_age_and_nothing_else(client: Client) -> None:
    html = soup(client.get(f"{FIND}?tjanst=bvc&alder=1&vecka=2026-W49&sida=2&omrade=nej&utm=x"))
    fittja = next(chip for chip in html.select(".filters .chip") if chip.get_text(strip=True) == "Fittja")
    asked = parse_qs(urlsplit(fittja["href"]).query)
    assert asked == {"tjanst": ["bvc"], "alder": ["1"], "vecka": ["2026-W49"], "omrade": ["fittja"]}


def test_a_chosen_filter_is_marked_and_its_link_takes_it_back(client: Client) -> None:
    html = soup(client.get(f"{FIND}?tjanst=bvc&omrade=fittja"))
    chosen = html.select(".filters .chip[aria-current]")
    assert [parse_qs(urlsplit(chip["href"]).query) for chip in chosen] == [
        {"tjanst": ["bvc"]},
        {"omrade": ["fittja"]},
    ]


def test_later_pages_keep_the_filters(client: Client) -> None:
    grow_centres(25)
    html = soup(client.get(f"{FIND}?tjanst=bvc"))
    assert parse_qs(urlsplit(html.select_one(".pages a[rel=next]")["href"]).query) == {
        "tjanst": ["bvc"],
        "sida": ["2"],
    }


# --- The week at all centres ---------------------------------------------------------------------------------------


def events(client: Client, query: str) -> list[Any]:
    return [event for day in client.get(f"{FIND}?{query}").context["week"].days for event in day.events]


def test_the_programme_is_of_the_centres_in_the_list(at: At, client: Client) -> None:
    at(f"{MONDAY}T10:00")
    assert {event.centre.slug for event in events(client, "")} == {"fittja", "tullinge"}
    assert {event.centre.slug for event in events(client, "omrade=fittja")} == {"fittja"}


def test_each_event_leads_to_its_centre(at: At, client: Client) -> None:
    at(f"{MONDAY}T10:00")
    html = soup(client.get(FIND))
    links = {event.select_one("a")["href"] for event in html.select(".event")}
    assert links == {"/sv/hitta-familjecentral/fittja/", "/sv/hitta-familjecentral/tullinge/"}


def test_another_week_and_an_age_can_be_asked_for(at: At, client: Client) -> None:
    at(f"{MONDAY}T10:00")
    response = client.get(f"{FIND}?vecka=2026-W49&alder=gravid")
    assert response.context["week"].value == "2026-W49"
    assert all(
        event.activity.audience.expecting or not event.audience for event in events(client, "alder=gravid")
    )


def test_many_events_are_cut_a_day_and_counted(at: At, client: Client) -> None:
    at(f"{MONDAY}T10:00")
    grow_activities(200)
    response = client.get(FIND)
    shown = [len(day.events) for day in response.context["week"].days]
    assert max(shown) == finding.A_DAY
    assert response.context["left_out"] > 0
    assert str(response.context["left_out"]) in soup(response).main.get_text()


def test_the_calendar_of_all_centres_is_linked_with_the_chosen_age(client: Client) -> None:
    html = soup(client.get(f"{FIND}?alder=1"))
    link = html.main.select_one("a[href*='kalender.ics']")["href"]
    assert link == "/sv/hitta-familjecentral/kalender.ics?alder=1"
    assert client.get(link).status_code == 200


def test_invented_hours_and_activities_alone_make_the_page_an_example(client: Client) -> None:
    for model in (CentrePage, ServiceHours, HoursException, Activity):
        model.objects.update(is_example=False)
    for page in CentrePage.objects.all():
        page.services.update(is_example=False)
    assert not client.get(FIND).context["page"].shows_example()
    Activity.objects.filter(rhythm="weekly").update(is_example=True)
    assert client.get(FIND).context["page"].shows_example()


# --- The list and the map ------------------------------------------------------------------------------------------


def test_the_list_carries_the_places_as_plain_numbers_in_every_language(client: Client) -> None:
    CentrePage.objects.filter(slug="tullinge").update(latitude=None, longitude=None)
    for language in languages.PUBLIC:
        first, second = soup(client.get(f"/{language.code}/hitta-familjecentral/")).select(
            "ol[data-centres] > li"
        )
        assert -90 < float(first["data-latitude"]) < 90
        assert -180 < float(first["data-longitude"]) < 180
        assert "data-latitude" not in second.attrs


def test_nearest_first_is_offered_where_the_whole_list_is_on_the_page(client: Client) -> None:
    assert soup(client.get(FIND)).select_one("[data-nearest][hidden] button")
    grow_centres(21)
    assert not soup(client.get(FIND)).select("[data-nearest]")
    assert soup(client.get(f"{FIND}?omrade=fittja")).select("[data-nearest]")


def test_the_map_says_nothing_that_the_list_does_not(client: Client) -> None:
    html = soup(client.get(FIND))
    figure = html.select_one("svg.map")
    assert figure["role"] == "img"
    assert html.find(id=figure["aria-labelledby"]).get_text(strip=True)
    # What stands at a point is hidden, and is in the list under the same number.
    points = figure.select("g")
    assert points
    assert all(point["aria-hidden"] == "true" for point in points)
    numbers = [item.select_one("[data-number]").get_text() for item in html.select("ol[data-centres] > li")]
    for point in points:
        number, name = (text.get_text() for text in point.select("text"))
        assert name in html.select("ol[data-centres] > li")[numbers.index(number)].get_text()


def test_the_source_of_the_map_is_named_in_every_language(client: Client) -> None:
    for language in languages.PUBLIC:
        caption = soup(client.get(f"/{language.code}/hitta-familjecentral/")).select_one("figure figcaption")
        with translation.override(language.code):
            assert gettext("Source of the map: Statistics Sweden.") in caption.get_text()


def test_no_header_keeps_the_browser_from_asking_where_the_reader_is(client: Client) -> None:
    assert "geolocation=(self)" in client.get(FIND).headers["Permissions-Policy"]
