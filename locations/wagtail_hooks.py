"""The CMS screens of service types and of services at the centres."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, LiveStatusTagColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from familjecentral.core import formats
from familjecentral.core.examples import example_panel
from familjecentral.core.panels import text_panel
from familjecentral.core.source_edits import edit_panel
from locations.cms import asked, csv_screens, hours_screens, programme_screens  # noqa: F401 (their hooks)
from locations.cms.hours_viewsets import HoursGroup
from locations.models import CentrePage, CentreService, ServiceType


class CentreServiceCreateView(CreateView):
    """Opened from a centre's page it already knows the centre and the kind: ?centre=3&service_type=1."""

    def get_initial_form_instance(self) -> CentreService:
        centre = CentrePage.objects.filter(pk=asked.pk(self.request.GET, "centre")).first()
        service_type = ServiceType.objects.filter(pk=asked.pk(self.request.GET, "service_type")).first()
        return CentreService(centre=centre, service_type=service_type)

    def get_success_url(self) -> str:
        """Back to the centre, where the next service is added."""
        return reverse("wagtailadmin_pages:edit", args=[self.object.centre_id])


class ServiceTypeViewSet(SnippetViewSet):
    model = ServiceType
    icon = "clipboard-list"
    menu_label = _("Service types")
    list_display = ["__str__", "swedish_name", "abbreviation", LiveStatusTagColumn()]
    sort_order_field = "sort_order"
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name_sv"),
                FieldPanel("swedish_name"),
                FieldPanel("abbreviation"),
                FieldPanel("key"),
            ],
            _("Name"),
        ),
        MultiFieldPanel(
            [
                text_panel("help_sv"),
                FieldPanel("audience_sv"),
                FieldPanel("cost_sv"),
                FieldPanel("booking_sv"),
            ],
            _("What it is"),
        ),
        MultiFieldPanel(
            [FieldPanel("need_sv"), FieldPanel("need_link_sv"), FieldPanel("need_icon")],
            _("The need on the home page"),
        ),
        edit_panel(),
        FieldRowPanel([FieldPanel("icon"), FieldPanel("colour"), FieldPanel("provider")]),
        FieldPanel("url_1177"),
        FieldPanel("information_page"),
    ]


class CentreServiceViewSet(SnippetViewSet):
    model = CentreService
    icon = "home"
    menu_label = _("Services at the centres")
    list_display = [
        "__str__",
        Column("phone", label=_("Phone"), accessor=lambda service: formats.phone(service.phone)),
        BooleanColumn("is_example", label=pgettext_lazy("cms", "Example data")),
        LiveStatusTagColumn(),
    ]
    list_filter = ["centre", "service_type", "is_example"]
    add_view_class = CentreServiceCreateView
    panels = [
        FieldRowPanel([FieldPanel("centre"), FieldPanel("service_type")]),
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("email"), FieldPanel("booking_url")], _("Contact")),
        FieldPanel("entrance_sv"),
        text_panel("note_sv"),
        FieldPanel("hours_from"),
        edit_panel(),
        example_panel(),
    ]


class ServicesGroup(SnippetViewSetGroup):
    items = (CentreServiceViewSet, ServiceTypeViewSet)
    menu_label = _("Services")
    menu_icon = "clipboard-list"
    menu_order = 200


register_snippet(ServicesGroup)
register_snippet(HoursGroup)
