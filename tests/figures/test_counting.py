"""Facts about how visits reach the database, and about the screen that shows them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from familjecentral.core.models import BasePage
from familjecentral.figures import counting, models
from familjecentral.figures.counting import EVERY, CountVisits
from familjecentral.figures.models import DailyFigure, add, figures
from familjecentral.figures.visits import Kind, Seen

DAY = dt.date(2026, 11, 23)
VISIT = Seen("nyheter/", "ar", Kind.VISIT)


class Site:
    """Answers every request with a page, or with what a test says."""

    def __init__(self) -> None:
        self.now, self.headers = 0.0, [("Content-Type", "text/html")]
        self.counted = CountVisits(self._answer, clock=lambda: self.now)
        self.sent: list[Any] = []

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", self.headers)
        return [b"page"]

    def visit(self, path: str = "/ar/nyheter/") -> bytes:
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path}
        body = self.counted(environ, lambda status, headers: self.sent.append((status, headers)))
        try:
            return b"".join(body)
        finally:
            getattr(body, "close", lambda: None)()


@pytest.fixture
def site(db: None, at: Any, monkeypatch: pytest.MonkeyPatch) -> Site:
    at("2026-11-23T10:20")
    # The test's own transaction stands on the connection.
    monkeypatch.setattr(counting, "close_old_connections", lambda: None)
    return Site()


def test_visits_wait_in_memory_and_are_added_together(site: Site, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert [site.visit() for _ in range(3)] == [b"page"] * 3
    site.now = EVERY
    site.visit()
    assert DailyFigure.objects.get() == DailyFigure.objects.get(day=DAY, **VISIT._asdict(), number=4)
    site.visit()
    site.counted.write()
    assert DailyFigure.objects.get().number == 5


def test_numbers_that_the_database_does_not_take_are_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def away(*args: Any) -> None:
        raise OperationalError("server closed the connection")

    site.visit()
    with monkeypatch.context() as patch:
        patch.setattr(counting, "add", away)
        site.now = EVERY
        assert site.visit() == b"page"
    site.counted.write()
    assert DailyFigure.objects.get().number == 2
    assert "server closed" not in caplog.text


def test_the_header_between_search_and_counting_goes_no_further(site: Site) -> None:
    site.headers = [*site.headers, ("X-No-Result", "1")]
    site.visit("/fi/sok/")
    assert site.sent == [("200 OK", [("Content-Type", "text/html")])]
    site.counted.write()
    assert DailyFigure.objects.get(kind=Kind.MISSED).number == 1


@pytest.mark.usefixtures("content")
def test_the_search_says_that_it_found_nothing() -> None:
    assert Client().get("/sv/sok/?q=qqqqqqqqq").headers["X-No-Result"] == "1"
    for query in ("bvc", ""):
        assert "X-No-Result" not in Client().get("/sv/sok/", {"q": query}).headers


@pytest.mark.django_db
def test_the_figures_of_some_days_are_summed_by_page() -> None:
    add(DAY, {VISIT: 3, Seen("nyheter/", "sv", Kind.VISIT): 4, Seen("nyheter/", "sv", Kind.CODE): 2})
    add(DAY + dt.timedelta(days=2), {VISIT: 1, Seen("", "sv", Kind.VISIT): 9})
    add(DAY - dt.timedelta(days=1), {VISIT: 100})
    found = figures(DAY, DAY + dt.timedelta(days=2))
    assert list(found.days.values()) == [7, 0, 10]
    assert [(row.address, row.visits, row.by_code) for row in found.rows] == [("", 9, 0), ("nyheter/", 8, 2)]
    assert found.rows[1].in_language == {"ar": 4, "sv": 4}


def test_nothing_but_numbers_is_kept() -> None:
    columns = {field.name for field in models.DailyFigure._meta.get_fields()}
    assert columns == {"id", "day", "address", "language", "kind", "number"}


def test_an_editor_sees_a_plot_and_a_table(client: Client, editor: Any, at: Any) -> None:
    at("2026-11-23T10:20")
    client.force_login(editor)
    assert "Inget har räknats än." in client.get("/cms/reports/visits/").content.decode()
    add(DAY, {VISIT: 7, Seen("sok/", "sv", Kind.MISSED): 2})
    page = client.get("/cms/reports/visits/").content.decode()
    assert page.count("<rect") == 30
    assert BasePage.objects.get(slug="nyheter").title_sv in page
    assert "23 november 2026: 7" in page
    assert 'data-share="10">7<' in page


def test_the_figures_are_for_those_who_are_logged_in(client: Client, db: None) -> None:
    assert client.get("/cms/reports/visits/").status_code == 302
