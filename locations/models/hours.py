"""When the services are open: schedules and rules, exceptions, confirmations, and "full right now".

Records of their own, not children of a page (docs/adr/0002): a closure never waits for a text, and an old page revision
never brings old hours back.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modeltranslation.utils import build_localized_fieldname
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin, RevisionMixin

from familjecentral.core import languages
from familjecentral.core.examples import HoldsFacts
from familjecentral.core.reading import Reading, Text
from familjecentral.core.translated import Translated
from locations import stored_hours
from locations.choices import ConfirmedBy, ExceptionKind, ExceptionReason
from locations.schedules import DatedException, Kind, Rules, Schedule, ServiceTimes, Span, problems
from locations.span_problems import problem_text


class ServiceHours(Translated, HoldsFacts, RevisionMixin, PreviewableMixin, models.Model):
    """The hours of one service at one centre: a base schedule, its seasons, and its closing-day rules."""

    service = models.OneToOneField(
        "locations.CentreService", verbose_name=_("Service"), on_delete=models.CASCADE, related_name="hours"
    )
    # The formats are those of locations/stored_hours.py.
    schedules = models.JSONField(_("Opening hours"), default=list, blank=True)
    rules = models.JSONField(_("Closing days"), default=dict, blank=True)
    notes = StreamField(
        [("note", CharBlock(max_length=200))], verbose_name=_("Notes beside the hours"), blank=True
    )

    essential_fields = ()
    fact_fields = ("schedules", "rules", "notes_sv")

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")

    def __str__(self) -> str:
        return str(self.service)

    @property
    def belongs_to(self) -> models.Model:
        return self.service.centre

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        try:
            errors = {"schedules": list(_schedule_errors(self.week_schedules))}
        except stored_hours.UNREADABLE:
            errors = {"schedules": [_("The opening hours cannot be read.")]}
        try:
            _unused = self.closing_rules
        except stored_hours.UNREADABLE:
            errors["rules"] = [_("The closing days cannot be read.")]
        if errors := {name: found for name, found in errors.items() if found}:
            raise ValidationError(errors)

    @property
    def week_schedules(self) -> tuple[Schedule, ...]:
        return stored_hours.schedules_from(self.schedules)

    @property
    def closing_rules(self) -> Rules:
        return stored_hours.rules_from(self.rules)

    def note_texts(self, language: str) -> dict[str, Text]:
        """{id of a note: its text in a language}."""
        return {block.id: block.value for block in Reading(self, language).notes} if self.notes_sv else {}

    def times(self, key: str, full_until: dt.datetime | None = None) -> ServiceTimes:
        """As the algebra of hours knows it, under the key of the service that keeps these hours."""
        return ServiceTimes(key, self.week_schedules, self.closing_rules, full_until)

    @property
    def swedish_notes(self) -> dict[str, str]:
        """{id of a note: its text as it was written}."""
        return {block.id: block.value for block in self._notes.value_from_object(self) or ()}

    def write_week(self, schedules: Iterable[Schedule]) -> None:
        """Set the schedules from spans whose `note` is its Swedish text; stored_hours.with_note_ids has the rules."""
        try:
            before = self.week_schedules
        except stored_hours.UNREADABLE:
            before = ()
        notes = self.swedish_notes
        written, used = stored_hours.with_note_ids(schedules, before, notes, lambda: str(uuid.uuid4()))
        self.schedules = stored_hours.stored_schedules(written)
        if used != notes:
            blocks = [{"type": "note", "value": text, "id": key} for key, text in used.items()]
            setattr(self, self._notes.attname, self._notes.stream_block.to_python(blocks))

    @property
    def _notes(self) -> Any:
        return self._meta.get_field("notes_sv")

    def take_over(self, other: ServiceHours) -> None:
        """Become a copy of another service's hours, notes in all languages and their state included."""
        self.schedules, self.rules, self.is_example = other.schedules, other.rules, other.is_example
        for language in languages.CODES:
            name = build_localized_fieldname("notes", language)
            setattr(self, name, getattr(other, name))
        self.translation_state = other.translation_state

    @property
    def preview_modes(self) -> Any:
        return self.service.preview_modes if self.service_id else []

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """The centre's page as it would read with these hours."""
        from locations.previews import serve_with

        return serve_with(self.service.centre, request, mode_name, hours=self)


def _schedule_errors(schedules: tuple[Schedule, ...]) -> Any:
    """What is wrong with a week or with the dates of the seasons, each in one sentence that names it."""
    for schedule in schedules:
        yield from (problem_text(problem) for problem in problems(schedule.spans))
        if schedule.first and schedule.last and schedule.last < schedule.first:
            yield pgettext_lazy("cms", "The season ends before it begins.")
        if (schedule.first is None) != (schedule.last is None):
            yield pgettext_lazy("cms", "A season needs both a first and a last day.")
    seasons = sorted((s for s in schedules if s.first and s.last), key=lambda s: (s.first, s.last))
    for before, after in itertools.pairwise(seasons):
        if before.last and after.first and after.first <= before.last:
            yield pgettext_lazy("cms", "Two seasons overlap: one begins before the other has ended.")
    if sum(not schedule.is_season for schedule in schedules) > 1:
        yield pgettext_lazy("cms", "There can be only one schedule without dates.")


