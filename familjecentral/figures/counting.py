"""A WSGI application around the site that counts its visits in memory, and now and then adds them to the database."""

from __future__ import annotations

import atexit
import logging
import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from familjecentral.figures.models import add
from familjecentral.figures.visits import NO_RESULT, Seen, Tally, seen, told

logger = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds between two additions."""

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class CountVisits:
    """Adds nothing to what a visitor waits for: numbers are written after an answer was sent."""

    def __init__(self, application: Application, clock: Callable[[], float] = time.monotonic) -> None:
        self._application, self._clock = application, clock
        self._tally, self._written, self._writing = Tally(), clock(), Lock()
        atexit.register(self.write)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            # This runs before each page that lies ready: it looks at nothing it does not need.
            found = told(environ.get("PATH_INFO", ""), status, headers)
            self._tally.count(seen(environ, int(status[:3]), found))
            sent = [pair for pair in headers if pair[0] != NO_RESULT] if found else headers
            return start_response(status, sent, *rest)

        body = self._application(environ, start)
        return Closing(body, self._write_when_due) if self._is_due() else body

    def _is_due(self) -> bool:
        return self._clock() - self._written >= EVERY

    def _write_when_due(self) -> None:
        if self._is_due() and self._writing.acquire(blocking=False):
            try:
                self._written = self._clock()
                self.write()
            finally:
                self._writing.release()

    def write(self) -> None:
        """Add what was counted to the database; what it does not take is counted again next time."""
        numbers = self._tally.take()
        if not numbers:
            return
        try:
            add(timezone.localdate(), numbers)
        except DatabaseError as error:
            logger.warning("The figures wait: %s", type(error).__name__)
            self._keep(numbers)
        finally:
            close_old_connections()

    def _keep(self, numbers: dict[Seen, int]) -> None:
        self._tally.add(numbers)


class Closing:
    """A body that does something more when it is closed; its length and `send file` wrapper pass through."""

    def __init__(self, body: Iterable[bytes], then: Callable[[], None]) -> None:
        self._body, self._then = body, then

    def __iter__(self) -> Any:
        return iter(self._body)

    def close(self) -> None:
        try:
            if hasattr(self._body, "close"):
                self._body.close()
        finally:
            self._then()
