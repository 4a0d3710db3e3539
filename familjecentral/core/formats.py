"""The one place for how dates, times, numbers, telephone numbers and names of languages are written.

Names come from Babel (CLDR); the patterns are ours: day before month, 24 hours, Western digits, weeks that
start on Monday, in every language. Pure: the value and the language's code are arguments, text comes back
(never HTML). Unknown codes raise KeyError.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names
from babel.numbers import format_decimal

from familjecentral.core import languages

ZONE = ZoneInfo("Europe/Stockholm")
NBSP = "\u00a0"
# U+2060 keeps a range on one line: browsers may break after an en dash.
DASH = "–\u2060"


@dataclass(frozen=True, slots=True)
class _Style:
    """One language's patterns; the defaults are what most languages use."""

    babel: str | None = None  # CLDR locale, where it is not our own code
    day_month: str = "{day} {month}"
    short_day_month: str = "{day} {month}"
    month_year: str = "{month} {year}"
    with_year: str = "{date} {year}"
    with_weekday: str = "{weekday} {date}"
    with_time: str = "{date}, {time}"
    clock: str = "{hour:02}:{minute:02}"
    full_hour: str = "{hour:02}:00"
    at: str = "{time}"
    # Right-to-left languages say ranges in words: "09:00–12:00" would show its end first.
    span: str = "{start}" + DASH + "{end}"
    comma: str = ", "


_SWEDISH = _Style(
    "sv", with_time="{date} {time}", clock="{hour}.{minute:02}", full_hour="{hour}", at=f"kl.{NBSP}{{time}}"
)
_STYLES = {
    "sv": _SWEDISH,
    "sv-simple": _SWEDISH,
    "en": _Style("en_GB"),
    "fi": _Style(
        day_month="{day}. {month}",
        short_day_month="{day}.{number}.",
        with_time="{date} {time}",
        clock="{hour}.{minute:02}",
        full_hour="{hour}",
        at=f"klo{NBSP}{{time}}",
    ),
    "ar": _Style(
        with_weekday="{weekday}، {date}",
        with_time="{date}، {time}",
        span="من {start} إلى {end}",
        comma="، ",
    ),
    "so": _Style(with_weekday="{weekday}, {date}"),
    "tr": _Style(with_weekday="{date} {weekday}"),
    "es": _Style(
        day_month="{day} de {month}",
        month_year="{month} de {year}",
        with_year="{date} de {year}",
        with_weekday="{weekday}, {date}",
    ),
    "fa": _Style(with_time="{date}، {time}", span="از {start} تا {end}", comma="، "),
    "pl": _Style(with_weekday="{weekday}, {date}"),
    "ckb": _Style(
        day_month="{day}ی {month}",
        short_day_month="{day}ی {month}",
        month_year="{month}ی {year}",
        with_year="{date}ی {year}",
        with_weekday="{weekday}، {date}",
        with_time="{date}، {time}",
        span="لە {start} تا {end}",
        comma="، ",
    ),
    "ti": _Style(with_weekday="{weekday}፡ {date}"),
}
_DEFAULT = _Style()

# Where the glossary differs from CLDR, with the reason.
# Arabic: CLDR repeats the full names.
_ARABIC_SHORT_DAYS = ("إثنين", "ثلاثاء", "أربعاء", "خميس", "جمعة", "سبت", "أحد")
_SORANI_SPELLING = {"ھەینی": "هەینی", "کانونی یەکەم": "کانوونی یەکەم"}  # h as U+0647; one spelling of Kanûn
_TIGRINYA_MAY = "ግንቦት"  # the usual Eritrean spelling; CLDR has ጉንበት

# Emergency and advice numbers are no E.164 numbers: stored as dialled, shown as people know them.
SHORT_NUMBERS = {"112": "112", "1177": "1177", "11313": "113 13", "11414": "114 14"}

# CLDR keys for codes that it names otherwise, and names that Swedish readers know better or that it lacks.
_CLDR_LANGUAGE = {"prs": "fa_AF"}
_LANGUAGE_NAMES = {
    "sv": {"ckb": "kurdiska (sorani)", "kmr": "kurdiska (kurmanji)", "ps": "pashto"},
    "en": {"ckb": "Kurdish (Sorani)", "kmr": "Kurdish (Kurmanji)"},
    "so": {"prs": "Dari"},  # CLDR's "Faarsi" is also Somali for Persian
    "kmr": {"kmr": "Kurmancî"},
}


