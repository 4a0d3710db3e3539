"""schema.org description of a centre. Only facts that are known are stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from familjecentral.core.reading import Reading, Text

if TYPE_CHECKING:
    from locations.models import CentrePage


def centre(page: CentrePage, reading: Reading, request: HttpRequest) -> dict[str, Any]:
    """A GovernmentOffice with its services as departments; unknown facts are left out.

    Hours and programme are those that the page has computed for itself, if it has.
    """
    from locations import structured_hours

    here = page.get_full_url(request)
    opening, week = getattr(page, "opening", None), getattr(page, "week", None)
    keys = {service.pk: key for key, service in opening.hours.services.items()} if opening else {}
    address = {
        "@type": "PostalAddress",
        "streetAddress": page.street_address,
        "postalCode": page.postal_code,
        "addressLocality": page.city,
        "addressCountry": "SE",
    }
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "GovernmentOffice",
            "@id": here,
            "url": here,
            "name": str(reading.title),
            "description": str(reading.lead),
            "telephone": page.phone,
            "email": page.email,
            "address": _known(address) if page.street_address else None,
            "geo": _position(page),
            "areaServed": page.area,
            "isAccessibleForFree": True,
            "department": [
                _known(
                    {
                        "@type": "GovernmentOffice",
                        "name": _own(Reading(service.service_type, reading.language.code).name),
                        "alternateName": service.service_type.swedish_name,
                        "telephone": service.phone,
                        **(
                            structured_hours.hours(opening, keys[service.pk], service.phone or page.phone)
                            if opening
                            else {}
                        ),
                    }
                )
                for service in page.services_here
            ],
            "event": structured_hours.events(week, {"@id": here}) if week else None,
        }
    )


def _position(page: CentrePage) -> dict[str, Any] | None:
    """Only the door's own position: a district's would send people to the wrong street."""
    if page.latitude is None or page.longitude is None or page.position_is_approximate:
        return None
    return {"@type": "GeoCoordinates", "latitude": float(page.latitude), "longitude": float(page.longitude)}


def _own(text: Text) -> str:
    """The text, or nothing when it would be Swedish among another language."""
    return "" if text.is_fallback else str(text)


def _known(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, "", [])}
