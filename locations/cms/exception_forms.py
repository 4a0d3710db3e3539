"""The form of an exception: days or weeks, times in rows, and what it meets before it is saved."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import pgettext, pgettext_lazy

from familjecentral.core import formats, languages
from familjecentral.core.examples import ExampleForm
from familjecentral.core.segments import fingerprint
from familjecentral.core.source_edits import SourceRecordForm
from locations import words
from locations.choices import ExceptionKind
from locations.cms.precedence import met_by
from locations.cms.span_rows import SpanRowsField, merged
from locations.models import CentrePage, CentreService, HoursException, ServiceType
from locations.moments import day_of
from locations.previews import AsOfField, AsOfForm

WEEKS = re.compile(
    r"(?:(?P<year>\d{4})[\s-]*)?(?:veckorna|vecka|veckor|weeks?|v\.?|w\.?)?\s*(?P<first>\d{1,2})"
    r"(?:\s*[-–—]\s*(?:v\.?|w\.?)?\s*(?P<last>\d{1,2}))?(?:\s+(?P<late_year>\d{4}))?",
    re.IGNORECASE | re.ASCII,
)


def weeks_period(text: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of "28–31", "v. 28" or "2027 v. 1–2"; without a year the weeks that come.

    ValidationError for what is no week. "52–1" ends in the year after.
    """
    found = WEEKS.fullmatch(text.strip())
    if found is None or (found["year"] and found["late_year"]):
        raise ValidationError(pgettext("cms", "Write weeks as 28–31, or 2027 v. 28–31."))
    first, last = int(found["first"]), int(found["last"] or found["first"])
    year = found["year"] or found["late_year"]
    if year:
        return _weeks(int(year), first, last)
    this_year = today.isocalendar().year
    period = _weeks(this_year, first, last) if _has_week(this_year, first, last) else None
    return period if period and period[1] >= today else _weeks(this_year + 1, first, last)


def _has_week(year: int, first: int, last: int) -> bool:
    try:
        _weeks(year, first, last)
    except ValidationError:
        return False
    return True


