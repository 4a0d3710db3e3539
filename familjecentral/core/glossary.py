"""The agreed terms: which of them a Swedish text uses, and whether a translation keeps to them. Pure.

`locale/glossary.csv` holds the agreed translations. A running text inflects them, so each language lists the stems by
which a term is recognised in `locale/<locale>/glossary-stems.csv` (key, stems separated by "|"; the Swedish file tells
when a term is used at all), and its reasons for leaving a term out in `glossary-exceptions.csv` (context, key, reason).
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import to_locale

LOCALE = Path(__file__).resolve().parents[2] / "locale"

Stems = Mapping[str, tuple[str, ...]]
"""Glossary key → stems, lower case; the order of the Swedish file is the order in which terms are looked for."""


@dataclass(frozen=True, slots=True)
class Unused:
    """An entry whose Swedish uses a term while its translation has none of the term's stems."""

    context: str
    key: str


def terms() -> dict[str, dict[str, str]]:
    """Glossary key → {column: cell}; an empty cell means that no translation was agreed."""
    return {row["key"]: row for row in _rows(LOCALE / "glossary.csv")}


@cache
def stems(language: str) -> Stems:
    """The stems of a language; empty when it lists none."""
    rows = _rows(LOCALE / to_locale(language) / "glossary-stems.csv")
    return {row["key"]: tuple(stem.strip().lower() for stem in row["stems"].split("|")) for row in rows}


def exceptions(language: str) -> dict[tuple[str, str], str]:
    """(context, key) → the reason why that entry does without the term."""
    rows = _rows(LOCALE / to_locale(language) / "glossary-exceptions.csv")
    return {(row["context"], row["key"]): row["reason"] for row in rows}


def terms_in(text: str, swedish: Stems) -> list[str]:
    """The keys of the terms that a Swedish text uses. A longer term hides the shorter one inside it."""
    left, found = _words(text), []
    for key, alternatives in swedish.items():
        for stem in alternatives:
            if stem in left:
                left = left.replace(stem, "\n")
                found.append(key)
    return list(dict.fromkeys(found))


def unused(
    entries: Iterable[tuple[str, str, str]],
    swedish: Stems,
    target: Stems,
    excused: Iterable[tuple[str, str]] = (),
) -> list[Unused]:
    """Which of the entries (context, Swedish, translation) leave out a term. Untranslated entries are not judged."""
    excuses = set(excused)
    return [
        Unused(context, key)
        for context, source, translation in entries
        if translation.strip()
        for key in terms_in(source, swedish)
        if key in target and (context, key) not in excuses
        if not any(stem in _words(translation) for stem in target[key])
    ]


def _words(text: str) -> str:
    """Lower case and without tags; Turkish İ and I are both read as i, as a reader skims them."""
    plain = re.sub(r"<[^>]*>", "", text).replace("İ", "i").lower()
    return " ".join(plain.split())


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
