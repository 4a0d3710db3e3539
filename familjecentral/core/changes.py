"""What an edit of the Swedish means for its translations, when the editor says so. Pure.

Without a word from the editor nothing is noted: fingerprints differ, so what was changed is outdated. The notes are
made in the draft's own `translation_state`, so that they take effect when that draft is published, not before.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from familjecentral.core.segments import fingerprint


class Edit(StrEnum):
    """What the editor says of a change."""

    MINOR = "minor"
    """The translations still say the same: they stay as they are, reviewed or draft."""
    CRITICAL = "critical"
    """The old translations must not be read: they are hidden until they are redone."""


def note_edit(
    translation_state: Mapping[str, dict[str, dict[str, Any]]],
    before: Iterable[Mapping[str, str]],
    after: Mapping[str, str],
    edit: Edit,
) -> None:
    """Change the entries of the segments that say something else now, in every language.

    `before` holds the earlier Swedish texts by segment: the live ones, and those of the latest draft. A translation
    that was behind already stays behind at a minor edit; at a critical one it is hidden like the others.
    """
    earlier = [{segment: fingerprint(text) for segment, text in texts.items()} for texts in before]
    for segment, text in after.items():
        now = fingerprint(text)
        were = {texts[segment] for texts in earlier if segment in texts} - {now}
        if not were:
            continue
        for entries in translation_state.values():
            entry = entries.get(segment)
            if entry is None or entry.get("source") == now:
                continue
            if edit is Edit.CRITICAL:
                entry["withdrawn"] = True
            elif entry.get("source") in were:
                entry["source"] = now
                entry.pop("withdrawn", None)
