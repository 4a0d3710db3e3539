"""The page cache: a WSGI application before Django's own, which it asks for what it does not have (docs/adr/0005).

An answer is shown while it is true and nothing was published since. Where none can be made, because the database is
away, what is still true is shown, then the second body: hours and programme, and "call first" in the place of a state.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import timezone

from familjecentral.core.freshness import FRESHNESS, SECOND_BODY, Freshness
from familjecentral.pagecache import asking, stores
from familjecentral.pagecache.asking import Asked, Environ
from familjecentral.pagecache.entries import LONGEST, RENEWED, Entry, Headers, entry, is_storable
from familjecentral.pagecache.release import release
from familjecentral.request_log import OUTCOME

logger = logging.getLogger(__name__)

REST = dt.timedelta(seconds=5)
"""For so long after the database was away, what has a second body is not asked of it again."""

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Made:
    """What Django answered: status, headers, the body as it comes, and how long it is true where it says so."""

    def __init__(self, application: Application, environ: Environ) -> None:
        self.status, self.headers = "", Headers()
        self.body = application(environ, self._start)
        self.freshness: Freshness | None = environ.get(FRESHNESS)

    def _start(self, status: str, headers: Headers, _exc_info: Any = None) -> None:
        self.status, self.headers = status, headers

    @property
    def code(self) -> int:
        return int(self.status[:3])

    @property
    def storable(self) -> Freshness | None:
        """How long it may be stored; None where it may not."""
        return self.freshness if is_storable(self.status, self.headers) else None

    def stored(self, freshness: Freshness, generation: str | None, now: dt.datetime) -> Entry:
        return entry(self.headers, self.read(), freshness, now, generation)

    def read(self) -> bytes:
        try:
            return b"".join(self.body)
        finally:
            self.close()

    def close(self) -> None:
        if close := getattr(self.body, "close", None):
            close()


class Then:
    """A body, and what is to be done when it was sent."""

    def __init__(self, body: list[bytes], work: Callable[[], None]) -> None:
        self._body, self._work = body, work

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        try:
            self._work()
        except Exception:
            # The visitor has the page; a second body is made the next time.
            logger.exception("No second body could be made")


class PageCache:
    def __init__(self, application: Application, pages: stores.Pages = stores.pages) -> None:
        self.application, self.pages = application, pages
        self._away_at: dt.datetime | None = None
        self._asked = lru_cache(maxsize=1024)(asking.asked)
        self._scheme_header: str = (settings.SECURE_PROXY_SSL_HEADER or [""])[0]

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        asked = self._asked(*asking.said_by(environ, self._scheme_header))
        if asked is None:
            environ[OUTCOME] = "pass"
            return self.application(environ, start_response)
        now = timezone.now()
        generation = self.pages.shared.generation(now)
        if (found := self._memory(asked).get(asked.key)) and is_fresh(found, generation, now):
            return answer(found, environ, start_response, now, "hit")
        if (
            not asked.query
            and (found := self._shared(asked, generation))
            and is_fresh(found, generation, now)
        ):
            self.pages.plain.put(asked.key, found)
            return answer(found, environ, start_response, now, "shared")
        if self._rests(now) and (stale := self._stale(asked, generation, now)):
            return answer(stale[0], environ, start_response, now, stale[1])
        return self._make(asked, generation, environ, start_response)

    def _rests(self, now: dt.datetime) -> bool:
        """A clock that was put back must not make it long."""
        return bool(self._away_at and self._away_at <= now < self._away_at + REST)

    def _memory(self, asked: Asked) -> stores.Memory:
        return self.pages.asked if asked.query else self.pages.plain

    def _shared(self, asked: Asked, generation: str | None) -> Entry | None:
        return self.pages.shared.get("page", release(), generation, asked.key) if generation else None

    # --- A page that is not there ----------------------------------------------------------------------------------

    def _make(
        self, asked: Asked, generation: str | None, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        made = Made(self.application, asking.environment_of(environ, asked, {}))
        # The moment before a page is made does not tell how long it is true.
        now = timezone.now()
        self._away_at = now if made.code == 503 else None
        if made.code >= 500 and (stale := self._stale(asked, generation, now)):
            made.close()
            return answer(stale[0], environ, start_response, now, stale[1])
        if not (freshness := made.storable):
            environ[OUTCOME] = "pass"
            start_response(made.status, made.headers)
            return without_body(made) if environ["REQUEST_METHOD"] == "HEAD" else made.body
        found = made.stored(freshness, generation, now)
        if found.size < LONGEST:
            self._memory(asked).put(asked.key, found)
        sent = answer(found, environ, start_response, now, "miss")
        if asked.query or found.size >= LONGEST:
            return sent
        if generation:
            self.pages.shared.put(found, found.until - now, "page", release(), generation, asked.key)
        return Then(sent, lambda: self._keep(asked, found, environ))

    # --- Second bodies -----------------------------------------------------------------------------------------------

    def _keep(self, asked: Asked, found: Entry, environ: Environ) -> None:
        """Make the second body, where there is none or an old one. What lasts is its own."""
        kept = self._kept(asked)
        if kept and kept.generation == found.generation and found.made - kept.made < RENEWED:
            return
        if found.lasts or not found.is_page:
            second = found
        else:
            made = Made(self.application, asking.environment_of(environ, asked, {SECOND_BODY: True}))
            if not (freshness := made.storable):
                made.close()
                return
            second = made.stored(freshness, found.generation, timezone.now())
        self.pages.kept.put(self._kept_key(asked), second)
        self.pages.shared.keep(second, self._kept_key(asked))

    def _kept(self, asked: Asked) -> Entry | None:
        key = self._kept_key(asked)
        return self.pages.kept.get(key) or self.pages.shared.get("kept", key)

    def _kept_key(self, asked: Asked) -> str:
        return f"{self.pages.shared.withdrawn} {asked.plain.key}"

    def _stale(self, asked: Asked, generation: str | None, now: dt.datetime) -> tuple[Entry, str] | None:
        """What can be shown without the database; a page with parameters is answered by the page itself."""
        for same in (asked, asked.plain) if generation else ():
            found = self._memory(same).get(same.key) or self._shared(same, generation)
            if found and found.generation == generation and found.is_true(now):
                return found, "still"
        kept = self._kept(asked)
        return (kept, "kept") if kept and kept.is_kept(now) else None


def is_fresh(found: Entry, generation: str | None, now: dt.datetime) -> bool:
    """While nobody can say whether something was published, for as long as nobody would be asked."""
    if generation is None:
        return found.is_true(now) and now < found.made + stores.ASK_EVERY
    return found.generation == generation and found.made <= now < found.renewed


def answer(
    found: Entry, environ: Environ, start_response: StartResponse, now: dt.datetime, outcome: str
) -> list[bytes]:
    environ[OUTCOME] = outcome
    encoding = asking.encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    if outcome == "kept":
        headers = found.described(encoding, [("Cache-Control", "no-store"), ("Vary", "Accept-Encoding")])
    else:
        headers, caching = found.answered(now, encoding)
        sent = environ.get("HTTP_IF_NONE_MATCH")
        if sent and asking.is_known_already(sent, found.etag(encoding)):
            start_response("304 Not Modified", list(caching))
            return []
    start_response("200 OK", list(headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [found.body(encoding)]


def without_body(made: Made) -> list[bytes]:
    made.close()
    return []
