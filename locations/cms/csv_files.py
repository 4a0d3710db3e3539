"""Hours and programme as CSV files: what is written, and what reading finds wrong, by line and column. No saving.

The columns and codes are the same whatever language the CMS runs in. Written with semicolons and a byte order mark, as
Swedish spreadsheets expect; commas and plain UTF-8 are read as well. Weekdays are 1 (Monday) to 7, times "09:00".
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import pgettext

from locations.schedules import Audience, Mode, Schedule, Span
from locations.stored_hours import clock, minutes

HOURS_COLUMNS = (
    "centre", "service", "season_from", "season_until", "weekday", "opens", "closes", "mode", "expecting",
    "from_months", "to_months", "note",
)  # fmt: skip
PROGRAMME_COLUMNS = (
    "uid", "centre", "service", "title", "description", "rhythm", "weekdays", "nth", "dates", "starts", "ends",
    "from", "until", "expecting", "from_months", "to_months", "languages", "attendance", "free", "cost", "present",
    "place",
)  # fmt: skip
MAX_BYTES = 1_500_000
FORMULA_SIGNS = tuple("=+@")
YES = "yes"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file: the line (the header is 1), the column ("" for the whole line), and why."""

    line: int
    column: str
    message: str


@dataclass
class Row:
    """One line of a file; reading a column notes what is wrong with it."""

    line: int
    cells: dict[str, str]
    faults: list[Fault]

    def text(self, column: str) -> str:
        text = (self.cells.get(column) or "").strip()
        return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_SIGNS else text

    def read(self, column: str, convert: Callable[[str], Value], why: str, default: Value) -> Value:
        """The converted cell; the default where it is empty or, with a fault noted, cannot be read."""
        text = self.text(column)
        if not text:
            return default
        try:
            return convert(text)
        except (ValueError, KeyError, OverflowError):
            self.fault(column, f"{why} “{text[:60]}”")
            return default

    def required(self, column: str, convert: Callable[[str], Value], why: str, default: Value) -> Value:
        if not self.text(column):
            self.fault(column, pgettext("cms", "This must be filled in."))
        return self.read(column, convert, why, default)

    def fault(self, column: str, message: str) -> None:
        self.faults.append(Fault(self.line, column, message))

    def day(self, column: str) -> dt.date | None:
        why = pgettext("cms", "Not a date such as 2026-12-24:")
        return self.read(column, dt.date.fromisoformat, why, None)

    def minute(self, column: str) -> int:
        return self.required(column, minutes, pgettext("cms", "Not a time such as 09:30:"), 0)

    def number(self, column: str) -> int | None:
        return self.read(column, _small_number, pgettext("cms", "Not a number:"), None)

    def listed(self, column: str, known: Iterable[str]) -> list[str]:
        """Words with spaces between, each one of those that are known."""
        allowed, words = set(known), self.text(column).split()
        for word in words:
            if word not in allowed:
                self.fault(column, pgettext("cms", "Not known here:") + f" “{word[:60]}”")
        return [word for word in words if word in allowed]

    def chosen(self, column: str, known: Iterable[str], default: str) -> str:
        word = self.text(column) or default
        if word not in set(known):
            self.fault(column, pgettext("cms", "Not known here:") + f" “{word[:60]}”")
            return default
        return word

    @property
    def audience(self) -> Audience:
        return Audience(self.text("expecting") == YES, self.number("from_months"), self.number("to_months"))


def _small_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise ValueError(text)
    return int(text)


def rows(data: bytes, columns: tuple[str, ...]) -> tuple[list[Row], list[Fault]]:
    """The lines of a file and the faults that are found so far; reading the rows' columns adds to them."""
    faults: list[Fault] = []
    if len(data) > MAX_BYTES:
        return [], [Fault(1, "", pgettext("cms", "The file is too large."))]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [Fault(1, "", pgettext("cms", "The file is not UTF-8. Save it as “CSV UTF-8”."))]
    if "\x00" in text:
        return [], [Fault(1, "", pgettext("cms", "This is not a CSV file."))]
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[Row] = []
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        missing = [name for name in columns if name not in header]
        if missing:
            why = pgettext("cms", "Columns are missing in the first line:") + " " + ", ".join(missing)
            return [], [Fault(1, "", why)]
        found.extend(
            Row(reader.line_num, dict(zip(header, cells, strict=False)), faults)
            for cells in reader
            if any(cell.strip() for cell in cells)
        )
    except csv.Error as error:
        faults.append(Fault(reader.line_num, "", pgettext("cms", "The line cannot be read:") + f" {error}"))
    return found, faults


def written(columns: tuple[str, ...], lines: Iterable[dict[str, Any]]) -> bytes:
    """A file with a header. A cell that a spreadsheet would take for a formula is kept from being one."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for line in lines:
        writer.writerow({name: _harmless(str(value)) for name, value in line.items()})
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text and text[0] in FORMULA_SIGNS else text


# --- The hours of services -------------------------------------------------------------------------------------------


def lines_of_schedules(
    centre: str, service: str, schedules: Iterable[Schedule], notes: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """One line a span; a season without spans is one line without a weekday."""
    for schedule in schedules:
        start = {
            "centre": centre,
            "service": service,
            "season_from": schedule.first or "",
            "season_until": schedule.last or "",
        }
        if not schedule.spans:
            yield start
        for span in schedule.spans:
            yield {**start, **_cells(span, notes)}


def _cells(span: Span, notes: dict[str, str]) -> dict[str, Any]:
    return {
        "weekday": span.weekday,
        "opens": clock(span.opens),
        "closes": clock(span.closes),
        "mode": str(span.mode),
        **audience_cells(span.audience),
        "note": notes.get(span.note, ""),
    }


def audience_cells(audience: Audience) -> dict[str, Any]:
    return {
        "expecting": YES if audience.expecting else "",
        "from_months": "" if audience.from_months is None else audience.from_months,
        "to_months": "" if audience.to_months is None else audience.to_months,
    }


def schedules_of(lines: Iterable[Row]) -> tuple[Schedule, ...]:
    """The schedules that the lines of one service make; a span's `note` is the text of its cell."""
    spans: dict[tuple[dt.date | None, dt.date | None], list[Span]] = {}
    for row in lines:
        found = spans.setdefault((row.day("season_from"), row.day("season_until")), [])
        if row.text("weekday"):
            found.append(_span(row))
        elif row.text("opens") or not row.text("season_from"):
            row.fault("weekday", pgettext("cms", "This must be filled in."))
    return tuple(Schedule(tuple(found), first, last) for (first, last), found in spans.items())


def _span(row: Row) -> Span:
    weekday = row.read("weekday", _weekday, pgettext("cms", "Not a weekday from 1 to 7:"), 1)
    mode = Mode(row.chosen("mode", list(Mode), Mode.DROP_IN))
    return Span(weekday, row.minute("opens"), row.minute("closes"), mode, row.audience, row.text("note"))


def _weekday(text: str) -> int:
    day = _small_number(text)
    if not 1 <= day <= 7:
        raise ValueError(text)
    return day
