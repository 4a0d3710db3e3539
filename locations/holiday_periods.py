"""The times of the year when hours differ most: before each, a centre's hours must be confirmed anew. Pure."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from locations.calendar_days import KNOWN_YEARS, easter_sunday


@dataclass(frozen=True, slots=True)
class Period:
    """One occurrence of a holiday period; both days belong to it."""

    key: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Recurring:
    """A period that comes every year; `days` gives its first and last day for the year in which it begins."""

    key: str
    days: Callable[[int], tuple[dt.date, dt.date]]

    def beginning_in(self, year: int) -> Period:
        return Period(self.key, *self.days(year))


def _weeks(first: int, last: int) -> Callable[[int], tuple[dt.date, dt.date]]:
    return lambda year: (dt.date.fromisocalendar(year, first, 1), dt.date.fromisocalendar(year, last, 7))


def _easter(year: int) -> tuple[dt.date, dt.date]:
    """From Maundy Thursday to Easter Monday."""
    sunday = easter_sunday(year)
    return sunday - dt.timedelta(days=3), sunday + dt.timedelta(days=1)


HOLIDAY_PERIODS = (
    Recurring("christmas", lambda year: (dt.date(year, 12, 20), dt.date(year + 1, 1, 7))),
    Recurring("easter", _easter),
    Recurring("summer", _weeks(25, 33)),
)


def last_begun(day: dt.date) -> Period | None:
    """The latest period that began on a day or before it; it may have ended since. None in years long past."""
    years = {day.year - 1, day.year}.intersection(KNOWN_YEARS)
    begun = (recurring.beginning_in(year) for recurring in HOLIDAY_PERIODS for year in years)
    return max((period for period in begun if period.first <= day), key=lambda p: p.first, default=None)
