"""Where answers lie: memory that is bounded, and a shared cache that may fail without anybody noticing."""

import datetime as dt
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command

from familjecentral.core.freshness import Freshness
from familjecentral.pagecache import stores
from familjecentral.pagecache.entries import Entry, entry, packed, unpacked
from familjecentral.pagecache.stores import Memory, Pages, Shared

NOW = dt.datetime(2026, 11, 23, 14, tzinfo=dt.UTC)
LATER = dt.timedelta(seconds=10)
HEADERS = [
    ("Content-Type", "text/html"),
    ("Content-Length", "5"),
    ("Date", "x"),
    ("X-Frame-Options", "SAMEORIGIN"),
]


def made(body: bytes = b"page", generation: str | None = "g") -> Entry:
    return entry(HEADERS, body, Freshness(NOW + dt.timedelta(hours=1), False), NOW, generation)


# --- Memory ----------------------------------------------------------------------------------------------------------


def test_memory_is_bounded_and_forgets_what_was_asked_for_longest_ago() -> None:
    memory = Memory(3 * made().size)
    for key in "abc":
        memory.put(key, made())
    memory.get("a")
    memory.put("d", made())
    assert [key for key in "abcd" if memory.get(key)] == ["a", "c", "d"]
    assert memory.size <= 3 * made().size


def test_what_is_put_again_takes_its_room_once() -> None:
    memory = Memory(10_000)
    for _ in range(100):
        memory.put("a", made())
    assert (len(memory), memory.size) == (1, made().size)


def test_what_is_larger_than_memory_is_not_kept_and_takes_no_room() -> None:
    memory = Memory(1000)
    memory.put("a", made())
    assert (len(memory), memory.size) == (0, 0)


# --- The shared cache ------------------------------------------------------------------------------------------------


def test_an_entry_comes_back_as_it_was_stored() -> None:
    shared = Shared()
    shared.put(made(), LATER, "page", "/sv/\udcff" + "x" * 400)
    found = shared.get("page", "/sv/\udcff" + "x" * 400)
    assert found == made()
    assert found is not None
    assert found.headers == (("Content-Type", "text/html"), ("X-Frame-Options", "SAMEORIGIN"))


def test_what_another_release_stored_otherwise_is_nothing() -> None:
    assert unpacked({**packed(made()), "new": 1}) is None
    assert unpacked("x") is None


def test_all_processes_know_one_generation_until_it_is_purged() -> None:
    one, other = Shared(), Shared()
    first = one.generation(NOW)
    assert first
    assert other.generation(NOW) == first
    one.purge("generation")
    assert one.generation(NOW) != first
    assert other.generation(NOW) == first
    assert other.generation(NOW + stores.ASK_EVERY) == one.generation(NOW + stores.ASK_EVERY) != first


def test_withdrawing_is_told_apart_from_changing() -> None:
    one = Shared()
    one.generation(NOW)
    before = one.withdrawn
    one.purge("generation")
    assert one.withdrawn == before
    one.purge("generation", "withdrawn")
    assert one.withdrawn != before


def test_after_a_cache_lost_everything_pages_are_made_anew_and_second_bodies_stay() -> None:
    """Somebody may have published while it was away, and is gone."""
    one = Shared()
    first, withdrawn = one.generation(NOW), one.withdrawn
    caches["pages"].clear()
    assert one.generation(NOW + LATER) not in (None, first)
    assert one.withdrawn == withdrawn


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(stores, "time", found)
    return found


class Broken:
    """A backend that fails at everything, and counts."""

    def __init__(self) -> None:
        self.calls = 0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def fail(*arguments: Any) -> None:
            self.calls += 1
            raise OSError(28, "No space left on device")

        return fail


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Broken:
    found = Broken()
    monkeypatch.setattr(stores, "caches", {"pages": found})
    return found


def test_a_cache_that_failed_is_left_alone_for_a_while(broken: Broken, clock: Clock) -> None:
    shared = Shared()
    assert shared.generation(NOW) is None
    calls = broken.calls
    assert calls <= 2
    assert [shared.get("x") for _ in range(9)] == [None] * 9
    assert broken.calls == calls
    clock.now += stores.PATIENCE
    shared.get("x")
    assert broken.calls == calls + 1


