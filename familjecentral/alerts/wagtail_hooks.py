"""Messages in the CMS: a form that is filled in within a minute on a phone, and the panel on the home page that ends them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.snippets.action_menu import ActionMenuItem, PublishMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from familjecentral.alerts.models import Alert
from familjecentral.core import formats, languages
from familjecentral.core.panels import text_panel
from familjecentral.core.source_edits import edit_panel

ALLOWED = "alerts.publish_alert"


def moment_panel(name: str) -> FieldPanel:
    """The phone's own picker of day and time."""
    picker = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return FieldPanel(name, widget=picker)


class AlertViewSet(SnippetViewSet):
    model = Alert
    icon = "warning"
    add_to_admin_menu = True
    menu_label = pgettext_lazy("cms", "Messages")
    menu_order = 145
    list_filter = ["centre", "service_type", "level"]
    list_display = [
        "__str__",
        Column("place", label=pgettext_lazy("cms", "Where")),
        Column(
            "ends",
            label=pgettext_lazy("cms", "Shown until"),
            accessor=lambda alert: formats.date_time(alert.ends, languages.active()),
        ),
        LiveStatusTagColumn(),
    ]
    panels = [
        HelpPanel(
            pgettext_lazy(
                "cms",
                "Is a centre or a service closed? Then enter a closed day under Opening hours instead: every page, "
                "calendar and search engine will know. A message changes no hours.",
            )
        ),
        FieldPanel("ready_text"),
        MultiFieldPanel(
            [FieldPanel("title_sv"), text_panel("text_sv")], pgettext_lazy("cms", "In your own words")
        ),
        FieldRowPanel([FieldPanel("centre"), FieldPanel("service_type")], pgettext_lazy("cms", "Where")),
        FieldRowPanel([moment_panel("starts"), moment_panel("ends")], pgettext_lazy("cms", "When")),
        FieldPanel("level"),
        edit_panel(),
    ]


register_snippet(AlertViewSet)


@hooks.register("construct_snippet_action_menu")
def publish_first(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """The big button of a message publishes it: one that stays a draft warns nobody."""
    if context.get("model") is Alert:
        menu_items.sort(key=lambda item: not isinstance(item, PublishMenuItem))


class AlertsPanel(Component):
    """On the CMS home page: what stands above the pages now or will, with a button that takes it away."""

    name = "alerts"
    order = 80
    template_name = "alerts/admin/alerts_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        now = timezone.now()
        found = Alert.objects.filter(live=True, ends__gt=now).select_related("centre", "service_type")
        code = languages.active()
        rows = [
            (alert, formats.date_time(alert.starts, code), formats.date_time(alert.ends, code))
            for alert in found.order_by("starts", "pk")
        ]
        return {"rows": rows, "now": now, "csrf_token": parent_context["csrf_token"]}


@hooks.register("construct_homepage_panels")
def add_alerts_panel(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm(ALLOWED):
        panels.append(AlertsPanel())


@require_POST
def end(request: HttpRequest, alert: int) -> HttpResponse:
    """Take a message away at once; it stays in the list, with its history."""
    if not request.user.has_perm(ALLOWED):
        raise PermissionDenied
    found = get_object_or_404(Alert, pk=alert)
    if found.live:
        found.unpublish(user=request.user)
    messages.success(request, pgettext("cms", "“%(message)s” is no longer shown.") % {"message": str(found)})
    return redirect("wagtailadmin_home")


@hooks.register("register_admin_urls")
def alert_urls() -> list[URLPattern]:
    return [path("alerts/<int:alert>/end/", end, name="alert_end")]
