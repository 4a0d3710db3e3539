"""Facts about what is counted of a visit, and what is not."""

from collections import Counter
from typing import Any

import pytest

from familjecentral.figures.visits import Kind, Seen, Tally, seen

HTML = {"content-type": "text/html; charset=utf-8"}


def environ(path: str, **more: str) -> dict[str, Any]:
    return {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "example.org", **more}


@pytest.mark.parametrize("status", [200, 304])
def test_a_page_that_is_read_is_a_visit_in_its_language(status: int) -> None:
    assert seen(environ("/ar/nyheter/"), status, HTML) == [Seen("nyheter/", "ar", Kind.VISIT)]
    assert seen(environ("/sv-simple/"), status, HTML) == [Seen("", "sv-simple", Kind.VISIT)]


@pytest.mark.parametrize(
    ("path", "status", "more"),
    [
        ("/sv/finns-inte/", 404, {}),
        ("/sv/", 503, {}),
        ("/cms/", 200, {}),
        ("/ckb/", 200, {}),
        ("/sv/nyheter/atom.xml", 200, {}),
        ("/static/css/site.css", 200, {}),
        ("/", 302, {}),
        ("", 200, {}),
        ("/sv/" + "a" * 300 + "/", 200, {}),
        ("/sv/", 200, {"HTTP_COOKIE": "sessionid=x"}),
        ("/sv/", 200, {"HTTP_SEC_PURPOSE": "prefetch;prerender"}),
        ("/sv/", 200, {"QUERY_STRING": "sparad=1"}),
        ("/sv/", 200, {"REQUEST_METHOD": "HEAD"}),
        ("/sv/", 200, {"REQUEST_METHOD": "POST"}),
    ],
)
def test_nothing_else_is(path: str, status: int, more: dict[str, str]) -> None:
    assert seen(environ(path, **more), status, HTML) == []


def test_a_short_link_counts_for_the_page_it_leads_to() -> None:
    leads = {"location": "https://example.org/so/hitta-familjecentral/fittja/"}
    assert seen(environ("/f/fittja"), 302, leads) == [Seen("hitta-familjecentral/fittja/", "so", Kind.CODE)]
    assert seen(environ("/f/borta"), 404, {}) == []


def test_a_page_that_our_search_led_to_is_a_visit_from_the_search() -> None:
    came = environ("/ar/om/bvc/", HTTP_REFERER="https://example.org/ar/sok/?q=bvc")
    assert Seen("om/bvc/", "ar", Kind.SEARCH) in seen(came, 200, HTML)
    for referer in ("https://elsewhere.example/ar/sok/", "https://example.org/ar/", "x", "http://[", ""):
        assert seen(environ("/ar/om/bvc/", HTTP_REFERER=referer), 200, HTML) == [
            Seen("om/bvc/", "ar", Kind.VISIT)
        ]


def test_a_search_in_vain_is_counted_without_its_words() -> None:
    asked = environ("/fi/sok/", QUERY_STRING="q=Maija+Meik%C3%A4l%C3%A4inen")
    found = seen(asked, 200, {**HTML, "x-no-result": "1"})
    assert found == [Seen("sok/", "fi", Kind.VISIT), Seen("sok/", "fi", Kind.MISSED)]


def test_a_tally_gives_each_number_once() -> None:
    tally, visit = Tally(), Seen("", "sv", Kind.VISIT)
    tally.add({visit: 1})
    tally.add({visit: 2})
    assert tally.take() == Counter({visit: 3})
    assert not tally.take()
