"""What a launch still lacks: unknown facts per centre, invented examples, and wordings that need the owners' yes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from familjecentral.core.examples import example_records
from familjecentral.home.content_files import records
from familjecentral.home.models import AccessibilityStatementPage, SiteSettings
from locations.choices import ACCESS_FEATURES
from locations.models import CentrePage

CENTRE_FACTS = ("street_address", "postal_code", "city", "nearest_stop", "phone", "email", "spoken_languages", "photo")
STATEMENT_FACTS = ("conformity", "method", "assessed_on", "updated_on")
SETTINGS_FACTS = ("municipality", "region", "phone", "email", "contact_page")


@dataclass(frozen=True)
class Missing:
    """`where` is a page, record or file; `what` names the field or text; `why` is one of the REASONS."""

    where: str
    what: str
    why: str


UNKNOWN = "not known"
EXAMPLE = "invented example"
NEEDS_YES = "needs the owners' yes"


def missing() -> Iterator[Missing]:
    """Everything that is missing, centre by centre and then for the site. Queries the database."""
    for centre in CentrePage.objects.live().with_services().order_by("title_sv"):
        where = centre.title_sv
        for name in (*CENTRE_FACTS, *ACCESS_FEATURES):
            if not getattr(centre, name):
                yield Missing(where, name, UNKNOWN)
        if centre.latitude is None or centre.position_is_approximate:
            yield Missing(where, "latitude, longitude (the door's)", UNKNOWN)
        if not centre.directions_sv:
            yield Missing(where, "directions", UNKNOWN)
        if not centre.services_here:
            yield Missing(where, "services", UNKNOWN)
        for service in centre.services_here:
            if not (service.phone or service.booking_url):
                yield Missing(where, f"{service.service_type.swedish_name}: phone or booking link", UNKNOWN)
    for settings in SiteSettings.objects.all():
        yield from (Missing(str(settings), name, UNKNOWN) for name in SETTINGS_FACTS if not getattr(settings, name))
    for page in AccessibilityStatementPage.objects.live():
        yield from (Missing(page.title_sv, name, UNKNOWN) for name in STATEMENT_FACTS if not getattr(page, name))
    for record in example_records():
        yield Missing(str(record), "facts", EXAMPLE)
    for source in records(example=False):
        yield from (Missing(f"{source.key}.toml", what, NEEDS_YES) for what in source.needs_owner_yes)
