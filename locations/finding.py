"""The filters of "find a family centre", read from the address: ?omrade=norra&tjanst=bvc&sprak=ar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.text import slugify

from familjecentral.core import formats
from familjecentral.core.reading import Reading, Text

if TYPE_CHECKING:
    from locations.models import CentrePage


@dataclass(frozen=True)
class Choice:
    """One value of a filter: what the address says, what the reader sees, whether it is chosen."""

    value: str
    name: str | Text
    chosen: bool


@dataclass(frozen=True)
class Filters:
    """The choices that lead to at least one centre, and what was asked for but does not exist."""

    area: list[Choice] = field(default_factory=list)
    service: list[Choice] = field(default_factory=list)
    language: list[Choice] = field(default_factory=list)
    unknown: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, str], centres: Iterable[CentrePage], reader: str) -> Filters:
        """Any input is survived: a value that no centre has sets `unknown` and filters nothing."""
        centres = list(centres)
        types = {
            service.service_type.key: service.service_type
            for centre in centres
            for service in centre.services_here
        }
        offered: dict[str, dict[str, str | Text]] = {
            "omrade": {slugify(centre.area): centre.area for centre in centres},
            "tjanst": {key: Reading(service_type, reader).name for key, service_type in types.items()},
            "sprak": {
                code: formats.language_name(code, reader)
                for centre in centres
                for code in centre.spoken_languages
            },
        }
        unknown = any(query.get(name) and query[name] not in values for name, values in offered.items())

        def choices(name: str) -> list[Choice]:
            return [Choice(value, text, query.get(name) == value) for value, text in offered[name].items()]

        return cls(choices("omrade"), choices("tjanst"), choices("sprak"), unknown)

    @property
    def active(self) -> bool:
        return any(choice.chosen for choice in (*self.area, *self.service, *self.language))

    def matching(self, centres: Iterable[CentrePage]) -> list[CentrePage]:
        """The centres that satisfy every chosen filter."""
        area, service, language = (
            next((choice.value for choice in choices if choice.chosen), None)
            for choices in (self.area, self.service, self.language)
        )
        return [
            centre
            for centre in centres
            if (area is None or slugify(centre.area) == area)
            and (service is None or service in {here.service_type.key for here in centre.services_here})
            and (language is None or language in centre.spoken_languages)
        ]
