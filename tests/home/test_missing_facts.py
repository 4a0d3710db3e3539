"""What a launch still lacks, of opening hours and programme."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from familjecentral.home.content_files import records
from familjecentral.home.loading import Loader
from familjecentral.home.missing_facts import UNCONFIRMED, UNKNOWN, missing
from locations.models import CentrePage
from locations.models.hours import HoursConfirmation, HoursException, ServiceHours
from locations.models.programme import Activity, OccurrenceOverride

MODELS = (ServiceHours, HoursException, Activity, OccurrenceOverride)


def of_centre(slug: str, day: datetime.date | None = None) -> set[tuple[str, str]]:
    title = CentrePage.objects.get(slug=slug).title_sv
    return {(m.what, m.why) for m in missing(day or timezone.localdate()) if m.where == title}


def test_without_example_all_hours_and_the_programme_are_missing(empty_site: None) -> None:
    list(Loader(records(example=False)).load())

    found = of_centre("tullinge")

    names = ("öppen förskola", "barnmorskemottagning", "barnavårdscentral", "socialtjänst")
    assert {(f"{name}: opening hours", UNKNOWN) for name in names} <= found
    assert ("activities of the week programme", UNKNOWN) in found
    # Where no hours are known there are none to vouch for.
    assert UNCONFIRMED not in {why for _, why in found}


def test_a_service_that_follows_another_has_hours(content: None) -> None:
    assert not any("opening hours" in what for what, _ in of_centre("tullinge"))


def test_hours_that_nobody_confirmed_are_named(content: None) -> None:
    HoursConfirmation.objects.all().delete()

    assert ("opening hours", UNCONFIRMED) in of_centre("fittja")


def test_a_confirmation_grows_old(content: None) -> None:
    confirmed = datetime.datetime(2026, 1, 15, 12, tzinfo=datetime.UTC)
    HoursConfirmation.objects.update(at=confirmed)

    late = datetime.date(2026, 11, 23)

    assert UNCONFIRMED not in {why for _, why in of_centre("fittja", confirmed.date())}
    assert ("opening hours, last on 2026-01-15", UNCONFIRMED) in of_centre("fittja", late)


def test_activities_that_have_ended_are_no_programme(content: None) -> None:
    Activity.objects.filter(centre__slug="fittja").update(last=datetime.date(2020, 1, 1))

    assert ("activities of the week programme", UNKNOWN) in of_centre("fittja")
    assert ("activities of the week programme", UNKNOWN) not in of_centre("tullinge")


@pytest.mark.parametrize("model", MODELS)
def test_invented_times_are_named(content: None, model: type) -> None:
    examples = {m.where for m in missing(timezone.localdate()) if m.why == "invented example"}

    assert {str(record) for record in model.objects.all()} <= examples


def test_the_command_lists_them(content: None) -> None:
    HoursConfirmation.objects.all().delete()
    out = io.StringIO()

    call_command("missing_facts", stdout=out)

    assert "not confirmed          opening hours" in out.getvalue()
