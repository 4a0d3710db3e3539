"""Segments ↔ gettext catalogues, for the initial content (content.po) and for sending one page to a translator. Pure.

One entry a segment: msgctxt is a stable name, msgid the Swedish, msgstr the translation. *Fuzzy* means a draft, or a
translation of an earlier Swedish (which is then the previous msgid): both are read, never skipped. No fuzzy means
reviewed; an empty msgstr means missing. Which object a context belongs to is the caller's to say: `Wanted`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import polib

from familjecentral.core.languages import SOURCE
from familjecentral.core.paragraphs import clean_plain
from familjecentral.core.segments import Segment, State, fingerprint

Wanted = Mapping[str, Segment]
"""Context → the segment it stands for, in reading order. One catalogue may hold many objects."""

_LINK = re.compile(r"<a\b[^>]*>")
_EARLIER = "Translated from an earlier Swedish text, fingerprint "


@dataclass(frozen=True, slots=True)
class Translation:
    """What a catalogue says of one segment. `source` is the fingerprint of the Swedish it was made from, `state`
    DRAFT or REVIEWED: whether it is outdated follows (`segments.state_of`)."""

    text: str
    source: str
    state: State


class Reason(StrEnum):
    WRONG_LANGUAGE = "the catalogue is in another language"
    WRONG_OBJECT = "the catalogue is of another object"
    UNKNOWN_CONTEXT = "no text has this context"
    CHANGED_SOURCE = "the Swedish text has changed since"
    REPEATED = "this context stands above already"
    OTHER_LINKS = "its links are not those of the Swedish"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an entry. `line` counts from 1; 0 is the header."""

    line: int
    context: str
    reason: StrEnum

    def __str__(self) -> str:
        return f"line {self.line}: {self.context}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Report:
    read: int = 0
    problems: list[Problem] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is anything to report."""
        return bool(self.problems)


def entries_for(
    key: str, segments: Iterable[Segment], names: Mapping[str, str] | None = None
) -> dict[str, Segment]:
    """The contexts of one object's segments: `<key>/<segment id with slashes>`.

    `names` gives readable names to parts of ids: with {"<uuid>": "what"}, `body.<uuid>#p1` of the key "bvc" becomes
    `bvc/body/what#p1`. ValueError when two segments would share a context.
    """
    entries: dict[str, Segment] = {}
    for segment in segments:
        path, mark, paragraph = segment.id.partition("#")
        parts = [(names or {}).get(part, part) for part in path.split(".")]
        context = "/".join([key, *parts]) + mark + paragraph
        if context in entries:
            raise ValueError(
                f"Two segments have the context {context}: {entries[context].id} and {segment.id}"
            )
        entries[context] = segment
    return entries


def load(path: Path | str) -> polib.POFile:
    """A catalogue from a file. OSError when it cannot be read, with the line, or is not a catalogue."""
    return polib.pofile(str(path), encoding="utf-8")


def write(
    language: str,
    wanted: Wanted,
    translations: Mapping[str, Translation],
    *,
    previous: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    comments: Mapping[str, str] | None = None,
) -> polib.POFile:
    """A catalogue of every wanted segment; `str()` of it is the file's text.

    `previous` gives the earlier Swedish of outdated contexts, where it is known. `headers` are added to the header:
    `X-Object` and `X-Source-Revision` for one page. `comments` are added below the field's name, by context.
    """
    po = polib.POFile()
    po.metadata = {
        "Project-Id-Version": "familjecentral",
        "Language": language,
        "X-Source-Language": SOURCE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        **(headers or {}),
    }
    for context, segment in wanted.items():
        entry = _entry(context, segment)
        if comment := (comments or {}).get(context):
            entry.comment += f"\n{comment}"
        if translation := translations.get(context):
            entry.msgstr = clean_plain(translation.text)
            is_current = translation.source == fingerprint(segment.source)
            entry.fuzzy = translation.state is not State.REVIEWED or not is_current
            if not is_current and context in (previous or {}):
                entry.previous_msgid = clean_plain((previous or {})[context])
            elif not is_current:
                entry.comment += f"\n{_EARLIER}{translation.source}"
        po.append(entry)
    return po


def read(
    po: polib.POFile, wanted: Wanted, *, language: str | None = None, about: str | None = None
) -> tuple[dict[str, Translation], Report]:
    """{context: translation} of what fits, and a report of what does not and is left alone.

    Context and Swedish must both be as wanted. Obsolete and empty entries are passed over. With `language` or
    `about`, a catalogue whose header says another Language or X-Object is not read at all.
    """
    if problem := _wrong_header(po, language, about):
        return {}, Report(0, [problem])
    translations: dict[str, Translation] = {}
    problems: list[Problem] = []
    for entry in _live(po):
        context = entry.msgctxt or ""
        if not (segment := wanted.get(context)):
            problems.append(Problem(entry.linenum, context or entry.msgid, Reason.UNKNOWN_CONTEXT))
        elif fingerprint(entry.msgid) != fingerprint(segment.source):
            problems.append(Problem(entry.linenum, context, Reason.CHANGED_SOURCE))
        elif context in translations:
            problems.append(Problem(entry.linenum, context, Reason.REPEATED))
        elif entry.msgstr.strip():
            state = State.DRAFT if entry.fuzzy else State.REVIEWED
            translations[context] = Translation(clean_plain(entry.msgstr), _made_from(entry), state)
    return translations, Report(len(translations), problems)


def links_at_fault(po: polib.POFile) -> list[Problem]:
    """Translations that lost a link of the Swedish, or have one that it does not have. They are read all the same."""
    return [
        Problem(entry.linenum, entry.msgctxt or entry.msgid, Reason.OTHER_LINKS)
        for entry in _live(po)
        if entry.msgstr and set(_LINK.findall(entry.msgid)) != set(_LINK.findall(entry.msgstr))
    ]


def merge_catalogue(po: polib.POFile, wanted: Wanted) -> polib.POFile:
    """The catalogue for today's Swedish, in its order, with every translation kept.

    Where the Swedish of a context has changed, the old translation stays, fuzzy, and the Swedish it was made from
    becomes the previous msgid. Entries nobody wants any more are kept at the end as obsolete.
    """
    merged = polib.POFile()
    merged.header = po.header
    merged.metadata = dict(po.metadata)
    known = {entry.msgctxt: entry for entry in po.obsolete_entries()} | {
        entry.msgctxt: entry for entry in _live(po)
    }
    for context, segment in wanted.items():
        merged.append(_refreshed(known.pop(context, None), context, segment))
    for entry in known.values():
        if entry.msgstr:
            entry.obsolete = True
            merged.append(entry)
    return merged


def _entry(context: str, segment: Segment) -> polib.POEntry:
    return polib.POEntry(msgctxt=context, msgid=clean_plain(segment.source), comment=segment.label)


def _refreshed(old: polib.POEntry | None, context: str, segment: Segment) -> polib.POEntry:
    entry = _entry(context, segment)
    if old is None or not old.msgstr:
        return entry
    entry.msgstr, entry.tcomment, entry.flags = old.msgstr, old.tcomment, list(old.flags)
    if earlier := _earlier(old):
        entry.comment += f"\n{_EARLIER}{earlier}"
        return entry
    # A translation that was behind already was made from the Swedish before last.
    made_from = old.previous_msgid or old.msgid
    if fingerprint(made_from) != fingerprint(segment.source):
        entry.fuzzy = True
        entry.previous_msgid = made_from
    return entry


def _made_from(entry: polib.POEntry) -> str:
    """The fingerprint of the Swedish that an entry was translated from."""
    if entry.fuzzy and entry.previous_msgid:
        return fingerprint(entry.previous_msgid)
    return _earlier(entry) or fingerprint(entry.msgid)


def _earlier(entry: polib.POEntry) -> str | None:
    """The fingerprint noted by `write` where it knew nothing else of the earlier Swedish."""
    noted = re.search(_EARLIER + r"([0-9a-f]+)", entry.comment.replace("\n", " "))
    return noted[1] if noted and entry.fuzzy else None


def _wrong_header(po: polib.POFile, language: str | None, about: str | None) -> Problem | None:
    said = po.metadata.get("Language", "")
    if language is not None and said.replace("_", "-").lower() != language.lower():
        return Problem(0, said, Reason.WRONG_LANGUAGE)
    if about is not None and po.metadata.get("X-Object", "") != about:
        return Problem(0, po.metadata.get("X-Object", ""), Reason.WRONG_OBJECT)
    return None


def _live(po: polib.POFile) -> Iterator[polib.POEntry]:
    return (entry for entry in po if not entry.obsolete)
