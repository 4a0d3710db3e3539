"""The set-ups of the hand-written cases (tests/data/*-cases.toml): what a civil servant reads, as the code's data."""

import datetime as dt
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from familjecentral.core.formats import ZONE
from locations.schedules import (
    Action,
    CentreTimes,
    DatedException,
    DayRule,
    Kind,
    Mode,
    Operation,
    Rules,
    Schedule,
    ServiceTimes,
    Span,
)

DATA = Path(__file__).parent / "data"
ENTERED = dt.datetime(2026, 1, 1, tzinfo=ZONE)
"""When an exception was entered, where the file does not say."""

WEEKDAYS = ["mån", "tis", "ons", "tors", "fre", "lör", "sön"]
MODES = {"drop-in": Mode.DROP_IN, "bokade besök": Mode.BY_APPOINTMENT, "telefon": Mode.PHONE}
REASONS = {"other": ""}
"""Reasons that the code calls otherwise."""

_HOURS = re.compile(r"(?:(?P<days>[a-zåäö–]+) )?(?P<times>[0-9.]+–[0-9.]+) (?P<mode>[a-zö -]+)")


@cache
def document(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def setup_in(name: str, setup: str) -> dict[str, Any]:
    """A set-up with what it takes over from the one it is like."""
    own = document(name)["setups"][setup]
    if "like" not in own:
        return own
    other = setup_in(name, own["like"])
    services = {**other.get("services", {}), **own.get("services", {})}
    return {**other, **own, "services": services}


def wall(moment: dt.datetime) -> dt.datetime:
    """What the clock on the wall shows, as a moment; it must show it once, unless the offset is given."""
    if moment.tzinfo:
        return moment
    local = moment.replace(tzinfo=ZONE)
    assert local.utcoffset() == local.replace(fold=1).utcoffset(), f"say which: {moment}"
    return local


def minutes(time: str) -> int:
    """ "7.30" → 450."""
    hour, _, minute = time.partition(".")
    return int(hour) * 60 + int(minute or 0)


def times_of_day(text: str) -> tuple[int, int]:
    """ "9–12" → (540, 720)."""
    opens, closes = text.split("–")
    return minutes(opens), minutes(closes)


def _weekdays(days: str | None) -> list[int]:
    """ "mån–fre" → 1–5; no days → every day."""
    if days is None:
        return [0]
    first, _, last = days.partition("–")
    return list(range(WEEKDAYS.index(first) + 1, WEEKDAYS.index(last or first) + 2))


def spans(hours: list[str]) -> tuple[Span, ...]:
    found = []
    for line in hours:
        match = _HOURS.fullmatch(line)
        assert match, f"not hours: {line}"
        opens, closes = times_of_day(match["times"])
        found += [Span(day, opens, closes, MODES[match["mode"]]) for day in _weekdays(match["days"])]
    return tuple(found)


def _rule(text: str) -> DayRule:
    if text.startswith("until "):
        return DayRule(Action.EARLY, minutes(text.removeprefix("until ")))
    return DayRule(Action(text))


def _rules(said: dict[str, str]) -> Rules:
    fields = {
        "red_days": "red_day",
        "eves": "eve",
        "squeeze_days": "squeeze_day",
        "day_before_red": "day_before_red",
    }
    return Rules(**{fields[kind]: _rule(text) for kind, text in said.items()})


def _service(key: str, said: dict[str, Any], rules: dict[str, str]) -> ServiceTimes:
    base = [Schedule(spans(said["hours"]))] if "hours" in said else []
    seasons = [Schedule(spans(s["hours"]), s["first"], s["last"]) for s in said.get("seasons", [])]
    return ServiceTimes(key, (*base, *seasons), _rules({**rules, **said.get("rules", {})}))


def _exception(number: int, said: dict[str, Any]) -> DatedException:
    reason = said.get("reason", "")
    return DatedException(
        key=str(number),
        kind=Kind(said["kind"]),
        first=said["first"],
        last=said["last"],
        services=frozenset(said.get("services", [])),
        spans=spans(said.get("hours", [])),
        place=said.get("place", ""),
        reason=REASONS.get(reason, reason),
        even_when_closed=said.get("even_when_closed", False),
        created=wall(said.get("created", ENTERED)),
    )


def times(setup: dict[str, Any]) -> CentreTimes:
    operation = dict(setup.get("operation", {}))
    if "opens" in operation:
        operation["first"] = operation.pop("opens")
    rules = setup.get("rules", {})
    return CentreTimes(
        services=tuple(_service(key, said, rules) for key, said in setup.get("services", {}).items()),
        exceptions=tuple(_exception(*item) for item in enumerate(setup.get("exceptions", []))),
        operation=Operation(**operation),
        confirmed_on=setup.get("confirmed_on"),
        max_age=setup.get("max_age_days"),
        confirm_periods=not setup.get("always_confirmed", False),
    )
