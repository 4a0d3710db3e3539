"""Translations out to a file and in again: gettext catalogues or XLIFF 2, for one record, a language, or what is behind.

An import is planned first and shown; then each unit that still fits is saved through `work.save`, record by record.
What does not fit is reported with its line and left alone. A file with nothing changed writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import polib
from django.conf import settings
from django.urls import reverse
from django.utils.translation import pgettext
from modeltranslation.utils import build_localized_fieldname
from wagtail.models import Revision

from familjecentral.core import catalogues, languages
from familjecentral.core.catalogues import Translation
from familjecentral.core.paragraphs import clean
from familjecentral.core.segments import Kind, State, fingerprint
from familjecentral.core.texts import fields_of
from familjecentral.translations import editor_rows, permissions, registry, standings, work, xliff
from familjecentral.translations.file_problems import Problem, Refusal, Unreadable
from familjecentral.translations.models import Subject
from familjecentral.translations.work import Edit, Piece, Saved, Skip, Work

MAX_BYTES = 10_000_000
"""A file larger than this is refused before it is read: all texts of 300 pages are a tenth of it."""

_AT_ONCE = 50
_TAG = re.compile(r"</?([a-z][a-z0-9]*)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"<[a-z][a-z0-9]*\s[^>]*?(?!id=)\b[a-z-]+\s*=", re.IGNORECASE)
"""A tag with an attribute other than the number of a link."""
_SEEN = "Exported translation: "


class Only(StrEnum):
    """Which texts a file holds."""

    ALL = "all"
    MISSING = "missing"
    OUTDATED = "outdated"
    WORK = "work"
    """Missing and outdated."""

    def takes(self, piece: Piece) -> bool:
        if self is Only.WORK:
            return piece.state in (State.MISSING, State.OUTDATED)
        return self is Only.ALL or piece.state == self.value


class Format(StrEnum):
    PO = "po"
    XLIFF = "xliff"

    @property
    def ending(self) -> str:
        return ".po" if self is Format.PO else ".xlf"

    @property
    def mime(self) -> str:
        return "text/x-gettext-translation" if self is Format.PO else "application/xliff+xml"


@dataclass(frozen=True, slots=True)
class Unit:
    """One text that the file would change."""

    line: int
    context: str
    segment: str
    label: str
    swedish: str
    old: str
    new: str
    edit: Edit


@dataclass(slots=True)
class Record:
    """What the file would change in one record."""

    label: str
    pk: int
    title: str
    units: list[Unit] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    language: str
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    shown: Mapping[str, str] | None = None
    """What a plan that somebody agreed to would have replaced, as `replaced` gave it: nothing else is replaced now."""

    @property
    def replaced(self) -> dict[str, str]:
        """{context: fingerprint of the translation that would be replaced}."""
        return {unit.context: fingerprint(unit.old) for record in self.records for unit in record.units}

    @property
    def units(self) -> int:
        return sum(len(record.units) for record in self.records)


def site() -> str:
    """This site's name in the header of a file."""
    return urlsplit(settings.SITE_URL).netloc


# --- Out -------------------------------------------------------------------------------------------------------------


def everything(language: str) -> Iterator[Work]:
    """The work on every live record. One query a type, and one for 50 records' unpublished versions."""
    for model in registry.registered().values():
        rows: Iterator[Any] = (
            row for row in model._default_manager.order_by("pk") if getattr(row, "live", True)
        )
        while some := list(islice(rows, _AT_ONCE)):
            waiting = {
                row.latest_revision_id
                for row in some
                if work.has_drafts(model) and getattr(row, "has_unpublished_changes", False)
            }
            drafts = Revision.objects.in_bulk(waiting - {None}) if waiting else {}
            for row in some:
                draft: Any = drafts.get(getattr(row, "latest_revision_id", None))
                newest = _as_drafted(row, draft.content, language) if draft else row
                yield work.assemble(row, newest, language)


def _as_drafted(row: Any, content: Mapping[str, Any], language: str) -> Any:
    """The record with the texts of a version. Wagtail's own way asks the database several times for each page."""
    model: Any = type(row)
    drafted = copy(row)
    names = [
        build_localized_fieldname(field.name, code)
        for field in fields_of(model)
        for code in (languages.SOURCE, language)
    ]
    for name in [*names, "translation_state"]:
        if name in content:
            setattr(drafted, name, row._meta.get_field(name).to_python(content[name]))
    return drafted


def render(po: polib.POFile, form: Format = Format.PO) -> bytes:
    """The file itself."""
    return xliff.write(po) if form is Format.XLIFF else str(po).encode()


