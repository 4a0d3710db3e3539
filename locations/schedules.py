"""What decides opening hours: spans, schedules, closing-day rules, exceptions, operation, confirmation.

Pure data and its checks; locations/hours.py computes with it. Times of day are minutes after midnight (0–1440) on the
wall clock of Europe/Stockholm. Spans are half-open, [opens, closes).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from locations.holiday_periods import last_begun

EPOCH = dt.datetime.fromtimestamp(0, dt.UTC)
DAY = dt.timedelta(days=1)
MIDNIGHT = 24 * 60
"""The end of the day, as `closes`."""

LEAD = dt.timedelta(days=30)
"""A confirmation made so long before a holiday period, or later, holds for it."""


class Mode(StrEnum):
    """How a visitor comes in during a span. The order is precedence where spans cover each other."""

    DROP_IN = "drop_in"
    BY_APPOINTMENT = "by_appointment"
    PHONE = "phone"


MODES = list(Mode)


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a span or an activity is for; ages in months, `to_months` included. All empty: everybody."""

    expecting: bool = False
    from_months: int | None = None
    to_months: int | None = None

    def includes(self, months: int) -> bool:
        """Whether a child of this age is meant. Expecting parents alone mean no child."""
        if self.expecting and self.from_months is None and self.to_months is None:
            return False
        return (self.from_months or 0) <= months <= (self.to_months if self.to_months is not None else months)


@dataclass(frozen=True, slots=True)
class Span:
    """From `opens` until before `closes` on one ISO weekday; weekday 0 is every day (in exceptions only)."""

    weekday: int
    opens: int
    closes: int
    mode: Mode = Mode.DROP_IN
    audience: Audience = Audience()
    note: str = ""
    """Id of a block of ServiceHours.notes."""

    def covers(self, minute: int) -> bool:
        return self.opens <= minute < self.closes


