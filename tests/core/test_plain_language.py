"""Facts about what makes a Swedish text hard to read."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from wagtail.users.models import UserProfile

from familjecentral.core.blocks import BodyBlock
from familjecentral.core.models import BasePage
from familjecentral.core.plain_language import (
    ENOUGH_WORDS,
    Trouble,
    lix,
    remarks,
    sentences,
    skipped_headings,
)
from tests.forms import sent_by, soup, stream

EASY = "Hit kan du komma. Ta med ditt barn. Det kostar inget. "
HARD = "Verksamheten tillhandahåller föräldraskapsstödjande insatser genom tvärprofessionell samverkan. "


def troubles(*texts: str) -> list[tuple[str, str]]:
    return [(remark.trouble.value, remark.excerpt) for remark in remarks(texts)]


def test_lix_is_words_a_sentence_and_the_share_of_long_words() -> None:
    """Five words in one sentence, two of them longer than six letters: 5 + 100 · 2/5."""
    assert lix("Barnmorskan träffar dig på tisdag.") == 5 + 40
    assert lix("") == lix("… 12 –") == 0
    assert lix(EASY) < 20 < 60 < lix(HARD)


@pytest.mark.parametrize("label", ["här", "Läs mer", "Klicka här!".rstrip("!"), "LÄS HÄR →", "<b>mer</b>"])
def test_a_link_that_does_not_say_where_is_told(label: str) -> None:
    [(trouble, words)] = troubles(f'<p>Vill du boka? <a id="a1">{label}</a></p>')
    assert trouble == Trouble.VAGUE_LINK
    assert words in label.replace("<b>", "").replace("</b>", "")


def test_a_link_that_says_where_is_not() -> None:
    assert troubles('<p><a id="a1">Boka tid på 1177</a> eller läs mer i <a id="a2">programmet</a>.</p>') == []


def test_an_address_in_the_text_is_told_and_one_inside_a_link_is_not() -> None:
    assert troubles("Se https://example.org/sida eller www.example.org.") == [
        ("naked address", "https://example.org/sida"),
        ("naked address", "www.example.org."),
    ]
    assert troubles('<p><a href="https://example.org/">Vår sida om mat</a></p>') == []


def test_a_sentence_of_more_than_25_words_is_told_by_its_beginning() -> None:
    assert troubles("<p>" + "ord " * 25 + ".</p><p>Och mer.</p>") == []
    [(trouble, words)] = troubles("<p>" + "ord " * 26 + ".</p>")
    assert trouble == Trouble.LONG_SENTENCE
    assert words.startswith("ord ord")


def test_a_hard_text_is_told_when_it_is_long_enough_to_judge() -> None:
    assert troubles(HARD) == []
    assert troubles(HARD * (ENOUGH_WORDS // 7 + 1))[0][0] == Trouble.HARD_TEXT
    assert troubles(EASY * 10) == []


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value}


MINOR = block("text", "<p>Först.</p><h3>Ta <b>med</b></h3><p>Blöjor.</p><h3>Kostnad</h3>")


@pytest.mark.parametrize(
    "before",
    [
        block("heading", "Besök"),
        block("facts", {"title": "Kort", "text": ""}),
        block("links", {"title": "Läs mer", "items": []}),
    ],
)
def test_a_minor_heading_stands_under_a_heading(before: dict[str, Any]) -> None:
    assert list(skipped_headings([before, MINOR])) == []
    assert [remark.excerpt for remark in skipped_headings([MINOR, before])] == ["Ta med", "Kostnad"]


def test_what_shows_no_heading_is_none() -> None:
    links, text = block("links", {"title": "", "items": []}), block("text", "<p>Text.</p>")
    found = list(skipped_headings([text, links, MINOR]))
    assert {remark.trouble for remark in found} == {Trouble.SKIPPED_HEADING}
    assert list(skipped_headings([text, links])) == []


@given(st.text(alphabet="aå .!?<>&/\n-:", max_size=200))
def test_any_text_is_survived(text: str) -> None:
    list(remarks([text]))
    assert all(sentences(text))


def test_an_editor_is_told_after_saving_and_nothing_is_refused(cms: Client, content: None) -> None:
    page = BasePage.objects.get(slug="fittja").specific
    edit = f"/cms/pages/{page.pk}/edit/"
    fields: dict[str, Any] = sent_by(cms.get(edit), "page-edit-form")
    answer = cms.post(edit, {**fields, "lead_sv": "Se https://example.org/ för mer."}, follow=True)
    said = soup(answer).text
    assert "https://example.org/" in said
    assert "gör en länk av ord" in said


@pytest.mark.parametrize(
    ("language", "told"), [("sv", "En underrubrik utan rubrik ovanför"), ("en", "A minor heading without")]
)
def test_an_editor_is_told_of_a_skipped_heading(
    cms: Client, superuser: Any, content: None, language: str, told: str
) -> None:
    UserProfile.objects.create(user=superuser, preferred_language=language)
    page = BasePage.objects.get(slug="invigning-2021").specific
    page.body_sv = json.dumps([{**MINOR, "id": str(uuid.uuid4())}])
    page.save()
    edit = f"/cms/pages/{page.pk}/edit/"
    fields: dict[str, Any] = sent_by(cms.get(edit), "page-edit-form")
    fields |= stream("body_sv", BodyBlock(), page.body_sv.get_prep_value())
    said = soup(cms.post(edit, fields, follow=True)).text
    assert told in said
    assert "Ta med" in said
