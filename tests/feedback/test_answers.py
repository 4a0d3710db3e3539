"""Facts about "Is the information right?": one tap, counted, nothing known of who tapped."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from familjecentral.core import languages
from familjecentral.core.models import BasePage
from familjecentral.feedback.models import DailyAnswers
from familjecentral.feedback.views import MOST
from tests.forms import soup

FITTJA = "/{}/hitta-familjecentral/fittja/"
OURS = {"headers": {"sec-fetch-site": "same-origin"}}


def form_on(client: Client, language: str) -> dict[str, Any]:
    fields = soup(client.get(FITTJA.format(language))).select("#tack form input")
    return {field["name"]: field.get("value", "") for field in fields}


def tap(client: Client, language: str, said: str, **headers: Any) -> Any:
    sent = {**form_on(client, language), "svar": said}
    return client.post(f"/{language}/synpunkt/", sent, **(headers or OURS))


@pytest.mark.parametrize("language", [language.code for language in languages.PUBLIC])
def test_a_tap_is_counted_for_its_page_and_language_and_day(
    content: None, client: Client, at: Any, language: str
) -> None:
    at("2026-11-23T10:20")
    for said in ("nej", "nej", "ja"):
        answer = tap(client, language, said)
        assert answer.status_code == 303
        assert answer["Location"] == f"{FITTJA.format(language)}?tack={said}#tack"
    counted = DailyAnswers.objects.get()
    assert (counted.page.slug, counted.language, counted.day) == ("fittja", language, dt.date(2026, 11, 23))
    assert (counted.right, counted.wrong) == (1, 2)


def test_the_page_says_thank_you_in_the_place_of_the_question(content: None, client: Client) -> None:
    asked = soup(client.get(FITTJA.format("sv"))).find(id="tack")
    thanked = soup(client.get(FITTJA.format("sv") + "?tack=nej")).find(id="tack")
    assert "Stämmer informationen?" in asked.text
    assert asked.form
    assert "Ring innan du kommer" in thanked.text
    assert not thanked.form


def test_neither_asking_nor_answering_sets_a_cookie(content: None, client: Client) -> None:
    assert not client.get(FITTJA.format("ar")).cookies
    assert not tap(client, "ar", "ja").cookies


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://testserver"},
        {"origin": "https://example.org"},
        {"origin": "null"},
    ],
)
def test_what_stood_on_another_site_is_refused(content: None, client: Client, headers: Any) -> None:
    assert tap(client, "sv", "nej", headers=headers).status_code == 403
    assert not DailyAnswers.objects.exists()


def test_an_older_browser_is_known_by_its_origin(content: None, client: Client) -> None:
    assert tap(client, "sv", "nej", headers={"origin": "http://testserver"}).status_code == 303


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"stamp": ""}, 403),
        ({"stamp": "2026-11-23:forged"}, 403),
        ({"webbplats": "http://example.org"}, 403),
        ({"svar": "kanske"}, 404),
        ({"sida": "abc"}, 404),
        ({"sida": "٣"}, 404),
        ({"sida": "9" * 400}, 404),
        ({"sida": "999999"}, 404),
        ({"sida": "-1"}, 404),
        ({"sida": "\x00"}, 404),
    ],
)
def test_what_only_a_script_sends_is_not_counted(
    content: None, client: Client, change: dict[str, str], status: int
) -> None:
    sent = {**form_on(client, "sv"), "svar": "nej", **change}
    answer = client.post("/sv/synpunkt/", sent, **OURS)
    assert answer.status_code == status
    assert soup(answer).html["lang"] == "sv"
    assert not DailyAnswers.objects.exists()


def test_a_page_from_yesterday_may_still_be_answered_and_an_older_one_not(
    content: None, client: Client, at: Any
) -> None:
    at("2026-11-23T23:59")
    sent = {**form_on(client, "sv"), "svar": "ja"}
    at("2026-11-24T00:01")
    assert client.post("/sv/synpunkt/", sent, **OURS).status_code == 303
    at("2026-11-25T00:01")
    assert client.post("/sv/synpunkt/", sent, **OURS).status_code == 403


def test_one_address_cannot_fill_the_count(content: None, client: Client, at: Any) -> None:
    at("2026-11-23T10:20")
    sent = {**form_on(client, "sv"), "svar": "nej"}
    answers = [client.post("/sv/synpunkt/", sent, **OURS) for _ in range(MOST + 1)]
    assert "tack=senare" in answers[-1]["Location"]
    assert DailyAnswers.objects.get().wrong == MOST
    assert "Kontakta oss" in soup(client.get(answers[-1]["Location"])).find(id="tack").text


def test_behind_a_proxy_each_visitor_is_counted_apart(content: None, client: Client, settings: Any) -> None:
    settings.BEHIND_PROXY = True
    sent = {**form_on(client, "sv"), "svar": "nej"}
    for number in range(MOST + 1):
        headers = {**OURS["headers"], "x-forwarded-for": f"10.9.9.9, 10.0.0.{number}"}
        assert "tack=nej" in client.post("/sv/synpunkt/", sent, headers=headers)["Location"]


def test_no_address_is_kept_where_it_is_counted(content: None, client: Client) -> None:
    tap(client, "sv", "nej", headers=OURS["headers"])
    kept = repr(list(cache._cache))  # type: ignore[attr-defined]
    assert "limits:feedback:" in kept
    assert "127.0.0.1" not in kept


def test_an_unpublished_page_takes_no_answers(content: None, client: Client) -> None:
    sent = {**form_on(client, "sv"), "svar": "nej"}
    BasePage.objects.get(slug="fittja").unpublish()
    assert client.post("/sv/synpunkt/", sent, **OURS).status_code == 404


def test_whoever_comes_by_address_is_led_home(content: None, client: Client) -> None:
    assert client.get("/fi/synpunkt/")["Location"] == "/fi/"


def test_editors_see_page_and_language_and_count_most_wrong_first(
    content: None, cms: Client, client: Client, at: Any
) -> None:
    at("2026-11-23T10:20")
    for language, said in [("sv", "ja"), ("ar", "nej"), ("ar", "nej")]:
        tap(client, language, said)
    page = BasePage.objects.get(slug="fittja")
    DailyAnswers.objects.create(page=page, language="fi", day=dt.date(2026, 10, 1), wrong=9)
    rows = soup(cms.get("/cms/")).select("[id*=answers] tbody tr")
    cells = [[cell.get_text(strip=True) for cell in row.find_all("td")] for row in rows]
    title = page.title_sv
    assert cells == [
        [title, "العربية", "2", "0", "23 november 2026"],
        [title, "Svenska", "0", "1", "23 november 2026"],
    ]


def test_a_page_to_keep_asks_nothing(content: None, client: Client) -> None:
    assert soup(client.get(FITTJA.format("sv") + "?sparad=1")).find(id="tack") is None
