"""The page cache before the site itself: what visitors are shown, also while the database is away."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import translation

from familjecentral.alerts.choices import ReadyText
from familjecentral.alerts.models import Alert
from familjecentral.core import languages
from familjecentral.core.models import BasePage
from familjecentral.figures.counting import CountVisits
from familjecentral.pagecache.front import PageCache
from familjecentral.pagecache.stores import Pages
from familjecentral.request_log import RequestLog
from locations.hours import OpenState, State
from locations.models import CentrePage, HoursConfirmation, HoursException, ServiceHours
from locations.words import _label
from tests.forms import soup
from tests.pagecache.visitor import Answer, Visitor

pytestmark = pytest.mark.usefixtures("content")
At = Callable[[str], dt.datetime]
FITTJA = "hitta-familjecentral/fittja/"
STATES = ("", "hitta-familjecentral/", FITTJA)
STOP = Callable[[], None]


@pytest.fixture
def house(content: None, at: At) -> CentrePage:
    """Fittja is open for drop-in until four, and closed after that."""
    at("2026-11-20T08:00")
    for model in (HoursException, HoursConfirmation):
        model.objects.all().delete()
    for hours in ServiceHours.objects.all():
        hours.schedules = [{"spans": [{"days": [1], "opens": "09:00", "closes": "16:00"}]}]
        hours.save()
    for page in CentrePage.objects.all():
        page.operating_status = "open"
        page.save()
        HoursConfirmation.objects.create(centre=page)
    return CentrePage.objects.get(slug="fittja")


@pytest.fixture
def visitor(pages: Pages) -> Iterator[Visitor]:
    """As a server runs the site, except that the test's transaction stays open between requests."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield Visitor(PageCache(get_wsgi_application(), pages))
    for signal in ends:
        signal.connect(close_old_connections)


def uncached() -> Visitor:
    return Visitor(get_wsgi_application())


def words(code: str, *states: State) -> list[str]:
    with translation.override(code):
        return [str(_label(OpenState(state))) for state in states]


def signs(page: Answer) -> list[str]:
    return [sign["data-state"] for sign in soup(page).select("main .status, main .dot")]


# --- The database is away ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["ar", "sv"])
@pytest.mark.parametrize("path", STATES)
def test_the_database_stops_one_minute_before_closing_and_the_page_is_asked_one_minute_after(
    visitor: Visitor, house: CentrePage, at: At, stop_database: STOP, code: str, path: str
) -> None:
    address = f"/{code}/{path}"
    at("2026-11-23T15:58")
    assert "open" in signs(visitor.get(address))
    stop_database()
    at("2026-11-23T15:59")
    before = visitor.get(address)
    at("2026-11-23T16:01")
    after, in_full = visitor.get(address), soup(visitor.get(address))

    assert before.status == after.status == 200
    assert "open" in signs(before)
    assert set(signs(after)) <= {"call_first"}
    assert signs(after)
    assert after.headers["Cache-Control"] == "no-store"
    text = in_full.main.get_text(" ")
    assert [
        word for word in words(code, State.OPEN, State.BY_APPOINTMENT, State.PHONE_ONLY) if word in text
    ] == []
    assert (
        in_full.select("[data-now], [data-today], [data-state=closed], script[type='application/ld+json']")
        == []
    )
    assert words(code, State.CALL_FIRST)[0] in text
    assert "15.58" in text or "15:58" in text
    assert (in_full.html["lang"], in_full.html["dir"]) == (code, "rtl" if code == "ar" else "ltr")
    # Search engines that come by meanwhile lose nothing.
    assert in_full.select("meta[name=robots]") == []
    assert in_full.select_one("link[rel=canonical]")["href"].endswith(address)


def every_page() -> Iterator[str]:
    home = BasePage.objects.get(depth=2)
    below = BasePage.objects.live().filter(path__startswith=home.path)
    paths = [page.url_path.removeprefix(home.url_path) for page in below]
    more = [
        f"{FITTJA}prata/",
        f"{FITTJA}affisch/",
        f"{FITTJA}kalender.ics",
        "hitta-familjecentral/kalender.ics",
    ]
    yield from [*paths, *more, "nyheter/atom.xml", "sok/", "tillganglighet/rapport/"]


