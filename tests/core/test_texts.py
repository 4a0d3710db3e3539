"""Objects of real models and their texts; nothing is saved."""

import pytest

from familjecentral.core import texts
from familjecentral.core.models import Image
from familjecentral.core.segments import Kind
from familjecentral.home.models import InfoPage

STREAM = [
    {"type": "heading", "value": "När?", "id": "h"},
    {"type": "text", "value": '<p data-block-key="p1">Alltid</p>', "id": "t"},
    {"type": "image", "value": {"image": {"image": 7, "alt_text": "En docka"}, "caption": ""}, "id": "i"},
]
SOURCES = {
    "title": "BVC",
    "lead": "Gratis",
    "body.h": "När?",
    "body.t#p1": "Alltid",
    "body.i.image.alt_text": "En docka",
}


def page() -> InfoPage:
    # With an id and a type, Wagtail does not ask the database for the type.
    return InfoPage(id=1, content_type_id=1, title_sv="BVC", lead_sv="Gratis", body_sv=STREAM)


def test_the_fields_of_a_page_are_its_own_and_the_inherited() -> None:
    fields = {field.name: field for field in texts.fields_of(InfoPage)}
    assert list(fields) == ["title", "seo_title", "search_description", "lead", "body"]
    assert [field.kind for field in fields.values()] == [Kind.PLAIN] * 4 + [Kind.STREAM]
    assert fields["body"].block is not None
    assert [field.name for field in texts.fields_of(Image)] == ["alt"]


def test_the_segments_of_an_object_are_those_of_its_swedish() -> None:
    assert {segment.id: segment.source for segment in texts.segments_of(page())} == SOURCES
    assert texts.texts_of(page(), "ar") == {}


@pytest.mark.parametrize("language", ["ar", "sv-simple"])
def test_written_texts_are_read_back_and_touch_no_other_language(language: str) -> None:
    obj = page()
    given = {path: f"x {text}" for path, text in SOURCES.items()}
    texts.write_texts(obj, language, given)
    assert texts.texts_of(obj, language) == given
    assert texts.texts_of(obj, "sv") == SOURCES
    assert texts.texts_of(obj, "en") == {}
    suffix = language.replace("-", "_")
    assert getattr(obj, f"body_{suffix}").raw_data[2]["value"]["image"]["image"] == 7


def test_texts_that_are_not_given_become_empty() -> None:
    obj = page()
    texts.write_texts(obj, "ar", SOURCES)
    texts.write_texts(obj, "ar", {"title": "ع"})
    assert texts.texts_of(obj, "ar") == {"title": "ع"}


def test_swedish_is_never_rebuilt() -> None:
    with pytest.raises(ValueError, match="source"):
        texts.write_texts(page(), "sv", SOURCES)
