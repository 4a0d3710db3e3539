"""The week programme: activities that recur, their changed occurrences, and what a closed house does to both.

Pure: no database, no clock, no words. Times of day are minutes after midnight (0–1440) on the wall clock of
Europe/Stockholm, days are dates; only `begins` and `finishes` are moments.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from locations.hours import House, State, moment_of
from locations.schedules import MIDNIGHT, Audience, Mode, Reason, ServiceTimes, Span

EVERYBODY = Audience()
NAMELESS = ServiceTimes("")
LAST = -1
"""In `nth`: the last such weekday of the month."""


class Rhythm(StrEnum):
    """How an activity recurs; odd and even are the numbers of ISO weeks."""

    WEEKLY = "weekly"
    ODD = "odd"
    EVEN = "even"
    MONTHLY = "monthly"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class Series:
    """An activity that recurs. `nth` (MONTHLY): 1–4 and -1. No service: it belongs to the whole house."""

    key: str
    starts: int
    ends: int
    rhythm: Rhythm = Rhythm.WEEKLY
    weekdays: tuple[int, ...] = ()
    nth: tuple[int, ...] = ()
    dates: tuple[dt.date, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    service: str = ""
    audience: Audience = EVERYBODY
    place: str = ""

    def days(self, first: dt.date, last: dt.date) -> Iterator[dt.date]:
        """The days from `first` to `last`, both included, on which it falls; overrides are not asked."""
        first, last = max(first, self.first or first), min(last, self.last or last)
        if self.rhythm is Rhythm.DATES:
            yield from (day for day in sorted(set(self.dates)) if first <= day <= last)
            return
        # Ordinals, not dates, are counted: there is no day after the last of year 9999.
        for day in map(dt.date.fromordinal, range(first.toordinal(), last.toordinal() + 1)):
            if day.isoweekday() in self.weekdays and self._keeps_time_on(day):
                yield day

    def _keeps_time_on(self, day: dt.date) -> bool:
        """Whether the rhythm, apart from the weekday, meets the day."""
        match self.rhythm:
            case Rhythm.ODD:
                return day.isocalendar().week % 2 == 1
            case Rhythm.EVEN:
                return day.isocalendar().week % 2 == 0
            case Rhythm.MONTHLY:
                is_last = day.day + 7 > calendar.monthrange(day.year, day.month)[1]
                return (day.day - 1) // 7 + 1 in self.nth or (is_last and LAST in self.nth)
        return True


class Status(StrEnum):
    PLANNED = "planned"
    CANCELLED = "cancelled"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Override:
    """What is different about one occurrence; `date` is the day on which the series has it.

    What is not given stays as the series has it, also after an edit of the series. A cancelled one does not move.
    """

    series: str
    date: dt.date
    cancelled: bool = False
    new_date: dt.date | None = None
    starts: int | None = None
    ends: int | None = None
    place: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an activity is held, moved or cancelled. Series and `original` name it for good."""

    series: Series
    original: dt.date
    day: dt.date
    starts: int
    ends: int
    status: Status = Status.PLANNED
    place: str = ""
    reason: Reason | None = None
    override: Override | None = None

    @property
    def begins(self) -> dt.datetime:
        return _moment(self.day, self.starts)

    @property
    def finishes(self) -> dt.datetime:
        # A start inside the hour that the clock skips takes effect after it; the end is never before the start.
        return max(self.begins, _moment(self.day, self.ends))


def occurrences(
    series: Iterable[Series],
    overrides: Iterable[Override],
    house: House | None,
    first: dt.date,
    last: dt.date,
) -> list[Occurrence]:
    """Every occurrence whose day, after moving, is one from `first` to `last`; without a house, by overrides alone.

    An override of a day on which the series does not fall (any more) has no effect.
    """
    # The house itself, without its services: what they all obey is asked for a service without name and hours.
    itself = House(replace(house.times, services=(NAMELESS,))) if house else None
    changed: dict[str, dict[dt.date, Override]] = {}
    for override in overrides:
        changed.setdefault(override.series, {})[override.date] = override
    found: list[Occurrence] = []
    for one in series:
        own = changed.get(one.key, {})
        days = {*one.days(first, last), *(day for day in own if any(one.days(day, day)))}
        found += (_planned(one, day, own.get(day)) for day in days)
    shown = (_judged(o, house, itself) if house and itself else o for o in found if first <= o.day <= last)
    return sorted(shown, key=lambda o: (o.day, o.starts, o.series.key, o.original))


