"""For the commands that measure (`make bench`): a site of their own, seconds and queries. Nothing else uses it."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings

# --- A site of its own --------------------------------------------------------------------------------------------


class HashedNames(StaticFilesStorage):
    """Names as long as production's, without collecting the files first."""

    def url(self, name: str | None) -> str:
        path = PurePosixPath(name or "")
        digest = hashlib.sha256(str(path).encode()).hexdigest()[:12]
        return super().url(str(path.with_name(f"{path.stem}.{digest}{path.suffix}")))


MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


@contextmanager
def own_site(loaded: Path | None = None, *, same_server: bool = False) -> Iterator[None]:
    """The initial content with examples in a database that is then forgotten, whatever the project's is.

    SQLite in memory; with `same_server` one beside the project's, where that is on PostgreSQL. `loaded`: an SQLite file
    to begin with; it is written where it is not there yet, so that several commands load but once.
    """
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": f"{__name__}.{HashedNames.__name__}"}}
    on_server = same_server and connection.vendor == "postgresql"
    with (
        _quiet(),
        _on_server() if on_server else _in_memory(),
        override_settings(
            STORAGES=storages,
            STATIC_ROOT=settings.BASE_DIR / "static",
            CACHES={"default": MEMORY, "pages": MEMORY},
            ALLOWED_HOSTS=["*"],
            LOCAL=True,
        ),
    ):
        if on_server or not loaded or not loaded.exists():
            call_command("migrate", verbosity=0)
            call_command("load_content", example=True, stdout=StringIO(), stderr=StringIO())
            if loaded and not on_server:
                with closing(sqlite3.connect(loaded)) as file:
                    connection.connection.backup(file)
        else:
            connection.ensure_connection()
            with closing(sqlite3.connect(loaded)) as file:
                file.backup(connection.connection)
        yield


@contextmanager
def _quiet() -> Iterator[None]:
    """Without a warning for a 404 that is asked for, or for static files that were never collected."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


@contextmanager
def _in_memory() -> Iterator[None]:
    project = connections.settings["default"]
    connections["default"].close()
    own = {**project, "ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}}
    connections.settings["default"] = own
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = project
        del connections["default"]


@contextmanager
def _on_server() -> Iterator[None]:
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{name}_bench"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


# --- What something costs -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """Seconds: of the first time, with empty caches, and the median of those after it. Queries of both."""

    cold: float
    warm: float
    queries: int
    warm_queries: int
    result: Any


def cost(do: Callable[[], Any], again: int = 3) -> Cost:
    """What it costs for the first time in a process, and when it is done `again`."""
    cache.clear()
    ContentType.objects.clear_cache()
    times, queries = [], []
    for _ in range(1 + again):
        asked = 0

        # Django's own capturing asks SQLite to quote each parameter: as much work as the queries themselves.
        def count(execute: Callable[..., Any], *query: Any) -> Any:
            nonlocal asked
            asked += 1
            return execute(*query)

        with connection.execute_wrapper(count):
            began = time.perf_counter()
            result = do()
            times.append(time.perf_counter() - began)
        queries.append(asked)
    return Cost(times[0], statistics.median(times[1:]), queries[0], queries[-1], result)
