"""The week programme as sentences, and against a reading that asks each day of a range by itself."""

import calendar
import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locations.hours import House
from locations.schedules import (
    Action,
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
)
from locations.timetable import Occurrence, Override, Rhythm, Series, Status, occurrences, outside_hours

DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 11, 23)
TUESDAY = MONDAY + DAY
NEXT_TUESDAY = TUESDAY + 7 * DAY
SONG = Series("song", 10 * 60, 11 * 60, weekdays=(2,), service="bvc", place="Big room")

NINE_TO_FOUR = Schedule(tuple(Span(weekday, 9 * 60, 16 * 60) for weekday in range(1, 6)))
BVC = ServiceTimes("bvc", (NINE_TO_FOUR,))
BMM = ServiceTimes("bmm", (NINE_TO_FOUR,))


def house(
    *exceptions: DatedException, services: tuple[ServiceTimes, ...] = (BVC, BMM), **more: object
) -> House:
    return House(CentreTimes(services, exceptions, confirm_periods=False, **more))  # type: ignore[arg-type]


def exception(kind: Kind, *services: str, day: dt.date = TUESDAY, **more: object) -> DatedException:
    return DatedException("e", kind, day, day, frozenset(services), reason="illness", **more)  # type: ignore[arg-type]


def only(series: Series, *overrides: Override, of: House | None = None, on: dt.date = TUESDAY) -> Occurrence:
    [found] = occurrences([series], overrides, of, on, on)
    return found


def days_of(series: Series, first: dt.date, last: dt.date) -> list[str]:
    return [f"{day:%m-%d}" for day in series.days(first, last)]


# --- On which days ---------------------------------------------------------------------------------------------------


def test_a_weekly_activity_comes_every_week_on_each_of_its_weekdays() -> None:
    series = replace(SONG, weekdays=(4, 2))
    assert days_of(series, MONDAY, MONDAY + 13 * DAY) == ["11-24", "11-26", "12-01", "12-03"]


def test_weeks_53_and_1_are_both_odd() -> None:
    first, last = dt.date(2026, 12, 14), dt.date(2027, 1, 24)
    assert days_of(replace(SONG, rhythm=Rhythm.ODD), first, last) == ["12-15", "12-29", "01-05", "01-19"]
    assert days_of(replace(SONG, rhythm=Rhythm.EVEN), first, last) == ["12-22", "01-12"]


def test_a_january_day_of_week_53_is_odd() -> None:
    assert days_of(
        replace(SONG, rhythm=Rhythm.ODD, weekdays=(5,)), dt.date(2027, 1, 1), dt.date(2027, 1, 9)
    ) == ["01-01", "01-08"]


def test_the_first_and_third_wednesday_of_a_month() -> None:
    series = replace(SONG, rhythm=Rhythm.MONTHLY, weekdays=(3,), nth=(1, 3))
    assert days_of(series, dt.date(2026, 9, 1), dt.date(2026, 10, 31)) == ["09-02", "09-16", "10-07", "10-21"]


def test_the_last_weekday_is_the_fourth_or_the_fifth() -> None:
    series = replace(SONG, rhythm=Rhythm.MONTHLY, weekdays=(2,), nth=(-1,))
    assert days_of(series, dt.date(2026, 1, 1), dt.date(2026, 4, 30)) == ["01-27", "02-24", "03-31", "04-28"]


def test_a_weekday_that_is_both_fourth_and_last_comes_once() -> None:
    series = replace(SONG, rhythm=Rhythm.MONTHLY, nth=(4, -1))
    assert days_of(series, dt.date(2026, 11, 1), dt.date(2026, 11, 30)) == ["11-24"]


def test_listed_dates_come_once_each_in_order() -> None:
    dates = (NEXT_TUESDAY, MONDAY, NEXT_TUESDAY)
    series = replace(SONG, rhythm=Rhythm.DATES, weekdays=(), dates=dates)
    assert list(series.days(MONDAY, NEXT_TUESDAY)) == [MONDAY, NEXT_TUESDAY]


def test_both_ends_of_a_series_belong_to_it() -> None:
    series = replace(SONG, first=TUESDAY, last=NEXT_TUESDAY)
    assert days_of(series, MONDAY - 30 * DAY, MONDAY + 30 * DAY) == ["11-24", "12-01"]


# --- Overrides -------------------------------------------------------------------------------------------------------


