"""What a minor and a critical change of the Swedish do to the notes on its translations."""

from typing import Any

from familjecentral.core.changes import Edit, note_edit
from familjecentral.core.segments import State, fingerprint, is_withdrawn, state_of

OLD, NEW = "Öppet på torsdag", "Öppet på torsdagar"


def entry(source: str, state: str = "reviewed") -> dict[str, Any]:
    return {"source": fingerprint(source), "state": state, "at": "2026-11-01T10:00:00+00:00", "by": "x"}


def test_a_minor_edit_leaves_what_was_reviewed_reviewed_in_every_language() -> None:
    state = {"ar": {"lead": entry(OLD)}, "fi": {"lead": entry(OLD, "draft")}}
    note_edit(state, [{"lead": OLD}], {"lead": NEW}, Edit.MINOR)
    assert state_of(NEW, "x", state["ar"]["lead"]) is State.REVIEWED
    assert state_of(NEW, "x", state["fi"]["lead"]) is State.DRAFT


def test_a_minor_edit_does_not_bring_an_older_translation_up_to_date() -> None:
    state = {"ar": {"lead": entry("Något äldre")}}
    note_edit(state, [{"lead": OLD}], {"lead": NEW}, Edit.MINOR)
    assert state_of(NEW, "x", state["ar"]["lead"]) is State.OUTDATED


def test_a_critical_change_hides_the_old_translation_until_the_swedish_is_the_old_again() -> None:
    state = {"ar": {"lead": entry(OLD), "title": entry("Titel")}}
    note_edit(state, [{"lead": OLD, "title": "Titel"}], {"lead": NEW, "title": "Titel"}, Edit.CRITICAL)
    assert is_withdrawn(NEW, state["ar"]["lead"])
    assert not is_withdrawn(OLD, state["ar"]["lead"])
    assert not is_withdrawn("Titel", state["ar"]["title"])


def test_what_a_draft_said_before_counts_as_before() -> None:
    state = {"ar": {"lead": entry("Utkast")}}
    note_edit(state, [{"lead": OLD}, {"lead": "Utkast"}], {"lead": NEW}, Edit.MINOR)
    assert state_of(NEW, "x", state["ar"]["lead"]) is State.REVIEWED


def test_a_text_that_is_new_or_unchanged_is_left_alone() -> None:
    state = {"ar": {"lead": entry(OLD)}}
    note_edit(state, [{"lead": OLD}], {"lead": OLD, "body.1": "Nytt"}, Edit.CRITICAL)
    assert state == {"ar": {"lead": entry(OLD)}}
