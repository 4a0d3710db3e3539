"""The pages for what went wrong, in the visitor's language."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import translation
from rapidfuzz import fuzz, process

from familjecentral.core import languages
from familjecentral.core.middleware import path_language
from familjecentral.core.models import BasePage
from familjecentral.core.reading import Reading

ENOUGH_ALIKE = 70
"""Of 100: how alike an address must be to a page's slug to be suggested."""


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", {"nearest": nearest(request)}, status=404)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403.html", {"csrf": True}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain_error(request, "400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    return plain_error(request, "500.html", 500)


def plain_error(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """An error page that needs no database, no context processor and no valid Host header."""
    language = path_language(request.path_info)
    if language is None or not language.public:
        language = languages.by_code(languages.negotiate(request.headers.get("Accept-Language", "")))
    with translation.override(language.code):
        return HttpResponse(get_template(template).template.render(_context(language)), status=status)  # type: ignore[attr-defined]


def _context(language: languages.Language) -> Any:
    from django.template import Context

    return Context({"language": language})


def nearest(request: HttpRequest) -> list[Reading]:
    """At most three published pages whose slug resembles the last step of the address that was not found."""
    steps = [step for step in request.path_info[:200].split("/") if step]
    if not steps:
        return []
    pages = {
        page.pk: page
        for page in BasePage.objects.live().filter(depth__gt=2).only("slug", "url_path", *_texts())
    }
    slugs = {pk: page.slug for pk, page in pages.items()}
    hits = process.extract(steps[-1].lower(), slugs, scorer=fuzz.WRatio, score_cutoff=ENOUGH_ALIKE, limit=3)
    return [Reading(pages[pk], translation.get_language() or languages.SOURCE) for _, _, pk in hits]


def _texts() -> list[str]:
    language = (translation.get_language() or languages.SOURCE).replace("-", "_")
    return ["title_sv", "lead_sv", f"title_{language}", f"lead_{language}"]
