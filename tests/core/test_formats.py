import csv
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.core import formats, languages

GLOSSARY = Path(__file__).parents[2] / "locale" / "glossary.csv"
ROWS = {row["key"]: row for row in csv.DictReader(GLOSSARY.open(encoding="utf-8"))}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONDAY = date(2026, 8, 3)
NBSP = "\u00a0"
WJ = "\u2060"


@pytest.mark.parametrize("code", languages.CODES)
def test_weekdays_are_named_as_in_the_glossary(code: str) -> None:
    for number, day in enumerate(DAYS, start=1):
        assert formats.weekday_name(number, code) == ROWS[f"day_{day}"][code]
        assert formats.weekday_name(number, code, short=True) == ROWS[f"day_short_{day}"][code]


@pytest.mark.parametrize("code", languages.CODES)
def test_months_are_named_as_in_the_glossary(code: str) -> None:
    for number, month in enumerate(MONTHS, start=1):
        assert formats.month_name(number, code) == ROWS[f"month_{month}"][code]
        assert formats.month_name(number, code, short=True) == ROWS[f"month_short_{month}"][code]


@pytest.mark.parametrize("number", [0, 8, -1])
def test_there_are_seven_weekdays(number: int) -> None:
    with pytest.raises(ValueError, match="ISO weekdays"):
        formats.weekday_name(number, "sv")


@pytest.mark.parametrize("number", [0, 13, -1])
def test_there_are_twelve_months(number: int) -> None:
    with pytest.raises(ValueError, match="months"):
        formats.month_name(number, "sv")


def test_a_language_that_is_not_ours_is_an_error() -> None:
    with pytest.raises(KeyError):
        formats.date(MONDAY, "xx")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("sv", "måndag 3 augusti 2026 kl.\u00a014.05"),
        ("sv-simple", "måndag 3 augusti 2026 kl.\u00a014.05"),
        ("en", "Monday 3 August 2026, 14:05"),
        ("fi", "maanantai 3. elokuuta 2026 klo\u00a014.05"),
        ("ar", "الاثنين، 3 أغسطس 2026، 14:05"),
        ("so", "Isniin, 3 Agosto 2026, 14:05"),
        ("tr", "3 Ağustos 2026 Pazartesi, 14:05"),
        ("es", "lunes, 3 de agosto de 2026, 14:05"),
        ("fa", "دوشنبه 3 اوت 2026، 14:05"),
        ("pl", "poniedziałek, 3 sierpnia 2026, 14:05"),
        ("ckb", "دووشەممە، 3ی ئابی 2026، 14:05"),
        ("ti", "ሰኑይ፡ 3 ነሓሰ 2026, 14:05"),
    ],
)
def test_a_moment_is_written_in_full_in_swedish_time(code: str, text: str) -> None:
    moment = datetime(2026, 8, 3, 12, 5, tzinfo=UTC)
    assert formats.date_time(moment, code, weekday=True) == text


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        formats.date_time(datetime(2026, 8, 3, 12, 5), "sv")  # noqa: DTZ001


@pytest.mark.parametrize(
    ("code", "whole", "without_year", "short", "month"),
    [
        ("sv", "3 augusti 2026", "3 augusti", "3 aug", "augusti 2026"),
        ("en", "3 August 2026", "3 August", "3 Aug", "August 2026"),
        ("fi", "3. elokuuta 2026", "3. elokuuta", "3.8.", "elokuu 2026"),
        ("es", "3 de agosto de 2026", "3 de agosto", "3 ago", "agosto de 2026"),
        ("pl", "3 sierpnia 2026", "3 sierpnia", "3 sie", "sierpień 2026"),
        ("ckb", "3ی ئابی 2026", "3ی ئاب", "3ی ئاب", "ئابی 2026"),
    ],
)
def test_dates_come_in_four_lengths(code: str, whole: str, without_year: str, short: str, month: str) -> None:
    assert formats.date(MONDAY, code) == whole
    assert formats.date(MONDAY, code, year=False) == without_year
    assert formats.short_date(MONDAY, code) == short
    assert formats.month_year(MONDAY, code) == month


def test_tigrinya_may_has_its_eritrean_spelling_in_dates_too() -> None:
    assert formats.date(date(2026, 5, 1), "ti") == "1 ግንቦት 2026"


def test_persian_months_carry_no_ezafe() -> None:
    assert formats.date(date(2026, 1, 3), "fa", year=False) == "3 ژانویه"


@pytest.mark.parametrize("code", ["sv", "sv-simple", "fi"])
def test_swedish_and_finnish_show_minutes_only_when_there_are_some(code: str) -> None:
    assert formats.clock(time(9), code) == "9"
    assert formats.clock(time(13, 30), code) == "13.30"
    assert formats.clock(time(0), code) == "0.00"


@pytest.mark.parametrize("code", [code for code in languages.CODES if code not in {"sv", "sv-simple", "fi"}])
def test_all_others_have_hours_and_minutes_of_two_digits(code: str) -> None:
    assert formats.clock(time(9), code) == "09:00"
    assert formats.clock(time(13, 30), code, at=True) == "13:30"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("sv", f"kl.{NBSP}9–{WJ}16"),
        ("sv-simple", f"kl.{NBSP}9–{WJ}16"),
        ("fi", f"klo{NBSP}9–{WJ}16"),
        ("en", f"09:00–{WJ}16:00"),
        ("tr", f"09:00–{WJ}16:00"),
        ("ti", f"09:00–{WJ}16:00"),
        ("ar", "من 09:00 إلى 16:00"),
        ("fa", "از 09:00 تا 16:00"),
        ("ckb", "لە 09:00 تا 16:00"),
    ],
)
def test_a_range_of_hours_stands_alone(code: str, text: str) -> None:
    assert formats.time_range(time(9), time(16), code, at=True) == text