def _weeks(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    until = year + 1 if last < first else year
    if year not in AsOfField.years:
        raise ValidationError(out_of_reach())
    try:
        monday = dt.date.fromisocalendar(year, first, 1)
        return monday, dt.date.fromisocalendar(until, last, 7)
    except ValueError:
        raise ValidationError(
            pgettext("cms", "There is no such week in %(year)s.") % {"year": year}
        ) from None


def out_of_reach() -> str:
    """Said of dates with which nobody can reckon."""
    return pgettext("cms", "Write a day between %(first)s and %(last)s.") % {
        "first": AsOfField.years.start,
        "last": AsOfField.years.stop - 1,
    }


def check_days(form: forms.ModelForm, names: Iterable[str]) -> None:
    for name in names:
        day = form.cleaned_data.get(name)
        if day and day.year not in AsOfField.years:
            form.add_error(name, out_of_reach())


def only_first(form: forms.ModelForm, errors: Any) -> Any:
    """What the model says of a record, without what it says of fields that could not be read: they were never set."""
    if hasattr(errors, "error_dict"):
        errors.error_dict = {name: e for name, e in errors.error_dict.items() if name not in form.errors}
    return errors


class CentreField(forms.ModelChoiceField):
    """The centres by their Swedish names, in a plain list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(CentrePage.objects.order_by("title_sv"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title_sv)


def service_keys() -> list[tuple[str, str]]:
    return [(service_type.key, str(service_type)) for service_type in ServiceType.objects.all()]


def _of_model(name: str) -> dict[str, Any]:
    """What the model says of a field, for the form's own kind of it."""
    field: Any = HoursException._meta.get_field(name)
    return {"label": field.verbose_name, "help_text": field.help_text}


class HoursExceptionForm(AsOfForm, ExampleForm, SourceRecordForm):
    """Asks once more when the exception meets others; then the tick `seen` has to name exactly those."""

    centre = CentreField(**_of_model("centre"))
    service_keys = forms.MultipleChoiceField(
        choices=service_keys, widget=forms.CheckboxSelectMultiple, required=False, **_of_model("service_keys")
    )
    weeks = forms.CharField(
        label=pgettext_lazy("cms", "Weeks"),
        required=False,
        max_length=40,
        help_text=pgettext_lazy(
            "cms", "Instead of dates: 28–31, or 2027 v. 28–31. Without a year: the weeks that come."
        ),
    )
    spans = SpanRowsField(
        label=pgettext_lazy("cms", "Opening hours on these days"),
        help_text=pgettext_lazy("cms", "Only with changed opening hours. Days without a row are closed."),
    )
    seen = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts: list[str] = []
        self.conflicts_mark = ""
        # Weeks may stand in their place.
        self.fields["first"].required = self.fields["last"].required = False
        self.fields["last"].help_text = pgettext("cms", "Empty: only the first day.")

    @cached_property
    def changed_data(self) -> list[str]:
        # Weeks are another way to write the first day.
        found: list[str] = super().changed_data
        return [*found, "first"] if "weeks" in found else found

    def clean_spans(self) -> list[dict[str, Any]]:
        return merged(self.cleaned_data["spans"], self.initial.get("spans"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._read_days(cleaned)
        check_days(self, ("first", "last", "announced_from"))
        self._check_services(cleaned)
        if cleaned.get("spans") and cleaned.get("kind") in (ExceptionKind.CLOSED, ExceptionKind.MOVED):
            self.add_error(
                "kind",
                pgettext(
                    "cms", "You wrote opening hours below: choose changed opening hours, or empty the rows."
                ),
            )
        return cleaned

    def _read_days(self, cleaned: dict[str, Any]) -> None:
        if "first" in self.errors or "last" in self.errors or "weeks" in self.errors:
            return
        if not (weeks := cleaned.get("weeks")):
            if not cleaned.get("first"):
                self.add_error("first", pgettext("cms", "Write the first day, or weeks."))
            cleaned["last"] = cleaned.get("last") or cleaned.get("first")
            return
        try:
            period = weeks_period(weeks, day_of(timezone.now()))
        except ValidationError as error:
            self.add_error("weeks", error)
            return
        # Dates that stood there before are replaced; dates that were written just now must say the same.
        written = [name for name in ("first", "last") if cleaned.get(name) and self._is_new(name)]
        if any(
            cleaned[name] != period[number]
            for number, name in enumerate(("first", "last"))
            if name in written
        ):
            days = words.days(*period, day_of(timezone.now()))
            self.add_error(
                "weeks",
                pgettext("cms", "The weeks are %(days)s; the dates say something else. Empty one of them.")
                % {"days": days},
            )
            return
        cleaned["first"], cleaned["last"] = period

    def _is_new(self, name: str) -> bool:
        return self.fields[name].has_changed(self.initial.get(name), self.data.get(name))

    def _check_services(self, cleaned: dict[str, Any]) -> None:
        centre, keys = cleaned.get("centre"), cleaned.get("service_keys")
        if not centre or not keys:
            return
        here = CentreService.objects.filter(centre=centre).values_list("service_type__key", flat=True)
        if missing := [name for key, name in service_keys() if key in set(keys) - set(here)]:
            self.add_error(
                "service_keys",
                pgettext("cms", "%(centre)s does not have: %(services)s")
                % {"centre": centre.title_sv, "services": formats.listed(missing, languages.active())},
            )

    def _update_errors(self, errors: Any) -> None:
        super()._update_errors(only_first(self, errors))

    def _post_clean(self) -> None:
        super()._post_clean()
        # The preview shows what would hold; it asks nothing.
        if self._errors or getattr(self, "is_deferred_validation", False):
            return
        self.conflicts = met_by(self.instance)
        self.conflicts_mark = fingerprint("\n".join(self.conflicts))
        if self.conflicts and self.cleaned_data.get("seen") != self.conflicts_mark:
            self.add_error(
                "seen",
                pgettext("cms", "Other exceptions meet this one. Read what holds, tick, and save again."),
            )
