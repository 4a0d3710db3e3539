"""The URL contract. The language is the first step of a page's address; slugs are the same in all languages."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve as wagtail_serve

from familjecentral import health
from familjecentral.feedback.reports import report
from familjecentral.feedback.views import answer
from familjecentral.home import permalinks, sitemaps, views
from familjecentral.search.views import search
from familjecentral.translations.editor_screens import public_urlpatterns as shared_drafts

urlpatterns = [
    path("", views.start, name="start"),
    path("f/<slug:code>", permalinks.follow, name="permalink"),
    path("f/<slug:code>.svg", permalinks.qr, name="permalink_qr"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    *shared_drafts,
    path("-/live", health.live),
    path("-/ready", health.ready),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *i18n_patterns(
        path("sok/", search, name="search"),
        path("synpunkt/", answer, name="feedback"),
        path("tillganglighet/rapport/", report, name="accessibility_report"),
        # Files that pages make (a feed, a calendar): Wagtail's own pattern knows only addresses that end in a slash.
        re_path(r"^((?:[\w\-]+/)+[\w\-]+\.(?:xml|ics))$", wagtail_serve),
        path("", include(wagtail_urls)),
    ),
]
if settings.LOCAL:
    # In production the web server in front serves uploaded files.
    urlpatterns.insert(0, re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}))
if settings.MEDIA_S3_BUCKET:
    from familjecentral.core import bucket  # it brings boto3, which no other run needs

    urlpatterns.insert(0, path("media/images/<str:name>", bucket.picture))

handler400 = "familjecentral.home.errors.bad_request"
handler403 = "familjecentral.home.errors.permission_denied"
handler404 = "familjecentral.home.errors.page_not_found"
handler500 = "familjecentral.home.errors.server_error"
