"""A stored answer: its headers, its body in both encodings, and how long it is true."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import brotli

from familjecentral.core.freshness import KEPT_FOR, Freshness, seconds_until

BROTLI, GZIP = 8, 6
"""Qualities: less than a millisecond for the largest page (140 kB). Brotli's 9 takes ten for nothing, 10 twenty-five for a
tenth less, and nobody should wait that long for the first page after a change."""

RENEWED = dt.timedelta(minutes=10)
"""A page is made anew after this long: should a purge be lost, nobody reads old words for longer."""

LONGEST = 2_000_000
"""Bytes of a body that is stored."""

NGINX_KEEPS, NGINX_ASKS = 2, 1
"""Seconds that nginx in front keeps a page, and may show it while it asks anew. With the two seconds that the page
cache goes without asking (`stores.ASK_EVERY`) what is published is seen everywhere within five."""

A_DAY = 24 * 60 * 60

MADE_ANEW = {"cache-control", "vary", "etag", "content-length", "date", "set-cookie", "connection"}

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """`tag` names the body, `lasts` says that it states nothing that ends `until`; `generation`: see stores.py.

    Until `renewed` it is shown without a thought, as long as nothing is published.
    """

    headers: tuple[tuple[str, str], ...]
    brotli: bytes
    gzip: bytes
    tag: str
    until: dt.datetime
    lasts: bool
    made: dt.datetime
    renewed: dt.datetime
    generation: str | None
    ready: dict[str, tuple[int, Headers, Headers]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def size(self) -> int:
        """Bytes, about."""
        return len(self.brotli) + len(self.gzip) + 2000

    @property
    def is_page(self) -> bool:
        """Whether it is HTML; feeds and calendars state nothing of the moment."""
        return any(name == "Content-Type" and value.startswith("text/html") for name, value in self.headers)

    def body(self, encoding: str) -> bytes:
        if encoding == "br":
            return self.brotli
        return self.gzip if encoding == "gzip" else gzip.decompress(self.gzip)

    def etag(self, encoding: str) -> str:
        return f'W/"{self.tag}-{encoding}"'

    def is_true(self, now: dt.datetime) -> bool:
        """Whether what it says of the moment still holds."""
        return self.made <= now < self.until

    def is_kept(self, now: dt.datetime) -> bool:
        """Whether it is young enough to be shown where no new one can be made."""
        return now - self.made < KEPT_FOR

    def cache_control(self, now: dt.datetime) -> str:
        """Never past the next change, stale or not, for a body that says something which ends then."""
        age = seconds_until(self.until, now)
        after = A_DAY if self.lasts else max(0, int((self.until - now).total_seconds()) - age)
        found = f"public, max-age={age}"
        if after:
            found += f", stale-while-revalidate={min(NGINX_ASKS, after)}, stale-if-error={min(A_DAY, after)}"
        return found

    def answered(self, now: dt.datetime, encoding: str) -> tuple[Headers, Headers]:
        """The headers of an answer, and those of a 304. Made once a second: no answer depends on who asks."""
        second = int(now.timestamp())
        if (ready := self.ready.get(encoding)) and ready[0] == second:
            return ready[1], ready[2]
        caching = [
            ("Cache-Control", self.cache_control(now)),
            ("X-Accel-Expires", str(min(NGINX_KEEPS, seconds_until(self.until, now)))),
            ("ETag", self.etag(encoding)),
            ("Vary", "Accept-Encoding"),
        ]
        whole = self.described(encoding, caching)
        self.ready[encoding] = (second, whole, caching)
        return whole, caching

    def described(self, encoding: str, caching: Headers) -> Headers:
        encoded = [] if encoding == "identity" else [("Content-Encoding", encoding)]
        length = ("Content-Length", str(len(self.body(encoding))))
        return [*self.headers, *caching, *encoded, length]


def is_storable(status: str, headers: Headers) -> bool:
    """Only what is the same for everybody and says so itself."""
    found = {name.lower(): value.lower() for name, value in headers}
    return (
        status.startswith("200")
        and found.get("cache-control", "").startswith("public")
        and "set-cookie" not in found
        and "content-encoding" not in found
        and found.get("vary", "accept-encoding") == "accept-encoding"
    )


def entry(
    headers: Iterable[tuple[str, str]],
    body: bytes,
    freshness: Freshness,
    now: dt.datetime,
    generation: str | None,
) -> Entry:
    return Entry(
        headers=tuple((name, value) for name, value in headers if name.lower() not in MADE_ANEW),
        brotli=brotli.compress(body, quality=BROTLI),
        gzip=gzip.compress(body, GZIP, mtime=0),
        tag=hashlib.sha256(body).hexdigest()[:20],
        until=freshness.until,
        lasts=freshness.lasts,
        made=now,
        renewed=min(freshness.until, now + RENEWED),
        generation=generation,
    )


def packed(found: Entry) -> dict[str, Any]:
    """As it lies in the shared cache: nothing of ours that another release could read otherwise."""
    return {name: getattr(found, name) for name in Entry.__slots__ if name != "ready"}


def unpacked(stored: Any) -> Entry | None:
    """None for anything that this release did not store."""
    try:
        return Entry(**stored)
    except TypeError:
        return None
