"""The algebra of opening hours: what beats what, what holds at a moment, what comes."""

import datetime as dt
from dataclasses import replace

import pytest

from locations.hours import House, State, moment_of, time_of
from locations.schedules import (
    MIDNIGHT,
    Action,
    Audience,
    CentreTimes,
    DatedException,
    DayRule,
    Kind,
    Mode,
    Operation,
    Reason,
    Rules,
    Schedule,
    ServiceTimes,
    Span,
    joined,
    problems,
)

DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 11, 23)
NOON = 12 * 60
NINE_TO_FOUR = Schedule(tuple(Span(weekday, 9 * 60, 16 * 60) for weekday in range(1, 6)))
BVC = ServiceTimes("bvc", (NINE_TO_FOUR,))
BMM = ServiceTimes("bmm", (NINE_TO_FOUR,))


def house(
    *exceptions: DatedException, services: tuple[ServiceTimes, ...] = (BVC, BMM), **more: object
) -> House:
    return House(CentreTimes(services, exceptions, **{"confirm_periods": False, **more}))  # type: ignore[arg-type]


def exception(
    key: str, kind: Kind = Kind.CLOSED, *services: str, days: int = 1, **more: object
) -> DatedException:
    last = MONDAY + (days - 1) * DAY
    return DatedException(key, kind, MONDAY, last, frozenset(services), **more)  # type: ignore[arg-type]


def decides(*exceptions: DatedException, service: str = "bvc") -> str:
    """The key of the exception that decides, in whatever order they are given."""
    found = {house(*order).plan(service, MONDAY).exception for order in (exceptions, exceptions[::-1])}
    [one] = found
    return one.key if one else ""


# --- What beats what -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "state"), [("planned", "planned"), ("moved", "moved"), ("temporarily_closed", "closed")]
)
def test_the_operating_status_beats_every_exception(status: str, state: str) -> None:
    own = exception("own", Kind.OTHER_HOURS, "bvc", spans=(Span(0, 0, MIDNIGHT),), even_when_closed=True)
    assert house(own, operation=Operation(status)).plan("bvc", MONDAY).state == state


def test_limited_operation_leaves_the_hours_as_they_are() -> None:
    assert house(operation=Operation("limited")).plan("bvc", MONDAY).spans == NINE_TO_FOUR.on(MONDAY)


def test_a_planned_centre_is_open_from_its_date_and_others_outside_theirs() -> None:
    assert house(operation=Operation("planned", first=MONDAY)).plan("bvc", MONDAY).is_open
    shut = house(operation=Operation("temporarily_closed", MONDAY + DAY, MONDAY + DAY))
    assert [shut.plan("bvc", MONDAY + n * DAY).is_open for n in range(3)] == [True, False, True]


def test_a_closed_house_closes_every_service() -> None:
    extra = exception("extra", Kind.OTHER_HOURS, "bvc", spans=(Span(0, 540, 1080),))
    assert decides(exception("house"), extra) == "house"


def test_a_service_may_be_there_although_the_house_is_closed() -> None:
    extra = exception("extra", Kind.OTHER_HOURS, "bvc", even_when_closed=True)
    assert decides(exception("house"), extra) == "extra"
    assert decides(exception("house"), extra, service="bmm") == "house"


@pytest.mark.parametrize("kind", [Kind.MOVED, Kind.OTHER_HOURS])
def test_a_services_own_exception_beats_a_house_that_is_not_closed(kind: Kind) -> None:
    assert decides(exception("house", kind), exception("own", Kind.OTHER_HOURS, "bvc", days=30)) == "own"


def test_on_one_level_closed_beats_moved_beats_other_hours() -> None:
    closed, moved = (
        exception("closed", Kind.CLOSED, "bvc", days=9),
        exception("moved", Kind.MOVED, "bvc", days=5),
    )
    other = exception("other", Kind.OTHER_HOURS, "bvc")
    assert [decides(closed, moved), decides(moved, other), decides(closed, other)] == [
        "closed",
        "moved",
        "closed",
    ]


def test_of_one_kind_the_shorter_beats_the_longer_and_then_the_later_the_earlier() -> None:
    early, late = (dt.datetime(2026, 11, day, tzinfo=dt.UTC) for day in (1, 2))
    assert decides(exception("long", days=3, created=late), exception("short", created=early)) == "short"
    assert decides(exception("early", created=early), exception("late", created=late)) == "late"


