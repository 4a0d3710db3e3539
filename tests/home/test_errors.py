"""home/errors.py: what went wrong is said in the visitor's language, and the page for it cannot fail itself."""

import re
from typing import Any

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.translation import gettext

from familjecentral.core import languages
from familjecentral.core.models import BasePage
from familjecentral.home import errors
from tests.forms import soup

PUBLIC = [language.code for language in languages.PUBLIC]


def heading(response: HttpResponse) -> str:
    return soup(response).main.h1.text


def in_words(code: str, message: str) -> str:
    with translation.override(code):
        return gettext(message)


def suggested(client: Client, path: str) -> list[str]:
    return [link["href"] for link in soup(client.get(path)).select("main ul.links a")]


def is_in(response: HttpResponse, code: str) -> bool:
    html, language = soup(response).html, languages.by_code(code)
    return (html["lang"], html["dir"]) == (language.tag, language.direction)


# --- 404 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", PUBLIC)
@pytest.mark.usefixtures("content")
def test_a_missing_page_is_said_in_every_language_with_search_and_a_way_home(
    client: Client, code: str
) -> None:
    response = client.get(f"/{code}/finns-inte/")
    main = soup(response).main

    assert response.status_code == 404
    assert is_in(response, code)
    assert heading(response) == in_words(code, "Page not found")
    assert main.select_one("form[role=search]")["action"] == f"/{code}/sok/"
    assert main.select_one(f'a.btn[href="/{code}/"]')
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.usefixtures("content")
def test_a_missing_page_has_no_address_in_any_language(client: Client) -> None:
    html = soup(client.get("/sv/finns-inte/"))

    assert html.select_one("meta[name=robots]")["content"] == "noindex"
    assert not html.select("link[rel=canonical], link[hreflang], script[type='application/ld+json']")
    assert {link["href"] for link in html.select("ul.langs a")} == {f"/{code}/" for code in PUBLIC}


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("path", ["/finns-inte", "/ckb/", "/ti/nyheter/", "/sv-SIMPLE/", "/xx/", "/api/v1/"])
def test_an_address_without_a_public_language_is_answered_in_the_browsers(client: Client, path: str) -> None:
    response = client.get(path, headers={"Accept-Language": "ar"})

    assert response.status_code == 404
    assert is_in(response, "ar")
    assert response.headers["Content-Language"] == "ar"


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/sv/hitta-familjecentral/fitja/", "fittja"),
        ("/sv/familjecentral-fittja/", "fittja"),
        ("/ar/Barnmorskan/", "barnmorska"),
        ("/sv/oppen_forskola", "oppen-forskola"),
        ("/sv/öppen-förskola/", "oppen-forskola"),
        ("/sv/bvc.html", "bvc"),
        ("/sv/nyheter/finns-inte/", "nyheter"),
    ],
)
def test_the_nearest_page_is_suggested_first(client: Client, path: str, slug: str) -> None:
    if not path.endswith("/"):
        path += "/"
    assert suggested(client, path)[0].rstrip("/").endswith(f"/{slug}")


@pytest.mark.usefixtures("content")
def test_a_suggestion_leads_to_the_page_in_the_readers_language(client: Client) -> None:
    link = soup(client.get("/ar/om/bvcc/")).select_one("main ul.links a")

    assert link["href"] == "/ar/om/bvc/"
    assert link.text == BasePage.objects.get(slug="bvc").title_ar
    assert not link.has_attr("lang")


@pytest.mark.usefixtures("content")
def test_a_suggestion_that_is_not_translated_is_marked_as_swedish(client: Client) -> None:
    BasePage.objects.filter(slug="bvc").update(title_ar="", lead_ar="")

    link = soup(client.get("/ar/om/bvcc/")).select_one("main ul.links a")

    assert (link["lang"], link["dir"]) == ("sv", "ltr")


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize("path", ["/sv/finns-inte/", "/sv/wp-login.php/", "/sv/a/", "/en/xmlrpc/", "/sv/-/"])
def test_nothing_is_suggested_where_nothing_is_alike(client: Client, path: str) -> None:
    assert suggested(client, path) == []


