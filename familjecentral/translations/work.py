"""The one place where translations are read and written: by the editor, by files, by a machine.

A record with drafts is read as its newest version and saved as a new one; publishing a language brings that language
alone to the readers and leaves an unfinished Swedish draft unfinished. A record without drafts is live when saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import pgettext
from modeltranslation.utils import build_localized_fieldname
from wagtail.models import AbstractPage, DraftStateMixin, RevisionMixin

from familjecentral.core import segments
from familjecentral.core.paragraphs import clean_plain
from familjecentral.core.segments import Kind, Segment, State, fingerprint
from familjecentral.core.texts import segments_of, texts_of, write_texts
from familjecentral.core.translated import Translated
from familjecentral.translations import checks, permissions, registry


class Locked(Exception):
    """Somebody has locked the page. The message is for the translator."""


class NotPublishable(Exception):
    """A language cannot be published now. The message is for the translator."""


class Skip(StrEnum):
    """Why an edit was not saved; the translator keeps the text."""

    GONE = "gone"
    LOCKED = "locked"
    CHANGED_SOURCE = "changed source"
    CHANGED_TARGET = "changed target"
    LINKS = "links"
    PLACEHOLDERS = "placeholders"
    TOO_LONG = "too long"


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment with its translation. The Swedish is the newest; `upcoming` when it is not published yet."""

    segment: Segment
    target: str
    state: State
    entry: Mapping[str, Any] | None
    upcoming: bool
    withdrawn: bool

    @property
    def seen(self) -> str:
        """What whoever translates has before them: given back with the edit, so that nothing is overwritten unseen."""
        return f"{fingerprint(self.segment.source)}|{fingerprint(self.target)}"


@dataclass(frozen=True, slots=True)
class Work:
    """A record as there is to translate it into one language."""

    obj: Any
    """The newest version: that of the draft where there is one."""
    row: Any
    """The record as stored."""
    language: str
    pieces: list[Piece]

    @property
    def live(self) -> bool:
        return bool(getattr(self.row, "live", True))

    @property
    def label(self) -> str:
        return registry.label_of(self.row)

    def piece(self, segment: str) -> Piece | None:
        return next((piece for piece in self.pieces if piece.segment.id == segment), None)


@dataclass(frozen=True, slots=True)
class Edit:
    """A translated text. `seen` is `Piece.seen` as it was then. `reviewed` None leaves the state to the text:
    a changed one becomes a draft. `still_right` says that an outdated text fits the new Swedish as it is."""

    text: str
    seen: str
    reviewed: bool | None = None
    still_right: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    written: list[str]
    skipped: dict[str, Skip] = field(default_factory=dict)
    revision: Any = None


@dataclass(frozen=True, slots=True)
class Published:
    segments: list[str]
    """Those that readers see changed."""


# --- Reading ---------------------------------------------------------------------------------------------------------


def has_drafts(model: type[models.Model]) -> bool:
    """Whether what is saved waits to be published."""
    return issubclass(model, DraftStateMixin)


def work(label: str, pk: Any, language: str) -> Work:
    """What there is to translate. LookupError where there is no such record or type."""
    return work_of(_row(label, pk), language)


def work_of(row: Any, language: str) -> Work:
    """The same for a record that is at hand, of its real class and as stored."""
    return assemble(row, newest(row), language)


def newest(row: Any) -> Any:
    """The newest version of a record: its latest draft, else itself."""
    if has_drafts(type(row)) and row.has_unpublished_changes and row.latest_revision_id:
        return row.get_latest_revision_as_object()
    return row


def assemble(row: Any, obj: Any, language: str) -> Work:
    """Work from a record as stored and its newest version; makes no query."""
    is_live = getattr(row, "live", True)
    live = {segment.id: fingerprint(segment.source) for segment in segments_of(row)} if is_live else None
    targets = texts_of(obj, language)
    entries = (obj.translation_state or {}).get(language, {})
    pieces = []
    for segment in segments_of(obj):
        target, entry = targets.get(segment.id, ""), entries.get(segment.id)
        pieces.append(
            Piece(
                segment,
                target,
                segments.state_of(segment.source, target, entry),
                entry,
                upcoming=live is not None and live.get(segment.id) != fingerprint(segment.source),
                withdrawn=segments.is_withdrawn(segment.source, entry),
            )
        )
    return Work(obj, row, language, pieces)


