"""Saving side by side when something happens meanwhile, and what a shared link says when it is over."""

from typing import Any

import pytest
from django.core import signing
from django.test import Client

from familjecentral.core.segments import State
from familjecentral.home.models import InfoPage
from familjecentral.translations import registry, work
from tests.forms import sent_by, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def info(content: None) -> InfoPage:
    found = InfoPage.objects.live().first()
    assert found is not None
    return found


def screen(obj: Any, language: str = "ar") -> str:
    return f"/cms/translations/{registry.label_of(obj)}/{obj.pk}/{language}/"


def form(client: Client, obj: Any, language: str = "ar") -> dict[str, Any]:
    return sent_by(client.get(screen(obj, language)), "translation")


def piece(obj: Any, segment: str, language: str = "ar") -> work.Piece:
    found = work.work(registry.label_of(obj), obj.pk, language).piece(segment)
    assert found is not None
    return found


def change_swedish(page: InfoPage, lead: str) -> None:
    page = InfoPage.objects.get(pk=page.pk)
    page.lead_sv = lead
    page.save_revision().publish()


def test_two_languages_saved_from_screens_opened_together_lose_nothing(cms: Client, info: InfoPage) -> None:
    arabic, finnish = form(cms, info, "ar"), form(cms, info, "fi")
    assert cms.post(screen(info, "ar"), arabic | {"text:title": "عنوان"}).status_code == 302
    assert cms.post(screen(info, "fi"), finnish | {"text:title": "Otsikko"}).status_code == 302
    assert (piece(info, "title", "ar").target, piece(info, "title", "fi").target) == ("عنوان", "Otsikko")


def test_two_people_at_the_same_text_are_told_of_each_other(cms: Client, info: InfoPage) -> None:
    first, second = form(cms, info), form(cms, info)
    cms.post(screen(info), first | {"text:title": "الأول"})
    answer = cms.post(screen(info), second | {"text:title": "الثاني", "text:lead": "مقدمة"})
    page = soup(answer)
    assert page.find("textarea", {"name": "text:title"}).get_text(strip=True) == "الثاني"
    assert len(page.select(".tr-problem")) == 1
    assert piece(info, "title").target == "الأول"
    assert piece(info, "lead").target == "مقدمة"


def test_what_changed_meanwhile_and_was_not_touched_disturbs_nobody(cms: Client, info: InfoPage) -> None:
    sent = form(cms, info)
    change_swedish(info, "En ny ingress.")
    answer = cms.post(screen(info), sent | {"text:title": "عنوان"})
    assert answer.status_code == 302
    assert piece(info, "title").target == "عنوان"
    assert piece(info, "lead").state is State.OUTDATED


def test_a_tick_set_on_a_text_that_changed_meanwhile_is_not_taken(cms: Client, info: InfoPage) -> None:
    sent = form(cms, info)
    change_swedish(info, "En ny ingress.")
    answer = cms.post(screen(info), sent | {"reviewed:lead": "on"})
    assert soup(answer).select_one(".tr-problem")
    assert piece(info, "lead").state is State.OUTDATED


def test_a_text_that_is_gone_is_shown_to_be_copied(cms: Client, info: InfoPage) -> None:
    sent = form(cms, info) | {"text:body.gone#1": "نص ضائع", "seen:body.gone#1": "x|y"}
    page = soup(cms.post(screen(info), sent))
    assert "نص ضائع" in [box.get_text(strip=True) for box in page.select("textarea[readonly]")]


def test_a_locked_page_keeps_what_was_typed_and_blames_nobody(
    cms: Client, info: InfoPage, publisher: Any
) -> None:
    sent = form(cms, info)
    InfoPage.objects.filter(pk=info.pk).update(locked=True, locked_by=publisher)
    page = soup(cms.post(screen(info), sent | {"text:title": "عنوان"}))
    assert page.find("textarea", {"name": "text:title"}).get_text(strip=True) == "عنوان"
    assert not page.select(".tr-problem")
    assert piece(info, "title").target == info.title_ar


def test_still_right_makes_an_outdated_text_a_draft_again(cms: Client, info: InfoPage) -> None:
    change_swedish(info, "En ny ingress.")
    said = piece(info, "lead").target
    cms.post(screen(info), form(cms, info) | {"right:lead": "on"})
    assert (piece(info, "lead").target, piece(info, "lead").state) == (said, State.DRAFT)


def test_saving_what_was_opened_writes_no_revision(cms: Client, info: InfoPage) -> None:
    for language in ("ar", "fi"):
        sent = form(cms, info, language)
        before = InfoPage.objects.get(pk=info.pk).latest_revision_id
        cms.post(screen(info, language), sent)
        assert InfoPage.objects.get(pk=info.pk).latest_revision_id == before


def test_making_a_link_saves_what_is_being_written(cms: Client, info: InfoPage) -> None:
    answer = cms.post(f"{screen(info)}share/", form(cms, info) | {"text:title": "عنوان للقراءة"})
    assert answer.status_code == 302
    shared = soup(cms.get(screen(info))).select_one(".tr-shared input")["value"]
    assert "عنوان للقراءة" in Client().get(shared).content.decode()


def test_publishing_and_sharing_are_never_done_by_a_link(cms: Client, info: InfoPage) -> None:
    for step in ("publish", "share"):
        assert cms.get(f"{screen(info)}{step}/").status_code == 405


def test_an_expired_link_says_so(info: InfoPage, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    token = signing.dumps([registry.label_of(info), info.pk, "ar"], salt="translations.shared")
    real = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: real + 15 * 86_400)
    answer = client.get(f"/utkast/{token}/", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "The link has expired" in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_link_to_a_page_that_is_gone_is_not_found(client: Client, content: None) -> None:
    token = signing.dumps(["home.infopage", 999_999, "ar"], salt="translations.shared")
    assert client.get(f"/utkast/{token}/").status_code == 404
