"""The hand-written cases of the week programme (tests/data/programme-cases.toml), one by one."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.utils import translation

from locations import words
from locations.hours import House
from locations.timetable import LAST, Occurrence, Override, Rhythm, Series, Status, occurrences
from tests import hours_setups
from tests.hours_setups import WEEKDAYS, setup_in, times_of_day

FILE = "programme-cases.toml"
DOCUMENT = hours_setups.document(FILE)
CASES = DOCUMENT["case"]

RHYTHMS = {
    "every": Rhythm.WEEKLY,
    "odd": Rhythm.ODD,
    "even": Rhythm.EVEN,
    "nth": Rhythm.MONTHLY,
    "dates": Rhythm.DATES,
}
STATUSES = {Status.PLANNED: "as_planned", Status.MOVED: "moved", Status.CANCELLED: "cancelled"}


def series(said: dict[str, Any]) -> Series:
    starts, ends = times_of_day(said["time"])
    return Series(
        "activity",
        starts,
        ends,
        rhythm=RHYTHMS[said["pattern"]],
        weekdays=tuple(WEEKDAYS.index(day) + 1 for day in said.get("weekdays", [])),
        nth=(LAST if said["which"] == "last" else said["which"],) if "which" in said else (),
        dates=tuple(said.get("dates", [])),
        first=said.get("first"),
        last=said.get("last"),
        service=said.get("service", ""),
    )


def override(said: dict[str, Any]) -> Override:
    starts, ends = times_of_day(said["to_time"]) if "to_time" in said else (None, None)
    return Override(
        "activity",
        said["date"],
        cancelled=said["kind"] == "cancelled",
        new_date=said.get("to_date"),
        starts=starts,
        ends=ends,
        place=said.get("place", ""),
        reason=said.get("reason", ""),
    )


def described(held: Occurrence) -> dict[str, Any]:
    """An occurrence as the file writes it."""
    hour, minute = divmod(held.starts, 60)
    said: dict[str, Any] = {
        "date": held.day,
        "start": f"{hour}.{minute:02}" if minute else f"{hour}",
        "status": STATUSES[held.status],
    }
    if reason := words.reason(held.reason):
        said["reason"] = reason
    if held.status is Status.MOVED or held.day != held.original:
        said["was"] = held.original
    if held.place:
        said["place"] = held.place
    return said


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_occurrences_are_as_written(case: dict[str, Any]) -> None:
    house = House(hours_setups.times(setup_in(FILE, case["setup"])))
    changes = [override(said) for said in case.get("overrides", [])]
    first: dt.date = case["from"]
    with translation.override("sv"):
        found = [
            described(o) for o in occurrences([series(case["series"])], changes, house, first, case["to"])
        ]
    assert found == case["expected"], case["why"]


def test_every_name_is_used_once_and_every_set_up_at_least_once() -> None:
    assert [name for name, times in Counter(case["name"] for case in CASES).items() if times > 1] == []
    assert set(DOCUMENT["setups"]) == {case["setup"] for case in CASES}
