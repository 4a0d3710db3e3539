"""The translations of the initial content: complete, of today's Swedish, with its tags and numbers, and called drafts."""

import re
from collections import Counter
from functools import cache

import polib
import pytest
from django.apps import apps

from familjecentral.core import catalogues, languages, paragraphs, texts
from familjecentral.core.segments import Kind, State
from familjecentral.home.content_files import content_catalogue, records

TRANSLATED = [language.code for language in languages.PUBLIC if language.code != languages.SOURCE]
FILES = [
    language.code
    for language in languages.LANGUAGES
    if language.code != languages.SOURCE and content_catalogue(language.code).exists()
]
_TAG = re.compile(r"</?[a-z]+[^>]*>")
_NUMBER = re.compile(r"\d+")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@cache
def wanted(*, example: bool = True) -> catalogues.Wanted:
    """Context → Swedish segment, of every record with its example data."""
    found = {}
    for record in records(example=example):
        contexts = record.contexts(texts.fields_of(apps.get_model(record.type)))
        found.update({context: segment for context, (segment, _) in contexts.items()})
    return found


@cache
def load(code: str) -> polib.POFile:
    return catalogues.load(content_catalogue(code))


def entries(code: str) -> list[polib.POEntry]:
    return [entry for entry in load(code) if not entry.obsolete and entry.msgstr]


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_is_translated_into_every_public_language(code: str) -> None:
    values, _ = catalogues.read(load(code), wanted())
    assert wanted().keys() - values.keys() == set()


@pytest.mark.parametrize("code", FILES)
def test_every_entry_is_known_and_of_todays_swedish(code: str) -> None:
    _, report = catalogues.read(load(code), wanted())
    assert [str(problem) for problem in report.problems] == []
    assert load(code).obsolete_entries() == []


@pytest.mark.parametrize("code", FILES)
def test_the_header_names_the_language(code: str) -> None:
    header = load(code).metadata
    assert header["Language"].replace("_", "-").lower() == code
    assert header["Content-Type"].lower() == "text/plain; charset=utf-8"


@pytest.mark.parametrize("code", FILES)
def test_links_and_tags_are_those_of_the_swedish(code: str) -> None:
    assert [str(problem) for problem in catalogues.links_at_fault(load(code))] == []
    different = [
        e.msgctxt for e in entries(code) if Counter(_TAG.findall(e.msgid)) != Counter(_TAG.findall(e.msgstr))
    ]
    assert different == []


@pytest.mark.parametrize("code", FILES)
def test_nothing_of_a_translation_is_dropped_when_it_is_read(code: str) -> None:
    """What a reader sees is the text as the translator wrote it: no tag or sign is cleaned away."""
    tags = paragraphs.allowed_tags(["bold", "link"])
    for entry in entries(code):
        segment = wanted()[entry.msgctxt]
        kept = (
            paragraphs.clean(entry.msgstr, tags)
            if segment.kind is Kind.RICH
            else paragraphs.clean_plain(entry.msgstr)
        )
        assert _TAG.findall(kept) == _TAG.findall(entry.msgstr), entry.msgctxt
        assert _TAG.sub("", kept).strip() == _TAG.sub("", entry.msgstr).strip(), entry.msgctxt


@pytest.mark.parametrize("code", FILES)
def test_numbers_are_those_of_the_swedish(code: str) -> None:
    """A telephone number, a year or an age is a fact; digits are Western in every language."""
    different = []
    for entry in entries(code):
        swedish, said = set(_NUMBER.findall(entry.msgid)), set(_NUMBER.findall(entry.msgstr))
        # Easy Swedish may say "small children" for "children aged 0–6", but adds no number either.
        if said - swedish or (swedish - said and code != "sv-simple"):
            different.append((entry.msgctxt, entry.msgid, entry.msgstr))
    assert different == []


@pytest.mark.parametrize("code", FILES)
def test_no_invisible_direction_marks(code: str) -> None:
    """Isolation is the templates' work; a mark in a text breaks search and copying."""
    assert [entry.msgctxt for entry in entries(code) if _BIDI.search(entry.msgstr)] == []


@pytest.mark.parametrize("code", FILES)
def test_what_no_native_reader_has_reviewed_is_a_draft(code: str) -> None:
    """In a catalogue *fuzzy* is a draft; without it the header has the date of the native reader's review."""
    values, _ = catalogues.read(load(code), wanted())
    reviewed = [context for context, value in values.items() if value.state is State.REVIEWED]
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", load(code).metadata.get("X-Reviewed-By-Native", "no")):
        assert reviewed == []