@pytest.mark.usefixtures("content")
def test_what_is_not_published_is_not_suggested(client: Client) -> None:
    BasePage.objects.filter(slug="bvc").update(live=False)

    assert not [href for href in suggested(client, "/sv/om/bvc/") if "bvc" in href]


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(
    "path",
    [
        "/sv/%00/", "/sv/hitta-familjecentral/%00", "/sv/%E2%80%AEfittja/", "/sv/%FF%FE/", "/sv/<script>alert(1)</script>/",
        "/sv/" + "x" * 20_000, "/sv/" + "x/" * 2_000, "/sv/..%2f..%2fetc/passwd", "/sv/fittja'\"/", "/%00", "/f/%00", "/%F0%9F%98%80/",
    ],
)  # fmt: skip
def test_any_address_is_survived(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code in (301, 302, 400, 404)
    assert "<script>alert" not in response.content.decode()


@pytest.mark.usefixtures("content")
def test_head_and_post_of_a_missing_page_answer_404(client: Client) -> None:
    assert client.head("/sv/finns-inte/").status_code == 404
    assert client.head("/sv/finns-inte/").content == b""
    assert client.post("/sv/finns-inte/").status_code == 404
    assert client.post("/finns-inte/").status_code == 404


@pytest.mark.usefixtures("content")
def test_a_missing_page_asks_the_database_as_often_with_many_pages(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    client.get("/sv/om/bvcc/")
    with django_assert_max_num_queries(15) as few:
        client.get("/sv/om/bvcc/")
    parent = BasePage.objects.get(slug="om").specific
    for number in range(20):
        parent.add_child(instance=type(parent)(title_sv=f"Sida {number}", slug=f"sida-{number}"))
    with django_assert_max_num_queries(len(few)):
        client.get("/sv/om/bvcc/")


@pytest.mark.usefixtures("empty_site")
def test_a_missing_page_is_said_before_the_site_has_content(client: Client) -> None:
    response = client.get("/sv/finns-inte/")

    assert response.status_code == 404
    assert heading(response) == in_words("sv", "Page not found")


# --- 403 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", PUBLIC)
@pytest.mark.usefixtures("content")
def test_a_form_that_was_not_sent_from_our_page_is_refused_in_every_language(code: str) -> None:
    response = Client(enforce_csrf_checks=True).post(f"/{code}/", {"a": "b"})

    assert response.status_code == 403
    assert is_in(response, code)
    assert heading(response) == in_words(code, "You cannot see this page")
    assert soup(response).select_one("main p.lede").text == in_words(
        code,
        "The form was open for too long, or your browser blocked it. "
        "Go back, load the page again and send the form once more.",
    )
    assert not response.cookies
    assert not soup(response).select("link[rel=canonical]")


@pytest.mark.usefixtures("content")
def test_what_is_for_editors_only_is_said_without_a_word_of_forms(rf: RequestFactory) -> None:
    request = rf.get("/ar/")
    with translation.override("ar"):
        response = errors.permission_denied(request)

    assert response.status_code == 403
    assert is_in(response, "ar")
    assert soup(response).select_one("main p.lede").text == in_words(
        "ar", "It is only for those who work with the site. You find everything else from the start page."
    )


# --- 400 and 500: without a database ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", PUBLIC)
def test_an_unknown_host_is_refused_in_every_language_without_a_database(client: Client, code: str) -> None:
    response = client.get(f"/{code}/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert is_in(response, code)
    assert heading(response) == in_words(code, "The address cannot be read")
    assert soup(response).select_one(f'main a.btn[href="/{code}/"]')
    assert "evil" not in response.content.decode()


@pytest.mark.parametrize("method", ["head", "post", "options", "put"])
def test_an_unknown_host_is_refused_whatever_the_method(client: Client, method: str) -> None:
    assert getattr(client, method)("/sv/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("host", ["", "a b", "\x00", "[::1", "ärlig.example"])
def test_a_host_that_is_no_host_is_refused(client: Client, host: str) -> None:
    assert client.get("/sv/", HTTP_HOST=host).status_code in (301, 400)


@pytest.mark.usefixtures("content")
def test_a_port_that_is_no_port_is_survived(client: Client) -> None:
    assert client.get("/sv/", headers={"host": "127.0.0.1:99999999999"}).status_code in (200, 400)


def broken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    raise DatabaseError("the database is gone")


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A client to whom every page fails as it does when the database is gone."""
    monkeypatch.setattr("wagtail.models.Site.find_for_request", broken)
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("code", PUBLIC)
def test_a_fault_of_ours_is_said_in_every_language_without_a_database(fault: Client, code: str) -> None:
    response = fault.get(f"/{code}/hitta-familjecentral/")

    assert response.status_code == 500
    assert is_in(response, code)
    assert heading(response) == in_words(code, "Something went wrong")
    assert soup(response).select_one('a[href="tel:112"]')
    assert not response.cookies
    assert "gone" not in response.content.decode()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_no_fault_and_says_when_to_come_back(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def away(request: HttpRequest) -> None:
        try:
            raise error("gone")
        except error as cause:
            raise ValueError("what was made of it") from cause

    monkeypatch.setattr("wagtail.models.Site.find_for_request", away)
    visitor = Client(raise_request_exception=False)
    for path in ("/ar/", "/ar/sok/?q=bvc", "/ar/om/bvc/"):
        response = visitor.get(path)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
        assert response.headers["Cache-Control"] == "no-store"
        assert is_in(response, "ar")
        assert soup(response).select_one('a[href="tel:112"]')
        assert "gone" not in response.content.decode()


def test_a_fault_is_the_same_whatever_the_method(fault: Client) -> None:
    assert fault.head("/sv/").status_code == 500
    assert fault.post("/sv/").status_code == 500


def test_a_fault_in_the_cms_is_said_in_a_language_of_the_cms(rf: RequestFactory) -> None:
    request = rf.get("/cms/pages/", headers={"Accept-Language": "ar"})
    request.LANGUAGE_CODE = "sv"

    assert is_in(errors.server_error(request), "sv")


@pytest.mark.parametrize(
    ("path", "header", "code"),
    [("/", "fi", "fi"), ("/so/", "fi", "so"), ("/ckb/", "fi", "fi"), ("/x", "", "sv")],
)
def test_an_error_before_the_language_is_chosen_reads_path_and_browser(
    rf: RequestFactory, path: str, header: str, code: str
) -> None:
    assert is_in(errors.server_error(rf.get(path, headers={"Accept-Language": header})), code)


def test_plain_pages_hold_no_script_no_inline_style_and_nothing_of_others(rf: RequestFactory) -> None:
    for page in (errors.bad_request(rf.get("/sv/")), errors.server_error(rf.get("/ar/"))):
        html = soup(page)
        assert not html.select("script, style, [style], form")
        assert html.select_one("meta[name=robots]")["content"] == "noindex"
        assert not re.search(r'(?:href|src)="(?!/|tel:)', page.content.decode())


def test_an_error_page_that_fails_itself_still_says_so_in_the_visitors_language(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_template(name: str) -> None:
        raise ValueError(f"Missing staticfiles manifest entry for {name!r}")

    monkeypatch.setattr(errors, "get_template", no_template)
    response = errors.server_error(rf.get("/ar/"))
    assert response.status_code == 500
    assert '<html lang="ar" dir="rtl">' in response.content.decode()
