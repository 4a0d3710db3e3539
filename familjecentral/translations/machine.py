"""Machine drafts: a first wording for a human to work on. There is no provider unless one is set.

`MACHINE_TRANSLATION` names a class (dotted path) that is made without arguments and is a `Provider`. What it writes
is saved as a draft by "machine: <name>", is shown as a draft to readers, and is never marked as reviewed.
"""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from familjecentral.core.languages import SOURCE
from familjecentral.core.segments import State
from familjecentral.translations import work
from familjecentral.translations.work import Edit, Saved, Work


class Failed(Exception):
    """The provider gave no answer that can be used. Nothing was written."""


class Provider(Protocol):
    """Something that translates. It keeps its own time limits, and raises what it likes: it becomes Failed."""

    name: str

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        """As many texts as were given, in their order, with their HTML tags and placeholders kept."""
        ...


def provider() -> Provider | None:
    """The provider that is set, if any. ImportError when its name leads nowhere."""
    if not settings.MACHINE_TRANSLATION:
        return None
    found: Provider = import_string(settings.MACHINE_TRANSLATION)()
    return found


def draft(opened: Work, by: Provider, *, user: object = None) -> Saved:
    """Save a draft of every text that is missing or outdated. A text that lost a link or placeholder is skipped."""
    wanted = [piece for piece in opened.pieces if piece.state in (State.MISSING, State.OUTDATED)]
    if not wanted:
        return Saved([])
    try:
        texts = by.translate([piece.segment.source for piece in wanted], SOURCE, opened.language)
    except Exception as error:
        raise Failed(f"{by.name}: {error}") from error
    if len(texts) != len(wanted) or not all(isinstance(text, str) for text in texts):
        raise Failed(f"{by.name}: the answer does not fit the question")
    edits = {
        piece.segment.id: Edit(text, piece.seen, reviewed=False)
        for piece, text in zip(wanted, texts, strict=True)
        if text.strip()
    }
    return work.save(opened.label, opened.row.pk, opened.language, edits, user=user, by=f"machine: {by.name}")
