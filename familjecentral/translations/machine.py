"""Machine drafts: a first wording for a human to work on. There is no provider unless one is set.

`MACHINE_TRANSLATION` names a class (dotted path) that is made without arguments and is a `Provider`. What it writes
is saved as a draft by "machine: <name>", is shown as a draft to readers, and is never marked as reviewed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from familjecentral.core.languages import SOURCE
from familjecentral.core.segments import Kind, State
from familjecentral.translations import work
from familjecentral.translations.work import Edit, Piece, Saved, Skip, Work

_TAG = re.compile(r"</?\w+")


class Failed(Exception):
    """The provider gave no answer that can be used. Nothing was written."""


class Provider(Protocol):
    """Something that translates. It keeps its own time limits, and raises what it likes: it becomes Failed."""

    name: str

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        """As many texts as were given, in their order, with their HTML tags and placeholders kept."""
        ...


def provider() -> Provider | None:
    """The provider that is set, if any. Failed when its name leads nowhere or it cannot be made."""
    if not settings.MACHINE_TRANSLATION:
        return None
    try:
        found: Provider = import_string(settings.MACHINE_TRANSLATION)()
    except Exception as error:
        raise Failed(f"MACHINE_TRANSLATION={settings.MACHINE_TRANSLATION}: {error}") from error
    return found


def offered() -> str:
    """What the button is called, "" without one. A setting that leads nowhere says so when it is pressed."""
    try:
        by = provider()
    except Failed:
        return str(settings.MACHINE_TRANSLATION)
    return by.name if by else ""


def draft(opened: Work, by: Provider | None = None, *, user: object = None) -> Saved:
    """Save a draft of every text that is missing or outdated. A text that lost a tag or placeholder is skipped.

    Raises Failed, and Locked before anything is sent to the provider.
    """
    wanted = [piece for piece in opened.pieces if piece.state in (State.MISSING, State.OUTDATED)]
    work.refuse_locked(opened.row, user)
    by = by or provider()
    if by is None or not wanted:
        return Saved([])
    try:
        texts = by.translate([piece.segment.source for piece in wanted], SOURCE, opened.language)
    except Exception as error:
        raise Failed(f"{by.name}: {error}") from error
    if len(texts) != len(wanted) or not all(isinstance(text, str) for text in texts):
        raise Failed(f"{by.name}: the answer does not fit the question")
    answers = [(piece, text) for piece, text in zip(wanted, texts, strict=True) if text.strip()]
    edits = {
        piece.segment.id: Edit(text, piece.seen, reviewed=False)
        for piece, text in answers
        if not _tags_differ(piece, text)
    }
    saved = work.save(
        opened.label, opened.row.pk, opened.language, edits, user=user, by=f"machine: {by.name}"
    )
    broken = {piece.segment.id: Skip.LINKS for piece, text in answers if _tags_differ(piece, text)}
    return replace(saved, skipped=saved.skipped | broken)


def _tags_differ(piece: Piece, text: str) -> bool:
    """Whether rich text came back with other tags. A human may leave one out; of a machine it is a fault."""
    if piece.segment.kind is not Kind.RICH:
        return False
    return sorted(_TAG.findall(piece.segment.source)) != sorted(_TAG.findall(text))
