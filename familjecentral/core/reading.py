"""What a visitor reads: the text of an object in one language, and the Swedish, marked as such, where there is none.

reading = Reading(page, "ar")
reading.title          # Text: prints itself; reading.title.attrs is ` lang="sv" dir="ltr"` on a Swedish remainder
reading.body           # list of Block, for templates/blocks/<type>.html
reading.exists         # whether the page exists in Arabic; else everything is the Swedish, marked
reading.states         # {"draft", "outdated", "partial"}: what the notice to the reader says
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.utils.safestring import SafeData, SafeString, mark_safe
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, CharBlock, ListBlock, RichTextBlock, TextBlock
from wagtail.blocks import Block as BlockDefinition
from wagtail.rich_text import expand_db_html

from familjecentral.core import bidi, paragraphs, segments
from familjecentral.core.languages import SOURCE, Language, by_code
from familjecentral.core.segments import Field, Kind, Raw, Shown, State
from familjecentral.core.texts import fields_of, value_of

ESSENTIAL = ("title", "lead")
"""Without these in a language an object does not exist in it. A model may name others: `essential_fields`."""

UNSEEN = ("seo_title", "search_description")
"""Fields no reader sees on the page: what they lack is no reason for a notice."""


class Text(str):
    """A text and the language it is in. Plain text: templates escape it."""

    lang: str
    """As the html attribute `lang`."""
    is_fallback: bool
    """Whether this is the Swedish, in the place of a translation."""
    attrs: SafeString
    """For the element around it: ` lang="sv" dir="ltr"` on a fallback, else nothing."""

    def __new__(cls, text: str, language: Language, *, is_fallback: bool) -> Self:
        self = super().__new__(cls, text)
        self.lang = language.tag
        self.is_fallback = is_fallback
        self.attrs = attributes(is_fallback)
        return self


class RichText(Text, SafeData):
    """HTML that was cleaned and expanded: templates print it as it is."""


def attributes(is_fallback: bool) -> SafeString:
    source = by_code(SOURCE)
    return mark_safe(f' lang="{source.tag}" dir="{source.direction}"' if is_fallback else "")  # noqa: S308 (our own constants)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a stream. `value` is a Text, a dict of Texts and other values, or whatever the block holds."""

    type: str
    value: Any
    attrs: SafeString
    id: str