def waiting(work: Work) -> list[str]:
    """The segments whose translation is saved but not what readers have. All of them, where nothing is live.

    What was made from another Swedish than readers have, later or earlier, waits.
    """
    if not has_drafts(type(work.row)):
        return []
    if not work.live:
        return [piece.segment.id for piece in work.pieces if piece.target]
    live, was = texts_of(work.row, work.language), _entries(work.row, work.language)
    return [
        piece.segment.id
        for piece in work.pieces
        if not piece.upcoming and piece.state is not State.OUTDATED
        if (piece.target, piece.entry) != (live.get(piece.segment.id, ""), was.get(piece.segment.id))
        if piece.target or live.get(piece.segment.id)
    ]


# --- Writing ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def save(
    label: str,
    pk: Any,
    language: str,
    edits: Mapping[str, Edit],
    *,
    user: Any = None,
    by: str | None = None,
) -> Saved:
    """Save these edits, and say which were not: what changed meanwhile is never overwritten.

    Writes nothing at all when nothing differs. `user` None is the command line, which may everything; a mark of
    review by somebody who may not review is left out. Raises Locked, LookupError.
    """
    row = _row(label, pk, lock=True)
    refuse_locked(row, user)
    current = work_of(row, language)
    skipped = {
        segment: reason
        for segment, edit in edits.items()
        if (reason := reason_against(current, segment, edit))
    }
    taken = {segment: edit for segment, edit in edits.items() if segment not in skipped}
    obj = current.obj
    before = texts_of(obj, language)
    texts = {segment: _typed(edit.text) for segment, edit in taken.items()}
    write_texts(obj, language, before | texts)
    after = texts_of(obj, language)
    may_review = user is None or permissions.may_review(user, language)
    name = by if by is not None else getattr(user, "username", "")
    written = []
    for segment, edit in taken.items():
        piece: Any = current.piece(segment)
        is_changed = before.get(segment, "") != after.get(segment, "")
        state = _new_state(piece, edit, is_changed=is_changed, may_review=may_review)
        if not after.get(segment):
            if is_changed:
                obj.translation_state.get(language, {}).pop(segment, None)
                written.append(segment)
        elif state is not None:
            source = fingerprint(piece.segment.source)
            segments.record(obj.translation_state, language, segment, source, state, timezone.now(), name)
            written.append(segment)
    revision = _store(obj, user) if written else None
    return Saved(written, skipped, revision)


@transaction.atomic
def publish(label: str, pk: Any, language: str, *, user: Any = None) -> Published:
    """Let readers have what is saved in one language. Swedish, facts and other languages stay as they are.

    What was translated from Swedish that is not published yet waits for it. Raises NotPublishable, Locked, LookupError.
    """
    row = _row(label, pk, lock=True)
    _refuse_unpublishable(row, user)
    if not has_drafts(type(row)):
        return Published([])
    newest_work = work_of(row, language)
    ready = waiting(newest_work)
    if not ready:
        return Published([])
    draft = newest_work.obj.serializable_data()
    live = row
    _take_over(newest_work, live, ready)
    published = live.serializable_data()
    live.save_revision(user=user, clean=False, log_action=True).publish(user=user)
    if _content(draft) != _content(published):
        # Something else was pending: it stays the newest version, unpublished.
        again = _row(label, pk).with_content_json(draft)
        again.save_revision(user=user, clean=False)
    return Published(ready)


def _take_over(newest_work: Work, live: Any, ready: Iterable[str]) -> None:
    language = newest_work.language
    texts = texts_of(live, language)
    for segment in ready:
        piece: Any = newest_work.piece(segment)
        texts[segment] = piece.target
        entries = live.translation_state.setdefault(language, {})
        if piece.entry is None or not piece.target:
            entries.pop(segment, None)
        else:
            entries[segment] = deepcopy(dict(piece.entry))
    write_texts(live, language, texts)


