"""The language of a request, and the policy it is answered with."""

from typing import Any

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from familjecentral.core import languages
from familjecentral.core.models import BasePage
from tests.forms import soup

pytestmark = pytest.mark.usefixtures("content")


@pytest.mark.parametrize("wish", ["ar", "so", "sv-simple", "fa", "ckb", "ti", "xx", "*", "\x00", ""])
def test_the_cms_is_swedish_for_browsers_that_ask_for_neither_of_its_languages(
    cms: Client, wish: str
) -> None:
    for path in ("/cms/", "/cms/pages/", "/cms/account/"):
        assert soup(cms.get(path, headers={"accept-language": wish})).html["lang"] == "sv"


@pytest.mark.parametrize("wish", ["ar", "so", "sv-simple"])
def test_the_login_is_in_a_language_of_the_cms(client: Client, wish: str) -> None:
    assert soup(client.get("/cms/login/", headers={"accept-language": wish})).html["lang"] == "sv"


def test_the_cms_runs_in_english_where_the_browser_asks_for_it(cms: Client) -> None:
    assert soup(cms.get("/cms/", headers={"accept-language": "en-GB"})).html["lang"] == "en"


def test_a_preferred_language_in_the_profile_decides(cms: Client, superuser: Any) -> None:
    profile = UserProfile.get_for_user(superuser)
    profile.preferred_language = "en"
    profile.save()

    assert soup(cms.get("/cms/", headers={"accept-language": "sv"})).html["lang"] == "en"


@pytest.mark.parametrize("language", languages.PUBLIC, ids=lambda language: language.code)
def test_an_answer_names_its_language(client: Client, language: languages.Language) -> None:
    response = client.get(f"/{language.code}/", headers={"accept-language": "en"})

    assert response.headers["Content-Language"] == language.tag


@pytest.mark.parametrize("path", ["/sv-SIMPLE/", "/AR/", "/ar", "/xx/", "//sv/", "/sv\x00/"])
def test_an_address_that_is_not_spelt_as_ours_never_breaks(client: Client, path: str) -> None:
    assert client.get(path).status_code in (301, 302, 404)


def test_the_cms_alone_may_run_inline_scripts(cms: Client) -> None:
    assert "unsafe-inline" in cms.get("/cms/").headers["Content-Security-Policy"]
    assert "unsafe" not in cms.get("/sv/").headers["Content-Security-Policy"]


def test_a_preview_is_held_to_the_policy_of_the_cms(cms: Client) -> None:
    page = BasePage.objects.get(slug="fittja")

    assert cms.get(f"/cms/pages/{page.pk}/view_draft/").status_code == 200


@pytest.mark.parametrize("path", ["/sv/", "/cms/login/", "/sv/finns-inte/", "/-/live"])
def test_every_answer_says_what_a_browser_may_do_with_it(client: Client, path: str) -> None:
    headers = client.get(path).headers

    assert headers["Cross-Origin-Resource-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_qr_code_may_be_shown_on_other_websites(client: Client) -> None:
    assert client.get("/f/fittja.svg").headers["Cross-Origin-Resource-Policy"] == "cross-origin"