class HoursException(Translated, HoldsFacts, RevisionMixin, PreviewableMixin, models.Model):
    """Closed, moved or other hours for some days: for a whole centre or for chosen services."""

    centre = models.ForeignKey(
        "locations.CentrePage",
        verbose_name=_("Centre"),
        on_delete=models.CASCADE,
        related_name="hours_exceptions",
    )
    # Keys of service types, so that the record reads by itself and survives a service made anew.
    service_keys = models.JSONField(
        _("Services"), default=list, blank=True, help_text=_("None ticked: the whole centre.")
    )
    first = models.DateField(_("First day"))
    last = models.DateField(_("Last day"))
    kind = models.CharField(
        _("What happens"), max_length=12, choices=ExceptionKind, default=ExceptionKind.CLOSED
    )
    # The format is that of locations/stored_hours.py.
    spans = models.JSONField(_("Opening hours on these days"), default=list, blank=True)
    place = models.CharField(_("Moved to"), max_length=200, blank=True, help_text=_("Address"))
    reason = models.CharField(_("Reason"), max_length=20, choices=ExceptionReason, blank=True, default="")
    text = models.CharField(
        _("More to say"),
        max_length=250,
        blank=True,
        help_text=_("Has to be translated. The days, the hours and the reason need no translation."),
    )
    announced_from = models.DateField(
        _("Announce from"), null=True, blank=True, help_text=_("Empty: it is shown at once.")
    )
    even_when_closed = models.BooleanField(
        _("Holds even when the house is closed"),
        default=False,
        help_text=_("Only for chosen services: they keep these hours although the whole centre is closed."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    essential_fields = ()
    fact_fields = ("first", "last", "kind", "spans", "place", "text_sv")

    class Meta:
        ordering = ["first", "last", "pk"]
        indexes = [models.Index(fields=["centre", "last"], name="exceptions_of_a_centre")]
        verbose_name = _("exception from the hours")
        verbose_name_plural = _("exceptions from the hours")

    def __str__(self) -> str:
        return f"{self.centre.title_sv} {self.first}–{self.last}: {self.get_kind_display()}"

    @property
    def belongs_to(self) -> models.Model:
        return self.centre

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.first and self.last and self.last < self.first:
            errors["last"] = _("The last day is before the first.")
        if self.kind == ExceptionKind.MOVED and not self.place:
            errors["place"] = _("Write where visitors should go.")
        if self.even_when_closed and not self.service_keys:
            errors["even_when_closed"] = _("Choose the services that this holds for.")
        try:
            found: list[Any] = [problem_text(problem) for problem in problems(self.week_spans)]
            if self.kind == ExceptionKind.OTHER_HOURS and not self.week_spans:
                found.append(_("Write at least one time, or choose Closed."))
        except stored_hours.UNREADABLE:
            found = [_("The opening hours cannot be read.")]
        if found:
            errors["spans"] = found
        if errors:
            raise ValidationError(errors)

    @property
    def week_spans(self) -> tuple[Span, ...]:
        return stored_hours.spans_from(self.spans) if self.kind == ExceptionKind.OTHER_HOURS else ()

    @property
    def dated(self) -> DatedException:
        """As the algebra of hours knows it; its key is the uid."""
        return DatedException(
            str(self.uid),
            Kind(self.kind),
            self.first,
            self.last,
            frozenset(self.service_keys),
            self.week_spans,
            self.place,
            self.reason,
            self.even_when_closed,
            self.announced_from,
            self.created_at,
        )

    @property
    def preview_modes(self) -> Any:
        # Also before a centre is chosen: the form draws its preview once.
        return [(language.code, language.name) for language in languages.LANGUAGES]

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """The centre's page on the first of these days, as it would read with this exception."""
        from locations.previews import serve_with

        return serve_with(self.centre, request, mode_name, exception=self)


class HoursConfirmation(models.Model):
    """Somebody vouched for all hours of a centre. A log: the latest counts, none is ever changed."""

    centre = models.ForeignKey(
        "locations.CentrePage",
        verbose_name=_("Centre"),
        on_delete=models.CASCADE,
        related_name="confirmations",
    )
    at = models.DateTimeField(_("Confirmed on"), default=timezone.now)
    role = models.CharField(_("By"), max_length=10, choices=ConfirmedBy, default=ConfirmedBy.CENTRE)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["centre", "-at"], name="latest_confirmation")]
        verbose_name = _("confirmation of hours")
        verbose_name_plural = _("confirmations of hours")
        permissions = [("confirm_hours", "Can confirm the hours of a centre")]

    def __str__(self) -> str:
        return f"{self.centre.title_sv} {self.at.date()}"


class FullNotice(models.Model):
    """ "Full right now": a service that takes no more visitors until a time. The latest counts."""

    service = models.ForeignKey(
        "locations.CentreService",
        verbose_name=_("Service"),
        on_delete=models.CASCADE,
        related_name="full_notices",
    )
    until = models.DateTimeField(pgettext_lazy("cms", "Full until"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["service", "-created_at"], name="latest_full_notice")]
        verbose_name = _("notice of a full service")
        verbose_name_plural = _("notices of full services")

    def __str__(self) -> str:
        return f"{self.service} {self.until}"
