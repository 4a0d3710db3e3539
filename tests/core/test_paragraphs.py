"""Rich text and its paragraphs, and what a translation cannot bring in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.core import paragraphs

TAGS = paragraphs.allowed_tags(["bold", "italic", "link"])
SWEDISH = (
    '<p data-block-key="p1">Ring <a linktype="page" id="3">oss</a> eller <a href="https://a.se/?a=1&amp;b=2">läs</a></p>'
    '<ul><li data-block-key="l1">Lek<ul><li data-block-key="l2">Sång</li></ul></li></ul><p data-block-key="p2"></p>'
)


def test_paragraphs_are_found_by_key_with_links_as_placeholders() -> None:
    assert paragraphs.split(SWEDISH, TAGS) == {
        "p1": 'Ring <a id="a1">oss</a> eller <a id="a2">läs</a>',
        "l1": "Lek",
        "l2": "Sång",
    }


def test_a_paragraph_without_key_is_numbered_and_empty_ones_count() -> None:
    assert paragraphs.split("<p></p><h3>A</h3><blockquote><p>B</p></blockquote>", TAGS) == {
        "p2": "A",
        "p4": "B",
    }


def test_a_repeated_key_stands_for_the_first_paragraph_only() -> None:
    html = '<p data-block-key="k">A</p><p data-block-key="k">B</p>'
    assert paragraphs.split(html, TAGS) == {"k": "A", "k-2": "B"}


def test_text_outside_paragraphs_is_a_paragraph() -> None:
    assert paragraphs.split("Hej <b>du</b><ul><li>Lek</li></ul>index.html", TAGS) == {
        "p1": "Hej <b>du</b>",
        "p2": "Lek",
        "p3": "index.html",
    }


def test_given_keys_are_kept_and_missing_ones_added() -> None:
    keyed = paragraphs.keyed('<p>A</p><p data-block-key="x">B</p>')
    assert keyed == '<p data-block-key="p1">A</p><p data-block-key="x">B</p>'
    assert paragraphs.keyed(keyed) == keyed
    assert paragraphs.keyed("") == ""


def test_rebuilding_takes_links_from_the_swedish_in_the_order_of_the_translation() -> None:
    texts = {"p1": '<a id="a2">اقرأ</a> أو <a id="a1">اتصل</a>', "l2": "غناء"}
    rebuilt = paragraphs.rebuild(SWEDISH, texts, TAGS)
    assert '<a href="https://a.se/?a=1&amp;b=2" data-link="a2">اقرأ</a>' in rebuilt
    assert '<a linktype="page" id="3" data-link="a1">اتصل</a>' in rebuilt
    assert paragraphs.split(rebuilt, TAGS) == texts


def test_a_missing_paragraph_is_marked_swedish_and_a_translated_one_is_not() -> None:
    html, all_missing = paragraphs.merge("<p>Ett</p><p>Två</p>", {"p2": "اثنان"}, TAGS)
    assert (html, all_missing) == ('<p lang="sv" dir="ltr">Ett</p><p>اثنان</p>', False)


def test_a_swedish_list_item_does_not_mark_the_translated_list_inside_it() -> None:
    html, _ = paragraphs.merge("<ul><li>Lek<ul><li>Sång</li></ul></li></ul>", {"p2": "غناء"}, TAGS)
    assert html == '<ul><li><span lang="sv" dir="ltr">Lek</span><ul><li>غناء</li></ul></li></ul>'


def test_merged_links_are_the_swedish_ones_of_today() -> None:
    html, _ = paragraphs.merge(
        '<p><a href="/ny/">Här</a></p>', {"p1": '<a id="a1">Here</a> <a id="a7">x</a>'}, TAGS
    )
    assert html == '<p><a href="/ny/">Here</a> x</p>'


def test_a_quote_in_a_link_address_stays_readable_for_wagtail() -> None:
    source = '<p><a href="/?q=&quot;x&quot;&amp;y">Här</a></p>'
    html, _ = paragraphs.merge(source, {"p1": '<a id="a1">Here</a>'}, TAGS)
    assert '<a href="/?q=&quot;x&quot;&amp;y">' in html


@pytest.mark.parametrize(
    ("evil", "harmless"),
    [
        ("a<script>alert(1)</script>b", "ab"),
        ("<b onclick=alert(1)>a</b>", "<b>a</b>"),
        ('<a href="javascript:alert(1)">a</a>', "a"),
        ('<a id="a1" href="javascript:alert(1)" onmouseover="x">a</a>', '<a id="a1">a</a>'),
        ('<a id="a1&quot; onclick=&quot;x">a</a>', "a"),
        ('<img src=x onerror="alert(1)">a', "a"),
        ("<!--<script>-->a<?php x ?><!DOCTYPE x>", "a"),
        ("</p><div><style>x</style>a</div><p>b", "a b"),
        ("<svg><script>1</script></svg><math><b>x</b></math>a", "a"),
        ("&lt;script&gt;1&lt;/script&gt;", "&lt;script&gt;1&lt;/script&gt;"),
        ('<a id="a1">x<a id="a1">y</a></a>', '<a id="a1">xy</a>'),
        ("a\x00b\u2028c", "a b c"),
        ("<u>a</u> <h2>b</h2>", "a b"),
    ],
)
def test_only_allowed_tags_get_through(evil: str, harmless: str) -> None:
    assert paragraphs.clean(evil, TAGS) == harmless
    html, _ = paragraphs.merge("<p>Text</p>", {"p1": evil}, TAGS)
    shown = html.lower()
    assert not any(
        word in shown for word in ("<script", "onclick=", "javascript:", "onerror", "<img", "<style")
    )


def test_a_tag_needs_its_feature() -> None:
    assert (
        paragraphs.clean('<b>a</b> <i>b</i> <a id="a1">c</a>', paragraphs.allowed_tags(["bold"]))
        == "<b>a</b> b c"
    )
    assert paragraphs.allowed_tags(None) == {"b", "strong", "i", "em", "a", "br"}


def test_absurd_nesting_is_text() -> None:
    assert paragraphs.clean("<b>" * 3000 + "x", TAGS).count("<b>") < 50


@pytest.mark.parametrize(
    "html", [None, "", " ", "<p></p>", '<p data-block-key="x"> </p>', "<p><b></b><br/></p>"]
)
def test_nothing_shown_is_empty(html: str | None) -> None:
    assert paragraphs.is_empty(html)


def test_an_embed_is_not_empty() -> None:
    assert not paragraphs.is_empty('<embed embedtype="image" id="1"/>')


TOKENS = (
    '<b>|</b>|<i>|</i>|<a id=a1>|</a>|<br>|<p>|</p>|<script>|</script>|<ul><li>|&|<|>|"|&amp;|&#0;|a|å| |\n'
)
ODD = ["\u00a0", "\x00", "<!--", "-->", "سلام", "]]>", "<![CDATA["]
MARKUP = st.lists(st.sampled_from([*TOKENS.split("|"), *ODD])).map("".join)


@given(MARKUP | st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = paragraphs.clean(text, TAGS)
    assert paragraphs.clean(once, TAGS) == once


@given(MARKUP, MARKUP)
def test_what_is_rebuilt_reads_back_the_same(first: str, second: str) -> None:
    # "l1" has no link in the Swedish, so it gets none.
    given_texts = {"p1": first, "l1": second.replace("id=a1", "")}
    texts = {key: paragraphs.clean(text, TAGS) for key, text in given_texts.items()}
    texts = {key: text for key, text in texts.items() if text}
    rebuilt = paragraphs.rebuild(SWEDISH, texts, TAGS)
    assert paragraphs.split(rebuilt, TAGS) == texts
    assert paragraphs.rebuild(SWEDISH, paragraphs.split(rebuilt, TAGS), TAGS) == rebuilt
