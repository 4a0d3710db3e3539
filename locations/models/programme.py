"""The week programme: activities that come back, and what is different on single occasions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import PreviewableMixin, RevisionMixin

from familjecentral.core import formats, languages
from familjecentral.core.examples import HoldsFacts
from familjecentral.core.fields import ChoiceListField
from familjecentral.core.translated import Translated
from locations.choices import (
    ActivityRhythm,
    Attendance,
    Colour,
    ExceptionReason,
    Known,
    StaffRole,
)
from locations.models.centres import spoken_language_options
from locations.schedules import MIDNIGHT, Audience
from locations.timetable import Override, Rhythm, Series


def weekday_options() -> list[tuple[str, str]]:
    reader = languages.active()
    return [(str(day), formats.weekday_name(day, reader)) for day in range(1, 8)]


def nth_options() -> list[tuple[str, Any]]:
    last = pgettext_lazy("cms", "The last")
    return [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("-1", last)]


def staff_roles() -> Iterable[tuple[str, Any]]:
    return StaffRole.choices


def minutes_of(time: dt.time) -> int:
    return time.hour * 60 + time.minute


class Activity(Translated, HoldsFacts, RevisionMixin, PreviewableMixin, models.Model):
    """Something that happens at a centre again and again, or on listed days (timetable.Series)."""

    title = models.CharField(_("Title"), max_length=120)
    description = models.TextField(
        _("Description"), blank=True, help_text=_("What you do there. One or two short sentences.")
    )
    centre = models.ForeignKey(
        "locations.CentrePage", verbose_name=_("Centre"), on_delete=models.CASCADE, related_name="activities"
    )
    service = models.ForeignKey(
        "locations.CentreService",
        verbose_name=_("Service"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="activities",
        help_text=_("When it is closed, the activity is cancelled by itself."),
    )
    rhythm = models.CharField(
        _("How often"), max_length=10, choices=ActivityRhythm, default=ActivityRhythm.WEEKLY
    )
    weekdays = ChoiceListField(_("Weekdays"), options=weekday_options)
    nth = ChoiceListField(_("Which in the month"), options=nth_options)
    dates = models.JSONField(_("Dates"), default=list, blank=True, help_text=_("One date on each line."))
    starts = models.TimeField(_("Starts"))
    ends = models.TimeField(_("Ends"), help_text=_("00:00 is midnight."))
    first = models.DateField(_("From"), null=True, blank=True)
    last = models.DateField(_("Until and including"), null=True, blank=True)
    expecting = models.BooleanField(_("For expecting parents"), default=False)
    from_months = models.PositiveSmallIntegerField(_("From age, in months"), null=True, blank=True)
    to_months = models.PositiveSmallIntegerField(_("To age, in months"), null=True, blank=True)
    languages = ChoiceListField(_("Languages"), options=spoken_language_options)
    attendance = models.CharField(
        _("How to come"), max_length=10, choices=Attendance, default=Attendance.DROP_IN
    )
    is_free = models.CharField(_("Free of charge"), max_length=3, choices=Known, blank=True, default="")
    cost = models.CharField(_("Cost"), max_length=200, blank=True)
    present = ChoiceListField(_("Who is there"), options=staff_roles)
    place = models.CharField(
        _("Place"),
        max_length=120,
        blank=True,
        help_text=_("A room or an address, if it is not the house itself."),
    )

    essential_fields = ("title",)
    fact_fields = (
        "title_sv",
        "description_sv",
        "starts",
        "ends",
        "weekdays",
        "dates",
        "place",
        "languages",
        "present",
    )

    class Meta:
        ordering = ["centre_id", "starts", "pk"]
        indexes = [models.Index(fields=["centre", "last"], name="activities_of_a_centre")]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def __str__(self) -> str:
        return f"{self.title_sv} – {self.centre.title_sv}"

    @property
    def belongs_to(self) -> models.Model:
        return self.centre

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.starts and self.ends and self.end_minute <= minutes_of(self.starts):
            errors["ends"] = _("It ends before it begins.")
        if self.first and self.last and self.last < self.first:
            errors["last"] = _("The last day is before the first.")
        if self.rhythm == ActivityRhythm.DATES and not self.dates:
            errors["dates"] = _("Write at least one date.")
        if self.rhythm != ActivityRhythm.DATES and not self.weekdays:
            errors["weekdays"] = _("Choose at least one weekday.")
        if self.rhythm == ActivityRhythm.MONTHLY and not self.nth:
            errors["nth"] = _("Choose at least one.")
        if self.service and self.centre_id and self.service.centre_id != self.centre_id:
            errors["service"] = _("Choose another service at the same centre.")
        if self.from_months is not None and self.to_months is not None and self.to_months < self.from_months:
            errors["to_months"] = _("The highest age is below the lowest.")
        if errors:
            raise ValidationError(errors)

    @property
    def end_minute(self) -> int:
        return minutes_of(self.ends) or MIDNIGHT

    @property
    def audience(self) -> Audience:
        return Audience(self.expecting, self.from_months, self.to_months)

    @property
    def colour(self) -> str:
        """The hue of the service it belongs to."""
        return self.service.service_type.colour if self.service else Colour.PLAIN

    def series(self, service_key: str = "") -> Series:
        """As the timetable knows it; its key is the uid, the service's key the caller's."""
        return Series(
            key=str(self.uid),
            starts=minutes_of(self.starts),
            ends=self.end_minute,
            rhythm=Rhythm(self.rhythm),
            weekdays=tuple(int(day) for day in self.weekdays),
            nth=tuple(int(number) for number in self.nth),
            dates=tuple(dt.date.fromisoformat(day) for day in self.dates),
            first=self.first,
            last=self.last,
            service=service_key,
            audience=self.audience,
            place=self.place,
        )

    @property
    def preview_modes(self) -> Any:
        # Also before a centre is chosen: the form draws its preview once.
        return [(language.code, language.name) for language in languages.LANGUAGES]

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """The centre's page in the first week in which the activity takes place."""
        from locations.previews import serve_with

        return serve_with(self.centre, request, mode_name, activity=self)