def export(language: str, works: Iterable[Work], only: Only = Only.ALL) -> polib.POFile:
    """A catalogue of these records. `str()` of it is the file's text."""
    taken = [(one, [piece for piece in one.pieces if only.takes(piece)]) for one in works]
    taken = [(one, pieces) for one, pieces in taken if pieces]
    behind = {_made_from(piece) for _, pieces in taken for piece in pieces}
    old = standings.wordings(behind)
    titles = {str(uid): title for uid, title in Subject.objects.values_list("uid", "title")}
    wanted: dict[str, Any] = {}
    given: dict[str, Translation] = {}
    previous: dict[str, str] = {}
    comments: dict[str, str] = {}
    for one, pieces in taken:
        uid = str(one.row.uid)
        contexts = catalogues.entries_for(uid, [piece.segment for piece in pieces])
        for (context, segment), piece in zip(contexts.items(), pieces, strict=True):
            wanted[context] = segment
            comments[context] = _comment(one, piece, titles.get(uid, ""))
            if piece.target:
                state = State.REVIEWED if piece.state is State.REVIEWED else State.DRAFT
                given[context] = Translation(piece.target, _made_from(piece), state)
            if piece.state is State.OUTDATED and _made_from(piece) in old:
                previous[context] = old[_made_from(piece)]
    headers = {"X-Site": site()}
    if len(taken) == 1:
        row = taken[0][0].row
        headers |= {
            "X-Object": str(row.uid),
            "X-Source-Revision": str(getattr(row, "latest_revision_id", "") or ""),
        }
    return catalogues.write(language, wanted, given, previous=previous, headers=headers, comments=comments)


def _made_from(piece: Piece) -> str:
    return str((piece.entry or {}).get("source") or fingerprint(piece.segment.source))


def _comment(one: Work, piece: Piece, title: str) -> str:
    address = settings.SITE_URL + reverse("translations_edit", args=[one.label, one.row.pk, one.language])
    lines = [f"{title} {address}".strip()]
    lines += [
        f"{swedish} = {agreed}" for swedish, agreed in editor_rows.terms(piece.segment.source, one.language)
    ]
    if piece.target:
        lines.append(_SEEN + fingerprint(piece.target))
    return "\n".join(lines)


# --- In --------------------------------------------------------------------------------------------------------------


