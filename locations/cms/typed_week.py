"""A week of opening hours as somebody types it: read from a form, copied between days, understood, or not. Pure.

Every input has a name of its own, so that nothing is counted and nothing else has to be sent along:

    schedules-0-1-0-opens    the first time on Mondays of the base schedule
    schedules-1-first        the first day of the first season
    schedules-0-1-copy       a weekday that gets the same times as Monday (as often as there are such days)
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from locations.schedules import Audience, Mode, Schedule, Span
from locations.stored_hours import clock, minutes

WEEKDAYS = range(1, 8)
MOST_SCHEDULES = 20
MOST_ROWS = 40
"""Times on one day; more are a mistake, not a week."""
LONGEST_NOTE = 200
OLDEST = 18 * 12
"""Ages are in months."""

_WEEKS = re.compile(r"(?:(\d{4})\D+?)?(?:v\.?\s*)?(\d{1,2})\s*(?:[-–—]\s*(?:v\.?\s*)?(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was typed; weekday 0 is the dates of a season."""

    schedule: int
    weekday: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Mistake:
    """What cannot be understood: `kind` is a key of locations/cms/week_grid.py's sentences, `text` what was typed."""

    place: Place
    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class TypedSpan:
    opens: str = ""
    closes: str = ""
    mode: str = str(Mode.DROP_IN)
    expecting: str = ""
    from_months: str = ""
    to_months: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(text.strip() for text in (self.opens, self.closes, self.note))


PARTS = tuple(TypedSpan.__dataclass_fields__)


@dataclass(slots=True)
class TypedSchedule:
    """One table; the first of a week's is the base schedule, the others are seasons."""

    days: dict[int, list[TypedSpan]] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    weeks: str = ""
    is_deleted: bool = False

    @property
    def is_empty(self) -> bool:
        dates = any(text.strip() for text in (self.first, self.last, self.weeks))
        return not dates and all(span.is_empty for spans in self.days.values() for span in spans)


# --- Reading a form and writing one ----------------------------------------------------------------------------------


def read(sent: Mapping[str, Iterable[str]], name: str) -> list[TypedSchedule]:
    """The schedules in a form's data ({name: values}); days are copied where that is ticked."""
    pattern = re.compile(
        re.escape(name) + r"-(\d{1,2})-(?:([1-7])-(?:(\d{1,4})-(\w+)|(copy))|(first|last|weeks|delete))",
        re.ASCII,
    )
    rows: dict[int, dict[int, dict[int, dict[str, str]]]] = {0: {}}
    dates: dict[int, dict[str, str]] = {}
    copies: dict[tuple[int, int], list[int]] = {}
    for key, values in sent.items():
        found = pattern.fullmatch(key)
        if not found:
            continue
        listed = list(values)
        schedule = int(found[1])
        rows.setdefault(schedule, {})
        if found[6]:
            dates.setdefault(schedule, {})[found[6]] = listed[-1] if listed else ""
        elif found[5]:
            copies[schedule, int(found[2])] = [int(v) for v in listed if v in set("1234567")]
        elif found[4] in PARTS:
            row = rows[schedule].setdefault(int(found[2]), {}).setdefault(int(found[3]), {})
            row[found[4]] = listed[-1] if listed else ""
    week = []
    for number in sorted(rows):
        typed = {
            day: [TypedSpan(**given[row]) for row in sorted(given)] for day, given in rows[number].items()
        }
        given = dates.get(number, {})
        schedule_dates = {part: given.get(part, "") for part in ("first", "last", "weeks")}
        days = _copied(typed, {day: to for (s, day), to in copies.items() if s == number})
        week.append(TypedSchedule(days, is_deleted=bool(given.get("delete")), **schedule_dates))
    return week


def _copied(days: dict[int, list[TypedSpan]], copies: dict[int, list[int]]) -> dict[int, list[TypedSpan]]:
    """All at once: Monday to Tuesday and Tuesday to Wednesday exchange nothing but what was typed."""
    found = dict(days)
    for source in sorted(copies):
        for target in copies[source]:
            if target != source:
                found[target] = [span for span in days.get(source, []) if not span.is_empty]
    return found


def sent_as(week: Iterable[TypedSchedule], name: str) -> Iterator[tuple[str, str]]:
    """The inputs of a form that holds these schedules: the reverse of `read`."""
    for number, schedule in enumerate(week):
        for part in ("first", "last", "weeks"):
            yield f"{name}-{number}-{part}", getattr(schedule, part)
        for day, spans in schedule.days.items():
            for row, span in enumerate(spans):
                for part in PARTS:
                    yield f"{name}-{number}-{day}-{row}-{part}", getattr(span, part)


def typed(schedules: Iterable[Schedule], notes: Mapping[str, str]) -> list[TypedSchedule]:
    """Stored schedules as they are shown in the form; `notes` has the texts by id."""
    base = [schedule for schedule in schedules if not schedule.is_season]
    seasons = sorted((s for s in schedules if s.first), key=lambda s: s.first or dt.date.min)
    return [_typed(schedule, notes) for schedule in (base[:1] or [Schedule()]) + seasons]


