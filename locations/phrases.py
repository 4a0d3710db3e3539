"""What a visitor shows to the staff, and the staff to a visitor: each sentence in Swedish and in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from familjecentral.core import formats, languages
from familjecentral.core.reading import Reading, Text
from locations.models.services import CentreService

# Sentences that end in a name have it after a colon: no language has to bend the name.
INTERPRETER = _("I need an interpreter: %(language)s")
BOOK = _("I want to book a time: %(service)s")

VISITOR = (
    _("I speak little Swedish."),
    _("Please speak slowly."),
    _("Please write it down."),
    _("I have a booked time today."),
    _("I am here for my child."),
    _("I am pregnant."),
    _("I am worried about my child."),
    _("I want to talk with somebody in private."),
    _("I want to book a new time."),
    _("Where is the toilet?"),
)

STAFF = (
    _("Yes"),
    _("No"),
    _("Please wait a moment."),
    _("Come with me."),
    _("I will call an interpreter."),
    _("You need to book a time."),
)


@dataclass(frozen=True)
class Phrase:
    """One sentence twice. `own` is empty for a reader of Swedish."""

    id: str
    swedish: str
    own: str
    service: Text | None = None
    swedish_service: str = ""
    """The name that ends the sentence, in each of the two languages; it may be Swedish in both."""


def swedish(text: str | Promise) -> str:
    with override(languages.SOURCE):
        return str(text)


def visitor(reader: str, services: Iterable[CentreService]) -> list[Phrase]:
    """The interpreter first, then the services that are booked, then the rest."""
    return list(
        _numbered("fras", [*_of_language(reader), *_of_services(reader, services), *_plain(reader, VISITOR)])
    )


def staff(reader: str) -> list[Phrase]:
    return list(_numbered("svar", _plain(reader, STAFF)))


def _numbered(name: str, phrases: Iterable[Phrase]) -> Iterator[Phrase]:
    for number, phrase in enumerate(phrases, start=1):
        yield Phrase(f"{name}-{number}", phrase.swedish, phrase.own, phrase.service, phrase.swedish_service)


def is_swedish(reader: str) -> bool:
    return languages.by_code(reader).tag.split("-")[0] == languages.SOURCE


def _plain(reader: str, texts: Iterable[str | Promise]) -> Iterator[Phrase]:
    for text in texts:
        yield Phrase("", swedish(text), "" if is_swedish(reader) else str(text))


def _of_language(reader: str) -> Iterator[Phrase]:
    if is_swedish(reader):
        return
    code = languages.by_code(reader).tag
    names = {shown: formats.language_name(code, shown) for shown in (languages.SOURCE, reader)}
    yield Phrase(
        "",
        swedish(INTERPRETER) % {"language": names[languages.SOURCE]},
        str(INTERPRETER) % {"language": names[reader]},
    )


def _of_services(reader: str, services: Iterable[CentreService]) -> Iterator[Phrase]:
    """Those that are booked on 1177 or on a page of their own."""
    for service in services:
        kind = service.service_type
        if service.booking_url or kind.url_1177:
            ends = {"service": ""}
            yield Phrase(
                "",
                swedish(BOOK) % ends,
                "" if is_swedish(reader) else str(BOOK) % ends,
                Reading(kind, reader).name,
                kind.swedish_name,
            )
