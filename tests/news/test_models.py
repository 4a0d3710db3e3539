"""The archive and its filters; an item and what belongs to it."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from locations.models import CentrePage
from news.models import NewsIndexPage, NewsPage
from tests.forms import soup

pytestmark = pytest.mark.usefixtures("content")

ARCHIVE = "/sv/nyheter/"


def add(title: str, day: datetime.date, **facts: Any) -> NewsPage:
    item = NewsPage(title_sv=title, lead_sv="Ingress.", date=day, **facts)
    NewsIndexPage.objects.get().add_child(instance=item)
    item.save_revision().publish()
    return item


def titles(client: Client, address: str = ARCHIVE) -> list[str]:
    html = soup(client.get(address))
    return [heading.get_text(strip=True) for heading in html.main.select(".news h2")]


def test_the_newest_item_comes_first(client: Client) -> None:
    add("Alldeles ny", datetime.date(2090, 1, 1))

    assert titles(client)[0] == "Alldeles ny"
    assert len(titles(client)) == 4


def test_the_archive_is_filtered_by_year_and_by_centre(client: Client) -> None:
    item = add("Om Fittja", datetime.date(2021, 5, 1))
    item.centres.set([CentrePage.objects.get(slug="fittja")])
    item.save_revision().publish()

    assert "Om Fittja" in titles(client, ARCHIVE + "?ar=2021")
    assert "Om Fittja" not in titles(client, ARCHIVE + "?ar=2019")
    assert "Om Fittja" in titles(client, ARCHIVE + "?omrade=fittja")
    assert "Om Fittja" not in titles(client, ARCHIVE + "?omrade=tullinge")
    assert "Om Fittja" in soup(client.get("/sv/hitta-familjecentral/fittja/")).main.get_text()
    assert "Om Fittja" not in soup(client.get("/sv/hitta-familjecentral/tullinge/")).main.get_text()


def test_long_lists_are_divided_into_pages(client: Client) -> None:
    for day in range(1, 11):
        add(f"Nyhet {day}", datetime.date(2025, 3, day))

    assert len(titles(client)) == 10
    assert len(titles(client, ARCHIVE + "?sida=2")) == 3
    assert len(titles(client, ARCHIVE + "?ar=2025&sida=1")) == 10


@pytest.mark.parametrize(
    "query",
    [
        "ar=abc", "ar=-1", "ar=99999999999999999999", "ar=%00", "ar=2021%00", "ar=²⁰²¹", "ar=<script>", "ar=",
        "omrade=%00", "omrade=finns-inte", "omrade=" + "x" * 5000, "omrade=%E2%80%AEfittja", "sida=0", "sida=-5",
        "sida=99999999999999999999", "sida=abc", "sida=%00", "sida=1&sida=2", "sida=1e9", "ar=2021&omrade=%FF",
        "%00=%00", "q=" + "%F0%9F" * 50,
    ],
)  # fmt: skip
def test_any_parameter_is_survived(client: Client, query: str) -> None:
    response = client.get(ARCHIVE + "?" + query)

    assert response.status_code == 200
    assert soup(response).h1
    assert "<script>alert" not in response.content.decode()


def test_an_unknown_year_is_said_and_shows_everything(client: Client) -> None:
    html = soup(client.get(ARCHIVE + "?ar=1850"))

    assert html.main.find(class_="notice")
    assert len(titles(client, ARCHIVE + "?ar=1850")) == 3


def test_an_expired_item_leaves_the_lists_and_keeps_its_address(client: Client) -> None:
    item = add("Gammal", datetime.date(2020, 1, 1), expires_on=datetime.date(2020, 2, 1))

    assert "Gammal" not in titles(client)
    assert "Gammal" not in client.get("/sv/nyheter/atom.xml").content.decode()
    assert client.get(f"{ARCHIVE}{item.slug}/").status_code == 200


def test_an_item_is_listed_through_its_last_day() -> None:
    add("Sista dagen", datetime.date(2026, 1, 1), expires_on=datetime.date(2026, 1, 31))

    def listed(day: datetime.date) -> bool:
        return NewsPage.objects.published(day).filter(title_sv="Sista dagen").exists()

    assert listed(datetime.date(2026, 1, 31))
    assert not listed(datetime.date(2026, 2, 1))


def test_an_item_cannot_expire_before_it_appears() -> None:
    item = NewsPage(
        date=datetime.date(2026, 2, 1), expires_on=datetime.date(2026, 1, 1), title_sv="x", slug="x"
    )
    with pytest.raises(ValidationError) as refused:
        item.clean()
    assert "expires_on" in refused.value.message_dict


def test_related_items_are_offered_and_expired_ones_are_not(client: Client) -> None:
    item = NewsPage.objects.get(slug="invigning-2021")
    old = add("Utgången", datetime.date(2020, 1, 1), expires_on=datetime.date(2020, 2, 1))
    item.related.set([NewsPage.objects.get(slug="avsiktsforklaring-2019"), old])
    item.save_revision().publish()

    text = soup(client.get("/sv/nyheter/invigning-2021/")).aside.get_text()
    assert "Planer på familjecentraler" in text
    assert "Utgången" not in text


def test_an_archive_without_news_says_so(client: Client) -> None:
    for item in NewsPage.objects.all():
        item.delete()

    assert client.get(ARCHIVE).status_code == 200
    assert client.get("/sv/nyheter/atom.xml").status_code == 200
    assert client.get("/sv/").status_code == 200
