"""How often pages were read, per day: numbers, and nothing about who read them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models, transaction
from django.db.models import F, Sum
from django.utils.translation import pgettext_lazy

from familjecentral.core import languages
from familjecentral.figures.visits import LONGEST_ADDRESS, Kind, Seen


class DailyFigure(models.Model):
    """One number of one page in one language on one day."""

    day = models.DateField()
    address = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    language = models.CharField(max_length=12)
    kind = models.CharField(max_length=8)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = pgettext_lazy("cms", "figure of a day")
        constraints = [
            models.UniqueConstraint(fields=["day", "address", "language", "kind"], name="one_figure_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} /{self.language}/{self.address} {self.kind}"


@transaction.atomic
def add(day: dt.date, numbers: Mapping[Seen, int]) -> None:
    """Add these numbers to a day's. Several processes may do so at once."""
    DailyFigure.objects.bulk_create(
        [DailyFigure(day=day, **seen._asdict()) for seen in numbers], ignore_conflicts=True
    )
    # In one order everywhere: two processes that add at once wait for each other and never in a circle.
    for seen, number in sorted(numbers.items()):
        DailyFigure.objects.filter(day=day, **seen._asdict()).update(number=F("number") + number)


@dataclass
class Row:
    """One page: all visits, how many of them by a code and from the search, and the visits in each language."""

    address: str
    visits: int = 0
    by_code: int = 0
    by_search: int = 0
    in_language: dict[str, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True)
class Figures:
    """What was read between two days. `days`: visits of each day; `rows`: the most read first; `missed`: searches."""

    days: dict[dt.date, int]
    rows: list[Row]
    missed: int


def figures(first: dt.date, last: dt.date) -> Figures:
    """The figures from a day to another, both included. Two queries."""
    found = DailyFigure.objects.filter(day__range=(first, last), language__in=languages.CODES)
    counted = dict(found.filter(kind=Kind.VISIT).values_list("day").annotate(Sum("number")))
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    rows: dict[str, Row] = {}
    missed = 0
    sums = found.values_list("address", "language", "kind").annotate(Sum("number"))
    for address, language, kind, number in sums:
        row = rows.setdefault(address, Row(address))
        match kind:
            case Kind.VISIT:
                row.visits += number
                row.in_language[language] += number
            case Kind.CODE:
                row.by_code += number
            case Kind.SEARCH:
                row.by_search += number
            case Kind.MISSED:
                missed += number
    ranked = sorted(rows.values(), key=lambda row: (-row.visits, row.address))
    return Figures({day: counted.get(day, 0) for day in days}, ranked, missed)
