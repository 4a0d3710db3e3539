"""Segments: the translatable pieces of an object, their fingerprints and states, and text put together from them.

Swedish is the structural master (docs/adr/0003): what exists, in which order, with which images and links, is read
from the Swedish value; a translation is only a mapping {segment id: text}. Works on raw values: str for plain and
rich text, and for a stream the list of {"type", "value", "id"} that is stored. Pure: no database, no clock.

Ids: `lead` · `body.<block>` · `body.<block>.items.<item>.title` · `body.<block>#<paragraph>`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from wagtail.blocks import (
    BaseStreamBlock,
    BaseStructBlock,
    Block,
    CharBlock,
    ListBlock,
    RichTextBlock,
    TextBlock,
)

from familjecentral.core import paragraphs

Raw = Any
"""A stored value: str, the list of a stream, or None."""


class Kind(StrEnum):
    PLAIN = "plain"
    RICH = "rich"
    STREAM = "stream"


class State(StrEnum):
    MISSING = "missing"
    DRAFT = "draft"
    REVIEWED = "reviewed"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Field:
    """A translated field of a model. A stream has its `block`; rich text the `features` it allows (None: all)."""

    name: str
    kind: Kind
    label: Any = ""
    block: Block | None = None
    features: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One translatable piece; `kind` is PLAIN (text) or RICH (inner HTML of one paragraph, which may hold `tags`)."""

    id: str
    kind: Kind
    label: str
    source: str
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader gets for a field, or for one block of a stream: a raw value, all Swedish if `is_fallback`."""

    id: str
    type: str
    value: Raw
    is_fallback: bool


# --- Object ↔ segments -----------------------------------------------------------------------------------------------


def segments(fields: Iterable[Field], values: Mapping[str, Raw]) -> list[Segment]:
    """The segments of these values, in reading order. Empty texts are no segments."""
    found = []
    for field in fields:
        for leaf in _leaves_of(field, {field.name: values.get(field.name)}):
            found += [
                Segment(path, leaf.kind, leaf.label, text, leaf.tags) for path, text in leaf.texts().items()
            ]
    return found


def texts(fields: Iterable[Field], values: Mapping[str, Raw]) -> dict[str, str]:
    """{segment id: text} of the values of any one language; what is missing is not in it."""
    return {segment.id: segment.source for segment in segments(fields, values)}


def rebuild(field: Field, source_value: Raw, target_texts: Mapping[str, str]) -> Raw:
    """The value of another language: Swedish structure, links and images, with these texts in it.

    Missing texts are left empty in their place, and `texts` reads the result back as it was given. A value in which
    nothing is translated is empty altogether.
    """
    holder = {field.name: deepcopy(source_value)}
    is_translated = False
    for leaf in list(_leaves_of(field, holder)):
        leaf.value = leaf.rebuilt(target_texts)
        is_translated = is_translated or bool(leaf.value)
    if is_translated:
        return holder[field.name]
    return [] if field.kind is Kind.STREAM else ""


def merge(field: Field, source_value: Raw, target_texts: Mapping[str, str]) -> list[Shown]:
    """What is shown to a reader: one item for a text field, one for each Swedish block of a stream.

    An item with plain text is Swedish altogether when any of its plain texts is missing. Rich text falls back by
    paragraph, and Swedish paragraphs are then marked with `lang` and `dir`.
    """
    if field.kind is not Kind.STREAM:
        holder = {field.name: source_value or ""}
        is_fallback = _fill(_leaves_of(field, holder), target_texts)
        return [Shown(field.name, field.kind, holder[field.name], is_fallback)]
    shown = []
    for child, block, path in _children(field.block, source_value, field.name):
        holder = {"value": deepcopy(child["value"])}
        is_fallback = _fill(_leaves(block, holder, "value", path, ""), target_texts)
        shown.append(Shown(str(child.get("id") or ""), child["type"], holder["value"], is_fallback))
    return shown


def untouched(field: Field, value: Raw) -> list[Shown]:
    """The same for a reader of Swedish: the value as it is."""
    if field.kind is not Kind.STREAM:
        return [Shown(field.name, field.kind, value or "", is_fallback=False)]
    return [
        Shown(str(child.get("id") or ""), child["type"], child["value"], is_fallback=False)
        for child, _block, _path in _children(field.block, value, field.name)
    ]


# --- State -----------------------------------------------------------------------------------------------------------


def fingerprint(text: str) -> str:
    """A short stable hash of what a text says: without editors' keys (also inside JSON), whitespace made equal."""
    said = re.sub(r'\s+data-block-key=(\\?)"[^"\\]*\1"', "", text)
    said = unicodedata.normalize("NFC", " ".join(paragraphs.clean_plain(said).split()))
    return sha256(said.encode("utf-8", "replace")).hexdigest()[:12]


def state_of(source_text: str, target_text: str, entry: Mapping[str, Any] | None) -> State:
    """The state of one segment. `entry` is its {source, state, at, by}; a text nobody recorded is a draft."""
    if not target_text.strip():
        return State.MISSING
    if not entry:
        return State.DRAFT
    if entry.get("source") != fingerprint(source_text):
        return State.OUTDATED
    return State.REVIEWED if entry.get("state") == State.REVIEWED else State.DRAFT


def is_withdrawn(source_text: str, entry: Mapping[str, Any] | None) -> bool:
    """Whether a translation is hidden: a critical change of the Swedish, and nobody has redone it since."""
    return bool(entry and entry.get("withdrawn") and entry.get("source") != fingerprint(source_text))


