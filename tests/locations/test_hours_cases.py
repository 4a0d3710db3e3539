"""The hand-written cases of opening hours (tests/data/hours-cases.toml), one by one: state, next change, Swedish text."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.utils import translation

from locations import calendar_days, words
from locations.hours import House, OpenState
from tests import hours_setups
from tests.hours_setups import setup_in, wall

FILE = "hours-cases.toml"
DOCUMENT = hours_setups.document(FILE)
CASES = DOCUMENT["case"]
KEYS = {"name", "why", "source", "setup", "service", "at", "state", "text"}

each_case = pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])


def answer(case: dict[str, Any]) -> OpenState:
    house = House(hours_setups.times(setup_in(FILE, case["setup"])))
    moment = wall(case["at"])
    return house.state_of(case["service"], moment) if case["service"] else house.state(moment)


def read_aloud(case: dict[str, Any]) -> str:
    """What a visitor reads in Swedish, with plain spaces."""
    setup, found = setup_in(FILE, case["setup"]), answer(case)
    opens_on = setup.get("operation", {}).get("opens")
    with translation.override("sv"):
        names = [setup["services"][key]["name"] for key in found.services]
        text = words.status(found, wall(case["at"]), opens_on).sentence(names)
    return text.replace("\u00a0", " ").replace("\u2060", "")


@each_case
def test_the_state_is_as_written(case: dict[str, Any]) -> None:
    found = answer(case)
    assert found.state == case["state"], case["why"]
    match case.get("next_state"):
        case "none":
            assert (found.next_state, found.next_change) == (None, None), case["why"]
        case str(state):
            assert (found.next_state, found.next_change) == (state, wall(case["next_change"])), case["why"]


@each_case
def test_the_swedish_text_is_as_written(case: dict[str, Any]) -> None:
    assert read_aloud(case) == case["text"], case["why"]


# --- The file itself -------------------------------------------------------------------------------------------------


def test_every_case_is_complete() -> None:
    for case in CASES:
        assert KEYS <= set(case) <= KEYS | {"next_state", "next_change"}, case["name"]
        assert case["source"] in DOCUMENT["sources"], case["name"]
        assert case["why"], case["name"]
        assert ("next_change" in case) == (case.get("next_state", "none") != "none"), case["name"]


def test_every_name_is_used_once_and_every_set_up_at_least_once() -> None:
    assert [name for name, times in Counter(case["name"] for case in CASES).items() if times > 1] == []
    assert set(DOCUMENT["setups"]) == {case["setup"] for case in CASES}


def test_every_special_day_of_three_years_has_a_case() -> None:
    """The days themselves are written in the cases; here only that none that the code knows was forgotten."""
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(365 + 365 + 366)]
    special = {
        day
        for day in days
        if calendar_days.red_day(day) or calendar_days.eve(day) or calendar_days.is_squeeze_day(day)
    }
    assert special - {case["at"].date() for case in CASES} == set()
    assert len(special) == 3 * (13 + 3) + 7