class OccurrenceOverride(HoldsFacts, RevisionMixin, models.Model):
    """One occasion of an activity that is cancelled, or moved in time or place. It survives edits of the activity."""

    activity = models.ForeignKey(
        Activity, verbose_name=_("Activity"), on_delete=models.CASCADE, related_name="overrides"
    )
    date = models.DateField(_("Day"), help_text=_("The day on which it would have been."))
    cancelled = models.BooleanField(_("Cancelled"), default=True)
    new_date = models.DateField(_("New day"), null=True, blank=True)
    starts = models.TimeField(_("New start"), null=True, blank=True)
    ends = models.TimeField(_("New end"), null=True, blank=True)
    place = models.CharField(_("New place"), max_length=120, blank=True)
    reason = models.CharField(_("Reason"), max_length=20, choices=ExceptionReason, blank=True, default="")

    fact_fields = ("date", "new_date", "starts", "ends", "place")

    class Meta:
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "date"],
                name="one_override_an_occasion",
                violation_error_message=pgettext_lazy(
                    "cms", "This occasion is changed already; edit that change."
                ),
            )
        ]
        verbose_name = _("changed occasion")
        verbose_name_plural = _("changed occasions")

    def __str__(self) -> str:
        return f"{self.activity.title_sv} {self.date}"

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        moved = self.new_date or self.starts or self.ends or self.place
        if not self.cancelled and not moved:
            errors["cancelled"] = _("Tick Cancelled, or write what is new.")
        if self.starts and self.ends and (minutes_of(self.ends) or MIDNIGHT) <= minutes_of(self.starts):
            errors["ends"] = _("It ends before it begins.")
        if (
            self.activity_id
            and self.date
            and self.date not in self.activity.series().days(self.date, self.date)
        ):
            errors["date"] = _("The activity does not take place on this day.")
        if errors:
            raise ValidationError(errors)

    @property
    def override(self) -> Override:
        return Override(
            series=str(self.activity.uid),
            date=self.date,
            cancelled=self.cancelled,
            new_date=self.new_date,
            starts=minutes_of(self.starts) if self.starts else None,
            ends=(minutes_of(self.ends) or MIDNIGHT) if self.ends else None,
            place=self.place,
            reason=self.reason,
        )
