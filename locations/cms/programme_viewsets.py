"""The CMS screens of activities and of their changed occasions."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, SnippetViewSet

from familjecentral.core import formats, languages
from familjecentral.core.examples import example_panel
from familjecentral.core.panels import text_panel
from familjecentral.core.source_edits import edit_panel
from locations import words
from locations.cms import asked
from locations.cms.programme_forms import ActivityForm, OccurrenceOverrideForm
from locations.models import Activity, CentrePage, OccurrenceOverride
from locations.moments import day_of
from locations.previews import as_of_panel
from locations.records import hours_of
from locations.timetable import outside_hours

LOOKED_AHEAD = dt.timedelta(weeks=8)
NAMED = 8
"""Days that a warning names; more say the same."""


def warn_of_closed_hours(request: HttpRequest, activity: Activity) -> None:
    """A message, not a refusal: an activity may well be outside the hours, and hours may be entered later."""
    if days := days_outside(activity):
        text = pgettext(
            "cms", "“%(activity)s” falls outside the opening hours on: %(days)s. It is saved anyway."
        )
        shown = formats.listed([words.days(day, day, days[0]) for day in days[:NAMED]], languages.active())
        messages.warning(
            request,
            text % {"activity": activity.title_sv, "days": f"{shown} …" if len(days) > NAMED else shown},
        )


def days_outside(activity: Activity) -> list[dt.date]:
    today = day_of(timezone.now())
    centre = CentrePage.objects.with_services().get(pk=activity.centre_id)
    hours = hours_of([centre], today)[centre.pk]
    service = next((key for key, found in hours.services.items() if found.pk == activity.service_id), "")
    return outside_hours(activity.series(service), hours.house, today, today + LOOKED_AHEAD)


class ActivityCreateView(CreateView):
    """Opened from a centre it already knows which: ?centre=3."""

    def get_initial_form_instance(self) -> Activity:
        return Activity(centre=CentrePage.objects.filter(pk=asked.pk(self.request.GET, "centre")).first())

    def save_action(self) -> HttpResponse:
        warn_of_closed_hours(self.request, self.object)
        return super().save_action()


class ActivityEditView(EditView):
    def save_action(self) -> HttpResponse:
        warn_of_closed_hours(self.request, self.object)
        return super().save_action()


class ActivityViewSet(SnippetViewSet):
    model = Activity
    icon = "calendar-alt"
    menu_label = pgettext_lazy("cms", "Activities")
    add_view_class = ActivityCreateView
    edit_view_class = ActivityEditView
    list_filter = ["centre", "rhythm", "is_example"]
    list_display = [
        "__str__",
        Column("rhythm", label=_("How often"), accessor=lambda activity: activity.get_rhythm_display()),
        Column(
            "time",
            label=pgettext_lazy("cms", "Time"),
            accessor=lambda activity: formats.time_range(activity.starts, activity.ends, languages.active()),
        ),
        BooleanColumn("is_example", label=pgettext_lazy("cms", "Example data")),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("title_sv"),
            text_panel("description_sv"),
            FieldRowPanel([FieldPanel("centre"), FieldPanel("service")]),
            MultiFieldPanel(
                [
                    FieldPanel("rhythm"),
                    FieldPanel("weekdays"),
                    FieldPanel("nth"),
                    FieldPanel("dates"),
                    FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
                    FieldRowPanel([FieldPanel("first"), FieldPanel("last")]),
                ],
                pgettext_lazy("cms", "When"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("expecting"),
                    FieldRowPanel([FieldPanel("from_months"), FieldPanel("to_months")]),
                    HelpPanel(
                        pgettext_lazy(
                            "cms",
                            "Ages in months: 12 is one year, 71 is until the sixth birthday. Empty: everybody.",
                        )
                    ),
                ],
                pgettext_lazy("cms", "For whom"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("attendance"),
                    FieldRowPanel([FieldPanel("is_free"), FieldPanel("cost_sv")]),
                    FieldPanel("place"),
                    FieldPanel("present"),
                    FieldPanel("languages"),
                ],
                pgettext_lazy("cms", "How to come"),
            ),
            edit_panel(),
            as_of_panel(),
            example_panel(),
        ],
        base_form_class=ActivityForm,
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Activity]:
        return Activity.objects.select_related("centre")


def programme_week(override: OccurrenceOverride) -> str:
    """The address of the week in which the occasion would have been."""
    week = reverse("programme_week", args=[override.activity.centre_id])
    return f"{week}?vecka={formats.iso_week(override.date)}"


class OverrideCreateView(CreateView):
    """Opened from a week it already knows the occasion: ?activity=<uid or pk>&date=2026-12-24&cancelled=0."""

    def get_initial_form_instance(self) -> OccurrenceOverride:
        query = self.request.GET
        try:
            date = dt.date.fromisoformat(query.get("date", ""))
        except ValueError:
            date = None
        # Every field of the form can be empty, whatever the types say of a stored record.
        known: dict[str, Any] = {"activity": self._activity(), "date": date}
        return OccurrenceOverride(**known, cancelled=query.get("cancelled") != "0")

    def _activity(self) -> Activity | None:
        activities = Activity.objects.select_related("centre")
        try:
            return activities.filter(uid=UUID(self.request.GET.get("activity", ""))).first()
        except ValueError:
            return activities.filter(pk=asked.pk(self.request.GET, "activity")).first()

    def get_success_url(self) -> str:
        return programme_week(self.object)


class OverrideEditView(EditView):
    def get_success_url(self) -> str:
        return programme_week(self.object)


class OverrideDeleteView(DeleteView):
    def get_success_url(self) -> str:
        return programme_week(self.object)


class OccurrenceOverrideViewSet(SnippetViewSet):
    model = OccurrenceOverride
    icon = "calendar-check"
    menu_label = pgettext_lazy("cms", "Cancelled and moved occasions")
    add_view_class = OverrideCreateView
    edit_view_class = OverrideEditView
    delete_view_class = OverrideDeleteView
    ordering = ["-date", "pk"]
    list_filter = ["activity__centre", "cancelled", "is_example"]
    list_display = [
        "__str__",
        BooleanColumn("cancelled", label=_("Cancelled")),
        Column("reason", label=_("Reason"), accessor=lambda override: override.get_reason_display()),
        BooleanColumn("is_example", label=pgettext_lazy("cms", "Example data")),
    ]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("activity"), FieldPanel("date")]),
            FieldPanel("cancelled"),
            FieldPanel("reason"),
            MultiFieldPanel(
                [
                    FieldPanel("new_date"),
                    FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
                    FieldPanel("place"),
                ],
                pgettext_lazy("cms", "If it is moved: only what is new"),
            ),
            example_panel(),
        ],
        base_form_class=OccurrenceOverrideForm,
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[OccurrenceOverride]:
        return OccurrenceOverride.objects.select_related("activity__centre")
