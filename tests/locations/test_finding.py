"""The filters of "find a family centre"."""

import pytest
from django.test import Client

from familjecentral.core import languages
from tests.forms import soup

pytestmark = pytest.mark.usefixtures("content")

FIND = "/sv/hitta-familjecentral/"


def found(client: Client, query: str) -> list[str]:
    return [centre.slug for centre in client.get(f"{FIND}?{query}").context["centres"]]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["fittja", "tullinge"]),
        ("omrade=fittja", ["fittja"]),
        ("tjanst=bvc", ["fittja", "tullinge"]),
        ("omrade=tullinge&tjanst=bvc&sprak=sv", ["tullinge"]),
        ("omrade=", ["fittja", "tullinge"]),
        ("omrade=finns-inte", ["fittja", "tullinge"]),
    ],
)
def test_a_filter_leaves_the_centres_that_fit(client: Client, query: str, slugs: list[str]) -> None:
    assert found(client, query) == slugs


@pytest.mark.parametrize(
    "query",
    [
        "omrade=%00", "tjanst=%00", "sprak=%00", "omrade=" + "x" * 6000, "tjanst=<script>alert(1)</script>",
        "sprak=-1", "sprak=99999999999999999999", "omrade=%E2%80%AEajttif", "omrade=%FF%FE", "omrade[]=x",
        "omrade=fittja&omrade=tullinge", "a=" * 200, "vecka=2026-W99", "oppet=%00", "alder=-1", "dropin=x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("code", ["sv", "ar"])
def test_any_parameter_is_survived(client: Client, query: str, code: str) -> None:
    response = client.get(f"/{code}/hitta-familjecentral/?{query}")

    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_a_filter_that_fits_no_centre_is_said(client: Client) -> None:
    html = soup(client.get(f"{FIND}?omrade=finns-inte"))

    assert html.main.find(class_="notice")


def test_the_filters_are_links_that_keep_the_language(client: Client) -> None:
    for language in languages.PUBLIC:
        html = soup(client.get(f"/{language.code}/hitta-familjecentral/"))
        assert html.main.find_all(["form", "a"])
        assert client.get(f"/{language.code}/hitta-familjecentral/?tjanst=bvc").context["filters"].active