def _row(label: str, pk: Any, *, lock: bool = False) -> Any:
    model = registry.model_of(label)
    rows = model._default_manager.all()
    if lock:
        rows = rows.select_for_update(of=("self",))
    try:
        return rows.get(pk=pk)
    except (model.DoesNotExist, ValueError, OverflowError) as error:
        raise LookupError(f"There is no {label} {pk}") from error


def _entries(obj: Any, language: str) -> Mapping[str, Any]:
    entries: Mapping[str, Any] = (obj.translation_state or {}).get(language, {})
    return entries


def _typed(text: str) -> str:
    """A text as it is stored: a form ends its lines otherwise than a database."""
    return text.replace("\r\n", "\n").strip()


def reason_against(current: Work, segment: str, edit: Edit) -> Skip | None:
    """Why an edit cannot be taken, if anything speaks against it."""
    piece = current.piece(segment)
    if piece is None:
        return Skip.GONE
    source_seen, _, target_seen = edit.seen.partition("|")
    if source_seen != fingerprint(piece.segment.source):
        return Skip.CHANGED_SOURCE
    if target_seen != fingerprint(piece.target):
        return Skip.CHANGED_TARGET
    text = _typed(edit.text)
    if not text or text == piece.target:
        return None
    if piece.segment.kind is Kind.RICH and checks.links_differ(piece.segment.source, text):
        return Skip.LINKS
    if checks.placeholders_differ(piece.segment.source, text):
        return Skip.PLACEHOLDERS
    return Skip.TOO_LONG if _is_too_long(current.row, current.language, segment, text) else None


def _is_too_long(row: Any, language: str, segment: str, text: str) -> bool:
    name = segment.partition(".")[0].partition("#")[0]
    limit = row._meta.get_field(build_localized_fieldname(name, language)).max_length
    return bool(limit and name == segment and len(clean_plain(text)) > limit)


def _new_state(piece: Piece, edit: Edit, *, is_changed: bool, may_review: bool) -> State | None:
    """The state to record; None where nothing is to be recorded."""
    is_recorded = piece.entry is not None and piece.state is not State.OUTDATED
    if edit.reviewed and may_review:
        return None if is_recorded and piece.state is State.REVIEWED and not is_changed else State.REVIEWED
    if is_changed or (edit.still_right and piece.state is State.OUTDATED):
        return State.DRAFT
    if edit.reviewed is False and piece.state is State.REVIEWED:
        return State.DRAFT
    return None


def _store(obj: Any, user: Any) -> Any:
    if has_drafts(type(obj)):
        return obj.save_revision(user=user, clean=False, log_action=True)
    obj.save()
    if isinstance(obj, RevisionMixin):
        return obj.save_revision(user=user, clean=False, log_action=True)
    return None


# What differs between two versions although nobody changed anything.
_NOT_CONTENT = {
    "latest_revision", "live_revision", "latest_revision_created_at", "first_published_at", "last_published_at",
    "has_unpublished_changes", "live", "draft_title", "changed_at", "expired",
}  # fmt: skip


def _content(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in _NOT_CONTENT}


def refuse_locked(row: Any, user: Any) -> None:
    """Raises Locked where Wagtail would not let this person save the page."""
    if user is not None and isinstance(row, AbstractPage) and row.permissions_for_user(user).page_locked():
        raise Locked(
            pgettext("cms", "The page is locked. Ask whoever locked it, or wait until it is open again.")
        )


def _refuse_unpublishable(row: Translated, user: Any) -> None:
    if user is not None and not permissions.may_publish(user, row):
        raise NotPublishable(
            pgettext("cms", "You may save drafts. Somebody who may publish must publish them.")
        )
    if not has_drafts(type(row)):
        return
    if not getattr(row, "live", True):
        raise NotPublishable(pgettext("cms", "The Swedish text is not published. Publish it first."))
    if row.revisions.filter(approved_go_live_at__isnull=False).exists():  # type: ignore[attr-defined]
        raise NotPublishable(
            pgettext(
                "cms",
                "A version of this page is set to be published later. Publish the translation after it.",
            )
        )
    refuse_locked(row, user)
