"""One JSON line for each request, and every line of the log with the id of the request it belongs to.

No line says who asked: no address, no browser, no user, nothing that was typed into a search or a form. The id is the
proxy's where that sent one, else made here; the answer carries it, so that a visitor can tell it and it can be found.
"""

from __future__ import annotations

import atexit
import json
import logging
import random
import re
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any

from familjecentral.core import languages

request_id: ContextVar[str] = ContextVar("request_id", default="")

ID = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
LONGEST_PATH = 200
LATE = 0.2
"""Seconds that a line may wait for others."""

OUTCOME = "familjecentral.outcome"
"""Where the page cache says in the environment what it did: `hit` (from memory), `shared`, `miss` (made and stored), `pass`
(not stored), and where none could be made `still` (an older one is true all the same) or `kept` (its second body)."""

OPEN_TO_ALL = {language.code for language in languages.PUBLIC} | {"f", "-", "static", "media", "documents"}

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class RequestLog:
    """A WSGI application around another. `ms`: until the answer was made; sending it is not counted.

    `write` takes a line; None writes nothing. Python's logging would take as long as the page cache itself.
    """

    def __init__(
        self, application: Application, write: Callable[[str], Any] | None = sys.stderr.write
    ) -> None:
        self.application, self.write = application, write

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        began, name = time.perf_counter(), id_of(environ)
        request_id.set(name)
        status = "500"

        def start(line: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            nonlocal status
            status = line[:3]
            return start_response(line, [*headers, ("X-Request-ID", name)], *error)

        try:
            return self.application(environ, start)
        finally:
            if self.write:
                self.write(
                    f'{{"time": "{_time(int(time.time()))}", "request": "{name}", '
                    f'"method": {quoted(environ["REQUEST_METHOD"][:10])}, "path": {quoted(path_of(environ))}, '
                    f'"status": {status}, "ms": {(time.perf_counter() - began) * 1000:.1f}, '
                    f'"cache": "{environ.get(OUTCOME, "pass")}"}}\n'
                )


class Together:
    """Writes the lines of a moment at once. To write each one would let all other threads go first, and take longer than
    the page cache; those of the last moment before a process is killed are lost."""

    def __init__(self, write: Callable[[str], Any]) -> None:
        self._write, self._lines, self._some = write, deque[str](), threading.Event()
        self._writer: threading.Thread | None = None
        self._lock = threading.Lock()
        atexit.register(self.flush)

    def __call__(self, line: str) -> None:
        self._lines.append(line)
        if not self._some.is_set():
            self._some.set()
            with self._lock:
                # Not before: a worker is forked from the process that loaded the site, and takes no thread along.
                if not self._writer:
                    self._writer = threading.Thread(target=self._go_on, daemon=True)
                    self._writer.start()

    def _go_on(self) -> None:
        while True:
            self._some.wait()
            time.sleep(LATE)
            self._some.clear()
            self.flush()

    def flush(self) -> None:
        with self._lock:
            if found := [self._lines.popleft() for _ in range(len(self._lines))]:
                self._write("".join(found))


def id_of(environ: dict[str, Any]) -> str:
    sent = environ.get("HTTP_X_REQUEST_ID", "")
    return sent if ID.fullmatch(sent) else f"{random.getrandbits(64):016x}"


def path_of(environ: dict[str, Any]) -> str:
    """Without parameters. Of what only some may see, the beginning: the rest may be a key to it."""
    path = str(environ.get("PATH_INFO", ""))
    first, _slash, rest = path[1:].partition("/")
    if rest and first not in OPEN_TO_ALL:
        return f"/{first[:LONGEST_PATH]}/…"
    return path[:LONGEST_PATH]


class JsonLines(logging.Formatter):
    """The other lines of the log: time in UTC, level, logger, message, the request's id, the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": _time(record.created),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_id.get(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


@lru_cache(maxsize=2)
def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
