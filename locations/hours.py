"""The algebra of opening hours: schedules, rules, exceptions and a moment give a state (docs/adr/0002).

Pure: no database, no clock, no words. The wall clock of Europe/Stockholm decides, so both clock changes are right by
themselves: a service is open when the clock on its wall says so. Moments that come in and go out are aware.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from familjecentral.core.formats import ZONE
from locations import calendar_days
from locations.schedules import (
    DAY,
    MIDNIGHT,
    MODES,
    Action,
    Audience,
    CentreTimes,
    DatedException,
    DayRule,
    Kind,
    Mode,
    Reason,
    Rules,
    Schedule,
    ServiceTimes,
    Span,
    joined,
)

HORIZON = 366
"""Days that are searched for the next change; after a year without one there is none to speak of."""


class State(StrEnum):
    """What can be said of a door at a moment; the order is what is best for a visitor."""

    OPEN = "open"
    BY_APPOINTMENT = "by_appointment"
    PHONE_ONLY = "phone_only"
    CALL_FIRST = "call_first"
    CLOSED = "closed"
    MOVED = "moved"
    PLANNED = "planned"
    UNKNOWN = "unknown"


STATES = list(State)
STATE_OF_MODE = {
    Mode.DROP_IN: State.OPEN,
    Mode.BY_APPOINTMENT: State.BY_APPOINTMENT,
    Mode.PHONE: State.PHONE_ONLY,
}


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What holds for a service on a day. With a `state` it holds all day; else the spans decide."""

    day: dt.date
    spans: tuple[Span, ...] = ()
    state: State | None = None
    reason: Reason | None = None
    place: str = ""
    exception: DatedException | None = None

    @property
    def is_open(self) -> bool:
        return bool(self.spans)


@dataclass(frozen=True, slots=True)
class OpenState:
    """The state of a service or a centre at a moment.

    `until` is when an open state ends, for a centre at the latest when the first of its open services closes.
    `next_change` is when the state is another one (`next_state`): None where that is more than a year away. `opens` is
    when a closed door next lets visitors in, `opens_as` how. `services` are the keys of those that make a centre's state.
    """

    state: State
    mode: Mode | None = None
    until: dt.datetime | None = None
    next_change: dt.datetime | None = None
    next_state: State | None = None
    opens: dt.datetime | None = None
    opens_as: State | None = None
    reason: Reason | None = None
    audience: Audience | None = None
    place: str = ""
    services: tuple[str, ...] = ()
    full_until: dt.datetime | None = None

    @property
    def is_open(self) -> bool:
        """For drop-in: what "open now" means to somebody at the door."""
        return self.state is State.OPEN


@dataclass(frozen=True, slots=True)
class Change:
    """Days on which something is not as usual, for the list of coming exceptions."""

    first: dt.date
    last: dt.date
    services: frozenset[str]
    plan: DayPlan
    """Of the first day; for an exception `plan.exception` has all its spans."""


