"""What is typed into the week grid is understood as it was meant, or named as what cannot be."""

import datetime as dt
from itertools import count
from typing import Any

import pytest

from locations.cms.typed_week import (
    TypedSchedule,
    TypedSpan,
    read,
    sent_as,
    typed,
    understood,
    weeks,
)
from locations.schedules import Audience, Mode, Schedule, Span
from locations.stored_hours import with_note_ids

TODAY = dt.date(2026, 11, 23)
SUMMER = (dt.date(2027, 6, 21), dt.date(2027, 8, 15))
WEEK = [
    Schedule(
        (
            Span(1, 540, 720, note="a"),
            Span(1, 780, 960, Mode.BY_APPOINTMENT, Audience(True, 0, 12)),
            Span(5, 1080, 1440, Mode.PHONE, note="a"),
        )
    ),
    Schedule((Span(2, 600, 660, note="b"),), *SUMMER),
]
NOTES = {"a": "Ring på dörren.", "b": "Bara med tolk."}


def sent(**fields: Any) -> dict[str, list[str]]:
    return {
        "w-" + name.replace("_", "-").replace("-months", "_months"): [value]
        if isinstance(value, str)
        else value
        for name, value in fields.items()
    }


def kinds(**fields: Any) -> list[str]:
    return [mistake.kind for mistake in understood(read(sent(**fields), "w"), TODAY).mistakes]


def test_a_week_goes_through_the_form_unchanged() -> None:
    shown = typed(WEEK, NOTES)
    fields = {name: [value] for name, value in sent_as(shown, "w")}
    found = understood(read(fields, "w"), TODAY)
    assert found.mistakes == []
    schedules, notes = with_note_ids(found.schedules, WEEK, NOTES, lambda: "new")
    assert schedules == WEEK
    assert notes == NOTES


@pytest.mark.parametrize(
    ("text", "minute"),
    [("9", 540), ("9.30", 570), ("09:30", 570), (" 9 ", 540), ("24", 1440), ("24:00", 1440), ("0", 1440)],
)
def test_times_are_written_as_people_write_them(text: str, minute: int) -> None:
    found = understood(read(sent(**{"0_3_0_opens": "7", "0_3_0_closes": text}), "w"), TODAY)
    assert found.schedules[0].spans == (Span(3, 420, minute),)


@pytest.mark.parametrize("text", ["9-12", "nio", "25", "9.60", "-1", "9" * 60, "a\0b", "٩", "9:5"])
def test_what_is_no_time_is_named_as_it_was_typed(text: str) -> None:
    found = understood(read(sent(**{"0_3_0_opens": text, "0_3_0_closes": "12"}), "w"), TODAY)
    assert [(mistake.kind, mistake.text) for mistake in found.mistakes] == [("time", text)]
    assert found.schedules == [Schedule()]


def test_half_a_time_is_a_mistake_and_an_empty_row_none() -> None:
    assert kinds(**{"0_1_0_opens": "9", "0_1_0_closes": ""}) == ["missing"]
    assert kinds(**{"0_1_0_opens": "", "0_1_0_closes": " ", "0_1_0_mode": "phone"}) == []


def test_ages_modes_and_notes_are_checked() -> None:
    row = {"0_1_0_opens": "9", "0_1_0_closes": "12"}
    assert kinds(**row, **{"0_1_0_from_months": "x"}) == ["age"]
    assert kinds(**row, **{"0_1_0_from_months": "12", "0_1_0_to_months": "6"}) == ["ages"]
    assert kinds(**row, **{"0_1_0_to_months": "999"}) == ["age"]
    assert kinds(**row, **{"0_1_0_mode": "swim"}) == ["mode"]
    assert kinds(**row, **{"0_1_0_note": "x" * 201}) == ["note"]
    assert kinds(**row, **{"0_1_0_note": "a\0"}) == ["note"]


def test_a_day_is_copied_and_takes_the_place_of_what_was_there() -> None:
    week = read(
        sent(
            **{
                "0_1_0_opens": "9",
                "0_1_0_closes": "12",
                "0_2_0_opens": "1",
                "0_2_0_closes": "2",
                "0_1_copy": ["2", "3", "9", "x"],
            }
        ),
        "w",
    )
    assert week[0].days == {day: [TypedSpan("9", "12")] for day in (1, 2, 3)}


def test_a_season_needs_two_days_in_order() -> None:
    assert kinds(**{"1_first": "2027-06-21"}) == ["half_season"]
    assert kinds(**{"1_first": "2027-06-21", "1_last": "2027-06-20"}) == ["backward_season"]
    assert kinds(**{"1_first": "2027-02-30", "1_last": "2027-06-20"}) == ["date"]
    assert kinds(**{"1_first": "9999-12-31", "1_last": "9999-12-31"}) == ["date"]
    assert kinds(**{"1_weeks": "60"}) == ["weeks"]
    assert kinds(**{"1_first": "2027-06-21", "1_delete": "on"}) == []
    assert kinds(**{"1_first": "", "1_last": ""}) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("25–32", "2027-06-21", "2027-08-15"),
        ("v. 25 - v. 32", "2027-06-21", "2027-08-15"),
        ("v.25-32", "2027-06-21", "2027-08-15"),
        ("2028 v. 25–32", "2028-06-19", "2028-08-13"),
        ("2027: 25-32", "2027-06-21", "2027-08-15"),
        ("52–1", "2026-12-21", "2027-01-10"),
        ("53", "2026-12-28", "2027-01-03"),
        ("48", "2026-11-23", "2026-11-29"),
        ("47", "2027-11-22", "2027-11-28"),
    ],
)
def test_weeks_are_the_next_that_have_not_passed(text: str, first: str, last: str) -> None:
    assert [day.isoformat() for day in weeks(text, TODAY)] == [first, last]


@pytest.mark.parametrize("text", ["0", "54", "sommar", "2027", "9999 v. 1", "1-2-3", "2027 v. 53"])
def test_what_are_no_weeks(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        weeks(text, TODAY)


def changed(
    *schedules: Schedule, before: list[Schedule] | None = None
) -> tuple[list[Schedule], dict[str, str]]:
    ids = count(1)
    return with_note_ids(list(schedules), before or WEEK, NOTES, lambda: f"new{next(ids)}")


def test_the_same_note_is_one_block() -> None:
    _schedules, notes = changed(Schedule((Span(1, 0, 60, note="Ny"), Span(2, 0, 60, note="Ny"))))
    assert notes == {"new1": "Ny"}


def test_a_changed_note_keeps_its_block_and_a_note_nobody_has_is_gone() -> None:
    schedules, notes = changed(Schedule((Span(2, 600, 690, note="Bara med tolk!"),), *SUMMER))
    assert notes == {"b": "Bara med tolk!"}
    assert schedules[0].spans[0].note == "b"


def test_a_note_that_others_still_have_is_not_taken_over() -> None:
    base = Schedule((Span(1, 540, 720, note="Annat."), Span(5, 1080, 1440, Mode.PHONE, note=NOTES["a"])))
    _schedules, notes = changed(base)
    assert notes == {"a": NOTES["a"], "new1": "Annat."}


def test_thousands_of_rows_are_a_mistake() -> None:
    fields = {f"0_1_{row}_opens": "9" for row in range(3000)}
    assert "too_many" in kinds(**fields)
    assert "too_many_seasons" in kinds(**{f"{n}_first": "x" for n in range(90)})


def test_names_of_other_fields_are_passed_by() -> None:
    assert read(sent(**{"0_8_0_opens": "9", "100_first": "x", "0_1_0_colour": "x"}), "w") == [TypedSchedule()]