@dataclass(frozen=True, slots=True)
class Schedule:
    """A week's spans. Without dates the base schedule; with them a season, both days included."""

    spans: tuple[Span, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def is_season(self) -> bool:
        return self.first is not None

    def on(self, day: dt.date) -> tuple[Span, ...]:
        weekday = day.isoweekday()
        return tuple(span for span in self.spans if span.weekday in (0, weekday))


class Action(StrEnum):
    USUAL = "usual"
    CLOSED = "closed"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class DayRule:
    """What a kind of day does to the schedule; `closes` in minutes with Action.EARLY."""

    action: Action = Action.USUAL
    closes: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Closing-day rules of a service. The defaults are what most houses do."""

    red_day: DayRule = DayRule(Action.CLOSED)
    eve: DayRule = DayRule(Action.CLOSED)
    squeeze_day: DayRule = DayRule()
    day_before_red: DayRule = DayRule()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the hours are not the usual: `kind` is status, exception, red_day, eve, squeeze_day or day_before_red."""

    kind: str
    key: str = ""


class Kind(StrEnum):
    """What an exception does; the order is precedence inside one level."""

    CLOSED = "closed"
    MOVED = "moved"
    OTHER_HOURS = "other_hours"


@dataclass(frozen=True, slots=True)
class DatedException:
    """Other hours than usual from `first` to `last`, both included; no services means the whole house."""

    key: str
    kind: Kind
    first: dt.date
    last: dt.date
    services: frozenset[str] = frozenset()
    spans: tuple[Span, ...] = ()
    place: str = ""
    reason: str = ""
    even_when_closed: bool = False
    announced_from: dt.date | None = None
    created: dt.datetime = EPOCH

    @property
    def is_whole_house(self) -> bool:
        return not self.services

    def holds(self, service: str, day: dt.date) -> bool:
        return self.first <= day <= self.last and (not self.services or service in self.services)

    @property
    def rank(self) -> tuple[int, dt.timedelta, float]:
        """Inside one level: closed, moved, other hours; then the shorter; then the later created."""
        created = (self.created - EPOCH).total_seconds()
        return list(Kind).index(self.kind), self.last - self.first, -created


@dataclass(frozen=True, slots=True)
class Operation:
    """Whether the centre is in operation at all: the values of choices.OperatingStatus."""

    status: str = "open"
    first: dt.date | None = None
    last: dt.date | None = None
    place: str = ""

    def on(self, day: dt.date) -> str:
        """Outside its dates a centre is in operation; a planned one is planned until its date."""
        if self.status == "planned":
            return "open" if self.first and day >= self.first else "planned"
        begun = self.first is None or day >= self.first
        ended = self.last is not None and day > self.last
        return self.status if begun and not ended else "open"


@dataclass(frozen=True, slots=True)
class ServiceTimes:
    """One service's schedules and rules; a service that follows another's hours holds the other's."""

    key: str
    schedules: tuple[Schedule, ...] = ()
    rules: Rules = Rules()
    full_until: dt.datetime | None = None

    @property
    def is_known(self) -> bool:
        return any(schedule.spans for schedule in self.schedules)

    def schedule_on(self, day: dt.date) -> Schedule:
        """The shortest season that holds on the day, else the base schedule."""
        seasons = [s for s in self.schedules if s.first and s.last and s.first <= day <= s.last]
        if seasons:
            return min(seasons, key=lambda s: (s.last or day) - (s.first or day))
        return next((s for s in self.schedules if not s.is_season), Schedule())


@dataclass(frozen=True, slots=True)
class CentreTimes:
    """Everything that decides a centre's hours. `max_age` in days; None means hours never grow old."""

    services: tuple[ServiceTimes, ...] = ()
    exceptions: tuple[DatedException, ...] = ()
    operation: Operation = Operation()
    confirmed_on: dt.date | None = None
    max_age: int | None = None
    confirm_periods: bool = True

    def is_confirmed_on(self, day: dt.date) -> bool:
        """Whether the last confirmation still vouches for the hours of a day."""
        if self.max_age is None and not self.confirm_periods:
            return True
        if self.confirmed_on is None:
            return False
        if self.max_age is not None and day > self.confirmed_on + self.max_age * DAY:
            return False
        # Also when the period is over: until somebody has looked, nobody knows that the usual hours are back.
        period = last_begun(day) if self.confirm_periods else None
        return period is None or self.confirmed_on >= period.first - LEAD

    def unconfirmed_from(self, today: dt.date) -> dt.date | None:
        """The first of the coming thirty days for which nobody vouches: from then on visitors read "call first"."""
        coming = (today + number * DAY for number in range(LEAD.days + 1))
        return next((day for day in coming if not self.is_confirmed_on(day)), None)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """One day's spans in order, those that continue each other made one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.opens, s.closes, MODES.index(s.mode))):
        for number, before in enumerate(found):
            same = replace(before, closes=span.closes, opens=span.opens) == span
            if same and before.closes == span.opens:
                found[number] = replace(before, closes=span.closes)
                break
        else:
            found.append(span)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why spans are refused: `kind` is backward, outside or overlap; `other` is what a span overlaps."""

    kind: str
    span: Span
    other: Span | None = None


def problems(spans: Iterable[Span]) -> Iterator[Problem]:
    """Backward spans, spans outside the day, and spans of the same mode and day that cover each other.

    A drop-in inside booked visits is no overlap: the mode differs.
    """
    seen: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.weekday, s.opens, s.closes)):
        if not (0 <= span.opens < MIDNIGHT and 0 < span.closes <= MIDNIGHT):
            yield Problem("outside", span)
        elif span.closes <= span.opens:
            yield Problem("backward", span)
        else:
            for other in seen:
                same_day = span.weekday == other.weekday or 0 in (span.weekday, other.weekday)
                if (
                    same_day
                    and span.mode is other.mode
                    and span.opens < other.closes
                    and other.opens < span.closes
                ):
                    yield Problem("overlap", span, other)
            seen.append(span)
