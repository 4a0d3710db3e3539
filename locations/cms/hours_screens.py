"""The CMS screens about all hours of a centre: the overview, the confirmation, "full right now", the copy of a centre."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from locations import words
from locations.choices import ConfirmedBy
from locations.cms import asked
from locations.hours import State
from locations.models import CentrePage, CentreService, FullNotice, HoursConfirmation, ServiceHours
from locations.moments import day_of
from locations.opening import Opening, ServiceOpening, openings

FULL_FOR = (30, 60, 120)
"""Minutes that are offered; and until closing."""


def all_openings() -> list[Opening]:
    """Every published centre's hours now, in four queries."""
    return openings(CentrePage.objects.live().with_services().order_by("title_sv"), timezone.now())


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(f"locations.{permission}"):
        raise PermissionDenied


# --- The overview and its confirmation -------------------------------------------------------------------------------


def overview(request: HttpRequest) -> HttpResponse:
    """Every centre: what it says now, whether its hours are confirmed, its services and what is coming."""
    _require(request, "add_hoursconfirmation")
    found = all_openings()
    context = {
        "openings": [(opening, _unconfirmed(opening)) for opening in found],
        "roles": ConfirmedBy.choices,
        "may_confirm": request.user.has_perm("locations.add_hoursconfirmation"),
        "may_change": request.user.has_perm("locations.change_servicehours"),
        "header_title": pgettext("cms", "Opening hours"),
    }
    return render(request, "locations/admin/hours_overview.html", context)


def _unconfirmed(opening: Opening) -> dt.date | None:
    return opening.hours.house.times.unconfirmed_from(opening.today) if opening.has_hours else None


@require_POST
def confirm(request: HttpRequest, centre: int) -> HttpResponse:
    """One click vouches for all hours of a centre, in all languages: they are data."""
    _require(request, "add_hoursconfirmation")
    page = get_object_or_404(CentrePage, pk=centre)
    role = request.POST.get("role", "")
    role = role if role in ConfirmedBy.values else ConfirmedBy.CENTRE
    HoursConfirmation.objects.create(centre=page, role=role, at=timezone.now())
    messages.success(
        request, pgettext("cms", "The hours of “%(centre)s” are confirmed.") % {"centre": page.title_sv}
    )
    return redirect("hours_overview")


@require_POST
@transaction.atomic
def copy_centre(request: HttpRequest, centre: int) -> HttpResponse:
    """Give the services of a centre the hours that the same services have at another one.

    What the centre had is in the history of each service's hours, so the copy can be undone there.
    """
    _require(request, "change_servicehours")
    page = get_object_or_404(CentrePage, pk=centre)
    other = get_object_or_404(CentrePage, pk=asked.pk(request.POST, "source"))
    copied = 0
    for service in CentreService.objects.filter(centre=page).select_related("service_type"):
        given = ServiceHours.objects.filter(
            service__centre=other, service__service_type=service.service_type
        ).first()
        if given is None or given.service_id == service.pk:
            continue
        hours = ServiceHours.objects.filter(service=service).first() or ServiceHours(service=service)
        hours.take_over(given)
        hours.save()
        hours.save_revision(user=request.user, log_action=True)
        copied += 1
    messages.success(
        request, pgettext("cms", "Hours of %(number)s services were copied.") % {"number": copied}
    )
    return redirect("hours_overview")


# --- Full right now --------------------------------------------------------------------------------------------------


def full(request: HttpRequest) -> HttpResponse:
    """Two taps on a phone: open this screen, tap the time. Only services that are open for drop-in now."""
    _require(request, "add_fullnotice")
    open_now = [
        (service, _offers(service))
        for opening in all_openings()
        for service in opening.services
        if service.status.state is State.OPEN
    ]
    if request.method == "POST":
        return _set_full(request, {service.service.pk: service for service, _offer in open_now})
    context = {"services": open_now, "header_title": pgettext("cms", "Full right now")}
    return render(request, "locations/admin/full_now.html", context)


def _offers(service: ServiceOpening) -> list[tuple[str, str]]:
    """(minutes from now or "closing", the time it would be) for the buttons of a service; never past closing."""
    now, closes = service.opening.moment, service.state.until
    times = [(str(minutes), now + dt.timedelta(minutes=minutes)) for minutes in FULL_FOR]
    offers = [
        (value, words.at(words.closing(time))) for value, time in times if closes is None or time < closes
    ]
    return [*offers, ("closing", words.at(words.closing(closes)))] if closes else offers


def _set_full(request: HttpRequest, services: dict[int, ServiceOpening]) -> HttpResponse:
    length = request.POST.get("for", "")
    service = services.get(asked.pk(request.POST, "service"))
    offered = {value for value, _time in _offers(service)} if service else set()
    if service is None or length not in {*offered, "0"}:
        messages.error(request, pgettext("cms", "The service is closed now, or the time has passed."))
        return redirect("hours_full")
    now, closes = service.opening.moment, service.state.until
    until = closes if length == "closing" and closes else now + dt.timedelta(minutes=int(length))
    FullNotice.objects.create(service=service.service, until=until, created_at=now)
    if length == "0":
        text = pgettext("cms", "“%(service)s” has room again.")
    else:
        text = pgettext("cms", "“%(service)s” says that it is full until %(time)s.")
    messages.success(
        request, text % {"service": str(service.service), "time": words.at(words.closing(until))}
    )
    return redirect("hours_full")


# --- Where the CMS leads to them -------------------------------------------------------------------------------------


class UnconfirmedPanel(Component):
    """On the CMS home page: centres whose visitors read "call first" now or soon."""

    order = 90
    template_name = "locations/admin/unconfirmed_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        found = [(opening, _unconfirmed(opening)) for opening in all_openings()]
        return {"rows": [(opening, day) for opening, day in found if day], "today": day_of(timezone.now())}


@hooks.register("construct_homepage_panels")
def add_unconfirmed_panel(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.has_perm("locations.add_hoursconfirmation"):
        panels.append(UnconfirmedPanel())


@hooks.register("register_admin_urls")
def hours_urls() -> list[URLPattern]:
    return [
        path("hours/", overview, name="hours_overview"),
        path("hours/full/", full, name="hours_full"),
        path("hours/<int:centre>/confirm/", confirm, name="hours_confirm"),
        path("hours/<int:centre>/copy/", copy_centre, name="hours_copy"),
    ]


class PermittedItem(MenuItem):
    """A menu item that only those see who may use its screen."""

    permission = ""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


class OverviewItem(PermittedItem):
    permission = "locations.add_hoursconfirmation"


class FullItem(PermittedItem):
    permission = "locations.add_fullnotice"


@hooks.register("register_admin_menu_item")
def overview_item() -> MenuItem:
    label = pgettext_lazy("cms", "Opening hours")
    return OverviewItem(label, reverse("hours_overview"), icon_name="time", order=150)


@hooks.register("register_admin_menu_item")
def full_item() -> MenuItem:
    return FullItem(
        pgettext_lazy("cms", "Full right now"), reverse("hours_full"), icon_name="group", order=160
    )
