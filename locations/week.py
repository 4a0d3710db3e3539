"""The week programme as pages show it: seven days with their events, the weeks beside it, the filter by age.

Arranges; which occasions there are is timetable.py's matter. No queries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from familjecentral.core import formats, languages
from familjecentral.core.reading import Reading, Text
from locations import words
from locations.choices import Attendance, Known, StaffRole
from locations.hours import time_of
from locations.moments import day_of
from locations.records import Occasion
from locations.schedules import DAY, Audience
from locations.timetable import Status

EXPECTING = "gravid"
"""The value of the parameter `alder` for those who expect a child; the others are ages in years."""

OLDEST = 6
WORKING_DAYS = 5
FAR = 52
"""Weeks before and after now that can be asked for; other weeks are answered with this one."""


@dataclass(frozen=True)
class AgeFilter:
    """The choice of a child's age: `chosen` is "" for everybody."""

    chosen: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> AgeFilter:
        """Anything that is no age filters nothing."""
        asked = query.get("alder", "")
        return cls(asked if asked in cls.values() else "")

    @staticmethod
    def values() -> list[str]:
        return [EXPECTING, *map(str, range(OLDEST + 1))]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(value, name) in the active language."""
        return [(value, _age_name(value)) for value in self.values()]

    def admits(self, audience: Audience) -> bool:
        """Whether an audience has anybody of this age in it: a child is so old for a whole year."""
        if not self.chosen or audience == Audience():
            return True
        if self.chosen == EXPECTING:
            return audience.expecting
        first = int(self.chosen) * 12
        return any(audience.includes(months) for months in range(first, first + 12))


def _age_name(value: str) -> str:
    if value == EXPECTING:
        return _("Expecting a child")
    if value == "0":
        return _("Under 1 year")
    return ngettext("%(number)s year", "%(number)s years", int(value)) % {"number": value}


class Event:
    """One occasion as it is written on a page."""

    def __init__(self, occasion: Occasion, language: str) -> None:
        self.activity, self.occurrence = occasion.activity, occasion.occurrence
        self.centre = occasion.hours.centre
        self.reading = Reading(self.activity, language)
        self.language = language

    @property
    def time(self) -> str:
        return self._range(self.occurrence.starts, self.occurrence.ends)

    def _range(self, starts: int, ends: int) -> str:
        return formats.time_range(time_of(starts), time_of(ends), self.language)

    @property
    def title(self) -> Text:
        found: Text = self.reading.title
        return found

    @property
    def is_cancelled(self) -> bool:
        return self.occurrence.status is Status.CANCELLED

    @property
    def is_moved(self) -> bool:
        return self.occurrence.status is Status.MOVED

    @property
    def usual(self) -> str:
        """Day and time as they would have been, where this occasion has others: "25 nov 14–15"."""
        now, series = self.occurrence, self.occurrence.series
        if not self.is_moved or (now.day, now.starts, now.ends) == (
            now.original,
            series.starts,
            series.ends,
        ):
            return ""
        day = formats.short_date(now.original, self.language) if now.day != now.original else ""
        return f"{day} {self._range(series.starts, series.ends)}".strip()

    @property
    def is_elsewhere(self) -> bool:
        return self.is_moved and self.occurrence.place not in ("", self.occurrence.series.place)

    @property
    def reason(self) -> str:
        return words.reason(self.occurrence.reason)

    @property
    def place(self) -> str:
        return self.occurrence.place

    @property
    def audience(self) -> str:
        return words.audience(self.activity.audience)

    @property
    def attendance(self) -> str:
        return str(Attendance(self.activity.attendance).label)

    @property
    def languages(self) -> str:
        return formats.listed(
            [formats.language_name(code, self.language) for code in self.activity.languages], self.language
        )

    @property
    def present(self) -> str:
        known = [StaffRole(role).label for role in self.activity.present if role in StaffRole.values]
        return formats.listed(map(str, known), self.language)

    @property
    def is_free(self) -> bool:
        return self.activity.is_free == Known.YES

    @property
    def service_name(self) -> Text | None:
        service = self.activity.service
        found: Text | None = Reading(service.service_type, self.language).name if service else None
        return found

    @property
    def colour(self) -> str:
        return self.activity.colour


@dataclass(frozen=True)
class Day:
    """A day of the programme with its events in order of time."""

    day: dt.date
    name: str
    date: str
    is_today: bool
    is_past: bool
    """In this week: what is over need not take room."""
    events: list[Event]


class Week:
    """One ISO week of the programme of one or more centres, in the active language.

    `kept`: on a page that is read later, where no day is today or over.
    """

    def __init__(
        self,
        monday: dt.date,
        occasions: Iterable[Occasion],
        moment: dt.datetime,
        ages: AgeFilter,
        *,
        kept: bool = False,
    ) -> None:
        self.monday, self.ages, self.kept = monday, ages, kept
        self.today = day_of(moment)
        self.language = languages.active()
        self.occasions = [o for o in occasions if ages.admits(o.activity.audience)]

    @cached_property
    def days(self) -> list[Day]:
        """Monday to Friday, and Saturday and Sunday where something happens."""
        found = [self._day(self.monday + number * DAY) for number in range(7)]
        return [day for number, day in enumerate(found) if number < WORKING_DAYS or day.events]

    def _day(self, day: dt.date) -> Day:
        return Day(
            day,
            formats.weekday_name(day.isoweekday(), self.language),
            formats.short_date(day, self.language),
            day == self.today and not self.kept,
            day < self.today and self.is_this_week and not self.kept,
            [Event(o, self.language) for o in self.occasions if o.occurrence.day == day],
        )

    @property
    def is_empty(self) -> bool:
        return not self.occasions

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def value(self) -> str:
        """As in addresses: "2026-W48"."""
        return formats.iso_week(self.monday)

    @property
    def is_this_week(self) -> bool:
        return self.monday <= self.today < self.monday + 7 * DAY

    @property
    def is_example(self) -> bool:
        return any(occasion.activity.is_example for occasion in self.occasions)

    @property
    def previous_number(self) -> int:
        return (self.monday - 7 * DAY).isocalendar().week

    @property
    def next_number(self) -> int:
        return (self.monday + 7 * DAY).isocalendar().week

    @property
    def previous(self) -> str:
        return self._beside(-1)

    @property
    def next(self) -> str:
        return self._beside(1)

    def _beside(self, weeks: int) -> str:
        """The value of the week beside; empty where it is too far away to be asked for."""
        monday = self.monday + weeks * 7 * DAY
        return formats.iso_week(monday) if abs(monday - monday_of(self.today)) <= FAR * 7 * DAY else ""


def monday_of(day: dt.date) -> dt.date:
    return day - (day.isoweekday() - 1) * DAY


def asked_week(query: Mapping[str, str], today: dt.date) -> dt.date:
    """The Monday of the parameter `vecka`; this week's for anything that is no week, or one too far away."""
    this = monday_of(today)
    try:
        asked = formats.monday_of(query.get("vecka", ""))
    except ValueError:
        return this
    return asked if abs(asked - this) <= FAR * 7 * DAY else this
