"""Marks that tell in which language a text was stored or translated, and a reader of pages that checks them.

`mark_messages` and `mark_texts` put ⟦code⟧ in the place of every word: only placeholders, digits and tags stay. What
a page shows without a mark is therefore written in code or a template, and is a fault unless it is a fact.
"""

import functools
import inspect
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Comment, Doctype, Tag
from bs4.element import PreformattedString
from django.apps import apps
from django.conf import settings
from django.utils.translation import trans_real
from wagtail.models import Page

from familjecentral.core import formats, languages, messages, segments, texts
from familjecentral.core.po_files import CMS_LANGUAGES
from familjecentral.core.translated import Translated
from locations.choices import SPOKEN_LANGUAGES

MARK = re.compile(r"⟦([a-z-]+)⟧")
_LETTERS = re.compile(r"[^\W\d_][^\d\s_,.:،–]*")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdi]|\{\w*\}")
_ATTRIBUTES = ("title", "alt", "aria-label", "aria-description", "placeholder", "value", "label")
_META = {"description", "og:title", "og:description", "og:site_name"}

# --- What is written on a page and is no language ---------------------------------------------------------------------

NAME = "name"
"""The mark of proper names of people, publishers and streets: isolated, in no language of ours."""

HINT = {"en": "Language", "sv": "Språk", "ar": "اللغة"}
"""The word on the language button for readers who are lost in another language."""

WORDS = {"SMS", "1177.se"}
"""The same in all languages."""

_number = itertools.count(1)


def mark(code: str) -> str:
    return f"⟦{code}⟧{next(_number)}"


# --- Marking --------------------------------------------------------------------------------------------------------


def mark_messages(patch: pytest.MonkeyPatch, root: Path) -> None:
    """Every text of every catalogue, ours and those that Django and Wagtail bring, marked in every language.

    Ours are the messages in the source, so a text that no catalogue knows yet is marked too. Those that only the
    CMS shows stay unmarked where the CMS is not translated: on a public page they would be Swedish.
    """
    patch.setattr(trans_real, "_translations", {})
    patch.setattr(trans_real, "_default", None)
    found = messages.find_messages(root)
    for code in languages.CODES:
        catalogues = trans_real.translation(code)._catalog._catalogs
        for catalogue in catalogues:
            for key, text in list(catalogue.items()):
                if key:
                    catalogue[key] = _marked_message(code, text)
        for message in found.values():
            for key in _keys(message):
                for catalogue in catalogues:
                    catalogue.pop(key, None)
                if not message.cms or code in CMS_LANGUAGES:
                    catalogues[0][key] = _marked_message(code, message.plural or message.msgid)


def _keys(message: messages.Message) -> Iterator[Any]:
    msgid = f"{message.context}\x04{message.msgid}" if message.context else message.msgid
    yield msgid
    if message.plural:
        yield from ((msgid, form) for form in range(6))


def _marked_message(code: str, text: str) -> str:
    return " ".join([f"⟦{code}⟧", *_PLACEHOLDER.findall(text)])


FORMATS = (
    "language_name", "weekday_name", "weekday_range", "month_name", "date", "date_range", "date_time", "short_date", "month_year",
    "clock", "time_range", "midnight", "at", "listed",
)  # fmt: skip
"""What writes days and times in words: functions of core/formats.py."""


def mark_formats(patch: pytest.MonkeyPatch) -> None:
    """The words in dates, times and lists, marked with the language that they were asked for in."""
    for name in FORMATS:
        patch.setattr(formats, name, _marking(getattr(formats, name)))


def _marking(write: Callable[..., str]) -> Callable[..., str]:
    parameters = inspect.signature(write)

    @functools.wraps(write)
    def marked(*args: Any, **kwargs: Any) -> str:
        bound = parameters.bind(*args, **kwargs).arguments
        written = write(*args, **kwargs)
        # What was written inside of it, or is put into a list, has its own mark.
        return "".join(
            part if MARK.fullmatch(part) else _LETTERS.sub(f"⟦{bound['language']}⟧", part)
            for part in re.split(r"(⟦[a-z-]+⟧)", written)
        )

    return marked


def translated_models() -> list[type[Translated]]:
    """The models with rows of their own: a page is met as what it is, not as its base."""
    concrete = [model for model in apps.get_models() if issubclass(model, Translated)]
    return [model for model in concrete if not (issubclass(model, Page) and model.__subclasses__())]


def mark_texts(obj: Any, only: Iterable[str] = languages.CODES) -> None:
    """Every translated field of an object, also those that were empty, in these languages; the others are emptied."""
    for field in texts.fields_of(type(obj)):
        source = texts.value_of(obj, field, languages.SOURCE)
        if field.kind is not segments.Kind.STREAM:
            source = source or "x"
        for code in languages.CODES:
            found = segments.segments([field], {field.name: source}) if code in only else []
            marked = {segment.id: _marked_html(code, segment.source) for segment in found}
            value = segments.rebuild(field, source, marked)
            if field.kind is segments.Kind.STREAM and field.block is not None:
                value = field.block.to_python(value)
            setattr(obj, f"{field.name}_{code.replace('-', '_')}", value)


def _marked_html(code: str, text: str) -> str:
    return re.sub(r"(?<![^>])[^<>]*[^<>\s][^<>]*(?![^<])", lambda _: mark(code), text)


# --- Reading --------------------------------------------------------------------------------------------------------


def faults_in(html: str, code: str) -> list[str]:
    """What a visitor would read in another language than the page says, or in one nobody translated."""
    soup = BeautifulSoup(html, "html.parser")
    # A word that is marked as an answer is a part of its text.
    for hit in soup("mark"):
        hit.unwrap()
    soup.smooth()
    found = []
    for text, element, what in _texts(soup):
        expected = _nearest(element, code)
        if fault := _fault(text, element, expected, code):
            found.append(f"{what} in {expected}: {text.strip()!r}: {fault}")
    return [*found, *_direction_faults(soup, code)]


