"""The filters of "find a family centre", read from the address: ?omrade=norra&tjanst=bvc&oppet=1&dropin=1&sprak=ar."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.text import slugify
from django.utils.translation import gettext as _

from familjecentral.core import formats, languages
from familjecentral.core.reading import Reading, Text
from locations.choices import VisitMode
from locations.hours import moment_of
from locations.moments import day_of
from locations.schedules import DAY, Mode

if TYPE_CHECKING:
    from locations.hours import House
    from locations.models import CentrePage
    from locations.records import CentreHours, Occasion

AREA, SERVICE, OPEN_NOW, DROP_IN, LANGUAGE = "omrade", "tjanst", "oppet", "dropin", "sprak"
YES = "1"
"""The one value of the parameters that are on or off."""

SOON = 7
"""Days, today included, in which a centre that one can drop in at has such hours."""

A_DAY = 6
"""Events of one day that the programme of all centres shows: the page stays small whatever the number of centres."""


@dataclass(frozen=True)
class Choice:
    """One value of a filter: what the address says, what the reader sees, whether it is chosen.

    `href` chooses it, or takes the choice back, and leaves every other choice as it is.
    """

    value: str
    name: str | Text
    chosen: bool
    href: str


@dataclass(frozen=True)
class Group:
    """A heading with its choices; `key` is unique on the page."""

    key: str
    title: str
    choices: list[Choice]


@dataclass(frozen=True)
class Filters:
    """The choices on offer, which are chosen, and whether something was asked for that does not exist."""

    groups: list[Group] = field(default_factory=list)
    chosen: dict[str, str] = field(default_factory=dict)
    """{parameter: value}"""
    unknown: bool = False

    @classmethod
    def from_query(
        cls,
        query: Mapping[str, str],
        centres: Iterable[CentrePage],
        reader: str,
        kept: Mapping[str, str] | None = None,
    ) -> Filters:
        """Any input is survived: a value that no centre has sets `unknown` and filters nothing.

        `kept` are parameters that are no filters and stay in the links; nothing else that was asked for does.
        """
        offered = _offered(list(centres), reader)
        chosen = {name: query[name] for name in offered if query.get(name) in offered[name]}
        unknown = any(query.get(name) and name not in chosen for name in offered)
        stays = {**(kept or {}), **chosen}

        def group(key: str, title: str, *names: str) -> Group:
            choices = [
                Choice(value, text, chosen.get(name) == value, _href(stays, name, value))
                for name in names
                for value, text in offered[name].items()
            ]
            return Group(key, title, choices)

        groups = [
            group("area", _("Area"), AREA),
            group("service", _("Service"), SERVICE),
            group("hours", _("Opening hours"), OPEN_NOW, DROP_IN),
            group("language", _("Staff speak"), LANGUAGE),
        ]
        return cls([group for group in groups if len(group.choices) > 1], chosen, unknown)

    @property
    def active(self) -> bool:
        return bool(self.chosen)

    @property
    def by_hours(self) -> bool:
        """Whether the hours of every centre must be known to answer."""
        return OPEN_NOW in self.chosen or DROP_IN in self.chosen

    def matching(self, centres: Iterable[CentrePage]) -> list[CentrePage]:
        """The centres that satisfy every choice but those about hours."""
        area, service, language = (self.chosen.get(name) for name in (AREA, SERVICE, LANGUAGE))
        return [
            centre
            for centre in centres
            if (area is None or slugify(centre.area) == area)
            and (service is None or service in {here.service_type.key for here in centre.services_here})
            and (language is None or language in centre.spoken_languages)
        ]

    def admits(self, house: House, moment: dt.datetime) -> bool:
        """Whether a centre's hours satisfy the choices about hours: of the chosen service, else of any."""
        service = self.chosen.get(SERVICE)
        if OPEN_NOW in self.chosen:
            now = house.state_now(moment)
            if not now.is_open or (service and service not in now.services):
                return False
        return DROP_IN not in self.chosen or welcomes(house, service, moment)


def _offered(centres: list[CentrePage], reader: str) -> dict[str, dict[str, str | Text]]:
    """{parameter: {value: name}}, in the order in which the page has them."""
    services = [service for centre in centres for service in centre.services_here]
    types = {service.service_type.key: service.service_type for service in services}
    source = languages.by_code(languages.SOURCE)
    # Without any hours there is nothing to choose by them. The reverse of a one-to-one is missing where there is none.
    timed = any(hasattr(service, "hours") for service in services)
    return {
        AREA: {slugify(c.area): Text(c.area, source, is_fallback=True) for c in centres},
        SERVICE: {key: Reading(service_type, reader).name for key, service_type in types.items()},
        OPEN_NOW: {YES: _("Open now")} if timed else {},
        DROP_IN: {YES: str(VisitMode.DROP_IN.label)} if timed else {},
        LANGUAGE: {
            code: formats.language_name(code, reader)
            for centre in centres
            for code in centre.spoken_languages
        },
    }


def _href(chosen: Mapping[str, str], name: str, value: str) -> str:
    others = {key: other for key, other in chosen.items() if key != name}
    return f"?{urlencode(others if chosen.get(name) == value else {**others, name: value})}"


def welcomes(house: House, service: str | None, moment: dt.datetime) -> bool:
    """Whether one can come without booking to a service, or to any, now or in the coming days."""
    keys = [known.key for known in house.times.services if service in (None, known.key)]
    today = day_of(moment)
    return any(
        span.mode is Mode.DROP_IN and moment < moment_of(day, span.closes)
        for day in (today + number * DAY for number in range(SOON))
        for key in keys
        for span in house.plan(key, day).spans
    )


def shortened(occasions: Iterable[Occasion], a_day: int = A_DAY) -> list[Occasion]:
    """The first of each day. Who wants all chooses an area, or reads a centre's own page."""
    seen: Counter[dt.date] = Counter()
    kept = []
    for occasion in occasions:
        seen[occasion.occurrence.day] += 1
        if seen[occasion.occurrence.day] <= a_day:
            kept.append(occasion)
    return kept


def shown_of(hours: CentreHours, occasions: Iterable[Occasion]) -> list[object]:
    """What a page shows of a centre's hours and programme, to tell whether it is invented."""
    return [hours, *(occasion.activity for occasion in occasions if occasion.hours is hours)]
