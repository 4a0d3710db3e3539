"""A page that is read later (`?sparad=1`) says nothing that is only true now: neither open nor closed, in any language."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from familjecentral.core import languages
from locations.hours import OpenState, State
from locations.words import _label
from tests.forms import soup

pytestmark = pytest.mark.usefixtures("content")

PAGES = ("", "hitta-familjecentral/", "hitta-familjecentral/fittja/")
IN_THE_MORNING, AT_NIGHT = "2026-11-23T10:20", "2026-11-23T23:00"
At = Callable[[str], dt.datetime]
NOW = (State.OPEN, State.BY_APPOINTMENT, State.PHONE_ONLY)
"""States whose words are said of this moment alone; "closed" is also said of the days of a week."""


def kept(code: str, path: str) -> Any:
    response = Client().get(f"/{code}/{path}?sparad=1")
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("language", languages.PUBLIC, ids=lambda language: language.code)
def test_no_kept_page_says_what_is_only_true_now(at: At, language: languages.Language) -> None:
    with translation.override(language.code):
        words = [_label(OpenState(state)) for state in NOW]
    for moment in (IN_THE_MORNING, AT_NIGHT):
        at(moment)
        for path in PAGES:
            page = soup(kept(language.code, path))
            assert [sign["data-state"] for sign in page.select("main .status, main .dot")] == [
                "call_first" for _ in page.select("main .status")
            ]
            assert page.select("[data-now], [data-today], main details.service .dot") == []
            text = page.main.get_text(" ")
            assert [word for word in words if word in text] == []


def test_the_plain_page_says_it(at: At) -> None:
    at(IN_THE_MORNING)
    page = soup(Client().get("/sv/hitta-familjecentral/fittja/"))
    assert page.select_one("main .status")["data-state"] == "open"
    assert page.select("[data-now]")


def test_a_kept_page_says_when_it_was_saved_and_asks_to_call(at: At) -> None:
    at(IN_THE_MORNING)
    text = " ".join(soup(kept("sv", PAGES[2])).main.get_text(" ").split())
    assert "Sparad: måndag 23 november 2026 kl." in text
    assert "Ring innan du kommer" in text
    assert "Tiderna kontrollerades: måndag 23 november kl." in text


def test_hours_and_programme_stay(at: At) -> None:
    at(IN_THE_MORNING)
    page, usual = soup(kept("ar", PAGES[2])), soup(Client().get(f"/ar/{PAGES[2]}"))
    times = "table.hours td bdi"
    assert [found.text for found in page.select(times)]
    assert {found.text for found in usual.select(times)} == {found.text for found in page.select(times)}
    assert len(page.select(".event")) == len(usual.select(".event")) > 0


def test_search_engines_keep_only_the_plain_page(at: At) -> None:
    at(IN_THE_MORNING)
    page = soup(kept("fi", PAGES[2]))
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select("link[hreflang], script[type='application/ld+json']") == []
    assert page.select_one("link[rel=canonical]")["href"].endswith("/fi/hitta-familjecentral/fittja/")


@pytest.mark.parametrize("path", [*PAGES, "om/"])
def test_swedish_and_easy_swedish_lead_straight_to_each_other(path: str) -> None:
    def link(code: str) -> str:
        return str(soup(Client().get(f"/{code}/{path}")).select_one(".easy")["href"])

    assert link("sv") == f"/sv-simple/{path}"
    assert link("sv-simple") == f"/sv/{path}"
    assert soup(Client().get(f"/fi/{path}")).select_one(".easy") is None
