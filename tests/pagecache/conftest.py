"""A page cache of its own for each test, and the shared cache emptied."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from familjecentral.pagecache.stores import Pages


@pytest.fixture(autouse=True)
def shared() -> Iterator[Any]:
    """The cache that all processes share: files, as on one machine."""
    caches["pages"].clear()
    yield caches["pages"]
    caches["pages"].clear()


@pytest.fixture
def pages() -> Pages:
    """What one process has stored."""
    return Pages(10_000_000)


@pytest.fixture
def stop_database(db: None) -> Iterator[Callable[[], None]]:
    """From the call on, every question to the database fails as it does when nothing listens, until the test ends."""
    with pytest.MonkeyPatch.context() as patch:
        yield lambda: patch.setattr(BaseDatabaseWrapper, "cursor", refused)


def refused(*arguments: Any, **named: Any) -> None:
    raise OperationalError("connection refused")
