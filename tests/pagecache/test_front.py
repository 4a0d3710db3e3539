"""The page cache before an application of the test's own: what it asks for, what it keeps, what it shows meanwhile."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest

from familjecentral.core.freshness import FRESHNESS, SECOND_BODY, Freshness
from familjecentral.pagecache.front import PageCache
from familjecentral.pagecache.stores import Pages
from tests.pagecache.visitor import Visitor

At = Callable[[str], dt.datetime]
CLOSING = dt.datetime.fromisoformat("2026-11-23T16:00+01:00")


class House:
    """Stands in Django's place: says "open" until four, counts who asks, and can be out of order."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.status, self.lasts = "200 OK", False
        self.headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "public, max-age=60"}
        self.words, self.until = "open", CLOSING
        self.closed = 0
        self.broken_for_later = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked.append(environ)
        later = SECOND_BODY in environ
        if later and self.broken_for_later:
            raise ValueError("no second body")
        if self.status.startswith("200"):
            environ[FRESHNESS] = Freshness(self.until, self.lasts or later)
        start_response(self.status, list(self.headers.items()))
        return Body(self, b"call first" if later else self.words.encode() * 100)

    @property
    def visits(self) -> int:
        return sum(SECOND_BODY not in environ for environ in self.asked)


class Body(list[bytes]):
    def __init__(self, house: House, body: bytes) -> None:
        super().__init__([body])
        self.house = house

    def close(self) -> None:
        self.house.closed += 1


@pytest.fixture(autouse=True)
def afternoon(at: At) -> None:
    at("2026-11-23T15:30")


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def visitor(house: House, pages: Pages) -> Visitor:
    return Visitor(PageCache(house, pages))


def another_process(house: House) -> Visitor:
    return Visitor(PageCache(house, Pages(10_000_000)))


def published(*words: str) -> None:
    """By a process of its own, as the CMS is."""
    Pages(1).shared.purge(*(words or ("generation",)))


# --- What is stored --------------------------------------------------------------------------------------------------


def test_a_page_is_made_once(house: House, visitor: Visitor) -> None:
    first, second = visitor.get(), visitor.get()
    assert (first.outcome, second.outcome, house.visits) == ("miss", "hit", 1)
    assert first.content == second.content == b"open" * 100
    assert first.headers == second.headers
    assert house.closed == len(house.asked) == 2


def test_another_process_does_not_make_it_again(house: House, visitor: Visitor) -> None:
    visitor.get()
    assert another_process(house).get().outcome == "shared"
    assert house.visits == 1


def test_the_same_page_is_stored_once_for_all_who_ask(house: House, visitor: Visitor, pages: Pages) -> None:
    for sent in (
        {}, {"method": "HEAD"}, {"query": "utm=1"}, {"host": "localhost"}, {"accept_encoding": "gzip"}, {"user_agent": "x"},
        {"accept_language": "ar"}, {"x_forwarded_host": "evil.example"}, {"range": "bytes=0-3"}, {"cookie": "consent=1"},
        {"accept_encoding": "zstd;q=1, evil"}, {"query": "x" * 4000},
    ):  # fmt: skip
        assert visitor.get(**sent).status == 200
    assert house.visits == len(pages.plain) == 1
    assert len(pages.asked) == 0


@pytest.mark.parametrize(
    "headers",
    [{"Cache-Control": "private, no-store"}, {"Set-Cookie": "a=b"}, {"Vary": "Cookie"}, {"Vary": "Accept-Language"},
     {"Vary": "*"}, {"Content-Encoding": "zstd"}],
    ids=str,
)  # fmt: skip
def test_what_is_not_the_same_for_everybody_is_not_stored(
    house: House, visitor: Visitor, pages: Pages, headers: dict[str, str]
) -> None:
    house.headers |= headers
    found = [visitor.get(accept_encoding=""), visitor.get(accept_encoding="")]
    assert [answer.outcome for answer in found] == ["pass", "pass"]
    assert (house.visits, len(pages.plain), len(pages.kept)) == (2, 0, 0)
    assert headers.items() <= found[0].headers.items()
    assert house.closed == 2


@pytest.mark.parametrize(
    "status", ["301 Moved", "404 Not Found", "500 Error", "503 Away", "206 Partial Content"]
)
def test_only_a_page_is_stored(house: House, visitor: Visitor, pages: Pages, status: str) -> None:
    house.status = status
    assert [visitor.get().status for _ in range(2)] == [int(status[:3])] * 2
    assert (house.visits, len(pages.plain)) == (2, 0)


def test_what_passes_by_reaches_django_as_it_was_sent(house: House, visitor: Visitor, pages: Pages) -> None:
    visitor.get(query="utm=1", cookie="sessionid=x", accept_language="ar")
    visitor.get(method="POST")
    first = house.asked[0]
    assert (first["QUERY_STRING"], first["HTTP_COOKIE"], first["HTTP_ACCEPT_LANGUAGE"]) == (
        "utm=1",
        "sessionid=x",
        "ar",
    )
    assert len(pages.plain) == 0


