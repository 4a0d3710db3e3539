"""The language of a request comes from its path; the security policy from where the path leads."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from familjecentral.core import languages

CMS_PATHS = ("/cms/", "/documents/")


def path_language(path: str) -> languages.Language | None:
    """The language that the first step of the path names, public or not."""
    try:
        return languages.by_code(path.split("/", 2)[1])
    except (IndexError, KeyError):
        return None


class LanguageMiddleware:
    """Activate the language of the path (docs/adr/0006: Django's own middleware varies on cookies).

    Addresses without a language are answered in the negotiated one. The CMS is held to its permitted languages,
    whatever the browser asks for. A language in preparation is active only for staff; for others the address
    does not exist, and the 404 is in the negotiated language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = self.choose(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", languages.by_code(code).tag)
            return response

    def choose(self, request: HttpRequest) -> str:
        negotiated = languages.negotiate(request.headers.get("Accept-Language", ""))
        if request.path_info.startswith(CMS_PATHS):
            permitted = dict(settings.WAGTAILADMIN_PERMITTED_LANGUAGES)
            return negotiated if negotiated in permitted else languages.SOURCE
        language = path_language(request.path_info)
        if language and (language.public or self.is_staff(request)):
            return language.code
        # An address that starts with another language than the active one matches no URL pattern: a 404.
        return negotiated

    @staticmethod
    def is_staff(request: HttpRequest) -> bool:
        """Whether an editor asks; the session is only opened where a session cookie was sent."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return False
        from django.contrib.auth import get_user
        from django.contrib.sessions.backends.db import SessionStore

        request.session = SessionStore(request.COOKIES[settings.SESSION_COOKIE_NAME])
        return get_user(request).has_perm("wagtailadmin.access_admin")


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Strict everywhere; the CMS, whose own pages carry inline script and style, gets settings' wider policy."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(CMS_PATHS):
            parts.replace = {**settings.CMS_CONTENT_SECURITY_POLICY, **(parts.replace or {})}
        return parts


class BrowserRulesMiddleware:
    """What a browser may do with our answers, beside the security policy: settings' rules, where none was given.

    Nobody else's page may draw on ours (Cross-Origin-Resource-Policy), but the QR codes of `/f/` are made to be shown.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        shared = "cross-origin" if request.path_info.startswith("/f/") else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", shared)
        return response


class UnreadableInputMiddleware:
    """What no form of the CMS sends (a page id "abc", a number no column holds) is a bad request, not our failure.

    Wagtail reads hidden inputs and some parameters before anything has checked them. The log keeps the traceback.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if request.path_info.startswith(CMS_PATHS) and isinstance(
            exception, (ValueError, OverflowError, DataError)
        ):
            raise SuspiciousOperation(f"Unreadable input: {exception!r:.200}") from exception