def test_an_occurrence_without_override_is_planned_as_the_series_says() -> None:
    found = only(SONG)
    assert (found.status, found.day, found.starts, found.ends) == (Status.PLANNED, TUESDAY, 600, 660)
    assert (found.place, found.reason, found.override) == ("Big room", None, None)


def test_a_cancelled_occurrence_is_shown_with_its_reason() -> None:
    found = only(SONG, Override("song", TUESDAY, cancelled=True, reason="illness"))
    assert (found.status, found.reason) == (Status.CANCELLED, Reason("exception", "illness"))


def test_a_cancelled_occurrence_stays_on_its_day() -> None:
    found = only(SONG, Override("song", TUESDAY, cancelled=True, new_date=MONDAY))
    assert (found.status, found.day) == (Status.CANCELLED, TUESDAY)


def test_a_moved_occurrence_is_shown_on_its_new_day_only() -> None:
    override = Override("song", TUESDAY, new_date=TUESDAY + DAY, reason="staff_away")
    [found] = occurrences([SONG], [override], None, MONDAY, MONDAY + 6 * DAY)
    assert (found.status, found.original, found.day) == (Status.MOVED, TUESDAY, TUESDAY + DAY)
    assert found.reason == Reason("exception", "staff_away")


def test_an_occurrence_moved_out_of_the_range_is_not_in_it_and_one_moved_into_it_is() -> None:
    override = Override("song", TUESDAY, new_date=TUESDAY + 10 * DAY)
    assert occurrences([SONG], [override], None, MONDAY, MONDAY + 6 * DAY) == []
    assert only(SONG, override, on=TUESDAY + 10 * DAY).original == TUESDAY


def test_an_occurrence_may_move_past_the_end_of_its_series() -> None:
    ended = replace(SONG, last=TUESDAY)
    assert only(ended, Override("song", TUESDAY, new_date=NEXT_TUESDAY), on=NEXT_TUESDAY).original == TUESDAY


def test_a_new_start_keeps_the_length() -> None:
    found = only(SONG, Override("song", TUESDAY, starts=13 * 60))
    assert (found.status, found.starts, found.ends) == (Status.MOVED, 13 * 60, 14 * 60)


def test_a_new_start_late_in_the_evening_ends_at_midnight() -> None:
    assert only(SONG, Override("song", TUESDAY, starts=23 * 60 + 30)).ends == 24 * 60


def test_a_new_place_is_a_move() -> None:
    found = only(SONG, Override("song", TUESDAY, place="Library"))
    assert (found.status, found.place, found.day) == (Status.MOVED, "Library", TUESDAY)


def test_an_override_that_changes_nothing_but_gives_a_reason_moves_nothing() -> None:
    found = only(SONG, Override("song", TUESDAY, starts=600, reason="event"))
    assert (found.status, found.reason) == (Status.PLANNED, Reason("exception", "event"))


def test_an_override_survives_an_edit_of_the_times() -> None:
    override = Override("song", TUESDAY, place="Library")
    later = replace(SONG, starts=13 * 60, ends=15 * 60)
    found = only(later, override)
    assert (found.place, found.starts, found.ends) == ("Library", 13 * 60, 15 * 60)


def test_a_new_end_that_an_edit_left_before_the_start_is_forgotten() -> None:
    later = replace(SONG, starts=13 * 60, ends=15 * 60)
    assert only(later, Override("song", TUESDAY, ends=11 * 60 + 30)).ends == 15 * 60


@pytest.mark.parametrize("change", [{"cancelled": True}, {"new_date": MONDAY}])
def test_an_override_of_a_day_the_series_has_left_has_no_effect(change: dict[str, object]) -> None:
    override = Override("song", TUESDAY, **change)  # type: ignore[arg-type]
    on_fridays = replace(SONG, weekdays=(5,))
    found = occurrences([on_fridays], [override], None, MONDAY, MONDAY + 6 * DAY)
    assert [(o.day, o.status) for o in found] == [(MONDAY + 4 * DAY, Status.PLANNED)]


def test_an_override_touches_no_other_series() -> None:
    assert only(SONG, Override("dance", TUESDAY, cancelled=True)).status is Status.PLANNED


def test_occurrences_come_in_order_of_day_start_and_key() -> None:
    early = replace(SONG, key="z", starts=9 * 60)
    found = occurrences(
        [replace(SONG, key="b"), replace(SONG, key="a"), early], [], None, MONDAY, NEXT_TUESDAY
    )
    assert [o.series.key for o in found] == ["z", "a", "b"] * 2


