"""The CMS screen of a service's hours: a whole week in one form, refused with names, undone through the history."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from locations.models import CentreService, ServiceHours
from tests.forms import sent_by, soup

pytestmark = pytest.mark.usefixtures("content")

MONDAY = {"schedules-0-1-0-opens": "9", "schedules-0-1-0-closes": "12"}


@pytest.fixture
def service() -> CentreService:
    """A service without hours."""
    service = CentreService.objects.select_related("centre").get(
        centre__slug="fittja", service_type__key="bvc"
    )
    CentreService.objects.filter(centre=service.centre).update(hours_from=None)
    ServiceHours.objects.filter(service__centre=service.centre).delete()
    return CentreService.objects.get(pk=service.pk)


@pytest.fixture
def hours(service: CentreService) -> ServiceHours:
    return ServiceHours.objects.create(
        service=service,
        schedules=[{"spans": [{"days": [1, 2], "opens": "09:00", "closes": "12:00", "note": "a"}]}],
        notes_sv=[{"type": "note", "value": "Ring på dörren.", "id": "a"}],
    )


@pytest.fixture
def desk(editor: Any) -> Client:
    """A client logged in as an editor, who may not publish pages."""
    client = Client()
    client.force_login(editor)
    return client


def add(service: CentreService | None = None) -> str:
    return reverse("wagtailsnippets_locations_servicehours:add") + (
        f"?service={service.pk}" if service else ""
    )


def edit(hours: ServiceHours) -> str:
    return reverse("wagtailsnippets_locations_servicehours:edit", args=[hours.pk])


def form(response: Any) -> dict[str, Any]:
    assert response.status_code == 200
    return sent_by(response, "w-editor-form")


def errors(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(str(error) for found in response.context["form"].errors.values() for error in found)


def test_an_editor_enters_the_hours_of_a_service(desk: Client, service: CentreService) -> None:
    data = form(desk.get(add(service))) | MONDAY | {"schedules-0-1-0-note": "Ring på dörren."}
    response = desk.post(add(), data | {"schedules-0-1-copy": ["2", "3"]})
    assert response.status_code == 302
    stored = ServiceHours.objects.get(service=service)
    assert response["Location"] == edit(stored)
    (schedule,) = stored.schedules
    (span,) = schedule["spans"]
    assert (span["days"], span["opens"], span["closes"]) == ([1, 2, 3], "09:00", "12:00")
    assert stored.note_texts("sv") == {span["note"]: "Ring på dörren."}
    assert stored.rules["red_day"] == {"action": "closed"}


def test_saving_without_a_change_changes_nothing(desk: Client, hours: ServiceHours) -> None:
    assert desk.post(edit(hours), form(desk.get(edit(hours)))).status_code == 302
    stored = ServiceHours.objects.get(pk=hours.pk)
    assert stored.schedules[0]["spans"] == [
        {"days": [1, 2], "opens": "09:00", "closes": "12:00", "mode": "drop_in", "note": "a"}
    ]
    assert stored.note_texts("sv") == {"a": "Ring på dörren."}


def test_a_changed_note_keeps_its_translations_and_an_unused_one_goes(
    desk: Client, hours: ServiceHours
) -> None:
    data = form(desk.get(edit(hours)))
    desk.post(
        edit(hours),
        data | {"schedules-0-1-0-note": "Ring på porten.", "schedules-0-2-0-note": "Ring på porten."},
    )
    hours.refresh_from_db()
    assert hours.note_texts("sv") == {"a": "Ring på porten."}
    desk.post(edit(hours), data | {"schedules-0-1-0-note": "", "schedules-0-2-0-note": ""})
    hours.refresh_from_db()
    assert hours.note_texts("sv") == {}


def test_overlapping_spans_are_refused_by_name(desk: Client, hours: ServiceHours) -> None:
    data = form(desk.get(edit(hours))) | {"schedules-0-1-1-opens": "11", "schedules-0-1-1-closes": "13"}
    response = desk.post(edit(hours), data)
    assert "Måndag 11:00–13:00 överlappar måndag 09:00–12:00." in errors(response)
    assert form(response)["schedules-0-1-1-opens"] == "11"
    hours.refresh_from_db()
    assert len(hours.schedules[0]["spans"]) == 1


@pytest.mark.parametrize("typed", ["9-12", "nio", "25.00"])
def test_what_cannot_be_read_is_shown_as_it_was_typed(desk: Client, hours: ServiceHours, typed: str) -> None:
    data = form(desk.get(edit(hours))) | {"schedules-0-4-0-opens": typed, "schedules-0-4-0-closes": "16"}
    response = desk.post(edit(hours), data)
    assert typed in errors(response)
    assert "orsdag" in errors(response)
    field: Any = soup(response).find("input", attrs={"name": "schedules-0-4-0-opens"})
    assert field["value"] == typed
    assert field["aria-invalid"] == "true"
    assert form(response)["schedules-0-4-0-closes"] == "16"


def test_seasons_are_added_checked_and_deleted(desk: Client, hours: ServiceHours) -> None:
    data = form(desk.get(edit(hours)))
    season = {"schedules-1-first": "2027-06-21", "schedules-1-last": "2027-08-15"}
    assert desk.post(edit(hours), data | season).status_code == 302
    hours.refresh_from_db()
    assert hours.schedules[1] == {"first": "2027-06-21", "last": "2027-08-15", "spans": []}

    data = form(desk.get(edit(hours)))
    response = desk.post(edit(hours), data | {"schedules-2-weeks": "2027 v. 30-33"})
    assert errors(response)
    assert form(response)["schedules-2-weeks"] == "2027 v. 30-33"

    assert desk.post(edit(hours), data | {"schedules-1-delete": "on"}).status_code == 302
    hours.refresh_from_db()
    assert len(hours.schedules) == 1


def test_a_closing_rule_needs_its_time(desk: Client, hours: ServiceHours) -> None:
    data = form(desk.get(edit(hours))) | {
        "rules-day_before_red": "early",
        "rules-day_before_red-closes": "middag",
    }
    response = desk.post(edit(hours), data)
    assert errors(response)
    assert form(response)["rules-day_before_red-closes"] == "middag"
    assert desk.post(edit(hours), data | {"rules-day_before_red-closes": "12"}).status_code == 302
    hours.refresh_from_db()
    assert hours.rules["day_before_red"] == {"action": "early", "closes": "12:00"}


def test_another_services_hours_fill_the_form_and_save_nothing(desk: Client, hours: ServiceHours) -> None:
    other = CentreService.objects.exclude(centre=hours.service.centre).filter(service_type__key="bvc").first()
    assert other
    ServiceHours.objects.filter(service=other).delete()
    CentreService.objects.filter(pk=other.pk).update(hours_from=None)
    data = form(desk.get(add(other))) | {"redraw": "fill", "fill_from": str(hours.service_id)}
    response = desk.post(add(), data)
    filled = form(response)
    assert filled["service"] == str(other.pk)
    assert filled["schedules-0-2-0-opens"] == "09:00"
    assert filled["schedules-0-2-0-note"] == "Ring på dörren."
    assert not ServiceHours.objects.filter(service=other).exists()


def test_a_copied_day_is_drawn_before_it_is_saved(desk: Client, hours: ServiceHours) -> None:
    data = form(desk.get(edit(hours))) | {"redraw": "copy", "schedules-0-1-copy": ["5"]}
    response = desk.post(edit(hours), data)
    assert form(response)["schedules-0-5-0-closes"] == "12:00"
    assert "schedules-0-1-copy" not in form(response)
    hours.refresh_from_db()
    assert hours.schedules[0]["spans"][0]["days"] == [1, 2]


def test_an_earlier_week_comes_back_whole(desk: Client, hours: ServiceHours) -> None:
    """Also the one that came with the content, before anybody edited it."""
    data = form(desk.get(edit(hours)))
    desk.post(
        edit(hours),
        data | {"schedules-0-1-0-opens": "", "schedules-0-1-0-closes": "", "schedules-0-1-0-note": ""},
    )
    desk.post(
        edit(hours), form(desk.get(edit(hours))) | {"schedules-0-2-0-note": "", "schedules-0-2-0-opens": "10"}
    )
    hours.refresh_from_db()
    assert hours.note_texts("sv") == {}
    first = hours.revisions.order_by("pk").first()
    assert first
    revert = reverse("wagtailsnippets_locations_servicehours:revisions_revert", args=[hours.pk, first.pk])
    response = desk.post(revert, form(desk.get(revert)))
    assert response.status_code == 302
    hours.refresh_from_db()
    assert hours.schedules[0]["spans"] == [
        {"days": [1, 2], "opens": "09:00", "closes": "12:00", "mode": "drop_in", "note": "a"}
    ]
    assert hours.note_texts("sv") == {"a": "Ring på dörren."}
    history = reverse("wagtailsnippets_locations_servicehours:history", args=[hours.pk])
    assert desk.get(history).status_code == 200


def test_two_versions_are_compared_in_words(desk: Client, hours: ServiceHours) -> None:
    data = form(desk.get(edit(hours)))
    desk.post(edit(hours), data | {"schedules-0-1-0-closes": "13", "rules-squeeze_day": "closed"})
    compare = reverse(
        "wagtailsnippets_locations_servicehours:revisions_compare", args=[hours.pk, "earliest", "latest"]
    )
    shown = soup(desk.get(compare)).get_text()
    assert "måndag 09:00" in shown
    assert "13:00" in shown
    assert "Ring på dörren." in shown
    assert "drop_in" not in shown
    assert "closed" not in shown


def test_a_service_that_follows_another_leads_there(desk: Client, hours: ServiceHours) -> None:
    follower = CentreService.objects.filter(centre=hours.service.centre).exclude(pk=hours.service_id).first()
    assert follower
    follower.hours_from = hours.service
    follower.save()
    response = desk.get(add(follower))
    assert response.status_code == 200
    assert soup(response).find("a", href=edit(hours))
    assert not soup(response).find("form", id="w-editor-form")
    desk.post(add(), {"service": str(follower.pk), "schedules": "grid", **MONDAY})
    assert not ServiceHours.objects.filter(service=follower).exists()


def test_adding_to_a_service_with_hours_leads_to_them(desk: Client, hours: ServiceHours) -> None:
    assert desk.get(add(hours.service))["Location"] == edit(hours)


def test_translators_may_not_change_hours(translator: Any, hours: ServiceHours) -> None:
    client = Client()
    client.force_login(translator)
    for answer in (client.get(edit(hours)), client.post(edit(hours), {}), client.get(add(hours.service))):
        assert answer.status_code in (302, 403)
        assert answer.get("Location", "") != edit(hours)


def test_a_changed_example_asks_whether_it_is_real(desk: Client, hours: ServiceHours) -> None:
    ServiceHours.objects.filter(pk=hours.pk).update(is_example=True)
    data = form(desk.get(edit(hours))) | {"schedules-0-1-0-opens": "10"}
    assert "is_example" in desk.post(edit(hours), data).context["form"].errors
    assert desk.post(edit(hours), data | {"still_example": "on"}).status_code == 302


def test_the_preview_shows_unsaved_hours_as_of_another_day(desk: Client, hours: ServiceHours) -> None:
    preview = reverse("wagtailsnippets_locations_servicehours:preview_on_edit", args=[hours.pk])
    data = form(desk.get(edit(hours))) | {"schedules-0-1-0-closes": "13.45", "preview_at": "2026-12-24T10:00"}
    assert desk.post(preview, data).json()["is_valid"]
    response = desk.get(preview, {"mode": "sv"})
    assert response.status_code == 200
    assert "13.45" in response.content.decode()
    assert "2026-12-24" in response.content.decode()
    hours.refresh_from_db()
    assert hours.schedules[0]["spans"][0]["closes"] == "12:00"


def test_the_preview_of_new_hours_is_there_before_they_are(desk: Client, service: CentreService) -> None:
    preview = reverse("wagtailsnippets_locations_servicehours:preview_on_add")
    assert desk.post(preview, form(desk.get(add(service))) | MONDAY).json()["is_valid"]
    assert desk.get(preview, {"mode": "sv"}).status_code == 200


def test_a_form_without_its_grid_deletes_nothing(desk: Client, hours: ServiceHours) -> None:
    for sent in ({}, {"rules-eve": "closed"}, {"schedules-0-1-0-opens": "9"}):
        assert errors(desk.post(edit(hours), sent))
    hours.refresh_from_db()
    assert hours.schedules


@pytest.mark.parametrize("bad", ["", "a\0b", "x" * 20_000, "9" * 60, "-1", "\U0010ffff\ufffe", "2026-02-30"])
def test_whatever_is_sent_gets_an_answer(desk: Client, hours: ServiceHours, bad: str) -> None:
    data = form(desk.get(edit(hours)))
    for sent in (
        dict.fromkeys(data, bad),
        {**data, "redraw": "fill", "fill_from": bad},
        *({**data, name: bad} for name in list(data)[:14]),
    ):
        assert desk.post(edit(hours), sent).status_code in (200, 302, 400)
        assert desk.post(add(), sent | {"service": bad}).status_code in (200, 302, 400)
    assert desk.get(add() + "?service=" + bad[:50].replace("\0", "%00")).status_code == 200


def test_thousands_of_rows_are_refused(desk: Client, hours: ServiceHours) -> None:
    many = {f"schedules-0-1-{row}-opens": "9" for row in range(10_000)}
    assert desk.post(edit(hours), {"schedules": "grid", **many}).status_code == 400
    fewer = dict(list(many.items())[:2000])
    assert errors(desk.post(edit(hours), {"schedules": "grid", **fewer}))


def test_the_form_of_a_full_week_stays_light(desk: Client, hours: ServiceHours) -> None:
    spans = [
        {"days": [1, 2, 3, 4], "opens": f"{7 + n:02}:00", "closes": f"{7 + n:02}:45", "note": "a"}
        for n in range(14)
    ]
    ServiceHours.objects.filter(pk=hours.pk).update(schedules=[{"spans": spans}])
    assert len(desk.get(edit(hours)).content) < 300_000
