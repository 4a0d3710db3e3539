"""What meets a new exception and which of the two holds, in words for the editor who is about to save it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import pgettext

from familjecentral.core import formats, languages
from locations import words
from locations.choices import ExceptionKind, OperatingStatus
from locations.hours import House
from locations.models import CentrePage, HoursException
from locations.moments import day_of
from locations.records import CentreHours, hours_of
from locations.schedules import DAY, DatedException, Kind, Operation
from locations.span_problems import span_name

OVERRULING = {OperatingStatus.PLANNED, OperatingStatus.MOVED, OperatingStatus.TEMPORARILY_CLOSED}
"""With these the centre has no hours of its own, whatever its exceptions say."""


def met_by(exception: HoursException) -> list[str]:
    """One sentence for each other exception that it meets, and for a status that overrules it; often none."""
    centre = CentrePage.objects.with_services().get(pk=exception.centre_id)
    hours = hours_of([centre], exception.first)[centre.pk]
    new = exception.dated
    return [*_statuses(hours.house.times.operation, new), *_others(hours, new)]


def _statuses(operation: Operation, new: DatedException) -> Iterator[str]:
    """The status changes on few days; those inside the period are asked."""
    turns = {new.first, operation.first, operation.last and operation.last + DAY}
    days = sorted(day for day in turns if day and new.first <= day <= new.last)
    for status in dict.fromkeys(operation.on(day) for day in days):
        if status in OVERRULING:
            yield pgettext("cms", "The status of the centre goes before this: %(status)s") % {
                "status": OperatingStatus(status).label
            }


def _others(hours: CentreHours, new: DatedException) -> Iterator[str]:
    for other in hours.house.times.exceptions:
        # One at a time: which of the two holds is not a third one's matter.
        alone = House(replace(hours.house.times, exceptions=(other,)))
        for _found, new_wins in alone.conflicts(new):
            sentence = (
                pgettext("cms", "This goes before: %(other)s")
                if new_wins
                else pgettext("cms", "Goes before this: %(other)s")
            )
            yield sentence % {"other": _name(hours, other)}


def _name(hours: CentreHours, exception: DatedException) -> str:
    """ "24 december, Öppen förskola: 9–12"."""
    services = [
        str(service.service_type) for key, service in hours.services.items() if key in exception.services
    ]
    what = str(ExceptionKind(exception.kind).label)
    if exception.kind is Kind.OTHER_HOURS:
        what = formats.listed([span_name(span) for span in exception.spans], languages.active())
    return pgettext("cms", "%(days)s, %(services)s: %(what)s") % {
        "days": words.days(exception.first, exception.last, day_of(timezone.now())),
        "services": formats.listed(services, languages.active()) or pgettext("cms", "the whole centre"),
        "what": what,
    }
