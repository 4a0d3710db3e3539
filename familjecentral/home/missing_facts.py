"""What a launch still lacks: unknown facts per centre, invented examples, and wordings that need the owners' yes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from familjecentral.core.examples import example_records
from familjecentral.home.content_files import records
from familjecentral.home.models import AccessibilityStatementPage, SiteSettings
from locations.choices import ACCESS_FEATURES
from locations.models import CentrePage
from locations.models.programme import Activity
from locations.records import CentreHours, hours_of

CENTRE_FACTS = (
    "street_address",
    "postal_code",
    "city",
    "nearest_stop",
    "phone",
    "email",
    "spoken_languages",
    "photo",
)
STATEMENT_FACTS = ("conformity", "method", "assessed_on", "updated_on")
SETTINGS_FACTS = ("municipality", "region", "phone", "email", "contact_page")


@dataclass(frozen=True)
class Missing:
    """`where` is a page, record or file; `what` names the field or text; `why` is one of the REASONS."""

    where: str
    what: str
    why: str


UNKNOWN = "not known"
UNCONFIRMED = "not confirmed"
EXAMPLE = "invented example"
NEEDS_YES = "needs the owners' yes"


def missing(today: date) -> Iterator[Missing]:
    """Everything that is missing, centre by centre and then for the site. Queries the database."""
    centres = list(CentrePage.objects.live().with_services().order_by("title_sv"))
    hours = hours_of(centres, today)
    with_programme = set(
        Activity.objects.filter(Q(last=None) | Q(last__gte=today)).values_list("centre", flat=True)
    )
    for centre in centres:
        yield from _of_centre(centre)
        yield from _of_hours(hours[centre.pk], today)
        if centre.pk not in with_programme:
            yield Missing(centre.title_sv, "activities of the week programme", UNKNOWN)
    for settings in SiteSettings.objects.all():
        yield from _unknown(str(settings), settings, SETTINGS_FACTS)
    for page in AccessibilityStatementPage.objects.live():
        yield from _unknown(page.title_sv, page, STATEMENT_FACTS)
    for record in example_records():
        yield Missing(str(record), "facts", EXAMPLE)
    for source in records(example=False):
        yield from (Missing(f"{source.key}.toml", what, NEEDS_YES) for what in source.needs_owner_yes)


def _of_centre(centre: CentrePage) -> Iterator[Missing]:
    where = centre.title_sv
    yield from _unknown(where, centre, (*CENTRE_FACTS, "directions_sv", "services_here", *ACCESS_FEATURES))
    if centre.latitude is None or centre.position_is_approximate:
        yield Missing(where, "latitude, longitude (the door's)", UNKNOWN)
    for service in centre.services_here:
        if not (service.phone or service.booking_url):
            yield Missing(where, f"{service.service_type.swedish_name}: phone or booking link", UNKNOWN)


def _of_hours(hours: CentreHours, today: date) -> Iterator[Missing]:
    """Services without opening hours, and whether anybody vouches for the hours of the others."""
    where, times = hours.centre.title_sv, hours.house.times
    for service in times.services:
        if not service.is_known:
            name = hours.services[service.key].service_type.swedish_name
            yield Missing(where, f"{name}: opening hours", UNKNOWN)
    if any(service.is_known for service in times.services) and not times.is_confirmed_on(today):
        since = f", last on {times.confirmed_on}" if times.confirmed_on else ""
        yield Missing(where, f"opening hours{since}", UNCONFIRMED)


def _unknown(where: str, record: Any, names: Iterable[str]) -> Iterator[Missing]:
    return (Missing(where, name.removesuffix("_sv"), UNKNOWN) for name in names if not getattr(record, name))
