"""A message above the pages of the whole site, of a centre, or of a service; it always has an end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy
from wagtail.models import DraftStateMixin, RevisionMixin

from familjecentral.alerts import selection
from familjecentral.alerts.choices import DETAILS, Level, ReadyText
from familjecentral.core import formats, languages
from familjecentral.core.formats import ZONE
from familjecentral.core.models import BasePage
from familjecentral.core.reading import Reading, Text
from familjecentral.core.source_edits import SourceRecordForm
from familjecentral.core.translated import Translated
from locations.models import CentreService, ServiceType

LONGEST = dt.timedelta(days=92)
"""What holds longer belongs on a page."""


def tonight() -> dt.datetime:
    """The end of the day, for whoever says nothing else."""
    today = timezone.now().astimezone(ZONE).date()
    return dt.datetime.combine(today, dt.time(23, 59), ZONE)


class AlertQuerySet(models.QuerySet["Alert"]):
    def on(self, page: BasePage | None) -> AlertQuerySet:
        """Those of the whole site, and those about what a page shows, published; one query with their names.

        A page shows the centres at or below it, so home and the list of centres tell of them all; a service's message
        is on its centres and on the page that explains the service.
        """
        about = Q(centre=None, service_type=None)
        if page and page.pk:
            here = CentreService.objects.published().filter(centre__path__startswith=page.path)
            about |= Q(centre__path__startswith=page.path)
            about |= Q(centre=None, service_type__in=here.values("service_type"))
            about |= Q(service_type__in=ServiceType.objects.filter(information_page=page.pk))
        return self.filter(about, live=True).select_related("centre", "service_type")


class Alert(Translated, DraftStateMixin, RevisionMixin, models.Model):
    """A ready text, which every language has, or words of one's own; from a moment until another."""

    level = models.CharField(
        pgettext_lazy("cms", "How urgent"), max_length=10, choices=Level, default=Level.WARNING
    )
    ready_text = models.CharField(
        pgettext_lazy("cms", "Ready text"),
        max_length=20,
        choices=ReadyText,
        blank=True,
        help_text=pgettext_lazy("cms", "It exists in every language already."),
    )
    title = models.CharField(
        pgettext_lazy("cms", "Heading of your own"),
        max_length=80,
        blank=True,
        help_text=pgettext_lazy(
            "cms", "Instead of a ready text. Other languages show it in Swedish until it is translated."
        ),
    )
    text = models.TextField(pgettext_lazy("cms", "More words"), max_length=400, blank=True)
    centre = models.ForeignKey(
        "locations.CentrePage",
        verbose_name=_("Centre"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=pgettext_lazy("cms", "Empty: all centres."),
    )
    service_type = models.ForeignKey(
        "locations.ServiceType",
        verbose_name=_("Service"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=pgettext_lazy("cms", "Empty: all services."),
    )
    starts = models.DateTimeField(pgettext_lazy("cms", "Shown from"), default=timezone.now)
    ends = models.DateTimeField(pgettext_lazy("cms", "Shown until"), default=tonight)

    essential_fields = ("title",)
    base_form_class = SourceRecordForm

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-ends", "pk"]
        verbose_name = pgettext_lazy("cms", "message")
        verbose_name_plural = pgettext_lazy("cms", "messages")

    def __str__(self) -> str:
        with override(languages.SOURCE):
            return self.title_sv or str(ReadyText(self.ready_text).label if self.ready_text else "")

    @property
    def belongs_to(self) -> models.Model | None:
        return self.centre

    @property
    def place(self) -> str:
        """Where it is shown, as editors say it."""
        names = [str(part.title_sv if part == self.centre else part) for part in self._about]
        return " · ".join(names) or str(pgettext_lazy("cms", "The whole site"))

    @property
    def _about(self) -> list[Any]:
        return [part for part in (self.centre, self.service_type) if part]

    def clean(self) -> None:
        super().clean()
        if bool(self.ready_text) == bool((self.title_sv or "").strip()):
            choose = pgettext_lazy("cms", "Choose a ready text, or write a heading: one of the two.")
            raise ValidationError({"title_sv" if self.ready_text else "ready_text": choose})
        if not self.starts or not self.ends:
            return
        if self.ends <= self.starts:
            raise ValidationError({"ends": pgettext_lazy("cms", "It must end after it starts.")})
        if self.ends - self.starts > LONGEST:
            longest = pgettext_lazy("cms", "At most three months. What holds longer belongs on a page.")
            raise ValidationError({"ends": longest})


@dataclass(frozen=True)
class Message:
    """What visitors read of an alert. `about`: the names of its centre and service. `until`: the end, in words."""

    level: str
    label: str
    about: list[Text]
    title: Text
    text: list[Text]
    until: str
    is_draft: bool

    @property
    def is_swedish(self) -> bool:
        """Whether its own words are in Swedish for somebody who reads another language."""
        return any(text.is_fallback for text in (self.title, *self.text))


def messages(
    page: BasePage | None, moment: dt.datetime, code: str, holding: dt.timedelta = dt.timedelta()
) -> tuple[list[Message], list[dt.datetime]]:
    """What stands above a page in a language and will do so for as long, and when that changes. One query."""
    found = list(Alert.objects.on(page).filter(ends__gt=moment + holding))
    shown = selection.shown(found, moment)
    return [_message(alert, code) for alert in shown], selection.changes(found, moment)


def _message(alert: Alert, code: str) -> Message:
    language, reading = languages.by_code(code), Reading(alert, code)
    # Too short and too urgent for a notice beside it: what lags behind the Swedish is read in Swedish.
    if "outdated" in reading.states:
        source = languages.by_code(languages.SOURCE)
        own = [Text(text, source, is_fallback=True) for text in (alert.title_sv, alert.text_sv)]
    else:
        own = [reading.title, reading.text]
    texts = own[1:]
    if alert.ready_text:
        own[0] = Text(str(ReadyText(alert.ready_text).label), language, is_fallback=False)
        texts = [Text(str(DETAILS[alert.ready_text]), language, is_fallback=False), *texts]
    about = [Reading(part, code) for part in alert._about]
    return Message(
        level=alert.level,
        label=str(Level(alert.level).label),
        about=[part.title if part.obj == alert.centre else part.name for part in about],
        title=own[0],
        text=[text for text in texts if text],
        until=formats.date_time(alert.ends, code),
        is_draft="draft" in reading.states,
    )
