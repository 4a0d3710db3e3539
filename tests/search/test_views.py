"""The search page: what is found from which language, what help there is, and that any input is survived."""

import logging
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, ngettext
from wagtail.models import PageViewRestriction

from familjecentral.core import languages
from familjecentral.core.models import BasePage
from familjecentral.search.results import SHOWN
from familjecentral.search.views import LONGEST_QUERY, clean
from locations.models import ServiceType
from news.models import NewsIndexPage, NewsPage
from tests.forms import soup

PUBLIC = [language.code for language in languages.PUBLIC]

pytestmark = pytest.mark.usefixtures("content")


def ask(client: Client, query: str, code: str = "sv") -> Any:
    return client.get(f"/{code}/sok/", {"q": query})


def found(client: Client, query: str, code: str = "sv") -> list[str]:
    """The addresses of the results, in their order."""
    return [link["href"] for link in soup(ask(client, query, code)).select("main ul.news h2 a")]


def add_news(number: int, **values: Any) -> NewsPage:
    index = NewsIndexPage.objects.get()
    item = NewsPage(
        title_sv=f"Babycafé {number}", lead_sv="Kom och fika.", slug=f"babycafe-{number}", **values
    )
    return index.add_child(instance=item)


@pytest.mark.parametrize("code", PUBLIC)
def test_a_swedish_word_or_abbreviation_finds_the_page_in_every_language(client: Client, code: str) -> None:
    for query in ("BVC", "bvc", "barnavårdscentral", "barnavardscentral"):
        assert found(client, query, code)[0] == f"/{code}/om/bvc/", query
    for query in ("BMM", "barnmorska", "barnmorskemottagning"):
        assert found(client, query, code)[0] == f"/{code}/om/barnmorska/", query
    assert found(client, "öppen förskola", code)[0] == f"/{code}/om/oppen-forskola/"


def test_the_result_is_written_in_the_readers_language_with_the_swedish_word(client: Client) -> None:
    html = soup(ask(client, "BMM", "ar"))

    assert html.select_one("main h2 a").text == BasePage.objects.get(slug="barnmorska").title_ar
    assert not html.select_one("main h2 a").has_attr("lang")
    meta = html.select_one("main ul.news .meta bdi")
    assert (meta["lang"], meta.text) == ("sv", "barnmorskemottagning (BMM)")


def test_a_word_of_the_readers_language_finds_the_page_with_and_without_article(client: Client) -> None:
    for query in ("القابلة", "قابلة", "قابله", "للقابلة"):
        assert found(client, query, "ar")[0] == "/ar/om/barnmorska/", query


def test_a_misspelling_finds_the_centre(client: Client) -> None:
    assert found(client, "fitja")[0] == "/sv/hitta-familjecentral/fittja/"


def test_a_page_that_is_not_translated_is_found_and_marked_as_swedish(client: Client) -> None:
    page = BasePage.objects.get(slug="bvc").specific
    page.title_ar = page.lead_ar = ""
    page.save()

    link = soup(ask(client, "BVC", "ar")).select_one('main a[href="/ar/om/bvc/"]')

    assert (link["lang"], link["dir"]) == ("sv", "ltr")


def test_what_is_not_published_is_not_found(client: Client) -> None:
    BasePage.objects.filter(slug="kontakt").update(live=False)
    PageViewRestriction.objects.create(
        page=BasePage.objects.get(slug="personuppgifter"), restriction_type="login"
    )

    assert "/sv/om/kontakt/" not in found(client, "kontakt")
    assert "/sv/om/personuppgifter/" not in found(client, "personuppgifter")


def test_the_words_of_a_service_that_is_not_published_are_not_searched(client: Client) -> None:
    service = ServiceType.objects.get(key="bvc")
    service.abbreviation = "XQZW"
    service.save()
    assert found(client, "XQZW") == ["/sv/om/bvc/"]

    service.unpublish()
    assert found(client, "XQZW") == []


def test_news_are_found_with_their_date_until_they_expire(client: Client) -> None:
    add_news(1, date="2026-01-05")
    add_news(2, date="2026-01-05", expires_on="2026-01-06")

    items = [item for item in soup(ask(client, "babycafé")).select("main ul.news > li") if item.time]

    assert [item.a["href"] for item in items] == ["/sv/nyheter/babycafe-1/"]
    assert items[0].time["datetime"] == "2026-01-05"


def test_no_more_than_the_best_are_shown_and_the_page_says_so(client: Client) -> None:
    for number in range(SHOWN + 1):
        add_news(number)

    html = soup(ask(client, "babycafé", "en"))

    assert len(html.select("main ul.news > li")) == SHOWN
    with translation.override("en"):
        said = ngettext("The best result for:", "The %(number)s best results for:", SHOWN) % {"number": SHOWN}
    assert said in html.select_one("[role=status]").text