def test_a_purge_that_could_not_be_told_is_told_when_it_can_be(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    one, other = Shared(), Shared()
    first = one.generation(NOW)
    with monkeypatch.context() as patch:
        patch.setattr(stores, "caches", {"pages": Broken()})
        one.purge("generation")
        assert one.generation(NOW) is None
    assert one.generation(NOW + LATER) is None
    clock.now += stores.PATIENCE
    second = one.generation(NOW + 2 * LATER)
    assert second not in (None, first)
    assert other.generation(NOW + 2 * LATER) == second


def test_on_a_full_disk_a_purge_still_makes_the_old_generation_unknown(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    """Files cannot be written, but they can be deleted."""
    one, other = Shared(), Shared()
    assert one.generation(NOW) == other.generation(NOW)
    one.put(made(), LATER, "x")
    real = caches["pages"]

    class Full:
        get, delete = real.get, real.delete

        def __getattr__(self, name: str) -> Any:
            return Broken().set

    monkeypatch.setattr(stores, "caches", {"pages": Full()})
    one.put(made(), LATER, "y")
    assert one.get("x") == made()
    assert one.generation(NOW + stores.ASK_EVERY)
    one.purge("generation")
    assert one.generation(NOW + stores.ASK_EVERY) is None
    assert other.generation(NOW + stores.ASK_EVERY) is None


def test_files_that_are_cut_off_are_made_anew(clock: Clock) -> None:
    shared = Shared()
    shared.generation(NOW)
    shared.put(made(), LATER, "x")
    for file in Path(caches["pages"]._dir).iterdir():
        file.write_bytes(file.read_bytes()[:30])
    assert shared.get("x") is None
    assert shared.generation(NOW + LATER)
    shared.put(made(), LATER, "x")
    assert shared.get("x") == made()


def test_the_command_tells_every_process_and_says_when_it_cannot(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    one = Shared()
    first, before = one.generation(NOW), one.withdrawn
    monkeypatch.setattr("familjecentral.pagecache.management.commands.purge_pages.pages", Pages(1000))
    call_command("purge_pages")
    assert one.generation(NOW + LATER) not in (None, first)
    assert one.withdrawn != before
    monkeypatch.setattr(stores, "caches", {"pages": Broken()})
    with pytest.raises(CommandError):
        call_command("purge_pages")


def test_whether_any_second_body_is_there_is_known_to_a_process_that_just_started() -> None:
    assert not Pages(1000).has_kept(NOW)
    Shared().keep(made(), "/sv/")
    assert Pages(1000).has_kept(NOW)


# --- Redis -----------------------------------------------------------------------------------------------------------


def redis_at(settings: Any, port: int) -> None:
    options = {"socket_timeout": 0.2, "socket_connect_timeout": 0.1}
    settings.CACHES = {
        **settings.CACHES,
        "pages": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{port}/5",
            "KEY_PREFIX": f"test-{time.time_ns()}",
            "OPTIONS": options,
        },
    }


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_redis_that_is_down_costs_a_moment_once(settings: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        redis_at(settings, free.getsockname()[1])
    began = time.monotonic()
    shared = Shared()
    assert [shared.generation(NOW + number * LATER) for number in range(50)] == [None] * 50
    assert time.monotonic() - began < 1


def test_redis_that_does_not_answer_costs_a_moment_once(settings: Any) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        redis_at(settings, silent.getsockname()[1])
        began = time.monotonic()
        shared = Shared()
        assert [shared.get("x") for _ in range(50)] == [None] * 50
        shared.purge("generation")
        assert time.monotonic() - began < 2


@pytest.mark.skipif(not answers(6379), reason="no Redis on this machine")
def test_redis_is_shared(settings: Any) -> None:
    redis_at(settings, 6379)
    one, other = Shared(), Shared()
    first = one.generation(NOW)
    assert first
    assert other.generation(NOW) == first
    one.put(made(), LATER, "x")
    assert other.get("x") == made()
    other.purge("generation", "withdrawn")
    assert one.generation(NOW + LATER) == other.generation(NOW) != first
    caches["pages"].delete_many(["generation", "withdrawn", "kept"])
