"""What machines read of hours and programme: only what is certain, and what a visitor reads too."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from locations.models import (
    Activity,
    CentrePage,
    CentreService,
    HoursConfirmation,
    HoursException,
    OccurrenceOverride,
    ServiceHours,
)
from tests.forms import soup

pytestmark = pytest.mark.django_db
At = Callable[[str], dt.datetime]
ALL = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@pytest.fixture
def service(content: None, at: At) -> CentreService:
    """Fittja's only service with hours: one drop-in, booked visits next to it, and the phone."""
    at("2026-11-23T10:20")
    for model in (Activity, HoursException, ServiceHours):
        model.objects.all().delete()
    HoursConfirmation.objects.update(at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    CentrePage.objects.update(operating_status="open")
    service = CentreService.objects.get(centre__slug="fittja", service_type__key="oppen-forskola")
    spans = [
        {"days": [1, 2], "opens": "09:00", "closes": "12:00"},
        {"days": [1, 2], "opens": "12:00", "closes": "24:00", "mode": "by_appointment"},
        {"days": [3], "opens": "08:00", "closes": "09:00", "mode": "phone"},
    ]
    summer = {"first": "2027-06-21", "last": "2027-08-15", "spans": []}
    past = {"first": "2026-06-22", "last": "2026-08-16", "spans": []}
    ServiceHours.objects.create(service=service, schedules=[{"spans": spans}, past, summer])
    return service


def centre(client: Client, code: str = "sv") -> dict[str, Any]:
    html = soup(client.get(f"/{code}/hitta-familjecentral/fittja/"))
    parts = json.loads(html.find("script", type="application/ld+json").string)
    found: dict[str, Any] = parts[0]
    return found


def spec(opens: str, closes: str, **more: Any) -> dict[str, Any]:
    return {"@type": "OpeningHoursSpecification", **more, "opens": opens, "closes": closes}


def test_hours_to_come_are_joined_and_a_closed_season_is_closed(
    client: Client, service: CentreService
) -> None:
    assert centre(client)["department"][0]["openingHoursSpecification"] == [
        spec("09:00", "23:59", dayOfWeek=["Monday", "Tuesday"]),
        spec("00:00", "00:00", dayOfWeek=ALL, validFrom="2027-06-21", validThrough="2027-08-15"),
    ]


def test_phone_hours_belong_to_the_contact_point(client: Client, service: CentreService) -> None:
    assert centre(client)["department"][0]["contactPoint"] == {
        "@type": "ContactPoint",
        "telephone": service.phone,
        "hoursAvailable": [spec("08:00", "09:00", dayOfWeek=["Wednesday"])],
    }


def test_days_that_are_not_as_usual_are_told_with_their_own_hours(
    client: Client, service: CentreService
) -> None:
    common = {"centre": service.centre, "reason": "event"}
    HoursException.objects.create(first=dt.date(2026, 11, 30), last=dt.date(2026, 12, 1), **common)
    HoursException.objects.create(first=dt.date(2026, 12, 2), last=dt.date(2026, 12, 2), **common)
    HoursException.objects.create(
        first=dt.date(2026, 12, 7), last=dt.date(2026, 12, 7), kind="other_hours",
        spans=[{"opens": "10:00", "closes": "11:00"}], **common,
    )  # fmt: skip
    special = centre(client)["department"][0]["specialOpeningHoursSpecification"]

    assert special[:2] == [
        spec("00:00", "00:00", validFrom="2026-11-30", validThrough="2026-12-02"),
        spec("10:00", "11:00", validFrom="2026-12-07", validThrough="2026-12-07"),
    ]


def test_a_service_without_hours_states_none(client: Client, service: CentreService) -> None:
    for department in centre(client)["department"][1:]:
        assert not department.keys() & {"openingHoursSpecification", "specialOpeningHoursSpecification"}


@pytest.mark.parametrize("status", ["planned", "moved", "temporarily_closed"])
def test_a_centre_that_is_not_in_operation_states_no_hours(
    client: Client, service: CentreService, status: str
) -> None:
    CentrePage.objects.update(operating_status=status)

    assert "openingHoursSpecification" not in centre(client)["department"][0]


def test_hours_that_nobody_confirmed_are_not_stated(client: Client, service: CentreService, at: At) -> None:
    HoursConfirmation.objects.update(at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))

    assert "openingHoursSpecification" not in centre(client)["department"][0]


def test_events_say_when_where_and_whether_they_take_place(client: Client, service: CentreService) -> None:
    song, talk, visit = (
        Activity.objects.create(
            title_sv=title, title_ar=arabic, centre=service.centre, weekdays=["2"], starts=dt.time(hour),
            ends=dt.time(hour + 1), is_free=free,
        )
        for title, arabic, hour, free in [("Sång", "غناء", 9, "yes"), ("Prat", "", 10, "no"), ("Besök", "", 11, "")]
    )  # fmt: skip
    tuesday = dt.date(2026, 11, 24)
    OccurrenceOverride.objects.create(activity=talk, date=tuesday)
    OccurrenceOverride.objects.create(
        activity=visit, date=tuesday, cancelled=False, starts=dt.time(14), place="Biblioteket"
    )
    found = centre(client)
    first, second, third = found["event"]

    assert first == {
        "@type": "Event",
        "name": "Sång",
        "startDate": "2026-11-24T09:00+01:00",
        "endDate": "2026-11-24T10:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {"@id": found["@id"]},
        "isAccessibleForFree": True,
    }
    assert second["eventStatus"] == "https://schema.org/EventCancelled"
    assert second["isAccessibleForFree"] is False
    assert third["eventStatus"] == "https://schema.org/EventRescheduled"
    assert third["startDate"] == "2026-11-24T14:00+01:00"
    assert third["previousStartDate"] == "2026-11-24T11:00+01:00"
    assert third["location"]["name"] == "Biblioteket"
    assert "isAccessibleForFree" not in third
    # JSON cannot say that a title is Swedish.
    assert [event["name"] for event in centre(client, "ar")["event"]] == ["غناء"]
    assert song.pk