# --- What the house does ---------------------------------------------------------------------------------------------


def test_a_closed_service_cancels_its_occurrences_and_says_why() -> None:
    found = only(SONG, of=house(exception(Kind.CLOSED, "bvc")))
    assert (found.status, found.reason) == (Status.CANCELLED, Reason("exception", "illness"))


def test_a_closed_service_leaves_other_services_alone() -> None:
    assert only(SONG, of=house(exception(Kind.CLOSED, "bmm"))).status is Status.PLANNED


def test_a_red_day_cancels() -> None:
    epiphany = dt.date(2026, 1, 6)
    found = only(SONG, of=house(), on=epiphany)
    assert (found.status, found.reason) == (Status.CANCELLED, Reason("red_day", "epiphany"))


def test_a_temporarily_closed_centre_cancels() -> None:
    found = only(SONG, of=house(operation=Operation("temporarily_closed")))
    assert (found.status, found.reason) == (Status.CANCELLED, Reason("status", "temporarily_closed"))


def test_a_planned_centre_cancels_until_it_opens() -> None:
    planned = house(operation=Operation("planned", first=NEXT_TUESDAY))
    found = only(SONG, of=planned)
    assert (found.status, found.reason) == (Status.CANCELLED, Reason("status", "planned"))
    assert only(SONG, of=planned, on=NEXT_TUESDAY).status is Status.PLANNED


def test_a_moved_service_takes_its_occurrences_along() -> None:
    found = only(SONG, of=house(exception(Kind.MOVED, "bvc", place="Library")))
    assert (found.status, found.place) == (Status.MOVED, "Library")
    assert found.reason == Reason("exception", "illness")


def test_a_moved_centre_moves_the_occurrence_out_of_its_room() -> None:
    found = only(SONG, of=house(operation=Operation("moved")))
    assert (found.status, found.place) == (Status.MOVED, "")


def test_a_place_given_for_one_day_stands_when_the_service_moves() -> None:
    moved = house(exception(Kind.MOVED, "bvc", place="Library"))
    assert only(SONG, Override("song", TUESDAY, place="Park"), of=moved).place == "Park"


def test_other_hours_cancel_what_they_leave_outside() -> None:
    short = exception(Kind.OTHER_HOURS, "bvc", spans=(Span(0, 12 * 60, 15 * 60),))
    found = only(SONG, of=house(short))
    assert (found.status, found.reason) == (Status.CANCELLED, Reason("exception", "illness"))


def test_other_hours_cancel_nothing_that_starts_inside_them() -> None:
    short = exception(Kind.OTHER_HOURS, "bvc", spans=(Span(0, 10 * 60, 10 * 60 + 30),))
    assert only(SONG, of=house(short)).status is Status.PLANNED


def test_other_hours_on_the_telephone_let_nobody_in() -> None:
    phone = exception(Kind.OTHER_HOURS, "bvc", spans=(Span(0, 9 * 60, 16 * 60, Mode.PHONE),))
    assert only(SONG, of=house(phone)).status is Status.CANCELLED


def test_other_hours_at_another_place_move_what_starts_inside_them() -> None:
    away = exception(Kind.OTHER_HOURS, "bvc", spans=(Span(0, 9 * 60, 12 * 60),), place="Library")
    found = only(SONG, of=house(away))
    assert (found.status, found.place) == (Status.MOVED, "Library")


def test_an_early_closing_cancels_what_starts_after_it() -> None:
    rules = Rules(day_before_red=DayRule(Action.EARLY, 12 * 60))
    early = house(services=(replace(BVC, rules=rules),))
    day_before_epiphany = dt.date(2027, 1, 5)
    afternoon = replace(SONG, starts=13 * 60, ends=14 * 60)
    assert only(afternoon, of=early, on=day_before_epiphany).reason == Reason("day_before_red")
    assert only(SONG, of=early, on=day_before_epiphany).status is Status.PLANNED


def test_an_activity_outside_the_ordinary_hours_is_not_cancelled_by_other_hours() -> None:
    evening = replace(SONG, starts=18 * 60, ends=19 * 60)
    short = exception(Kind.OTHER_HOURS, "bvc", spans=(Span(0, 12 * 60, 15 * 60),))
    assert only(evening, of=house(short)).status is Status.PLANNED


def test_unconfirmed_and_unknown_hours_change_nothing() -> None:
    unconfirmed = House(CentreTimes((BVC,), max_age=10))
    assert only(SONG, of=unconfirmed).status is Status.PLANNED
    assert only(SONG, of=house(services=(ServiceTimes("bvc"),))).status is Status.PLANNED