def parse(data: bytes) -> polib.POFile:
    """The catalogue in a file. Unreadable, with the line where there is one."""
    if len(data) > MAX_BYTES:
        raise Unreadable(pgettext("cms", "The file is larger than %d MB.") % (MAX_BYTES // 1_000_000))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            pgettext("cms", "Line %s: the file is not in UTF-8. Save it as UTF-8.") % line
        ) from error
    if text.lstrip().startswith("<"):
        try:
            return xliff.read(text)
        except xliff.Invalid as error:
            raise Unreadable(str(error)) from error
    if "msgid" not in text:
        raise Unreadable(pgettext("cms", "The file is not a gettext catalogue (.po) or XLIFF 2 (.xlf)."))
    try:
        # With a line's end it is never taken for a file's name.
        return polib.pofile(text.replace("\x00", " ") + "\n", encoding="utf-8")
    except (OSError, ValueError, IndexError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise Unreadable(
            pgettext("cms", "Line %s: the file is not a gettext catalogue (.po).")
            % (found[1] if found else "?")
        ) from error


def plan(
    data: bytes, *, language: str | None = None, user: Any = None, shown: Mapping[str, str] | None = None
) -> Plan:
    """What an import of this file would change. Reads only. Unreadable when none of the file can be used.

    `user` None is the command line, which may everything. `shown` is `Plan.replaced` of the plan that was agreed to.
    """
    po = parse(data)
    code = _language(po, language, user)
    if po.metadata.get("X-Site") not in (None, "", site()):
        raise Unreadable(pgettext("cms", "The file is of another site: %s.") % po.metadata["X-Site"])
    made = Plan(code, shown=shown)
    by_record = _by_record(po, made)
    rows = _rows(by_record)
    about = po.metadata.get("X-Object", "")
    for uid, entries in by_record.items():
        row = rows.get(uid)
        if row is not None and about and about != str(uid):
            made.problems += [
                Problem(entry.linenum, entry.msgctxt, Refusal.OTHER_RECORD) for entry in entries
            ]
        elif row is None:
            made.problems += [Problem(entry.linenum, entry.msgctxt, Refusal.NO_RECORD) for entry in entries]
        elif user is not None and not permissions.may_save(user, code, row):
            made.problems += [Problem(entry.linenum, entry.msgctxt, Refusal.MAY_NOT) for entry in entries]
        else:
            _plan_record(made, row, entries)
    made.problems.sort(key=lambda problem: problem.line)
    return made


def apply(made: Plan, *, user: Any = None) -> Iterator[tuple[Record, Saved]]:
    """Import what was planned, a record at a time; each record is saved as a whole or not at all."""
    for record in made.records:
        edits = {unit.segment: unit.edit for unit in record.units}
        try:
            saved = work.save(
                record.label, record.pk, made.language, edits, user=user, by=None if user else "file"
            )
        except work.Locked:
            saved = Saved([], dict.fromkeys(edits, Skip.LOCKED))
        except LookupError:
            saved = Saved([], dict.fromkeys(edits, Skip.GONE))
        yield record, saved


def problems_of(record: Record, saved: Saved) -> list[Problem]:
    """What was planned and could not be saved after all, because it moved in between."""
    lines = {unit.segment: unit.line for unit in record.units}
    return [
        Problem(lines[segment], f"{record.title}: {segment}", Refusal[skip.name])
        for segment, skip in saved.skipped.items()
    ]


def _language(po: polib.POFile, language: str | None, user: Any) -> str:
    said = po.metadata.get("Language", "").replace("_", "-").lower()
    if said not in languages.CODES or said == languages.SOURCE:
        raise Unreadable(
            pgettext("cms", "The file does not say a language to translate to: %s.") % (said or "–")
        )
    if language is not None and said != language:
        raise Unreadable(pgettext("cms", "The file is in another language: %s.") % said)
    if user is not None and not permissions.may_translate(user, said):
        raise Unreadable(pgettext("cms", "You may not translate to %s.") % languages.by_code(said).name)
    return said


def _rows(uids: Iterable[UUID]) -> dict[UUID, Any]:
    """The records with these identities. One query a type."""
    wanted = list(uids)
    return {
        row.uid: row
        for model in registry.registered().values()
        for row in model._default_manager.filter(uid__in=wanted)
    }


def _by_record(po: polib.POFile, made: Plan) -> dict[UUID, list[polib.POEntry]]:
    found: dict[UUID, list[polib.POEntry]] = {}
    for entry in po:
        if entry.obsolete or not entry.msgstr.strip():
            continue
        try:
            uid = UUID((entry.msgctxt or "").partition("/")[0])
        except ValueError:
            context = entry.msgctxt or entry.msgid
            made.problems.append(Problem(entry.linenum, context, catalogues.Reason.UNKNOWN_CONTEXT))
            continue
        found.setdefault(uid, []).append(entry)
    return found


def _plan_record(made: Plan, row: Any, entries: list[polib.POEntry]) -> None:
    current = work.work_of(row, made.language)
    wanted = catalogues.entries_for(str(row.uid), [piece.segment for piece in current.pieces])
    own = polib.POFile()
    own.extend(entries)
    read, report = catalogues.read(own, wanted)
    made.problems += [Problem(problem.line, problem.context, problem.reason) for problem in report.problems]
    record = Record(current.label, row.pk, registry.title_of(row))
    first = {entry.msgctxt: entry for entry in reversed(entries) if entry.msgctxt in read}
    for context, translation in read.items():
        entry, piece = first[context], current.piece(wanted[context].id)
        if piece is not None and (unit := _unit(made, current, piece, entry, translation)):
            record.units.append(unit)
    if record.units:
        made.records.append(record)


def _unit(
    made: Plan, current: Work, piece: Piece, entry: polib.POEntry, translation: Translation
) -> Unit | None:
    """The change that an entry asks for; None where there is none, or it is refused and reported."""
    text = translation.text.strip()
    is_final = not entry.fuzzy
    if piece.segment.kind is Kind.RICH:
        text = _cleaned(made, entry, text, piece.segment.tags)
    if not text.strip():
        made.problems.append(Problem(entry.linenum, entry.msgctxt, Refusal.NOTHING_LEFT))
        return None
    edit = Edit(text, piece.seen, reviewed=is_final, still_right=is_final)
    if text == piece.target and not _changes_state(piece, is_final=is_final):
        return None
    if text != piece.target and _moved(made, piece, entry):
        made.problems.append(Problem(entry.linenum, entry.msgctxt, Refusal.CHANGED_TARGET))
        return None
    if skip := work.reason_against(current, piece.segment.id, edit):
        made.problems.append(Problem(entry.linenum, entry.msgctxt, Refusal[skip.name]))
        return None
    segment = piece.segment
    return Unit(
        entry.linenum, entry.msgctxt, segment.id, segment.label, segment.source, piece.target, text, edit
    )


def _moved(made: Plan, piece: Piece, entry: polib.POEntry) -> bool:
    """Whether another translation stands here than when the file was made, or when its plan was agreed to."""
    noted = re.search(_SEEN + r"([0-9a-f]+)", (entry.comment or "").replace("\n", " "))
    known = {fingerprint(piece.target)} if made.shown is None else {made.shown.get(entry.msgctxt)}
    return fingerprint(piece.target) not in known & ({noted[1]} if noted else known)


def _changes_state(piece: Piece, *, is_final: bool) -> bool:
    return is_final != (piece.state is State.REVIEWED)


def _cleaned(made: Plan, entry: polib.POEntry, text: str, tags: frozenset[str]) -> str:
    cleaned = clean(text, tags)
    if not cleaned.strip():
        return ""
    if _TAG.findall(cleaned) != _TAG.findall(text) or _ATTRIBUTE.search(text):
        made.problems.append(Problem(entry.linenum, entry.msgctxt, Refusal.NOT_ALLOWED))
    return cleaned
