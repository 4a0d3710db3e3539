"""The week programme as a calendar to subscribe to (RFC 5545, RFC 7986): of one centre or of all, in one language.

Every occurrence is an event of its own. A recurrence rule would need an exception for each closed day, each changed
occasion and each odd or even week, and calendar programs differ in what they make of those; so a house that closes
cancels the same event in the calendar as on the page. Days without a programme, and opening hours, are not events.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, Timezone, vDuration

from familjecentral.core import formats, languages
from familjecentral.core.reading import Reading, Text
from locations import week, words
from locations.models import Activity, CentreIndexPage, CentrePage
from locations.moments import day_of, moment_of
from locations.records import Occasion, hours_of, programme
from locations.schedules import DAY
from locations.timetable import Status
from locations.week import AgeFilter

if TYPE_CHECKING:
    from locations.timetable import Occurrence

WEEK = 7 * DAY
BACK, AHEAD = 4, 26
"""Weeks before and after today that a calendar holds."""

MOST = 3_000
"""Events in a calendar, except where one day alone has more. A larger programme gets fewer weeks, from today on.

That bounds what is written; reading ten thousand activities, as no municipality has, takes seconds all the same.
"""

REFRESH = dt.timedelta(hours=1)

# The rule of the European Union since 1996, without an end: programs that do not know the name read it here.
TIME_ZONE = f"""BEGIN:VTIMEZONE
TZID:{formats.ZONE.key}
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


# --- Addresses -------------------------------------------------------------------------------------------------------


def of_centre(page: CentrePage, request: HttpRequest) -> HttpResponse:
    title = Reading(page, languages.active()).title
    return _response(page, title, [page], request)


def of_all(page: CentreIndexPage, request: HttpRequest) -> HttpResponse:
    title = Text(_("Family centres"), languages.by_code(languages.active()), is_fallback=False)
    return _response(page, title, page.centres, request)


def _response(
    page: CentrePage | CentreIndexPage, title: Text, centres: list[CentrePage], request: HttpRequest
) -> HttpResponse:
    moment = moment_of(request)
    first, last = window(day_of(moment), Activity.objects.filter(centre__in=centres).count())
    occasions = programme(hours_of(centres, first).values(), first, last)
    urls = {centre.pk: settings.SITE_URL + (centre.get_url(request) or "") for centre in centres}
    text = calendar(title, nearest(occasions), urls, AgeFilter.from_query(request.GET), moment)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{page.slug}.ics"'
    return response


