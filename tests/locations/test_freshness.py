"""How long a cache may keep what visitors read: never so long that it tells a state a minute past its change."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from locations.models import (
    CentrePage,
    CentreService,
    FullNotice,
    HoursConfirmation,
    HoursException,
    ServiceHours,
)

pytestmark = pytest.mark.django_db

FIND = "/sv/hitta-familjecentral/"
PLACES = ["/sv/", FIND, f"{FIND}?oppet=1", f"{FIND}fittja/"]
PAGES = [
    *PLACES,
    f"{FIND}kalender.ics",
    f"{FIND}fittja/kalender.ics",
    "/sv/nyheter/",
    "/sv/sok/?q=bvc",
    "/ar/om/bvc/",
]
At = Callable[[str], dt.datetime]


@pytest.fixture
def house(content: None, at: At) -> CentrePage:
    """Fittja has one service, open on Mondays from 9 to 16 with a lunch break; Tullinge has no hours."""
    at("2026-11-20T08:00")
    for model in (ServiceHours, HoursException, HoursConfirmation):
        model.objects.all().delete()
    page: CentrePage = CentrePage.objects.get(slug="fittja")
    page.operating_status = "open"
    page.save()
    CentreService.objects.exclude(centre=page, service_type__key="oppen-forskola").delete()
    spans = [
        {"days": [1], "opens": "09:00", "closes": "12:00"},
        {"days": [1], "opens": "12:30", "closes": "16:00"},
    ]
    ServiceHours.objects.create(service=page.services.get(), schedules=[{"spans": spans}])
    HoursConfirmation.objects.create(centre=page)
    return page


def max_age(response: HttpResponse) -> int:
    found = re.fullmatch(r"public, max-age=(\d+)", response.headers["Cache-Control"])
    assert found, response.headers["Cache-Control"]
    return int(found[1])


def shown(response: Any) -> list[Any]:
    """What a page says of the state: the status in words, and until when a service is full."""
    openings = response.context.get("openings") or [response.context["opening"]]
    return [(o.status, o.today, [s.full_until for s in o.services]) for o in openings]


@pytest.mark.parametrize("path", PLACES)
def test_a_page_asked_shortly_before_closing_is_kept_until_then(
    client: Client, house: CentrePage, at: At, path: str
) -> None:
    at("2026-11-23T15:59:30.400")
    before = client.get(path)
    at("2026-11-23T16:00")
    after = client.get(path)

    assert max_age(before) == 29
    assert max_age(after) == 60
    if path != f"{FIND}?oppet=1":
        assert shown(before)[0][0].state == "open"
        assert shown(after)[0][0].state == "closed"


@pytest.mark.parametrize("path", PAGES)
def test_what_visitors_read_is_kept_for_a_minute_and_never_past_midnight(
    client: Client, house: CentrePage, at: At, path: str
) -> None:
    at("2026-11-23T10:00")
    by_day = client.get(path)
    at("2026-11-23T23:59:50")
    at_night = client.get(path)

    assert (max_age(by_day), max_age(at_night)) == (60, 10)
    for response in (by_day, at_night, client.head(path)):
        assert max_age(response) <= 60
        assert "Set-Cookie" not in response.headers
        assert not response.cookies
        assert "cookie" not in response.headers.get("Vary", "").lower()


def test_no_cache_tells_a_state_past_its_change(client: Client, house: CentrePage, at: At) -> None:
    """A cache that keeps a page as long as it may, beside the page itself, half-minute by half-minute around changes."""
    FullNotice.objects.create(
        service=house.services.get(), until=dt.datetime.fromisoformat("2026-11-23T13:30:20+01:00")
    )
    for path in ("/sv/", f"{FIND}fittja/"):
        kept: list[Any] = []
        until = dt.datetime.min.replace(tzinfo=dt.UTC)
        for hour in ("00:00", "09:00", "12:00", "12:30", "13:30", "16:00", "23:59"):
            change = dt.datetime.fromisoformat(f"2026-11-23T{hour}+01:00")
            for seconds in range(-90, 120, 15):
                moment = at((change + dt.timedelta(seconds=seconds, milliseconds=700)).isoformat())
                fresh = client.get(path)
                if moment > until:
                    kept, until = shown(fresh), moment + dt.timedelta(seconds=max_age(fresh))
                assert kept == shown(fresh), (path, moment)


def test_a_change_by_an_editor_is_seen_within_a_minute(client: Client, house: CentrePage, at: At) -> None:
    at("2026-11-23T10:00")
    assert max_age(client.get(f"{FIND}fittja/")) <= 60
    HoursException.objects.create(
        centre=house, first=dt.date(2026, 11, 23), last=dt.date(2026, 11, 23), created_at=timezone.now()
    )
    at("2026-11-23T10:01")
    assert shown(client.get(f"{FIND}fittja/"))[0][0].state == "closed"


@pytest.mark.parametrize("path", PAGES)
def test_what_is_asked_for_with_a_cookie_is_kept_nowhere(
    client: Client, house: CentrePage, path: str
) -> None:
    client.cookies["anything"] = "1"

    assert client.get(path).headers["Cache-Control"] == "private, no-store"


def test_an_error_and_a_redirect_are_not_promised_to_last(client: Client, house: CentrePage) -> None:
    for path in (f"{FIND}ingen/", "/sv/sok", "/"):
        assert "max-age" not in client.get(path).headers.get("Cache-Control", "")


def test_the_cms_is_left_alone(cms: Client, client: Client) -> None:
    for desk in (cms, Client()):
        assert "public" not in desk.get("/cms/").headers.get("Cache-Control", "")
    assert "public" not in client.get("/cms/login/").headers["Cache-Control"]


def test_a_restricted_page_is_public_nowhere(client: Client, house: CentrePage) -> None:
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=house, restriction_type="password", password="ord")

    assert "public" not in client.get(f"{FIND}fittja/").headers["Cache-Control"]
    assert "public" not in client.get(f"{FIND}fittja/kalender.ics").headers["Cache-Control"]
