"""What the public will read, before an editor saves: the centre's page with a record that is not stored yet."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel

from familjecentral.core.formats import ZONE
from locations.models import Activity
from locations.moments import day_of
from locations.records import Unsaved
from locations.schedules import DAY
from locations.week import monday_of

if TYPE_CHECKING:
    from locations.models import CentrePage

MIDDAY = dt.time(10)
"""When nothing else is asked for, a day is shown as it is at ten."""

YEAR = dt.timedelta(days=366)


def serve_with(centre: CentrePage, request: HttpRequest, mode: str, **unsaved: Any) -> HttpResponse:
    """The page in a language (`mode`), at the moment that the record's form asks for (`preview_at`).

    Without one: ten o'clock on the first day of an exception that is to come, the first time that an activity takes
    place where that is in another week, else now.
    """
    centre.unsaved = Unsaved(**unsaved)
    record = next(iter(unsaved.values()))
    request.moment = getattr(record, "preview_at", None) or _moment_of(record)  # type: ignore[attr-defined]
    return centre.serve_preview(request, mode)


def _moment_of(record: Any) -> dt.datetime:
    now = timezone.now()
    if isinstance(record, Activity):
        return _first_time(record, now)
    first = getattr(record, "first", None)
    if first and first > now.astimezone(ZONE).date():
        return dt.datetime.combine(first, MIDDAY, ZONE)
    return now


def _first_time(activity: Activity, now: dt.datetime) -> dt.datetime:
    """When it begins the first time; now if that is this week, or not within a year of its first day."""
    today = day_of(now)
    begins = max(today, activity.first or today)
    day = next(activity.series().days(begins, begins + YEAR), None)
    if day is None or day < monday_of(today) + 7 * DAY:
        return now
    return dt.datetime.combine(day, activity.starts, ZONE)


class AsOfField(forms.DateTimeField):
    """A moment on the Swedish wall clock, whatever time zone the editor's account has. Never a change of the record."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})
    # So far ahead and back nobody looks, and dates can still be reckoned with.
    years = range(2000, 2100)

    def to_python(self, value: Any) -> dt.datetime | None:
        if value in self.empty_values:
            return None
        try:
            moment = parse_datetime(str(value).strip())
        except ValueError:
            moment = None
        if moment is None or moment.year not in self.years:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return moment.replace(tzinfo=ZONE)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class AsOfForm(forms.ModelForm):
    """A form whose preview can be looked at as of another moment than now. That moment is not saved."""

    preview_at = AsOfField(
        label=pgettext_lazy("cms", "Show the preview as of"),
        required=False,
        help_text=pgettext_lazy(
            "cms",
            "For example Christmas Eve at ten: the preview shows what visitors read then. Empty: now. Not saved.",
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.instance.preview_at = cleaned.get("preview_at")
        if getattr(self, "is_deferred_validation", False):
            # A preview asks nothing; whether a new fact is real has to be answered when it is saved.
            self.errors.pop("is_example", None)
        return cleaned


def as_of_panel() -> FieldPanel:
    return FieldPanel("preview_at", icon="view")