def test_a_table_cell_has_no_kl() -> None:
    assert formats.time_range(time(9, 30), time(10, 15), "sv") == f"9.30–{WJ}10.15"


@pytest.mark.parametrize("code", languages.CODES)
def test_ranges_follow_the_glossary(code: str) -> None:
    start, end = formats.clock(time(9), code), formats.clock(time(12), code)
    expected = ROWS["time_range"][code] % {"start": start, "end": end}
    assert formats.time_range(time(9), time(12), code).replace(WJ, "") == expected


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_right_to_left_ranges_are_words_because_a_dash_shows_the_end_first(
    language: languages.Language,
) -> None:
    assert ("–" in formats.time_range(time(9), time(12), language.code)) == (language.direction == "ltr")


@pytest.mark.parametrize(("code", "text"), [("sv", f"20–{WJ}24"), ("en", f"20:00–{WJ}24:00")])
def test_a_day_ends_at_24(code: str, text: str) -> None:
    assert formats.time_range(time(20), time(0), code) == text


@pytest.mark.parametrize("code", languages.CODES)
def test_digits_are_western_everywhere(code: str) -> None:
    moment = datetime(2026, 8, 3, 12, 5, tzinfo=UTC)
    texts = (
        formats.date_time(moment, code, weekday=True),
        formats.time_range(time(8, 30), time(17), code),
        formats.number(1234567.5, code),
    )
    assert all(character.isascii() for text in texts for character in text if character.isnumeric())


@pytest.mark.parametrize(
    ("code", "text"), [("sv", f"1{NBSP}234,5"), ("en", "1,234.5"), ("es", "1.234,5"), ("ar", "1,234.5")]
)
def test_numbers_are_grouped_as_the_language_does(code: str, text: str) -> None:
    assert formats.number(1234.5, code) == text


@pytest.mark.parametrize(("code", "text"), [("sv", "a, b"), ("ar", "a، b"), ("fa", "a، b"), ("ckb", "a، b")])
def test_lists_use_the_language_s_own_comma(code: str, text: str) -> None:
    assert formats.listed(["a", "b"], code) == text


# ----------------------------------------------------------------------------------------------- weeks


@pytest.mark.parametrize(
    ("day", "week"),
    [(date(2026, 11, 23), "2026-W48"), (date(2027, 1, 3), "2026-W53"), (date(2026, 1, 1), "2026-W01")],
)
def test_weeks_are_iso_weeks(day: date, week: str) -> None:
    assert formats.iso_week(day) == week


@given(st.dates(min_value=date(1000, 1, 6), max_value=date(9998, 12, 31)))
def test_a_week_leads_back_to_its_monday(day: date) -> None:
    monday = formats.monday_of(formats.iso_week(day))
    assert monday.isoweekday() == 1
    assert 0 <= (day - monday).days < 7


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-W", "2026-W54", "2026-W00", "26-W48", "2026-W4", "²026-W48", "x-W1"]
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"week|ISO"):
        formats.monday_of(text)


# --------------------------------------------------------------------------- telephone, address, names


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+46853061000", "08-530 610 00"),
        ("+46701234567", "070-123 45 67"),
        ("+35891234567", "+358 9 1234567"),
        ("112", "112"),
        ("1177", "1177"),
        ("11414", "114 14"),
        ("11313", "113 13"),
        ("växeln", "växeln"),
        ("", ""),
    ],
)
def test_telephone_numbers_are_shown_as_in_sweden(stored: str, shown: str) -> None:
    assert formats.phone(stored) == shown


@pytest.mark.parametrize(("stored", "uri"), [("+46853061000", "tel:+46853061000"), ("11414", "tel:11414")])
def test_telephone_numbers_are_dialled_as_stored(stored: str, uri: str) -> None:
    assert formats.phone_uri(stored) == uri


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("14540", "145 40"), ("145 40", "145 40"), ("00100 Helsinki", "00100 Helsinki"), ("", "")],
)
def test_postal_codes_have_a_space(stored: str, shown: str) -> None:
    assert formats.postal_code(stored) == shown


@pytest.mark.parametrize(
    ("spoken", "reader", "name"),
    [
        ("ar", "sv", "arabiska"),
        ("ar", "sv-simple", "arabiska"),
        ("prs", "sv", "dari"),
        ("ckb", "sv", "kurdiska (sorani)"),
        ("so", "so", "Soomaali"),
        ("ti", "ti", "ትግርኛ"),
        ("sv", "ckb", "سویدی"),
        ("tr", "en", "Turkish"),
    ],
)
def test_languages_are_named_in_the_reader_s_language(spoken: str, reader: str, name: str) -> None:
    assert formats.language_name(spoken, reader) == name


def test_a_language_without_a_name_is_called_by_its_own_then_in_english_then_by_its_code() -> None:
    assert formats.language_name("prs", "ckb") == "دری"
    assert formats.language_name("arc", "ti") == "Aramaic"
    assert formats.language_name("xxq", "so") == "xxq"
    assert formats.language_name("../x", "sv") == "../x"


@pytest.mark.parametrize(
    ("size", "language", "written"),
    [
        (1, "sv", "1\u00a0kB"),
        (349_600, "ar", "350\u00a0kB"),
        (1_250_000, "sv", "1,2\u00a0MB"),
        (2_000_000, "fa", "2\u00a0MB"),
    ],
)
def test_sizes_of_files_are_written_in_kilobytes_and_megabytes(
    size: int, language: str, written: str
) -> None:
    assert formats.file_size(size, language) == written
