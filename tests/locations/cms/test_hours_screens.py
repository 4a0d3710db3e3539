"""The CMS screens about a centre's hours: the overview, its one-click confirmation, full right now, the copy."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from locations.cms.hours_screens import all_openings
from locations.hours import State
from locations.models import CentrePage, CentreService, FullNotice, HoursConfirmation, ServiceHours

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

Clock = Callable[[str], datetime]
WEEK = [{"spans": [{"days": [1, 2, 3, 4, 5], "opens": "09:00", "closes": "12:00", "mode": "drop_in"}]}]


@pytest.fixture
def centre() -> CentrePage:
    return CentrePage.objects.order_by("title_sv")[0]


@pytest.fixture
def service(centre: CentrePage) -> CentreService:
    """The centre's open preschool, weekdays from nine to twelve, confirmed at the hour of the tests."""
    found = CentreService.objects.get(centre=centre, service_type__key="oppen-forskola")
    ServiceHours.objects.filter(service__centre=centre).delete()
    HoursConfirmation.objects.filter(centre=centre).delete()
    ServiceHours.objects.create(service=found, schedules=WEEK)
    return found


@pytest.fixture
def client(editor: Any) -> Client:
    """An editor: hours wait for nobody's approval."""
    client = Client()
    client.force_login(editor)
    return client


def states(centre: CentrePage) -> dict[str, State]:
    opening = next(o for o in all_openings() if o.hours.centre.pk == centre.pk)
    return {found.key: found.status.state for found in opening.services}


def test_one_click_confirms_a_centre(
    at: Clock, client: Client, centre: CentrePage, service: CentreService
) -> None:
    at("2026-11-23T10:20")
    assert states(centre)["oppen-forskola"] is State.CALL_FIRST
    client.post(f"/cms/hours/{centre.pk}/confirm/", {"role": "region"})
    assert states(centre)["oppen-forskola"] is State.OPEN
    assert [(c.role, c.at) for c in HoursConfirmation.objects.filter(centre=centre)] == [
        ("region", timezone.now())
    ]


def test_a_confirmation_by_nobody_known_is_the_staffs(client: Client, centre: CentrePage) -> None:
    client.post(f"/cms/hours/{centre.pk}/confirm/", {"role": "<script>"})
    assert HoursConfirmation.objects.filter(centre=centre)[0].role == "centre"


def test_confirming_needs_a_post_and_a_right(centre: CentrePage, client: Client, translator: Any) -> None:
    assert client.get(f"/cms/hours/{centre.pk}/confirm/").status_code == 405
    assert client.post("/cms/hours/999999/confirm/").status_code == 404
    other = Client()
    other.force_login(translator)
    before = HoursConfirmation.objects.count()
    assert other.post(f"/cms/hours/{centre.pk}/confirm/").status_code in (302, 403)
    assert other.post("/cms/hours/full/").status_code in (302, 403)
    assert HoursConfirmation.objects.count() == before


def test_the_home_page_of_the_cms_lists_centres_to_confirm(
    at: Clock, client: Client, centre: CentrePage, service: CentreService
) -> None:
    at("2026-11-23T10:20")
    assert '#unconfirmed-hours-section"' in client.get("/cms/").content.decode()
    for page in CentrePage.objects.all():
        client.post(f"/cms/hours/{page.pk}/confirm/")
    assert '#unconfirmed-hours-section"' not in client.get("/cms/").content.decode()


def test_a_confirmation_before_the_last_month_does_not_reach_christmas(
    at: Clock, centre: CentrePage, service: CentreService
) -> None:
    HoursConfirmation.objects.create(centre=centre, at=at("2026-11-10T10:00"))
    at("2026-11-23T10:20")
    opening = next(o for o in all_openings() if o.hours.centre.pk == centre.pk)
    assert str(opening.hours.house.times.unconfirmed_from(opening.today)) == "2026-12-20"


def test_a_full_service_says_so_until_a_time_at_most_to_closing(
    at: Clock, client: Client, centre: CentrePage, service: CentreService
) -> None:
    at("2026-11-23T10:20")
    client.post(f"/cms/hours/{centre.pk}/confirm/")
    page = client.get("/cms/hours/full/").content.decode()
    assert 'value="30"' in page
    assert 'value="closing"' in page
    assert 'value="120"' not in page, "two hours would be past closing"
    client.post("/cms/hours/full/", {"service": service.pk, "for": "30"})
    opening = next(o for o in all_openings() if o.hours.centre.pk == centre.pk)
    assert opening.services[0].full_until
    assert opening.services[0].status.state is State.OPEN
    at("2026-11-23T10:50")
    opening = next(o for o in all_openings() if o.hours.centre.pk == centre.pk)
    assert opening.services[0].full_until == ""


def test_room_again_takes_the_notice_back(
    at: Clock, client: Client, centre: CentrePage, service: CentreService
) -> None:
    at("2026-11-23T10:20")
    client.post(f"/cms/hours/{centre.pk}/confirm/")
    client.post("/cms/hours/full/", {"service": service.pk, "for": "closing"})
    assert FullNotice.objects.get().until == at("2026-11-23T12:00")
    at("2026-11-23T10:25")
    client.post("/cms/hours/full/", {"service": service.pk, "for": "0"})
    opening = next(o for o in all_openings() if o.hours.centre.pk == centre.pk)
    assert opening.services[0].full_until == ""


@pytest.mark.parametrize(
    "sent",
    [{}, {"service": "x", "for": "30"}, {"service": "9" * 30, "for": "30"}, {"service": "1", "for": "-5"}],
)
def test_what_is_no_open_service_makes_no_notice(at: Clock, client: Client, sent: dict[str, str]) -> None:
    at("2026-11-23T22:20")
    assert client.post("/cms/hours/full/", sent).status_code == 302
    assert not FullNotice.objects.exists()


def test_a_centres_hours_are_copied_to_another_and_can_be_undone(
    client: Client, centre: CentrePage, service: CentreService
) -> None:
    other = CentrePage.objects.exclude(pk=centre.pk)[0]
    twin = CentreService.objects.get(centre=other, service_type__key="oppen-forskola")
    ServiceHours.objects.filter(service=twin).delete()
    before = ServiceHours.objects.create(service=twin, schedules=[{"spans": []}])
    first = before.save_revision()
    client.post(f"/cms/hours/{other.pk}/copy/", {"source": str(centre.pk)})
    copied = ServiceHours.objects.get(service=twin)
    assert copied.schedules == WEEK
    first.as_object().save()
    assert ServiceHours.objects.get(service=twin).schedules == [{"spans": []}]


@pytest.mark.parametrize("source", ["", "x", "9" * 30, "999999"])
def test_a_copy_from_nowhere_is_not_found(client: Client, centre: CentrePage, source: str) -> None:
    assert client.post(f"/cms/hours/{centre.pk}/copy/", {"source": source}).status_code == 404
