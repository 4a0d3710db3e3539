"""Telephone numbers and lists of choices, as an editor writes them."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.core.fields import ChoiceListField, PhoneField

field = PhoneField(blank=True)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("08-530 610 00", "+46853061000"),
        ("+46 8 530 610 00", "+46853061000"),
        ("+46 (0)8-530 610 00", "+46853061000"),
        ("0046853061000", "+46853061000"),
        ("08-000 00 00", "+4680000000"),
        ("1177", "1177"),
        ("114 14", "11414"),
        ("113-13", "11313"),
        ("112", "112"),
        ("", ""),
        ("+358 9 1234567", "+35891234567"),
    ],
)
def test_a_number_is_written_freely_and_stored_once(written: str, stored: str) -> None:
    assert field.clean(written, None) == stored


@pytest.mark.parametrize(
    "written", ["ring oss", "0", "08", "\x00", "08-530\x0061000", "9" * 40, "-1", "<script>"]
)
def test_what_is_no_number_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(ValidationError):
        field.clean(written, None)


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        stored = field.clean(text, None)
    except ValidationError:
        return
    assert stored == "" or stored.lstrip("+").isdigit()
    assert field.clean(stored, None) == stored


def test_only_offered_choices_are_taken() -> None:
    form_field = ChoiceListField(options=lambda: [("sv", "svenska"), ("ar", "arabiska")]).formfield()

    assert form_field.clean(["ar"]) == ["ar"]
    assert form_field.clean([]) == []
    for wrong in (["xx"], ["ar", "\x00"], ["<script>"]):
        with pytest.raises(ValidationError):
            form_field.clean(wrong)
    assert not form_field.has_changed(["sv", "ar"], ["sv", "ar"])
    assert form_field.has_changed(["sv", "ar"], ["sv"])