def outside_hours(series: Series, house: House, first: dt.date, last: dt.date) -> list[dt.date]:
    """The days on which its service is not open all the while by its ordinary schedule; unknown hours never warn."""
    services = [s for s in house.times.services if series.service in ("", s.key)]
    if not services or not all(service.is_known for service in services):
        return []

    def is_open(day: dt.date) -> bool:
        spans = [span for service in services for span in service.schedule_on(day).on(day)]
        return _lets_in(spans, series.starts, series.ends)

    return [day for day in series.days(first, last) if not is_open(day)]


def _planned(series: Series, original: dt.date, override: Override | None) -> Occurrence:
    """The occurrence as the editors have it."""
    held = Occurrence(series, original, original, series.starts, series.ends, place=series.place)
    if override is None:
        return held
    reason = Reason("exception", override.reason) if override.reason else None
    held = replace(held, reason=reason, override=override)
    if override.cancelled:
        return replace(held, status=Status.CANCELLED)
    starts = series.starts if override.starts is None else override.starts
    ends = series.ends if override.starts is None else min(starts + series.ends - series.starts, MIDNIGHT)
    # An end that an edit of the series has put before the start says nothing any more.
    if override.ends is not None and override.ends > starts:
        ends = override.ends
    day, place = override.new_date or original, override.place or series.place
    is_moved = (day, starts, ends, place) != (original, series.starts, series.ends, series.place)
    status = Status.MOVED if is_moved else Status.PLANNED
    return replace(held, day=day, starts=starts, ends=ends, status=status, place=place)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a service's day does to what is held then."""

    status: Status
    reason: Reason | None
    place: str = ""


def _judged(occurrence: Occurrence, house: House, itself: House) -> Occurrence:
    """The occurrence after what its house has on its day; one that editors cancelled keeps its reason."""
    verdict = None if occurrence.status is Status.CANCELLED else _verdict(occurrence, house, itself)
    if verdict is None:
        return occurrence
    if verdict.status is Status.CANCELLED:
        return replace(occurrence, status=verdict.status, reason=verdict.reason)
    # A place that was given for this one day is more exact than where the service went.
    place = (occurrence.override and occurrence.override.place) or verdict.place
    return replace(occurrence, status=verdict.status, reason=occurrence.reason or verdict.reason, place=place)


def _verdict(occurrence: Occurrence, house: House, itself: House) -> _Verdict | None:
    """What its service says; what belongs to none goes where all services go, else where the house itself goes."""
    services = house.times.services
    for service in services:
        if service.key == occurrence.series.service:
            return _service_verdict(house, service, occurrence)
    found = [v for service in services if (v := _service_verdict(house, service, occurrence))]
    if len(found) < len(services) or len({verdict.status for verdict in found}) != 1:
        return _service_verdict(itself, NAMELESS, occurrence)
    reason = found[0].reason if len({verdict.reason for verdict in found}) == 1 else None
    place = found[0].place if len({verdict.place for verdict in found}) == 1 else ""
    return replace(found[0], reason=reason, place=place)


def _service_verdict(house: House, service: ServiceTimes, occurrence: Occurrence) -> _Verdict | None:
    day, starts = occurrence.day, occurrence.starts
    plan = house.plan(service.key, day)
    match plan.state:
        case State.CLOSED:
            return _Verdict(Status.CANCELLED, plan.reason)
        case State.PLANNED:
            return _Verdict(Status.CANCELLED, Reason("status", "planned"))
        case State.MOVED:
            return _Verdict(Status.MOVED, plan.reason, plan.place)
        case None if plan.reason:
            # Other hours or an early closing cancel what they leave outside; what was outside already stays.
            ordinary = service.schedule_on(day).on(day)
            if _lets_in(ordinary, starts, starts + 1) and not _lets_in(plan.spans, starts, starts + 1):
                return _Verdict(Status.CANCELLED, plan.reason)
            if plan.place:
                return _Verdict(Status.MOVED, plan.reason, plan.place)
    return None


def _lets_in(spans: Iterable[Span], starts: int, ends: int) -> bool:
    """Whether the spans, taken together, are open all the time; on the telephone nobody comes in."""
    for span in sorted(spans, key=lambda span: span.opens):
        if span.opens <= starts and span.mode is not Mode.PHONE:
            starts = max(starts, span.closes)
    return starts >= ends


def _moment(day: dt.date, minute: int) -> dt.datetime:
    """As `moment_of`, and without an error at the two ends of the calendar, which UTC oversteps."""
    try:
        return moment_of(day, minute)
    except OverflowError:
        return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
