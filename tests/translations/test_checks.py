"""What can be seen to be wrong with a translation without knowing the language."""

import pytest

from familjecentral.translations import checks


@pytest.mark.parametrize(
    ("source", "target", "differs"),
    [
        ("Öppnar %(time)s", "يفتح %(time)s", False),
        ("Öppnar %(time)s", "يفتح %(tid)s", True),
        ("Öppnar %(time)s", "يفتح", True),
        ("{a} och {b}", "{b} ja {a}", False),
        ("50 % av alla", "50 % kaikista", False),
    ],
)
def test_placeholders_stay_as_they_are(source: str, target: str, differs: bool) -> None:
    assert checks.placeholders_differ(source, target) is differs


@pytest.mark.parametrize(
    ("source", "target", "differs"),
    [
        ('<a id="a1">x</a> <a id="a2">y</a>', '<a id="a2">y</a> <a id="a1">x</a>', False),
        ('<a id="a1">x</a>', "x", True),
        ("x", '<a id="a1">x</a>', True),
        ('<a id="a1">x</a>', '<a id="a1">x</a> <a id="a1">x</a>', True),
    ],
)
def test_every_link_stands_once_in_any_order(source: str, target: str, differs: bool) -> None:
    assert checks.links_differ(source, target) is differs


def test_a_lost_number_is_named() -> None:
    [said] = checks.warnings("Ring 08-123 45 67.", "Soita numeroon 08-123 45.", "fi")
    assert "12345" in said or "4567" in said


def test_eastern_digits_count_as_western() -> None:
    assert checks.warnings("Barn 0–6 år", "أطفال من ٠ إلى ٦ سنوات", "ar") == []


@pytest.mark.parametrize(
    ("target", "language", "warned"),
    [
        ("This is in English", "ar", True),
        ("مركز الأسرة في Fittja", "ar", False),
        ("Waa xarunta qoyska", "so", False),
        ("مركز الأسرة", "so", True),
        ("ማእከል ስድራቤት", "ti", False),
        ("Familjecentral", "ti", True),
    ],
)
def test_a_text_in_the_wrong_letters_is_noticed(target: str, language: str, warned: bool) -> None:
    assert bool(checks.warnings("Familjecentralen", target, language)) is warned


def test_nothing_is_said_of_an_empty_text() -> None:
    assert checks.warnings("Ring 112", " ", "ar") == []
