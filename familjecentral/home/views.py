"""The small addresses that belong to the site and to no page."""

import datetime as dt

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from familjecentral.core import languages
from familjecentral.home.context import Frame

SECURITY_HOLDS = dt.timedelta(days=180)
"""security.txt is made anew at each request; RFC 9116 asks for less than a year."""


def start(request: HttpRequest) -> HttpResponse:
    """`/` leads to the home page in the language of the visitor's browser; nothing else decides, nothing is kept."""
    code = languages.negotiate(request.headers.get("Accept-Language", ""))
    response = HttpResponseRedirect(f"/{code}/")
    response["Vary"] = "Accept-Language"
    return response


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /cms/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


def security(request: HttpRequest) -> HttpResponse:
    """Where to tell of a weakness (RFC 9116); 404 while nobody is named."""
    contact = settings.SECURITY_CONTACT or _contact_address(request)
    if not contact:
        raise Http404
    expires = (timezone.now() + SECURITY_HOLDS).replace(microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: sv, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _contact_address(request: HttpRequest) -> str:
    found = Frame(request).site
    page = found.obj.contact_page if found else None
    with translation.override(languages.SOURCE):
        return f"{settings.SITE_URL}{page.get_url(request)}" if page and page.live else ""


def favicon(request: HttpRequest) -> HttpResponse | FileResponse:
    icon = settings.BASE_DIR / "static" / "icons" / "favicon.ico"
    response = FileResponse(icon.open("rb"), content_type="image/x-icon")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def service_worker(request: HttpRequest) -> FileResponse:
    """The script that shows saved pages without a network: from the root, because it may answer for what lies below it."""
    script = settings.BASE_DIR / "static" / "js" / "sw.js"
    response = FileResponse(script.open("rb"), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest, in the language of the visitor's browser: it has one fixed address."""
    language = languages.by_code(languages.negotiate(request.headers.get("Accept-Language", "")))
    with translation.override(language.code):
        site = Frame(request).site
        name = f"{site.site_name} {site.site_place}".strip() if site else _("Family centres")
        data = {
            "name": name,
            "short_name": str(site.site_name) if site else name,
            "lang": language.tag,
            "dir": language.direction,
            "start_url": "/",
            "scope": "/",
            "display": "minimal-ui",
            "theme_color": "#43205c",
            "background_color": "#ffffff",
            "icons": [
                {"src": static(f"icons/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
                for size in (192, 512)
            ],
        }
    response = JsonResponse(
        data, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )
    response["Vary"] = "Accept-Language"
    return response
