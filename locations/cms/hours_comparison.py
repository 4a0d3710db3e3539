"""Two versions of a service's hours side by side in the history, as sentences; the CMS would show what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst
from wagtail.admin.compare import TextFieldComparison

from familjecentral.core import formats, languages
from locations import words
from locations.choices import DayKind, RuleAction
from locations.cms.hours_forms import schedules_of, typed_hours
from locations.cms.week_grid import season_name
from locations.models import ServiceHours
from locations.span_problems import span_name


def week_text(hours: ServiceHours) -> str:
    """Every time of every table, in the editor's language."""
    return "; ".join(_lines(hours))


def _lines(hours: ServiceHours) -> Iterator[str]:
    notes = hours.swedish_notes
    for schedule in schedules_of(hours):
        if schedule.first and schedule.last:
            yield formats.date_range(schedule.first, schedule.last, languages.active())
        else:
            yield season_name(0)
        for span in sorted(schedule.spans, key=lambda span: (span.weekday, span.opens)):
            parts = [
                span_name(span),
                words.mode(span.mode),
                words.audience(span.audience),
                notes.get(span.note),
            ]
            yield ", ".join(part for part in parts if part)


def rules_text(hours: ServiceHours) -> str:
    _week, rules = typed_hours(hours)
    return "; ".join(
        f"{capfirst(str(DayKind(name).label))}: {RuleAction(action).label} {closes}".strip()
        for name, (action, closes) in rules.items()
    )


class HoursComparison(TextFieldComparison):
    """Of the field `schedules` or `rules`."""

    def __init__(self, field: Any, obj_a: ServiceHours, obj_b: ServiceHours) -> None:
        super().__init__(field, obj_a, obj_b)
        text = week_text if field.name == "schedules" else rules_text
        self.val_a, self.val_b = text(obj_a), text(obj_b)
