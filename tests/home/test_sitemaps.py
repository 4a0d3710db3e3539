"""What machines read: the sitemap, Open Graph and structured data, word for word (see tests/golden.py)."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from familjecentral.core import languages
from familjecentral.core.models import BasePage
from locations.models import HoursConfirmation
from tests.forms import soup
from tests.golden import assert_as_expected

pytestmark = pytest.mark.usefixtures("content")


def test_the_sitemap_is_as_expected(client: Client) -> None:
    response = client.get("/sitemap.xml")

    assert response.headers["Content-Type"] == "application/xml"
    assert_as_expected("home/expected/sitemap.xml", response.content.decode())


def test_every_address_of_the_sitemap_is_a_page_of_its_own(client: Client) -> None:
    found = soup(client.get("/sitemap.xml")).find_all("loc")
    paths = [place.get_text().removeprefix("http://127.0.0.1:8000") for place in found]

    assert len(paths) == len(set(paths)) == 16 * len(languages.PUBLIC)
    for path in paths[::7]:
        html = soup(client.get(path))
        assert html.find("link", rel="canonical")["href"].endswith(path)
        assert not html.find("meta", attrs={"name": "robots"})


def test_a_private_page_is_in_no_sitemap(client: Client) -> None:
    from wagtail.models import PageViewRestriction

    page = BasePage.objects.get(slug="kontakt")
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert "/om/kontakt/" not in client.get("/sitemap.xml").content.decode()


def machine_words(client: Client, path: str) -> dict[str, Any]:
    html = soup(client.get(path))
    return {
        "title": html.title.get_text(strip=True),
        "meta": {
            tag.get("name") or tag["property"]: tag["content"]
            for tag in html.find_all("meta")
            if tag.get("name") in ("description", "robots") or tag.get("property")
        },
        "json-ld": [json.loads(tag.string) for tag in html.find_all("script", type="application/ld+json")],
    }


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("home/expected/home-sv", "/sv/"),
        ("home/expected/bvc-ar", "/ar/om/bvc/"),
        ("locations/expected/fittja-sv", "/sv/hitta-familjecentral/fittja/"),
        ("locations/expected/fittja-ar", "/ar/hitta-familjecentral/fittja/"),
        ("news/expected/invigning-2021-sv", "/sv/nyheter/invigning-2021/"),
        ("news/expected/invigning-2021-fi", "/fi/nyheter/invigning-2021/"),
    ],
)
def test_what_machines_read_of_a_page_is_as_expected(
    client: Client, at: Callable[[str], dt.datetime], name: str, path: str
) -> None:
    HoursConfirmation.objects.update(at=at("2026-11-23T10:20"))
    found = machine_words(client, path)

    assert_as_expected(f"{name}.json", json.dumps(found, ensure_ascii=False, indent=2) + "\n")


def test_structured_data_cannot_end_its_script(client: Client) -> None:
    page = BasePage.objects.get(slug="kontakt").specific
    page.title_sv = "</script><script>alert(1)</script>"
    page.save_revision().publish()

    response = client.get("/sv/om/kontakt/")

    assert "<script>alert" not in response.content.decode()
    crumbs = machine_words(client, "/sv/om/kontakt/")["json-ld"][0][-1]["itemListElement"]
    assert crumbs[-1]["name"] == "</script><script>alert(1)</script>"
