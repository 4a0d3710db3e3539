"""Redirects that hold in every language."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from familjecentral.core import languages
from familjecentral.core.middleware import path_language


class LanguageNeutralRedirectMiddleware(RedirectMiddleware):
    """Wagtail records a renamed page under the language the editor happened to use; all languages follow it."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
        if response.status_code != 404 or "\0" in request.path_info:
            return response
        language = path_language(request.path_info)
        if language and language.code == request.LANGUAGE_CODE:
            rest = Redirect.normalise_path(request.path_info[len(language.code) + 1 :])
            candidates = [rest, *(f"/{code}{rest}" for code in languages.CODES)]
            site = Site.find_for_request(request)
            redirects = Redirect.get_for_site(site).filter(
                old_path__in=candidates, redirect_page__isnull=False
            )
            found = list(redirects.select_related("redirect_page").order_by("-pk"))
            for redirect in found:
                if redirect.redirect_page.live and (target := redirect.redirect_page.get_url(request)):
                    return HttpResponsePermanentRedirect(target)
            if found:
                # The page is not published: Wagtail would lead there all the same, in one language.
                return response
        return super().process_response(request, response)
