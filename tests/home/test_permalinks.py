"""Short links that never die."""

import io

import pytest
import segno
from django.db import IntegrityError, models, transaction
from django.test import Client

from familjecentral.core.models import BasePage
from familjecentral.home.models import Permalink
from news.models import NewsPage
from tests.forms import soup

pytestmark = pytest.mark.usefixtures("content")


def page(slug: str = "fittja") -> BasePage:
    return BasePage.objects.get(slug=slug).specific


def new_item(title: str, slug: str) -> NewsPage:
    item = NewsPage(title_sv=title, lead_sv="Ingress.", slug=slug, live=False)
    page("nyheter").add_child(instance=item)
    return item


def test_a_page_gets_its_code_when_it_is_published_and_not_before() -> None:
    item = new_item("Sommar", "sommar")
    assert not Permalink.objects.filter(page_id=item.pk).exists()

    item.save_revision().publish()
    item.save_revision().publish()

    assert [link.code for link in Permalink.objects.filter(page_id=item.pk)] == ["sommar"]


def test_every_loaded_page_has_one_code() -> None:
    for found in BasePage.objects.filter(depth__gt=2):
        assert found.permalinks.count() == 1


@pytest.mark.parametrize(("header", "code"), [("ar", "ar"), ("so-SO", "so"), ("ckb", "sv"), (None, "sv")])
def test_a_link_leads_to_the_page_in_the_readers_language(
    client: Client, header: str | None, code: str
) -> None:
    response = client.get("/f/fittja", headers={"accept-language": header} if header else {})

    assert response.status_code == 302
    assert response.headers["Location"] == f"/{code}/hitta-familjecentral/fittja/"
    assert response.headers["Vary"] == "Accept-Language"
    assert not response.cookies


def test_a_copy_gets_a_code_of_its_own() -> None:
    copy = page().copy(update_attrs={"slug": "fittja-2"}, keep_live=True)

    assert copy.permalinks.get().code != page().permalinks.get().code


def test_a_slug_used_before_gives_another_code() -> None:
    page("kontakt").delete()
    again = new_item("Kontakt", "kontakt")
    again.save_revision().publish()

    assert again.permalinks.get().code != "kontakt"
    assert Permalink.objects.get(code="kontakt").page is None


def test_the_link_of_a_renamed_page_leads_to_its_new_address(client: Client) -> None:
    found = page()
    found.slug = "fittja-centrum"
    found.save_revision().publish()

    assert client.get("/f/fittja").headers["Location"] == "/sv/hitta-familjecentral/fittja-centrum/"


@pytest.mark.parametrize("code", ["sv", "ar"])
def test_the_link_of_a_deleted_page_says_what_it_led_to(client: Client, code: str) -> None:
    title = page("vad-ar-en-familjecentral").title_sv
    page("vad-ar-en-familjecentral").delete()

    response = client.get("/f/vad-ar-en-familjecentral", headers={"accept-language": code})

    assert response.status_code == 410
    assert soup(response).html["lang"] == code
    assert soup(response).main.find("bdi", lang="sv").get_text() == title
    assert response.headers["Vary"] == "Accept-Language"
    assert not response.cookies


def test_the_link_of_a_deleted_page_can_be_led_on(client: Client) -> None:
    old = Permalink.objects.get(code="vad-ar-en-familjecentral")
    page("vad-ar-en-familjecentral").delete()
    old.refresh_from_db()
    old.replaced_by = Permalink.objects.get(code="om")
    old.save()

    assert client.get("/f/vad-ar-en-familjecentral").headers["Location"] == "/sv/om/"


def test_links_that_replace_each_other_end_in_a_plain_answer(client: Client) -> None:
    one, two = Permalink.objects.get(code="kontakt"), Permalink.objects.get(code="personuppgifter")
    page("kontakt").delete()
    page("personuppgifter").delete()
    Permalink.objects.filter(pk=one.pk).update(replaced_by=two)
    Permalink.objects.filter(pk=two.pk).update(replaced_by=one)

    assert client.get("/f/kontakt").status_code == 410


def test_the_link_of_a_page_taken_down_does_not_show_it(client: Client) -> None:
    page("kontakt").unpublish()

    assert client.get("/f/kontakt").status_code == 410


def test_a_code_is_never_deleted_nor_given_twice() -> None:
    link = Permalink.objects.get(code="fittja")
    with pytest.raises(models.ProtectedError):
        link.delete()
    with pytest.raises(models.ProtectedError):
        Permalink.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Permalink.objects.create(code="fittja", title="En annan")


def test_the_qr_code_is_that_of_the_permanent_address(client: Client) -> None:
    response = client.get("/f/fittja.svg")
    expected = io.BytesIO()
    segno.make("http://127.0.0.1:8000/f/fittja", error="m").save(
        expected, kind="svg", border=4, xmldecl=False
    )

    assert response.headers["Content-Type"] == "image/svg+xml"
    drawn = soup(response).find("path", class_="qrline")
    assert drawn["d"] == soup_of(expected.getvalue()).find("path", class_="qrline")["d"]


def soup_of(svg: bytes) -> object:
    from bs4 import BeautifulSoup

    return BeautifulSoup(svg, "html.parser")


@pytest.mark.parametrize("code", ["finns-inte", "x" * 3000, "-", "FITTJA"])
def test_a_code_that_was_never_given_is_a_404(client: Client, code: str) -> None:
    assert client.get(f"/f/{code}").status_code == 404
    assert client.get(f"/f/{code}.svg").status_code == 404


@pytest.mark.parametrize("path", ["/f/", "/f/a/b", "/f/%00", "/f/<script>", "/f/fittja%00", "/f/../cms"])
def test_an_address_that_is_no_code_is_a_404(client: Client, path: str) -> None:
    assert client.get(path).status_code in (301, 404)


def test_the_pages_own_address_stands_on_the_page(client: Client) -> None:
    assert "127.0.0.1:8000/f/fittja" in soup(client.get("/ar/hitta-familjecentral/fittja/")).get_text()
