"""Facts about search words, about what is marked in a result, and about why a page was found."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from familjecentral.core import languages
from familjecentral.search.matching import words
from familjecentral.search.models import Synonym
from tests.forms import soup

PUBLIC = [language.code for language in languages.PUBLIC]


def found(language: str, query: str) -> Any:
    return soup(Client().get(f"/{language}/sok/", {"q": query}))


def first(page: Any) -> str:
    return str(page.select_one("main ul.news h2 a")["href"])


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("language", PUBLIC)
@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("öppis", "oppen-forskola"),
        ("oppis", "oppen-forskola"),
        ("MVC", "barnmorska"),
        ("socialen", "socialtjanst"),
    ],
)
def test_a_word_that_stands_on_no_page_leads_to_what_it_means(language: str, query: str, slug: str) -> None:
    answer = found(language, query)
    assert first(answer) == f"/{language}/om/{slug}/"
    assert answer.select_one("main bdi[lang=sv]")


@pytest.mark.usefixtures("content")
def test_a_search_word_is_not_also_taken_for_a_misspelling() -> None:
    said = found("sv", "socialen fitja").select("[role=status] + p bdi")
    assert [text.text for text in said] == ["socialtjänst", "Fittja"]


@pytest.mark.usefixtures("content")
def test_an_editor_adds_a_word(client: Client, editor: Any) -> None:
    client.force_login(editor)
    add = "/cms/snippets/site_search/synonym/add/"
    assert client.post(add, {"written": "  , ", "means": "!"}).status_code == 200
    assert client.post(add, {"written": "mammakollen", "means": "barnmorska"}).status_code == 302
    assert first(found("fi", "Mammakollen")) == "/fi/om/barnmorska/"


def test_a_word_is_met_whole_and_in_its_order() -> None:
    synonym = Synonym(written="öppna förskolan, öppis", means="öppen förskola")
    for query in ("öppis", "OPPIS i dag", "var är öppna förskolan"):
        assert synonym.is_in(words(query))
    for query in ("öppisar", "förskolan öppna", "öppna", ""):
        assert not synonym.is_in(words(query))


@pytest.mark.parametrize(("written", "means"), [("", "x"), ("x", ""), (",,", "x"), ("x", "…")])
def test_a_search_word_has_words(written: str, means: str) -> None:
    with pytest.raises(ValidationError):
        Synonym(written=written, means=means).full_clean()


@pytest.mark.usefixtures("content")
def test_marks_are_in_the_page_and_the_text_is_escaped() -> None:
    page = found("sv", "barnmorska")
    assert "arnmorska" in page.select_one("main ul.news mark").text
    assert not found("sv", "<mark>alert</mark>").select("main ul.news script")


@pytest.mark.usefixtures("content")
def test_a_page_says_why_it_was_found_where_that_is_not_seen() -> None:
    """The Finnish page of a Swedish word that only its Swedish lead or need has."""
    reasons = [
        reason
        for query in ("gravid", "väntar", "råd", "orolig", "leka")
        for reason in found("fi", query).select("main ul.news p.meta > span[lang=sv]")
        if reason.find("mark")
    ]
    assert reasons
    assert all(reason["dir"] == "ltr" for reason in reasons)
