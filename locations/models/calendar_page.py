"""A page that has its week programme as a calendar beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.url_routing import RouteResult

from familjecentral.core.models import BasePage

CALENDAR = "kalender.ics"


class PageWithCalendar(BasePage):
    """Abstract: answers `…/kalender.ics` by `calendar`."""

    class Meta:
        abstract = True

    def calendar(self, request: HttpRequest) -> HttpResponse:
        raise NotImplementedError

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if path_components == [CALENDAR] and self.live:
            return RouteResult(self, kwargs={"calendar": True})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, calendar: bool = False, **kwargs: Any) -> Any:
        return self.calendar(request) if calendar else super().serve(request, *args, **kwargs)
