"""The initial content: loaded once, refreshed while nobody touched it, and never over an editor's work."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from familjecentral.core.models import BasePage, LoadedContent
from familjecentral.core.reading import Reading
from familjecentral.home import loading
from familjecentral.home.content_files import Record, records
from familjecentral.home.loading import Loader, Outcome
from familjecentral.home.models import Permalink, SiteSettings
from locations.models import CentrePage, CentreService, ServiceType
from locations.models.hours import HoursConfirmation, HoursException, ServiceHours
from locations.models.programme import Activity, OccurrenceOverride
from news.models import NewsPage


def load(*, changed: dict[str, Any] | None = None, key: str = "kontakt") -> dict[str, Outcome]:
    """Load again; with `changed`, as if the file of the record `key` said something else now."""
    found = records(example=True)
    if changed:
        found = [replace(record, **changed) if record.key == key else record for record in found]
    return {record.key: outcome for record, outcome in Loader(found).load()}


def contact() -> Any:
    return BasePage.objects.get(slug="kontakt").specific


def source(key: str) -> Record:
    return next(record for record in records(example=True) if record.key == key)


def test_an_empty_database_gets_everything_once(empty_site: None) -> None:
    outcomes = load()

    assert set(outcomes.values()) == {Outcome.ADDED}
    assert BasePage.objects.filter(depth__gt=1).count() == 16
    assert CentrePage.objects.count() == 2
    assert ServiceType.objects.count() == 4
    assert CentreService.objects.count() == 8
    assert NewsPage.objects.count() == 3
    assert SiteSettings.objects.count() == 1
    assert LoadedContent.objects.count() == len(outcomes)
    assert all(page.live for page in BasePage.objects.filter(depth__gt=1))


def test_loading_again_changes_nothing(content: None) -> None:
    before = list(BasePage.objects.order_by("pk").values_list("pk", "latest_revision", "path"))

    assert set(load().values()) == {Outcome.UNCHANGED}

    assert list(BasePage.objects.order_by("pk").values_list("pk", "latest_revision", "path")) == before


def test_an_editors_change_is_kept(content: None) -> None:
    page = contact()
    page.lead_sv = "Redaktörens ord."
    page.save_revision().publish()

    outcomes = load(changed={"text": {**source("kontakt").text, "lead": "Filens nya ord."}})

    assert outcomes["kontakt"] == Outcome.KEPT
    assert contact().lead_sv == "Redaktörens ord."
    assert Counter(outcomes.values())[Outcome.KEPT] == 1


def test_an_editors_translation_is_kept(content: None) -> None:
    page = contact()
    page.title_so = "Nala hadal"
    page.save_revision().publish()

    assert load(changed={"text": {**source("kontakt").text, "lead": "Nytt."}})["kontakt"] == Outcome.KEPT
    assert contact().title_so == "Nala hadal"


def test_an_editors_draft_is_kept(content: None) -> None:
    page = contact()
    page.lead_sv = "Halvskrivet."
    page.save_revision()

    assert load(changed={"text": {**source("kontakt").text, "lead": "Nytt."}})["kontakt"] == Outcome.KEPT
    assert contact().get_latest_revision_as_object().lead_sv == "Halvskrivet."


def test_a_page_an_editor_took_down_stays_down(content: None) -> None:
    contact().unpublish()

    assert load(changed={"text": {**source("kontakt").text, "lead": "Nytt."}})["kontakt"] == Outcome.KEPT
    assert not contact().live


def test_a_deleted_page_is_not_made_again(content: None) -> None:
    contact().delete()

    assert load()["kontakt"] == Outcome.GONE
    assert not BasePage.objects.filter(slug="kontakt").exists()


def test_a_changed_file_refreshes_a_page_nobody_touched(content: None) -> None:
    before = contact()

    outcomes = load(changed={"text": {**source("kontakt").text, "lead": "Filens nya ord."}})

    assert outcomes["kontakt"] == Outcome.UPDATED
    assert Counter(outcomes.values())[Outcome.UPDATED] == 1
    assert contact().lead_sv == "Filens nya ord."
    assert contact().lead_en == before.lead_en
    assert Reading(contact(), "en").states == {"draft", "outdated"}
    assert load(changed={"text": {**source("kontakt").text, "lead": "Filens nya ord."}})["kontakt"] == (
        Outcome.UNCHANGED
    )


def test_a_changed_fact_in_a_file_refreshes_it_too(content: None) -> None:
    facts = {**source("fittja").facts, "street_address": "Exempelgatan 99"}

    assert load(changed={"facts": facts}, key="fittja")["fittja"] == Outcome.UPDATED
    assert CentrePage.objects.get(slug="fittja").street_address == "Exempelgatan 99"


def test_a_load_that_fails_leaves_nothing_behind(empty_site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def publish(obj: Any) -> None:
        calls.append(obj)
        if len(calls) == 5:
            raise RuntimeError("power cut")

    monkeypatch.setattr(loading, "_publish", publish)
    with pytest.raises(RuntimeError, match="power cut"):
        load()

    assert not LoadedContent.objects.exists()
    assert not BasePage.objects.filter(depth__gt=2).exists()
    assert not ServiceType.objects.exists()
    assert not Permalink.objects.exists()


def test_every_loaded_translation_is_a_draft_of_the_swedish_it_was_made_from(content: None) -> None:
    for page in BasePage.objects.filter(depth__gt=1).specific():
        for code, entries in page.translation_state.items():
            assert {entry["state"] for entry in entries.values()} <= {"draft"}, (page.slug, code)
            assert {entry["by"] for entry in entries.values()} == {"initial content"}


def test_without_example_no_fact_is_invented(empty_site: None) -> None:
    assert {outcome for _, outcome in Loader(records(example=False)).load()} == {Outcome.ADDED}

    for record in [*CentrePage.objects.all(), *CentreService.objects.all()]:
        assert not record.is_example
        assert (record.phone, record.email) == ("", "")
    assert set(CentrePage.objects.values_list("street_address", "postal_code")) == {("", "")}


def test_without_example_no_hours_and_no_activity_are_known(empty_site: None) -> None:
    list(Loader(records(example=False)).load())

    for model in (ServiceHours, HoursException, HoursConfirmation, Activity, OccurrenceOverride):
        assert not model.objects.exists()


def test_the_example_gives_every_service_hours_and_every_centre_a_programme(content: None) -> None:
    for centre in CentrePage.objects.all():
        assert centre.confirmations.count() == 1
        assert centre.activities.count() == 7
        assert centre.hours_exceptions.count() >= 3
    for service in CentreService.objects.all():
        assert bool(service.hours_from) != hasattr(service, "hours")
    for model in (ServiceHours, HoursException, Activity, OccurrenceOverride):
        assert all(record.is_example for record in model.objects.all())
        assert all(record.latest_revision for record in model.objects.all())


def test_a_note_beside_the_hours_belongs_to_its_times(content: None) -> None:
    hours = ServiceHours.objects.get(service__centre__slug="fittja", service__service_type__key="bvc")

    (noted,) = {span.note for span in hours.week_schedules[0].spans if span.note}

    assert str(hours.note_texts("sv")[noted]) == "Väga och mäta"


def test_hours_and_cancellations_that_an_editor_changed_are_kept(content: None) -> None:
    hours = ServiceHours.objects.get(service__centre__slug="fittja", service__service_type__key="bvc")
    ServiceHours.objects.filter(pk=hours.pk).update(schedules=[])
    cancelled = OccurrenceOverride.objects.get(activity__centre__slug="fittja")
    OccurrenceOverride.objects.filter(pk=cancelled.pk).update(reason="event")

    outcomes = load(
        changed={"facts": {**source("fittja-bvc-tider").facts, "rules": {}}}, key="fittja-bvc-tider"
    )

    assert Counter(outcomes.values())[Outcome.KEPT] == 2
    assert ServiceHours.objects.get(pk=hours.pk).schedules == []
    assert OccurrenceOverride.objects.get(pk=cancelled.pk).reason == "event"


def test_a_new_confirmation_is_no_change_of_the_loaded_one(content: None) -> None:
    centre = CentrePage.objects.get(slug="fittja")
    HoursConfirmation.objects.create(centre=centre, role="kommun")

    assert set(load().values()) == {Outcome.UNCHANGED}
    assert centre.confirmations.count() == 2


def test_the_example_completes_what_was_loaded_without_it(empty_site: None) -> None:
    list(Loader(records(example=False)).load())

    outcomes = load()

    assert outcomes["fittja"] == Outcome.UPDATED
    assert CentrePage.objects.get(slug="fittja").is_example