def states(
    sources: Mapping[str, str], targets: Mapping[str, str], entries: Mapping[str, Mapping[str, Any]]
) -> dict[str, State]:
    """{segment id: state} for every segment of the Swedish."""
    return {path: state_of(text, targets.get(path, ""), entries.get(path)) for path, text in sources.items()}


def record(
    translation_state: dict[str, Any],
    language: str,
    segment: str,
    source: str,
    state: State,
    at: datetime,
    by: str,
) -> None:
    """Note in an object's `translation_state` that a segment was translated or reviewed.

    `source` is the fingerprint of the Swedish that the translation was made from. Only DRAFT and REVIEWED are
    recorded, the other states follow from the texts: ValueError.
    """
    if state not in (State.DRAFT, State.REVIEWED):
        raise ValueError(f"{state} is not recorded: it follows from the texts")
    entry = {"source": source, "state": str(state), "at": at.isoformat(timespec="seconds"), "by": by}
    translation_state.setdefault(language, {})[segment] = entry


# --- Walking through a value -----------------------------------------------------------------------------------------


@dataclass
class _Leaf:
    """A place in a raw value that holds text: `holder[key]`."""

    path: str
    kind: Kind
    label: str
    tags: frozenset[str]
    holder: Any
    key: Any

    @property
    def value(self) -> str:
        return str(self.holder[self.key] or "")

    @value.setter
    def value(self, value: str) -> None:
        self.holder[self.key] = value

    def texts(self) -> dict[str, str]:
        if self.kind is Kind.PLAIN:
            return {self.path: self.value} if self.value.strip() else {}
        split = paragraphs.split(self.value, self.tags)
        return {f"{self.path}#{key}": text for key, text in split.items()}

    def _given(self, target_texts: Mapping[str, str]) -> dict[str, str]:
        """Paragraph key → text."""
        start = f"{self.path}#"
        return {
            path.removeprefix(start): text for path, text in target_texts.items() if path.startswith(start)
        }

    def rebuilt(self, target_texts: Mapping[str, str]) -> str:
        if self.kind is Kind.RICH:
            return paragraphs.rebuild(self.value, self._given(target_texts), self.tags)
        return paragraphs.clean_plain(target_texts.get(self.path, "")) if self.value.strip() else ""

    def shown(self, target_texts: Mapping[str, str]) -> tuple[str, bool]:
        """The text to show, and whether all of it is missing in the translation."""
        if self.kind is Kind.RICH:
            return paragraphs.merge(self.value, self._given(target_texts), self.tags)
        if not self.value.strip():
            return "", False
        text = target_texts.get(self.path, "")
        return (text, False) if text.strip() else (self.value, True)


def _fill(leaves: Iterable[_Leaf], target_texts: Mapping[str, str]) -> bool:
    """Put the translation into these leaves; or leave them Swedish, all of them, and say True."""
    results = [(leaf, *leaf.shown(target_texts)) for leaf in leaves]
    plain_is_missing = any(is_missing for leaf, _text, is_missing in results if leaf.kind is Kind.PLAIN)
    if plain_is_missing or (results and all(is_missing for _leaf, _text, is_missing in results)):
        return True
    for leaf, text, _is_missing in results:
        leaf.value = text
    return False


def _leaves_of(field: Field, values: dict[str, Raw]) -> Iterator[_Leaf]:
    label = str(field.label)
    if field.kind is Kind.STREAM and field.block is not None:
        yield from _leaves(field.block, values, field.name, field.name, label)
    elif field.kind is not Kind.STREAM:
        tags = paragraphs.allowed_tags(field.features)
        yield _Leaf(field.name, field.kind, label, tags, values, field.name)


def _leaves(block: Block, holder: Any, key: Any, path: str, label: str) -> Iterator[_Leaf]:
    """The text leaves at and below `holder[key]`. Choosers, addresses, numbers and choices hold no text."""
    if not (getattr(block, "translatable", True) and getattr(block.meta, "translatable", True)):
        return
    match block:
        case BaseStreamBlock():
            for child, child_block, child_path in _children(block, holder[key], path):
                yield from _leaves(child_block, child, "value", child_path, _under(label, child_block))
        case ListBlock():
            for item, item_key, item_path in _items(holder[key], path):
                yield from _leaves(block.child_block, item, item_key, item_path, label)
        case BaseStructBlock():
            value = holder[key] if isinstance(holder[key], dict) else {}
            for name, child_block in ((n, b) for n, b in block.child_blocks.items() if n in value):
                yield from _leaves(child_block, value, name, f"{path}.{name}", _under(label, child_block))
        case RichTextBlock():
            yield _Leaf(path, Kind.RICH, label, paragraphs.allowed_tags(block.features), holder, key)
        case CharBlock() | TextBlock():
            yield _Leaf(path, Kind.PLAIN, label, frozenset(), holder, key)


def _items(items: Raw, path: str) -> Iterator[tuple[Any, Any, str]]:
    """The items of a list: where their value is, and their id."""
    for number, item in enumerate(items or []):
        if isinstance(item, dict) and item.get("type") == "item" and "value" in item:
            yield item, "value", f"{path}.{item.get('id') or number}"
        else:  # the way Wagtail stored lists before their items had ids
            yield items, number, f"{path}.{number}"


def _children(block: Any, stream: Raw, path: str) -> Iterator[tuple[dict[str, Any], Block, str]]:
    """The blocks of a stream whose type is still defined (Wagtail skips the others too), with definition and id."""
    for number, child in enumerate(stream or []):
        if child_block := block.child_blocks.get(child["type"]):
            yield child, child_block, f"{path}.{child.get('id') or number}"


def _under(label: str, block: Block) -> str:
    return f"{label} › {block.label}" if label else str(block.label)
