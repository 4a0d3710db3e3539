"""The forms of activities and of their changed occasions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from familjecentral.core.examples import ExampleForm
from familjecentral.core.source_edits import SourceRecordForm
from locations.cms.exception_forms import CentreField, check_days, only_first, out_of_reach
from locations.models import Activity, CentrePage, CentreService
from locations.previews import AsOfField, AsOfForm

MOST_DATES = 400


class DatesField(forms.CharField):
    """Dates, one a line, kept as a list of ISO dates. A line that is no date is named by its number."""

    widget = forms.Textarea(attrs={"rows": 5, "placeholder": "2026-12-24"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=MOST_DATES * 20, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        days, errors = set(), []
        for number, line in enumerate(super().clean(value).splitlines(), start=1):
            if not (text := line.strip().rstrip(",;")):
                continue
            try:
                day = dt.date.fromisoformat(text)
            except ValueError:
                day = None
            if day is None:
                wrong = pgettext("cms", "Line %(number)s is no date. Write dates as 2026-12-24.")
                errors.append(wrong % {"number": number})
            elif day.year not in AsOfField.years:
                errors.append(out_of_reach())
            else:
                days.add(day)
        if errors:
            raise ValidationError(errors[:10])
        return [day.isoformat() for day in sorted(days)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(
            super().has_changed(self.prepare_value(initial), (data or "").replace("\r\n", "\n").strip())
        )


class ActivityForm(AsOfForm, ExampleForm, SourceRecordForm):
    """Offers the services of the centre; before a centre is chosen, those of all."""

    centre = CentreField(label=Activity._meta.get_field("centre").verbose_name)
    service: forms.ModelChoiceField[CentreService] = forms.ModelChoiceField(
        CentreService.objects.select_related("service_type", "centre"),
        label=Activity._meta.get_field("service").verbose_name,
        help_text=Activity._meta.get_field("service").help_text,
        required=False,
    )
    dates = DatesField(
        label=Activity._meta.get_field("dates").verbose_name,
        help_text=pgettext_lazy("cms", "Only for listed dates. One on each line, for example 2026-12-24."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if centre := self._centre():
            services: Any = self.fields["service"]
            services.queryset = services.queryset.filter(centre=centre)
            services.error_messages["invalid_choice"] = pgettext(
                "cms", "Choose a service at the same centre."
            )

    def _centre(self) -> int | None:
        if not self.is_bound:
            return self.instance.centre_id
        try:
            centre: CentrePage | None = self.fields["centre"].clean(self.data.get("centre"))
        except ValidationError:
            return None
        return centre.pk if centre else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_days(self, ("first", "last"))
        return cleaned

    def _update_errors(self, errors: Any) -> None:
        super()._update_errors(only_first(self, errors))


class OccurrenceOverrideForm(ExampleForm, WagtailAdminModelForm):
    """What is different about one occasion."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_days(self, ("date", "new_date"))
        return cleaned
