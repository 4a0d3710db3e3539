"""The Atom feed of the news."""

import pytest
from django.test import Client

from familjecentral.core import languages
from news.models import NewsPage
from tests.forms import soup
from tests.golden import assert_as_expected

pytestmark = pytest.mark.usefixtures("content")


@pytest.mark.parametrize("code", ["sv", "ar"])
def test_the_feed_is_as_expected(client: Client, code: str) -> None:
    response = client.get(f"/{code}/nyheter/atom.xml")

    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert_as_expected(f"news/expected/atom-{code}.xml", response.content.decode().replace("><", ">\n<"))


@pytest.mark.parametrize("language", languages.PUBLIC, ids=lambda language: language.code)
def test_every_language_has_its_feed_and_the_archive_names_it(
    client: Client, language: languages.Language
) -> None:
    archive = soup(client.get(f"/{language.code}/nyheter/"))
    path = archive.find("link", type="application/atom+xml")["href"]

    response = client.get(path)

    assert response.status_code == 200
    assert soup(response).feed["xml:lang"] == language.tag
    assert len(soup(response).find_all("entry")) == 3
    assert "cookie" not in response.headers.get("Vary", "").lower()


def test_an_item_that_is_not_translated_is_not_in_that_feed(client: Client) -> None:
    item = NewsPage.objects.get(slug="invigning-2021")
    item.lead_so = ""
    item.save_revision().publish()

    assert "invigning-2021" not in client.get("/so/nyheter/atom.xml").content.decode()
    assert "invigning-2021" in client.get("/sv/nyheter/atom.xml").content.decode()


def test_the_identity_of_an_item_outlives_its_address(client: Client) -> None:
    item = NewsPage.objects.get(slug="invigning-2021")
    item.slug = "oppet"
    item.save_revision().publish()

    assert item.uid.urn in client.get("/sv/nyheter/atom.xml").content.decode()
