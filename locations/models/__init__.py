"""Centres, the kinds of service, each service at a centre, its hours, and the week programme."""

from locations.models.centres import CentreIndexPage, CentrePage
from locations.models.hours import FullNotice, HoursConfirmation, HoursException, ServiceHours
from locations.models.programme import Activity, OccurrenceOverride
from locations.models.services import CentreService, ServiceType

__all__ = [
    "Activity",
    "CentreIndexPage",
    "CentrePage",
    "CentreService",
    "FullNotice",
    "HoursConfirmation",
    "HoursException",
    "OccurrenceOverride",
    "ServiceHours",
    "ServiceType",
]
