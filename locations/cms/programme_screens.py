"""The programme in the CMS: a centre's week, with one button that cancels an occasion and one that moves it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import pgettext, pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from locations.models import CentrePage, OccurrenceOverride
from locations.moments import day_of
from locations.records import hours_of, programme
from locations.week import AgeFilter, Event, Week, asked_week

ALLOWED = ("add_occurrenceoverride", "change_occurrenceoverride", "change_activity")
SUNDAY = dt.timedelta(days=6)


@dataclass(frozen=True)
class Entry:
    """An occasion and the record that changes it, where there is one."""

    event: Event
    override: int | None


def may_look(request: HttpRequest) -> bool:
    return any(request.user.has_perm(f"locations.{permission}") for permission in ALLOWED)


def index(request: HttpRequest) -> HttpResponse:
    """The centres, each leading to its week."""
    if not may_look(request):
        raise PermissionDenied
    context = {
        "centres": CentrePage.objects.order_by("title_sv"),
        "header_title": pgettext("cms", "Programme"),
    }
    return render(request, "locations/admin/programme_index.html", context)


def week(request: HttpRequest, centre: int) -> HttpResponse:
    """The occasions of one week (?vecka=2026-W48) in order of time: what holds, and what can be changed."""
    if not may_look(request):
        raise PermissionDenied
    page = get_object_or_404(CentrePage.objects.with_services(), pk=centre)
    moment = timezone.now()
    monday = asked_week(request.GET, day_of(moment))
    hours = hours_of([page], monday)[page.pk]
    shown = Week(monday, programme([hours], monday, monday + SUNDAY), moment, AgeFilter())
    overrides = _overrides(shown)
    context: dict[str, Any] = {
        "centre": page,
        "week": shown,
        "days": [(day, [_entry(event, overrides) for event in day.events]) for day in shown.days],
        "may_add": request.user.has_perm("locations.add_occurrenceoverride"),
        "may_change": request.user.has_perm("locations.change_occurrenceoverride"),
        "may_edit": request.user.has_perm("locations.change_activity"),
        "may_create": request.user.has_perm("locations.add_activity"),
        "header_title": pgettext("cms", "Programme of %(centre)s") % {"centre": page.title_sv},
    }
    return render(request, "locations/admin/programme_week.html", context)


def _overrides(shown: Week) -> dict[tuple[int, dt.date], int]:
    activities = {occasion.activity.pk for occasion in shown.occasions}
    stored = OccurrenceOverride.objects.filter(activity__in=activities)
    return {(activity, date): pk for activity, date, pk in stored.values_list("activity", "date", "pk")}


def _entry(event: Event, overrides: dict[tuple[int, dt.date], int]) -> Entry:
    return Entry(event, overrides.get((event.activity.pk, event.occurrence.original)))


class ProgrammeItem(MenuItem):
    """Seen by those who may change something there."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request)


@hooks.register("register_admin_urls")
def programme_urls() -> list[URLPattern]:
    return [
        path("programme/", index, name="programme_index"),
        path("programme/<int:centre>/", week, name="programme_week"),
    ]


@hooks.register("register_admin_menu_item")
def programme_item() -> MenuItem:
    return ProgrammeItem(
        pgettext_lazy("cms", "Programme"), reverse("programme_index"), icon_name="calendar-alt", order=155
    )
