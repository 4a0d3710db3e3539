"""From the database to the pure data of schedules.py and timetable.py: two queries for any number of centres.

One for the services with their hours, one for the exceptions; `programme` adds two more. An unsaved record that a
preview shows stands in the place of the stored one (`Unsaved`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from locations.hours import House
from locations.models.hours import FullNotice, HoursConfirmation, HoursException, ServiceHours
from locations.models.programme import Activity, OccurrenceOverride
from locations.moments import day_of
from locations.schedules import CentreTimes, Operation, ServiceTimes
from locations.timetable import Occurrence, occurrences

if TYPE_CHECKING:
    from locations.models import CentrePage, CentreService


@dataclass
class Unsaved:
    """What an editor is about to save, to be shown before it is."""

    hours: ServiceHours | None = None
    exception: HoursException | None = None
    activity: Activity | None = None


@dataclass
class CentreHours:
    """A centre's hours: the algebra about it, and the records that words and links come from."""

    centre: CentrePage
    house: House
    exceptions: dict[str, HoursException] = field(default_factory=dict)
    """By uid, which is the key of a DatedException."""

    @cached_property
    def services(self) -> dict[str, CentreService]:
        return {service.service_type.key: service for service in self.centre.services_here}

    @property
    def confirmed_at(self) -> dt.datetime | None:
        return next((service.confirmed_at for service in self.centre.services_here), None)

    @property
    def confirmed_by(self) -> str:
        return next((service.confirmed_by or "" for service in self.centre.services_here), "")

    def hours_of(self, key: str) -> ServiceHours | None:
        """The record with a service's hours: its own, or those of the service that it follows."""
        return _hours(self.services[key])

    @property
    def is_example(self) -> bool:
        records: list[Any] = [self.hours_of(key) for key in self.services]
        return any(record.is_example for record in (*records, *self.exceptions.values()) if record)


def latest(model: Any, link: str, outer: str, column: str, order: str) -> models.Subquery:
    rows = model.objects.filter(**{link: models.OuterRef(outer)}).order_by(order, "-pk")
    return models.Subquery(rows.values(column)[:1])


def with_times(services: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Services with all that decides their hours, in the one query that fetches them."""
    return services.select_related(
        "service_type", "hours", "hours_from__hours", "hours_from__service_type"
    ).annotate(
        confirmed_at=latest(HoursConfirmation, "centre", "centre_id", "at", "-at"),
        confirmed_by=latest(HoursConfirmation, "centre", "centre_id", "role", "-at"),
        full_until=latest(FullNotice, "service", "pk", "until", "-created_at"),
    )


def hours_of(centres: Iterable[CentrePage], since: dt.date) -> dict[int, CentreHours]:
    """{centre's pk: its hours}, with the exceptions that have not ended before a day. One query for all."""
    centres = list(centres)
    keys = [centre.pk for centre in centres]
    stored = HoursException.objects.filter(centre__in=keys, last__gte=since) if keys else ()
    found: dict[int, list[HoursException]] = {}
    for exception in stored:
        found.setdefault(exception.centre_id, []).append(exception)
    return {centre.pk: _of_centre(centre, found.get(centre.pk, [])) for centre in centres}


def _of_centre(centre: CentrePage, exceptions: list[HoursException]) -> CentreHours:
    unsaved: Unsaved = getattr(centre, "unsaved", None) or Unsaved()
    if unsaved.exception:
        exceptions = [e for e in exceptions if e.uid != unsaved.exception.uid] + [unsaved.exception]
    services = list(centre.services_here)
    times = CentreTimes(
        services=tuple(_of_service(service, unsaved.hours) for service in services),
        exceptions=tuple(exception.dated for exception in exceptions),
        operation=Operation(
            centre.operating_status, centre.status_from, centre.status_until, centre.replacement_address
        ),
        confirmed_on=day_of(services[0].confirmed_at) if services and services[0].confirmed_at else None,
        max_age=settings.HOURS_CONFIRMED_FOR_DAYS,
    )
    return CentreHours(centre, House(times), {str(exception.uid): exception for exception in exceptions})


def _hours(service: CentreService) -> ServiceHours | None:
    followed = service.hours_from or service
    # The reverse of a one-to-one raises where there is nothing.
    return getattr(followed, "hours", None)


def _of_service(service: CentreService, unsaved: ServiceHours | None) -> ServiceTimes:
    followed = service.hours_from_id or service.pk
    hours = unsaved if unsaved and unsaved.service_id == followed else _hours(service)
    key = service.service_type.key
    if hours is None:
        return ServiceTimes(key)
    return hours.times(key, service.full_until)


@dataclass(frozen=True)
class Occasion:
    """One occurrence of an activity at a centre, with the activity itself."""

    activity: Activity
    occurrence: Occurrence
    hours: CentreHours


def programme(hours: Iterable[CentreHours], first: dt.date, last: dt.date) -> list[Occasion]:
    """Everything that happens at these centres from a day to a day, in order of time. Two queries for all."""
    by_centre = {entry.centre.pk: entry for entry in hours}
    activities = _activities(by_centre, first, last)
    overrides: dict[int, list[Any]] = {}
    by_key = {activity.pk: activity for activity in activities if activity.pk}
    # By centre: a database takes only so many keys in one question.
    for override in OccurrenceOverride.objects.filter(activity__centre__in=list(by_centre)):
        if override.activity_id in by_key:
            # Its activity is fetched already: no query asks for it again.
            override.activity = by_key[override.activity_id]
            overrides.setdefault(override.activity_id, []).append(override.override)
    found = []
    for activity in activities:
        entry = by_centre[activity.centre_id]
        service = next((key for key, s in entry.services.items() if s.pk == activity.service_id), "")
        listed = occurrences(
            [activity.series(service)], overrides.get(activity.pk, ()), entry.house, first, last
        )
        found += [Occasion(activity, occurrence, entry) for occurrence in listed]
    return sorted(
        found, key=lambda o: (o.occurrence.day, o.occurrence.starts, o.activity.centre_id, o.activity.pk or 0)
    )


def _activities(by_centre: dict[int, CentreHours], first: dt.date, last: dt.date) -> list[Activity]:
    """Those that may take place in these days; a moved occasion may lie outside its activity's own dates."""
    moved = OccurrenceOverride.objects.filter(new_date__range=(first, last)).values("activity")
    inside = (models.Q(first=None) | models.Q(first__lte=last)) & (
        models.Q(last=None) | models.Q(last__gte=first)
    )
    stored = list(Activity.objects.filter(inside | models.Q(pk__in=moved), centre__in=list(by_centre)))
    for entry in by_centre.values():
        unsaved: Unsaved = getattr(entry.centre, "unsaved", None) or Unsaved()
        if unsaved.activity:
            stored = [a for a in stored if a.uid != unsaved.activity.uid] + [unsaved.activity]
    # The service is among those fetched with the centre: no query asks for it again.
    for activity in stored:
        services = by_centre[activity.centre_id].centre.services_here
        own = next((service for service in services if service.pk == activity.service_id), None)
        if own is not None:
            activity.service = own
    return stored
