"""What the side-by-side editor shows of each text: the Swedish, what changed in it, agreed terms, earlier translations."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby, takewhile

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from familjecentral.core import glossary
from familjecentral.core.languages import SOURCE
from familjecentral.core.segments import Kind, Segment, State, fingerprint
from familjecentral.translations import checks, standings
from familjecentral.translations.work import Edit, Piece, Skip, Work

_UNDER = " › "
"""Between the parts of a segment's label."""

_LINK = re.compile(r'<a id="(a[0-9]+)">(.*?)</a>')


@dataclass(frozen=True, slots=True)
class Row:
    """One text. `text` is what the translator has typed, or what is stored; `problem` why it was not saved."""

    piece: Piece
    part: str
    """What it is within its group; empty where the group's title says it all."""
    text: str
    swedish: SafeString
    changes: SafeString
    """Old → new Swedish, with `del` and `ins`; empty where the old is not known or nothing changed."""
    terms: list[tuple[str, str]]
    """Glossary terms of the Swedish, with the agreed translation."""
    offers: list[str]
    warnings: list[str]
    problem: str = ""

    @property
    def is_rich(self) -> bool:
        return self.piece.segment.kind is Kind.RICH

    @property
    def lines(self) -> int:
        """The height of the box in lines, with room for a translation longer than the Swedish."""
        return min(16, 2 + max(len(self.piece.segment.source), len(self.text)) // 45)


@dataclass(frozen=True, slots=True)
class Group:
    """The texts of one field, or of one block of a stream, in reading order."""

    title: str
    rows: list[Row]


def groups(
    work: Work, typed: Mapping[str, Edit] | None = None, skipped: Mapping[str, Skip] | None = None
) -> list[Group]:
    """All texts of a record as the page reads. What was `typed` stands in the place of what is stored; `skipped` says
    what of it could not be saved.
    """
    behind = {str((piece.entry or {}).get("source", "")) for piece in work.pieces}
    old = standings.wordings(behind)
    offers = standings.offers({fingerprint(piece.segment.source) for piece in work.pieces}, work.language)
    made = []
    for _, together in groupby(work.pieces, lambda piece: _place(piece.segment.id)):
        pieces = list(together)
        title = _common([piece.segment.label for piece in pieces])
        rows = [
            _row(work.language, piece, title, old, offers, typed or {}, skipped or {}) for piece in pieces
        ]
        made.append(Group(title, rows))
    return made


def _place(segment: str) -> str:
    """The field or the block of a stream that a text stands in."""
    return ".".join(segment.partition("#")[0].split(".")[:2])


def _common(labels: list[str]) -> str:
    """What labels such as "Text › Facts › Heading" begin with alike."""
    parts = zip(*(label.split(_UNDER) for label in labels), strict=False)
    return _UNDER.join(names[0] for names in takewhile(lambda names: len(set(names)) == 1, parts))


def _row(
    language: str,
    piece: Piece,
    title: str,
    old: Mapping[str, str],
    offers: Mapping[str, list[str]],
    typed: Mapping[str, Edit],
    skipped: Mapping[str, Skip],
) -> Row:
    segment = piece.segment
    kept = typed.get(segment.id)
    text = kept.text if kept else piece.target
    was = old.get(str((piece.entry or {}).get("source", "")), "")
    return Row(
        piece,
        segment.label.removeprefix(title).removeprefix(_UNDER),
        text,
        swedish(segment),
        difference(was, segment.source) if was and piece.state is State.OUTDATED else SafeString(""),
        terms(segment.source, language),
        [offer for offer in offers.get(fingerprint(segment.source), []) if offer != text][:3],
        checks.warnings(segment.source, text, language),
        reason(skipped[segment.id]) if segment.id in skipped else "",
    )


def swedish(segment: Segment) -> SafeString:
    """The Swedish to read. Its links lead nowhere here, and the same number stands in many texts of one screen."""
    if segment.kind is not Kind.RICH:
        return SafeString(escape(segment.source))
    # Written by paragraphs.split: allowed tags without attributes, text escaped.
    marked = _LINK.sub(r'<span class="tr-link" data-link="\1">\2</span>', segment.source)
    return mark_safe(marked)  # noqa: S308


def difference(old: str, new: str) -> SafeString:
    """The words that went as `del`, those that came as `ins`. Tags are left out: this is to be read."""
    before, after = _words(old), _words(new)
    written: list[str] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            written.append(escape(" ".join(before[i1:i2])))
            continue
        if i2 > i1:
            written.append(f"<del>{escape(' '.join(before[i1:i2]))}</del>")
        if j2 > j1:
            written.append(f"<ins>{escape(' '.join(after[j1:j2]))}</ins>")
    return mark_safe(" ".join(written))  # noqa: S308 (escaped word by word)


def _words(text: str) -> list[str]:
    return re.sub(r"<[^>]*>", " ", text).split()


def terms(source: str, language: str) -> list[tuple[str, str]]:
    """(Swedish term, agreed translation) of the glossary terms that a Swedish text uses."""
    agreed = _agreed()
    used = (agreed[key] for key in glossary.terms_in(source, glossary.stems(SOURCE)) if key in agreed)
    return [(row[SOURCE], row[language]) for row in used if row.get(language)]


@cache
def _agreed() -> dict[str, dict[str, str]]:
    return glossary.terms()


def reason(skip: Skip) -> str:
    """Why a text was not saved, for the translator."""
    return {
        Skip.GONE: pgettext("cms", "This text is no longer in the Swedish."),
        Skip.LOCKED: pgettext("cms", "the page is locked"),
        Skip.CHANGED_SOURCE: pgettext(
            "cms", "The Swedish was changed while you wrote. Read the new Swedish, then save again."
        ),
        Skip.CHANGED_TARGET: pgettext(
            "cms",
            "Somebody else saved this translation while you wrote. Yours is kept here; save again to use it.",
        ),
        Skip.LINKS: pgettext("cms", 'Keep the links of the Swedish, each once: <a id="a1">words</a>.'),
        Skip.PLACEHOLDERS: pgettext("cms", "Keep the placeholders of the Swedish as they are."),
        Skip.TOO_LONG: pgettext("cms", "The text is too long for its place. Shorten it."),
    }[skip]
