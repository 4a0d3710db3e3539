"""The ticks on the Swedish forms: where they are, and what they note of every kind of record."""

from typing import Any

import pytest
from django.test import Client

from familjecentral.core.languages import SOURCE
from familjecentral.core.models import Image
from familjecentral.core.segments import State, fingerprint, state_of
from familjecentral.core.texts import texts_of
from familjecentral.home.models import InfoPage, SiteSettings
from locations.models import Activity, CentrePage, CentreService, HoursException, ServiceType
from tests.forms import page_form, sent_by, soup

pytestmark = pytest.mark.django_db

RECORDS = {
    "kind of service": (ServiceType, "/cms/snippets/locations/servicetype/edit/{}/", "name_sv"),
    "service": (CentreService, "/cms/snippets/locations/centreservice/edit/{}/", "note_sv"),
    "activity": (Activity, "/cms/snippets/locations/activity/edit/{}/", "title_sv"),
    "exception": (HoursException, "/cms/snippets/locations/hoursexception/edit/{}/", "text_sv"),
    "settings": (SiteSettings, "/cms/settings/home/sitesettings/{}/", "site_place_sv"),
    "image": (Image, "/cms/images/{}/", "alt_sv"),
}
NEW = "Något annat"


@pytest.fixture
def info(content: None) -> InfoPage:
    found = InfoPage.objects.live().first()
    assert found is not None
    return found


def record(name: str) -> tuple[Any, str, str]:
    """A record with a Swedish text in that field and a reviewed English translation; its edit screen."""
    model, address, field = RECORDS[name]
    if model is HoursException:
        # On a day of its own: one that meets others asks once more.
        HoursException.objects.all().delete()
        day = "2027-03-02"
        HoursException.objects.create(
            centre=CentrePage.objects.live().earliest("pk"), first=day, last=day, text_sv="Vi målar"
        )
    found = model._default_manager.filter(**{f"{field}__gt": ""}).first()
    if found is None:
        pytest.skip(f"No {name} with {field} in the example data")
    segment = field.removesuffix("_sv")
    setattr(found, f"{segment}_en", "Something")
    said = texts_of(found, SOURCE)[segment]
    entry = {"source": fingerprint(said), "state": "reviewed", "at": "2026-11-01T10:00:00+00:00", "by": "x"}
    found.translation_state = {"en": {segment: entry}}
    found.save()
    return found, address.format(found.pk), field


def change(cms: Client, name: str, **ticks: str) -> tuple[State, dict[str, Any], Any]:
    found, address, field = record(name)
    sent = {
        key: value for key, value in sent_by(cms.get(address, follow=True)).items() if "action" not in key
    }
    sent |= {field: NEW, "action-publish": "1", **ticks}
    if "still_example" in str(cms.get(address, follow=True).content):
        sent["still_example"] = "on"
    answer = cms.post(cms.get(address, follow=True).request["PATH_INFO"], sent)
    found = type(found)._default_manager.get(pk=found.pk)
    segment = field.removesuffix("_sv")
    entry = found.translation_state["en"][segment]
    return state_of(getattr(found, field), "Something", entry), entry, answer


@pytest.mark.parametrize("name", RECORDS)
def test_a_minor_edit_leaves_the_translation_reviewed(cms: Client, content: None, name: str) -> None:
    state, entry, answer = change(cms, name, minor_edit="on")
    assert answer.status_code == 302, soup(answer).find_all(class_="error-message")
    assert state is State.REVIEWED
    assert entry["source"] == fingerprint(NEW)


@pytest.mark.parametrize("name", RECORDS)
def test_a_critical_change_withdraws_the_translation(cms: Client, content: None, name: str) -> None:
    state, entry, _answer = change(cms, name, critical_change="on")
    assert state is State.OUTDATED
    assert entry["withdrawn"] is True


@pytest.mark.parametrize("name", RECORDS)
def test_without_a_tick_the_notes_are_left_alone(cms: Client, content: None, name: str) -> None:
    state, entry, _answer = change(cms, name)
    assert state is State.OUTDATED
    assert set(entry) == {"source", "state", "at", "by"}


@pytest.mark.parametrize("name", RECORDS)
def test_both_ticks_are_an_error_at_the_field_and_nothing_typed_is_lost(
    cms: Client, content: None, name: str
) -> None:
    state, _entry, answer = change(cms, name, minor_edit="on", critical_change="on")
    assert answer.status_code == 200
    assert state is State.REVIEWED
    assert NEW in answer.content.decode()


@pytest.mark.parametrize("model", [InfoPage, CentrePage])
def test_pages_have_the_ticks_and_new_ones_do_not(cms: Client, content: None, model: Any) -> None:
    page = model.objects.live().first()
    edit = soup(cms.get(f"/cms/pages/{page.pk}/edit/"))
    assert edit.find("input", {"name": "minor_edit", "type": "checkbox"})
    label = f"{model._meta.app_label}/{model._meta.model_name}"
    add = cms.get(f"/cms/pages/add/{label}/{page.get_parent().pk}/")
    assert add.status_code == 200
    assert not soup(add).find("input", {"name": "minor_edit"})


def test_the_notes_of_a_draft_wait_for_its_publication(cms: Client, info: InfoPage) -> None:
    before = info.translation_state
    address = f"/cms/pages/{info.pk}/edit/"
    sent = page_form(cms.get(address), info) | {"lead_sv": NEW, "critical_change": "on"}
    cms.post(address, {name: value for name, value in sent.items() if not name.startswith("action-")})
    info.refresh_from_db()
    assert info.translation_state == before
    draft = info.get_latest_revision_as_object()
    assert draft.translation_state["ar"]["lead"]["withdrawn"] is True
