"""The calendars: what a calendar program reads is what the page shows."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from familjecentral.core import languages
from familjecentral.core.formats import ZONE
from familjecentral.core.reading import Text
from familjecentral.home.benchmark import MAX_QUERIES
from locations import calendars
from locations.models import (
    Activity,
    CentrePage,
    HoursConfirmation,
    HoursException,
    OccurrenceOverride,
    ServiceHours,
)
from locations.records import Occasion, hours_of, programme
from locations.timetable import Status
from locations.week import AgeFilter
from tests.golden import assert_as_expected

FIND = "hitta-familjecentral/"
At = Callable[[str], dt.datetime]
MONDAY = dt.date(2026, 11, 23)
WEEK = dt.timedelta(weeks=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(content: None, at: At) -> CentrePage:
    """Fittja with three activities of its own; nothing else happens anywhere."""
    at("2026-11-23T10:20")
    for model in (Activity, HoursException, ServiceHours):
        model.objects.all().delete()
    HoursConfirmation.objects.update(at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    page: CentrePage = CentrePage.objects.get(slug="fittja")
    page.operating_status = "open"
    page.save()
    service = page.services.get(service_type__key="oppen-forskola")
    spans = [{"days": [1, 2, 3, 4, 5], "opens": "09:00", "closes": "16:00"}]
    ServiceHours.objects.create(service=service, schedules=[{"spans": spans}])
    common: dict[str, Any] = {"centre": page, "service": service, "attendance": "drop_in"}
    Activity.objects.create(
        uid=uuid.UUID(int=1), title_sv="Sångstund; för bäbisar, med en titel som är så lång att den måste vikas",
        title_ar="وقت الغناء", description_sv="Vi sjunger.\nKom som du är.", description_ar="نغني معًا.",
        weekdays=["1"], starts=dt.time(10), ends=dt.time(10, 30), to_months=11, is_free="yes",
        languages=["sv", "ar"], **common,
    )  # fmt: skip
    Activity.objects.create(
        uid=uuid.UUID(int=2), title_sv="Udda veckor", rhythm="odd", weekdays=["3"], starts=dt.time(13),
        ends=dt.time(15), expecting=True, present=["midwife"], place="Stora rummet", **common,
    )  # fmt: skip
    Activity.objects.create(
        uid=uuid.UUID(int=3), title_sv="Fredagsfika", rhythm="monthly", nth=["-1"], weekdays=["5"],
        starts=dt.time(9), ends=dt.time(11), from_months=12, to_months=71, **common,
    )  # fmt: skip
    return page


def parsed(text: bytes) -> list[Any]:
    return icalendar.Calendar.from_ical(text).events


def got(client: Client, path: str) -> list[Any]:
    response = client.get(path)
    assert response.status_code == 200
    return parsed(response.content)


def as_facts(events: list[Any]) -> list[tuple[Any, ...]]:
    return sorted((str(e["UID"]), e.start, e.end, e["STATUS"] == "CANCELLED") for e in events)


def facts_of(occasions: list[Occasion]) -> list[tuple[Any, ...]]:
    return sorted(
        (
            calendars.uid_of(o.activity.uid, o.occurrence.original),
            o.occurrence.begins.astimezone(ZONE),
            o.occurrence.finishes.astimezone(ZONE),
            o.occurrence.status is Status.CANCELLED,
        )
        for o in occasions
    )


def change_some(page: CentrePage) -> None:
    song, odd, _friday = Activity.objects.order_by("uid")
    OccurrenceOverride.objects.create(activity=song, date=dt.date(2026, 11, 30), reason="illness")
    OccurrenceOverride.objects.create(
        activity=odd, date=dt.date(2026, 12, 2), cancelled=False, new_date=dt.date(2026, 12, 3),
        starts=dt.time(14), place="Biblioteket",
    )  # fmt: skip
    HoursException.objects.create(
        centre=page, first=dt.date(2026, 12, 14), last=dt.date(2027, 1, 8), reason="renovation"
    )


@pytest.mark.parametrize("code", ["sv", "ar"])
def test_the_calendar_is_as_expected(client: Client, house: CentrePage, code: str) -> None:
    change_some(house)
    response = client.get(f"/{code}/{FIND}fittja/kalender.ics")

    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'inline; filename="fittja.ics"'
    assert response.headers["Content-Language"] == code
    text = response.content
    assert text.count(b"\n") == text.count(b"\r\n")
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert_as_expected(f"locations/expected/kalender-{code}.ics", text.decode().replace("\r\n", "\n"))


def test_a_program_reads_the_occurrences_of_the_page_for_a_year(house: CentrePage) -> None:
    change_some(house)
    last = MONDAY + 52 * WEEK
    occasions = programme(hours_of([house], MONDAY).values(), MONDAY, last)
    with override("sv"):
        title = Text("Fittja", languages.by_code("sv"), is_fallback=False)
        moment = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
        text = calendars.calendar(title, occasions, {house.pk: "https://example.org/"}, AgeFilter(), moment)

    found = as_facts(parsed(text))
    assert found == facts_of(occasions)
    assert len({uid for uid, *_ in found}) == len(found) > 80
    assert sum(cancelled for *_, cancelled in found) > 5


def test_the_calendar_of_a_centre_shows_what_its_page_shows_in_each_week(
    client: Client, house: CentrePage
) -> None:
    change_some(house)
    found = as_facts(got(client, f"/sv/{FIND}fittja/kalender.ics"))
    shown: list[Occasion] = []
    for number in range(27):
        year, week, _day = (MONDAY + number * WEEK).isocalendar()
        page = client.get(f"/sv/{FIND}fittja/?vecka={year}-W{week:02}")
        shown += page.context["week"].occasions

    ahead = [fact for fact in found if fact[1].date() >= MONDAY]
    until = MONDAY + 26 * WEEK
    assert ahead == [fact for fact in facts_of(shown) if fact[1].date() <= until]
    assert len(found) > len(ahead)


def test_an_event_keeps_the_hour_on_the_wall_across_both_clock_changes(
    client: Client, house: CentrePage, at: At
) -> None:
    at("2027-03-01T10:00")
    offsets = {}
    for event in got(client, f"/sv/{FIND}fittja/kalender.ics"):
        assert event["DTSTART"].params["TZID"] == "Europe/Stockholm"
        if event["SUMMARY"].startswith("Sångstund"):
            assert event.start.hour == 10
            offsets[event.start.date()] = event.start.utcoffset()
    assert offsets[dt.date(2027, 3, 22)] == dt.timedelta(hours=1)
    assert offsets[dt.date(2027, 4, 5) + WEEK] == dt.timedelta(hours=2)


def test_the_zone_that_is_written_is_the_zone_that_is_meant() -> None:
    written = icalendar.Timezone.from_ical(calendars.TIME_ZONE).to_tz(lookup_tzid=False)
    for day in range(365 * 4):
        moment = dt.datetime(2026, 1, 1, 12, tzinfo=ZONE) + dt.timedelta(days=day)
        assert moment.replace(tzinfo=written).utcoffset() == moment.replace(tzinfo=ZONE).utcoffset()


def test_no_edit_gives_an_occurrence_another_name(client: Client, house: CentrePage) -> None:
    path = f"/sv/{FIND}fittja/kalender.ics"
    before = {str(event["UID"]) for event in got(client, path)}
    song = Activity.objects.get(uid=uuid.UUID(int=1))
    song.title_sv, song.starts, song.ends, song.place = "Visstund", dt.time(11), dt.time(12), "Köket"
    song.save()
    song.save_revision()
    change_some(house)
    events = got(client, path)

    assert {str(event["UID"]) for event in events} == before
    assert {str(event["UID"]) for event in got(client, f"/ar/{FIND}kalender.ics")} == before
    assert any(event["SUMMARY"] == "Visstund" for event in events)
    assert all(event["SEQUENCE"] >= 2 for event in events if "Visstund" in event["SUMMARY"])


def test_a_cancelled_event_says_so_and_why_and_a_moved_one_where(client: Client, house: CentrePage) -> None:
    change_some(house)
    with override("sv"):
        from locations.choices import ExceptionReason

        why = str(ExceptionReason.ILLNESS.label)
    events = {event.start.date(): event for event in got(client, f"/sv/{FIND}fittja/kalender.ics")}

    cancelled, moved = events[dt.date(2026, 11, 30)], events[dt.date(2026, 12, 3)]
    assert cancelled["STATUS"] == "CANCELLED"
    assert why in cancelled["DESCRIPTION"]
    assert cancelled["SEQUENCE"] == 1
    assert moved["STATUS"] == "CONFIRMED"
    assert (moved.start.hour, moved.end.hour, moved["LOCATION"]) == (14, 16, "Biblioteket")
    assert dt.date(2026, 12, 2) not in events


@pytest.mark.parametrize(
    ("age", "titles"),
    [
        ("0", {"Sångstund"}),
        ("2", {"Fredagsfika"}),
        ("gravid", {"Udda"}),
        ("nonsens", {"Sångstund", "Fredagsfika", "Udda"}),
    ],
)
def test_the_filter_by_age_leaves_the_events_for_it(
    client: Client, house: CentrePage, age: str, titles: set[str]
) -> None:
    for path in (f"/sv/{FIND}kalender.ics", f"/sv/{FIND}fittja/kalender.ics"):
        events = got(client, f"{path}?alder={age}")
        assert {event["SUMMARY"].replace(";", " ").split()[0] for event in events} == titles


@pytest.mark.parametrize("language", languages.PUBLIC, ids=lambda language: language.code)
def test_a_title_that_is_not_translated_is_marked_as_swedish(
    client: Client, house: CentrePage, language: languages.Language
) -> None:
    events = got(client, f"/{language.code}/{FIND}kalender.ics")
    for event in events:
        translated = language.code == "ar" and event["SUMMARY"] == "وقت الغناء"
        wanted = "ar" if translated else "sv"
        assert event["SUMMARY"].params["LANGUAGE"] == wanted
        if language.tag != "sv" and not translated:
            assert "Vi sjunger" not in event["DESCRIPTION"]
    assert len(events) > 30


def test_a_centre_without_a_programme_has_an_empty_calendar(client: Client, house: CentrePage) -> None:
    assert got(client, f"/sv/{FIND}tullinge/kalender.ics") == []


@pytest.mark.parametrize(
    "path",
    [
        "kalender.ics",
        f"{FIND}ingen/kalender.ics",
        f"{FIND}fittja/annat.ics",
        f"{FIND}fittja/kalender.ics/mer.ics",
        "nyheter/kalender.ics",
        "om/bvc/kalender.ics",
    ],
)
def test_there_is_no_calendar_at_other_addresses(client: Client, house: CentrePage, path: str) -> None:
    assert client.get(f"/sv/{path}").status_code == 404


def test_a_withdrawn_centre_has_no_calendar(client: Client, house: CentrePage) -> None:
    house.unpublish()

    assert client.get(f"/sv/{FIND}fittja/kalender.ics").status_code == 404
    assert got(client, f"/sv/{FIND}kalender.ics") == []


def test_a_calendar_stays_inside_the_budget_of_queries(client: Client, house: CentrePage) -> None:
    def queries(path: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    paths = [f"/sv/{FIND}kalender.ics", f"/sv/{FIND}fittja/kalender.ics"]
    few = [queries(path) for path in paths]
    assert max(few) <= MAX_QUERIES
    for number in range(20):
        Activity.objects.create(
            title_sv=f"Nr {number}", centre=house, weekdays=["2"], starts=dt.time(9), ends=dt.time(10)
        )
    assert [queries(path) for path in paths] == few


def test_a_large_programme_is_held_to_the_nearest_days(house: CentrePage) -> None:
    usual = (MONDAY - 4 * WEEK, MONDAY + 26 * WEEK)
    assert calendars.window(MONDAY, 0) == calendars.window(MONDAY, 100) == usual
    assert calendars.window(MONDAY, 300) == (MONDAY, MONDAY + 10 * WEEK)
    assert calendars.window(MONDAY, 10_000) == (MONDAY, MONDAY + WEEK)

    occasions = programme(hours_of([house], MONDAY).values(), MONDAY, MONDAY + 26 * WEEK)
    some = (occasions * (calendars.MOST // len(occasions) + 1))[: calendars.MOST + 5]
    some.sort(key=lambda occasion: occasion.occurrence.day)
    last = calendars.nearest(some)[-1].occurrence.day
    assert [o for o in some if o.occurrence.day <= last] == calendars.nearest(some)
