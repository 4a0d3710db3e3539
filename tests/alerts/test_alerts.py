"""Facts about messages above the pages: where they stand, in which language, for how long, and who sends them."""

import datetime as dt
from typing import Any

import pytest
from bs4 import Tag
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from familjecentral.alerts.choices import DETAILS, ReadyText
from familjecentral.alerts.models import LONGEST, Alert
from familjecentral.core import languages
from familjecentral.core.formats import ZONE
from familjecentral.core.texts import write_texts
from locations.models import CentrePage, ServiceType
from tests.forms import sent_by, soup

pytestmark = pytest.mark.usefixtures("content")
HOME, FIND, FITTJA, TULLINGE, BVC, ABOUT = (
    "",
    "hitta-familjecentral/",
    "hitta-familjecentral/fittja/",
    "hitta-familjecentral/tullinge/",
    "om/bvc/",
    "om/",
)
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=ZONE)
ADD = "/cms/snippets/alerts/alert/add/"


@pytest.fixture(autouse=True)
def noon(at: Any) -> None:
    at("2026-11-24T12:00")


def sent(**fields: Any) -> Alert:
    hours = {"starts": NOW - dt.timedelta(hours=1), "ends": NOW + dt.timedelta(hours=4)}
    own = {} if "title_sv" in fields else {"ready_text": ReadyText.LIFT}
    return Alert.objects.create(**{**hours, **own, **fields})


def shown(path: str, language: str = "sv") -> list[Tag]:
    return soup(Client().get(f"/{language}/{path}")).select("details.alert")


def where() -> set[str]:
    return {path for path in (HOME, FIND, FITTJA, TULLINGE, BVC, ABOUT, "sok/") if shown(path)}


def test_a_message_of_the_site_stands_above_every_page() -> None:
    sent()
    assert len(where()) == 7
    assert len(soup(Client().get("/sv/finns-inte/")).select("details.alert")) == 1


def test_a_message_of_a_centre_stands_there_and_where_centres_are_chosen() -> None:
    sent(centre=CentrePage.objects.get(slug="fittja"))
    assert where() == {HOME, FIND, FITTJA}
    assert "Fittja" in shown(HOME)[0].b.text


def test_a_message_of_a_service_stands_at_every_centre_that_has_it_and_where_it_is_explained() -> None:
    sent(service_type=ServiceType.objects.get(key="bvc"))
    assert where() == {HOME, FIND, FITTJA, TULLINGE, BVC}


def test_a_message_of_a_service_at_a_centre_stands_at_that_centre_only() -> None:
    sent(service_type=ServiceType.objects.get(key="bvc"), centre=CentrePage.objects.get(slug="fittja"))
    assert where() == {HOME, FIND, FITTJA, BVC}


@pytest.mark.parametrize("language", [language.code for language in languages.PUBLIC])
@pytest.mark.parametrize("ready", ReadyText.values)
def test_a_ready_text_is_there_in_every_language(language: str, ready: str) -> None:
    from django.utils.translation import override

    sent(ready_text=ready, title_sv="")
    [alert] = shown(ABOUT, language)
    with override(language):
        assert str(ReadyText(ready).label) in alert.b.text
        assert str(DETAILS[ready]) in alert.text
    assert not alert.select("[lang]")


def test_own_words_are_marked_as_swedish_until_they_are_translated() -> None:
    alert = sent(title_sv="Vattnet är avstängt")
    [arabic] = shown(HOME, "ar")
    assert arabic.b.find(lang="sv", dir="ltr").text == "Vattnet är avstängt"
    assert "السويدية" in arabic.text
    write_texts(alert, "ar", {"title": "المياه مقطوعة"})
    alert.save()
    [arabic] = shown(HOME, "ar")
    assert "المياه مقطوعة" in arabic.b.text
    assert not arabic.select("[lang]")
    assert "لم تتم مراجعتها" in arabic.text or "مسودة" in arabic.text


def test_a_translation_that_lags_behind_is_not_shown() -> None:
    alert = sent(title_sv="Kom till östra dörren")
    write_texts(alert, "ar", {"title": "الباب الشرقي"})
    alert.save()
    alert.title_sv = "Kom till västra dörren"
    alert.save()
    [arabic] = shown(HOME, "ar")
    assert arabic.b.find(lang="sv").text == "Kom till västra dörren"
    assert "الباب الشرقي" not in arabic.text


