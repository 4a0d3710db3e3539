"""What a supervisor is told: whether the process runs, and whether visitors get pages from it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import InterfaceError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.utils import timezone

from familjecentral import health
from familjecentral.core.freshness import Freshness
from familjecentral.pagecache.entries import entry
from familjecentral.pagecache.stores import Pages


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    caches["pages"].clear()
    found = Pages(10_000)
    monkeypatch.setattr(health, "pages", found)
    yield found
    caches["pages"].clear()


@pytest.fixture(params=[OperationalError, InterfaceError])
def no_database(db: None, request: pytest.FixtureRequest) -> Iterator[None]:
    def refused(*arguments: Any, **named: Any) -> None:
        raise request.param("refused")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "cursor", refused)
        yield


@pytest.mark.django_db
def test_with_a_database_the_site_is_ready(client: Client, pages: Pages) -> None:
    assert client.get("/-/ready").content == b"ready\n"


def test_with_neither_database_nor_stored_pages_it_is_not(
    client: Client, pages: Pages, no_database: None
) -> None:
    assert client.get("/-/ready").status_code == 503
    assert client.get("/-/live").status_code == 200


def test_stored_pages_keep_it_in_service(client: Client, pages: Pages, no_database: None) -> None:
    now = timezone.now()
    stored = entry([], b"page", Freshness(now, lasts=True), now, "generation")
    pages.kept.put("/sv/", stored)
    answer = client.get("/-/ready")
    assert (answer.status_code, answer.content) == (200, b"no database, stored pages only\n")


def test_pages_that_another_process_stored_do_so_too(client: Client, pages: Pages, no_database: None) -> None:
    now = timezone.now()
    Pages(10_000).shared.keep(entry([], b"page", Freshness(now, lasts=True), now, "generation"), "/sv/")
    assert client.get("/-/ready").status_code == 200
