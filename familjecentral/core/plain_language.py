"""What makes a Swedish text hard to read or to use: long sentences, links that do not say where, skipped headings. Pure.

The readability index LIX is Björnsson's (1968): words per sentence, and the share of words of more than six letters.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from typing import Any

LONG_SENTENCE = 25
"""Words."""

HARD = 45
"""Of LIX: under 40 is easy, over 50 is official language."""

ENOUGH_WORDS = 60
"""Fewer say nothing of how hard a text is."""

VAGUE = {
    "här",
    "klicka här",
    "läs här",
    "läs mer",
    "läs mer här",
    "mer",
    "mer information",
    "länk",
    "tryck här",
}
"""Link texts that mean nothing where links are read without what stands around them."""

EXCERPT = 60
"""Characters."""

_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"</(?:p|li|h\d|blockquote)>|<br\s*/?>", re.IGNORECASE)
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_MINOR_HEADING = re.compile(r"<h3\b[^>]*>(.*?)</h3>", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"(?:https?://|\bwww\.)\S+", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Trouble(StrEnum):
    LONG_SENTENCE = "long sentence"
    VAGUE_LINK = "vague link"
    NAKED_ADDRESS = "naked address"
    HARD_TEXT = "hard text"
    SKIPPED_HEADING = "skipped heading"


@dataclass(frozen=True)
class Remark:
    """Something to look at, with the words it is about; for a hard text its LIX."""

    trouble: Trouble
    excerpt: str


def plain(html: str) -> str:
    """The words of a text as they are seen, a line for each paragraph."""
    return unescape(_TAG.sub("", _BLOCK_END.sub("\n", html)))


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence of a plain text; a line is a sentence too."""
    found = (_WORD.findall(part) for part in _SENTENCE_END.split(text))
    return [words for words in found if words]


def lix(text: str) -> int:
    """The readability index of a plain text; 0 where there are no words."""
    found = sentences(text)
    words = [word for sentence in found for word in sentence]
    if not words:
        return 0
    long_words = sum(len(word) > 6 for word in words)
    return round(len(words) / len(found) + 100 * long_words / len(words))


def remarks(texts: Iterable[str]) -> Iterator[Remark]:
    """What to look at in these texts, each plain or HTML, in their order; the whole last."""
    seen = list(texts)
    for html in seen:
        text = plain(html)
        for label in _LINK.findall(html):
            shown = " ".join(plain(label).split())
            if shown.casefold().strip(" .…»>→") in VAGUE:
                yield Remark(Trouble.VAGUE_LINK, shown)
        for address in _ADDRESS.findall(text):
            yield Remark(Trouble.NAKED_ADDRESS, address[:EXCERPT])
        for words in sentences(text):
            if len(words) > LONG_SENTENCE:
                yield Remark(Trouble.LONG_SENTENCE, f"{' '.join(words)[:EXCERPT].strip()} …")
    whole = "\n".join(map(plain, seen))
    if sum(map(len, sentences(whole))) >= ENOUGH_WORDS and (index := lix(whole)) > HARD:
        yield Remark(Trouble.HARD_TEXT, str(index))


def skipped_headings(body: Iterable[Mapping[str, Any]]) -> Iterator[Remark]:
    """The minor headings (h3) of a text's stored blocks that stand before any heading (h2): a level is skipped."""
    for block in body:
        value = block["value"]
        if block["type"] in ("heading", "facts") or (block["type"] == "links" and value.get("title")):
            return
        if block["type"] == "text":
            for heading in _MINOR_HEADING.findall(value):
                if words := " ".join(plain(heading).split()):
                    yield Remark(Trouble.SKIPPED_HEADING, words[:EXCERPT])