@pytest.mark.parametrize("code", PUBLIC)
def test_without_results_the_page_helps_on_in_every_language(client: Client, code: str) -> None:
    html = soup(ask(client, "xyzzy", code)).main
    with translation.override(code):
        no_results = gettext("No results")

    assert no_results in html.select_one("[role=status]").text
    assert html.select_one("[role=status] bdi").text == "xyzzy"
    links = [link["href"] for link in html.select("ul.links a")]
    assert links == [f"/{code}/hitta-familjecentral/", f"/{code}/om/kontakt/", "tel:1177"]


@pytest.mark.parametrize("query", ["", "   ", "\0", "\u202e"])
def test_an_empty_question_shows_only_the_form(client: Client, query: str) -> None:
    html = soup(ask(client, query)).main

    assert html.select_one("form input[name=q]")["value"] == ""
    assert not html.select("[role=status], ul")


def test_search_without_a_parameter_shows_only_the_form(client: Client) -> None:
    assert not soup(client.get("/sv/sok/")).main.select("[role=status], ul")


GARBAGE = [
    "'", '"', "\\", "%", "_", "*", '"bvc', "bvc AND OR NOT (", "a:b", "-bvc", "NEAR/2", "<script>alert(1)</script>",
    "{{ 7|add:7 }}", "${7*7}", "\0bvc\0", "\u202ebvc", "\ufeff", "😀", "' OR 1=1 --", "../../etc/passwd",
    "bvc\r\nSet-Cookie: a=b", "ﷺ" * 300, "a" * 20_000, "å " * 10_000, "\u0301" * 20_000, "１１７７", "-1", "9" * 400,
    "(", ")))", "((bvc", '"bvc fittja', "bvc & fittja | !tullinge <-> x:*", "bvc*", "title:bvc^9", "{bvc}", "[a-z]+", "(a+)+$",
    "NOT", "OR OR", "'; DROP TABLE site_search_searchdocument; --", "👩‍👩‍👧‍👦 bvc", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    " ".join(f"ord{number}" for number in range(3_000)), "bvc" * 6_000, "\u200d" * 300, "a\u0300" * 9_000, "ال" * 500, "\n".join("abc"),
]  # fmt: skip


@pytest.mark.parametrize("query", GARBAGE)
@pytest.mark.parametrize("code", ["sv", "ar"])
def test_any_input_is_survived(client: Client, code: str, query: str) -> None:
    response = client.get(f"/{code}/sok/?q={quote(query)}")

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert "\0" not in response.content.decode()
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.parametrize(
    "parameters", ["q=%ff%fe", "q=%", "q", "q=a&q=b", "q[]=a", "sida=-1&q=bvc", "%00=%00"]
)
def test_parameters_that_are_not_well_formed_are_survived(client: Client, parameters: str) -> None:
    assert client.get(f"/sv/sok/?{parameters}").status_code == 200


def test_a_long_question_is_cut_and_the_page_says_so(client: Client) -> None:
    html = soup(ask(client, "bvc " + "x" * 20_000, "en")).main

    assert str(LONGEST_QUERY) in html.select_one(".notice").text
    assert len(html.select_one("input[name=q]")["value"]) == LONGEST_QUERY
    assert html.select_one('a[href="/en/om/bvc/"]')


def test_a_question_of_the_longest_length_is_not_cut(client: Client) -> None:
    assert not soup(ask(client, "x" * LONGEST_QUERY)).main.select(".notice")


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("  bvc   fittja ", "bvc fittja"),
        ("bvc\0fittja", "bvc fittja"),
        ("fit\u202etja", "fittja"),
        ("می\u200cشود", "می\u200cشود"),
        ("\u2066bvc", "bvc"),
        ("bvc\ud800 fittja\udfff", "bvc fittja"),
        ("\x1b[2Jbvc\x85\u2028x", "[2Jbvc x"),
    ],
)
def test_what_is_asked_has_no_marks_that_could_turn_or_break_the_page(written: str, asked: str) -> None:
    assert clean(written) == (asked, False)


def test_the_question_stands_escaped_in_both_forms(client: Client) -> None:
    fields = soup(ask(client, '"><img src=x>')).select("input[name=q]")

    assert [field["value"] for field in fields] == ['"><img src=x>'] * 2


def test_search_engines_keep_no_search_page(client: Client) -> None:
    for response in (client.get("/sv/sok/"), ask(client, "bvc")):
        html = soup(response)
        assert html.select_one("meta[name=robots]")["content"] == "noindex"
        assert html.select_one("link[rel=canonical]")["href"].endswith("/sv/sok/")
        assert not html.select("link[hreflang]")


def test_search_only_reads() -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.head("/sv/sok/?q=bvc").status_code == 200
    assert client.post("/sv/sok/", {"q": "bvc"}).status_code == 403
    assert Client().post("/sv/sok/", {"q": "bvc"}).status_code == 405


def test_what_people_search_for_is_not_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ask(client, "hemlighet")
    client.post("/sv/sok/?q=hemlighet")

    assert not [
        record
        for record in caplog.records
        if record.name != "django.db.backends" and "hemlighet" in record.getMessage()
    ]


@pytest.mark.usefixtures("empty_site")
def test_an_empty_site_answers(client: Client) -> None:
    response = ask(client, "bvc")

    assert response.status_code == 200
    assert "tel:1177" in response.content.decode()
