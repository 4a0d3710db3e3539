"""What readers of a translation are told after the Swedish changed, from the editor's form to the public page."""

from typing import Any

import pytest
from django.test import Client

from familjecentral.home.models import InfoPage
from locations.models import ServiceType
from tests.forms import page_form, sent_by, soup

pytestmark = pytest.mark.django_db

NEW = "En helt annan ingress."


@pytest.fixture
def info(content: None) -> InfoPage:
    found = InfoPage.objects.live().first()
    assert found is not None
    return found


def publish(cms: Client, info: InfoPage, lead: str, *, action: str = "action-publish", **ticks: str) -> Any:
    address = f"/cms/pages/{info.pk}/edit/"
    sent = page_form(cms.get(address), InfoPage.objects.get(pk=info.pk)) | {"lead_sv": lead, **ticks}
    sent = {name: value for name, value in sent.items() if not name.startswith("action-")}
    return cms.post(address, sent | ({action: "1"} if action else {}))


def read(client: Client, info: InfoPage, language: str) -> Any:
    info = InfoPage.objects.get(pk=info.pk)
    return soup(client.get(f"/{language}/{info.url_path.split('/', 2)[2]}"))


def notice(page: Any) -> str:
    return " ".join(page.main.get_text(" ", strip=True).split())


def test_a_changed_text_is_shown_with_the_day_of_the_change(
    cms: Client, info: InfoPage, client: Client
) -> None:
    assert publish(cms, info, NEW).status_code == 302
    page = read(client, info, "en")
    assert "This translation may be out of date. The Swedish text was changed:" in notice(page)
    assert NEW not in notice(page)


def test_a_minor_edit_changes_nothing_for_readers(cms: Client, info: InfoPage, client: Client) -> None:
    before = notice(read(client, info, "en"))
    publish(cms, info, NEW, minor_edit="on")
    assert notice(read(client, info, "en")) == before


def test_a_critical_change_hides_the_old_text_at_once(cms: Client, info: InfoPage, client: Client) -> None:
    old = InfoPage.objects.get(pk=info.pk).lead_ar
    publish(cms, info, NEW, critical_change="on")
    page = read(client, info, "ar")
    assert old not in notice(page)
    # Title and lead are what makes a page exist: without one of them the whole page is Swedish, and says so.
    shown = page.find(string=NEW)
    assert shown.find_parent(attrs={"lang": "sv", "dir": "ltr"})
    other = page.find("link", rel="alternate", hreflang="ar")
    assert other is None


def test_a_draft_of_the_swedish_changes_nothing_for_readers(
    cms: Client, info: InfoPage, client: Client
) -> None:
    before = notice(read(client, info, "ar"))
    publish(cms, info, NEW, action="", critical_change="on")
    assert notice(read(client, info, "ar")) == before
    InfoPage.objects.get(pk=info.pk).latest_revision.publish()
    assert notice(read(client, info, "ar")) != before


def test_a_change_cannot_be_both_minor_and_critical(cms: Client, info: InfoPage) -> None:
    answer = publish(cms, info, NEW, minor_edit="on", critical_change="on")
    assert answer.status_code == 200
    assert NEW in answer.content.decode()
    assert soup(answer).find(class_="error-message")


def test_a_kind_of_service_has_the_ticks_too(cms: Client, content: None) -> None:
    kind = ServiceType.objects.get(key="bvc")
    address = f"/cms/snippets/locations/servicetype/edit/{kind.pk}/"
    sent = {k: v for k, v in sent_by(cms.get(address)).items() if not k.startswith("action-")}
    answer = cms.post(
        address, sent | {"help_sv": "Något nytt.", "critical_change": "on", "action-publish": "1"}
    )
    assert answer.status_code == 302
    kind.refresh_from_db()
    assert kind.translation_state["ar"]["help"]["withdrawn"] is True
