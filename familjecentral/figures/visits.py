"""What is counted of a visit, read from its WSGI environment: page, language and how one came. Nothing of who came. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from familjecentral.core import languages

LONGEST_ADDRESS = 200
"""Characters of an address; no page has a longer one."""

NO_RESULT = "X-No-Result"
"""The header by which the search says that it found nothing; it goes no further than the counting."""

SEARCH = "/sok/"


class Kind(StrEnum):
    """What a number counts: all visits of a page; those by a short link or a QR code; those from our search; searches
    that found nothing."""

    VISIT = "visit"
    CODE = "code"
    SEARCH = "search"
    MISSED = "missed"


PUBLIC = {language.code for language in languages.PUBLIC}


class Seen(NamedTuple):
    """`address`: of a page, without its language ("" is home)."""

    address: str
    language: str
    kind: Kind


class Tally:
    """Numbers in memory until somebody takes them; threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers: Counter[Seen] = Counter()

    def add(self, numbers: Mapping[Seen, int]) -> None:
        with self._lock:
            self._numbers.update(numbers)

    def count(self, found: Iterable[Seen]) -> None:
        """One more of each."""
        with self._lock:
            for one in found:
                self._numbers[one] += 1

    def take(self) -> Counter[Seen]:
        """What was counted since the last time."""
        with self._lock:
            taken, self._numbers = self._numbers, Counter()
        return taken


def seen(environ: Mapping[str, Any], status: int, headers: Mapping[str, str]) -> list[Seen]:
    """What an answered request counts as. Editors, prefetches and pages fetched to be kept are no visits."""
    if (
        environ["REQUEST_METHOD"] != "GET"
        or "HTTP_COOKIE" in environ
        or "prefetch" in environ.get("HTTP_SEC_PURPOSE", "")
    ):
        return []
    path = environ.get("PATH_INFO", "")
    if path.startswith("/f/") and status == 302:
        page = _page(urlsplit(headers.get("location", "")).path)
        return [Seen(*page, Kind.CODE)] if page else []
    visit = _visit(path)
    query = environ.get("QUERY_STRING")
    if not visit or status not in (200, 304) or (query and "sparad" in parse_qs(query)):
        return []
    if headers.get(NO_RESULT.lower()):
        return [visit, visit._replace(kind=Kind.MISSED)]
    return [visit, visit._replace(kind=Kind.SEARCH)] if _from_search(environ, visit.language) else [visit]


def told(path: str, status: str, headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The headers that say how an answer counts, by their lower-case names. Only a redirect and the search have any."""
    if not status.startswith("30") and not path.endswith(SEARCH):
        return {}
    return {name.lower(): value for name, value in headers if name in ("Location", NO_RESULT)}


@lru_cache(maxsize=1024)
def _visit(path: str) -> Seen | None:
    page = _page(path)
    return Seen(*page, Kind.VISIT) if page else None


def _page(path: str) -> tuple[str, str] | None:
    """(address, language) of a page; None for files, the CMS and what has no public language."""
    _, _, rest = path.partition("/")
    language, _, address = rest.partition("/")
    if language not in PUBLIC or not path.endswith("/") or len(address) > LONGEST_ADDRESS:
        return None
    return address, language


def _from_search(environ: Mapping[str, Any], language: str) -> bool:
    """Compared and not taken apart: a visitor's browser may send anything."""
    if "HTTP_REFERER" not in environ:
        return False
    came_from, _, _ = environ["HTTP_REFERER"].partition("?")
    scheme, _, address = came_from.partition("://")
    return scheme in ("http", "https") and address == f"{environ.get('HTTP_HOST')}/{language}{SEARCH}"