def test_an_exception_beats_a_closing_day_rule_and_hours_that_nobody_knows() -> None:
    christmas = dt.date(2026, 12, 25)
    open_then = DatedException("e", Kind.OTHER_HOURS, christmas, christmas, spans=(Span(0, 600, 720),))
    unknown = house(open_then, services=(ServiceTimes("bvc"),))
    assert house(open_then).plan("bvc", christmas).spans == (Span(0, 600, 720),)
    assert unknown.plan("bvc", christmas).is_open
    assert unknown.plan("bvc", christmas + DAY).state is State.UNKNOWN


def test_a_rule_beats_a_season_and_a_season_the_ordinary_hours() -> None:
    december = Schedule((Span(5, 600, 720), Span(3, 600, 720)), dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    wintry = house(services=(ServiceTimes("bvc", (NINE_TO_FOUR, december)),))
    assert wintry.plan("bvc", dt.date(2026, 12, 25)).reason == Reason("red_day", "christmas_day")
    assert wintry.plan("bvc", dt.date(2026, 12, 16)).spans == (Span(3, 600, 720),)
    assert wintry.plan("bvc", dt.date(2026, 12, 14)).spans == ()


def test_of_two_seasons_the_shorter_holds() -> None:
    long = Schedule((Span(1, 540, 600),), MONDAY, MONDAY + 60 * DAY)
    short = Schedule((Span(1, 660, 720),), MONDAY, MONDAY + 6 * DAY)
    for seasons in ((long, short), (short, long)):
        assert ServiceTimes("bvc", seasons).schedule_on(MONDAY) == short
    assert ServiceTimes("bvc", (long, short)).schedule_on(MONDAY + 7 * DAY) == long


@pytest.mark.parametrize(
    ("rules", "closes", "reason"),
    [
        (Rules(), 960, None),
        (Rules(day_before_red=DayRule(Action.EARLY, NOON)), NOON, "day_before_red"),
        (Rules(squeeze_day=DayRule(Action.EARLY, 660), day_before_red=DayRule(Action.EARLY, NOON)), 660, "squeeze_day"),
        (Rules(squeeze_day=DayRule(Action.CLOSED), day_before_red=DayRule(Action.EARLY, NOON)), None, "squeeze_day"),
        (Rules(day_before_red=DayRule(Action.EARLY, 17 * 60)), 960, None),
        (Rules(day_before_red=DayRule(Action.EARLY, 8 * 60)), None, "day_before_red"),
    ],
)  # fmt: skip
def test_the_strictest_of_the_rules_that_meet_on_a_day_holds(
    rules: Rules, closes: int | None, reason: str | None
) -> None:
    """5 January 2026 is a squeeze day and the day before Epiphany."""
    plan = house(services=(replace(BVC, rules=rules),)).plan("bvc", dt.date(2026, 1, 5))
    assert [span.closes for span in plan.spans] == ([closes] if closes else [])
    assert (plan.reason.kind if plan.reason else None) == reason


def test_unconfirmed_hours_read_call_first_from_the_first_day_of_a_period() -> None:
    stale = house(confirm_periods=True, confirmed_on=dt.date(2026, 11, 19))
    fresh = house(confirm_periods=True, confirmed_on=dt.date(2026, 11, 20))
    first = dt.date(2026, 12, 20)
    assert [stale.plan("bvc", first + n * DAY).state for n in (-2, 0, 2)] == [None] + [State.CALL_FIRST] * 2
    assert fresh.plan("bvc", first + 2 * DAY).is_open


def test_a_confirmation_grows_old() -> None:
    old = house(max_age=10, confirmed_on=MONDAY)
    assert [old.plan("bvc", MONDAY + n * DAY).state for n in (10, 11)] == [None, State.CALL_FIRST]


# --- A moment --------------------------------------------------------------------------------------------------------


def at(day: dt.date, minute: int) -> dt.datetime:
    return moment_of(day, minute)


def test_a_span_holds_from_its_first_minute_until_before_its_last() -> None:
    times, second = house(), dt.timedelta(seconds=1)
    opens, closes = at(MONDAY, 540), at(MONDAY, 960)
    moments = (opens - second, opens, closes - second, closes)
    assert [times.state(moment).state.value for moment in moments] == ["closed", "open", "open", "closed"]


def test_drop_in_beats_booked_visits_and_these_the_telephone() -> None:
    spans = (Span(1, 0, 300, Mode.PHONE), Span(1, 60, 240, Mode.BY_APPOINTMENT), Span(1, 120, 180))
    mixed = house(services=(ServiceTimes("bvc", (Schedule(spans),)),))
    states = [mixed.state(at(MONDAY, hour * 60)).state.value for hour in range(6)]
    assert states == ["phone_only", "by_appointment", "open", "by_appointment", "phone_only", "closed"]


def test_a_centre_is_what_is_best_and_says_of_which_services() -> None:
    booked = ServiceTimes("bmm", (Schedule((Span(1, 480, 960, Mode.BY_APPOINTMENT),)),))
    centre = house(services=(booked, BVC))
    assert centre.state(at(MONDAY, 500)).services == ("bmm",)
    found = centre.state(at(MONDAY, 600))
    assert (found.state, found.services, found.until) == (State.OPEN, ("bvc",), at(MONDAY, 960))


def test_a_centre_gives_a_reason_only_when_all_its_services_agree() -> None:
    illness = exception("e", Kind.CLOSED, "bvc", reason="illness")
    training = exception("f", Kind.CLOSED, "bmm", reason="training")
    assert house(illness, training).state(at(MONDAY, 600)).reason is None
    assert house(illness, replace(training, reason="illness")).state(at(MONDAY, 600)).reason == Reason(
        "exception", "illness"
    )


def test_a_centre_without_services_knows_its_operation() -> None:
    assert house(services=()).state(at(MONDAY, 600)).state is State.UNKNOWN
    assert house(services=(), operation=Operation("moved")).state(at(MONDAY, 600)).state is State.MOVED


def test_a_centre_without_services_changes_when_its_operation_does() -> None:
    closed = house(services=(), operation=Operation("temporarily_closed", last=MONDAY))
    found = closed.state(at(MONDAY, 600))
    assert (found.next_change, found.next_state) == (at(MONDAY + DAY, 0), State.UNKNOWN)


def test_spans_that_meet_at_midnight_are_one() -> None:
    night = house(services=(ServiceTimes("bvc", (Schedule((Span(1, 1200, MIDNIGHT), Span(2, 0, 120))),)),))
    found = night.state(at(MONDAY, 1380))
    assert (found.until, found.next_state) == (at(MONDAY + DAY, 120), State.CLOSED)


def test_full_is_said_only_while_open_and_until_its_time() -> None:
    until = at(MONDAY, 660)
    full = house(services=(replace(BVC, full_until=until),))
    assert full.state_of("bvc", at(MONDAY, 659)).full_until == until
    assert full.state_of("bvc", until).full_until is None
    assert full.state_of("bvc", at(MONDAY, 500)).full_until is None


def test_what_changes_only_after_more_than_a_year_has_no_next_change() -> None:
    gone = house(operation=Operation("moved"))
    assert (gone.state(at(MONDAY, 0)).next_change, gone.state(at(MONDAY, 0)).next_state) == (None, None)


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = at(MONDAY, 0).replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        house().state(naive)


def test_a_service_that_is_not_there_has_no_plan() -> None:
    with pytest.raises(KeyError):
        house().plan("gone", MONDAY)


def test_minutes_are_times_and_moments_of_the_wall_clock() -> None:
    assert [time_of(minute).isoformat("minutes") for minute in (0, 570, MIDNIGHT)] == [
        "00:00",
        "09:30",
        "00:00",
    ]
    assert moment_of(MONDAY, MIDNIGHT) == moment_of(MONDAY + DAY, 0)


# --- What comes ------------------------------------------------------------------------------------------------------


def test_equal_days_and_services_are_one_line_of_changes() -> None:
    away = exception("e", days=3, reason="illness")
    [change] = house(away).changes(MONDAY)[:1]
    assert (change.first, change.last, change.services) == (MONDAY, away.last, {"bvc", "bmm"})


def test_what_is_not_announced_yet_is_no_change() -> None:
    secret = exception("e", announced_from=MONDAY + DAY)
    assert house(secret).changes(MONDAY, 7) == []
    assert house(replace(secret, announced_from=MONDAY)).changes(MONDAY, 7) != []


def test_a_red_day_is_a_change_only_where_there_would_be_hours() -> None:
    """In 2026 the second day of Christmas is a Saturday."""
    changes = house().changes(dt.date(2026, 12, 24), 5)
    assert [(change.first.day, change.plan.reason) for change in changes] == [
        (24, Reason("eve", "christmas_eve")),
        (25, Reason("red_day", "christmas_day")),
    ]


def test_services_that_differ_are_lines_of_their_own() -> None:
    changes = house(exception("e", Kind.CLOSED, "bvc"), exception("f", Kind.MOVED, "bmm")).changes(MONDAY, 3)
    assert {(change.plan.state, *change.services) for change in changes} == {
        ("closed", "bvc"),
        ("moved", "bmm"),
    }


def test_the_next_season_begins_after_today_and_soon() -> None:
    near, far = (Schedule((), MONDAY + n * DAY, MONDAY + (n + 5) * DAY) for n in (10, 300))
    seasonal = house(services=(ServiceTimes("bvc", (NINE_TO_FOUR, far, near)),))
    assert seasonal.next_season("bvc", MONDAY) == near
    assert seasonal.next_season("bvc", MONDAY + 10 * DAY) is None


def test_conflicts_tell_who_wins() -> None:
    old = exception("old", Kind.OTHER_HOURS, days=5)
    closed = exception("new", Kind.CLOSED, "bvc")
    assert house(old).conflicts(closed) == [(old, True)]
    assert house(closed).conflicts(old) == [(closed, False)]


def test_exceptions_of_other_days_or_services_are_no_conflict() -> None:
    new = exception("new", Kind.CLOSED, "bvc")
    other_day = replace(exception("day"), first=MONDAY + DAY, last=MONDAY + DAY)
    assert house(exception("service", Kind.CLOSED, "bmm"), other_day).conflicts(new) == []


def test_an_exception_is_no_conflict_with_what_it_was_before_the_edit() -> None:
    assert house(exception("e")).conflicts(exception("e", Kind.MOVED)) == []


def test_a_third_exception_does_not_decide_between_two() -> None:
    week = exception("week", Kind.OTHER_HOURS, days=7)
    day = exception("day", Kind.OTHER_HOURS)
    assert (week, True) in house(week, exception("closed", days=30)).conflicts(day)


# --- Spans -----------------------------------------------------------------------------------------------------------


def test_spans_that_continue_each_other_are_joined() -> None:
    first, second, third = Span(1, 540, 600), Span(1, 600, 660), Span(1, 660, 720)
    assert joined([third, first, second]) == (Span(1, 540, 720),)


@pytest.mark.parametrize(
    "other",
    [
        Span(1, 601, 660),
        Span(1, 600, 660, Mode.PHONE),
        Span(1, 600, 660, audience=Audience(expecting=True)),
        Span(1, 600, 660, note="n"),
    ],
)
def test_spans_with_a_gap_or_a_difference_stay_two(other: Span) -> None:
    assert joined([other, Span(1, 540, 600)]) == (Span(1, 540, 600), other)


def test_spans_continue_each_other_past_one_of_another_mode() -> None:
    phone = Span(1, 570, 630, Mode.PHONE)
    assert set(joined([Span(1, 540, 600), phone, Span(1, 600, 660)])) == {Span(1, 540, 660), phone}


@pytest.mark.parametrize(
    ("spans", "kinds"),
    [
        ([Span(1, 540, 600), Span(1, 600, 660), Span(2, 540, 600)], []),
        ([Span(1, 0, MIDNIGHT)], []),
        ([Span(1, 540, 600), Span(1, 570, 590, Mode.PHONE)], []),
        ([Span(1, 540, 600), Span(1, 599, 660)], ["overlap"]),
        ([Span(0, 540, 600), Span(4, 570, 590)], ["overlap"]),
        ([Span(1, 600, 540)], ["backward"]),
        ([Span(1, 600, 600)], ["backward"]),
        ([Span(1, -1, 600), Span(1, 600, MIDNIGHT + 1)], ["outside", "outside"]),
    ],
)
def test_backward_overlapping_and_outside_spans_are_refused(spans: list[Span], kinds: list[str]) -> None:
    assert [problem.kind for problem in problems(spans)] == kinds


def test_an_overlap_names_both_spans() -> None:
    first, second = Span(1, 540, 600), Span(1, 570, 660)
    [problem] = problems([second, first])
    assert {problem.span, problem.other} == {first, second}