@dataclass
class House:
    """Answers about one centre. Keeps each day's plan, so that many questions cost little."""

    times: CentreTimes
    _plans: dict[tuple[str, dt.date], DayPlan] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._services = {service.key: service for service in self.times.services}

    # --- A day ---------------------------------------------------------------------------------------------------

    def plan(self, service: str, day: dt.date) -> DayPlan:
        """What holds on a day, by precedence. KeyError for a service the centre does not have."""
        if (service, day) not in self._plans:
            self._plans[service, day] = self._decide(self._services[service], day)
        return self._plans[service, day]

    def week(self, service: str, monday: dt.date) -> list[DayPlan]:
        return [self.plan(service, monday + number * DAY) for number in range(7)]

    def _decide(self, service: ServiceTimes, day: dt.date) -> DayPlan:
        """Operating status > exceptions > unconfirmed > closing-day rule > season > base schedule."""
        status = self.times.operation.on(day)
        if status == "planned":
            return DayPlan(day, state=State.PLANNED)
        if status == "moved":
            return DayPlan(day, state=State.MOVED, place=self.times.operation.place)
        if status == "temporarily_closed":
            return DayPlan(day, state=State.CLOSED, reason=Reason("status", status))
        if found := self.exception_on(service.key, day):
            return _by_exception(found, day)
        if not service.is_known:
            return DayPlan(day, state=State.UNKNOWN)
        if not self.times.is_confirmed_on(day):
            return DayPlan(day, state=State.CALL_FIRST)
        return _by_rules(service, day)

    def exception_on(self, service: str, day: dt.date) -> DatedException | None:
        """The exception that decides: a closed house, then the service's own, then the house's other hours."""
        holding = [e for e in self.times.exceptions if e.holds(service, day)]
        own = min((e for e in holding if not e.is_whole_house), key=lambda e: e.rank, default=None)
        house = min((e for e in holding if e.is_whole_house), key=lambda e: e.rank, default=None)
        if house and house.kind is Kind.CLOSED and not (own and own.even_when_closed):
            return house
        return own or house

    # --- A moment ------------------------------------------------------------------------------------------------

    def state_of(self, service: str, moment: dt.datetime) -> OpenState:
        """A service's state; ValueError for a moment without a zone."""
        now = self._at(service, moment)
        change, after = self._next([service], moment)
        opens, opens_as = self._opening([service], moment, now.state, after)
        full = self._services[service].full_until
        return replace(
            now,
            until=change if now.mode else None,
            next_change=change,
            next_state=after,
            opens=opens,
            opens_as=opens_as,
            full_until=full if full and now.is_open and moment < full else None,
        )

    def state(self, moment: dt.datetime) -> OpenState:
        """The centre's state: the best of its services', and which services those are."""
        now = self.state_now(moment)
        keys = list(self._services)
        change, after = self._next(keys, moment)
        # Two services are open and one closes first: nobody may read that it is open until the other closes.
        closings = [change, *(self._next([key], moment)[0] for key in now.services)] if now.mode else []
        until = min((closing for closing in closings if closing), default=None)
        opens, opens_as = self._opening(keys, moment, now.state, after)
        return replace(now, until=until, next_change=change, next_state=after, opens=opens, opens_as=opens_as)

    def _opening(
        self, services: list[str], moment: dt.datetime, now: State, after: State | None
    ) -> tuple[dt.datetime | None, State | None]:
        """When a closed door opens next: for visits, or by telephone where nobody is let in at all.

        Nothing where it first moves away, or where nobody knows any longer.
        """
        if now is not State.CLOSED or after not in STATE_OF_MODE.values():
            return None, None
        visit = self._next(services, moment, (State.OPEN, State.BY_APPOINTMENT))
        return visit if visit[0] else self._next(services, moment, (State.PHONE_ONLY,))

    def state_now(self, moment: dt.datetime) -> OpenState:
        """As `state` without looking for the next change: for filters over many centres."""
        if not self._services:
            return OpenState(self._without_services(_local(moment).date()))
        states = {key: self._at(key, moment) for key in self._services}
        best = min(states.values(), key=lambda found: STATES.index(found.state))
        same = tuple(key for key, found in states.items() if found.state is best.state)
        reasons = {found.reason for found in states.values()}
        return replace(best, reason=best.reason if len(reasons) == 1 else None, services=same)

    def _without_services(self, day: dt.date) -> State:
        known = {
            "planned": State.PLANNED,
            "moved": State.MOVED,
            "temporarily_closed": State.CLOSED,
        }
        return known.get(self.times.operation.on(day), State.UNKNOWN)

    def _at(self, service: str, moment: dt.datetime) -> OpenState:
        local = _local(moment)
        plan = self.plan(service, local.date())
        if plan.state:
            return OpenState(plan.state, reason=plan.reason, place=plan.place)
        minute = local.hour * 60 + local.minute
        covering = [span for span in plan.spans if span.covers(minute)]
        if not covering:
            return OpenState(State.CLOSED)
        span = min(covering, key=lambda found: MODES.index(found.mode))
        return OpenState(STATE_OF_MODE[span.mode], mode=span.mode, audience=span.audience)

    def _next(
        self, services: list[str], moment: dt.datetime, wanted: Container[State] = STATES
    ) -> tuple[dt.datetime | None, State | None]:
        """The next moment at which the best state of these services is another than now, and that state.

        With `wanted` the next at which it is one of these.
        """

        def best(at: dt.datetime) -> State:
            if not services:
                return self._without_services(_local(at).date())
            return min((self._at(key, at).state for key in services), key=STATES.index)

        now, first = best(moment), _local(moment).date()
        for number in range(HORIZON):
            for boundary in self._boundaries(services, first + number * DAY):
                if boundary > moment and (after := best(boundary)) is not now and after in wanted:
                    return boundary, after
        return None, None

    def _boundaries(self, services: list[str], day: dt.date) -> list[dt.datetime]:
        """Every moment of a day at which a state may change, in order."""
        minutes = {0}
        for service in services:
            for span in self.plan(service, day).spans:
                minutes |= {span.opens, span.closes}
        moments = {_moment(day, minute, fold) for minute in minutes if minute < MIDNIGHT for fold in (0, 1)}
        start, end = _moment(day, 0), _moment(day + DAY, 0)
        if end - start != DAY:
            # The clock jumps on a full hour; a boundary inside the jump takes effect there.
            moments |= {start + dt.timedelta(hours=hour) for hour in range(26)}
        return sorted(moment for moment in moments if start <= moment < end)

    def next_boundary(self, moment: dt.datetime) -> dt.datetime:
        """The next moment at which the state of any service may be another one: midnight at the latest."""
        day = _local(moment).date()
        today = self._boundaries(list(self._services), day)
        return next((boundary for boundary in today if boundary > moment), _moment(day + DAY, 0))

    # --- What comes ----------------------------------------------------------------------------------------------

    def changes(self, first: dt.date, days: int = 56) -> list[Change]:
        """What is not as usual in the coming days, announced already: equal days and services in one line."""
        found: list[Change] = []
        for day in (first + number * DAY for number in range(days)):
            today: dict[tuple[object, ...], list[str]] = {}
            for service in self.times.services:
                plan = self.plan(service.key, day)
                if _is_unusual(plan, service, first):
                    today.setdefault(_mark(plan), []).append(service.key)
            for mark, keys in today.items():
                self._extend(found, day, mark, frozenset(keys))
        return sorted(found, key=lambda change: (change.first, change.last))

    def _extend(
        self, found: list[Change], day: dt.date, mark: tuple[object, ...], keys: frozenset[str]
    ) -> None:
        for number, change in enumerate(found):
            if change.last == day - DAY and change.services == keys and _mark(change.plan) == mark:
                found[number] = replace(change, last=day)
                return
        found.append(Change(day, day, keys, self.plan(min(keys), day)))

    def next_season(self, service: str, day: dt.date, days: int = 120) -> Schedule | None:
        """The next season that begins after a day, if it does so within so many days."""
        seasons = self._services[service].schedules
        coming = [s for s in seasons if s.first and day < s.first <= day + days * DAY]
        return min(coming, key=lambda season: season.first or day, default=None)

    def conflicts(self, new: DatedException) -> list[tuple[DatedException, bool]]:
        """The other exceptions that meet a new one on some day for some service, and whether the new one wins."""
        others = tuple(e for e in self.times.exceptions if e.key != new.key)
        found: dict[str, tuple[DatedException, bool]] = {}
        for other in others:
            # The two alone: which of them holds may differ from what holds when a third meets both.
            both = House(replace(self.times, exceptions=(other, new)))
            first, last = max(other.first, new.first), min(other.last, new.last)
            for service in self._services if first <= last else ():
                if other.holds(service, first) and new.holds(service, first):
                    winner = both.exception_on(service, first)
                    found.setdefault(other.key, (other, winner is new))
        return list(found.values())


