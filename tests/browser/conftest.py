"""The whole site with its example content, served to Chromium; what an editor and a visitor see of it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from playwright.sync_api import ConsoleMessage, Page, Request, Response
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Site

from deploy.audit_site import show_messages
from familjecentral.core.models import User
from tests.browser.cms import log_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of this folder, and leaves them to SQLite."""
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.browser)
        if "postgres" in os.environ.get("TEST_DATABASE_URL", ""):
            item.add_marker(pytest.mark.skip(reason="a browser sees the same page on either database"))


@pytest.fixture(scope="session")
def kept_content() -> Iterator[sqlite3.Connection]:
    """A copy of the loaded database, which comes back faster than the content is loaded again."""
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as copy:
        yield copy


@pytest.fixture
def site(
    live_server: LiveServer,
    kept_content: sqlite3.Connection,
    request: pytest.FixtureRequest,
) -> str:
    """The address of the running site with its example content, without a slash at the end."""
    if kept_content.execute("SELECT 1 FROM sqlite_schema").fetchone():
        connection.ensure_connection()
        kept_content.backup(connection.connection)
        ContentType.objects.clear_cache()
    else:
        request.getfixturevalue("content")
        connection.connection.backup(kept_content)
    address = urlsplit(live_server.url)
    Site.objects.update(hostname=address.hostname, port=address.port)
    return live_server.url


@pytest.fixture
def messages(site: str) -> None:
    """A message of each degree above every page that shows the first centre."""
    show_messages()


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
def cms_page(page: Page, site: str, superuser: User) -> Page:
    """A page on which somebody who may do everything has logged in through the form."""
    log_in(page, site, superuser)
    return page