def test_an_editor_never_sees_what_is_stored(house: House, visitor: Visitor) -> None:
    visitor.get()
    house.words = "draft"
    assert visitor.get(cookie="sessionid=x").outcome == "pass"
    assert "draft" in visitor.get(cookie="sessionid=x").text
    assert "draft" not in visitor.get().text


def test_pages_with_parameters_drive_out_no_other_page(house: House) -> None:
    pages = Pages(40_000)
    visitor = Visitor(PageCache(house, pages))
    visitor.get("/sv/")
    for week in range(1, 54):
        for year in range(2000, 2020):
            visitor.get(f"/sv/?vecka={year}-W{week:02}")
    assert visitor.get("/sv/").outcome == "hit"
    assert pages.asked.size <= 10_000
    assert len(pages.plain) == len(pages.kept) == 1


def test_threads_share_what_is_stored(house: House, visitor: Visitor) -> None:
    visitor.get()
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(visitor.get().outcome)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["hit"] * 8


# --- The answer ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
def test_a_body_is_sent_as_the_browser_reads_it(visitor: Visitor, accepted: str) -> None:
    for found in (visitor.get(accept_encoding=accepted), visitor.get(accept_encoding=accepted)):
        assert found.text == "open" * 100
        assert found.headers.get("Content-Encoding", "") == accepted
        assert found.headers["Content-Length"] == str(len(found.body))
        assert found.headers["Vary"] == "Accept-Encoding"


def test_each_encoding_has_a_tag_of_its_own(visitor: Visitor) -> None:
    tags = [visitor.get(accept_encoding=accepted).headers["ETag"] for accepted in ("br", "gzip", "")]
    assert len(set(tags)) == 3


