"""The matrix and the side-by-side editor, as an editor, a translator and a reviewer use them."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from familjecentral.core.models import BasePage
from familjecentral.home.models import InfoPage
from familjecentral.translations import registry, standings, work
from familjecentral.translations.models import Standing, Subject
from locations.models import Activity
from tests.forms import sent_by, soup

pytestmark = pytest.mark.django_db

MATRIX = "/cms/translations/"


@pytest.fixture
def info(content: None) -> InfoPage:
    found = InfoPage.objects.live().first()
    assert found is not None
    return found


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def screen(obj: Any, language: str = "ar") -> str:
    return f"/cms/translations/{registry.label_of(obj)}/{obj.pk}/{language}/"


def form(client: Client, obj: Any, language: str = "ar") -> dict[str, Any]:
    return sent_by(client.get(screen(obj, language)), "translation")


def change_swedish(page: InfoPage, lead: str) -> None:
    page = InfoPage.objects.get(pk=page.pk)
    page.lead_sv = lead
    page.save_revision().publish()


# --- The matrix ------------------------------------------------------------------------------------------------------


def test_a_translator_sees_only_the_own_language(translator: Any, info: InfoPage) -> None:
    page = soup(logged_in(translator).get(MATRIX))
    columns = [cell.get_text(strip=True) for cell in page.select(".tr-matrix thead th")]
    assert columns[1:] == ["العربية"]


def test_whoever_translates_nothing_is_not_let_in(content: None) -> None:
    nobody = get_user_model().objects.create_user("nobody", "n@example.org", "n")
    assert logged_in(nobody).get(MATRIX).status_code == 302


def test_an_outdated_text_is_found_by_state_and_leads_to_its_editor(translator: Any, info: InfoPage) -> None:
    change_swedish(info, "En ny ingress.")
    page = soup(logged_in(translator).get(f"{MATRIX}?language=ar&state=outdated"))
    [row] = [row for row in page.select(".tr-matrix tbody tr") if info.title_sv in row.get_text()]
    link = row.find("a")
    assert link["href"] == screen(info)
    assert row.td["data-state"] == "outdated"
    assert page.select_one(".tr-cell a span").get_text(strip=True).startswith("Föråldrad")


@pytest.mark.parametrize(
    "asked",
    ["state=nej", "owner=x", "p=-1", "p=999999", "type=<b>", "language=sv", "group=%00", "sort=1", "p=²"],
)
def test_nonsense_in_the_address_is_no_error(cms: Client, content: None, asked: str) -> None:
    assert cms.get(f"{MATRIX}?{asked}").status_code == 200


def test_the_matrix_takes_the_same_queries_for_more_records(cms: Client, content: None) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            cms.get(MATRIX)
        return len(found)

    cms.get(MATRIX)
    few = queries()
    pattern = Subject.objects.select_related("content_type").first()
    assert pattern is not None
    for number in range(60):
        subject = Subject.objects.create(
            content_type=pattern.content_type,
            object_id=100_000 + number,
            uid=f"00000000-0000-0000-0000-{number:012}",
            label=pattern.label,
            title=f"Sida {number}",
        )
        Standing.objects.bulk_create(
            Standing(subject=subject, language=code, missing=number) for code in standings.TARGETS
        )
    assert queries() == few


# --- The editor ------------------------------------------------------------------------------------------------------


def test_every_record_opens_in_a_right_to_left_language(cms: Client, content: None) -> None:
    for model in registry.registered().values():
        for row in model._default_manager.all():
            page = soup(cms.get(screen(row)))
            assert all(box["dir"] == "rtl" for box in page.select(".tr-target textarea"))


def test_a_translator_saves_a_draft_and_may_not_publish(translator: Any, info: InfoPage) -> None:
    client = logged_in(translator)
    sent = form(client, info)
    assert not [name for name in sent if name.startswith("reviewed:")]
    answer = client.post(
        screen(info), sent | {"text:title": "عنوان جديد", "publish": "1", "reviewed:title": "on"}
    )
    assert answer.status_code == 302
    piece = work.work(registry.label_of(info), info.pk, "ar").piece("title")
    assert piece is not None
    assert (piece.target, str(piece.state)) == ("عنوان جديد", "draft")
    assert InfoPage.objects.get(pk=info.pk).title_ar == info.title_ar


def test_a_translator_has_no_other_language_and_no_other_screen(translator: Any, info: InfoPage) -> None:
    client = logged_in(translator)
    for address in (
        screen(info, "fi"),
        screen(info, "sv"),
        screen(info, "xx"),
        f"/cms/pages/{info.pk}/edit/",
        "/cms/hours/",
        "/cms/hours/full/",
        reverse("programme_index"),
        "/cms/snippets/locations/centreservice/",
        "/cms/settings/home/sitesettings/",
        "/cms/images/add/",
    ):
        assert client.get(address).status_code in (302, 403)
    assert client.get(f"{screen(info)}preview/").status_code == 200


def test_who_may_publish_does_so_for_one_language(cms: Client, info: InfoPage) -> None:
    sent = form(cms, info)
    cms.post(screen(info), sent | {"text:title": "عنوان جديد", "reviewed:title": "on", "publish": "1"})
    now = InfoPage.objects.get(pk=info.pk)
    assert (now.title_ar, now.title_sv, now.title_fi) == ("عنوان جديد", info.title_sv, info.title_fi)
    assert now.translation_state["ar"]["title"]["state"] == "reviewed"


def test_what_changed_in_the_swedish_meanwhile_is_shown_and_the_typed_text_kept(
    cms: Client, info: InfoPage
) -> None:
    sent = form(cms, info)
    change_swedish(info, "En ny ingress.")
    answer = cms.post(screen(info), sent | {"text:lead": "ما كتبته أنا"})
    page = soup(answer)
    assert answer.status_code == 200
    assert page.find("textarea", {"name": "text:lead"}).get_text(strip=True) == "ما كتبته أنا"
    assert page.select_one(".tr-problem").get_text(strip=True)
    assert "En ny ingress." in page.get_text()
    again = sent_by(answer, "translation")
    assert cms.post(screen(info), again).status_code == 302
    piece = work.work(registry.label_of(info), info.pk, "ar").piece("lead")
    assert piece is not None
    assert piece.target == "ما كتبته أنا"


def test_an_outdated_text_shows_the_old_and_the_new_swedish(cms: Client, info: InfoPage) -> None:
    change_swedish(info, f"{info.lead_sv} Ring alltid först.")
    difference = soup(cms.get(screen(info))).select_one(".tr-diff")
    assert "Ring alltid först." in difference.find("ins").get_text()


def test_script_and_foreign_links_are_never_stored(cms: Client, info: InfoPage) -> None:
    sent = form(cms, info)
    rich = next(
        name for name in sent if name.startswith("text:body") and "#" in name and "<a" not in sent[name]
    )
    cms.post(
        screen(info),
        sent | {rich: '<script>alert(1)</script><b onclick="x">نص</b> <img src=x>', "publish": "1"},
    )
    stored = str(InfoPage.objects.get(pk=info.pk).body_ar)
    assert "نص" in stored
    for evil in ("<script", "onclick", "<img"):
        assert evil not in stored


def test_a_lost_link_is_refused_and_kept(cms: Client, content: None) -> None:
    for page in InfoPage.objects.live():
        sent = form(cms, page)
        if name := next((name for name, text in sent.items() if 'id="a1"' in text), None):
            answer = cms.post(screen(page), sent | {name: "بدون رابط"})
            assert answer.status_code == 200
            assert "بدون رابط" in answer.content.decode()
            return
    pytest.fail("no page has a link")


def test_where_saving_is_publishing_a_translator_reads_only(
    translator: Any, reviewer: Any, content: None
) -> None:
    activity = Activity.objects.first()
    client = logged_in(translator)
    assert soup(client.get(screen(activity))).find("textarea").has_attr("readonly")
    assert client.post(screen(activity), {"text:title": "x"}).status_code in (302, 403)
    assert not soup(logged_in(reviewer).get(screen(activity))).find("textarea").has_attr("readonly")


def test_a_shared_link_shows_the_draft_to_anybody_for_some_days(
    cms: Client, info: InfoPage, client: Client
) -> None:
    cms.post(screen(info), form(cms, info) | {"text:title": "عنوان جديد"})
    cms.post(f"{screen(info)}share/")
    shared = soup(cms.get(screen(info))).select_one(".tr-shared input")["value"]
    answer = client.get(shared)
    assert answer.status_code == 200
    assert "عنوان جديد" in answer.content.decode()
    assert 'dir="rtl"' in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_a_shared_link_that_is_old_or_forged_is_not_found(
    info: InfoPage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = signing.dumps([registry.label_of(info), info.pk, "ar"], salt="translations.shared")
    assert client.get(f"/utkast/{token}/").status_code == 200
    assert client.get(f"/utkast/{token}x/").status_code == 404
    assert client.get(f"/utkast/{signing.dumps([1], salt='translations.shared')}/").status_code == 404
    real = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: real + 15 * 86_400)
    assert client.get(f"/utkast/{token}/").status_code == 404


def test_what_is_not_there_is_not_found(cms: Client, content: None) -> None:
    for label in ("home.infopage", "core.user", "x"):
        assert cms.get(f"/cms/translations/{label}/999999/ar/").status_code in (302, 404)


def test_the_page_editor_leads_to_the_translations(cms: Client, info: InfoPage) -> None:
    page = soup(cms.get(f"/cms/pages/{info.pk}/edit/"))
    assert page.find("a", href=lambda href: href and href.startswith("/cms/translations/home.infopage/"))
    assert isinstance(info, BasePage)


def test_who_may_not_publish_sends_the_page_for_approval(editor: Any, publisher: Any, info: InfoPage) -> None:
    client = logged_in(editor)
    assert soup(client.get(screen(info))).find("button", {"name": "submit"})
    client.post(screen(info), form(client, info) | {"text:title": "عنوان جديد", "submit": "1"})
    now = InfoPage.objects.get(pk=info.pk)
    assert now.title_ar == info.title_ar
    assert now.current_workflow_state.status == "in_progress"
    now.current_workflow_state.current_task_state.approve(user=publisher)
    assert InfoPage.objects.get(pk=info.pk).title_ar == "عنوان جديد"
