"""What readers of a translation are told after the Swedish changed, from the editor's form to the public page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from familjecentral.core.languages import PUBLIC, SOURCE
from familjecentral.core.reading import Reading
from familjecentral.home.models import InfoPage
from locations.models import Activity, CentrePage, CentreService, HoursException, ServiceHours, ServiceType
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


def test_a_page_with_a_withdrawn_title_is_not_offered_in_that_language(
    cms: Client, info: InfoPage, client: Client
) -> None:
    address = info.get_url().removeprefix("/sv/")
    listed = f'/ar/{address}"'
    assert listed in client.get("/sitemap.xml").content.decode()
    publish(cms, info, info.lead_sv, title_sv="En annan rubrik", critical_change="on")
    assert listed not in client.get("/sitemap.xml").content.decode()
    page = read(client, info, "ar")
    assert page.title.get("lang") == page.h1.get("lang") == "sv"
    assert not page.find_all("link", rel="alternate", hreflang="ar")
    link = read(client, info, "fi").find("a", href=f"/fi/{address}")
    assert link
    assert not Reading(InfoPage.objects.get(pk=info.pk), "fi").exists


@pytest.mark.parametrize("language", [language.code for language in PUBLIC if language.code != SOURCE])
def test_every_notice_says_what_is_no_translation(
    cms: Client, info: InfoPage, client: Client, language: str
) -> None:
    with override(language):
        facts = gettext("Opening hours, telephone numbers and addresses are the same in every language.")
        draft = gettext("This translation is a draft. It has not been reviewed.")
        outdated = gettext("This translation may be out of date.")
        missing = gettext("This page is only available in Swedish.")
    assert f"{draft} {facts}" in notice(read(client, info, language))
    publish(cms, info, NEW)
    said = notice(read(client, info, language))
    assert outdated in said
    assert facts in said
    publish(cms, info, NEW + " Och igen.", critical_change="on")
    assert f"{missing} {facts}" in notice(read(client, info, language))


# --- What is shown beside the page's own text ------------------------------------------------------------------------


@pytest.fixture
def centre(content: None) -> CentrePage:
    """A centre whose page, and all that it shows, is reviewed in every language."""
    for model in (CentrePage, ServiceType, CentreService, ServiceHours, HoursException, Activity):
        for row in model.objects.all():
            for entries in row.translation_state.values():
                for entry in entries.values():
                    entry["state"] = "reviewed"
            model.objects.filter(pk=row.pk).update(translation_state=row.translation_state)
    return CentrePage.objects.live().earliest("pk")


def at_centre(client: Client, centre: CentrePage) -> str:
    return notice(soup(client.get(f"/en/{centre.get_url().removeprefix('/sv/')}")))


def test_a_reviewed_centre_has_no_notice(centre: CentrePage, client: Client) -> None:
    said = at_centre(client, centre)
    assert "draft" not in said
    assert "translation" not in said


def test_the_notice_of_a_centre_speaks_for_its_kinds_of_services(
    centre: CentrePage, cms: Client, client: Client
) -> None:
    kind = centre.services_here[0].service_type
    kind.need_sv = "Något som bara startsidan visar"
    kind.save()
    assert "out of date" not in at_centre(client, centre)
    kind.help_sv = "Något helt annat"
    kind.save()
    assert "This translation may be out of date. The Swedish text was changed:" in at_centre(client, centre)


def test_the_notice_of_a_centre_speaks_for_the_notes_of_its_services(
    centre: CentrePage, client: Client
) -> None:
    service = centre.services_here[0]
    service.note_sv, service.note_en = "Ring på dörren två gånger", ""
    service.save()
    said = at_centre(client, centre)
    assert "Parts of the page are only available in Swedish." in said
    assert "out of date" not in said


def test_the_notice_of_a_centre_speaks_for_its_activities(
    centre: CentrePage, client: Client, at: Callable[[str], object]
) -> None:
    activity = Activity.objects.filter(centre=centre, rhythm="weekly").earliest("pk")
    at(f"{activity.first or '2026-11-23'}T08:00")
    activity.title_sv = "Babysång"
    activity.save()
    assert "This translation may be out of date." in at_centre(client, centre)


def test_the_notice_of_a_centre_speaks_for_what_it_says_of_closures(
    centre: CentrePage, client: Client, at: Callable[[str], object]
) -> None:
    at("2026-11-23T08:00")
    HoursException.objects.create(centre=centre, first="2026-11-26", last="2026-11-26", text_sv="Vi målar om")
    assert "Parts of the page are only available in Swedish." in at_centre(client, centre)


def test_a_withdrawn_name_of_a_service_is_swedish_in_lists_at_once(
    centre: CentrePage, client: Client
) -> None:
    kind = centre.services_here[0].service_type
    old, kind.name_sv = kind.name_en, "Nytt namn"
    for entries in kind.translation_state.values():
        entries["name"]["withdrawn"] = True
    kind.save()
    page = soup(client.get("/en/hitta-familjecentral/"))
    assert old not in [text.strip() for text in page.main.stripped_strings]
    assert page.main.find(string="Nytt namn").find_parent(lang="sv")
