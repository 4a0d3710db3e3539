"""The agreed terms are used: interface strings and whole texts word by word, running text by the stems of its terms.

tests/data/glossary-msgids.csv says of every key of locale/glossary.csv where the site shows it:
`message` an interface string · `label` the same with a capital · `content` a text of the initial content · `term` a
word in running text (locale/<locale>/glossary-stems.csv) · `formats` core/formats.py · `later`, `unused`: why not.
"""

import copy
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from django.utils.translation import to_locale

from familjecentral.core import glossary, languages, po_files
from familjecentral.home.content_files import content_catalogue

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "tests" / "data" / "glossary-msgids.csv"
USES = {"message", "label", "content", "term", "formats", "later", "unused"}
PUBLIC = [language.code for language in languages.PUBLIC]
TRANSLATED = [code for code in PUBLIC if code != languages.SOURCE]

Cells = dict[str, dict[str, str]]


@cache
def table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def catalogue(code: str) -> dict[tuple[str, str], polib.POEntry]:
    po = polib.pofile(str(po_files.catalogue_path(ROOT, code)))
    return {(entry.msgctxt or "", entry.msgid): entry for entry in po if not entry.obsolete}


@cache
def content(code: str) -> dict[str, polib.POEntry]:
    return {
        entry.msgctxt: entry for entry in polib.pofile(str(content_catalogue(code))) if not entry.obsolete
    }


def capital(text: str, code: str) -> str:
    first = "İ" if code == "tr" and text[0] == "i" else text[0].upper()
    return first + text[1:]


def bare(text: str) -> str:
    """Without tags and the full stop."""
    return re.sub(r"<[^>]*>", "", text).strip().rstrip(".")


def differences(cells: Cells, code: str) -> Iterator[str]:
    """The strings that are not word by word what the glossary says."""
    for row in table():
        cell = cells[row["key"]][code]
        match row["use"]:
            case "message" | "label":
                entry = catalogue(code).get((row["msgctxt"], row["msgid"]))
                wanted = cell if row["use"] == "message" else capital(cell, code)
                found = entry.msgstr if entry else "no such message"
            case "content":
                source = content("en")[row["msgid"]]
                found = bare(source.msgid if code == languages.SOURCE else content(code)[row["msgid"]].msgstr)
                # A title begins with a capital, a link in a list may not.
                wanted = next(
                    text
                    for text in (capital(bare(cell), code), bare(cell))
                    if text[1:] in (found[1:], text[1:])
                )
            case _:
                continue
        if found != wanted:
            yield f"{row['key']}: {found!r} is not {wanted!r}"


def running_texts(code: str) -> Iterator[tuple[str, str, str]]:
    """(context, Swedish, translation) of the initial content and of the interface."""
    for entry in content(code).values():
        yield entry.msgctxt, entry.msgid, entry.msgstr
    swedish = catalogue(languages.SOURCE)
    for key, entry in catalogue(code).items():
        if key in swedish:
            yield key[1], written(swedish[key]), written(entry)


def written(entry: polib.POEntry) -> str:
    return " ".join(entry.msgstr_plural.values()) if entry.msgid_plural else entry.msgstr


def unused_terms(code: str, stems: glossary.Stems) -> list[glossary.Unused]:
    """An interface that stands on a family centre's page may say "centre": its English decides which terms it uses."""
    english, texts = glossary.stems("en"), content(code)
    return [
        term
        for term in glossary.unused(
            running_texts(code), glossary.stems("sv"), stems, glossary.exceptions(code)
        )
        if term.context in texts or any(stem in term.context.lower() for stem in english[term.key])
    ]


# --- The table --------------------------------------------------------------------------------------------------------


def test_the_table_tells_of_every_key_of_the_glossary() -> None:
    assert {row["key"] for row in table()} == glossary.terms().keys()
    assert {row["use"] for row in table()} == USES
    assert [
        row for row in table() if row["use"] in ("later", "unused", "formats") and not row["reason"]
    ] == []
    assert [
        row for row in table() if row["use"] in ("message", "label", "content") and not row["msgid"]
    ] == []


def test_every_term_has_stems_in_every_language() -> None:
    terms = {row["key"] for row in table() if row["use"] == "term"}
    for code in PUBLIC:
        assert terms - glossary.stems(code).keys() == set(), code


# --- Word by word -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", PUBLIC)
def test_interface_and_titles_say_what_the_glossary_says(code: str) -> None:
    assert list(differences(glossary.terms(), code)) == []


@pytest.mark.parametrize("code", PUBLIC)
def test_a_changed_cell_is_noticed(code: str) -> None:
    """On a copy: one cell after the other is changed, and each is found."""
    for row in table():
        if row["use"] in ("message", "label", "content"):
            cells = copy.deepcopy(glossary.terms())
            cells[row["key"]][code] += "x"
            assert [line for line in differences(cells, code) if line.startswith(f"{row['key']}: ")] != []


# --- Running text -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", TRANSLATED)
def test_running_text_uses_the_agreed_terms(code: str) -> None:
    assert [f"{term.context}: {term.key}" for term in unused_terms(code, glossary.stems(code))] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_exception_still_has_a_text_and_a_reason(code: str) -> None:
    swedish = {context: source for context, source, _ in running_texts(code)}
    for (context, key), reason in glossary.exceptions(code).items():
        assert reason.strip(), (context, key)
        assert key in glossary.terms_in(swedish[context], glossary.stems("sv")), (context, key)


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_changed_term_is_noticed(code: str) -> None:
    stems = {**glossary.stems(code), "family_centre": ("another word",)}
    assert len(unused_terms(code, stems)) > 10


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_stems_are_those_of_the_agreed_translation(code: str) -> None:
    """The cell itself is recognised by its stems, so a changed cell changes the stems, and with them the texts."""
    cells = glossary.terms()
    for key, stems in glossary.stems(code).items():
        said = cells[key][code].replace("(BMM)", "").replace("(BVC)", "").strip()
        cell = [("another", cells[key]["sv"], f"{said} ({said})")]
        kept = tuple(stem for stem in stems if stem not in ("bmm", "bvc"))
        assert glossary.unused(cell, {key: (cells[key]["sv"].lower(),)}, {key: kept}) == [], (
            key,
            to_locale(code),
        )
