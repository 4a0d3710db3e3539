"""The pages for what went wrong, in the visitor's language."""

import logging
import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from familjecentral.core import languages
from familjecentral.core.middleware import path_language
from familjecentral.core.models import BasePage
from familjecentral.core.reading import Reading

logger = logging.getLogger(__name__)

ENOUGH_ALIKE = 70
"""Of 100: how alike an address must be to a page's slug to be suggested."""

LONGEST_ADDRESS, DEEPEST, MOST_PAGES = 300, 4, 3000
"""Characters and steps of an address that are looked at, and pages that are compared with it."""

RETRY_AFTER = 30
"""Seconds after which it is worth asking again."""

TOP = 2
"""The home page's depth: every error page links to it anyway."""


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return framed_error(request, "404.html", 404, {"nearest": nearest(request)})


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return framed_error(request, "403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return framed_error(request, "403.html", 403, {"csrf": True})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return plain_error(request, "400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the database is away, which ends without us; 500 for a fault of ours."""
    if not is_unavailable(sys.exc_info()[1]):
        return plain_error(request, "500.html", 500)
    response = plain_error(request, "500.html", 503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def is_unavailable(error: BaseException | None) -> bool:
    """Whether the database did not answer, whatever was made of that error on its way."""
    while error:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


def framed_error(
    request: HttpRequest, template: str, status: int, context: dict[str, Any] | None = None
) -> HttpResponse:
    """An error page inside the site's frame; the frame names no address for it, in no language."""
    request.page = None  # type: ignore[attr-defined]
    request.resolver_match = None
    return render(request, template, context, status=status)


def plain_error(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """An error page that needs no database, no context processor and no valid Host header."""
    language = languages.by_code(getattr(request, "LANGUAGE_CODE", None) or _language_of(request))
    with translation.override(language.code):
        try:
            page = get_template(template).template.render(_context(language))  # type: ignore[attr-defined]
        except Exception:
            # The fault may lie in what the template stands on (no collected static files): words always work.
            logger.exception("The error page itself failed")
            page = format_html(
                '<!doctype html><html lang="{}" dir="{}"><title>{}</title><h1>{}</h1>',
                language.tag,
                language.direction,
                *[_("Something went wrong")] * 2,
            )
        return HttpResponse(page, status=status)


def _language_of(request: HttpRequest) -> str:
    """For an error that came before the language was chosen."""
    language = path_language(request.path_info)
    if language and language.public:
        return language.code
    return languages.negotiate(request.headers.get("Accept-Language", ""))


def _context(language: languages.Language) -> Any:
    from django.template import Context

    return Context({"language": language})


def nearest(request: HttpRequest) -> list[Reading]:
    """At most three published pages whose slug resembles a step of the address, the last step first."""
    reader = languages.active()
    steps = [step.partition(".")[0] for step in request.path_info[:LONGEST_ADDRESS].split("/")]
    live = BasePage.objects.live().public()
    rows = live.filter(depth__gt=TOP).order_by("-depth", "path").values_list("pk", "slug")[:MOST_PAGES]
    slugs = {pk: _as_words(slug) for pk, slug in rows}
    for step in reversed([step for step in steps if step and step not in languages.CODES][-DEEPEST:]):
        hits = process.extract(
            _as_words(step), slugs, scorer=fuzz.token_set_ratio, score_cutoff=ENOUGH_ALIKE, limit=3
        )
        if hits:
            pages = live.in_bulk([pk for _, _, pk in hits])
            return [Reading(pages[pk], reader) for _, _, pk in hits if pk in pages]
    return []


def _as_words(step: str) -> str:
    return step.lower().replace("-", " ").replace("_", " ")
