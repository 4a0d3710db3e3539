"""Every page in every language, the addresses of the URL contract, previews, and languages in preparation."""

from typing import Any

import pytest
from django.test import Client

from familjecentral.core import languages
from familjecentral.core.models import BasePage
from familjecentral.core.reading import Reading
from familjecentral.home.models import SiteSettings
from tests.forms import soup

PUBLIC = [language.code for language in languages.PUBLIC]
PREPARING = [language.code for language in languages.LANGUAGES if not language.public]

pytestmark = pytest.mark.usefixtures("content")


def published() -> list[BasePage]:
    return list(BasePage.objects.live().filter(depth__gt=1).specific())


def address(page: BasePage, code: str) -> str:
    return f"/{code}/{page.url_path.split('/', 2)[2]}"


def words(text: str) -> str:
    """Without the isolates around web addresses and numbers, and with all whitespace alike."""
    return " ".join(text.translate(dict.fromkeys(range(0x2066, 0x206A))).split())


def test_every_type_of_page_is_among_the_content() -> None:
    types = {type(page) for page in published()}

    assert types == {model for model in BasePage.__subclasses__() if not model._meta.abstract} | {
        model for parent in BasePage.__subclasses__() for model in parent.__subclasses__()
    }


@pytest.mark.parametrize("code", PUBLIC)
def test_every_page_answers_in_every_public_language(client: Client, code: str) -> None:
    language = languages.by_code(code)
    for page in published():
        response = client.get(address(page, code))
        reading = Reading(page, code)

        assert response.status_code == 200, address(page, code)
        html = soup(response)
        assert (html.html["lang"], html.html["dir"]) == (language.tag, language.direction)
        assert reading.exists, f"{page.title_sv} is not translated into {code}"
        assert words(html.h1.get_text()) == words(reading.title)
        assert words(reading.lead) in words(html.main.get_text())
        assert words(str(page.title_sv)) == words(reading.title) or code != "sv"
        assert html.find("meta", attrs={"name": "description"})["content"]


@pytest.mark.parametrize("code", PUBLIC)
def test_no_page_sets_a_cookie_or_depends_on_one(client: Client, code: str) -> None:
    for page in published():
        response = client.get(address(page, code))

        assert not response.cookies
        assert "cookie" not in response.headers.get("Vary", "").lower()


def test_small_addresses_set_no_cookie_and_depend_on_none(client: Client) -> None:
    code = BasePage.objects.get(slug="fittja").permalinks.get().code
    paths = [
        "/", f"/f/{code}", f"/f/{code}.svg", "/sitemap.xml", "/robots.txt", "/favicon.ico",
        "/manifest.webmanifest", "/-/live", "/-/ready", "/sv/sok/?q=bvc", "/sv/finns-inte/", "/ckb/",
        "/ar/nyheter/atom.xml",
    ]  # fmt: skip
    for path in paths:
        response = client.get(path)

        assert response.status_code in (200, 302, 404), path
        assert not response.cookies, path
        assert "cookie" not in response.headers.get("Vary", "").lower(), path


def test_the_policy_is_strict_and_pages_need_no_exception(client: Client) -> None:
    for page in published():
        response = client.get(address(page, "ar"))
        policy = response.headers["Content-Security-Policy"]

        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        html = soup(response)
        assert not html.find_all(style=True)
        assert not html.find_all("style")
        assert all(
            script.get("src") or script["type"] == "application/ld+json" for script in html.find_all("script")
        )
        assert not [name for tag in html.find_all() for name in tag.attrs if name.startswith("on")]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("so", "so"),
        ("ar-SY", "ar"),
        ("fa-IR", "fa"),
        ("fa-AF", "fa"),
        ("prs", "fa"),
        ("sv-FI", "sv"),
        ("en-GB", "en"),
        ("nb", "sv"),
        ("da", "sv"),
        ("ckb,ar;q=0.8", "ar"),
        ("ckb", "sv"),
        ("xx", "sv"),
        (None, "sv"),
        ("sv-simple", "sv-simple"),
        ("\x00,;q=9", "sv"),
        ("ar;q=0," * 5000, "sv"),
    ],
)
def test_the_start_leads_to_the_language_of_the_browser(
    client: Client, header: str | None, code: str
) -> None:
    response = client.get("/", headers={"accept-language": header} if header else {})

    assert response.status_code == 302
    assert response.headers["Location"] == f"/{code}/"
    assert response.headers["Vary"] == "Accept-Language"


