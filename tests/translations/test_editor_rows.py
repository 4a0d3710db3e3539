"""What the side-by-side editor shows of each text."""

import pytest

from familjecentral.core.segments import Kind, Segment
from familjecentral.home.models import InfoPage
from familjecentral.translations import editor_rows, registry, work
from familjecentral.translations.work import Edit, Skip


def test_a_difference_reads_as_old_and_new_words() -> None:
    found = editor_rows.difference("Öppet <b>till</b> 16.", "Öppet från 8 till 16.")
    assert found == "Öppet <ins>från 8</ins> till 16."
    assert editor_rows.difference("Ring först.", "Kom hit.") == "<del>Ring först.</del> <ins>Kom hit.</ins>"


def test_a_difference_holds_no_markup_of_the_texts() -> None:
    found = editor_rows.difference("a", "&lt;script&gt; <script>alert(1)</script> x < y")
    assert "<script" not in found
    assert "x &lt; y" in found


def test_links_of_the_swedish_are_marked_and_lead_nowhere() -> None:
    rich = Segment("body.1#a", Kind.RICH, "Text", 'Ring <a id="a1">1177</a> eller <a id="a2"><b>112</b></a>.')
    found = editor_rows.swedish(rich)
    assert found.count('<span class="tr-link" data-link="a') == 2
    assert "<a" not in found
    assert " id=" not in found


def test_plain_swedish_is_escaped() -> None:
    assert editor_rows.swedish(Segment("title", Kind.PLAIN, "Rubrik", "1 < 2")) == "1 &lt; 2"


def test_the_agreed_terms_of_a_text_are_shown() -> None:
    found = dict(editor_rows.terms("Kom till familjecentralen.", "fi"))
    assert found["familjecentral"] == "perhekeskus"


@pytest.mark.django_db
def test_the_texts_of_one_block_stand_together(content: None) -> None:
    for page in InfoPage.objects.live():
        opened = work.work(registry.label_of(page), page.pk, "ar")
        made = editor_rows.groups(opened)
        rows = [row.piece.segment.id for group in made for row in group.rows]
        assert rows == [piece.segment.id for piece in opened.pieces]
        for group in made:
            places = {row.piece.segment.id.partition("#")[0].split(".")[1:2].__str__() for row in group.rows}
            assert len(places) == 1
            assert group.title
            assert all(
                f"{group.title} › {row.part}".removesuffix(" › ") == row.piece.segment.label
                for row in group.rows
            )


@pytest.mark.django_db
def test_typed_text_stands_in_the_place_of_what_is_stored(content: None) -> None:
    page = InfoPage.objects.live().first()
    assert page is not None
    opened = work.work(registry.label_of(page), page.pk, "ar")
    typed = {"title": Edit("ما كتبته", "x|y")}
    [title] = [
        row
        for group in editor_rows.groups(opened, typed, {"title": Skip.CHANGED_TARGET})
        for row in group.rows
        if row.piece.segment.id == "title"
    ]
    assert title.text == "ما كتبته"
    assert title.problem


def test_every_reason_has_its_words() -> None:
    assert len({editor_rows.reason(skip) for skip in Skip}) == len(Skip)
