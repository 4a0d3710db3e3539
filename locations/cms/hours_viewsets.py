"""The menu "Hours and programme": the CMS screens of hours, exceptions and activities."""

from django.utils.translation import pgettext_lazy
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from locations.cms.exception_viewsets import HoursExceptionViewSet
from locations.cms.programme_viewsets import ActivityViewSet, OccurrenceOverrideViewSet
from locations.cms.service_hours_viewset import ServiceHoursViewSet


class HoursGroup(SnippetViewSetGroup):
    items = (ServiceHoursViewSet, HoursExceptionViewSet, ActivityViewSet, OccurrenceOverrideViewSet)
    menu_label = pgettext_lazy("cms", "Hours and programme")
    menu_icon = "time"
    menu_order = 190