def window(today: dt.date, activities: int) -> tuple[dt.date, dt.date]:
    """The first and the last day of a calendar of so many activities, most of which take place once a week."""
    if activities * (BACK + AHEAD) <= MOST:
        return today - BACK * WEEK, today + AHEAD * WEEK
    return today, today + max(1, min(AHEAD, MOST // activities)) * WEEK


def nearest(occasions: list[Occasion]) -> list[Occasion]:
    """As many as a calendar holds; the last of its days is complete."""
    if len(occasions) <= MOST:
        return occasions
    last = occasions[MOST - 1].occurrence.day
    return [occasion for occasion in occasions if occasion.occurrence.day <= last]


# --- The calendar ----------------------------------------------------------------------------------------------------


def calendar(
    title: Text, occasions: Iterable[Occasion], urls: dict[int, str], ages: AgeFilter, moment: dt.datetime
) -> bytes:
    """The text of a calendar in the active language; `urls` are the centres' addresses by their keys."""
    language = languages.by_code(languages.active())
    found = Calendar()
    found.add("prodid", f"-//{urlsplit(settings.SITE_URL).hostname}//Programme//{language.tag.upper()}")
    found.add("version", "2.0")
    name = f"{title}: {dict(ages.choices)[ages.chosen]}" if ages.chosen else str(title)
    found.add("name", name, parameters={"LANGUAGE": title.lang})
    found.add("x-wr-calname", name)
    found.add("x-wr-timezone", formats.ZONE.key)
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", vDuration(REFRESH))
    found.add_component(Timezone.from_ical(TIME_ZONE))
    texts: dict[int | None, _Texts] = {}
    for occasion in occasions:
        activity = occasion.activity
        if ages.admits(activity.audience):
            if activity.pk not in texts:
                texts[activity.pk] = _texts(occasion, language.code)
            found.add_component(_event(occasion, texts[activity.pk], urls, moment))
    return found.to_ical(sorted=False)


@dataclass(frozen=True)
class _Texts:
    """What all occurrences of an activity have in common."""

    title: Text
    lines: list[str]
    service: Text | None
    changed: dt.datetime | None


def _texts(occasion: Occasion, language: str) -> _Texts:
    event = week.Event(occasion, language)
    # One property is in one language: what is not translated is left to the page.
    about: Text = event.reading.description
    lines = [
        "" if about.is_fallback else str(about),
        event.audience,
        event.attendance,
        event.languages,
        event.present,
        _("Free of charge") if event.is_free else "",
        _("EXAMPLE") if occasion.activity.is_example else "",
    ]
    return _Texts(event.title, lines, event.service_name, event.reading.changed_at)


def _event(occasion: Occasion, texts: _Texts, urls: dict[int, str], moment: dt.datetime) -> Event:
    activity, occurrence, centre = occasion.activity, occasion.occurrence, occasion.hours.centre
    event = Event()
    event.add("uid", uid_of(activity.uid, occurrence.original))
    # Of the text; a change of the time alone is told by the sequence.
    changed = texts.changed or moment
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", _sequence(activity, occurrence))
    event.add("dtstart", occurrence.begins.astimezone(formats.ZONE))
    event.add("dtend", occurrence.finishes.astimezone(formats.ZONE))
    language = {"LANGUAGE": texts.title.lang}
    event.add("summary", _summary(texts.title, occurrence), parameters=language)
    event.add("status", "CANCELLED" if occurrence.status is Status.CANCELLED else "CONFIRMED")
    # Nobody is busy because a centre has a programme.
    event.add("transp", "TRANSPARENT")
    event.add("location", occurrence.place or _address(centre), parameters={"LANGUAGE": languages.SOURCE})
    lines = [_news(occurrence), *texts.lines]
    tag = languages.by_code(languages.active()).tag
    event.add("description", "\n".join(filter(None, lines)), parameters={"LANGUAGE": tag})
    if texts.service:
        event.add("categories", [texts.service], parameters={"LANGUAGE": texts.service.lang})
    event.add("url", urls[centre.pk])
    return event


def uid_of(activity: uuid.UUID, original: dt.date) -> str:
    """Names an occurrence for good: the same in all languages and calendars, wherever and whenever it is moved."""
    return str(uuid.uuid5(activity, original.isoformat()))


def _sequence(activity: Activity, occurrence: Occurrence) -> int:
    """Grows with every edit of the activity, and by one for what is cancelled or moved."""
    return 2 * (activity.latest_revision_id or 0) + (occurrence.status is not Status.PLANNED)


def _summary(title: Text, occurrence: Occurrence) -> str:
    """Many programs do not show that an event is cancelled: the title says it, in the title's own language."""
    if occurrence.status is not Status.CANCELLED:
        return str(title)
    with override(languages.SOURCE if title.is_fallback else languages.active()):
        return f"{_('Cancelled')}: {title}"


def _news(occurrence: Occurrence) -> str:
    """What is different about this occurrence, and why."""
    named = {Status.CANCELLED: _("Cancelled"), Status.MOVED: _("Moved")}.get(occurrence.status, "")
    why = words.reason(occurrence.reason)
    return f"{named}: {why}" if named and why else named


def _address(centre: CentrePage) -> str:
    town = f"{formats.postal_code(centre.postal_code)} {centre.city}".strip()
    return ", ".join(filter(None, (centre.title_sv, centre.street_address, town)))
