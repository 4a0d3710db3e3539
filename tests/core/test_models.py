"""What all pages share: existing in a language, being shown in Swedish instead, and what machines are told of both."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from familjecentral.core import languages, texts
from familjecentral.core.models import BasePage, Image
from tests.forms import soup

pytestmark = pytest.mark.usefixtures("content")

PATH = "hitta-familjecentral/fittja/"


def page(slug: str = "fittja") -> Any:
    return BasePage.objects.get(slug=slug).specific


def untranslated(slug: str, code: str) -> Any:
    """The page with its title taken away in a language: it does not exist there any more."""
    found = page(slug)
    setattr(found, f"title_{code.replace('-', '_')}", "")
    found.save_revision().publish()
    return found


@pytest.mark.parametrize("code", ["sv-simple", "fi", "ar"])
def test_a_page_that_is_not_translated_is_shown_in_swedish_and_says_so(client: Client, code: str) -> None:
    found = untranslated("vad-ar-en-familjecentral", code)
    language = languages.by_code(code)
    address = f"/{code}/nyheter/vad-ar-en-familjecentral/"

    response = client.get(address)

    assert response.status_code == 200
    html = soup(response)
    assert (html.html["lang"], html.html["dir"]) == (language.tag, language.direction)
    assert (html.h1["lang"], html.h1["dir"], html.h1.get_text()) == ("sv", "ltr", found.title_sv)
    lead = html.main.find(class_="lede")
    assert (lead["lang"], lead["dir"], lead.get_text()) == ("sv", "ltr", found.lead_sv)
    for block in html.main.article.find_all(["p", "li", "h2", "h3"]):
        if (
            block.get_text(strip=True) in "".join(texts.texts_of(found, "sv").values())
            and block is not html.h1
        ):
            assert block.has_attr("lang") or block.find_parent(lang="sv"), block
    assert html.main.find(class_="notice")
    assert html.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert html.find("link", rel="canonical")["href"].endswith("/sv/nyheter/vad-ar-en-familjecentral/")
    assert not html.find_all("link", hreflang=True)
    swedish = soup(client.get("/sv/nyheter/vad-ar-en-familjecentral/"))
    assert language.tag == "sv" or language.tag not in {
        link["hreflang"] for link in swedish.find_all("link", hreflang=True)
    }
    assert address not in client.get("/sitemap.xml").content.decode()
    for link in swedish.select(".langs a"):
        assert bool(link.find("small", lang="sv")) == (link["href"] == address)


def test_hreflang_names_each_language_once_and_swedish_as_the_default(client: Client) -> None:
    found = [
        (link["hreflang"], link["href"])
        for link in soup(client.get(f"/ar/{PATH}")).find_all("link", hreflang=True)
    ]
    here = f"http://127.0.0.1:8000/{{}}/{PATH}"
    expected = [(x.tag, here.format(x.code)) for x in languages.PUBLIC if x.code != "sv-simple"]

    assert found == [*expected, ("x-default", here.format("sv"))]


@pytest.mark.parametrize("code", [language.code for language in languages.PUBLIC])
def test_the_canonical_address_is_the_pages_own_without_parameters(client: Client, code: str) -> None:
    html = soup(client.get(f"/{code}/hitta-familjecentral/?tjanst=bvc&utm_source=x"))

    assert html.find("link", rel="canonical")["href"] == f"http://127.0.0.1:8000/{code}/hitta-familjecentral/"


def test_a_translation_nobody_reviewed_is_labelled_a_draft(client: Client) -> None:
    for code in ("en", "ar", "pl"):
        html = soup(client.get(f"/{code}/om/bvc/"))
        link = html.main.find("a", href="/sv/om/bvc/")
        assert link
        assert link["hreflang"] == "sv"
        assert html.main.select(".meta.cluster.tight.gap-below")
    assert not soup(client.get("/sv/om/bvc/")).main.find("a", href="/sv/om/bvc/")


def test_a_reviewed_translation_carries_no_label(client: Client) -> None:
    found = page("kontakt")
    for entry in found.translation_state["en"].values():
        entry["state"] = "reviewed"
    found.save_revision().publish()

    assert not soup(client.get("/en/om/kontakt/")).main.find("a", href="/sv/om/kontakt/")


def changed_body(change: Any) -> Any:
    found = page("vad-ar-en-familjecentral")
    raw = found.body_sv.get_prep_value()
    change(raw)
    found.body_sv = json.dumps(raw)
    found.save_revision().publish()
    return found


def first_text(raw: list[dict[str, Any]]) -> dict[str, Any]:
    return next(block for block in raw if block["type"] == "text")


def test_a_changed_swedish_paragraph_makes_its_translations_outdated(client: Client) -> None:
    def change(raw: list[dict[str, Any]]) -> None:
        first_text(raw)["value"] = first_text(raw)["value"].replace("</li>", " Nytt.</li>", 1)

    changed_body(change)

    for code in ("en", "ar"):
        html = soup(client.get(f"/{code}/nyheter/vad-ar-en-familjecentral/"))
        notice = html.main.find(class_="notice", attrs={"data-level": "warning"})
        assert notice.find("a", href="/sv/nyheter/vad-ar-en-familjecentral/")
        assert notice.find("time")


def test_an_edit_of_the_swedish_that_says_the_same_makes_nothing_outdated(client: Client) -> None:
    def change(raw: list[dict[str, Any]]) -> None:
        first_text(raw)["value"] = first_text(raw)["value"].replace(". ", ".  ")

    changed_body(change)

    html = soup(client.get("/en/nyheter/vad-ar-en-familjecentral/"))
    assert not html.main.find(class_="notice")


def test_a_removed_swedish_block_disappears_in_every_language(client: Client) -> None:
    found = page("vad-ar-en-familjecentral")
    gone = first_text(found.body_sv.get_prep_value())["id"]
    said = {
        code: [text for path, text in texts.texts_of(found, code).items() if path.startswith(f"body.{gone}")]
        for code in languages.CODES
    }

    changed_body(lambda raw: raw.remove(first_text(raw)))

    for language in languages.PUBLIC:
        text = soup(client.get(f"/{language.code}/nyheter/vad-ar-en-familjecentral/")).main.get_text()
        assert said[language.code]
        for part in said[language.code]:
            assert part.rpartition(">")[2].strip(" :") not in text


def test_an_added_swedish_block_is_shown_at_once_marked_as_swedish(client: Client) -> None:
    block = {"type": "text", "value": "<p>Alldeles nytt.</p>", "id": "5b3c1d0e-0000-4000-8000-000000000001"}
    changed_body(lambda raw: raw.append(block))

    for language in languages.PUBLIC:
        html = soup(client.get(f"/{language.code}/nyheter/vad-ar-en-familjecentral/"))
        new = html.main.find(string="Alldeles nytt.")
        marked = new.find_parent(lang="sv", dir="ltr")
        assert marked is not None
        assert (marked.name == "html") == (
            language.code in ("sv", "sv-simple")
        ) or language.code == "sv-simple"


def test_a_draft_of_the_swedish_shows_nowhere(client: Client) -> None:
    found = page()
    found.title_sv = "Hemligt"
    found.save_revision()

    for language in languages.PUBLIC:
        response = client.get(f"/{language.code}/{PATH}")
        assert "Hemligt" not in response.content.decode()
        assert not soup(response).main.find(attrs={"data-level": "warning"})


def test_a_page_taken_down_is_gone_in_every_language(client: Client) -> None:
    page().unpublish()

    for language in languages.PUBLIC:
        assert client.get(f"/{language.code}/{PATH}").status_code == 404
    assert PATH not in client.get("/sitemap.xml").content.decode()


def test_an_image_needs_words_or_the_mark_that_it_says_nothing() -> None:
    with pytest.raises(ValidationError) as refused:
        Image(title="Huset").clean()
    assert "alt_sv" in refused.value.message_dict

    Image(title="Huset", is_decorative=True).clean()
    Image(title="Huset", alt_sv="Huset från gatan").clean()


def test_only_real_page_types_can_be_made(cms: Client) -> None:
    assert not BasePage.is_creatable
    assert cms.get(f"/cms/pages/add/core/basepage/{page('start').pk}/").status_code in (302, 403)
