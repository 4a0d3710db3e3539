"""What is published is seen: every change of what pages show purges them, once it is in the database; nothing else does."""

import datetime as dt
import http.server
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from familjecentral.alerts.models import Alert
from familjecentral.core.models import BasePage
from familjecentral.feedback.models import DailyAnswers
from familjecentral.home.models import SiteSettings
from familjecentral.pagecache import purging
from locations.models import CentrePage, CentreService, FullNotice, HoursConfirmation, ServiceHours
from news.models import NewsIndexPage, NewsPage

pytestmark = pytest.mark.usefixtures("content")

Change = Callable[[], Any]


@pytest.fixture
def purged(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> Callable[[Change], set[str]]:
    """What a change purges when it is committed."""
    told: list[str] = []
    monkeypatch.setattr(purging.pages.shared, "purge", lambda *words: told.extend(words))

    def of(change: Change) -> set[str]:
        told.clear()
        with django_capture_on_commit_callbacks(execute=True):
            change()
            assert told == [], "before the change is in the database"
        return set(told)

    return of


def test_the_rule_names_what_visitors_read() -> None:
    shown = {model._meta.label for model in apps.get_models() if purging.is_shown(model)}
    assert shown == {
        "alerts.Alert", "core.BasePage", "core.Document", "core.Image", "home.AccessibilityStatementPage", "home.HomePage",
        "home.InfoPage", "home.Permalink", "home.SiteSettings", "locations.Activity", "locations.CentreIndexPage",
        "locations.CentrePage", "locations.CentreService", "locations.FullNotice", "locations.HoursConfirmation",
        "locations.HoursException", "locations.OccurrenceOverride", "locations.ServiceHours", "locations.ServiceType",
        "news.NewsIndexPage", "news.NewsPage", "wagtailcore.PageViewRestriction", "wagtailcore.Site",
    }  # fmt: skip


def test_what_is_published_is_purged(purged: Any) -> None:
    page = BasePage.objects.get(slug="bvc").specific
    assert purged(lambda: page.save_revision().publish()) == {"generation"}


def test_a_draft_is_seen_by_nobody_and_purges_nothing(purged: Any) -> None:
    page = BasePage.objects.get(slug="bvc").specific
    page.title_sv = "Utkast"
    assert purged(page.save_revision) == set()
    service = CentreService.objects.first()
    assert purged(service.save_revision) == set()


def test_hours_and_notices_are_purged_without_a_page_being_published(purged: Any) -> None:
    service = CentreService.objects.first()
    hours = ServiceHours.objects.first()
    assert service
    assert hours
    for change in (
        hours.save,
        lambda: HoursConfirmation.objects.create(centre=CentrePage.objects.first()),
        lambda: FullNotice.objects.create(service=service, until=timezone.now()),
        SiteSettings.objects.get().save,
        Site.objects.get().save,
        hours.delete,
    ):
        assert purged(change) == {"generation"}


def test_a_link_between_records_is_purged(purged: Any) -> None:
    item = NewsPage.objects.first()

    def link() -> None:
        item.centres.set(CentrePage.objects.all())
        item.save()

    assert purged(link) == {"generation"}


def test_what_is_taken_away_takes_its_second_bodies_with_it(purged: Any) -> None:
    alert = Alert.objects.create(ready_text="lift")
    item = NewsPage.objects.first()
    for change in (
        BasePage.objects.get(slug="bvc").specific.unpublish,
        alert.unpublish,
        alert.delete,
        item.delete,
    ):
        assert purged(change) == {"generation", "withdrawn"}


def test_pages_below_one_that_is_moved_are_purged(purged: Any) -> None:
    page, home = BasePage.objects.get(slug="bvc"), BasePage.objects.get(depth=2)
    assert "generation" in purged(lambda: page.move(home, "last-child"))


def test_counting_and_working_purge_nothing(purged: Any, editor: Any, client: Any) -> None:
    def work() -> None:
        DailyAnswers.objects.create(
            page=BasePage.objects.get(slug="bvc"), language="sv", day=dt.date(2026, 11, 23)
        )
        editor.first_name = "Ada"
        editor.save()
        client.force_login(editor)

    assert purged(work) == set()


def test_what_is_undone_is_not_purged(purged: Any) -> None:
    def undone() -> None:
        with transaction.atomic():
            CentrePage.objects.get(slug="fittja").save()
            transaction.set_rollback(True)

    assert purged(undone) == set()


# --- A proxy or CDN in front -------------------------------------------------------------------------------------------


class Proxy(http.server.BaseHTTPRequestHandler):
    purged: list[str]

    def do_PURGE(self) -> None:
        self.purged.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def proxy(settings: Any) -> Iterator[list[str]]:
    Proxy.purged = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.WAGTAILFRONTENDCACHE = {
            "proxy": {
                "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
                "LOCATION": f"http://127.0.0.1:{server.server_port}",
            }
        }
        yield Proxy.purged
        server.shutdown()


def test_a_proxy_is_told_of_a_published_page_in_every_language(
    proxy: list[str], settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        BasePage.objects.get(slug="bvc").specific.save_revision().publish()
    assert {f"/{code}/om/bvc/" for code in settings.WAGTAILFRONTENDCACHE_LANGUAGES} == set(proxy)
    assert len(proxy) == 10


def test_a_proxy_that_is_away_stops_no_publication(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    backend = "wagtail.contrib.frontend_cache.backends.HTTPBackend"
    settings.WAGTAILFRONTENDCACHE = {"proxy": {"BACKEND": backend, "LOCATION": "http://127.0.0.1:9"}}
    index = NewsIndexPage.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        index.save_revision().publish()
    index.refresh_from_db()
    assert index.live
