"""Facts about the form that tells what cannot be used: nothing known of who wrote, nothing lost of what was written."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from familjecentral.core import languages
from familjecentral.feedback.models import AccessibilityReport
from familjecentral.feedback.reports import MOST
from familjecentral.home.models import AccessibilityStatementPage
from tests.forms import soup

pytestmark = pytest.mark.usefixtures("content")
FORM = "/{}/tillganglighet/rapport/"
OURS = {"headers": {"sec-fetch-site": "same-origin"}}
SENT = {"what": "Knappen <b>saknar</b> namn", "where": "/sv/", "aid": "NVDA"}
PUBLIC = [language.code for language in languages.PUBLIC]


@pytest.fixture(autouse=True)
def day(at: Any) -> None:
    cache.clear()
    at("2026-11-24T12:00")


def guards(language: str = "sv") -> dict[str, str]:
    fields = soup(Client().get(FORM.format(language))).select(
        "main form input[type=hidden], main form input[hidden]"
    )
    return {field["name"]: field.get("value", "") for field in fields}


def send(language: str = "sv", fields: Any = SENT, **headers: Any) -> Any:
    return Client().post(FORM.format(language), {**guards(language), **fields}, **(headers or OURS))


@pytest.mark.parametrize("language", PUBLIC)
def test_a_report_is_kept_and_thanked_for_in_the_readers_language(language: str) -> None:
    answer = send(language)
    assert (answer.status_code, answer["Location"]) == (303, f"{FORM.format(language)}?tack=ja")
    report = AccessibilityReport.objects.get()
    assert (report.what, report.where, report.aid, report.language) == (*SENT.values(), language)
    thanked = soup(Client().get(answer["Location"]))
    assert thanked.select_one("main [role=status]")
    assert not thanked.select("main form textarea")


def test_only_what_does_not_work_is_asked_for() -> None:
    assert send(fields={"what": "Kartan"}).status_code == 303


def test_nothing_is_known_of_who_wrote() -> None:
    assert not send().cookies
    names = {field.name for field in AccessibilityReport._meta.fields}
    assert names == {"id", "what", "where", "aid", "language", "sent", "is_handled"}


@pytest.mark.parametrize("language", PUBLIC)
@pytest.mark.parametrize("what", ["", "  ", "x" * 2001])
def test_a_mistake_is_said_beside_its_field_and_nothing_written_is_lost(language: str, what: str) -> None:
    answer = send(language, {**SENT, "what": what})
    assert answer.status_code == 422
    page = soup(answer)
    field = page.select_one("textarea[name=what]")
    assert (field["aria-invalid"], field.text.strip("\r\n")) == ("true", what)
    assert page.select_one("input[name=aid]")["value"] == "NVDA"
    error = page.find(id=field["aria-describedby"].split()[1])
    assert error["role"] == "alert"
    assert not AccessibilityReport.objects.exists()


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({"stamp": "made up"}, {"sec-fetch-site": "same-origin"}),
        ({"webbplats": "https://example.org"}, {"sec-fetch-site": "same-origin"}),
        ({}, {"sec-fetch-site": "cross-site"}),
        ({}, {"origin": "https://example.org"}),
    ],
)
def test_what_was_not_sent_by_a_person_on_our_page_is_not_kept(
    fields: dict[str, str], headers: dict[str, str]
) -> None:
    answer = send(fields={**SENT, **fields}, headers=headers)
    assert answer.status_code == 422
    assert SENT["what"] in soup(answer).textarea.text
    assert not AccessibilityReport.objects.exists()


def test_a_page_that_lay_open_for_days_sends_at_the_second_try(at: Any) -> None:
    old = guards()
    at("2026-11-27T12:00")
    answer = Client().post(FORM.format("sv"), {**old, **SENT}, **OURS)
    again = {field["name"]: field.get("value", "") for field in soup(answer).select("main form input")}
    written = soup(answer).textarea.text.removeprefix("\n").strip("\r\n")
    assert Client().post(FORM.format("sv"), {**again, "what": written}, **OURS).status_code == 303
    assert AccessibilityReport.objects.get().what == SENT["what"]


def test_one_address_sends_a_few_an_hour_and_keeps_what_it_wrote() -> None:
    assert [send().status_code for _ in range(MOST)] == [303] * MOST
    refused = send()
    assert refused.status_code == 422
    assert "Kontakta oss" in soup(refused).select_one("[role=alert]").text
    assert AccessibilityReport.objects.count() == MOST


@pytest.mark.parametrize(
    "what",
    ["\0", "a\0b", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "'\";--", "{{ x }}"],
)
def test_any_sign_is_survived(what: str) -> None:
    assert send(fields={"what": what}).status_code in (303, 400, 422)


def test_the_statement_leads_to_the_form_and_names_who_assessed() -> None:
    AccessibilityStatementPage.objects.update(assessor="Exempelbyrån", site_published_on=dt.date(2026, 12, 1))
    page = soup(Client().get("/sv/tillganglighet/"))
    assert page.select_one(f"main a[href='{FORM.format('sv')}']")
    assert "Exempelbyrån" in page.main.text
    assert "1 december 2026" in page.main.text


# --- The CMS -------------------------------------------------------------------------------------------------------


def panel(client: Client) -> str:
    return str(soup(client.get("/cms/")).main.text)


def test_the_cms_says_that_the_assessment_is_more_than_a_year_old(client: Client, editor: Any) -> None:
    client.force_login(editor)
    assert "aldrig bedömts" in panel(client)
    AccessibilityStatementPage.objects.update(assessed_on=dt.date(2025, 11, 24))
    assert "varje år" not in panel(client)
    AccessibilityStatementPage.objects.update(assessed_on=dt.date(2025, 11, 23))
    assert "23 november 2025" in panel(client)


def test_a_report_waits_in_the_cms_until_it_is_handled(client: Client, editor: Any) -> None:
    send()
    report = AccessibilityReport.objects.get()
    client.force_login(editor)
    assert "1 rapport från en besökare" in panel(client)
    assert report.what in soup(client.get("/cms/snippets/feedback/accessibilityreport/")).text
    edit = f"/cms/snippets/feedback/accessibilityreport/edit/{report.pk}/"
    assert client.post(edit, {"is_handled": "on", "what": "changed"}).status_code == 302
    report.refresh_from_db()
    assert (report.is_handled, report.what) == (True, SENT["what"])
    assert "rapport från" not in panel(client)
