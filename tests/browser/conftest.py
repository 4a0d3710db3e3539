"""The whole site with its example content in Chromium, the same at the start of every test.

The tests write to the database like an editor does, so Django empties it after each of them. What was loaded once is
kept aside and put back; where the database cannot do that (PostgreSQL) the content is loaded again.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import ConsoleMessage, Page, Request, Response
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Collection, Locale, Site

from familjecentral.core.models import BasePage, User

EDITOR = {"username": "redaktor", "password": "en mening som ingen gissar"}

# Every kind of page a visitor meets, by what it shows.
PAGES = {
    "home": "",
    "find": "hitta-familjecentral/",
    "find filtered": "hitta-familjecentral/?tjanst=bvc",
    "centre": "hitta-familjecentral/fittja/",
    "news": "nyheter/",
    "news item": "nyheter/avsiktsforklaring-2019/",
    "information": "om/",
    "service": "om/barnmorska/",
    "accessibility": "tillganglighet/",
    "search": "sok/?q=bvc",
    "not found": "finns-inte/",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


def load_from_nothing() -> None:
    """The content in an empty database: first the rows that Wagtail's migrations make and a flush takes away."""
    call_command("flush", interactive=False, verbosity=0)
    Locale.objects.create(language_code="sv")
    Collection.add_root(name="Root")
    BasePage.add_root(title_sv="Root", slug="root")
    call_command("load_content", example=True, stdout=open("/dev/null", "w"))
    User.objects.create_superuser(first_name="Redaktör", **EDITOR)


@pytest.fixture(scope="session")
def put_content_back() -> Iterator[Callable[[], None]]:
    """Puts the content into the database that Django has emptied."""
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    loaded = False

    def put_back() -> None:
        nonlocal loaded
        if connection.vendor == "sqlite" and loaded:
            connection.ensure_connection()
            copy.backup(connection.connection)
        else:
            load_from_nothing()
            if connection.vendor == "sqlite":
                connection.connection.backup(copy)
        loaded = True
        ContentType.objects.clear_cache()

    yield put_back
    copy.close()


@pytest.fixture(scope="session")
def one_at_a_time(live_server: LiveServer) -> None:
    """A database in memory has one connection for all threads: requests that overlap would share a transaction."""
    answer, lock = live_server.thread.httpd.get_app(), threading.Lock()

    def answer_alone(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with lock:
            return answer(environ, start_response)

    if live_server.thread.connections_override:
        live_server.thread.httpd.set_app(answer_alone)


@pytest.fixture
def site(live_server: LiveServer, one_at_a_time: None, put_content_back: Callable[[], None]) -> str:
    """The address of the running site with its example content, without a slash at the end."""
    put_content_back()
    address = urlsplit(live_server.url)
    Site.objects.update(hostname=address.hostname, port=address.port)
    return live_server.url


@dataclass
class Watch:
    """What a page did that it should not: errors in the console, requests to other hosts, failed requests."""

    host: str
    seen: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.seen.append(f"{page.url}: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # A page that is not found is one of the pages we visit; Chromium logs its status as an error.
        if message.type in ("error", "warning") and "404 (Not Found)" not in message.text:
            self.seen.append(f"{message.location.get('url')}: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != self.host:
            self.seen.append(f"asked another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.seen.append(f"{response.status} {response.url}")


@pytest.fixture
def watch(page: Page, site: str) -> Watch:
    """Follows the page from before its first request."""
    watch = Watch(urlsplit(site).netloc)
    watch.follow(page)
    return watch


@pytest.fixture
def editor(page: Page, site: str) -> Page:
    """A page on which somebody has logged in through the form."""
    page.goto(f"{site}/cms/")
    page.locator("input[name=username]").fill(EDITOR["username"])
    page.locator("input[name=password]").fill(EDITOR["password"])
    page.locator("form button[type=submit]").click()
    page.wait_for_url(f"{site}/cms/")
    return page
