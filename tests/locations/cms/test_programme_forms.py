"""The forms of activities and changed occasions, and the week of the programme in the CMS."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from locations.models import (
    Activity,
    CentrePage,
    CentreService,
    HoursException,
    OccurrenceOverride,
    ServiceHours,
)
from tests.forms import sent_by, soup

pytestmark = pytest.mark.usefixtures("content")

Clock = Callable[[str], datetime]
ADD = "/cms/snippets/locations/activity/add/"
CHANGE = "/cms/snippets/locations/occurrenceoverride/add/"
BAD = ["", "a\x00b", "x" * 20_000, "-1", "9" * 60, "2026-02-30", "\ufffe", '{"a":[1]}']
TUESDAY = date(2026, 12, 1)


@pytest.fixture
def centre() -> CentrePage:
    Activity.objects.all().delete()
    HoursException.objects.all().delete()
    return CentrePage.objects.get(slug="fittja")


@pytest.fixture
def service(centre: CentrePage) -> CentreService:
    """The open preschool, open on weekdays from nine to twelve."""
    ServiceHours.objects.filter(service__centre=centre).delete()
    found = CentreService.objects.get(centre=centre, service_type__key="oppen-forskola")
    spans = [{"days": [1, 2, 3, 4, 5], "opens": "09:00", "closes": "12:00", "mode": "drop_in"}]
    ServiceHours.objects.create(service=found, schedules=[{"spans": spans}])
    return found


@pytest.fixture
def activity(centre: CentrePage) -> Activity:
    return Activity.objects.create(
        centre=centre, title_sv="Sångstund", weekdays=[2], starts=time(10), ends=time(11)
    )


@pytest.fixture
def client(at: Clock, editor: Any) -> Client:
    at("2026-11-23T10:20")
    client = Client()
    client.force_login(editor)
    return client


def filled(client: Client, centre: CentrePage, **fields: Any) -> dict[str, Any]:
    data = sent_by(client.get(ADD, {"centre": centre.pk}), "w-editor-form")
    return data | {"title_sv": "Sångstund", "weekdays": ["2"], "starts": "10:00", "ends": "11:00"} | fields


def edit_of(record: Any) -> str:
    return f"/cms/snippets/locations/{record._meta.model_name}/edit/{record.pk}/"


def test_an_activity_is_entered(client: Client, centre: CentrePage, service: CentreService) -> None:
    response = client.post(ADD, filled(client, centre, service=service.pk, weekdays=["2", "4"]), follow=True)
    found = Activity.objects.get()
    assert (found.title_sv, found.weekdays, found.service) == ("Sångstund", ["2", "4"], service)
    assert not [message for message in response.context["messages"] if message.level_tag == "warning"]


def test_a_swedish_title_is_asked_for(client: Client, centre: CentrePage) -> None:
    response = client.post(ADD, filled(client, centre, title_sv=""))
    assert set(response.context["form"].errors) == {"title_sv"}


def test_weekdays_from_content_are_ticked(client: Client, activity: Activity) -> None:
    assert sent_by(client.get(edit_of(activity)), "w-editor-form")["weekdays"] == "2"


def test_listed_dates_are_lines(client: Client, centre: CentrePage) -> None:
    lines = "2026-12-24\n\n 2026-12-03 \n2026-12-24"
    client.post(ADD, filled(client, centre, rhythm="dates", weekdays=[], dates=lines))
    found = Activity.objects.get()
    assert found.dates == ["2026-12-03", "2026-12-24"]
    shown = sent_by(client.get(edit_of(found)), "w-editor-form")
    assert shown["dates"] == "2026-12-03\n2026-12-24"


def test_a_line_that_is_no_date_is_named_and_kept(client: Client, centre: CentrePage) -> None:
    lines = "2026-12-24\n24 december\n9999-12-31"
    response = client.post(ADD, filled(client, centre, rhythm="dates", dates=lines))
    form = response.context["form"]
    errors = form.errors["dates"]
    assert (len(errors), "2" in errors[0]) == (2, True)
    assert form["dates"].value() == lines


def test_only_services_of_the_centre_are_offered(client: Client, centre: CentrePage) -> None:
    other = CentreService.objects.exclude(centre=centre).first()
    assert other
    offered = client.get(ADD, {"centre": centre.pk}).context["form"].fields["service"].queryset
    assert {service.centre_id for service in offered} == {centre.pk}
    response = client.post(ADD, filled(client, centre, service=other.pk))
    assert set(response.context["form"].errors) == {"service"}


def test_an_activity_outside_the_hours_is_saved_with_a_warning(
    client: Client, centre: CentrePage, service: CentreService
) -> None:
    data = filled(client, centre, service=service.pk, starts="13:00", ends="14:00")
    response = client.post(ADD, data, follow=True)
    [warning] = [str(m) for m in response.context["messages"] if m.level_tag == "warning"]
    assert ("24 november" in warning, "1 december" in warning) == (True, True)
    assert Activity.objects.count() == 1


def test_unknown_hours_warn_of_nothing(client: Client, centre: CentrePage) -> None:
    ServiceHours.objects.all().delete()
    response = client.post(ADD, filled(client, centre), follow=True)
    assert not [m for m in response.context["messages"] if m.level_tag == "warning"]


def test_the_preview_shows_the_week_in_which_it_begins(client: Client, centre: CentrePage) -> None:
    url = "/cms/snippets/locations/activity/preview/"
    data = urlencode(filled(client, centre, first="2027-02-01"), doseq=True)
    answer = client.post(url, data, content_type="application/x-www-form-urlencoded")
    assert answer.json() == {"is_valid": True, "is_available": True}
    shown = client.get(url, {"mode": "ar"})
    assert "Sångstund" in shown.content.decode()
    assert shown.context["week"].value == "2027-W05"
    assert not Activity.objects.exists()


def test_an_earlier_version_of_an_activity_comes_back(client: Client, centre: CentrePage) -> None:
    client.post(ADD, filled(client, centre))
    found = Activity.objects.get()
    client.post(
        edit_of(found), sent_by(client.get(edit_of(found)), "w-editor-form") | {"title_sv": "Bokstund"}
    )
    revert = f"/cms/snippets/locations/activity/history/{found.pk}/revisions/{found.revisions.earliest('pk').pk}/revert/"
    assert client.post(revert, sent_by(client.get(revert), "w-editor-form")).status_code == 302
    found.refresh_from_db()
    assert found.title_sv == "Sångstund"


# --- One occasion ----------------------------------------------------------------------------------------------------


def test_an_occasion_is_cancelled_from_the_week(
    client: Client, centre: CentrePage, activity: Activity
) -> None:
    week = f"/cms/programme/{centre.pk}/?vecka=2026-W49"
    [occasion] = soup(client.get(week)).find_all(attrs={"data-occasion": True})
    cancel = occasion.find("a")["href"]
    assert cancel == f"{CHANGE}?activity={activity.uid}&date=2026-12-01"

    data = sent_by(client.get(cancel), "w-editor-form")
    assert (data["activity"], data["date"], data["cancelled"]) == (str(activity.pk), "2026-12-01", "on")
    response = client.post(CHANGE, data | {"reason": "illness"})
    assert (response.status_code, response["Location"]) == (302, week)

    found = OccurrenceOverride.objects.get()
    assert (found.activity, found.date, found.cancelled) == (activity, TUESDAY, True)
    [occasion] = soup(client.get(week)).find_all(attrs={"data-occasion": True})
    assert occasion.find("a")["href"] == edit_of(found)
    assert occasion.find(class_="w-status")


def test_an_occasion_is_moved(client: Client, activity: Activity) -> None:
    opened = client.get(CHANGE, {"activity": activity.pk, "date": "2026-12-01", "cancelled": "0"})
    data = sent_by(opened, "w-editor-form")
    assert "cancelled" not in data
    assert client.post(CHANGE, data | {"starts": "12:00", "ends": "13:00"}).status_code == 302
    assert OccurrenceOverride.objects.get().starts == time(12)


def test_a_day_on_which_it_is_not_held_is_refused(client: Client, activity: Activity) -> None:
    data = sent_by(client.get(CHANGE, {"activity": activity.pk, "date": "2026-12-02"}), "w-editor-form")
    assert set(client.post(CHANGE, data).context["form"].errors) == {"date"}


def test_a_second_change_of_an_occasion_is_refused(client: Client, activity: Activity) -> None:
    OccurrenceOverride.objects.create(activity=activity, date=TUESDAY)
    data = sent_by(client.get(CHANGE, {"activity": activity.pk, "date": "2026-12-01"}), "w-editor-form")
    assert client.post(CHANGE, data).context["form"].errors


def test_a_change_is_deleted(client: Client, centre: CentrePage, activity: Activity) -> None:
    found = OccurrenceOverride.objects.create(activity=activity, date=TUESDAY)
    response = client.post(edit_of(found).replace("edit", "delete"))
    assert (response.status_code, response["Location"]) == (
        302,
        f"/cms/programme/{centre.pk}/?vecka=2026-W49",
    )
    assert not OccurrenceOverride.objects.exists()


def test_the_week_says_what_a_closed_house_cancels(
    client: Client, centre: CentrePage, activity: Activity
) -> None:
    HoursException.objects.create(centre=centre, first=TUESDAY, last=TUESDAY, reason="water_damage")
    [occasion] = soup(client.get(f"/cms/programme/{centre.pk}/?vecka=2026-W49")).find_all(
        attrs={"data-occasion": True}
    )
    assert occasion.find(class_="w-status")


# --- Who may, and what is typed --------------------------------------------------------------------------------------


def test_the_programme_is_for_those_who_may_change_it(
    client: Client, translator: Any, centre: CentrePage
) -> None:
    assert client.get("/cms/programme/").status_code == 200
    assert b"/cms/programme/" in client.get("/cms/").content
    client.force_login(translator)
    for path in ("/cms/programme/", f"/cms/programme/{centre.pk}/", ADD, CHANGE):
        assert client.get(path).status_code == 302, path
    assert b'"/cms/programme/"' not in client.get("/cms/").content


@pytest.mark.parametrize("bad", BAD)
def test_nothing_that_is_typed_breaks_the_screens(
    client: Client, centre: CentrePage, activity: Activity, bad: str
) -> None:
    changed = OccurrenceOverride.objects.create(activity=activity, date=TUESDAY)
    assert client.get(f"/cms/programme/{centre.pk}/", {"vecka": bad}).status_code == 200
    assert client.get("/cms/programme/999999999999999999999/").status_code in (400, 404)
    assert client.get(ADD, {"centre": bad}).status_code == 200
    assert client.get(CHANGE, {"activity": bad, "date": bad, "cancelled": bad}).status_code == 200
    for form in (f"{ADD}?centre={centre.pk}", edit_of(activity), CHANGE, edit_of(changed)):
        data = sent_by(client.get(form), "w-editor-form")
        names = [name for name in data if not name.startswith("loaded_revision")]
        sent = [dict.fromkeys(names, bad), *({name: bad} for name in names)]
        for spoilt in sent:
            assert client.post(form, data | spoilt).status_code in (200, 302, 400), spoilt
