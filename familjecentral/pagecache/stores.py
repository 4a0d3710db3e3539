"""Where answers lie: in the memory of this process, bounded; and in the cache that all processes share, guarded.

Two words stand in the shared cache. `generation` is another one after every change of what pages show: an answer of an
older generation is made anew. `withdrawn` is another one after something was taken away: second bodies from before
are shown no more, while a mere change leaves them, as they say themselves when they were made.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import pickle
import secrets
import threading
import time
import zlib
from collections import OrderedDict
from typing import Any

from django.conf import settings
from django.core.cache import caches

from familjecentral.core.freshness import KEPT_FOR
from familjecentral.pagecache.entries import Entry, packed, unpacked

logger = logging.getLogger(__name__)

ASK_EVERY = dt.timedelta(seconds=2)
"""How long this process goes without asking whether something was published."""

PATIENCE = 5.0
"""Seconds for which a shared cache that failed is left alone."""

UNREADABLE = (
    zlib.error,
    pickle.UnpicklingError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
)
"""What reading a stored answer raises that is none."""

WORDS = ("generation", "withdrawn")
ANY = "kept"


class Memory:
    """The answers that were asked for last, as many as fit into so many bytes. Threads may share it."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def size(self) -> int:
        return self._size

    def get(self, key: str) -> Entry | None:
        with self._lock:
            if found := self._entries.get(key):
                self._entries.move_to_end(key)
            return found

    def put(self, key: str, entry: Entry) -> None:
        with self._lock:
            if old := self._entries.pop(key, None):
                self._size -= old.size
            self._entries[key] = entry
            self._size += entry.size
            while self._size > self._most:
                _key, oldest = self._entries.popitem(last=False)
                self._size -= oldest.size

    def has_kept(self, now: dt.datetime) -> bool:
        with self._lock:
            return any(entry.is_kept(now) for entry in self._entries.values())


class Shared:
    """Django's cache `pages`: Redis, or files on one machine. When it fails, everything works without it, slower.

    A purge that could not be told is told as soon as it can be; `entries.RENEWED` bounds what is read meanwhile.
    """

    def __init__(self, alias: str = "pages") -> None:
        self._alias = alias
        self._rests_until: dict[str, float] = {}
        self._asked = self._asks = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._generation: str | None = None
        self._last: dict[str, str] = {}
        self._untold: set[str] = set()

    def generation(self, now: dt.datetime) -> str | None:
        """Asked for at most every `ASK_EVERY`; None while the shared cache does not answer."""
        if not self._asked <= now < self._asks:
            self._generation = self._ask().get("generation")
            self._asked, self._asks = now, now + ASK_EVERY
        return self._generation

    @property
    def withdrawn(self) -> str:
        """The last that is known: second bodies are for when nothing else answers."""
        return self._last.get("withdrawn", "")

    def _ask(self) -> dict[str, str]:
        if self._untold:
            self.purge(*self._untold)
        found: dict[str, str | None] = {word: self._try("get", word) for word in WORDS}
        for word in WORDS:
            if not found[word]:
                # Nobody has one yet, or the cache lost it: the first process to say so decides. A job that published
                # meanwhile could tell nobody, so pages are made anew; second bodies say when they were made, and stay.
                known = self._last.get(word) if word == "withdrawn" else None
                self._try("add", word, known or secrets.token_hex(8), None)
                found[word] = self._try("get", word)
        if self._untold or not all(found.values()):
            return {}
        self._last = {word: str(value) for word, value in found.items()}
        return self._last

    def purge(self, *words: str) -> bool:
        """Make these words anew; whether the others can read it. They are deleted first: that works on a full disk."""
        for word in words:
            self._last = {**self._last, word: secrets.token_hex(8)}
            self._try("delete", word)
            self._try("set", word, self._last[word], None)
        is_told = not self._rests("set")
        self._untold = self._untold - set(words) if is_told else self._untold | set(words)
        self._asks = self._asked
        return is_told

    # --- Answers -------------------------------------------------------------------------------------------------

    def get(self, *names: str) -> Entry | None:
        stored = self._try("get", _key(names))
        return unpacked(stored) if stored else None

    def put(self, entry: Entry, lasting: dt.timedelta, *names: str) -> None:
        self._try("set", _key(names), packed(entry), max(1, int(lasting.total_seconds())))

    def keep(self, entry: Entry, key: str) -> None:
        """A second body; and that there is one of some page, for whoever asks whether this process can answer."""
        self.put(entry, KEPT_FOR, "kept", key)
        self._try("set", ANY, 1, int(KEPT_FOR.total_seconds()))

    def has_kept(self) -> bool:
        return bool(self._try("get", ANY))

    # --- The guard -----------------------------------------------------------------------------------------------

    def _rests(self, method: str) -> bool:
        return time.monotonic() < self._rests_until.get(method, 0)

    def _try(self, method: str, *arguments: Any) -> Any:
        """None where the cache fails, or failed a moment ago: nobody waits for it twice.

        One method at a time, as a full disk can still be read, and files on it deleted.
        """
        if self._rests(method):
            return None
        try:
            return getattr(caches[self._alias], method)(*arguments)
        except UNREADABLE:
            if method == "get":
                # A file that was cut off: the next one is made anew, and nothing is wrong with the others.
                self._try("delete", *arguments)
            return None
        except Exception as error:
            # Whatever a backend raises: a lost connection, a full disk.
            self._rests_until[method] = time.monotonic() + PATIENCE
            logger.warning("The shared page cache failed at %s: %r", method, error)
            return None


def _key(names: tuple[str, ...]) -> str:
    """Addresses hold characters that no cache takes for a key."""
    return hashlib.sha256("\n".join(names).encode("utf-8", "surrogateescape")).hexdigest()


class Pages:
    """All that is stored: pages, pages with parameters (so that those drive out no page), second bodies."""

    def __init__(self, most: int) -> None:
        """`most`: bytes in memory."""
        self.plain, self.asked, self.kept = Memory(most // 2), Memory(most // 4), Memory(most // 4)
        self.shared = Shared()

    def has_kept(self, now: dt.datetime) -> bool:
        return self.kept.has_kept(now) or self.shared.has_kept()


pages = Pages(settings.PAGE_CACHE_MB * 1_000_000)
"""Of this process."""