def _typed(schedule: Schedule, notes: Mapping[str, str]) -> TypedSchedule:
    days: dict[int, list[TypedSpan]] = {}
    for span in sorted(schedule.spans, key=lambda s: (s.opens, s.closes)):
        whom = span.audience
        young, old = ("" if age is None else str(age) for age in (whom.from_months, whom.to_months))
        row = TypedSpan(
            clock(span.opens),
            clock(span.closes),
            str(span.mode),
            "on" if whom.expecting else "",
            young,
            old,
            notes.get(span.note, ""),
        )
        days.setdefault(span.weekday, []).append(row)
    first, last = ("" if day is None else day.isoformat() for day in (schedule.first, schedule.last))
    return TypedSchedule(days, first, last)


# --- Understanding it ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Understood:
    """Schedules with the text of a note in the place of its id, where each span stands, and what is no span."""

    schedules: list[Schedule] = field(default_factory=list)
    places: list[tuple[Span, Place]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


def understood(week: list[TypedSchedule], today: dt.date) -> Understood:
    """Deleted and empty seasons are left out; `today` says which year's weeks are meant."""
    found = Understood()
    if len(week) > MOST_SCHEDULES:
        found.mistakes.append(Mistake(Place(0), "too_many_seasons"))
    for number, schedule in enumerate(week[:MOST_SCHEDULES]):
        if schedule.is_deleted or (number and schedule.is_empty):
            continue
        first, last = _dates(found, number, schedule, today) if number else (None, None)
        spans = []
        for weekday, rows in schedule.days.items():
            if len(rows) > MOST_ROWS:
                found.mistakes.append(Mistake(Place(number, weekday), "too_many"))
            for row, typed_span in enumerate(rows[:MOST_ROWS]):
                if not typed_span.is_empty:
                    place = Place(number, weekday, row)
                    if (span := _span(found, place, typed_span)) is not None:
                        spans.append(span)
                        found.places.append((span, place))
        found.schedules.append(Schedule(tuple(spans), first, last))
    return found


def _span(found: Understood, place: Place, row: TypedSpan) -> Span | None:
    before = len(found.mistakes)

    def wrong(kind: str, text: str = "") -> None:
        found.mistakes.append(Mistake(place, kind, text))

    times = []
    for text in (row.opens, row.closes):
        if not text.strip():
            wrong("missing")
            continue
        try:
            times.append(minutes(text))
        except ValueError:
            wrong("time", text)
    ages = _ages(row, wrong)
    if row.mode not in set(Mode):
        wrong("mode", row.mode)
    note = " ".join(row.note.split())
    if "\x00" in note or len(note) > LONGEST_NOTE:
        wrong("note")
    if len(found.mistakes) > before:
        return None
    audience = Audience(bool(row.expecting), *ages)
    # Midnight as the end of a day is often written 0.
    return Span(place.weekday, times[0], times[1] or minutes("24"), Mode(row.mode), audience, note)


def _ages(row: TypedSpan, wrong: Callable[..., None]) -> tuple[int | None, int | None]:
    try:
        first, last = _age(row.from_months), _age(row.to_months)
    except ValueError:
        wrong("age", f"{row.from_months}–{row.to_months}")
        return None, None
    if last is not None and last < (first or 0):
        wrong("ages")
    return first, last


def _age(text: str) -> int | None:
    """Months; ValueError for what is none."""
    if not text.strip():
        return None
    if not re.fullmatch(r"\d{1,3}", text.strip(), re.ASCII) or int(text) > OLDEST:
        raise ValueError(f"no age in months: {text!r}")
    return int(text)


def _dates(
    found: Understood, number: int, schedule: TypedSchedule, today: dt.date
) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a season. Weeks that are written count, whatever stands in the dates."""
    place = Place(number)
    if schedule.weeks.strip():
        try:
            return weeks(schedule.weeks, today)
        except ValueError:
            found.mistakes.append(Mistake(place, "weeks", schedule.weeks))
            return None, None
    days = []
    for text in (schedule.first.strip(), schedule.last.strip()):
        try:
            day = dt.date.fromisoformat(text) if text else None
        except ValueError:
            day = None
        if text and (day is None or not 2000 <= day.year < 2100):
            found.mistakes.append(Mistake(place, "date", text))
            return None, None
        days.append(day)
    first, last = days
    if first is None or last is None:
        found.mistakes.append(Mistake(place, "half_season"))
        return None, None
    if last < first:
        found.mistakes.append(Mistake(place, "backward_season"))
    return first, last


def weeks(text: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """Monday and Sunday of "25–32" or "2027 v. 25–32"; without a year the next that have not passed. ValueError."""
    found = _WEEKS.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"no weeks: {text!r}")
    given = int(found[1]) if found[1] else None
    first, last = int(found[2]), int(found[3] or found[2])
    year = given or today.isocalendar().year
    if not 2000 <= year < 2099:
        raise ValueError(f"no weeks: {text!r}")
    begins, ends = _weeks_of(year, first, last)
    return (begins, ends) if given or ends >= today else _weeks_of(year + 1, first, last)


def _weeks_of(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    """Weeks 51–2 end in the next year."""
    return dt.date.fromisocalendar(year, first, 1), dt.date.fromisocalendar(year + (last < first), last, 7)


# --- Notes -----------------------------------------------------------------------------------------------------------
