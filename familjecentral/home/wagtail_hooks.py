"""On the home page of the CMS: what the law on accessibility asks of the site, when it is time for it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from familjecentral.feedback.models import AccessibilityReport
from familjecentral.home.models import AccessibilityStatementPage


class AccessibilityPanel(Component):
    """The statement that is more than a year old, and the reports that nobody has seen to."""

    name = "accessibility"
    order = 250
    template_name = "home/admin/accessibility_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        today, statements = timezone.localdate(), AccessibilityStatementPage.objects.live()
        return {
            "statements": [page for page in statements if page.assessment_is_old(today)],
            "reports": AccessibilityReport.objects.filter(is_handled=False).count(),
        }


@hooks.register("construct_homepage_panels")
def add_accessibility_panel(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm("feedback.change_accessibilityreport"):
        panels.append(AccessibilityPanel())