def test_it_says_until_when_it_holds_and_is_gone_then(at: Any) -> None:
    sent(ends=NOW + dt.timedelta(hours=4))
    assert "Gäller till 24 november 2026 kl. 16" in shown(HOME)[0].text.replace("\xa0", " ")
    at("2026-11-24T15:59:59")
    assert shown(HOME)
    at("2026-11-24T16:00")
    assert not shown(HOME)


def test_no_page_is_kept_past_the_beginning_or_the_end_of_a_message() -> None:
    sent(starts=NOW + dt.timedelta(seconds=20), ends=NOW + dt.timedelta(hours=1))
    assert Client().get("/sv/om/")["Cache-Control"] == "public, max-age=20"
    Alert.objects.update(starts=NOW, ends=NOW + dt.timedelta(seconds=7))
    assert Client().get("/ar/sok/?q=bvc")["Cache-Control"] == "public, max-age=7"
    Alert.objects.all().delete()
    assert Client().get("/sv/om/")["Cache-Control"] == "public, max-age=60"


def test_three_are_shown_the_first_open() -> None:
    for level in ("info", "warning", "danger", "info"):
        sent(level=level)
    found = shown(HOME)
    assert [alert["data-level"] for alert in found] == ["danger", "warning", "info"]
    assert [alert.has_attr("open") for alert in found] == [True, False, False]


def test_its_urgency_is_said_in_words() -> None:
    for level, word in (("danger", "Viktigt:"), ("warning", "Observera:"), ("info", "Bra att veta:")):
        Alert.objects.all().delete()
        sent(level=level)
        assert shown(HOME)[0].b.text.startswith(word)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ready_text": ""}, "ready_text"),
        ({"title_sv": "Hissen"}, "title_sv"),
        ({"ready_text": "", "title_sv": "  "}, "ready_text"),
        ({"ends": NOW}, "ends"),
        ({"ends": NOW + LONGEST + dt.timedelta(seconds=1)}, "ends"),
        ({"ends": None}, "ends"),
    ],
)
def test_a_message_has_one_heading_and_an_end(wrong: dict[str, Any], field: str) -> None:
    fields = {
        "ready_text": ReadyText.LIFT,
        "title_sv": "",
        "starts": NOW,
        "ends": NOW + dt.timedelta(hours=1),
    }
    with pytest.raises(ValidationError) as caught:
        Alert(**{**fields, **wrong}).full_clean()
    assert field in caught.value.message_dict


# --- The CMS -------------------------------------------------------------------------------------------------------


def test_an_editor_chooses_a_text_and_presses_the_big_button(client: Client, editor: Any) -> None:
    client.force_login(editor)
    form = client.get(ADD)
    assert soup(form).select("footer button[type=submit]")[0]["name"] == "action-publish"
    fields = sent_by(form)
    answer = client.post(
        ADD, {**fields, "starts": "2026-11-24T12:00", "ready_text": "lift", "action-publish": "1"}
    )
    assert answer.status_code == 302, soup(answer).select(".error-message")
    alert = Alert.objects.get()
    assert (alert.live, alert.ends.astimezone(ZONE).isoformat()) == (True, "2026-11-24T23:59:00+01:00")
    assert shown(FITTJA, "ar")


def test_a_mistake_is_said_beside_its_field_and_nothing_is_lost(client: Client, editor: Any) -> None:
    client.force_login(editor)
    fields = sent_by(client.get(ADD))
    wrong = {**fields, "title_sv": "Vattnet", "ready_text": "lift", "ends": "inte en dag"}
    answer = client.post(ADD, {**wrong, "action-publish": "1"})
    assert answer.status_code == 200
    again = sent_by(answer)
    assert (again["title_sv"], again["ends"], again["ready_text"]) == ("Vattnet", "inte en dag", "lift")
    assert Alert.objects.count() == 0


def test_end_now_takes_it_away_at_once(client: Client, editor: Any) -> None:
    alert = sent()
    client.force_login(editor)
    button = f"form[action='{reverse('alert_end', args=[alert.pk])}'] button"
    assert soup(client.get("/cms/")).select(button)
    for _twice in range(2):
        assert client.post(reverse("alert_end", args=[alert.pk])).status_code == 302
        assert not shown(HOME)
    assert client.get(reverse("alert_end", args=[alert.pk])).status_code == 405
    assert client.post(reverse("alert_end", args=[999])).status_code == 404


def test_a_translator_ends_no_message(client: Client, translator: Any) -> None:
    alert = sent()
    client.force_login(translator)
    assert "/alerts/" not in client.get("/cms/").text
    assert client.post(reverse("alert_end", args=[alert.pk])).status_code in (302, 403)
    assert shown(HOME)
