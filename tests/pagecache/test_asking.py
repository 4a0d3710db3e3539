"""What a request asks of the page cache: one spelling for the same page, and nothing for what is not its business."""

from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import override_settings

from familjecentral.pagecache.asking import (
    PARAMETERS,
    Asked,
    asked,
    encoding,
    environment_of,
    is_known_already,
    normalised,
    said_by,
)
from tests.pagecache.visitor import environment


def key(path: str = "/sv/", **sent: Any) -> str | None:
    header = settings.SECURE_PROXY_SSL_HEADER
    found = asked(*said_by(environment(path, **sent), header[0] if header else ""))
    return found.key if found else None


SAME = [
    "utm_source=brev",
    "fbclid=x&utm_medium=y",
    "oppet=",
    "OPPET=1",
    "q=bvc",
    "next=//evil.example",
    "x" * 4000,
    "&".join(f"a{number}=1" for number in range(2000)),
    "a[]=1&%00=2",
    "=1&&=&",
]


@pytest.mark.parametrize("query", SAME, ids=lambda query: query[:20])
def test_what_no_page_reads_is_the_same_page(query: str) -> None:
    assert key(query=query) == key() == "http:/sv/?"


def test_parameters_are_one_page_in_any_order_and_spelling() -> None:
    wanted = "oppet=1&tjanst=bvc"
    for query in (
        "tjanst=bvc&oppet=1",
        "oppet=1&utm=1&tjanst=bvc",
        "tjanst=b%76c&oppet=1",
        "tjanst=x&tjanst=bvc&oppet=1",
    ):
        assert normalised(query) == wanted


@pytest.mark.parametrize(
    "query",
    ["vecka=x", "vecka=2026-W481", "alder=-1", "sida=0", "sida=99999", "ar=20266", "oppet=2", "omrade=A%20B",
     "tjanst=" + "a" * 61, "sparad=2", "tack=%3Cscript%3E", "vecka=%D9%A2026-W48", "oppet=%00"],
)  # fmt: skip
def test_a_value_that_no_page_knows_is_answered_and_not_stored(query: str) -> None:
    assert normalised(query) is None


def test_a_search_is_not_stored_but_its_empty_page_is() -> None:
    for path in ("/sv/sok/", "/sv/sok"):
        assert key(path, query="q=bvc") is None
        assert key(path, query="q=") == f"http:{path}?"
    assert key("/sv/om/", query="q=bvc") == "http:/sv/om/?"


def test_every_parameter_of_the_url_contract_is_known() -> None:
    contract = "omrade tjanst sprak oppet dropin vecka alder ar sida sparad tack"
    assert set(PARAMETERS) == set(contract.split())


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PURGE", "get", ""])
def test_other_methods_pass_by(method: str) -> None:
    assert key(method=method) is None


def test_head_asks_for_the_same_page() -> None:
    assert key(method="HEAD") == key()


@pytest.mark.parametrize(
    "path", ["/", "/cms/", "/cms/login/", "/ckb/", "/xx/", "/static/css/site.css", "/-/ready", "/SV/", "", "sv/",
             "/sv" + "/x" * 200, "/documents/1/", "/utkast/token/"],
)  # fmt: skip
def test_what_is_no_public_page_passes_by(path: str) -> None:
    assert key(path) is None


@pytest.mark.parametrize(
    "cookie", ["sessionid=abc", "a=b; sessionid=abc", "csrftoken=x", "messages=x", "sessionid"]
)
def test_who_may_be_logged_in_passes_by(cookie: str) -> None:
    assert key(cookie=cookie) is None


def test_a_cookie_of_another_site_on_the_same_domain_is_nobodys() -> None:
    assert key(cookie="_pk_id.1.ab=1; consent=yes") == key()


def test_who_sends_a_password_passes_by() -> None:
    assert key(authorization="Basic x") is None


@pytest.mark.parametrize(
    "host", ["evil.example", "", "127.0.0.1.evil.example", "[::1", "127.0.0.1, evil.example"]
)
def test_an_unknown_host_passes_by_to_be_refused(host: str) -> None:
    assert key(host=host) is None


def test_every_known_host_is_shown_the_same_page() -> None:
    assert key(host="localhost") == key(host="127.0.0.1:8000") == key(host="LOCALHOST")


def test_plain_http_passes_by_where_it_is_sent_on_to_https() -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert key() is None
        assert key(scheme="https") == "https:/sv/?"
    with override_settings(
        SECURE_SSL_REDIRECT=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")
    ):
        assert key(x_forwarded_proto="http") is None
        assert key(x_forwarded_proto="https") == "https:/sv/?"


@pytest.mark.parametrize("sent", ["https", "http", "https,http", "HTTPS", "evil", ""])
@pytest.mark.parametrize("header", [None, ("HTTP_X_FORWARDED_PROTO", "https")])
def test_https_is_what_django_takes_for_it(sent: str, header: Any) -> None:
    with override_settings(SECURE_PROXY_SSL_HEADER=header):
        request = HttpRequest()
        request.META = environment("/sv/", x_forwarded_proto=sent)
        assert key("/sv/", x_forwarded_proto=sent) == f"{'https' if request.is_secure() else 'http'}:/sv/?"


def test_nothing_of_a_visitor_reaches_what_is_stored() -> None:
    sent = environment(
        "/sv/", query="oppet=1&evil=evil", method="HEAD", host="localhost", cookie="evil=evil", user_agent="evil",
        x_forwarded_host="evil", x_forwarded_for="evil", accept_language="evil", range="evil", referer="evil",
        if_none_match="evil", accept="evil", x_original_url="evil", remote_addr="evil",
    )  # fmt: skip
    sent |= {"RAW_URI": "evil", "REQUEST_URI": "evil", "CONTENT_LENGTH": "4"}
    made = environment_of(sent, Asked("/sv/", "oppet=1", is_secure=False), {})
    assert {name for name, value in made.items() if "evil" in str(value)} == set()
    assert (made["REQUEST_METHOD"], made["QUERY_STRING"]) == ("GET", "oppet=1")
    assert made["HTTP_HOST"] == "127.0.0.1:8000"
    assert made["wsgi.input"].read() == b""


@pytest.mark.parametrize(
    ("accepted", "wanted"),
    [
        ("", "identity"), ("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"),
        ("gzip;q=0.5, br;q=0.000", "gzip"), ("*", "br"), ("*;q=0", "identity"), ("br;q=0,*", "gzip"), ("identity", "identity"),
        ("BR", "br"), ("br ; q=1", "br"), ("br;q=x", "br"), ("x-gzip", "identity"), (";;,,q=0", "identity"), ("\x00", "identity"),
        ("x," * 5000 + "br", "identity"),
    ],
)  # fmt: skip
def test_of_all_encodings_three_are_sent(accepted: str, wanted: str) -> None:
    assert encoding(accepted) == wanted


def test_an_entity_tag_is_known_by_its_name() -> None:
    tag = 'W/"abc-br"'
    for sent in (tag, '"abc-br"', f'"x", {tag}', "*"):
        assert is_known_already(sent, tag)
    for sent in ('W/"abc-gzip"', "abc-br", "", '"', "x" * 9000):
        assert not is_known_already(sent, tag)