def _texts(soup: BeautifulSoup) -> Iterator[tuple[str, Tag, str]]:
    for node in soup.find_all(string=True):
        parent = node.parent
        if isinstance(node, Comment | Doctype | PreformattedString) or parent is None:
            continue
        if parent.name not in ("script", "style"):
            yield str(node), parent, f"<{parent.name}>"
    for element in soup.find_all(True):
        for name in _ATTRIBUTES:
            if element.get(name) and not (name == "value" and _is_unseen_value(element)):
                yield str(element[name]), element, f"<{element.name} {name}>"
        if element.name == "meta" and _META & {element.get("name"), element.get("property")}:
            yield str(element.get("content")), element, f"<meta {element.get('name') or element['property']}>"


def _is_unseen_value(element: Tag) -> bool:
    """What only the server reads: of a hidden field, and of a button, which shows its content."""
    return element.name == "button" or (element.name == "input" and element.get("type") == "hidden")


def _nearest(element: Tag, code: str) -> str:
    """The language that the page says the text is in. Easy Swedish is `sv` to a browser: the page itself is not."""
    for step in (element, *element.parents):
        if step.name == "html":
            return code
        if step.get("lang"):
            return str(step["lang"])
    return code


def _fault(text: str, element: Tag, expected: str, code: str) -> str:
    marks = set(MARK.findall(text))
    if expected == languages.SOURCE and code != expected and languages.by_code(code).tag == expected:
        # Said to be Swedish on a page in easy Swedish: either is true.
        marks -= {code}
    if element.name == "bdi":
        # Isolated, also where it stands in a sentence.
        marks -= {NAME}
    if marks - {expected}:
        return f"is {', '.join(sorted(marks - {expected}))}"
    rest = MARK.sub("", text).strip()
    if any(letter.isalpha() for letter in rest) and not _is_fact(rest, element, expected, code):
        return "has no mark"
    return ""


def _is_fact(text: str, element: Tag, expected: str, code: str) -> bool:
    link = element if element.name == "a" else element.find_parent("a")
    address = str(link.get("href", "")) if link else ""
    if element.get("lang") or (element.parent and element.parent.get("lang")):
        own = {language.name for language in languages.LANGUAGES if language.tag == expected}
        if text in own | {HINT.get(expected), f"({expected})"} | {f"({name})" for name in own}:
            return True
    spoken = {formats.language_name(spoken, code) for spoken in SPOKEN_LANGUAGES}
    return (
        text in WORDS
        or (address.startswith("mailto:") and text == address.removeprefix("mailto:"))
        or text.startswith(settings.SITE_URL.partition("://")[2])
        or (element.name == "bdi" and bool(re.fullmatch(r"[A-Z]{3,4}, [\d\s.,]+(kB|MB)", text)))
        # What the visitor wrote in the search field, shown back.
        or (element.name == "input" and element.get("name") == "q")
        or (element.name == "bdi" and element.find_parent(role="status") is not None)
        or set(re.split("[,،] ", text)) <= spoken
    )


def _direction_faults(soup: BeautifulSoup, code: str) -> Iterator[str]:
    """A change of language that changes the direction of writing, and does not say so."""
    for element in soup.find_all(lang=True):
        if element.name in ("html", "text", "bdi", "title", "meta"):
            continue
        outer = element.parent.find_parent(dir=True) if not element.parent.get("dir") else element.parent
        direction = next(each.direction for each in languages.LANGUAGES if each.tag == element["lang"])
        if (element.get("dir") or outer["dir"]) != direction:
            yield f"<{element.name} lang={element['lang']}> in {code} has no dir: {element.text.strip()!r}"


# --- schema.org -----------------------------------------------------------------------------------------------------

SWEDISH_FACTS = {"streetAddress", "addressLocality", "areaServed", "alternateName"}
NO_TEXT = {"@context", "@type", "@id", "url", "item", "inLanguage", "telephone", "email", "addressCountry"}
NO_TEXT |= {
    "datePublished",
    "dateModified",
    "startDate",
    "endDate",
    "previousStartDate",
    "validFrom",
    "validThrough",
}
NO_TEXT |= {"dayOfWeek", "opens", "closes", "eventStatus", "eventAttendanceMode", "typicalAgeRange"}


def faults_in_data(data: Any, code: str, key: str = "") -> Iterator[str]:
    """The same for JSON that machines read: all texts are in the page's language but the Swedish facts."""
    if isinstance(data, dict):
        # A place that has a name of its own is a room or a street.
        swedish = {"name", "address"} if data.get("@type") == "Place" else set()
        for name, value in data.items():
            yield from faults_in_data(value, languages.SOURCE if name in swedish else code, name)
    elif isinstance(data, list):
        for item in data:
            yield from faults_in_data(item, code, key)
    elif isinstance(data, str) and key not in NO_TEXT:
        expected = languages.SOURCE if key in SWEDISH_FACTS else code
        rest = MARK.sub("", data)
        if set(MARK.findall(data)) not in ({expected}, {NAME}) and any(letter.isalnum() for letter in data):
            if key != "postalCode":
                yield f"{key} in {expected}: {data!r}"
        elif any(letter.isalpha() for letter in rest):
            yield f"{key} has no mark: {data!r}"


def soup_data(html: str) -> list[Any]:
    """What the page's application/ld+json scripts hold."""
    scripts = BeautifulSoup(html, "html.parser").find_all("script", type="application/ld+json")
    return [json.loads(str(script.string)) for script in scripts]
