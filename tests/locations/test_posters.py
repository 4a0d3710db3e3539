"""Facts about the sheet for the door: the usual week, what is coming, and until when it may hang."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from familjecentral.core import languages
from locations.models import CentrePage, HoursConfirmation, HoursException, ServiceHours
from tests.forms import soup

pytestmark = pytest.mark.usefixtures("content")
POSTER = "/{}/hitta-familjecentral/fittja/affisch/"
PUBLIC = [language.code for language in languages.PUBLIC]


@pytest.fixture
def centre(at: Any) -> CentrePage:
    at("2026-11-24T12:00")
    return CentrePage.objects.get(slug="fittja")


def poster(language: str = "sv") -> Any:
    answer = Client().get(POSTER.format(language))
    assert answer.status_code == 200
    return soup(answer)


def until() -> str:
    return str(poster().select_one(".sheet-until time")["datetime"])


@pytest.mark.parametrize("language", PUBLIC)
def test_it_is_there_in_every_language_with_its_weeks_and_its_code(centre: CentrePage, language: str) -> None:
    page = poster(language)
    assert page.html["lang"] == languages.by_code(language).tag
    assert len(page.select("main table.hours")) == 4
    assert page.select_one("main img.qr")["src"] == "/f/fittja.svg"
    assert page.select_one(".sheet-until time")
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_it_shows_the_usual_week_and_not_this_one(centre: CentrePage) -> None:
    usual = poster().select_one(".sheet-weeks").text
    today = dt.date(2026, 11, 24)
    HoursException.objects.create(centre=centre, kind="closed", reason="staff", first=today, last=today)
    page = poster()
    assert page.select_one(".sheet-weeks").text == usual
    assert "24 november" in page.select_one("table.changes").text
    assert not page.select("[data-today]")


def test_it_holds_for_eight_weeks_at_most(centre: CentrePage) -> None:
    HoursException.objects.all().delete()
    HoursConfirmation.objects.create(
        centre=centre, role="centre", at=dt.datetime(2026, 12, 31, tzinfo=dt.UTC)
    )
    ServiceHours.objects.update(rules={})
    assert until() <= "2027-01-18"


def test_it_holds_no_longer_than_anybody_vouches_for_the_hours(centre: CentrePage, settings: Any) -> None:
    settings.HOURS_CONFIRMED_FOR_DAYS = 3
    HoursConfirmation.objects.all().delete()
    HoursConfirmation.objects.create(
        centre=centre, role="centre", at=dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
    )
    assert "2026-11-24" <= until() <= "2026-11-28"


def close_often(centre: CentrePage, often: int) -> list[dt.date]:
    """Every other day from tomorrow on, and nothing else that is coming."""
    HoursException.objects.all().delete()
    ServiceHours.objects.update(rules={})
    days = [dt.date(2026, 11, 25) + dt.timedelta(days=2 * number) for number in range(often)]
    for day in days:
        HoursException.objects.create(centre=centre, kind="closed", reason="staff", first=day, last=day)
    return days


def test_it_holds_until_the_first_change_that_it_has_no_room_for(centre: CentrePage) -> None:
    days = [*close_often(centre, 20), dt.date(2026, 12, 24)]
    page = poster()
    shown = len(page.select("table.changes tbody tr"))
    left_out = min(days[shown], days[-1])
    assert 5 <= shown < len(days)
    assert page.select_one(".sheet-until time")["datetime"] == (left_out - dt.timedelta(days=1)).isoformat()


def test_the_less_it_says_the_larger_it_is(centre: CentrePage) -> None:
    close_often(centre, 20)
    sizes = [poster().select_one(".sheet")["data-size"]]
    close_often(centre, 0)
    sizes += [poster().select_one(".sheet")["data-size"]]
    centre.services.exclude(service_type__abbreviation="BVC").delete()
    sizes += [poster().select_one(".sheet")["data-size"]]
    assert sizes == ["small", "medium", "large"]


def test_without_certain_hours_it_prints_none(centre: CentrePage) -> None:
    HoursConfirmation.objects.all().delete()
    page = poster()
    assert not page.select("table.hours, .sheet-until")
    assert "Ring först" in page.select_one(".sheet-call").text
    CentrePage.objects.filter(pk=centre.pk).update(operating_status="temporarily_closed")
    assert not poster().select("table.hours, .sheet-until")


def test_only_its_own_addresses_lead_to_it(centre: CentrePage) -> None:
    for path in ("affisch/x/", "affisch/affisch/", "Affisch/"):
        assert Client().get(f"/sv/hitta-familjecentral/fittja/{path}").status_code == 404
    assert Client().get("/sv/nyheter/affisch/").status_code == 404
    centre.unpublish()
    assert Client().get(POSTER.format("sv")).status_code == 404