def test_a_moved_occurrence_is_judged_on_its_new_day() -> None:
    override = Override("song", TUESDAY, new_date=TUESDAY + DAY)
    closed_before = house(exception(Kind.CLOSED, "bvc"))
    closed_after = house(exception(Kind.CLOSED, "bvc", day=TUESDAY + DAY))
    assert only(SONG, override, of=closed_before, on=TUESDAY + DAY).status is Status.MOVED
    assert only(SONG, override, of=closed_after, on=TUESDAY + DAY).status is Status.CANCELLED


def test_a_cancelled_occurrence_keeps_its_own_reason_on_a_closed_day() -> None:
    override = Override("song", TUESDAY, cancelled=True, reason="training")
    assert only(SONG, override, of=house(exception(Kind.CLOSED))).reason == Reason("exception", "training")


WHOLE_HOUSE = replace(SONG, service="")


def test_the_whole_house_cancels_only_when_every_service_is_closed() -> None:
    assert only(WHOLE_HOUSE, of=house(exception(Kind.CLOSED, "bvc"))).status is Status.PLANNED
    found = only(WHOLE_HOUSE, of=house(exception(Kind.CLOSED, "bvc", "bmm")))
    assert (found.status, found.reason) == (Status.CANCELLED, Reason("exception", "illness"))


def test_a_house_closed_for_several_reasons_names_none() -> None:
    illness, training = exception(Kind.CLOSED, "bvc"), exception(Kind.CLOSED, "bmm")
    both = house(illness, replace(training, key="f", reason="training"))
    assert only(WHOLE_HOUSE, of=both).reason is None
    assert only(WHOLE_HOUSE, of=both).status is Status.CANCELLED


def test_a_house_that_closes_early_cancels_what_belongs_to_the_whole_of_it() -> None:
    short = exception(Kind.OTHER_HOURS, spans=(Span(0, 12 * 60, 15 * 60),))
    assert only(WHOLE_HOUSE, of=house(short)).status is Status.CANCELLED


def test_the_whole_house_is_moved_when_all_its_services_are() -> None:
    assert only(WHOLE_HOUSE, of=house(exception(Kind.MOVED, place="Library"))).place == "Library"
    assert only(WHOLE_HOUSE, of=house(exception(Kind.MOVED, "bvc", place="Library"))).status is Status.PLANNED


def test_a_service_that_is_there_does_not_open_a_closed_house() -> None:
    own = exception(Kind.OTHER_HOURS, "bvc", spans=(Span(0, 540, 720),), even_when_closed=True)
    closed = replace(exception(Kind.CLOSED), key="f", reason="renovation")
    found = only(WHOLE_HOUSE, of=house(own, closed))
    assert (found.status, found.reason) == (Status.CANCELLED, Reason("exception", "renovation"))
    assert only(SONG, of=house(own, closed)).status is Status.PLANNED


def test_a_house_without_services_has_exceptions_all_the_same() -> None:
    bare = house(exception(Kind.CLOSED), services=())
    assert only(WHOLE_HOUSE, of=bare).status is Status.CANCELLED
    assert only(WHOLE_HOUSE, of=bare, on=NEXT_TUESDAY).status is Status.PLANNED


def test_an_activity_of_a_service_the_house_does_not_have_follows_the_whole_house() -> None:
    lost = replace(SONG, service="gone")
    assert only(lost, of=house()).status is Status.PLANNED
    assert only(lost, of=house(exception(Kind.CLOSED))).status is Status.CANCELLED


# --- Moments ---------------------------------------------------------------------------------------------------------


def at(day: dt.date, starts: int, ends: int) -> tuple[str, str]:
    found = only(Series("night", starts, ends, weekdays=(day.isoweekday(),)), on=day)
    return f"{found.begins:%d %H:%M}", f"{found.finishes:%d %H:%M}"


def test_moments_follow_the_clock_on_the_wall() -> None:
    assert at(dt.date(2026, 3, 28), 600, 660) == ("28 09:00", "28 10:00")
    assert at(dt.date(2026, 3, 29), 600, 660) == ("29 08:00", "29 09:00")


def test_midnight_is_the_end_of_the_day() -> None:
    assert at(TUESDAY, 23 * 60, 24 * 60) == ("24 22:00", "24 23:00")


