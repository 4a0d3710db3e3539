"""The form of an exception: one form closes a house, says what it meets first, and can be looked at before."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from locations.cms.exception_forms import weeks_period
from locations.models import CentrePage, HoursException
from tests.forms import sent_by, soup

pytestmark = pytest.mark.usefixtures("content")

Clock = Callable[[str], datetime]
ADD = "/cms/snippets/locations/hoursexception/add/"
TODAY = date(2026, 11, 23)


@pytest.fixture
def centre() -> CentrePage:
    HoursException.objects.all().delete()
    return CentrePage.objects.get(slug="fittja")


@pytest.fixture
def client(at: Clock, editor: Any) -> Client:
    at("2026-11-23T10:20")
    client = Client()
    client.force_login(editor)
    return client


def filled(client: Client, centre: CentrePage, **fields: Any) -> dict[str, Any]:
    return sent_by(client.get(ADD, {"centre": centre.pk}), "w-editor-form") | fields


def close(client: Client, centre: CentrePage, **fields: Any) -> Any:
    return client.post(ADD, filled(client, centre, **fields))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("28–31", date(2027, 7, 12), date(2027, 8, 8)),
        ("v. 28-31", date(2027, 7, 12), date(2027, 8, 8)),
        ("v. 28", date(2027, 7, 12), date(2027, 7, 18)),
        ("48", date(2026, 11, 23), date(2026, 11, 29)),
        ("47", date(2027, 11, 22), date(2027, 11, 28)),
        ("vecka 52–1", date(2026, 12, 21), date(2027, 1, 10)),
        ("2027 v. 1–2", date(2027, 1, 4), date(2027, 1, 17)),
        ("v 1-2 2027", date(2027, 1, 4), date(2027, 1, 17)),
        ("53", date(2026, 12, 28), date(2027, 1, 3)),
    ],
)
def test_weeks_are_read_as_they_are_written(text: str, first: date, last: date) -> None:
    assert weeks_period(text, TODAY) == (first, last)


@pytest.mark.parametrize(
    "text", ["0", "54", "2027 v. 53", "juli", "28–", "9999 v. 52", "0001 v. 1", "28–31–32", "²8", ""]
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        weeks_period(text, TODAY)


def test_one_form_closes_the_house_for_four_weeks(client: Client, centre: CentrePage) -> None:
    response = close(client, centre, weeks="28–31", reason="holiday")
    assert response.status_code == 302
    found = HoursException.objects.get()
    assert (found.first, found.last) == (date(2027, 7, 12), date(2027, 8, 8))
    assert (found.centre_id, found.kind, found.service_keys, found.reason) == (
        centre.pk,
        "closed",
        [],
        "holiday",
    )
    assert found.revisions.count() == 1


def test_one_day_needs_only_its_first_day(client: Client, centre: CentrePage) -> None:
    close(client, centre, first="2026-12-23")
    assert HoursException.objects.get().last == date(2026, 12, 23)


def test_weeks_and_dates_that_differ_are_refused_and_kept(client: Client, centre: CentrePage) -> None:
    response = close(client, centre, weeks="28", first="2027-01-01")
    form = response.context["form"]
    assert set(form.errors) == {"weeks"}
    assert (form["weeks"].value(), form["first"].value()) == ("28", "2027-01-01")
    assert not HoursException.objects.exists()


def test_a_service_that_the_centre_lacks_is_named(client: Client, centre: CentrePage) -> None:
    centre.services.filter(service_type__key="bvc").delete()
    response = close(client, centre, first="2026-12-23", service_keys=["bvc", "oppen-forskola"])
    [error] = response.context["form"].errors["service_keys"]
    assert centre.title_sv in error


def test_other_hours_are_written_in_rows(client: Client, centre: CentrePage) -> None:
    rows = {
        "spans-0-opens": "9",
        "spans-0-closes": "12",
        "spans-1-opens": "13.30",
        "spans-1-closes": "24:00",
        "spans-1-mode": "phone",
        "spans-1-days": ["1", "3"],
    }
    response = close(client, centre, weeks="52", kind="other_hours", **rows)
    assert response.status_code == 302
    found = HoursException.objects.get()
    assert found.spans == [
        {"opens": "09:00", "closes": "12:00", "mode": "drop_in"},
        {"days": [1, 3], "opens": "13:30", "closes": "24:00", "mode": "phone"},
    ]
    edit = f"/cms/snippets/locations/hoursexception/edit/{found.pk}/"
    opened = client.get(edit)
    again = sent_by(opened, "w-editor-form")
    assert (again["spans-1-opens"], again["spans-1-days"]) == ("13:30", ["1", "3"])
    assert "spans-3-opens" in again
    assert opened.context["form"].__class__(again, instance=found).changed_data == []


def test_a_row_that_cannot_be_read_is_named_and_kept(client: Client, centre: CentrePage) -> None:
    rows = {"spans-1-opens": "nio", "spans-1-closes": "12", "spans-2-opens": "13", "spans-2-closes": ""}
    response = close(client, centre, weeks="52", kind="other_hours", **rows)
    errors = response.context["form"].errors["spans"]
    assert len(errors) == 2
    assert ("2" in errors[0], "3" in errors[1]) == (True, True)
    shown = soup(response)
    assert shown.find("input", attrs={"name": "spans-1-opens"})["value"] == "nio"
    assert shown.find("input", attrs={"name": "spans-2-opens"})["value"] == "13"


def test_times_that_overlap_are_refused_by_name(client: Client, centre: CentrePage) -> None:
    rows = {"spans-0-opens": "9", "spans-0-closes": "12", "spans-1-opens": "11", "spans-1-closes": "15"}
    response = close(client, centre, weeks="52", kind="other_hours", **rows)
    [error] = response.context["form"].errors["spans"]
    assert ("11:00–15:00" in error, "09:00–12:00" in error) == (True, True)


def test_times_of_a_closed_house_are_asked_about(client: Client, centre: CentrePage) -> None:
    response = close(client, centre, weeks="52", **{"spans-0-opens": "9", "spans-0-closes": "12"})
    assert set(response.context["form"].errors) == {"kind"}


def test_what_rows_do_not_show_stays_with_the_span(client: Client, centre: CentrePage) -> None:
    spans = [{"opens": "09:00", "closes": "12:00", "mode": "drop_in", "expecting": True, "to_months": 12}]
    found = HoursException.objects.create(
        centre=centre, first=TODAY, last=TODAY, kind="other_hours", spans=spans
    )
    edit = f"/cms/snippets/locations/hoursexception/edit/{found.pk}/"
    data = sent_by(client.get(edit), "w-editor-form") | {"spans-0-closes": "11"}
    assert client.post(edit, data).status_code == 302
    found.refresh_from_db()
    assert found.spans == [spans[0] | {"closes": "11:00"}]


# --- What beats what -------------------------------------------------------------------------------------------------


@pytest.fixture
def christmas(centre: CentrePage) -> HoursException:
    spans = [{"opens": "09:00", "closes": "12:00"}]
    return HoursException.objects.create(
        centre=centre,
        service_keys=["oppen-forskola"],
        first=date(2026, 12, 24),
        last=date(2026, 12, 24),
        kind="other_hours",
        spans=spans,
    )


def test_what_it_meets_is_read_before_it_is_saved(
    client: Client, centre: CentrePage, christmas: HoursException
) -> None:
    response = close(client, centre, weeks="52", text_sv="Vi ses!")
    form = response.context["form"]
    [sentence] = form.conflicts
    assert ("24 december" in sentence, "09:00–12:00" in sentence) == (True, True)
    assert form["text_sv"].value() == "Vi ses!"
    assert soup(response).find("input", attrs={"name": "seen", "type": "checkbox"})
    assert HoursException.objects.count() == 1

    data = sent_by(response, "w-editor-form")
    assert data["weeks"] == "52"
    assert client.post(ADD, data).status_code == 200
    assert client.post(ADD, data | {"seen": form.conflicts_mark}).status_code == 302
    assert HoursException.objects.count() == 2


def test_another_conflict_than_the_one_seen_asks_again(
    client: Client, centre: CentrePage, christmas: HoursException
) -> None:
    seen = close(client, centre, weeks="52").context["form"].conflicts_mark
    christmas.even_when_closed = True
    christmas.save()
    response = close(client, centre, weeks="52", seen=seen)
    assert response.status_code == 200
    assert response.context["form"].conflicts_mark != seen


def test_a_mistake_elsewhere_does_not_forget_the_tick(
    client: Client, centre: CentrePage, christmas: HoursException
) -> None:
    seen = close(client, centre, weeks="52").context["form"].conflicts_mark
    response = close(client, centre, weeks="52", kind="moved", seen=seen)
    assert sent_by(response, "w-editor-form")["seen"] == seen


def test_a_status_that_overrules_is_named(client: Client, centre: CentrePage) -> None:
    CentrePage.objects.filter(pk=centre.pk).update(
        operating_status="temporarily_closed", status_from=date(2026, 12, 22), status_until=None
    )
    [sentence] = close(client, centre, weeks="52").context["form"].conflicts
    assert sentence


# --- The preview -----------------------------------------------------------------------------------------------------


def preview(client: Client, url: str, data: dict[str, Any], mode: str) -> str:
    answer = client.post(url, urlencode(data, doseq=True), content_type="application/x-www-form-urlencoded")
    assert answer.json() == {"is_valid": True, "is_available": True}
    return str(soup(client.get(url, {"mode": mode})).find("main"))


def test_the_public_reads_it_in_any_language_before_it_is_saved(client: Client, centre: CentrePage) -> None:
    url = "/cms/snippets/locations/hoursexception/preview/"
    data = filled(client, centre, weeks="52", reason="holiday", preview_at="2026-12-22T10:00")
    assert "semester" in preview(client, url, data, "sv").lower() or "ledighet" in preview(
        client, url, data, "sv"
    )
    arabic = preview(client, url, data, "ar")
    assert 'lang="ar"' in str(soup(client.get(url, {"mode": "ar"})))
    assert "21" in arabic
    assert not HoursException.objects.exists()


def test_the_edit_of_a_saved_one_is_shown_as_of_christmas_eve(
    client: Client, centre: CentrePage, christmas: HoursException
) -> None:
    christmas.is_example = True
    christmas.save()
    edit = f"/cms/snippets/locations/hoursexception/edit/{christmas.pk}/"
    data = sent_by(client.get(edit), "w-editor-form") | {
        "spans-0-closes": "10:30",
        "preview_at": "2026-12-24T10:00",
    }
    shown = preview(client, f"/cms/snippets/locations/hoursexception/preview/{christmas.pk}/", data, "ar")
    assert "10:30" in shown
    christmas.refresh_from_db()
    assert christmas.spans == [{"opens": "09:00", "closes": "12:00"}]


# --- Undone, deleted, spoilt -----------------------------------------------------------------------------------------


def test_an_earlier_version_comes_back(client: Client, centre: CentrePage) -> None:
    close(client, centre, weeks="28–31")
    found = HoursException.objects.get()
    edit = f"/cms/snippets/locations/hoursexception/edit/{found.pk}/"
    client.post(edit, sent_by(client.get(edit), "w-editor-form") | {"weeks": "28–32"})
    found.refresh_from_db()
    assert found.last == date(2027, 8, 15)

    history = client.get(f"/cms/snippets/locations/hoursexception/history/{found.pk}/")
    assert history.status_code == 200
    revert = f"{edit.replace('edit', 'history')}revisions/{found.revisions.earliest('pk').pk}/revert/"
    assert revert.encode() in history.content
    assert client.post(revert, sent_by(client.get(revert), "w-editor-form")).status_code == 302
    found.refresh_from_db()
    assert (found.first, found.last) == (date(2027, 7, 12), date(2027, 8, 8))


def test_it_can_be_deleted(client: Client, centre: CentrePage, christmas: HoursException) -> None:
    assert client.post(f"/cms/snippets/locations/hoursexception/delete/{christmas.pk}/").status_code == 302
    assert not HoursException.objects.exists()


def test_the_list_names_every_exception(
    client: Client, centre: CentrePage, christmas: HoursException
) -> None:
    listed = client.get("/cms/snippets/locations/hoursexception/")
    assert b"24 december" in listed.content


@pytest.mark.parametrize(
    "bad", ["", "a\x00b", "x" * 20_000, "-1", "9" * 60, "2026-02-30", "\ufffe", '{"a":[1]}']
)
def test_nothing_that_is_typed_breaks_the_form(
    client: Client, centre: CentrePage, christmas: HoursException, bad: str
) -> None:
    edit = f"/cms/snippets/locations/hoursexception/edit/{christmas.pk}/"
    assert client.get(ADD, {"centre": bad}).status_code == 200
    for form in (ADD, edit):
        data = filled(client, centre) if form == ADD else sent_by(client.get(edit), "w-editor-form")
        names = [name for name in data if not name.startswith("loaded_revision")]
        assert client.post(form, data | dict.fromkeys(names, bad)).status_code in (200, 302, 400)
        for name in names:
            assert client.post(form, data | {name: bad}).status_code in (200, 302, 400), name
