"""The files of the initial content."""

import re

import pytest

from familjecentral.core import languages
from familjecentral.home.content_files import (
    Record,
    content_catalogue,
    records,
    with_page_ids,
    with_paragraph_keys,
)


def test_parents_come_before_children_and_services_after_pages() -> None:
    order = [record.key for record in records(example=False)]
    found = {record.key: record for record in records(example=False)}

    assert all(order.index(found[key].parent) < order.index(key) for key in order if found[key].parent)
    last_page = max(order.index(key) for key in order if found[key].type.endswith("Page"))
    assert all(order.index(key) > last_page for key in order if found[key].type == "locations.CentreService")


def test_keys_are_unique_and_identities_follow_from_them() -> None:
    once, again = records(example=True), records(example=True)

    assert len({record.key for record in once}) == len(once)
    assert [record.uid for record in once] == [record.uid for record in again]


HOURS_AND_PROGRAMME = {
    "locations.ServiceHours",
    "locations.HoursException",
    "locations.HoursConfirmation",
    "locations.Activity",
    "locations.OccurrenceOverride",
}


def test_only_centres_their_services_and_their_times_are_examples() -> None:
    assert not any(record.is_example for record in records(example=False))
    assert {record.type for record in records(example=True) if record.is_example} == {
        "locations.CentrePage",
        "locations.CentreService",
        *HOURS_AND_PROGRAMME,
    }


def test_without_example_there_are_no_hours_and_no_programme() -> None:
    assert not HOURS_AND_PROGRAMME & {record.type for record in records(example=False)}
    assert not any("hours_from" in record.facts for record in records(example=False))


def test_what_is_wholly_invented_names_its_type() -> None:
    for record in records(example=True):
        assert record.type, record.key


def test_a_note_is_found_under_the_id_that_it_is_stored_with() -> None:
    record = Record("tider", "locations.ServiceHours", notes=[{"key": "vaga", "value": "Väga"}])

    stored = record.raw_notes(readable=False)

    assert record.with_note_ids([{"days": [1], "note": "#vaga"}]) == [{"days": [1], "note": stored[0]["id"]}]


def test_without_example_no_file_holds_an_address_or_a_number() -> None:
    for record in records(example=False):
        assert not record.facts.keys() & {"street_address", "postal_code", "phone", "email", "booking_url"}
        assert not re.search(r"Exempel|08-\d", " ".join(record.text.values()))


def test_invented_facts_are_visibly_invented() -> None:
    for record in records(example=True):
        if record.is_example:
            facts = record.facts
            assert "Exempel" in facts.get("street_address", "Exempel")
            assert re.fullmatch(r"(\+468000\d{4})?", facts.get("phone", "")), facts
            assert facts.get("email", "@example.org").rpartition("@")[2].startswith("example.")


@pytest.mark.parametrize("language", languages.PUBLIC[1:], ids=lambda language: language.code)
def test_every_public_language_has_its_content(language: languages.Language) -> None:
    assert content_catalogue(language.code).exists()


def test_paragraphs_are_numbered_in_order() -> None:
    html = with_paragraph_keys("<p>En</p><ul><li>Två</li></ul><h3>Tre</h3>")

    assert (
        html
        == '<p data-block-key="p1">En</p><ul><li data-block-key="p2">Två</li></ul><h3 data-block-key="p3">Tre</h3>'
    )


def test_a_reference_to_a_page_that_does_not_exist_names_it() -> None:
    assert with_page_ids(
        {"page": "@om", "text": '<a linktype="page" id="@bvc">x</a>'}, {"om": 3, "bvc": 4}
    ) == {
        "page": 3,
        "text": '<a linktype="page" id="4">x</a>',
    }
    with pytest.raises(KeyError, match="borta"):
        with_page_ids(["@borta"], {})