def test_who_has_the_page_is_told_so(visitor: Visitor) -> None:
    first = visitor.get()
    again = visitor.get(if_none_match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert {name: first.headers[name] for name in again.headers} == again.headers
    assert {"ETag", "Cache-Control", "Vary"} <= set(again.headers)
    assert visitor.get(if_none_match='"other"').status == 200
    assert visitor.get(accept_encoding="gzip", if_none_match=first.headers["ETag"]).status == 200


def test_a_page_that_was_made_anew_and_is_the_same_has_the_same_tag(
    house: House, visitor: Visitor, at: At
) -> None:
    tag = visitor.get().headers["ETag"]
    at("2026-11-23T15:45")
    assert visitor.get(if_none_match=tag).status == 304
    assert house.visits == 2


def test_head_is_get_without_a_body(visitor: Visitor) -> None:
    for _ in range(2):
        head = visitor.get(method="HEAD")
        assert (head.status, head.body) == (200, b"")
    assert head.headers == visitor.get().headers


@pytest.mark.parametrize(
    ("time", "lasts", "wanted"),
    [
        ("15:30", False, (60, 1, 29 * 60)),
        ("15:58:58.500", False, (60, 1, 1)),
        ("15:59:30.500", False, (29, 0, 0)),
        ("15:30", True, (60, 1, 86400)),
        ("15:59:30", True, (30, 1, 86400)),
        ("15:59:59.500", False, (0, 0, 0)),
    ],
)
def test_no_cache_shows_a_state_past_its_change_stale_or_not(
    house: House, visitor: Visitor, at: At, time: str, lasts: bool, wanted: tuple[int, ...]
) -> None:
    house.lasts = lasts
    now = at(f"2026-11-23T{time}")
    for found in (visitor.get(), visitor.get()):
        age, revalidate, error = (
            found.directive(name) for name in ("max-age", "stale-while-revalidate", "stale-if-error")
        )
        assert (age, revalidate, error) == wanted
        if not lasts:
            assert now + dt.timedelta(seconds=age + max(revalidate, error)) <= CLOSING
        assert int(found.headers["X-Accel-Expires"]) == min(2, age)


# --- For how long ----------------------------------------------------------------------------------------------------


def test_what_is_published_is_seen_within_five_seconds(house: House, visitor: Visitor, at: At) -> None:
    other = another_process(house)
    visitor.get(), other.get()
    house.words = "new"
    published()
    at("2026-11-23T15:30:02")
    assert "new" in visitor.get().text
    assert "new" in other.get().text
    assert house.visits == 2


def test_what_was_made_before_a_publication_is_not_stored_as_made_after_it(
    house: House, visitor: Visitor, at: At
) -> None:
    visitor.get("/en/")
    answer = house.__class__.__call__

    def meanwhile(environ: dict[str, Any], start_response: Any) -> Any:
        made = answer(house, environ, start_response)
        published()
        return made

    slow = Visitor(PageCache(meanwhile, Pages(10_000_000)))
    slow.get("/sv/")
    house.words = "new"
    at("2026-11-23T15:30:03")
    assert "new" in slow.get("/sv/").text


def test_a_page_is_made_anew_at_its_change(house: House, visitor: Visitor, at: At) -> None:
    at("2026-11-23T15:59:59")
    visitor.get()
    house.words = "closed"
    assert "open" in visitor.get().text
    at("2026-11-23T16:00")
    assert "closed" in visitor.get().text
    assert "closed" in another_process(house).get().text


def test_a_lost_publication_is_seen_after_ten_minutes(house: House, visitor: Visitor, at: At) -> None:
    visitor.get()
    house.words = "new"
    at("2026-11-23T15:39:59")
    assert "open" in visitor.get().text
    at("2026-11-23T15:40")
    assert "new" in visitor.get().text


def test_a_clock_that_was_set_back_keeps_nothing_from_the_future(
    house: House, visitor: Visitor, at: At
) -> None:
    visitor.get()
    at("2026-11-23T14:30")
    house.words = "new"
    assert "new" in visitor.get().text


# --- Where no page can be made ---------------------------------------------------------------------------------------


def test_what_is_still_true_is_shown_as_it_is(house: House, visitor: Visitor, at: At) -> None:
    visitor.get()
    house.status = "503 Service Unavailable"
    at("2026-11-23T15:45")
    for who in (visitor, another_process(house)):
        for address in ("/sv/", "/sv/?oppet=1"):
            found = who.get(address)
            assert (found.status, found.outcome, found.text) == (200, "still", "open" * 100)


def test_past_its_change_only_the_second_body_is_shown(house: House, visitor: Visitor, at: At) -> None:
    at("2026-11-23T15:59")
    visitor.get()
    house.status = "503 Service Unavailable"
    at("2026-11-23T16:01")
    for who in (visitor, another_process(house)):
        for address in ("/sv/", "/sv/?oppet=1", "/sv/?vecka=2026-W48"):
            found = who.get(address)
            assert (found.status, found.outcome, found.text) == (200, "kept", "call first")
            assert found.headers["Cache-Control"] == "no-store"
            assert "ETag" not in found.headers
    assert visitor.get("/sv/?vecka=x").status == 503
    assert visitor.get(method="HEAD").body == b""
    assert visitor.get("/en/").status == 503


def test_a_fault_of_ours_is_answered_with_the_second_body_too(house: House, visitor: Visitor, at: At) -> None:
    visitor.get()
    house.status = "500 Internal Server Error"
    at("2026-11-23T16:01")
    assert visitor.get().text == "call first"


def test_what_was_changed_since_is_shown_by_the_second_body_only(
    house: House, visitor: Visitor, at: At
) -> None:
    visitor.get()
    published()
    house.status = "503 Service Unavailable"
    at("2026-11-23T15:45")
    assert visitor.get().text == "call first"


def test_what_was_taken_away_is_shown_by_nothing(house: House, visitor: Visitor, at: At) -> None:
    other = another_process(house)
    visitor.get(), other.get()
    published("generation", "withdrawn")
    house.status = "503 Service Unavailable"
    at("2026-11-23T15:45")
    assert visitor.get().status == other.get().status == another_process(house).get().status == 503


def test_a_second_body_is_shown_for_a_day(house: House, visitor: Visitor, at: At) -> None:
    visitor.get()
    house.status = "503 Service Unavailable"
    at("2026-11-24T15:30")
    assert visitor.get().status == 200
    at("2026-11-24T17:30")
    assert visitor.get().status == 503


def test_what_states_nothing_of_the_moment_is_its_own_second_body(
    house: House, visitor: Visitor, at: At
) -> None:
    house.lasts = True
    visitor.get()
    assert len(house.asked) == 1
    house.status = "503 Service Unavailable"
    at("2026-11-24T08:00")
    assert visitor.get().text == "open" * 100


def test_a_second_body_is_made_after_the_page_was_sent_and_every_ten_minutes(
    house: House, visitor: Visitor, at: At
) -> None:
    def second_bodies() -> int:
        return len(house.asked) - house.visits

    visitor.get(), visitor.get()
    assert second_bodies() == 1
    published()
    at("2026-11-23T15:31")
    another_process(house).get(), visitor.get()
    assert second_bodies() == 2
    at("2026-11-23T15:41:30")
    visitor.get()
    assert second_bodies() == 3


def test_a_second_body_that_cannot_be_made_costs_nobody_the_page(house: House, visitor: Visitor) -> None:
    house.broken_for_later = True
    assert visitor.get().status == 200
    assert visitor.get().outcome == "hit"


def test_while_the_database_is_away_it_is_not_asked_at_every_visit_and_found_again(
    house: House, visitor: Visitor, at: At
) -> None:
    visitor.get()
    house.status = "503 Service Unavailable"
    at("2026-11-23T16:01")
    for _ in range(5):
        assert visitor.get().status == 200
    assert house.visits == 2
    house.status, house.words, house.until = "200 OK", "closed", CLOSING + dt.timedelta(hours=1)
    at("2026-11-23T16:01:05")
    assert (visitor.get().text, visitor.get().outcome) == ("closed" * 100, "hit")


def test_a_clock_that_was_put_back_does_not_keep_the_database_away(
    house: House, visitor: Visitor, at: At
) -> None:
    visitor.get()
    house.status = "503 Service Unavailable"
    at("2026-11-24T16:01")
    visitor.get()
    house.status, house.words, house.until = "200 OK", "closed", CLOSING + dt.timedelta(hours=1)
    at("2026-11-23T16:01")
    assert visitor.get().text == "closed" * 100
