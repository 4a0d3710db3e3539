"""What an editor sees of a centre's services while editing its page."""

from typing import Any

from wagtail.admin.panels import Panel


class ServicesPanel(Panel):
    """The centre's services with links to edit them, and buttons for the kinds that are not there yet.

    Services are records of their own (docs/adr/0002), so this panel edits nothing: it leads to them.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "locations/admin/services_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from locations.cms.service_hours_viewset import hours_address
            from locations.models import CentreService, ServiceType

            context: dict[str, Any] = super().get_context_data(parent_context)
            services = []
            if self.instance.pk:
                services = list(
                    CentreService.objects.filter(centre=self.instance.pk).select_related(
                        "service_type", "hours", "hours_from__hours"
                    )
                )
            for service in services:
                service.hours_address = hours_address(service)
            present = {service.service_type_id for service in services}
            context["services"] = services
            context["missing"] = ServiceType.objects.exclude(pk__in=present)
            context["centre"] = self.instance
            return context
