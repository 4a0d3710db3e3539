"""The CMS screens of the hours of a service."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from familjecentral.core.examples import example_panel
from locations.cms import asked
from locations.cms.hours_comparison import HoursComparison
from locations.cms.hours_forms import ServiceHoursForm
from locations.models import CentreService, ServiceHours
from locations.previews import as_of_panel


def hours_address(service: CentreService) -> str:
    """Where the hours of a service are entered: of its own, or of the service that it follows."""
    kept_by = service.hours_from or service
    hours = getattr(kept_by, "hours", None)
    if hours:
        return reverse("wagtailsnippets_locations_servicehours:edit", args=[hours.pk])
    return f"{reverse('wagtailsnippets_locations_servicehours:add')}?service={kept_by.pk}"


class HoursScreen:
    """What adding and editing share: drawing the form anew without saving, and services that follow another."""

    request: HttpRequest

    def service(self) -> CentreService | None:
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        service = self.service()
        # Permissions are checked on the way; a service that follows another has no grid of its own.
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        if service and service.hours_from and response.status_code == 200:
            return self.followed(service)
        return response

    def followed(self, service: CentreService) -> HttpResponse:
        context = {
            "service": service,
            "followed": service.hours_from,
            "address": hours_address(service),
            "header_title": str(service),
        }
        return TemplateResponse(self.request, "locations/admin/hours_followed.html", context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        service = self.service()
        if service and service.hours_from:
            return self.followed(service)
        if "redraw" not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        form = self.get_form()  # type: ignore[attr-defined]
        other = ServiceHours.objects.filter(service=asked.pk(request.POST, "fill_from")).first()
        if request.POST["redraw"] == "fill" and other:
            form.fill_from(other)
        form.show_again()
        self.form = form
        return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]

    def get_success_url(self) -> str:
        """The same screen: what was saved stands there, beside what the public now reads."""
        return reverse("wagtailsnippets_locations_servicehours:edit", args=[self.object.pk])  # type: ignore[attr-defined]


class ServiceHoursCreateView(HoursScreen, CreateView):
    """Opened from a service it knows it: ?service=3. A service that has hours already leads to them."""

    def service(self) -> CentreService | None:
        sent = self.request.POST if self.request.POST.get("service") else self.request.GET
        services = CentreService.objects.select_related("centre", "service_type", "hours_from", "hours")
        return services.filter(pk=asked.pk(sent, "service")).first()

    def get_initial_form_instance(self) -> ServiceHours:
        return ServiceHours(service=self.service())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        service = self.service()
        if service and not service.hours_from and hasattr(service, "hours"):
            return redirect(hours_address(service))
        return super().get(request, *args, **kwargs)


class ServiceHoursEditView(HoursScreen, EditView):
    def service(self) -> CentreService | None:
        return self.object.service if self.object else None

    def save_instance(self) -> Any:
        """Hours that came with the content have no history yet; without one there would be nothing to go back to."""
        stored = ServiceHours.objects.get(pk=self.object.pk)
        if not stored.latest_revision_id:
            self.object.latest_revision = stored.save_revision(log_action=True, clean=False)
        return super().save_instance()


class FillPanel(Panel):
    """The hours of another service as a beginning."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "locations/admin/fill_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            services = CentreService.objects.filter(hours__isnull=False, hours_from=None)
            services = services.exclude(pk=self.instance.service_id)
            services = services.select_related("centre", "service_type").order_by("centre__title", "pk")
            context["services"] = services
            return context


class GridPanel(FieldPanel):
    """A panel whose widget is drawn once: the CMS would send a second, empty grid for its scripts."""

    def get_comparison_class(self) -> type[HoursComparison]:
        return HoursComparison

    class BoundPanel(FieldPanel.BoundPanel):
        bound_field: Any

        def js_opts(self) -> dict[str, Any]:
            field, self.bound_field = self.bound_field, None
            try:
                return super().js_opts()
            finally:
                self.bound_field = field


class ServiceHoursViewSet(SnippetViewSet):
    model = ServiceHours
    icon = "time"
    menu_label = pgettext_lazy("cms", "Opening hours")
    list_display = [
        "__str__",
        BooleanColumn("is_example", label=pgettext_lazy("cms", "Example data")),
        UpdatedAtColumn(),
    ]
    list_filter = ["service__centre", "service__service_type"]
    add_view_class = ServiceHoursCreateView
    edit_view_class = ServiceHoursEditView
    edit_handler = ObjectList(
        [
            FieldPanel("service"),
            GridPanel("schedules", icon="time"),
            GridPanel("rules", icon="date"),
            FillPanel(heading=pgettext_lazy("cms", "Fill in from another service"), icon="copy"),
            as_of_panel(),
            example_panel(),
        ],
        base_form_class=ServiceHoursForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ServiceHours]:
        return ServiceHours.objects.select_related("service__centre", "service__service_type")
