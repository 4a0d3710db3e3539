"""What the matrix shows: records × languages with counts, and how far each language has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polib
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import F, Max, Min, Prefetch, Q, QuerySet, Sum

from familjecentral.core.languages import Language
from familjecentral.core.messages import Key, Message, find_messages
from familjecentral.core.po_files import catalogue_path, check
from familjecentral.core.segments import State
from familjecentral.translations import registry
from familjecentral.translations.models import Standing, Subject

PER_PAGE = 50

# What a cell is coloured by: the worst that it holds.
_WORST = (State.OUTDATED, State.MISSING, State.DRAFT, State.REVIEWED)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the matrix is narrowed to. Empty is everything; what does not exist finds nothing."""

    language: str = ""
    state: str = ""
    type: str = ""
    group: str = ""
    owner: int | None = None
    sort: str = "oldest"


@dataclass(frozen=True, slots=True)
class Cell:
    """The texts of one record in one language, by state."""

    language: Language
    counts: Mapping[State, int]

    @property
    def state(self) -> State | None:
        """The worst state of its texts; None where there are none."""
        return next((state for state in _WORST if self.counts[state]), None)

    @property
    def parts(self) -> list[tuple[State, int]]:
        """What there is of it, the worst first; what is reviewed only where nothing else is."""
        behind = [(state, self.counts[state]) for state in _WORST[:-1] if self.counts[state]]
        return behind or [(State.REVIEWED, self.counts[State.REVIEWED])]

    @property
    def percent(self) -> int:
        """How much of it a reader has in this language and up to date, reviewed or not; rounded down."""
        total = sum(self.counts.values())
        return 100 * (self.counts[State.DRAFT] + self.counts[State.REVIEWED]) // total if total else 100


@dataclass(frozen=True, slots=True)
class Row:
    subject: Subject
    kind: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Interface:
    """The interface's strings of one language: translated as a whole, reviewed as a whole."""

    language: Language
    translated: int
    total: int
    reviewed: str
    """The day of a native reader's review, or "" where there was none."""

    @property
    def percent(self) -> int:
        return 100 * self.translated // self.total if self.total else 100


def cell(language: Language, standing: Any) -> Cell:
    """A cell from a row of the table, or from sums with the same names; None counts as nothing."""
    values = standing if isinstance(standing, dict) else {str(s): getattr(standing, s, 0) for s in State}
    return Cell(language, {state: values.get(str(state)) or 0 for state in State})


def subjects(filters: Filters, languages: Sequence[Language]) -> QuerySet[Subject]:
    """The records of the matrix, filtered and sorted, for these languages."""
    codes = [language.code for language in languages if filters.language in ("", language.code)]
    found = Subject.objects.all()
    if filters.type:
        found = found.filter(label=filters.type)
    if filters.group:
        found = found.filter(group=filters.group)
    if filters.owner is not None:
        found = found.filter(owner=filters.owner)
    if filters.language or filters.state:
        rows = Standing.objects.filter(language__in=codes)
        if filters.state in list(State):
            rows = rows.filter(**{f"{filters.state}__gt": 0})
        found = found.filter(pk__in=rows.values("subject"))
    if filters.sort == "oldest":
        # A language in preparation lacks nearly everything: it would hide what is behind in the others.
        public = [one.code for one in languages if one.code in codes and one.public] or codes
        oldest = Min("standings__oldest", filter=Q(standings__language__in=public))
        found = found.annotate(since=oldest).order_by(F("since").asc(nulls_last=True), "title", "pk")
    return found


def rows(filters: Filters, languages: Sequence[Language], page: int) -> tuple[list[Row], Page[Subject]]:
    """One page of the matrix; the nearest there is where `page` is not. Three queries, whatever there is."""
    shown = [language for language in languages if filters.language in ("", language.code)]
    wanted = Standing.objects.filter(language__in=[language.code for language in shown])
    found = subjects(filters, languages).prefetch_related(Prefetch("standings", queryset=wanted))
    at = Paginator(found, PER_PAGE).get_page(page)
    made = []
    for subject in at.object_list:
        by_language = {standing.language: standing for standing in subject.standings.all()}
        cells = [cell(language, by_language.get(language.code, {})) for language in shown]
        made.append(Row(subject, registry.kind_of(subject.label), cells))
    return made, at


def totals(languages: Sequence[Language]) -> list[Cell]:
    """Each language as a whole. One query."""
    found = Standing.objects.values("language").annotate(**{str(state): Sum(state) for state in State})
    sums = {row["language"]: row for row in found}
    return [cell(language, sums.get(language.code, {})) for language in languages]


def choices() -> dict[str, list[tuple[Any, str]]]:
    """What the filters offer: only what there is. Three queries."""
    labels = Subject.objects.order_by().values_list("label", flat=True).distinct()
    groups = Subject.objects.exclude(group="").order_by("group").values_list("group", flat=True).distinct()
    owners = Subject.objects.exclude(owner=None).order_by().values_list("owner")
    named = owners.annotate(name=Max("owner__username")).values_list("owner", "name")
    return {
        "type": sorted(((label, registry.kind_of(label)) for label in labels), key=lambda pair: pair[1]),
        "group": [(group, group) for group in groups],
        "owner": sorted(((pk, name) for pk, name in named), key=lambda pair: pair[1]),
    }


def interface(languages: Sequence[Language]) -> list[Interface]:
    """How far the interface's own strings have come. Reads the catalogues, each once until it changes."""
    found = []
    for language in languages:
        path = catalogue_path(settings.BASE_DIR, language.code)
        changed = path.stat().st_mtime_ns if path.exists() else 0
        found.append(Interface(language, *_counted(language.code, changed)))
    return found


@lru_cache(maxsize=64)
def _counted(code: str, changed: int) -> tuple[int, int, str]:
    if not changed:
        return 0, 0, ""
    catalogue = polib.pofile(str(catalogue_path(settings.BASE_DIR, code)))
    report = check(catalogue, _messages(), code, public=False)
    said = catalogue.metadata.get("X-Reviewed-By-Native", "no")
    return report.translated, report.total, "" if said in ("no", "n/a") else said


@lru_cache(maxsize=1)
def _messages() -> dict[Key, Message]:
    """Every text of the interface: which of them only editors meet is known from the source alone."""
    return find_messages(settings.BASE_DIR)