def test_nothing_ends_before_it_begins_in_the_hour_that_is_skipped() -> None:
    assert at(dt.date(2026, 3, 29), 150, 180) == ("29 01:30", "29 01:30")


def test_what_spans_the_hour_that_comes_twice_is_an_hour_longer() -> None:
    assert at(dt.date(2026, 10, 25), 60, 240) == ("24 23:00", "25 03:00")


@pytest.mark.parametrize("day", [dt.date.min, dt.date(9999, 12, 31)])
@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_the_ends_of_the_calendar_are_no_error(day: dt.date, rhythm: Rhythm) -> None:
    series = Series("end", 0, 1440, rhythm, weekdays=(1, 2, 3, 4, 5, 6, 7), nth=(1, -1), dates=(day,))
    for found in occurrences([series], [], None, day, day):
        assert found.begins <= found.finishes


# --- The warning to editors ------------------------------------------------------------------------------------------


def warned(series: Series, of: House) -> list[dt.date]:
    return outside_hours(series, of, MONDAY, MONDAY + 6 * DAY)


def test_an_activity_inside_ordinary_hours_warns_nobody() -> None:
    assert warned(SONG, house()) == []


def test_an_activity_that_begins_before_or_ends_after_the_hours_warns() -> None:
    assert warned(replace(SONG, starts=8 * 60), house()) == [TUESDAY]
    assert warned(replace(SONG, ends=16 * 60 + 1), house()) == [TUESDAY]


def test_a_lunch_gap_warns_and_spans_that_meet_do_not() -> None:
    gap = Schedule((Span(2, 540, 630), Span(2, 640, 700)))
    met = Schedule((Span(2, 640, 700, Mode.BY_APPOINTMENT), Span(2, 540, 640)))
    assert warned(SONG, house(services=(ServiceTimes("bvc", (gap,)),))) == [TUESDAY]
    assert warned(SONG, house(services=(ServiceTimes("bvc", (met,)),))) == []


def test_telephone_hours_do_not_make_a_service_open() -> None:
    phone = Schedule((Span(2, 540, 960, Mode.PHONE),))
    assert warned(SONG, house(services=(ServiceTimes("bvc", (phone,)),))) == [TUESDAY]


def test_the_warning_asks_the_season_and_no_exception() -> None:
    summer = Schedule((), first=MONDAY, last=MONDAY + 6 * DAY)
    assert warned(SONG, house(services=(ServiceTimes("bvc", (NINE_TO_FOUR, summer)),))) == [TUESDAY]
    assert warned(SONG, house(exception(Kind.CLOSED))) == []


def test_unknown_hours_never_warn() -> None:
    assert warned(SONG, house(services=(ServiceTimes("bvc"),))) == []
    assert warned(WHOLE_HOUSE, house(services=())) == []
    assert warned(replace(WHOLE_HOUSE, starts=0), house(services=(BMM, ServiceTimes("bvc")))) == []


def test_the_whole_house_is_open_when_one_of_its_services_is() -> None:
    mornings = ServiceTimes("bvc", (Schedule((Span(2, 540, 600),)),))
    assert warned(replace(WHOLE_HOUSE, starts=570), house(services=(mornings, BMM))) == []
    assert warned(replace(WHOLE_HOUSE, starts=480), house(services=(mornings, BMM))) == [TUESDAY]


# --- Against a reading of each day by itself -------------------------------------------------------------------------

FIRST = dt.date(2026, 12, 1)
"""Six weeks over new year: week 53 included."""
near = st.integers(0, 44).map(lambda number: FIRST + number * DAY)
minutes = st.integers(0, 24 * 60)
weekdays = st.lists(st.integers(1, 7), max_size=4).map(tuple)


@st.composite
def some_series(draw: st.DrawFn, key: str) -> Series:
    starts, ends = sorted(draw(st.lists(minutes, min_size=2, max_size=2, unique=True)))
    return Series(
        key,
        starts,
        ends,
        draw(st.sampled_from(Rhythm)),
        weekdays=draw(weekdays),
        nth=draw(st.lists(st.sampled_from([1, 2, 3, 4, -1]), max_size=3).map(tuple)),
        dates=draw(st.lists(near, max_size=4).map(tuple)),
        first=draw(st.none() | near),
        last=draw(st.none() | near),
        service=draw(st.sampled_from(["", "bvc", "bmm", "gone"])),
        place=draw(st.sampled_from(["", "Room"])),
    )


