"""The periods before which hours must be confirmed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locations.calendar_days import KNOWN_YEARS
from locations.holiday_periods import HOLIDAY_PERIODS, last_begun

PERIODS = {
    "christmas": ("2026-12-20", "2027-01-07"),
    "easter": ("2026-04-02", "2026-04-06"),
    "summer": ("2026-06-15", "2026-08-16"),
}


@pytest.mark.parametrize("recurring", HOLIDAY_PERIODS, ids=lambda recurring: recurring.key)
def test_the_periods_of_2026_are_those_agreed(recurring: object) -> None:
    period = recurring.beginning_in(2026)  # type: ignore[attr-defined]
    assert (period.first.isoformat(), period.last.isoformat()) == PERIODS[period.key]


@pytest.mark.parametrize(
    ("day", "key"),
    [
        ("2026-04-01", "christmas"),
        ("2026-04-02", "easter"),
        ("2026-06-14", "easter"),
        ("2026-06-15", "summer"),
        ("2026-11-23", "summer"),
        ("2026-12-20", "christmas"),
        ("2027-01-02", "christmas"),
        ("2027-02-01", "christmas"),
    ],
)
def test_a_period_is_the_last_begun_until_the_next_begins(day: str, key: str) -> None:
    period = last_begun(dt.date.fromisoformat(day))
    assert period is not None
    assert period.key == key


@given(st.dates())
def test_no_day_is_an_error_and_the_period_has_begun(day: dt.date) -> None:
    period = last_begun(day)
    assert period is None or period.first <= day
    assert period is None or period.first.year in KNOWN_YEARS
