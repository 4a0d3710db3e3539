"""Hours and programme as schema.org describes them: seasons, special days, phone hours, events.

Opening hours are those in which one can come, drop-in or booked; phone hours belong to the contact point. Nothing is
stated of hours that are unknown or unconfirmed, or while the centre is not in operation. Asks no query: takes what
the page has computed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from familjecentral.core.formats import ZONE
from locations import week
from locations.choices import Known
from locations.hours import DayPlan, State, moment_of
from locations.opening import Opening
from locations.records import Occasion
from locations.schedules import DAY, MIDNIGHT, Mode, Schedule, Span
from locations.timetable import Status
from locations.week import Week

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SILENT = (State.UNKNOWN, State.CALL_FIRST, State.PLANNED)

CLOSED = [("00:00", "00:00")]
"""How schema.org writes a day without hours."""

Times = list[tuple[str, str]]
Properties = dict[str, Any]


def hours(opening: Opening, key: str, phone: str) -> Properties:
    """The properties of a department that tell its hours."""
    house = opening.hours.house
    service = next(found for found in house.times.services if found.key == key)
    today = house.plan(key, opening.today)
    in_operation = house.times.operation.on(opening.today) in ("open", "limited")
    if today.state in SILENT or not service.is_known or not in_operation:
        return {}
    current = [s for s in service.schedules if not s.last or s.last >= opening.today]
    calls = list(_weekly(current, on_phone=True))
    return {
        "openingHoursSpecification": list(_weekly(current, on_phone=False)),
        "specialOpeningHoursSpecification": list(_special(opening, key)),
        "contactPoint": {"@type": "ContactPoint", "telephone": phone, "hoursAvailable": calls}
        if calls and phone
        else None,
    }


def _weekly(schedules: Iterable[Schedule], *, on_phone: bool) -> Iterator[Properties]:
    """One specification for each pair of times, with all its weekdays. A season without any says that it is closed."""
    for schedule in schedules:
        days: dict[tuple[str, str], list[str]] = {}
        for number, name in enumerate(DAYS, start=1):
            spans = tuple(span for span in schedule.spans if span.weekday in (0, number))
            for pair in _times(spans, on_phone=on_phone):
                days.setdefault(pair, []).append(name)
        if schedule.is_season and not days and not on_phone:
            days = dict.fromkeys(CLOSED, DAYS)
        for (opens, closes), names in days.items():
            yield {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": names,
                "opens": opens,
                "closes": closes,
                **_validity(schedule.first, schedule.last),
            }


def _special(opening: Opening, key: str) -> Iterator[Properties]:
    """What is not as usual in the coming weeks: days that follow each other and are alike, together."""
    house = opening.hours.house
    days: dict[dt.date, Times] = {}
    for change in house.changes(opening.today):
        if key in change.services:
            length = (change.last - change.first).days + 1
            days |= {
                day: _on(house.plan(key, day)) for day in (change.first + n * DAY for n in range(length))
            }
    first = None
    for day, times in sorted(days.items()):
        first = first or day
        if days.get(day + DAY) != times:
            for opens, closes in times:
                yield {
                    "@type": "OpeningHoursSpecification",
                    "opens": opens,
                    "closes": closes,
                    **_validity(first, day),
                }
            first = None


def _on(plan: DayPlan) -> Times:
    """The times of a day at this house: who has moved away is not here."""
    return _times(() if plan.state else plan.spans, on_phone=False) or CLOSED


def _times(spans: Iterable[Span], *, on_phone: bool) -> Times:
    """Times that touch or overlap are one, whoever they are for and however one comes."""
    mode = Mode.PHONE if on_phone else Mode.DROP_IN
    alike = [
        Span(0, span.opens, span.closes, mode) for span in spans if (span.mode is Mode.PHONE) is on_phone
    ]
    return [(_clock(span.opens), _clock(span.closes)) for span in _united(alike)]


def _united(spans: list[Span]) -> list[Span]:
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.opens):
        if found and span.opens <= found[-1].closes:
            found[-1] = replace(found[-1], closes=max(found[-1].closes, span.closes))
        else:
            found.append(span)
    return found


def _clock(minute: int) -> str:
    """A time of the day has no 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}" if minute < MIDNIGHT else "23:59"


def _validity(first: dt.date | None, last: dt.date | None) -> Properties:
    return {"validFrom": first.isoformat(), "validThrough": last.isoformat()} if first and last else {}


# --- The programme ---------------------------------------------------------------------------------------------------


def events(shown: Week, here: Properties) -> list[Properties]:
    """The events of the week that a page shows; one without a title in its language is left out."""
    found = [week.Event(occasion, shown.language) for occasion in shown.occasions]
    return [
        _event(event, occasion, here)
        for event, occasion in zip(found, shown.occasions, strict=True)
        if not event.title.is_fallback
    ]


def _event(event: week.Event, occasion: Occasion, here: Properties) -> Properties:
    activity, occurrence = occasion.activity, occasion.occurrence
    planned = moment_of(occurrence.original, occurrence.series.starts)
    data: Properties = {
        "@type": "Event",
        "name": str(event.title),
        "startDate": _local(occurrence.begins),
        "endDate": _local(occurrence.finishes),
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {"@type": "Place", "name": occurrence.place, "address": occurrence.place}
        if occurrence.place
        else here,
    }
    if occurrence.status is Status.CANCELLED:
        data["eventStatus"] = "https://schema.org/EventCancelled"
    elif planned != occurrence.begins:
        # Another place alone is no other date.
        data["eventStatus"] = "https://schema.org/EventRescheduled"
        data["previousStartDate"] = _local(planned)
    if activity.is_free:
        data["isAccessibleForFree"] = activity.is_free == Known.YES
    if activity.languages:
        data["inLanguage"] = activity.languages
    return data


def _local(moment: dt.datetime) -> str:
    return moment.astimezone(ZONE).isoformat(timespec="minutes")
