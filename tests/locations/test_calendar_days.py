"""The Swedish calendar, against days read from a wall calendar, and against its own rules on any day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locations import calendar_days

RED_DAYS_OF_2026 = {
    "01-01": "new_years_day",
    "01-06": "epiphany",
    "04-03": "good_friday",
    "04-05": "easter_sunday",
    "04-06": "easter_monday",
    "05-01": "may_day",
    "05-14": "ascension_day",
    "05-24": "whit_sunday",
    "06-06": "national_day",
    "06-20": "midsummer_day",
    "10-31": "all_saints_day",
    "12-25": "christmas_day",
    "12-26": "boxing_day",
}
EVES_OF_2026 = {"06-19": "midsummer_eve", "12-24": "christmas_eve", "12-31": "new_years_eve"}
SQUEEZE_DAYS = {2026: ["01-02", "01-05", "05-15"], 2027: ["05-07"]}


def days_of(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1).toordinal()
    return [dt.date.fromordinal(first + n) for n in range(366 if year % 4 == 0 else 365)]


def test_the_red_days_of_a_year_are_those_of_the_law() -> None:
    found = {f"{day:%m-%d}": key for day in days_of(2026) if (key := calendar_days.red_day(day))}
    assert found == RED_DAYS_OF_2026


def test_three_eves_are_eves_and_no_others() -> None:
    assert {f"{day:%m-%d}": key for day in days_of(2026) if (key := calendar_days.eve(day))} == EVES_OF_2026


@pytest.mark.parametrize("year", SQUEEZE_DAYS)
def test_a_squeeze_day_is_a_working_day_between_two_days_off(year: int) -> None:
    found = [f"{day:%m-%d}" for day in days_of(year) if calendar_days.is_squeeze_day(day)]
    assert found == SQUEEZE_DAYS[year]


def test_an_ordinary_sunday_is_no_red_day() -> None:
    assert calendar_days.red_day(dt.date(2026, 11, 22)) is None


def test_two_red_days_on_one_day_are_one() -> None:
    assert calendar_days.red_day(dt.date(2008, 5, 1)) == "ascension_day"


def test_whit_monday_was_a_red_day_without_a_key_of_its_own() -> None:
    assert calendar_days.red_day(dt.date(2004, 5, 31)) == calendar_days.OTHER


@pytest.mark.parametrize("day", ["2026-01-05", "2026-04-02", "2026-04-30", "2026-05-13", "2026-10-30"])
def test_maundy_thursday_valborg_and_their_like_are_days_before_a_red_day(day: str) -> None:
    assert calendar_days.is_day_before_red(dt.date.fromisoformat(day))
    assert calendar_days.eve(dt.date.fromisoformat(day)) is None


@given(st.dates())
def test_no_day_is_an_error(day: dt.date) -> None:
    assert not (calendar_days.is_squeeze_day(day) and calendar_days.is_off(day))
    assert not (calendar_days.red_day(day) and calendar_days.eve(day))
    assert calendar_days.is_day_before_red(day) in (True, False)


@pytest.mark.parametrize("day", [dt.date.min, dt.date(9999, 12, 31), dt.date(1952, 12, 25)])
def test_outside_the_known_years_every_day_is_ordinary(day: dt.date) -> None:
    assert calendar_days.red_day(day) is None
    assert not calendar_days.is_squeeze_day(day)
    assert not calendar_days.is_day_before_red(day)


@pytest.mark.parametrize(("year", "day"), [(2026, "04-05"), (2027, "03-28"), (2028, "04-16")])
def test_easter_sunday_moves(year: int, day: str) -> None:
    assert f"{calendar_days.easter_sunday(year):%m-%d}" == day


def test_the_first_and_the_last_known_year_have_red_days() -> None:
    known = calendar_days.KNOWN_YEARS
    assert [calendar_days.red_day(dt.date(year, 1, 1)) for year in (known[0], known[-1])] == [
        "new_years_day"
    ] * 2
