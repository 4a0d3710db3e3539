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
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

from familjecentral.core import languages

request_id: ContextVar[str] = ContextVar("request_id", default="")

ID = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
LONGEST_PATH = 200
LATE = 0.2
"""Seconds that a line may wait for others."""
MOST = 10_000
"""Lines that wait; where they cannot be written the oldest go."""

OUTCOME = "familjecentral.outcome"
"""Where the page cache says in the environment what it did: `hit` (from memory), `shared`, `miss` (made and stored), `pass`
(not stored), and where none could be made `still` (an older one is true all the same) or `kept` (its second body)."""

OPEN_TO_ALL = {language.code for language in languages.PUBLIC} | {"f", "-", "static", "media", "documents"}

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Line(NamedTuple):
    """What is said of a request; as text, JSON. `ms`: until the answer was made; sending it is not counted."""

    time: float
    request: str
    method: str
    path: str
    status: str
    ms: float
    cache: str

    def __str__(self) -> str:
        return (
            f'{{"time": "{_time(int(self.time))}", "request": "{self.request}", '
            f'"method": {quoted(self.method[:10])}, "path": {quoted(shortened(self.path))}, '
            f'"status": {self.status}, "ms": {self.ms:.1f}, "cache": "{self.cache}"}}\n'
        )


class RequestLog:
    """A WSGI application around another. `write` takes a line; None writes nothing."""

    def __init__(self, application: Application, write: Callable[[Line], Any] | None) -> None:
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
                path, cache = str(environ.get("PATH_INFO", "")), environ.get(OUTCOME, "pass")
                ms = (time.perf_counter() - began) * 1000
                self.write(Line(time.time(), name, environ["REQUEST_METHOD"], path, status, ms, cache))


class Together:
    """Writes the lines of a moment at once, in a thread of its own. To write each one where it arises would let all other
    threads go first, and take longer than the page cache; those of the last moment before a process is killed are lost."""

    def __init__(self, write: Callable[[str], Any]) -> None:
        self._write, self._lines, self._some = write, deque[Line](maxlen=MOST), threading.Event()
        self._writer: threading.Thread | None = None
        self._lock = threading.Lock()
        atexit.register(self.flush)

    def __call__(self, line: Line) -> None:
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
            # A full disk takes these lines, not those after them.
            with suppress(OSError):
                self.flush()

    def flush(self) -> None:
        with self._lock:
            if found := [str(self._lines.popleft()) for _ in range(len(self._lines))]:
                self._write("".join(found))


def id_of(environ: dict[str, Any]) -> str:
    sent = environ.get("HTTP_X_REQUEST_ID", "")
    return sent if ID.fullmatch(sent) else f"{random.getrandbits(64):016x}"


def shortened(path: str) -> str:
    """Of what only some may see, the beginning: the rest may be a key to it."""
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
