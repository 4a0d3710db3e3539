"""An object's text as segments, and back."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail import blocks

from familjecentral.core import segments
from familjecentral.core.paragraphs import allowed_tags, clean
from familjecentral.core.segments import Field, Kind, State


class LinkBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    page = blocks.PageChooserBlock(required=False)
    url = blocks.URLBlock(required=False)


class FactsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Rubrik")
    text = blocks.RichTextBlock(features=["bold", "link"], label="Text")


class CodeBlock(blocks.StructBlock):
    text = blocks.CharBlock()

    class Meta:
        translatable = False


class LinksBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False)
    items = blocks.ListBlock(LinkBlock())


class Body(blocks.StreamBlock):
    heading = blocks.CharBlock(label="Mellanrubrik")
    text = blocks.RichTextBlock(features=["bold", "link"])
    facts = FactsBlock(label="Faktaruta")
    links = LinksBlock()
    code = CodeBlock()
    email = blocks.EmailBlock()
    layout = blocks.ChoiceBlock(choices=[("a", "A")])
    number = blocks.IntegerBlock()
    nested = blocks.StreamBlock([("quote", blocks.TextBlock())])


BODY = Field("body", Kind.STREAM, "Brödtext", block=Body())
LEAD = Field("lead", Kind.PLAIN, "Ingress")
HELP = Field("help", Kind.RICH, "Hjälp", features=["bold"])
STREAM: list[dict[str, Any]] = [
    {"type": "heading", "value": "Öppet", "id": "h"},
    {
        "type": "text",
        "value": '<p data-block-key="a">Kom <b>in</b></p><p data-block-key="b">Se <a href="https://1177.se">1177</a></p>',
        "id": "t",
    },
    {
        "type": "facts",
        "value": {"title": "Bra att veta", "text": '<p data-block-key="c">Gratis</p>'},
        "id": "f",
    },
    {
        "type": "links",
        "value": {
            "title": "",
            "items": [
                {"type": "item", "id": "i1", "value": {"title": "Om oss", "page": 3, "url": ""}},
                {
                    "type": "item",
                    "id": "i2",
                    "value": {"title": "1177", "page": None, "url": "https://1177.se"},
                },
            ],
        },
        "id": "l",
    },
    {"type": "code", "value": {"text": "BVC"}, "id": "c"},
    {"type": "email", "value": "a@example.org", "id": "e"},
    {"type": "layout", "value": "a", "id": "y"},
    {"type": "number", "value": 3, "id": "n"},
    {"type": "nested", "value": [{"type": "quote", "value": "Fint", "id": "q"}], "id": "s"},
]
SOURCES = {
    "body.h": "Öppet",
    "body.t#a": "Kom <b>in</b>",
    "body.t#b": 'Se <a id="a1">1177</a>',
    "body.f.title": "Bra att veta",
    "body.f.text#c": "Gratis",
    "body.l.items.i1.title": "Om oss",
    "body.l.items.i2.title": "1177",
    "body.s.q": "Fint",
}
ARABIC = {path: f"ع {text}" for path, text in SOURCES.items()}


def shown(texts: dict[str, str], stream: list[dict[str, Any]] = STREAM) -> dict[str, segments.Shown]:
    return {item.id: item for item in segments.merge(BODY, stream, texts)}


def test_text_is_found_in_streams_structs_and_lists_and_nothing_else_is_text() -> None:
    assert segments.texts([BODY], {"body": STREAM}) == SOURCES


def test_plain_and_rich_fields_are_segments_and_empty_ones_are_not() -> None:
    values = {"lead": "Hej", "help": '<p data-block-key="x">A</p><p>B</p>', "body": None}
    assert segments.texts([LEAD, HELP, BODY], values) == {"lead": "Hej", "help#x": "A", "help#p2": "B"}
    assert segments.texts([LEAD, HELP, BODY], {"lead": " ", "help": "<p></p>", "body": []}) == {}


def test_a_label_says_where_the_text_stands() -> None:
    labels = {segment.id: segment.label for segment in segments.segments([BODY], {"body": STREAM})}
    assert labels["body.h"] == "Brödtext › Mellanrubrik"
    assert labels["body.f.text#c"] == "Brödtext › Faktaruta › Text"


def test_a_block_of_a_type_that_is_gone_is_passed_over() -> None:
    stream = [{"type": "carousel", "value": "x", "id": "z"}, *STREAM]
    assert segments.texts([BODY], {"body": stream}) == SOURCES
    assert "z" not in shown(ARABIC, stream)


def test_list_items_stored_without_ids_are_numbered() -> None:
    stream = [{"type": "links", "value": {"title": "", "items": [{"title": "A"}, {"title": "B"}]}, "id": "l"}]
    assert segments.texts([BODY], {"body": stream}) == {
        "body.l.items.0.title": "A",
        "body.l.items.1.title": "B",
    }


# --- Rebuilding ------------------------------------------------------------------------------------------------------


def test_a_translation_has_the_swedish_structure_and_its_own_text() -> None:
    rebuilt = segments.rebuild(BODY, STREAM, ARABIC)
    assert [(block["type"], block["id"]) for block in rebuilt] == [
        (block["type"], block["id"]) for block in STREAM
    ]
    assert rebuilt[3]["value"]["items"][0]["value"] == {"title": "ع Om oss", "page": 3, "url": ""}
    assert 'href="https://1177.se"' in rebuilt[1]["value"]
    assert rebuilt[4]["value"] == {"text": "BVC"}


def test_rebuilding_leaves_the_swedish_value_alone() -> None:
    before = deepcopy(STREAM)
    segments.rebuild(BODY, STREAM, ARABIC)
    segments.merge(BODY, STREAM, ARABIC)
    assert before == STREAM


def test_a_value_without_any_translation_is_empty() -> None:
    assert segments.rebuild(BODY, STREAM, {}) == []
    assert segments.rebuild(LEAD, "Hej", {}) == ""
    assert segments.rebuild(HELP, "<p>Hej</p>", {}) == ""


def test_a_text_the_swedish_does_not_have_is_not_kept() -> None:
    assert segments.rebuild(LEAD, "", {"lead": "مرحبا"}) == ""


# What an editor can type: a catalogue or a form brings no lone surrogates.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30).filter(str.strip)
TRANSLATIONS = st.fixed_dictionaries({}, optional=dict.fromkeys(SOURCES, TEXT))


@given(TRANSLATIONS)
def test_texts_survive_rebuilding(texts: dict[str, str]) -> None:
    tags = allowed_tags(["bold", "link"])
    given_texts = {path: clean(text, tags) if "#" in path else text for path, text in texts.items()}
    expected = {path: text for path, text in given_texts.items() if text}
    assert segments.texts([BODY], {"body": segments.rebuild(BODY, STREAM, texts)}) == expected


# --- Merging for a reader --------------------------------------------------------------------------------------------


def test_a_complete_translation_has_no_swedish() -> None:
    assert not any(item.is_fallback for item in shown(ARABIC).values())
    assert shown(ARABIC)["h"].value == "ع Öppet"


def test_a_missing_plain_text_makes_its_whole_block_swedish() -> None:
    items = shown({**ARABIC, "body.l.items.i2.title": "", "body.f.title": " "})
    assert items["l"].is_fallback
    assert items["l"].value == STREAM[3]["value"]
    assert items["f"].is_fallback
    assert items["f"].value == STREAM[2]["value"]
    assert not items["h"].is_fallback


def test_a_missing_paragraph_is_marked_inside_a_translated_block() -> None:
    item = shown({path: text for path, text in ARABIC.items() if path != "body.t#a"})["t"]
    assert not item.is_fallback
    assert item.value.startswith(
        '<p data-block-key="a" lang="sv" dir="ltr">Kom <b>in</b></p><p data-block-key="b">ع'
    )


def test_rich_text_without_any_translation_is_a_swedish_block() -> None:
    item = shown({"body.h": "ع"})["t"]
    assert item.is_fallback
    assert "lang=" not in item.value


def test_a_translated_title_stands_above_marked_paragraphs() -> None:
    item = shown({"body.f.title": "ع"})["f"]
    assert not item.is_fallback
    assert item.value == {"title": "ع", "text": '<p data-block-key="c" lang="sv" dir="ltr">Gratis</p>'}


def test_a_block_removed_from_the_swedish_disappears_and_an_added_one_shows_as_swedish() -> None:
    stream = [{"type": "heading", "value": "Ny", "id": "new"}, *STREAM[1:]]
    items = shown(ARABIC, stream)
    assert "h" not in items
    assert items["new"] == segments.Shown("new", "heading", "Ny", is_fallback=True)


def test_a_block_without_text_is_no_fallback() -> None:
    assert not shown({})["e"].is_fallback


def test_a_field_falls_back_as_one() -> None:
    assert segments.merge(LEAD, "Hej", {}) == [segments.Shown("lead", "plain", "Hej", is_fallback=True)]
    assert segments.merge(LEAD, "Hej", {"lead": "ع"}) == [
        segments.Shown("lead", "plain", "ع", is_fallback=False)
    ]
    assert segments.merge(LEAD, None, {"lead": "ع"}) == [
        segments.Shown("lead", "plain", "", is_fallback=False)
    ]


# --- State -----------------------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


def entry(source: str, state: State) -> dict[str, Any]:
    record(state_dict := {}, source, state)
    return state_dict["ar"]["lead"]


def record(state_dict: dict[str, Any], source: str, state: State) -> None:
    segments.record(state_dict, "ar", "lead", segments.fingerprint(source), state, NOW, "translator")


@pytest.mark.parametrize(
    ("target", "recorded", "state"),
    [
        ("", entry("Hej", State.REVIEWED), State.MISSING),
        (" \n", None, State.MISSING),
        ("ع", None, State.DRAFT),
        ("ع", entry("Hej", State.DRAFT), State.DRAFT),
        ("ع", entry("Hej", State.REVIEWED), State.REVIEWED),
        ("ع", entry("  Hej\n", State.REVIEWED), State.REVIEWED),
        ("ع", entry("Hej då", State.REVIEWED), State.OUTDATED),
        ("ع", entry("Hej då", State.DRAFT), State.OUTDATED),
    ],
)
def test_the_state_follows_from_the_texts(target: str, recorded: dict[str, Any] | None, state: State) -> None:
    assert segments.state_of("Hej", target, recorded) is state


def test_a_record_says_from_what_when_and_by_whom() -> None:
    assert entry("Hej", State.DRAFT) == {
        "source": segments.fingerprint("Hej"),
        "state": "draft",
        "at": "2026-11-23T18:30:00+00:00",
        "by": "translator",
    }


@pytest.mark.parametrize("state", [State.MISSING, State.OUTDATED])
def test_what_follows_from_the_texts_is_not_recorded(state: State) -> None:
    with pytest.raises(ValueError, match="follows from the texts"):
        record({}, "Hej", state)


def test_a_changed_link_address_makes_nothing_outdated() -> None:
    moved = deepcopy(STREAM)
    moved[1]["value"] = moved[1]["value"].replace("https://1177.se", "https://www.1177.se/stockholm")
    assert segments.texts([BODY], {"body": moved}) == SOURCES


@given(st.text(), st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_an_editors_key_does_not_change_the_fingerprint(text: str, key: str) -> None:
    with_key, without = f'<p data-block-key="{key}">{text}</p>', f"<p>{text}</p>"
    assert segments.fingerprint(with_key) == segments.fingerprint(without)


def test_an_editors_key_inside_json_does_not_change_the_fingerprint() -> None:
    with_key, without = '{"value": "<p data-block-key=\\"x1\\">A</p>"}', '{"value": "<p>A</p>"}'
    assert segments.fingerprint(with_key) == segments.fingerprint(without)


@given(st.text())
def test_a_fingerprint_is_short_and_ignores_space_around(text: str) -> None:
    assert segments.fingerprint(f"\n {text} ") == segments.fingerprint(text)
    assert len(segments.fingerprint(text)) == 12