def _style(language: str) -> _Style:
    return _STYLES.get(languages.by_code(language).code, _DEFAULT)


def _babel(language: str) -> str:
    return _style(language).babel or language.replace("-", "_")


@cache
def _weekdays(language: str, short: bool) -> tuple[str, ...]:
    if short and language == "ar":
        return _ARABIC_SHORT_DAYS
    # "stand-alone" is the base form: Finnish "maanantai", not "maanantaina" (on Monday).
    names = get_day_names("abbreviated" if short else "wide", "stand-alone", _babel(language))
    return tuple(_SORANI_SPELLING.get(names[index], names[index]) for index in range(7))


@cache
def _months(language: str, short: bool, in_date: bool) -> tuple[str, ...]:
    # Beside a day Finnish takes the partitive and Polish the genitive: CLDR's "format" context. In Somali
    # only that context has today's spelling (Janaayo, Agosto); in Persian it has an ezafe that hangs in the
    # air where no year follows.
    beside_a_day = (in_date and language != "fa") or language == "so"
    context: Literal["format", "stand-alone"] = "format" if beside_a_day else "stand-alone"
    names = get_month_names("abbreviated" if short else "wide", context, _babel(language))
    listed = [_SORANI_SPELLING.get(names[number], names[number]) for number in range(1, 13)]
    if language == "ti" and not short:
        listed[4] = _TIGRINYA_MAY
    if _style(language) is _SWEDISH:
        listed = [name.rstrip(".") for name in listed]
    return tuple(listed)


def weekday_name(weekday: int, language: str, *, short: bool = False) -> str:
    """Name of an ISO weekday (1 Monday – 7 Sunday), base form."""
    if not 1 <= weekday <= 7:
        raise ValueError(f"ISO weekdays are 1–7, not {weekday}")
    return _weekdays(language, short)[weekday - 1]


def month_name(month: int, language: str, *, short: bool = False) -> str:
    """Name of a month (1–12), base form; never put it beside a day: use `date`."""
    if not 1 <= month <= 12:
        raise ValueError(f"months are 1–12, not {month}")
    return _months(language, short, False)[month - 1]


def date(day: dt.date, language: str, *, weekday: bool = False, year: bool = True) -> str:
    """ "3 augusti 2026", "måndag 3 augusti 2026", "3 augusti"."""
    style = _style(language)
    text = style.day_month.format(day=day.day, month=_months(language, False, True)[day.month - 1])
    if year:
        text = style.with_year.format(date=text, year=day.year)
    if weekday:
        text = style.with_weekday.format(date=text, weekday=weekday_name(day.isoweekday(), language))
    return text


def short_date(day: dt.date, language: str) -> str:
    """Day and short month where space is tight: "3 aug", Finnish "3.8."."""
    month = _months(language, True, True)[day.month - 1]
    return _style(language).short_day_month.format(day=day.day, month=month, number=day.month)


def month_year(day: dt.date, language: str) -> str:
    """ "augusti 2026"."""
    return _style(language).month_year.format(month=month_name(day.month, language), year=day.year)


def clock(time: dt.time, language: str, *, at: bool = False) -> str:
    """ "9", "13.30" in Swedish and Finnish, "09:00" in the others.

    With `at` as it stands in a sentence or alone: "kl. 9", "klo 9", "09:00". Leave it out where the message
    around it has the word already ("Öppnar kl. %(time)s").
    """
    style = _style(language)
    # A bare "0" is no time to anybody.
    pattern = style.full_hour if time.minute == 0 and time.hour else style.clock
    return _at(pattern.format(hour=time.hour, minute=time.minute), style, at)


def time_range(start: dt.time, end: dt.time, language: str, *, at: bool = False) -> str:
    """ "9–16" ("kl. 9–16" with `at`), "09:00–16:00", "من 09:00 إلى 16:00"; midnight as end is 24."""
    style = _style(language)
    until = clock(end, language) if end != dt.time(0) else midnight(language)
    return _at(style.span.format(start=clock(start, language), end=until), style, at)


def midnight(language: str) -> str:
    """The end of a day: "24", "24:00"."""
    return _style(language).full_hour.format(hour=24)


