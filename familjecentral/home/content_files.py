"""The initial content as files: one TOML file a page or record, and one content.po a language. Pure reading."""

from __future__ import annotations

import re
import tomllib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import to_locale

from familjecentral.core import catalogues, languages
from familjecentral.core.segments import Field, Segment, segments

FOLDER = Path(__file__).parent / "content"
# The uid of a record and the ids of its blocks follow from their keys, for ever.
NAMESPACE = uuid.UUID("3f0f4a5e-6f0e-5f3c-9d0a-5b1d6a1e2c47")

BELONG_TO_PAGES = (
    "locations.CentreService",
    "home.SiteSettings",
    "locations.ServiceHours",
    "locations.HoursException",
    "locations.HoursConfirmation",
    "locations.Activity",
    "locations.OccurrenceOverride",
)
"""Records that cannot be made before the pages they refer to, nor before those of the types named earlier."""

_REFERENCE = re.compile(r'(<a linktype="page" id=")@([a-z0-9-]+)(")')
_PARAGRAPH = re.compile(r"<(p|li|h[1-6])>")


@dataclass(frozen=True)
class Record:
    """One file: what it is, its untranslated facts, its Swedish texts."""

    key: str
    type: str
    slug: str = ""
    parent: str = ""
    order: int = 0
    facts: dict[str, Any] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)
    body: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    """Key and value of each note; facts refer to it as "#key"."""
    is_example: bool = False
    needs_owner_yes: tuple[str, ...] = ()

    @property
    def uid(self) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, self.key)

    def raw_body(self, *, readable: bool) -> list[dict[str, Any]]:
        """The body as a stream stores it; ids are the files' own keys when `readable`, else the UUIDs made of them."""
        return [self._block(block, readable) for block in self.body]

    def raw_notes(self, *, readable: bool) -> list[dict[str, Any]]:
        return [self._block({"type": "note", **note}, readable) for note in self.notes]

    def with_note_ids(self, value: Any) -> Any:
        """A fact in which every "#key" of a note is the id that its block has in the database."""
        match value:
            case str() if value.startswith("#"):
                return self._id(value[1:], readable=False)
            case list():
                return [self.with_note_ids(item) for item in value]
            case dict():
                return {name: self.with_note_ids(part) for name, part in value.items()}
        return value

    def _block(self, block: dict[str, Any], readable: bool) -> dict[str, Any]:
        path = block["key"]
        value = self._value(block["value"], path, readable)
        return {"type": block["type"], "value": value, "id": self._id(path, readable)}

    def _id(self, path: str, readable: bool) -> str:
        return path.rsplit("/", 1)[-1] if readable else str(uuid.uuid5(self.uid, path))

    def _value(self, value: Any, path: str, readable: bool) -> Any:
        match value:
            case str():
                return with_paragraph_keys(value)
            case list():
                return [
                    {
                        "type": "item",
                        "value": self._value({k: v for k, v in item.items() if k != "key"}, path, readable),
                        "id": self._id(f"{path}/{item['key']}", readable),
                    }
                    for item in value
                ]
            case dict():
                return {name: self._value(part, path, readable) for name, part in value.items()}
        return value

    def contexts(self, fields: tuple[Field, ...]) -> dict[str, tuple[Segment, str]]:
        """msgctxt in content.po → the Swedish segment, and the segment's id in the stored object."""
        named, stored = (
            {
                **self.text,
                "body": self.raw_body(readable=readable),
                "notes": self.raw_notes(readable=readable),
            }
            for readable in (True, False)
        )
        known = {item.name for item in fields}
        named, stored = (
            {name: v for name, v in values.items() if name in known} for values in (named, stored)
        )
        pairs = zip(segments(fields, named), segments(fields, stored), strict=True)
        return {f"{self.key}/{one.id.replace('.', '/')}": (one, other.id) for one, other in pairs}


def with_paragraph_keys(html: str) -> str:
    """Rich text with the keys that tell its paragraphs apart: p1, p2 … in order."""
    number = 0

    def keyed(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f'<{match[1]} data-block-key="p{number}">'

    return _PARAGRAPH.sub(keyed, html)


def with_page_ids(value: Any, ids: dict[str, int]) -> Any:
    """A raw value in which every reference "@key" to a page, in a link or a chooser, is the page's id.

    KeyError names a page that does not exist.
    """
    match value:
        case str() if value.startswith("@"):
            return ids[value[1:]]
        case str():
            return _REFERENCE.sub(lambda link: f"{link[1]}{ids[link[2]]}{link[3]}", value)
        case list():
            return [with_page_ids(item, ids) for item in value]
        case dict():
            return {name: with_page_ids(part, ids) for name, part in value.items()}
    return value


def records(*, example: bool, folder: Path = FOLDER) -> list[Record]:
    """All records, parents before children. `example` adds invented facts to them, and records wholly invented."""
    found = {record.key: record for record in _files(folder.glob("*.toml"))}
    if example:
        for invented in _files((folder / "example").rglob("*.toml")):
            base = found.get(invented.key, invented)
            facts, text = base.facts | invented.facts, base.text | invented.text
            found[base.key] = replace(base, facts=facts, text=text, is_example=True)

    def place(record: Record) -> tuple[int, int, int, str]:
        depth, above = 0, record
        while above.parent:
            depth, above = depth + 1, found[above.parent]
        after = BELONG_TO_PAGES.index(record.type) + 1 if record.type in BELONG_TO_PAGES else 0
        return after, depth, record.order, record.key

    return sorted(found.values(), key=place)


def _files(paths: Iterable[Path]) -> Iterator[Record]:
    for path in sorted(paths):
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        data["needs_owner_yes"] = tuple(data.get("needs_owner_yes", ()))
        yield Record(**{"type": "", **data})


def content_catalogue(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / to_locale(language) / "LC_MESSAGES" / "content.po"


def translations(
    wanted: catalogues.Wanted,
) -> Iterator[tuple[str, dict[str, catalogues.Translation], catalogues.Report]]:
    """(language, what its content.po says of the wanted contexts, the report) for each language that has one."""
    for language in languages.LANGUAGES:
        path = content_catalogue(language.code)
        if language.code != languages.SOURCE and path.exists():
            values, report = catalogues.read(catalogues.load(path), wanted)
            yield language.code, values, report