@pytest.mark.parametrize("code", PREPARING)
def test_a_language_in_preparation_does_not_exist_for_a_visitor(client: Client, code: str) -> None:
    response = client.get(f"/{code}/", headers={"accept-language": "ar"})

    assert response.status_code == 404
    assert soup(response).html["lang"] == "ar"


@pytest.mark.parametrize("code", PREPARING)
def test_a_language_in_preparation_is_shown_to_staff(client: Client, translator: Any, code: str) -> None:
    client.force_login(translator)
    for page in published():
        response = client.get(address(page, code))

        assert response.status_code == 200
        assert soup(response).html["lang"] == languages.by_code(code).tag
        assert soup(response).find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_a_session_that_is_nobodys_opens_nothing(client: Client) -> None:
    for value in ("made-up", "\x00", "x" * 5000):
        client.cookies["sessionid"] = value
        assert client.get("/ckb/").status_code == 404


def test_a_language_in_preparation_is_offered_nowhere(client: Client) -> None:
    for path in ("/sv/", "/sv/nyheter/", "/sitemap.xml"):
        text = client.get(path).content.decode()
        assert "/ckb/" not in text
        assert "/ti/" not in text


@pytest.mark.parametrize("code", languages.CODES)
def test_every_page_can_be_previewed_in_every_language(cms: Client, code: str) -> None:
    language = languages.by_code(code)
    for page in published():
        response = cms.get(f"/cms/pages/{page.pk}/view_draft/", {"mode": code})

        assert response.status_code == 200
        html = soup(response)
        assert (html.html["lang"], html.html["dir"]) == (language.tag, language.direction)
        assert words(html.h1.get_text()) == words(Reading(page, code).title)


def test_a_preview_in_a_language_that_does_not_exist_is_swedish(cms: Client) -> None:
    page = BasePage.objects.get(slug="fittja")
    for mode in ("xx", "\x00", "../sv", ""):
        response = cms.get(f"/cms/pages/{page.pk}/view_draft/", {"mode": mode})
        assert response.status_code == 200
        assert soup(response).html["lang"] == "sv"


@pytest.mark.parametrize("path", ["/-/live", "/-/ready"])
def test_a_supervisor_gets_a_plain_answer(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_whoever_finds_a_weakness_is_told_whom_to_tell(client: Client, at: Any, settings: Any) -> None:
    at("2026-11-23T10:20")
    response = client.get("/.well-known/security.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert f"Contact: {settings.SITE_URL}/sv/om/kontakt/" in response.content.decode()
    assert "Expires: 2027-05-22T09:20:00Z" in response.content.decode()

    settings.SECURITY_CONTACT = "mailto:security@example.org"
    assert (
        "Contact: mailto:security@example.org\n" in client.get("/.well-known/security.txt").content.decode()
    )


def test_a_site_without_a_contact_has_no_security_txt(client: Client) -> None:
    SiteSettings.objects.update(contact_page=None)
    assert client.get("/.well-known/security.txt").status_code == 404


def test_robots_are_told_where_the_sitemap_is_and_to_leave_the_cms_alone(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /cms/" in text
    assert text.rstrip().endswith("/sitemap.xml")


def test_the_manifest_is_in_the_readers_language(client: Client) -> None:
    arabic = client.get("/manifest.webmanifest", headers={"accept-language": "ar"})

    assert (arabic.json()["lang"], arabic.json()["dir"]) == ("ar", "rtl")
    assert arabic.headers["Vary"] == "Accept-Language"
    assert {icon["sizes"] for icon in arabic.json()["icons"]} == {"192x192", "512x512"}


def test_before_anything_is_loaded_every_address_says_so_without_breaking(
    empty_site: None, client: Client
) -> None:
    for path in ("/sv/", "/ar/", "/sv/nyheter/", "/sv/sok/?q=bvc"):
        assert client.get(path).status_code in (200, 404), path
    assert client.get("/sitemap.xml").status_code == 200