class Reading:
    """The translated fields of `obj` as attributes. Makes no query but what the fields' own links and images need."""

    def __init__(self, obj: models.Model, language: str) -> None:
        self.obj: Any = obj
        self.language = by_code(language)
        self._expanded: dict[str, str] = {}
        self._taken_apart: dict[tuple[str, str], dict[str, str]] = {}
        self._fields = {field.name: field for field in fields_of(type(obj))}
        self._beside: list[tuple[Reading, tuple[str, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._fields:
            raise AttributeError(f"{type(self.obj).__name__} has no translated field {name!r}")
        value = self._read(self._fields[name])
        # Kept, so that a template may ask first and print then.
        self.__dict__[name] = value
        return value

    @property
    def is_source(self) -> bool:
        return self.language.code == SOURCE

    @cached_property
    def exists(self) -> bool:
        """Whether every essential text that the Swedish has is there in this language."""
        essential = getattr(self.obj, "essential_fields", ESSENTIAL)
        fields = [field for name, field in self._fields.items() if name in essential]
        missing = self._sources(fields).keys() - self._stored(fields).keys()
        return self.is_source or not missing

    def shows(self, other: Self, *names: str) -> None:
        """Let the notice speak for another record on the same page too: for these texts of it, or for all."""
        self._beside.append((other, names))

    @cached_property
    def states(self) -> set[str]:
        """What a reader must know of these texts, and of those beside them. Empty for Swedish, and for an object
        shown in Swedish."""
        found = {state for _reading, states in self._shown_states() for state in states.values()}
        notices = {State.DRAFT: "draft", State.OUTDATED: "outdated", State.MISSING: "partial"}
        return {notice for state, notice in notices.items() if state in found}

    @cached_property
    def outdated_since(self) -> datetime | None:
        """Since when this translation has been behind: the first of the changes that it does not know."""
        times = [
            reading._time_of_change_of(path)
            for reading, states in self._shown_states()
            for path, state in states.items()
            if state is State.OUTDATED
        ]
        return min((time for time in times if time), default=None)

    @cached_property
    def changed_at(self) -> datetime | None:
        """When the text that is shown last changed."""
        return self._time_of_change(self.language.code if self.exists else SOURCE)

    @property
    def own_texts(self) -> dict[str, str]:
        """{segment id: stored text} in this language alone, without what was withdrawn."""
        return self._stored(list(self._fields.values()))

    # --- Inside ------------------------------------------------------------------------------------------------------

    def _shown_states(self) -> Iterator[tuple["Reading", dict[str, State]]]:
        if self.is_source or not self.exists:
            return
        yield self, self._states_of(())
        for other, names in self._beside:
            yield other, other._states_of(names)

    def _states_of(self, names: tuple[str, ...]) -> dict[str, State]:
        """{segment id: state} of these fields, or of all that are seen. An object that does not exist misses all."""
        wanted = names or tuple(name for name in self._fields if name not in UNSEEN)
        fields = [self._fields[name] for name in wanted]
        stored = self._stored(fields) if self.exists else {}
        return segments.states(self._sources(fields), stored, self._entries)

    @property
    def _entries(self) -> Mapping[str, Any]:
        entries: Mapping[str, Any] = (getattr(self.obj, "translation_state", None) or {}).get(
            self.language.code, {}
        )
        return entries

    def _time_of_change_of(self, path: str) -> datetime | None:
        """Since when the Swedish of a segment says what it says."""
        since = (getattr(self.obj, "changed_at", None) or {}).get(SOURCE, {}).get("since", {})
        return datetime.fromisoformat(since[path]["at"]) if path in since else self._time_of_change(SOURCE)

    def _time_of_change(self, code: str) -> datetime | None:
        stamp = (getattr(self.obj, "changed_at", None) or {}).get(code) or {}
        return datetime.fromisoformat(stamp["at"]) if stamp.get("at") else None

    def _sources(self, fields: list[Field]) -> dict[str, str]:
        return {path: text for field in fields for path, text in self._texts(field, SOURCE).items()}

    def _stored(self, fields: list[Field]) -> dict[str, str]:
        return {
            path: text for field in fields for path, text in self._texts(field, self.language.code).items()
        }

    def _texts(self, field: Field, code: str) -> dict[str, str]:
        if (field.name, code) not in self._taken_apart:
            value = value_of(self.obj, field, code)
            texts = segments.texts([field], {field.name: value})
            if code != SOURCE:
                texts = self._without_withdrawn(field, texts)
            self._taken_apart[field.name, code] = texts
        return self._taken_apart[field.name, code]

    def _without_withdrawn(self, field: Field, texts: dict[str, str]) -> dict[str, str]:
        """A text that a critical change of the Swedish hid is as good as missing."""
        hidden = {path for path in texts if self._entries.get(path, {}).get("withdrawn")}
        if not hidden:
            return texts
        sources = self._texts(field, SOURCE)
        return {
            path: text
            for path, text in texts.items()
            if path not in hidden or not segments.is_withdrawn(sources.get(path, ""), self._entries[path])
        }

    def _read(self, field: Field) -> Text | list[Block]:
        source = value_of(self.obj, field, SOURCE)
        if self.is_source:
            shown = segments.untouched(field, source)
        else:
            shown = segments.merge(
                field, source, self._texts(field, self.language.code) if self.exists else {}
            )
        if field.kind is Kind.STREAM:
            return self._blocks(field.block, shown)
        make = self._rich if field.kind is Kind.RICH else self._plain
        return make(shown[0].value, shown[0].is_fallback)

    def _blocks(self, definition: Any, shown: list[Shown]) -> list[Block]:
        raw: Raw = [{"type": item.type, "value": item.value, "id": item.id} for item in shown]
        # Through the stream, so that the images and pages of all its blocks are fetched together.
        children = list(definition.to_python(raw))
        self._expand([html for child in children for html in _rich_texts(child.block, child.value)])
        return [
            Block(
                item.type,
                self._native(child.block, child.value, item.is_fallback),
                attributes(item.is_fallback),
                item.id,
            )
            for child, item in zip(children, shown, strict=True)
        ]

    def _expand(self, texts: list[str]) -> None:
        """Make links out of the stored references in these rich texts: all at once, to ask for each page once."""
        shown = [paragraphs.without_keys(html).replace("\x00", "") for html in texts]
        expanded = expand_db_html("\x00".join(shown)).split("\x00")
        self._expanded.update(zip(texts, expanded, strict=True) if texts else ())

    def _native(self, definition: BlockDefinition, value: Any, is_fallback: bool) -> Any:
        """A block's value with its texts as Text."""
        match definition:
            case RichTextBlock():
                return self._rich(value.source, is_fallback)
            case CharBlock() | TextBlock():
                return self._plain(value or "", is_fallback)
            case BaseStructBlock() if isinstance(value, Mapping):
                children = definition.child_blocks
                return {name: self._native(children[name], value[name], is_fallback) for name in value}
            case ListBlock():
                return [self._native(definition.child_block, item, is_fallback) for item in value]
            case BaseStreamBlock():
                return [
                    Block(
                        child.block_type,
                        self._native(child.block, child.value, is_fallback),
                        attributes(False),
                        child.id,
                    )
                    for child in value
                ]
        return value

    def _language(self, is_fallback: bool) -> Language:
        return by_code(SOURCE) if is_fallback else self.language

    def _plain(self, text: str, is_fallback: bool) -> Text:
        language = self._language(is_fallback)
        shown = text if text.strip() else ""
        if language.direction == "rtl":
            shown = bidi.isolated(shown)
        return Text(shown, language, is_fallback=is_fallback and bool(shown))

    def _rich(self, html: str, is_fallback: bool) -> RichText:
        if html not in self._expanded:
            self._expand([html])
        language = self._language(is_fallback)
        shown = "" if paragraphs.is_empty(html) else self._expanded[html]
        if language.direction == "rtl":
            shown = bidi.isolated_html(shown)
        return RichText(shown, language, is_fallback=is_fallback and bool(shown))


def _rich_texts(definition: BlockDefinition, value: Any) -> Iterator[str]:
    """The stored HTML of every rich text in a block's value."""
    match definition:
        case RichTextBlock():
            yield value.source
        case BaseStructBlock() if isinstance(value, Mapping):
            for name, child in definition.child_blocks.items():
                yield from _rich_texts(child, value.get(name))
        case ListBlock():
            for item in value:
                yield from _rich_texts(definition.child_block, item)
        case BaseStreamBlock():
            for child in value:
                yield from _rich_texts(child.block, child.value)
