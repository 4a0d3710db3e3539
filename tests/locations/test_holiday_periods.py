"""The periods before which hours must be confirmed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locations.calendar_days import KNOWN_YEARS
from locations.holiday_periods import next_period, period_on

PERIODS = {
    "christmas": ("2026-12-20", "2027-01-07"),
    "easter": ("2026-04-02", "2026-04-06"),
    "summer": ("2026-06-15", "2026-08-16"),
}


def key_on(day: dt.date) -> str | None:
    period = period_on(day)
    return period.key if period else None


@pytest.mark.parametrize("key", PERIODS)
def test_both_ends_of_a_period_belong_to_it(key: str) -> None:
    first, last = (dt.date.fromisoformat(day) for day in PERIODS[key])
    day = dt.timedelta(days=1)
    assert [key_on(found) for found in (first - day, first, last, last + day)] == [None, key, key, None]


def test_the_christmas_that_began_last_year_holds_in_january() -> None:
    period = period_on(dt.date(2027, 1, 2))
    assert period is not None
    assert period.first == dt.date(2026, 12, 20)


@pytest.mark.parametrize(
    ("day", "key", "first"),
    [
        ("2026-11-23", "christmas", "2026-12-20"),
        ("2026-12-20", "easter", "2027-03-25"),
        ("2026-04-01", "easter", "2026-04-02"),
        ("2026-08-16", "christmas", "2026-12-20"),
    ],
)
def test_the_next_period_begins_after_the_day(day: str, key: str, first: str) -> None:
    coming = next_period(dt.date.fromisoformat(day))
    assert (coming.key, coming.first.isoformat()) == (key, first)


@given(st.dates())
def test_no_day_is_an_error_and_a_period_holds_its_day(day: dt.date) -> None:
    period = period_on(day)
    assert period is None or period.first <= day <= period.last
    assert period is None or period.first.year in KNOWN_YEARS


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)))
def test_no_period_comes_before_the_next_one(day: dt.date) -> None:
    coming = next_period(day)
    assert coming.first > day
    between = (day + dt.timedelta(days=number) for number in range(1, (coming.first - day).days))
    here = period_on(day)
    assert {period_on(found) for found in between} <= {None, here}
