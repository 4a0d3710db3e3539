"""What a visitor reads of hours and programme on a centre's page and on the home page."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from locations.hours import State
from locations.models import CentrePage, CentreService
from locations.models.hours import FullNotice, HoursConfirmation, HoursException, ServiceHours
from locations.models.programme import Activity, OccurrenceOverride
from tests.forms import soup

pytestmark = pytest.mark.usefixtures("content")

PAGE = "hitta-familjecentral/fittja/"
MONDAY_MORNING = "2026-11-23T10:20"
At = Callable[[str], dt.datetime]


def service(key: str) -> CentreService:
    return CentreService.objects.get(centre__slug="fittja", service_type__key=key)


def span(days: list[int], opens: str, closes: str, **more: Any) -> dict[str, Any]:
    return {"days": days, "opens": opens, "closes": closes, **more}


def keep(key: str, *spans: dict[str, Any], seasons: Any = (), notes: Any = None) -> ServiceHours:
    hours = ServiceHours(service=service(key), schedules=[{"spans": list(spans)}, *seasons])
    if notes:
        hours.notes_sv = notes
    hours.save()
    return hours


@pytest.fixture
def centre(content: None) -> CentrePage:
    """A house in operation without any hours or activities, confirmed three days before."""
    for model in (ServiceHours, HoursException, HoursConfirmation, FullNotice, Activity):
        model._default_manager.all().delete()
    page = CentrePage.objects.get(slug="fittja")
    page.operating_status, page.phone = "open", "+46853061000"
    page.save_revision().publish()
    CentreService.objects.filter(centre=page).update(phone="", hours_from=None)
    confirmed = dt.datetime(2026, 11, 20, 14, tzinfo=dt.UTC)
    HoursConfirmation.objects.create(centre=page, at=confirmed, role="kommun")
    return page


def visit(client: Client, code: str = "sv", path: str = PAGE, query: str = "") -> Any:
    response = client.get(f"/{code}/{path}{query}")
    assert response.status_code == 200
    return soup(response)


def one(html: Any, selector: str) -> Any:
    [found] = html.select(selector)
    return found


def words(tag: Any) -> str:
    """A text as it reads, without the characters that only keep it together."""
    return " ".join(tag.get_text(" ").replace("\u2060", "").split())


class TestStatus:
    def test_an_open_house_says_until_when_and_which_service_it_is(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        keep("oppen-forskola", span([1], "9:00", "12:00"))
        at(MONDAY_MORNING)
        html = visit(client)

        status = one(html, "h1 ~ .status")
        assert status["data-state"] == "open"
        assert status.b.svg.use["href"].endswith("#open")
        assert "12" in words(status.bdi)
        assert [dot.text for dot in html.select("h1 ~ .cluster .dot")] == ["Öppen förskola"]

    @pytest.mark.parametrize(
        ("spans", "moment", "state"),
        [
            ([span([1], "9:00", "12:00")], "2026-11-23T12:00", "closed"),
            ([span([1], "9:00", "12:00", mode="by_appointment")], MONDAY_MORNING, "by_appointment"),
            ([span([1], "9:00", "12:00", mode="phone")], MONDAY_MORNING, "phone_only"),
            ([span([1], "9:00", "12:00")], "2026-12-28T10:00", "closed"),
            ([span([1], "9:00", "12:00")], "2027-06-28T10:00", "call_first"),
            ([], MONDAY_MORNING, "unknown"),
        ],
    )
    def test_every_state_has_its_look(
        self,
        client: Client,
        centre: CentrePage,
        at: At,
        spans: list[dict[str, Any]],
        moment: str,
        state: str,
    ) -> None:
        if spans:
            keep("bvc", *spans)
        if moment.startswith("2026-12"):
            HoursException.objects.create(centre=centre, first="2026-12-28", last="2026-12-28")
        at(moment)

        for path in (PAGE, ""):
            status = visit(client, path=path).select(".status")[0]
            assert status["data-state"] == state
            assert status.b.get_text(strip=True)

    def test_a_house_of_which_nothing_is_certain_gives_a_number_to_call(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        keep("bvc", span([1], "9:00", "12:00"))
        at("2027-06-28T10:00")
        html = visit(client, "ar")

        number = one(html, "h1 ~ .status a")
        assert number["href"] == "tel:+46853061000"
        assert number.bdi["dir"] == "ltr"
        assert one(html, "#bvc .flow > .tight a")["href"] == "tel:+46853061000"
        assert not html.select("#bvc table")

    def test_without_any_number_the_region_s_services_name_1177(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        centre.phone = ""
        centre.save_revision().publish()
        keep("bvc", span([1], "9:00", "12:00"))
        at("2027-06-28T10:00")

        assert one(visit(client), "#bvc .flow > .tight a")["href"] == "tel:1177"

    def test_limited_service_is_told_beside_the_hours_and_until_when(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        keep("bvc", span([1], "9:00", "12:00"))
        centre.operating_status, centre.status_until = "limited", dt.date(2026, 12, 1)
        centre.save_revision().publish()
        at(MONDAY_MORNING)
        status = one(visit(client), "h1 ~ .status")

        assert status["data-state"] == "open"
        assert status.select(".tag")
        assert status.time["datetime"] == "2026-12-01"

    def test_who_vouches_for_the_hours_and_since_when(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        keep("bvc", span([1], "9:00", "12:00"))
        at(MONDAY_MORNING)

        assert [time["datetime"] for time in visit(client).select("h1 ~ .meta time")] == ["2026-11-20"]

    def test_nobody_vouches_for_hours_that_are_not_known(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        at(MONDAY_MORNING)

        assert not visit(client).select("h1 ~ .meta")


class TestServices:
    def test_today_is_one_line_in_the_fold_and_marked_in_the_week(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        keep("oppen-forskola", span([1, 2, 3, 4], "9:00", "12:00"), span([1, 2, 3, 4], "13:00", "15:00"))
        at(MONDAY_MORNING)
        fold = one(visit(client), "#oppen-forskola")

        assert "open" not in fold.attrs
        assert one(fold.summary, ".dot")["data-state"] == "open"
        rows = [(words(row.th), words(row.td)) for row in fold.select("table tbody tr")]
        assert [times for _, times in rows][:2] == ["9–12, 13–15"] * 2
        assert rows[1][0] == "tisdag–torsdag"
        assert [row.th["scope"] for row in fold.select("tbody tr")] == ["row"] * len(rows)
        assert [words(row.th).split()[0] for row in fold.select("[data-today]")] == ["måndag"]

    def test_a_range_of_times_is_said_in_words_from_right_to_left(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        keep("oppen-forskola", span([1], "9:00", "12:00"))
        at(MONDAY_MORNING)

        times = one(visit(client, "ar"), "#oppen-forskola [data-today] bdi.num")
        assert times.text == "من 09:00 إلى 12:00"

    def test_phone_hours_stand_by_the_number_and_not_among_the_visits(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        keep(
            "bvc", span([1], "8:00", "16:00", mode="by_appointment"), span([1], "8:00", "9:00", mode="phone")
        )
        at(MONDAY_MORNING)
        fold = one(visit(client), "#bvc")

        assert [words(times) for times in fold.select("table .num")] == ["8–16"]
        assert [words(times) for times in fold.select(".fact .num")] == ["8–9"]

    def test_a_service_that_only_answers_the_telephone_has_no_week_of_visits(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        keep("bvc", span([1], "8:00", "9:00", mode="phone"))
        at(MONDAY_MORNING)
        fold = one(visit(client), "#bvc")

        assert not fold.select("table")
        assert [words(times) for times in fold.select(".fact .num")] == ["8–9"]

    def test_a_note_stands_beside_its_times_and_says_that_it_is_swedish(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        hours = keep("bvc", notes=[("note", "Väga och mäta")])
        hours.schedules = [{"spans": [span([1], "13:00", "15:00", note=hours.notes_sv[0].id)]}]
        hours.save()
        at(MONDAY_MORNING)

        note = one(visit(client, "ar"), "#bvc [data-today] [lang=sv]")
        assert (note.text, note["dir"]) == ("Väga och mäta", "ltr")

    def test_a_service_names_the_one_whose_hours_it_follows(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        keep("oppen-forskola", span([1], "9:00", "12:00"))
        follower = service("socialtjanst")
        follower.hours_from = service("oppen-forskola")
        follower.save()
        at(MONDAY_MORNING)
        fold = one(visit(client), "#socialtjanst")

        assert words(one(fold, "table [data-today] td")) == "9–12"
        assert "Öppen förskola" in one(fold, "table + .meta").text

    def test_the_next_season_has_a_table_of_its_own(self, client: Client, centre: CentrePage, at: At) -> None:
        season = {"first": "2027-01-11", "last": "2027-01-31", "spans": [span([2], "10:00", "11:00")]}
        keep("bvc", span([1], "9:00", "12:00"), seasons=[season])
        at(MONDAY_MORNING)

        _, coming = one(visit(client), "#bvc").select("table")
        assert "11 januari–31 januari 2027" in words(coming.caption)
        assert [words(times) for times in coming.select(".num")] == ["10–11"]

    def test_full_right_now_is_told_until_when(self, client: Client, centre: CentrePage, at: At) -> None:
        keep("oppen-forskola", span([1], "9:00", "12:00"))
        now = at(MONDAY_MORNING)
        FullNotice.objects.create(service=service("oppen-forskola"), until=now + dt.timedelta(minutes=40))

        for path, place in ((PAGE, "#oppen-forskola summary"), ("", ".card")):
            dot = visit(client, path=path).select(f"{place} .dot")[0]
            assert dot["data-state"] == "full"
            assert "kl.\xa011" in dot.text

    def test_a_house_that_is_not_open_yet_repeats_it_for_no_service(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        centre.operating_status = "planned"
        centre.save_revision().publish()
        keep("bvc", span([1], "9:00", "12:00"))
        at(MONDAY_MORNING)
        html = visit(client)

        assert one(html, "h1 ~ .status")["data-state"] == "planned"
        assert not html.select(".service .dot, .service table, #program")


class TestChanges:
    def test_what_is_not_as_usual_names_day_services_times_reason_and_place(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        keep("bvc", span([1, 2, 3, 4, 5], "9:00", "12:00"))
        keep("oppen-forskola", span([1, 2, 3, 4, 5], "9:00", "12:00"))
        HoursException.objects.create(
            centre=centre, service_keys=["bvc"], first="2026-11-30", last="2026-11-30", kind="other_hours",
            spans=[{"opens": "10:00", "closes": "11:00"}], reason="planning_day",
        )  # fmt: skip
        HoursException.objects.create(
            centre=centre, first="2026-12-01", last="2026-12-02", kind="moved", place="Exempelgatan 2",
            text_sv="Ta hissen.",
        )  # fmt: skip
        at(MONDAY_MORNING)
        html = visit(client, "en")

        hours, moved, *_rest = html.select(".changes tbody tr")
        assert words(hours.th) == "Monday 30 November"
        assert words(hours.select(".num")[0]) == "10:00–11:00"
        assert "BVC" in hours.td.text
        assert words(moved.th) == "1 December–2 December"
        assert moved.select('bdi[lang="sv"][dir="ltr"]')[0].text == "Exempelgatan 2"
        assert "Ta hissen." in [tag.text for tag in moved.select('[lang="sv"][dir="ltr"]')]

    def test_christmas_is_told_of_without_anybody_writing_it(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        keep("bvc", span([1, 2, 3, 4, 5], "9:00", "12:00"))
        at("2026-12-01T10:00")
        days = [words(day) for day in visit(client).select(".changes th[scope=row]")]

        assert "torsdag 24 december" in days
        assert not [day for day in days if "30 november" in day]


class TestProgramme:
    @pytest.fixture
    def cafe(self, centre: CentrePage) -> Activity:
        return Activity.objects.create(
            centre=centre, service=service("oppen-forskola"), title_sv="Babycafé", weekdays=["3"],
            starts=dt.time(13), ends=dt.time(15), from_months=0, to_months=12, languages=["sv", "ar"],
            present=["midwife"], is_free="yes", place="Lekrummet",
        )  # fmt: skip

    def test_an_activity_tells_time_title_place_and_languages(
        self, client: Client, cafe: Activity, at: At
    ) -> None:
        at(MONDAY_MORNING)
        html = visit(client, "fi")

        event = one(html, ".event")
        assert event["data-colour"] == "sun"
        assert words(event.bdi) == "13–15"
        assert (event.b.text, event.b["lang"]) == ("Babycafé", "sv")
        assert "ruotsi, arabia" in words(event)
        assert one(event, "bdi[lang=sv]").text == "Lekrummet"
        assert "48" in one(html, "#program-title").text
        assert len(html.select(".week > .day")) == 5

    def test_a_cancelled_occasion_is_struck_and_says_so_in_words(
        self, client: Client, cafe: Activity, at: At
    ) -> None:
        OccurrenceOverride.objects.create(activity=cafe, date=dt.date(2026, 11, 25), reason="illness")
        at(MONDAY_MORNING)
        event = one(visit(client), ".event")

        assert "data-cancelled" in event.attrs
        assert event.s.text == "Babycafé"
        assert ":" in event.strong.text

    def test_a_moved_occasion_tells_what_is_new_and_what_it_was(
        self, client: Client, cafe: Activity, at: At
    ) -> None:
        OccurrenceOverride.objects.create(
            activity=cafe, date=dt.date(2026, 11, 25), cancelled=False, new_date=dt.date(2026, 11, 26),
            starts=dt.time(14), place="Biblioteket",
        )  # fmt: skip
        at(MONDAY_MORNING)
        event = one(visit(client), ".day:nth-child(4) .event")

        assert words(event.bdi) == "14–16"
        time, place = event.select("strong bdi")
        assert words(time) == "25 nov 13–15"
        assert place.text == "Biblioteket"

    def test_the_weeks_beside_keep_the_age_and_the_age_keeps_the_week(
        self, client: Client, cafe: Activity, at: At
    ) -> None:
        at(MONDAY_MORNING)
        html = visit(client, query="?vecka=2026-W49&alder=0")

        before, this, after = (link["href"] for link in html.select("#program nav.chips > a"))
        assert before == "?vecka=2026-W48&alder=0#program"
        assert this == "?alder=0#program"
        assert after == "?vecka=2026-W50&alder=0#program"
        ages = html.select(".ages a")
        assert ages[0]["href"] == "?vecka=2026-W49&alder=gravid#program"
        assert [link["href"] for link in ages if link.get("aria-current")] == ["?vecka=2026-W49#program"]
        assert {link["rel"][0] for link in html.select("#program nav a")} == {"nofollow"}
        assert one(html, "#program a.btn")["href"].endswith("/fittja/kalender.ics?alder=0")

    def test_an_age_that_nothing_is_for_leaves_an_empty_week_that_says_so(
        self, client: Client, cafe: Activity, at: At
    ) -> None:
        at(MONDAY_MORNING)
        html = visit(client, query="?alder=5")

        assert not html.select(".week, .event")
        assert one(html, "#program .wrap > p:not(.no-print)").text
        assert "open" in one(html, ".ages").attrs

    def test_days_that_are_over_are_folded_in_this_week_only(
        self, client: Client, cafe: Activity, at: At
    ) -> None:
        at("2026-11-26T10:00")

        assert len(visit(client).select(".day > details")) == 3
        assert not visit(client, query="?vecka=2026-W47").select(".day > details")


class TestHome:
    def test_a_card_shows_every_service_with_its_hours_today(
        self, client: Client, centre: CentrePage, at: At
    ) -> None:
        keep("oppen-forskola", span([1], "9:00", "12:00"))
        keep("bvc", span([1], "13:00", "16:00"))
        at(MONDAY_MORNING)
        html = visit(client, path="")

        card = html.select(".card")[0]
        states = [dot["data-state"] for dot in card.select(".rows .dot")]
        assert states == ["open", "unknown", "closed", "unknown"]
        assert [words(times) for times in card.select(".rows .num")] == ["9–12", "13–16"]
        assert "10.20" in one(html, ".as-of").text

    def test_the_moment_decides_and_not_the_clock_of_the_server(
        self, client: Client, centre: CentrePage, at: At, rf: Any
    ) -> None:
        keep("oppen-forskola", span([1], "9:00", "12:00"))
        at(MONDAY_MORNING)
        request = rf.get("/sv/")
        request.moment = dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC)
        with translation.override("sv"):
            opening = centre.get_context(request)["opening"]

        assert opening.status.state is State.CLOSED
