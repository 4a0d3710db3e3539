"""A page that has more ways to be looked at: each has an address below the page's own, and a template."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from wagtail.url_routing import RouteResult

from familjecentral.core.models import BasePage


class PageWithViews(BasePage):
    """Abstract: `views` is {last step of the address: template}. The request knows which one it is as `page_view`."""

    views: ClassVar[dict[str, str]] = {}

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if len(path_components) == 1 and path_components[0] in self.views and self.live:
            return RouteResult(self, kwargs={"view": path_components[0]})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, view: str = "", **kwargs: Any) -> Any:
        request.page_view = view  # type: ignore[attr-defined]
        return super().serve(request, *args, **kwargs)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        view: str = getattr(request, "page_view", "")
        return self.views[view] if view else super().get_template(request, *args, **kwargs)