def test_every_page_that_was_seen_in_the_last_day_is_shown_without_the_database(
    visitor: Visitor, house: CentrePage, at: At, stop_database: STOP
) -> None:
    addresses = [f"/{code}/{path}" for path in every_page() for code in ("sv", "ar")]
    assert len(addresses) > 40
    at("2026-11-23T15:00")
    assert {address for address in addresses if visitor.get(address).status != 200} == set()
    stop_database()
    at("2026-11-24T14:59")
    found = {address: visitor.get(address) for address in addresses}
    assert {address: page.status for address, page in found.items() if page.status != 200} == {}
    assert {page.outcome for page in found.values()} == {"kept"}
    stating = {
        address: signs(page) for address, page in found.items() if {"open", "closed"} & set(signs(page))
    }
    assert stating == {}


@pytest.mark.parametrize("language", languages.PUBLIC, ids=lambda language: language.code)
def test_other_pages_say_in_the_visitors_language_that_they_come_back(
    visitor: Visitor, stop_database: STOP, language: languages.Language
) -> None:
    stop_database()
    for address in (f"/{language.code}/", f"/{language.code}/sok/?q=bvc", f"/{language.code}/finns-inte/"):
        found = visitor.get(address)
        page = soup(found)
        assert (found.status, found.headers["Retry-After"]) == (503, "30")
        assert found.headers["Cache-Control"] == "no-store"
        assert (page.html["lang"], page.html["dir"]) == (language.tag, language.direction)
        assert page.select_one('a[href="tel:112"]')


@pytest.mark.parametrize(
    ("path", "method"), [("/cms/login/", "GET"), ("/sv/synpunkt/", "POST"), ("/f/fittja", "GET")]
)
def test_what_needs_the_database_says_so(
    visitor: Visitor, stop_database: STOP, path: str, method: str
) -> None:
    stop_database()
    sent = {"accept_language": "en", "cookie": "sessionid=x"} if path.startswith("/cms/") else {}
    assert visitor.get(path, method=method, **sent).status in ((503, 403) if method == "POST" else (503,))


def test_the_way_to_the_start_page_stays_open(visitor: Visitor, stop_database: STOP) -> None:
    stop_database()
    found = visitor.get("/", accept_language="ar")
    assert (found.status, found.headers["Location"]) == (302, "/ar/")


def test_the_site_comes_back_by_itself(
    visitor: Visitor, house: CentrePage, at: At, monkeypatch: pytest.MonkeyPatch, stop_database: STOP
) -> None:
    at("2026-11-23T15:59")
    visitor.get(f"/sv/{FITTJA}")
    with monkeypatch.context() as outage:
        outage.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", _refused)
        at("2026-11-23T16:01")
        assert visitor.get(f"/sv/{FITTJA}").outcome == "kept"
    at("2026-11-23T16:02")
    found = visitor.get(f"/sv/{FITTJA}")
    assert found.outcome == "miss"
    assert "closed" in signs(found)


def _refused(*arguments: Any) -> None:
    from django.db import InterfaceError

    raise InterfaceError("connection already closed")


# --- Messages ---------------------------------------------------------------------------------------------------------


def test_a_second_body_tells_no_message_that_ends_while_it_is_shown(
    visitor: Visitor, house: CentrePage, at: At, stop_database: STOP
) -> None:
    now = at("2026-11-23T15:00")
    for ready, hours in ((ReadyText.LIFT, 2), (ReadyText.values[-1], 24 * 7)):
        Alert.objects.create(ready_text=ready, starts=now, ends=now + dt.timedelta(hours=hours))
    for address in ("/sv/om/", f"/sv/{FITTJA}"):
        assert len(soup(visitor.get(address)).select("details.alert")) == 2
    stop_database()
    at("2026-11-23T17:01")
    for address in ("/sv/om/", f"/sv/{FITTJA}"):
        [shown] = soup(visitor.get(address)).select("details.alert")
        assert str(ReadyText(ReadyText.values[-1]).label) in shown.text


