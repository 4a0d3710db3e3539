"""What a visitor reads, from plain objects with the fields a model has. No database."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Engine
from wagtail import blocks
from wagtail.rich_text import RichText as WagtailRichText

from familjecentral.core import reading, segments
from familjecentral.core.reading import Block, Reading
from familjecentral.core.segments import Field, Kind, State

LTR_SWEDISH = ' lang="sv" dir="ltr"'


class Body(blocks.StreamBlock):
    heading = blocks.CharBlock()
    text = blocks.RichTextBlock(features=["bold", "link"])
    links = blocks.StructBlock(
        [
            ("title", blocks.CharBlock()),
            (
                "items",
                blocks.ListBlock(
                    blocks.StructBlock([("title", blocks.CharBlock()), ("url", blocks.URLBlock())])
                ),
            ),
        ]
    )
    nested = blocks.StreamBlock([("quote", blocks.TextBlock())])


FIELDS = (
    Field("title", Kind.PLAIN, "Rubrik"),
    Field("lead", Kind.PLAIN, "Ingress"),
    Field("search_description", Kind.PLAIN, "Beskrivning"),
    Field("help", Kind.RICH, "Hjälp", features=["bold", "link"]),
    Field("body", Kind.STREAM, "Brödtext", block=Body()),
)
STREAM: list[dict[str, Any]] = [
    {"type": "heading", "value": "När?", "id": "h"},
    {"type": "text", "value": '<p data-block-key="a">Alltid</p><p data-block-key="b">Nästan</p>', "id": "t"},
    {
        "type": "links",
        "value": {
            "title": "Läs mer",
            "items": [{"type": "item", "id": "i", "value": {"title": "1177", "url": "https://1177.se"}}],
        },
        "id": "l",
    },
    {"type": "nested", "value": [{"type": "quote", "value": "Fint", "id": "q"}], "id": "n"},
]
SWEDISH = {
    "title": "Barn & vård",
    "lead": "Gratis",
    "search_description": "Om BVC",
    "help": "<p>Ring <a href='https://1177.se'>1177</a></p>",
    "body": STREAM,
}
TEXTS = {
    "title": "الأطفال <b>",
    "lead": "مجانا",
    "help#p1": 'اتصل <a id="a1">1177</a>',
    "body.h": "متى؟",
    "body.t#a": "دائما",
    "body.t#b": "تقريبا",
    "body.l.title": "اقرأ",
    "body.l.items.i.title": "1177",
    "body.n.q": "جميل",
}
SOURCES = segments.texts(FIELDS, SWEDISH)


@pytest.fixture(autouse=True)
def _translated_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "fields_of", lambda model: FIELDS)


def page(texts: dict[str, str] | None = None, language: str = "ar", **others: Any) -> SimpleNamespace:
    """A page with its Swedish and one translation, reviewed throughout."""
    texts = TEXTS if texts is None else texts
    state: dict[str, Any] = {}
    for path, source in SOURCES.items():
        moment = datetime(2026, 11, 1, tzinfo=UTC)
        segments.record(
            state, language, path, segments.fingerprint(source), State.REVIEWED, moment, "translator"
        )
    values = {"translation_state": state, "changed_at": {}, **others}
    for field in FIELDS:
        translated = segments.rebuild(field, SWEDISH[field.name], texts)
        for code, value in (("sv", SWEDISH[field.name]), (language.replace("-", "_"), translated)):
            values[f"{field.name}_{code}"] = field.block.to_python(value) if field.block else value
    return SimpleNamespace(**values)


def without(*paths: str) -> dict[str, str]:
    return {path: text for path, text in TEXTS.items() if path not in paths}


def rendered(source: str, **context: Any) -> str:
    return Engine().from_string(source).render(Context(context))


# --- Text ------------------------------------------------------------------------------------------------------------


def test_a_translated_text_prints_escaped_and_unmarked() -> None:
    template = "<h1{{ reading.title.attrs }}>{{ reading.title }}</h1>"
    assert rendered(template, reading=Reading(page(), "ar")) == "<h1>الأطفال &lt;b&gt;</h1>"


def test_a_missing_text_prints_the_swedish_marked() -> None:
    title = Reading(page({}), "ar").title
    assert (str(title), title.attrs, title.lang, title.is_fallback) == (
        "Barn & vård",
        LTR_SWEDISH,
        "sv",
        True,
    )
    template = "<h1{{ t.attrs }}>{{ t }}</h1>"
    assert rendered(template, t=title) == '<h1 lang="sv" dir="ltr">Barn &amp; vård</h1>'


def test_rich_text_prints_as_html_with_the_swedish_link() -> None:
    html = rendered("{{ reading.help }}", reading=Reading(page(), "ar"))
    assert html == '<p>اتصل <a href="https://1177.se">1177</a></p>'


@pytest.mark.parametrize("html", [None, "", "<p></p>", '<p data-block-key="x"></p>'])
def test_what_shows_nothing_is_falsy_and_unmarked(html: str | None) -> None:
    obj = page()
    obj.help_sv = html
    obj.lead_sv = None
    for text in (Reading(obj, "ar").help, Reading(obj, "sv").help, Reading(obj, "ar").lead):
        assert not text
        assert text.attrs == ""


def test_swedish_is_never_marked() -> None:
    read = Reading(page({}), "sv")
    assert read.exists
    assert (read.title.attrs, read.title.lang, str(read.lead)) == ("", "sv", "Gratis")
    assert rendered(
        "{{ reading.help }}", reading=read
    ) == '<p>Ring <a href="https://1177.se">1177</a></p>'.replace('"https://1177.se"', "'https://1177.se'")
    assert [block.attrs for block in read.body] == ["", "", "", ""]
    assert read.states == set()


def test_an_unknown_field_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no translated field 'subtitle'"):
        _ = Reading(page(), "ar").subtitle


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '<a href="javascript:x" onclick="y">z</a>'])
def test_stored_markup_in_a_translation_never_gets_through(evil: str) -> None:
    obj = page()
    obj.help_ar = f"<p onclick='x'>ا{evil}</p>"
    obj.title_ar = evil
    html = rendered("{{ reading.title }}{{ reading.help }}", reading=Reading(obj, "ar"))
    assert "<script" not in html
    assert not any(word in Reading(obj, "ar").help for word in ("onclick", "javascript", "alert"))


# --- The whole object ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["title", "lead"])
def test_without_title_or_lead_everything_is_swedish(missing: str) -> None:
    read = Reading(page(without(missing)), "ar")
    assert not read.exists
    assert all(text.is_fallback for text in (read.title, read.lead, read.help))
    assert [block.attrs for block in read.body] == [LTR_SWEDISH] * 4
    assert str(read.body[0].value) == "När?"
    assert read.states == set()


def test_a_page_whose_swedish_has_no_lead_exists_with_its_title() -> None:
    obj = page(without("lead"))
    obj.lead_sv = ""
    assert Reading(obj, "ar").exists


def test_a_model_names_its_own_essential_fields() -> None:
    assert not Reading(page(without("help#p1"), essential_fields=("help",)), "ar").exists
    assert Reading(page(without("title", "lead"), essential_fields=()), "ar").exists


def test_an_object_without_essential_fields_falls_back_field_by_field(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "fields_of", lambda model: FIELDS[3:])
    read = Reading(page(without("help#p1")), "ar")
    assert read.exists
    assert read.help.is_fallback
    assert not read.body[0].attrs


def test_easy_swedish_falls_back_marked() -> None:
    read = Reading(page({"title": "Lätt", "lead": "Lätt"}, "sv-simple"), "sv-simple")
    assert (read.title.lang, read.title.attrs) == ("sv", "")
    assert (read.help.lang, read.help.attrs) == ("sv", LTR_SWEDISH)
    assert read.states == {"partial"}


# --- Blocks ----------------------------------------------------------------------------------------------------------


def test_blocks_have_their_texts_and_other_values() -> None:
    heading, text, links, nested = Reading(page(), "ar").body
    assert heading == Block("heading", "متى؟", "", "h")
    assert rendered("{{ b.value }}", b=text) == "<p>دائما</p><p>تقريبا</p>"
    assert (
        rendered("{{ b.value.items.0.title }} {{ b.value.items.0.url }}", b=links) == "1177 https://1177.se"
    )
    assert [(child.type, str(child.value), child.id) for child in nested.value] == [("quote", "جميل", "q")]


def test_a_half_translated_block_is_swedish_and_marked_and_the_others_are_not() -> None:
    _heading, text, links, _nested = Reading(page(without("body.l.title", "body.t#a")), "ar").body
    assert (links.attrs, str(links.value["items"][0]["title"])) == (LTR_SWEDISH, "1177")
    assert text.attrs == ""
    assert rendered("{{ b.value }}", b=text) == f"<p{LTR_SWEDISH}>Alltid</p><p>تقريبا</p>"


def test_the_links_of_a_whole_stream_are_looked_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(
        reading, "expand_db_html", lambda html: calls.append(html) or html.replace("Nästan", "Jo")
    )
    obj = page()
    obj.body_sv.append(("text", WagtailRichText('<p data-block-key="z">Sist</p>')))
    body = Reading(obj, "sv").body
    assert [str(block.value) for block in body if block.type == "text"] == [
        "<p>Alltid</p><p>Jo</p>",
        "<p>Sist</p>",
    ]
    assert len(calls) == 1


def test_an_empty_stream_has_no_blocks() -> None:
    obj = page()
    obj.body_sv = None
    assert Reading(obj, "ar").body == []
    assert Reading(obj, "sv").body == []


def test_a_rich_text_value_set_in_code_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    obj = page()
    obj.body_sv = Body().to_python([])
    obj.body_sv.append(("text", WagtailRichText("<p>Ny</p>")))
    (block,) = Reading(obj, "ar").body
    assert (str(block.value), block.attrs) == ("<p>Ny</p>", LTR_SWEDISH)


# --- Notices ---------------------------------------------------------------------------------------------------------


def drafted(obj: SimpleNamespace) -> None:
    obj.translation_state["ar"]["body.h"]["state"] = "draft"


def changed(obj: SimpleNamespace) -> None:
    obj.lead_sv = "Gratis och frivilligt"


def added(obj: SimpleNamespace) -> None:
    obj.body_sv.append(("heading", "Ny"))


def untracked(obj: SimpleNamespace) -> None:
    obj.translation_state = {}


@pytest.mark.parametrize(
    ("change", "states"),
    [
        (lambda obj: None, set()),
        (drafted, {"draft"}),
        (changed, {"outdated"}),
        (added, {"partial"}),
        (untracked, {"draft"}),
    ],
)
def test_the_notice_follows_from_the_texts_a_reader_sees(
    change: Callable[[SimpleNamespace], None], states: set[str]
) -> None:
    obj = page()
    change(obj)
    assert Reading(obj, "ar").states == states


def test_an_outdated_text_says_since_when_and_a_current_one_does_not() -> None:
    stamps = {"sv": {"at": "2026-11-20T10:00:00+00:00"}, "ar": {"at": "2026-11-02T08:00:00+00:00"}}
    obj = page(changed_at=stamps)
    read = Reading(obj, "ar")
    assert read.outdated_since is None
    assert read.changed_at == datetime(2026, 11, 2, 8, tzinfo=UTC)
    changed(obj)
    assert Reading(obj, "ar").outdated_since == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_a_page_shown_in_swedish_has_the_time_of_the_swedish() -> None:
    stamps = {"sv": {"at": "2026-11-20T10:00:00+00:00"}, "ar": {"at": "2026-11-02T08:00:00+00:00"}}
    assert Reading(page({}, changed_at=stamps), "ar").changed_at == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert Reading(page(), "ar").changed_at is None
