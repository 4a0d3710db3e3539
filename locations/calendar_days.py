"""What the Swedish calendar says of a day: red day, eve, squeeze day, day before a red day. Pure.

Red days and eves come from the `holidays` library (Lag 1989:253 om allmänna helgdagar; the three eves on which nobody
works although no law says so). Sundays are no red days here: a schedule knows its weekdays. Squeeze days are ours, because
the library knows one of seven.
"""

import datetime as dt
from functools import cache

import holidays

DAY = dt.timedelta(days=1)
SATURDAY = 6
KNOWN_YEARS = range(1953, 2101)
"""The years whose red days and eves the library knows; in others it names none."""

OTHER = "public_holiday"
"""A red day of a year long past that has no key of its own, such as Whit Monday."""

# The library's English name → our key. choices.DayName gives the words of each language.
_RED_DAYS = {
    "New Year's Day": "new_years_day",
    "Epiphany": "epiphany",
    "Good Friday": "good_friday",
    "Easter Sunday": "easter_sunday",
    "Easter Monday": "easter_monday",
    "May Day": "may_day",
    "Ascension Day": "ascension_day",
    "Pentecost": "whit_sunday",
    "National Day": "national_day",
    "Midsummer Day": "midsummer_day",
    "All Saints' Day": "all_saints_day",
    "Christmas Day": "christmas_day",
    "Second Day of Christmas": "boxing_day",
}
_EVES = {
    "Midsummer Eve": "midsummer_eve",
    "Christmas Eve": "christmas_eve",
    "New Year's Eve": "new_years_eve",
}


@cache
def _named(year: int, category: str) -> dict[dt.date, str]:
    keys = _RED_DAYS if category == "public" else _EVES
    # May Day and Ascension Day fell together in 2008: the library joins their names; the first is enough.
    found = holidays.country_holidays(
        "SE", years=year, categories=(category,), include_sundays=False, language="en_US"
    )
    return {day: keys.get(name.split("; ")[0], OTHER) for day, name in found.items()}


def red_day(day: dt.date) -> str | None:
    """The key of the red day ("christmas_day"), or None."""
    return _named(day.year, "public").get(day)


def eve(day: dt.date) -> str | None:
    """ "midsummer_eve", "christmas_eve", "new_years_eve" or None. Other eves count only as day before a red day."""
    return _named(day.year, "de_facto").get(day)


def is_day_before_red(day: dt.date) -> bool:
    return day < dt.date.max and red_day(day + DAY) is not None


def is_off(day: dt.date) -> bool:
    """Saturday, Sunday, red day or eve."""
    return day.isoweekday() >= SATURDAY or red_day(day) is not None or eve(day) is not None


def is_squeeze_day(day: dt.date) -> bool:
    """A working day between two days that are off (klämdag)."""
    return dt.date.min < day < dt.date.max and not is_off(day) and is_off(day - DAY) and is_off(day + DAY)


def easter_sunday(year: int) -> dt.date:
    """For the years of KNOWN_YEARS."""
    return next(day for day, key in _named(year, "public").items() if key == "easter_sunday")
