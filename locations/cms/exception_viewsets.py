"""The CMS screens of exceptions: one form closes a whole house, or its services, for some weeks."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from familjecentral.core.examples import example_panel
from familjecentral.core.source_edits import edit_panel
from locations import words
from locations.cms import asked
from locations.cms.exception_forms import HoursExceptionForm
from locations.models import CentrePage, HoursException
from locations.moments import day_of
from locations.previews import as_of_panel

PRECEDENCE = pgettext_lazy(
    "cms",
    "What holds when several meet: the status of the centre first, then a closed house, then what is said of a "
    "single service, then other hours of the house, then closing days, seasons and the ordinary week. A closed "
    "house closes every service, except one that holds even then. Among equals: closed before moved before "
    "other hours, the shorter period before the longer, the later before the earlier.",
)


class ConflictsPanel(Panel):
    """What the exception meets, with the tick that says it was read; nothing while there is nothing to ask."""

    def get_form_options(self) -> dict[str, Any]:
        return {"fields": ["seen"]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "locations/admin/conflicts.html"


class ExceptionCreateView(CreateView):
    """Opened from a centre it already knows which: ?centre=3."""

    def get_initial_form_instance(self) -> HoursException:
        return HoursException(
            centre=CentrePage.objects.filter(pk=asked.pk(self.request.GET, "centre")).first()
        )


def _days(exception: HoursException) -> str:
    return words.days(exception.first, exception.last, day_of(timezone.now()))


class HoursExceptionViewSet(SnippetViewSet):
    model = HoursException
    icon = "warning"
    menu_label = pgettext_lazy("cms", "Closed and changed days")
    add_view_class = ExceptionCreateView
    ordering = ["-last", "-first", "pk"]
    list_filter = ["centre", "kind", "is_example"]
    list_display = [
        "__str__",
        Column("days", label=pgettext_lazy("cms", "Days"), accessor=_days),
        Column("reason", label=_("Reason"), accessor=lambda exception: exception.get_reason_display()),
        BooleanColumn("is_example", label=pgettext_lazy("cms", "Example data")),
    ]
    edit_handler = ObjectList(
        [
            ConflictsPanel(),
            FieldPanel("centre"),
            FieldPanel("service_keys"),
            MultiFieldPanel(
                [FieldPanel("weeks"), FieldRowPanel([FieldPanel("first"), FieldPanel("last")])],
                pgettext_lazy("cms", "When"),
            ),
            MultiFieldPanel(
                [FieldPanel("kind"), FieldPanel("reason"), FieldPanel("text_sv"), FieldPanel("place")],
                pgettext_lazy("cms", "What visitors read"),
            ),
            FieldPanel("spans"),
            FieldPanel("announced_from"),
            MultiFieldPanel(
                [FieldPanel("even_when_closed"), HelpPanel(PRECEDENCE)], pgettext_lazy("cms", "What holds")
            ),
            edit_panel(),
            as_of_panel(),
            example_panel(),
        ],
        base_form_class=HoursExceptionForm,
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[HoursException]:
        return HoursException.objects.select_related("centre")
