"""How schedules, rules and spans are kept in JSON fields and written in content files. Pure.

    {"spans": [{"days": [1, 2, 3], "opens": "09:00", "closes": "12:00", "mode": "drop_in"}]}
    {"first": "2027-06-21", "last": "2027-08-15", "spans": []}

The first is a base schedule, the second a season in which nothing is open. A span may also have `expecting`,
`from_months`, `to_months` and `note`; in an exception `days` may be left out: every day. `closes` may be "24:00".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from locations.schedules import MIDNIGHT, Action, Audience, DayRule, Mode, Rules, Schedule, Span

_TIME = re.compile(r"(\d{1,2})(?:[.:]([0-5]\d))?", re.ASCII)

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)
"""What hours raise that were stored in another format."""

RULE_NAMES = ("red_day", "day_before_red", "eve", "squeeze_day")


def minutes(text: str) -> int:
    """Minutes after midnight of "9", "9.30", "09:30" or "24:00"; ValueError for anything else."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a time: {text!r}")
    minute = int(found[1]) * 60 + int(found[2] or 0)
    if minute > MIDNIGHT:
        raise ValueError(f"not a time: {text!r}")
    return minute


def clock(minute: int) -> str:
    """ "09:30"; 1440 is "24:00"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def schedules_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Schedule, ...]:
    """ValueError, KeyError or TypeError for what is no list of schedules."""
    return tuple(
        Schedule(
            spans_from(schedule.get("spans", ())), _day(schedule.get("first")), _day(schedule.get("last"))
        )
        for schedule in stored
    )


def spans_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Span, ...]:
    return tuple(
        Span(
            weekday,
            minutes(span["opens"]),
            minutes(span["closes"]),
            Mode(span.get("mode", Mode.DROP_IN)),
            Audience(bool(span.get("expecting")), span.get("from_months"), span.get("to_months")),
            span.get("note", ""),
        )
        for span in stored
        for weekday in span.get("days") or (0,)
    )


def rules_from(stored: Mapping[str, Any]) -> Rules:
    """Rules that are not named keep their defaults."""
    given = {
        name: DayRule(Action(rule["action"]), minutes(rule["closes"]) if rule.get("closes") else None)
        for name, rule in stored.items()
    }
    return replace(Rules(), **given)


def stored_schedules(schedules: Iterable[Schedule]) -> list[dict[str, Any]]:
    """The base schedule first, then the seasons in order."""
    ordered = sorted(schedules, key=lambda schedule: schedule.first or dt.date.min)
    return [
        {
            **({"first": s.first.isoformat(), "last": s.last.isoformat()} if s.first and s.last else {}),
            "spans": stored_spans(s.spans),
        }
        for s in ordered
    ]


def stored_spans(spans: Iterable[Span]) -> list[dict[str, Any]]:
    """Spans that differ only in weekday become one entry."""
    days: dict[Span, list[int]] = {}
    for span in sorted(spans, key=lambda span: (span.weekday, span.opens, span.closes)):
        days.setdefault(replace(span, weekday=0), []).append(span.weekday)
    return [_stored_span(span, weekdays) for span, weekdays in days.items()]


def _stored_span(span: Span, weekdays: list[int]) -> dict[str, Any]:
    audience = span.audience
    entry = {
        "days": [weekday for weekday in weekdays if weekday],
        "opens": clock(span.opens),
        "closes": clock(span.closes),
        "mode": str(span.mode),
        "expecting": audience.expecting,
        "from_months": audience.from_months,
        "to_months": audience.to_months,
        "note": span.note,
    }
    return {
        name: value
        for name, value in entry.items()
        if value is not None and value is not False and value not in ("", [])
    }


def stored_rules(rules: Rules) -> dict[str, Any]:
    given = {name: getattr(rules, name) for name in RULE_NAMES}
    return {
        name: {"action": str(rule.action), **({"closes": clock(rule.closes)} if rule.closes else {})}
        for name, rule in given.items()
    }


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def with_note_ids(
    schedules: Iterable[Schedule],
    before: Iterable[Schedule],
    notes: Mapping[str, str],
    new_id: Callable[[], str],
) -> tuple[list[Schedule], dict[str, str]]:
    """The same with ids of notes in the place of texts, and {id: text} of the notes that are used.

    An unchanged text keeps its id, and so its translations. A changed text takes over the id that its span had, when
    nobody else uses that: its translations are then outdated, not lost.
    """
    schedules = list(schedules)
    ids = {text: key for key, text in notes.items()}
    spans = [(schedule.first, span) for schedule in schedules for span in schedule.spans if span.note]
    kept = {span.note for _first, span in spans} & ids.keys()
    free = {key for key, text in notes.items() if text not in kept}
    had = {(s.first, span.weekday, span.opens): span.note for s in before for span in s.spans}
    used: dict[str, str] = {}
    for first, span in spans:
        if span.note not in used:
            old = ids[span.note] if span.note in kept else had.get((first, span.weekday, span.opens), "")
            if span.note not in kept and old not in free:
                old = new_id()
            free.discard(old)
            used[span.note] = old
    return (
        [
            replace(s, spans=tuple(replace(span, note=used.get(span.note, "")) for span in s.spans))
            for s in schedules
        ],
        {key: text for text, key in used.items()},
    )
