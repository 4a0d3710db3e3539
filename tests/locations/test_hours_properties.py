"""Opening hours for any data and any moment, against the clock on the wall and a list of hours on the door."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from familjecentral.core.formats import ZONE
from locations.hours import STATE_OF_MODE, STATES, House, State, time_of
from locations.hours import moment_of as at
from locations.schedules import (
    MIDNIGHT,
    Action,
    CentreTimes,
    DatedException,
    DayRule,
    Kind,
    Mode,
    Operation,
    Rules,
    Schedule,
    ServiceTimes,
    Span,
    problems,
)

DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 11, 23)
BVC = ServiceTimes("bvc", (Schedule(tuple(Span(weekday, 540, 960) for weekday in range(1, 6))),))


def alone(*services: ServiceTimes) -> House:
    """A house that nothing but its schedules and rules decides about."""
    return House(CentreTimes(services, confirm_periods=False))


minutes = st.integers(0, MIDNIGHT - 1)
days = st.one_of(
    st.dates(dt.date(2026, 12, 10), dt.date(2027, 1, 20)),
    st.sampled_from([dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 6, 19)]),
    st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
)
modes = st.sampled_from(Mode)


@st.composite
def spans(draw: st.DrawFn, weekdays: st.SearchStrategy[int]) -> tuple[Span, ...]:
    """Spans that the form would let through."""
    found: list[Span] = []
    for _ in range(draw(st.integers(0, 8))):
        # The night too, where clocks change; now and then until midnight.
        opens = draw(st.one_of(minutes, st.sampled_from([0, 90, 120, 150, 180, 540])))
        closes = draw(st.one_of(st.integers(opens + 1, MIDNIGHT), st.just(min(opens + 60, MIDNIGHT))))
        span = Span(draw(weekdays), opens, closes, draw(modes))
        if not list(problems([*found, span])):
            found.append(span)
    return tuple(found)


@st.composite
def two_days(draw: st.DrawFn) -> tuple[dt.date, dt.date]:
    first = draw(days)
    return first, first + draw(st.integers(0, 60)) * DAY


@st.composite
def services(draw: st.DrawFn, key: str) -> ServiceTimes:
    base = Schedule(draw(spans(st.integers(1, 7))))
    seasons = [
        Schedule(draw(spans(st.integers(1, 7))), *draw(two_days())) for _ in range(draw(st.integers(0, 2)))
    ]
    rule = st.builds(DayRule, st.sampled_from(Action), st.none() | st.integers(0, MIDNIGHT))
    return ServiceTimes(
        key,
        draw(st.sampled_from([(), (base,), (*seasons, base)])),
        draw(st.builds(Rules, rule, rule, rule, rule)),
        full_until=draw(st.none() | st.builds(at, days, minutes)),
    )


@st.composite
def dated_exceptions(draw: st.DrawFn, key: str) -> DatedException:
    first, last = draw(two_days())
    return DatedException(
        key,
        draw(st.sampled_from(Kind)),
        first,
        last,
        draw(st.frozensets(st.sampled_from(["bvc", "bmm", "gone"]))),
        draw(spans(st.integers(0, 7))),
        place=draw(st.sampled_from(["", "Library"])),
        reason=draw(st.sampled_from(["", "illness"])),
        even_when_closed=draw(st.booleans()),
        announced_from=draw(st.none() | days),
        created=draw(st.builds(at, days, minutes)),
    )


@st.composite
def houses(draw: st.DrawFn) -> House:
    keys = draw(st.sampled_from([(), ("bvc",), ("bvc", "bmm"), ("bvc", "bmm")]))
    first, last = draw(two_days())
    status = draw(
        st.sampled_from(["open", "open", "open", "limited", "planned", "temporarily_closed", "moved"])
    )
    return House(
        CentreTimes(
            tuple(draw(services(key)) for key in keys),
            tuple(draw(dated_exceptions(key)) for key in draw(st.sampled_from(["", "x", "xyz"]))),
            Operation(status, draw(st.sampled_from([None, first])), draw(st.sampled_from([None, last]))),
            confirmed_on=draw(st.none() | days),
            max_age=draw(st.sampled_from([None, None, 0, 30, 365])),
            confirm_periods=draw(st.booleans()),
        )
    )


moments = st.builds(
    lambda day, minute, seconds: at(day, minute) + dt.timedelta(seconds=seconds),
    days,
    minutes,
    st.sampled_from([0, 0, 59]),
)


def read(spans: tuple[Span, ...], moment: dt.datetime) -> State:
    """What the clock on the wall and a list of hours on the door say."""
    local = moment.astimezone(ZONE)
    clock = f"{local:%H:%M}"
    found = set()
    for span in spans:
        opens, closes = (f"{minute // 60:02}:{minute % 60:02}" for minute in (span.opens, span.closes))
        if span.weekday in (0, local.isoweekday()) and opens <= clock < closes:
            found.add(span.mode)
    return next((STATE_OF_MODE[mode] for mode in Mode if mode in found), State.CLOSED)


@settings(max_examples=12, deadline=None)
@given(
    spans(st.integers(1, 7)),
    st.sampled_from([MONDAY, dt.date(2026, 3, 23), dt.date(2026, 10, 19), dt.date(2026, 12, 28)]),
)
def test_every_minute_of_a_week_is_what_the_spans_say(hours: tuple[Span, ...], monday: dt.date) -> None:
    assume(hours)
    as_usual = Rules(DayRule(), DayRule())
    open_house = alone(ServiceTimes("bvc", (Schedule(hours),), as_usual))
    moment, end = at(monday, 0), at(monday + 7 * DAY, 0)
    while moment < end:
        assert open_house.state_now(moment).state is read(hours, moment), moment.astimezone(ZONE)
        moment += dt.timedelta(minutes=1)


@given(services("bvc"), services("bmm"), moments)
def test_a_centre_is_the_best_of_its_services(
    first: ServiceTimes, second: ServiceTimes, moment: dt.datetime
) -> None:
    both = alone(first, second).state_now(moment)
    states = {one.key: alone(one).state_now(moment).state for one in (first, second)}
    assert both.state is min(states.values(), key=STATES.index)
    assert set(both.services) == {key for key, state in states.items() if state is both.state}


def every_boundary(of: House, first: dt.date, days: int) -> Iterator[dt.datetime]:
    """Every moment at which any of the data could change a state, and each full hour: in order, both folds."""
    minutes = {hour * 60 for hour in range(24)}
    for service in of.times.services:
        rules = service.rules
        minutes |= {
            r.closes for r in (rules.red_day, rules.eve, rules.squeeze_day, rules.day_before_red) if r.closes
        }
        minutes |= {m for s in service.schedules for span in s.spans for m in (span.opens, span.closes)}
    minutes |= {m for e in of.times.exceptions for span in e.spans for m in (span.opens, span.closes)}
    wall = sorted(minutes - {MIDNIGHT})
    for day in (first + number * DAY for number in range(days)):
        local = (dt.datetime.combine(day, time_of(minute), ZONE) for minute in wall)
        yield from sorted({one.replace(fold=fold).astimezone(dt.UTC) for one in local for fold in (0, 1)})


@settings(max_examples=60, deadline=None)
@given(houses(), moments)
@example(alone(BVC), at(dt.date(2026, 3, 29), 60))
def test_the_next_change_is_the_next_moment_at_which_the_state_differs(
    of: House, moment: dt.datetime
) -> None:
    found, days = of.state(moment), 40
    first = moment.astimezone(ZONE).date()
    later = [one for one in every_boundary(of, first, days) if one > moment]
    different = next((one for one in later if of.state_now(one).state is not found.state), None)
    if different:
        assert (found.next_change, found.next_state) == (different, of.state_now(different).state)
    else:
        assert found.next_change is None or found.next_change > later[-1]
    if found.mode and found.until:
        # At the latest then one of those that are open now is not so any more.
        assert found.until <= (found.next_change or found.until)
        assert {of.state_of(key, found.until).state for key in found.services} != {found.state}
    if found.next_change:
        assert found.next_state is of.state_now(found.next_change).state is not found.state
        assert of.state_now(found.next_change - dt.timedelta(seconds=1)).state is found.state


@settings(max_examples=60, deadline=None)
@given(houses(), moments)
def test_a_closed_door_says_when_it_next_lets_visitors_in(of: House, moment: dt.datetime) -> None:
    found = of.state(moment)
    if found.opens is None:
        return
    assert found.state is State.CLOSED
    assert found.opens >= (found.next_change or found.opens)
    assert of.state_now(found.opens).state is found.opens_as
    between = [
        one for one in every_boundary(of, moment.astimezone(ZONE).date(), 40) if moment < one < found.opens
    ]
    visits = {State.OPEN, State.BY_APPOINTMENT}
    if found.opens_as in visits:
        assert not visits & {of.state_now(one).state for one in between}


@settings(max_examples=60, deadline=None)
@given(
    houses(),
    moments | st.builds(at, st.dates(dt.date(2, 1, 1), dt.date(9998, 1, 1)), minutes),
)
def test_no_data_and_no_moment_is_an_error(of: House, moment: dt.datetime) -> None:
    day = moment.astimezone(ZONE).date()
    assert of.state(moment).state in State
    later = {"until": None, "next_change": None, "next_state": None, "opens": None, "opens_as": None}
    assert of.state_now(moment) == replace(of.state(moment), **later)
    assert moment < of.next_boundary(moment) <= at(day + DAY, 0)
    for service in of.times.services:
        assert of.state_of(service.key, moment).state in State
        assert [plan.day for plan in of.week(service.key, day)] == [day + n * DAY for n in range(7)]
        of.next_season(service.key, day)
    for change in of.changes(day):
        assert day <= change.first <= change.last
        assert change.services
    for one in of.times.exceptions:
        of.conflicts(one)
