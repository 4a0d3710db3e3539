"""The CMS form of a service's hours: the week grid, closing days, and what another service's hours fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from familjecentral.core.examples import ExampleForm
from locations.cms.typed_week import TypedSchedule, sent_as, typed
from locations.cms.week_grid import ClosingDaysField, WeekField, typed_rules
from locations.models import CentreService, ServiceHours
from locations.previews import AsOfForm
from locations.schedules import Rules, Schedule
from locations.stored_hours import UNREADABLE


def schedules_of(hours: ServiceHours) -> tuple[Schedule, ...]:
    try:
        return hours.week_schedules
    except UNREADABLE:
        return ()


def typed_hours(hours: ServiceHours) -> tuple[list[TypedSchedule], dict[str, tuple[str, str]]]:
    """Schedules and closing days as the form shows them."""
    try:
        rules = hours.closing_rules
    except UNREADABLE:
        rules = Rules()
    return typed(schedules_of(hours), hours.swedish_notes), typed_rules(rules)


class ServiceHoursForm(ExampleForm, AsOfForm, WagtailAdminModelForm):
    """All hours of one service on one screen."""

    schedules = WeekField(label=pgettext_lazy("cms", "Opening hours"))
    rules = ClosingDaysField(
        label=pgettext_lazy("cms", "Closing days"),
        help_text=pgettext_lazy(
            "cms", "The site knows which days these are, every year. You never have to enter them."
        ),
    )

    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "schedules" in self.fields:
            self.initial["schedules"], self.initial["rules"] = typed_hours(self.instance)
        if "service" in self.fields:
            if self.instance.pk:
                # Hours never change to another service: they are filled in from it.
                del self.fields["service"]
            else:
                self.fields["service"].queryset = self._services_without_hours()  # type: ignore[attr-defined]

    def _services_without_hours(self) -> Any:
        services = CentreService.objects.select_related("centre", "service_type")
        return services.filter(Q(hours=None, hours_from=None) | Q(pk=self.instance.service_id))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "schedules" in cleaned:
            self.instance.write_week(cleaned["schedules"])
            cleaned["schedules"] = self.instance.schedules
        return cleaned

    def fill_from(self, other: ServiceHours) -> None:
        """Put another service's hours into what was sent. Nothing is saved."""
        data = self.data.copy()
        for name in [name for name in data if name.startswith(("schedules-", "rules-"))]:
            del data[name]
        week, rules = typed_hours(other)
        data.update(dict(sent_as(week, "schedules")))
        for rule, (action, closes) in rules.items():
            data.update({f"rules-{rule}": action, f"rules-{rule}-closes": closes})
        if other.is_example:
            data["is_example"] = "on"
        self.data = data

    def show_again(self) -> None:
        """Draw what was sent without judging it."""
        if hasattr(self.data, "lists"):
            data = self.data.copy()
            week = self.fields["schedules"].widget.value_from_datadict(data, None, "schedules") or []
            for name in [name for name in data if name.startswith("schedules-")]:
                del data[name]
            data.update(dict(sent_as([s for s in week if not s.is_deleted], "schedules")))
            self.data = data
        self._errors = ErrorDict()
        self.cleaned_data = {}

    class Meta:
        widgets: dict[str, forms.Widget] = {}
