"""Facts about the page to talk with: each sentence in Swedish and in the reader's language."""

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from familjecentral.core import languages
from locations.phrases import STAFF, VISITOR
from tests.forms import soup

pytestmark = pytest.mark.usefixtures("content")
TALK = "/{}/hitta-familjecentral/fittja/prata/"
OTHERS = [language.code for language in languages.PUBLIC if not language.tag.startswith("sv")]


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_stands_in_both_languages(language: str) -> None:
    cards = soup(Client().get(TALK.format(language))).select("li.phrase")
    pairs = {(card.select_one("p.h3").text, card.p.text) for card in cards}
    for text in (*VISITOR, *STAFF):
        message = text._args[0]  # type: ignore[union-attr]
        with override("sv"):
            swedish = gettext(message)
        with override(language):
            own = gettext(message)
        assert (swedish, own) in pairs
        assert swedish != own or message == "No"


def test_the_interpreter_is_asked_for_by_the_name_of_the_language_in_both() -> None:
    first = soup(Client().get(TALK.format("ar"))).select_one("#fras-1")
    assert first.select_one(".h3").text == "Jag behöver tolk: arabiska"
    assert "العربية" in first.p.text


def test_what_is_booked_ends_with_its_name_in_both() -> None:
    booked = [
        card.text
        for card in soup(Client().get(TALK.format("fi"))).select("li.phrase")
        if "boka tid:" in card.text
    ]
    assert any("barnavårdscentral" in text.lower() and "varata" in text for text in booked)
    assert not any("förskola" in text for text in booked)


@pytest.mark.parametrize("language", ["sv", "sv-simple"])
def test_a_reader_of_swedish_chooses_the_other_language(language: str) -> None:
    page = soup(Client().get(TALK.format(language)))
    assert {link["href"] for link in page.select("main nav[aria-labelledby] a[hreflang]")} == {
        TALK.format(code) for code in OTHERS
    }
    assert not any(len(card.select("p")) > 1 for card in page.select("li.phrase"))


def test_the_centre_leads_there_and_the_way_back_is_in_the_breadcrumb() -> None:
    centre = "/ar/hitta-familjecentral/fittja/"
    assert soup(Client().get(centre)).select_one(f"main a[href='{centre}prata/']")
    page = soup(Client().get(TALK.format("ar")))
    assert page.select_one(f"nav a[href='{centre}']")
    assert page.select_one("link[rel=canonical]")["href"].endswith("/ar/hitta-familjecentral/fittja/prata/")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert len({card["id"] for card in page.select("li.phrase")}) == len(page.select("li.phrase"))
