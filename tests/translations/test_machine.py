"""Machine drafts: only where a provider is set, always drafts, labelled, and nothing half written."""

from typing import Any

import pytest
from django.test import Client

from familjecentral.core.segments import State
from familjecentral.home.models import InfoPage
from familjecentral.translations import machine, registry, work
from tests.forms import sent_by

pytestmark = pytest.mark.django_db


class Fake:
    """Says the same backwards, and keeps tags."""

    name = "fake"

    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        return [text if "<" in text else text[::-1] for text in texts]


class Silent(Fake):
    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        return texts[:-1]


class Broken(Fake):
    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        raise OSError("no answer")


class Tagless(Fake):
    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        return [text.replace("<b>", "").replace("</b>", "").replace("{antal}", "") for text in texts]


@pytest.fixture
def info(content: None) -> InfoPage:
    """A page whose lead was changed in Swedish."""
    found = InfoPage.objects.live().first()
    assert found is not None
    found.lead_sv = "En ny ingress"
    found.save_revision().publish()
    return found


def opened(info: InfoPage) -> work.Work:
    return work.work(registry.label_of(info), info.pk, "ar")


def test_nothing_is_set_by_default(settings: Any) -> None:
    assert settings.MACHINE_TRANSLATION == ""
    assert machine.provider() is None


def test_what_is_outdated_becomes_a_draft_that_says_who_wrote_it(info: InfoPage) -> None:
    before = {piece.segment.id: piece.target for piece in opened(info).pieces}
    saved = machine.draft(opened(info), Fake())
    assert saved.written == ["lead"]
    piece = opened(info).piece("lead")
    assert piece is not None
    assert (piece.target, piece.state) == ("ssergni yn nE", State.DRAFT)
    assert piece.entry is not None
    assert piece.entry["by"] == "machine: fake"
    after = {piece.segment.id: piece.target for piece in opened(info).pieces}
    assert {name for name in after if after[name] != before[name]} == {"lead"}


@pytest.mark.parametrize("provider", [Silent(), Broken()])
def test_a_provider_that_fails_writes_nothing(info: InfoPage, provider: machine.Provider) -> None:
    revisions = info.revisions.count()
    with pytest.raises(machine.Failed):
        machine.draft(opened(info), provider)
    assert info.revisions.count() == revisions


def test_a_text_that_lost_its_placeholder_is_skipped(info: InfoPage) -> None:
    info.lead_sv = "Det finns {antal} platser"
    info.save_revision().publish()
    assert list(machine.draft(opened(info), Fake()).skipped) == ["lead"]


def test_the_button_is_there_only_with_a_provider(cms: Client, info: InfoPage, settings: Any) -> None:
    screen = f"/cms/translations/home.infopage/{info.pk}/ar/"
    assert "machine/" not in cms.get(screen).content.decode()
    assert cms.post(f"{screen}machine/").status_code == 404
    settings.MACHINE_TRANSLATION = "tests.translations.test_machine.Fake"
    assert f"{screen}machine/" in cms.get(screen).content.decode()
    assert cms.post(f"{screen}machine/").status_code == 302
    piece = opened(info).piece("lead")
    assert piece is not None
    assert piece.state is State.DRAFT
    settings.MACHINE_TRANSLATION = "tests.translations.test_machine.Broken"
    info.lead_sv = "Ännu en ingress"
    info.save_revision().publish()
    answer = cms.post(f"{screen}machine/", follow=True)
    assert "no answer" in answer.content.decode()


@pytest.mark.parametrize("name", ["nowhere.Nothing", "nonsense"])
def test_a_setting_that_leads_nowhere_is_named_when_the_button_is_pressed(
    cms: Client, info: InfoPage, settings: Any, name: str
) -> None:
    settings.MACHINE_TRANSLATION = name
    screen = f"/cms/translations/home.infopage/{info.pk}/ar/"
    assert cms.get(screen).status_code == 200
    assert f"MACHINE_TRANSLATION={name}" in cms.post(f"{screen}machine/", follow=True).content.decode()


def test_rich_text_that_lost_its_tags_is_skipped(content: None) -> None:
    found = 0
    for page in InfoPage.objects.live():
        behind = work.work(registry.label_of(page), page.pk, "ti")
        bold = {
            piece.segment.id for piece in behind.pieces if "<b>" in piece.segment.source if not piece.target
        }
        saved = machine.draft(behind, Tagless())
        assert bold <= set(saved.skipped)
        assert not bold & set(saved.written)
        found += len(bold)
    assert found


def test_what_was_left_out_is_said(cms: Client, info: InfoPage, settings: Any) -> None:
    info.lead_sv = "Det finns {antal} platser"
    info.save_revision().publish()
    settings.MACHINE_TRANSLATION = "tests.translations.test_machine.Tagless"
    answer = cms.post(f"/cms/translations/home.infopage/{info.pk}/ar/machine/", follow=True)
    [message] = answer.context["messages"]
    assert message.level_tag == "warning"


def test_what_a_person_has_written_is_saved_before_the_machine_fills_in_the_rest(
    cms: Client, info: InfoPage, settings: Any
) -> None:
    settings.MACHINE_TRANSLATION = "tests.translations.test_machine.Fake"
    screen = f"/cms/translations/home.infopage/{info.pk}/ar/"
    sent = sent_by(cms.get(screen), "translation")
    cms.post(f"{screen}machine/", sent | {"text:title": "عنوان بشري"})
    written = {
        piece.segment.id: (piece.target, (piece.entry or {}).get("by")) for piece in opened(info).pieces
    }
    assert written["title"] == ("عنوان بشري", "superuser")
    assert written["lead"][1] == "machine: fake"


class Asked(Fake):
    def translate(self, texts: list[str], source: str, target: str) -> list[str]:
        raise AssertionError("nothing may be sent")


def test_nothing_is_sent_for_a_page_that_is_locked(info: InfoPage, editor: Any, superuser: Any) -> None:
    info.locked, info.locked_by = True, superuser
    info.save()
    with pytest.raises(work.Locked):
        machine.draft(opened(info), Asked(), user=editor)