@st.composite
def some_override(draw: st.DrawFn) -> Override:
    return Override(
        draw(st.sampled_from(["a", "b", "c"])),
        draw(near),
        cancelled=draw(st.booleans()),
        new_date=draw(st.none() | near),
        starts=draw(st.none() | st.integers(0, 24 * 60 - 1)),
        ends=draw(st.none() | st.integers(1, 24 * 60)),
        place=draw(st.sampled_from(["", "Park"])),
        reason=draw(st.sampled_from(["", "illness"])),
    )


@st.composite
def some_exception(draw: st.DrawFn) -> DatedException:
    first, last = sorted([draw(near), draw(near)])
    return DatedException(
        draw(st.sampled_from("xyz")),
        draw(st.sampled_from(Kind)),
        first,
        last,
        draw(st.frozensets(st.sampled_from(["bvc", "bmm"]))),
        spans=draw(st.sampled_from([(), (Span(0, 600, 720),)])),
        place="Library",
        reason=draw(st.sampled_from(["", "illness"])),
    )


@st.composite
def some_house(draw: st.DrawFn) -> House:
    exceptions = tuple(draw(st.lists(some_exception(), max_size=3)))
    services = draw(st.sampled_from([(), (BVC,), (BVC, BMM), (ServiceTimes("bvc"), BMM)]))
    status = draw(st.sampled_from(["open", "open", "planned", "moved", "temporarily_closed"]))
    return House(CentreTimes(services, exceptions, Operation(status, draw(near)), confirm_periods=False))


def falls(series: Series, day: dt.date) -> bool:
    """The rhythm read as a person reads a calendar."""
    if (series.first and day < series.first) or (series.last and day > series.last):
        return False
    if series.rhythm is Rhythm.DATES:
        return day in series.dates
    if day.isoweekday() not in series.weekdays:
        return False
    column = [
        week[day.weekday()] for week in calendar.monthcalendar(day.year, day.month) if week[day.weekday()]
    ]
    week = int(f"{day:%V}")
    return {
        Rhythm.WEEKLY: True,
        Rhythm.ODD: week in range(1, 54, 2),
        Rhythm.EVEN: week in range(2, 54, 2),
        Rhythm.MONTHLY: any(column[n if n < 0 else n - 1] == day.day for n in series.nth if n <= len(column)),
    }[series.rhythm]


@given(some_series("a"), near, near)
def test_the_days_of_a_series_are_those_that_a_calendar_shows(
    series: Series, first: dt.date, last: dt.date
) -> None:
    asked = [FIRST + number * DAY for number in range(45)]
    assert list(series.days(first, last)) == [d for d in asked if first <= d <= last and falls(series, d)]


@given(
    st.tuples(some_series("a"), some_series("b")),
    st.lists(some_override(), max_size=6, unique_by=lambda o: (o.series, o.date)),
    st.none() | some_house(),
    near,
    near,
)
def test_a_range_holds_what_its_days_hold_and_each_occurrence_once(
    series: tuple[Series, ...], overrides: list[Override], of: House | None, first: dt.date, last: dt.date
) -> None:
    found = occurrences(series, overrides, of, first, last)
    by_day = []
    for number in range((last - first).days + 1):
        by_day += occurrences(series, overrides, of, first + number * DAY, first + number * DAY)
    assert found == by_day
    # What the days of the series and the overrides say, one by one.
    expected = []
    for one in series:
        for day in (FIRST + number * DAY for number in range(45)):
            override = next((o for o in overrides if (o.series, o.date) == (one.key, day)), None)
            moves = override is not None and override.new_date is not None and not override.cancelled
            held = override.new_date if override and moves else day
            if falls(one, day) and held and first <= held <= last:
                expected.append((one.key, day, held))
    assert sorted((o.series.key, o.original, o.day) for o in found) == sorted(expected)
    for occurrence in found:
        assert 0 <= occurrence.starts < occurrence.ends <= 24 * 60
        assert occurrence.begins <= occurrence.finishes
        is_cancelled = bool(occurrence.override and occurrence.override.cancelled)
        assert not is_cancelled or occurrence.status is Status.CANCELLED


@given(some_series("a"), some_house(), near)
def test_a_service_closed_all_day_holds_nothing(series: Series, of: House, day: dt.date) -> None:
    keys = [service.key for service in of.times.services]
    if series.service in keys and of.plan(series.service, day).state == "closed":
        for found in occurrences([series], [], of, day, day):
            assert (found.status, found.reason) == (Status.CANCELLED, of.plan(series.service, day).reason)
