"""The form field for the hours of a few days: rows of weekdays, times and mode, as plain inputs without a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from familjecentral.core import formats, languages
from locations.choices import VisitMode
from locations.schedules import Mode
from locations.stored_hours import clock, minutes

BLANK_ROWS = 2
FEWEST_ROWS = 4
MOST_ROWS = 40

KEPT = ("expecting", "from_months", "to_months", "note")
"""What a stored span may have that the rows do not show; it stays with its row."""


class SpanRows(forms.Widget):
    """One row a stored span, and empty ones to write in. What was typed comes back as it was typed."""

    template_name = "locations/admin/span_rows.html"
    # Its label names a group of inputs, not one of them.
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        rows = [row for row in value or () if isinstance(row, Mapping)] if isinstance(value, list) else []
        wanted = max(FEWEST_ROWS, len([row for row in rows if _is_written(row)]) + BLANK_ROWS)
        rows += [{}] * (wanted - len(rows))
        reader = languages.active()
        days = [(str(day), formats.weekday_name(day, reader, short=True)) for day in range(1, 8)]
        context["days"] = days
        context["modes"] = VisitMode.choices
        context["is_invalid"] = context["widget"]["attrs"].get("aria-invalid") == "true"
        context["rows"] = [
            {
                "name": f"{name}-{number}",
                "number": number + 1,
                "opens": row.get("opens", ""),
                "closes": row.get("closes", ""),
                "mode": row.get("mode", Mode.DROP_IN),
                "days": [(key, text, key in map(str, row.get("days") or ())) for key, text in days],
            }
            for number, row in enumerate(rows)
        ]
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        # Django's own renderer of widgets does not look among the project's templates.
        return render_to_string(template_name, context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        rows = []
        for number in range(MOST_ROWS):
            at = f"{name}-{number}"
            if f"{at}-opens" not in data and f"{at}-closes" not in data:
                break
            days = data.getlist(f"{at}-days") if hasattr(data, "getlist") else data.get(f"{at}-days", [])
            rows.append(
                {
                    "days": days,
                    "opens": data.get(f"{at}-opens", ""),
                    "closes": data.get(f"{at}-closes", ""),
                    "mode": data.get(f"{at}-mode", Mode.DROP_IN),
                }
            )
        return rows

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-0-opens" not in data


class SpanRowsField(forms.Field):
    """Cleans to spans in the format of stored_hours.py. A row that cannot be read is named by its number."""

    widget = SpanRows

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        spans, errors = [], []
        for number, row in enumerate(value or (), start=1):
            if not _is_written(row):
                continue
            try:
                spans.append(_span(row) | {"row": number})
            except ValueError as error:
                errors.append(f"{pgettext('cms', 'Row %(number)s') % {'number': number}}: {error}")
        if errors:
            raise ValidationError(errors)
        return spans

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            written = [_span(row) for row in data or () if _is_written(row)]
            stored = [_span(row) for row in initial or ()]
        except ValueError:
            return True
        return written != stored


def merged(rows: list[dict[str, Any]], stored: Any) -> list[dict[str, Any]]:
    """The rows as they are to be stored, each with what the form does not show of the span that stood there."""
    before = stored if isinstance(stored, list) else []
    spans = []
    for row in rows:
        number = row["row"] - 1
        kept = before[number] if number < len(before) else {}
        spans.append(
            {name: value for name, value in row.items() if name != "row"}
            | {name: kept[name] for name in KEPT if name in kept}
        )
    return spans


def _is_written(row: Mapping[str, Any]) -> bool:
    return bool(str(row.get("opens", "")).strip() or str(row.get("closes", "")).strip() or row.get("days"))


def _span(row: Mapping[str, Any]) -> dict[str, Any]:
    """ValueError, with what is wrong in words, for a row that is no span."""
    days = [str(day) for day in row.get("days") or ()]
    if any(day not in {"1", "2", "3", "4", "5", "6", "7"} for day in days):
        raise ValueError(pgettext("cms", "choose weekdays from the list."))
    if row.get("mode", Mode.DROP_IN) not in list(Mode):
        raise ValueError(pgettext("cms", "choose how one comes from the list."))
    times = {}
    for name, problem in (
        ("opens", pgettext("cms", "write when it opens, for example 9 or 13.30.")),
        ("closes", pgettext("cms", "write when it closes, for example 12 or 15.30.")),
    ):
        try:
            times[name] = clock(minutes(str(row.get(name, ""))))
        except ValueError:
            raise ValueError(problem) from None
    chosen = {"days": sorted({int(day) for day in days})} if days else {}
    return {**chosen, **times, "mode": str(row.get("mode", Mode.DROP_IN))}
