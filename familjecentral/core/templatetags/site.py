"""Tags and filters of the site's own, loaded in every template: icons, readings, and how facts are written.

Formats are those of core/formats.py in the active language.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from familjecentral.core import formats, languages
from familjecentral.core.languages import Language
from familjecentral.core.reading import Reading, Text

register = template.Library()

DIRECTIONAL = {"arrow", "route", "share", "external"}
"""Symbols that point somewhere: they mirror in right-to-left text."""


@register.simple_tag
def icon(name: str) -> SafeString:
    """A symbol of static/icons/icons.svg; always beside words, so hidden from screen readers."""
    flip = " flip" if name in DIRECTIONAL else ""
    return format_html(
        '<svg class="icon{}" width="24" height="24" aria-hidden="true"><use href="{}#{}"/></svg>',
        flip,
        static("icons/icons.svg"),
        name,
    )


@register.simple_tag
def phone(stored: str) -> SafeString:
    """A number to dial, isolated from the direction of the text around it."""
    return format_html(
        '<a href="{}"><bdi dir="ltr" class="nowrap">{}</bdi></a>',
        formats.phone_uri(stored),
        formats.phone(stored),
    )


@register.filter
def read(obj: Any, language: Language | str = "") -> Reading:
    """What a visitor reads of a page, service or snippet: `{{ centre|read:language }}`."""
    return Reading(obj, language.code if isinstance(language, Language) else language or languages.active())


@register.filter
def marked(text: Text) -> SafeString:
    """For the inside of a message: a text that says its language itself where that is not the message's."""
    return format_html("<span{}>{}</span>", text.attrs, text) if text.is_fallback else format_html("{}", text)


@register.filter
def language(code: str) -> Language:
    """One of our languages by its code: `{{ document.language|language }}`."""
    return languages.by_code(code)


@register.filter
def day(value: dt.date | dt.datetime) -> SafeString:
    """ "3 augusti 2026" in a time element."""
    date = value.astimezone(formats.ZONE).date() if isinstance(value, dt.datetime) else value
    return format_html(
        '<time datetime="{}">{}</time>', date.isoformat(), formats.date(date, languages.active())
    )


@register.filter
def listed(texts: Iterable[Any]) -> str:
    return formats.listed((str(text) for text in texts), languages.active())


@register.filter
def file_size(size: int) -> str:
    return formats.file_size(size, languages.active())


@register.filter
def phone_number(stored: str) -> str:
    return formats.phone(stored)


@register.filter
def phone_uri(stored: str) -> str:
    return formats.phone_uri(stored)


@register.filter
def postal_code(stored: str) -> str:
    return formats.postal_code(stored)


@register.filter
def url_path(url: str) -> str:
    """The address on this host, whatever host the absolute address names."""
    return urlsplit(url).path


@register.filter
def without_scheme(url: str) -> str:
    """An address as people write it on paper: "example.org/f/centre"."""
    return url.partition("://")[2].rstrip("/") or url


@register.filter
def as_parameter(text: str) -> str:
    """Escaped for the inside of an address, also the slashes."""
    return quote(str(text), safe="")


@register.filter
def absent_from(word: str, text: str) -> bool:
    """Whether a text does not say a word already; case does not count."""
    return str(word).casefold() not in str(text).casefold()
