"""A page that got another address is found under the old one, in every language."""

from typing import Any, Protocol

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from familjecentral.core import languages
from familjecentral.core.models import BasePage
from tests.forms import page_form

pytestmark = pytest.mark.usefixtures("content")

PUBLIC = [language.code for language in languages.PUBLIC]


class Rename(Protocol):
    def __call__(self, old: str, new: str, accept: str = "sv") -> None: ...


@pytest.fixture
def rename(cms: Client, django_capture_on_commit_callbacks: Any) -> Rename:
    """An editor gives a page another slug; Wagtail notes the old address when that is committed."""

    def rename(old: str, new: str, accept: str = "sv") -> None:
        with django_capture_on_commit_callbacks(execute=True):
            _rename(cms, old, new, accept)

    return rename


def _rename(cms: Client, old: str, new: str, accept: str) -> None:
    page = BasePage.objects.get(slug=old).specific
    headers = {"accept-language": accept}
    edit = f"/cms/pages/{page.pk}/edit/"
    data = page_form(cms.get(edit, headers=headers), page)
    answer = cms.post(edit, data | {"slug": new, "action-publish": "1"}, headers=headers)
    assert answer.status_code == 302, answer.context["form"].errors


@pytest.mark.parametrize("accept", ["sv", "en"])
def test_a_renamed_page_is_found_from_every_prefix(rename: Rename, client: Client, accept: str) -> None:
    rename("kontakt", "kontakta-oss", accept)

    for code in PUBLIC:
        response = client.get(f"/{code}/om/kontakt/")
        assert response.status_code == 301
        assert response.headers["Location"] == f"/{code}/om/kontakta-oss/"
        assert client.get(response.headers["Location"]).status_code == 200
        assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.parametrize("accept", ["sv", "en"])
def test_pages_below_a_renamed_page_are_found_from_every_prefix(
    rename: Rename, client: Client, accept: str
) -> None:
    rename("om", "om-oss", accept)

    for code in PUBLIC:
        for below in ("", "bvc/", "personuppgifter/"):
            response = client.get(f"/{code}/om/{below}")
            assert response.status_code == 301
            assert response.headers["Location"] == f"/{code}/om-oss/{below}"


def test_an_address_renamed_twice_leads_to_the_last_one(rename: Rename, client: Client) -> None:
    rename("fittja", "fittja-centrum", "en")
    rename("fittja-centrum", "norra-fittja")

    for old in ("fittja", "fittja-centrum"):
        response = client.get(f"/ar/hitta-familjecentral/{old}/")
        assert response.headers["Location"] == "/ar/hitta-familjecentral/norra-fittja/"


def test_a_name_taken_back_makes_no_loop(rename: Rename, client: Client) -> None:
    rename("fittja", "fittja-centrum")
    rename("fittja-centrum", "fittja", "en")

    for code in PUBLIC:
        assert client.get(f"/{code}/hitta-familjecentral/fittja/").status_code == 200
        response = client.get(f"/{code}/hitta-familjecentral/fittja-centrum/", follow=True)
        assert response.status_code == 200
        assert len(response.redirect_chain) == 1


def test_a_new_page_at_the_old_address_is_shown_itself(rename: Rename, client: Client) -> None:
    rename("fittja", "fittja-centrum")
    rename("tullinge", "fittja")

    assert client.get("/so/hitta-familjecentral/fittja/").status_code == 200
    assert client.get("/so/hitta-familjecentral/tullinge/").status_code == 301


def test_a_moved_page_is_found_from_every_prefix(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        BasePage.objects.get(slug="kontakt").specific.move(BasePage.objects.get(slug="bvc"), pos="last-child")

    for code in PUBLIC:
        assert client.get(f"/{code}/om/kontakt/").headers.get("Location") == f"/{code}/om/bvc/kontakt/"


def test_a_redirect_to_a_page_that_was_taken_down_is_a_plain_404(rename: Rename, client: Client) -> None:
    rename("kontakt", "kontakta-oss")
    BasePage.objects.get(slug="kontakta-oss").specific.unpublish()

    for code in PUBLIC:
        assert client.get(f"/{code}/om/kontakt/").status_code == 404


def test_an_editors_own_redirect_to_another_website_holds(client: Client) -> None:
    site = Site.objects.get(is_default_site=True)
    Redirect.objects.create(
        old_path="/gammal", site=site, redirect_link="https://example.org/ny", is_permanent=True
    )

    assert client.get("/gammal/").headers["Location"] == "https://example.org/ny"


def test_a_redirect_to_itself_does_not_loop(client: Client) -> None:
    site = Site.objects.get(is_default_site=True)
    page = BasePage.objects.get(slug="kontakt")
    Redirect.objects.create(old_path="/sv/om/kontakt", site=site, redirect_page=page)

    assert client.get("/sv/om/kontakt/").status_code == 200


def test_addresses_of_no_page_stay_404(client: Client) -> None:
    for path in (
        "/sv/finns-inte/",
        "/sv/om/kontakt\x00/",
        "/sv/" + "x" * 4000 + "/",
        "/sv/%EF%BF%BE/",
        "/sv/‮om/",
    ):
        assert client.get(path).status_code == 404
