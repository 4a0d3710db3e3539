"""Centres, the kinds of service, and each service at a centre."""

from locations.models.centres import CentreIndexPage, CentrePage
from locations.models.services import CentreService, ServiceType

__all__ = ["CentreIndexPage", "CentrePage", "CentreService", "ServiceType"]
