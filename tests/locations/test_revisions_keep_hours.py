"""Hours, exceptions and programme are records of their own: what is done to a page's versions never reaches them."""

from typing import Any

import pytest
from django.db import models
from django.db.models import ProtectedError
from django.test import Client

from familjecentral.core.models import BasePage
from locations.models import CentreIndexPage, CentrePage, CentreService, ServiceType
from locations.models.hours import FullNotice, HoursConfirmation, HoursException, ServiceHours
from locations.models.programme import Activity, OccurrenceOverride

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

MODELS: dict[Any, str] = {
    CentreService: "centre",
    ServiceHours: "service__centre",
    FullNotice: "service__centre",
    HoursException: "centre",
    HoursConfirmation: "centre",
    Activity: "centre",
    OccurrenceOverride: "activity__centre",
}


def stored(model: type[models.Model]) -> list[dict[str, Any]]:
    return list(model._default_manager.order_by("pk").values())


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every record about hours and programme, of all centres."""
    return {model.__name__: stored(model) for model in MODELS}


def of(centre: CentrePage) -> dict[str, int]:
    return {
        model.__name__: model._default_manager.filter(**{link: centre}).count()
        for model, link in MODELS.items()
    }


@pytest.fixture
def centre() -> CentrePage:
    """A centre with something of everything."""
    found = CentrePage.objects.get(slug="fittja")
    FullNotice.objects.create(service=found.services.first(), until="2026-11-23T12:00Z")
    assert all(of(found).values()), of(found)
    return found


def test_an_old_revision_brings_no_old_hours_back_and_the_new_one_loses_none(centre: CentrePage) -> None:
    old = centre.save_revision()
    old.publish()
    centre = CentrePage.objects.get(pk=centre.pk)
    centre.lead_sv = "Nya ord."
    # While the text changes, so do hours, a closure, an activity and one of its occasions.
    ServiceHours.objects.filter(service__centre=centre).update(schedules=[{"spans": []}])
    HoursException.objects.filter(centre=centre).order_by("pk")[0].delete()
    HoursException.objects.create(centre=centre, first="2027-03-01", last="2027-03-02", reason="illness")
    Activity.objects.filter(centre=centre).order_by("pk").last().delete()  # type: ignore[union-attr]
    Activity.objects.create(
        centre=centre, title_sv="Bokprat", weekdays=["2"], starts="10:00", ends="11:00", rhythm="weekly"
    )
    HoursConfirmation.objects.create(centre=centre)
    new = centre.save_revision()
    new.publish()
    before = everything()

    old.publish()
    assert CentrePage.objects.get(pk=centre.pk).lead_sv != "Nya ord."
    assert everything() == before
    new.publish()
    assert CentrePage.objects.get(pk=centre.pk).lead_sv == "Nya ord."
    assert everything() == before


def test_no_revision_of_a_page_holds_hours(centre: CentrePage) -> None:
    kept = centre.save_revision().content

    assert not {"services", "hours_exceptions", "confirmations", "activities"} & kept.keys()


def test_publishing_an_old_revision_of_a_service_leaves_its_hours(centre: CentrePage) -> None:
    service = centre.services.select_related("hours").get(service_type__key="bvc")
    old = service.save_revision()
    service.phone = "+4680000099"
    service.save_revision().publish()
    ServiceHours.objects.filter(pk=service.hours.pk).update(schedules=[])
    before = stored(ServiceHours)

    old.publish()

    assert CentreService.objects.get(pk=service.pk).phone != "+4680000099"
    assert stored(ServiceHours) == before


def test_an_old_revision_of_the_hours_brings_a_whole_week_back(centre: CentrePage) -> None:
    """Undo: one revision is the whole week with its seasons, rules and notes."""
    hours = ServiceHours.objects.get(service__centre=centre, service__service_type__key="bvc")
    was = (hours.schedules, hours.rules, hours.note_texts("sv"))
    old = hours.save_revision()
    hours.schedules, hours.rules, hours.notes_sv = [], {}, "[]"
    hours.save()
    hours.save_revision()

    restored = old.as_object()
    restored.save()

    again = ServiceHours.objects.get(pk=hours.pk)
    assert (again.schedules, again.rules) == was[:2]
    assert {key: str(text) for key, text in again.note_texts("sv").items()} == {
        key: str(text) for key, text in was[2].items()
    }
    assert again.service_id == hours.service_id


def test_taking_a_page_down_and_up_again_changes_no_hours(centre: CentrePage) -> None:
    before = everything()

    centre.unpublish()
    assert everything() == before
    CentrePage.objects.get(pk=centre.pk).save_revision().publish()

    assert everything() == before


def test_a_moved_page_keeps_its_hours(centre: CentrePage) -> None:
    before = everything()
    elsewhere = CentreIndexPage(title_sv="Fler", lead_sv="Fler.", slug="fler")
    BasePage.objects.get(depth=2).add_child(instance=elsewhere)

    centre.move(elsewhere, pos="last-child")

    assert everything() == before
    moved = CentrePage.objects.get(pk=centre.pk)
    assert Client().get(moved.get_url()).context["opening"].has_hours


def test_a_copied_page_takes_no_hours_with_it_and_leaves_the_first_its_own(centre: CentrePage) -> None:
    before = everything()

    copy = CentrePage.objects.get(pk=centre.pk).copy(update_attrs={"slug": "kopia", "title_sv": "Kopia"})

    assert everything() == before
    assert not any(of(copy).values())
    assert not copy.get_latest_revision_as_object().services_here


def test_a_type_of_service_that_a_centre_offers_cannot_be_deleted(centre: CentrePage) -> None:
    before = everything()

    with pytest.raises(ProtectedError):
        ServiceType.objects.get(key="bvc").delete()

    assert everything() == before


def test_a_service_that_ends_leaves_what_follows_it_and_its_activities(centre: CentrePage) -> None:
    followed = CentreService.objects.get(centre__slug="tullinge", service_type__key="oppen-forskola")
    follower = followed.followers.get()
    activities = list(followed.activities.values_list("pk", flat=True))
    assert activities

    followed.delete()

    follower.refresh_from_db()
    assert follower.hours_from is None
    assert Activity.objects.filter(pk__in=activities, service=None).count() == len(activities)


def test_a_changed_occasion_survives_an_edit_of_its_activity(centre: CentrePage) -> None:
    cancelled = OccurrenceOverride.objects.get(activity__centre=centre)
    before = stored(OccurrenceOverride)
    activity = cancelled.activity
    activity.title_sv, activity.starts, activity.weekdays = "Massage", "09:00", ["3", "4"]
    activity.save()
    activity.save_revision()

    assert stored(OccurrenceOverride) == before


def test_a_deleted_page_leaves_no_hours_behind(centre: CentrePage) -> None:
    others = sum(sum(of(other).values()) for other in CentrePage.objects.exclude(pk=centre.pk))

    centre.delete()

    assert sum(model._default_manager.count() for model in MODELS) == others