def _by_exception(found: DatedException, day: dt.date) -> DayPlan:
    reason = Reason("exception", found.reason)
    match found.kind:
        case Kind.CLOSED:
            return DayPlan(day, state=State.CLOSED, reason=reason, exception=found)
        case Kind.MOVED:
            return DayPlan(day, state=State.MOVED, reason=reason, place=found.place, exception=found)
    spans = joined(Schedule(found.spans).on(day))
    return DayPlan(day, spans, reason=reason, place=found.place, exception=found)


def _by_rules(service: ServiceTimes, day: dt.date) -> DayPlan:
    """The schedule of the day after the strictest of the closing-day rules that meet on it."""
    spans = joined(service.schedule_on(day).on(day))
    rules = list(_rules_on(service.rules, day))
    for reason, rule in rules:
        if rule.action is Action.CLOSED:
            return DayPlan(day, state=State.CLOSED, reason=reason)
    early = [(rule.closes, reason) for reason, rule in rules if rule.action is Action.EARLY and rule.closes]
    if early:
        closes, reason = min(early, key=lambda found: found[0])
        clipped = tuple(replace(s, closes=min(s.closes, closes)) for s in spans if s.opens < closes)
        return DayPlan(day, clipped, reason=reason if clipped != spans else None)
    return DayPlan(day, spans)


def _rules_on(rules: Rules, day: dt.date) -> Iterator[tuple[Reason, DayRule]]:
    """The rules that a day calls for, the most telling reason first."""
    if key := calendar_days.red_day(day):
        yield Reason("red_day", key), rules.red_day
    if key := calendar_days.eve(day):
        yield Reason("eve", key), rules.eve
    if calendar_days.is_squeeze_day(day):
        yield Reason("squeeze_day"), rules.squeeze_day
    if calendar_days.is_day_before_red(day):
        yield Reason("day_before_red"), rules.day_before_red


def _is_unusual(plan: DayPlan, service: ServiceTimes, today: dt.date) -> bool:
    if plan.exception:
        announced = plan.exception.announced_from
        return announced is None or announced <= today
    # A rule changes something only on a day that otherwise has hours.
    return (
        plan.reason is not None
        and plan.reason.kind != "status"
        and bool(service.schedule_on(plan.day).on(plan.day))
    )


def _mark(plan: DayPlan) -> tuple[object, ...]:
    """What makes two days one line in the list of changes."""
    if plan.exception:
        return (plan.exception.key,)
    return plan.state, plan.reason, tuple(replace(span, weekday=0) for span in plan.spans)


def moment_of(day: dt.date, minute: int) -> dt.datetime:
    """A minute of a day (0–1440) as a moment."""
    return _moment(day + minute // MIDNIGHT * DAY, minute % MIDNIGHT)


def time_of(minute: int) -> dt.time:
    """Minutes after midnight as a time; 1440 is midnight again."""
    return dt.time(minute // 60 % 24, minute % 60)


def _moment(day: dt.date, minute: int, fold: int = 0) -> dt.datetime:
    local = dt.datetime.combine(day, time_of(minute)).replace(tzinfo=ZONE, fold=fold)
    return local.astimezone(dt.UTC)


def _local(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(ZONE)