def at(time: str, language: str) -> str:
    """A time that is written already, as it stands alone: "kl. 9", "klo 9", "09:00"."""
    return _style(language).at.format(time=time)


def date_range(first: dt.date, last: dt.date, language: str, *, year: bool = True) -> str:
    """ "24 december–6 januari 2027", in words where that is how the language writes ranges."""
    style = _style(language)
    return style.span.format(start=date(first, language, year=False), end=date(last, language, year=year))


def weekday_range(first: int, last: int, language: str) -> str:
    """ "måndag–torsdag" of ISO weekdays; one name where they are the same."""
    names = [weekday_name(day, language) for day in (first, last)]
    return names[0] if first == last else _style(language).span.format(start=names[0], end=names[1])


def _at(text: str, style: _Style, at: bool) -> str:
    return style.at.format(time=text) if at else text


def date_time(
    moment: dt.datetime, language: str, *, weekday: bool = False, year: bool = True, zone: dt.tzinfo = ZONE
) -> str:
    """ "3 augusti 2026 kl. 14.05", in the zone's time. ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    local = moment.astimezone(zone)
    day = date(local.date(), language, weekday=weekday, year=year)
    return _style(language).with_time.format(date=day, time=clock(local.time(), language, at=True))


def iso_week(day: dt.date) -> str:
    """ "2026-W48", as in addresses."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def monday_of(week: str) -> dt.date:
    """The Monday of "2026-W48"; ValueError when the text is no week."""
    year, separator, number = week.partition("-W")
    if not (separator and len(week) == 8 and len(year) == 4 and week.isascii() and (year + number).isdigit()):
        raise ValueError(f"not an ISO week: {week!r}")
    return dt.date.fromisocalendar(int(year), int(number), 1)


def number(value: float, language: str) -> str:
    """Western digits, grouped as the language does: "1 234,5" (no-break space), "1,234.5"."""
    return format_decimal(value, locale=_babel(language), numbering_system="latn")


def file_size(size: int, language: str) -> str:
    """ "1,2 MB" from bytes: whole kilobytes below a megabyte, in the units every language writes alike."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{NBSP}kB"
    return f"{number(round(size / 1_000_000, 1), language)}{NBSP}MB"


def listed(texts: Iterable[str], language: str) -> str:
    """ "9–12, 13–15", with the language's own comma."""
    return _style(language).comma.join(texts)


def phone(stored: str) -> str:
    """Display form of a stored number, the same in every language: "08-530 610 00", "114 14".

    Foreign numbers are written internationally. What is no number is returned as it is: a visitor can still
    read it. In right-to-left text the template must isolate it (`<bdi>` in `dir="ltr"`).
    """
    if stored in SHORT_NUMBERS:
        return SHORT_NUMBERS[stored]
    try:
        parsed = phonenumbers.parse(stored)
    except phonenumbers.NumberParseException:
        return stored
    formats = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        parsed, formats.NATIONAL if parsed.country_code == 46 else formats.INTERNATIONAL
    )


def phone_uri(stored: str) -> str:
    """The address to dial: "tel:+46853061000", "tel:112"."""
    return f"tel:{stored}"


def postal_code(stored: str) -> str:
    """ "145 40" from "14540" or "145 40"; anything else as it is."""
    digits = "".join(stored.split())
    if len(digits) == 5 and digits.isascii() and digits.isdigit():
        return f"{digits[:3]} {digits[3:]}"
    return stored


@cache
def language_name(code: str, language: str) -> str:
    """Name of any language (ISO 639 code) for a reader of `language`, as inside a sentence.

    Where the reader's language has no word for it: the language's own name, then English, then the code.
    """
    reader = languages.by_code(language).tag
    for locale in (reader, code, "en"):
        if name := _LANGUAGE_NAMES.get(locale, {}).get(code) or _cldr_language_name(code, locale):
            return name
    return code


def _cldr_language_name(code: str, locale: str) -> str | None:
    key = _CLDR_LANGUAGE.get(code, code)
    # English names from British CLDR, as everything English here.
    locale = "en_GB" if locale == "en" else _CLDR_LANGUAGE.get(locale, locale)
    try:
        return Locale.parse(locale, sep="_").languages.get(key)
    except (UnknownLocaleError, ValueError):
        return None