# --- The page itself --------------------------------------------------------------------------------------------------


def test_the_server_runs_the_log_around_the_figures_around_the_page_cache() -> None:
    from familjecentral.wsgi import application

    layers: list[Any] = [application, application.application]
    layers.append(layers[1]._application)
    assert [type(layer) for layer in layers] == [RequestLog, CountVisits, PageCache]


def test_a_stored_page_is_the_page(visitor: Visitor, house: CentrePage, at: At) -> None:
    at("2026-11-23T10:00")
    for address in (
        f"/ar/{FITTJA}",
        "/sv/hitta-familjecentral/?oppet=1",
        "/fi/nyheter/atom.xml",
        "/sv/om/bvc/",
    ):
        plain, first, second = uncached().get(address), visitor.get(address), visitor.get(address)
        assert first.content == second.content == plain.content
        for name in (
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "Referrer-Policy",
            "Content-Language",
            "Content-Type",
        ):
            directives = set(plain.headers[name].split("; "))
            assert directives == set(first.headers[name].split("; ")) == set(second.headers[name].split("; "))


def test_nothing_that_a_visitor_sends_is_in_a_stored_page(
    visitor: Visitor, house: CentrePage, at: At
) -> None:
    at("2026-11-23T10:00")
    clean = uncached().get("/sv/hitta-familjecentral/").content
    first = visitor.get(
        "/sv/hitta-familjecentral/?evil=evil&utm_source=evil&next=//evil.example",
        x_forwarded_host="evil.example", x_forwarded_for="evil", x_original_url="/evil", referer="//evil.example",
        user_agent="evil", accept_language="ar", range="bytes=0-10", if_none_match="evil", forwarded="host=evil.example",
        x_http_method_override="POST", x_forwarded_scheme="evil", cookie="evil=evil",
    )  # fmt: skip
    assert (first.status, first.content) == (200, clean)
    assert "evil" not in str(first.headers)
    assert visitor.get("/sv/hitta-familjecentral/").outcome == "hit"


def test_an_unknown_host_is_refused_also_for_a_stored_page(visitor: Visitor, house: CentrePage) -> None:
    visitor.get("/sv/om/")
    assert visitor.get("/sv/om/", host="evil.example").status == 400
    assert visitor.get("/sv/om/").outcome == "hit"


def test_a_search_is_answered_and_not_stored(visitor: Visitor, pages: Pages) -> None:
    for _ in range(2):
        found = visitor.get("/sv/sok/?q=bvc")
        assert (found.status, found.outcome) == (200, "pass")
    assert "BVC" in found.text
    assert len(pages.plain) == len(pages.asked) == 0
    assert visitor.get("/sv/sok?q=bvc").headers["Location"] == "/sv/sok/?q=bvc"


def test_a_page_that_is_shut_off_is_not_shown_from_what_is_stored(
    visitor: Visitor, house: CentrePage, at: At, django_capture_on_commit_callbacks: Any, stop_database: STOP
) -> None:
    from wagtail.models import PageViewRestriction

    at("2026-11-23T10:00")
    assert visitor.get(f"/sv/{FITTJA}").status == 200
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=house, restriction_type="password", password="ord")
    at("2026-11-23T10:00:02")
    for _ in range(2):
        found = visitor.get(f"/sv/{FITTJA}")
        assert found.outcome == "pass"
        assert 'type="password"' in found.text
    stop_database()
    at("2026-11-23T10:00:04")
    assert visitor.get(f"/sv/{FITTJA}").status == 503


def test_without_the_shared_cache_pages_are_right_and_made_more_often(
    visitor: Visitor, house: CentrePage, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any, **named: Any) -> None:
        raise OSError(28, "No space left on device")

    for method in ("get", "set", "add", "delete"):
        monkeypatch.setattr(type(caches["pages"]), method, fail)
    at("2026-11-23T15:59:58")
    assert [visitor.get("/sv/").outcome for _ in range(2)] == ["miss", "hit"]
    at("2026-11-23T16:00:01")
    found = visitor.get("/sv/")
    assert found.outcome == "miss"
    assert "open" not in signs(found)
