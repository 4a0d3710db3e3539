"""search/matching.py: what counts as the same word, how near words are, and what is shown of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.search.matching import (
    BEGINNING,
    ENDED,
    ENDING,
    EQUAL,
    EXCERPT,
    INSIDE,
    MISSPELT,
    as_written,
    closeness,
    excerpt,
    normalise,
    parts,
    words,
)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("BVC", "bvc"),
        ("ÖPPEN FÖRSKOLA", "oppen forskola"),
        ("żłobek", "zlobek"),
        ("İSTANBUL", "istanbul"),
        ("ISPARTA", "ısparta"),
        ("çocuk sağlığı", "cocuk sagligi"),
        ("أسرة", "اسرة"),
        ("إعلام", "اعلام"),
        ("آباء", "اباء"),
        ("مدرسى", "مدرسي"),
        ("کودک", "كودك"),
        ("یافتن", "يافتن"),
        ("قابلة", "قابله"),
        ("مَرْكَز", "مركز"),
        ("مـركز", "مركز"),
        ("می\u200cشود", "ميشود"),
        ("٠٦", "06"),
        ("۱۱۷۷", "1177"),
        ("\u202efittja\u202c", "fittja"),
        ("ﬁttja", "fittja"),
    ],
)
def test_spellings_of_one_word_are_the_same(written: str, same: str) -> None:
    assert normalise(written) == normalise(same)


@given(st.text())
def test_any_text_is_normalised_once_and_for_all(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_words_hold_letters_and_digits_only(text: str) -> None:
    assert all(word.isalnum() for word in words(text))


def test_the_arabic_article_does_not_count() -> None:
    assert words("الوالدين") == words("والدين")


def test_a_short_word_that_begins_like_the_article_stays_whole() -> None:
    assert words("الى ألم") == ("الي", "الم")


def test_words_of_two_scripts_written_together_are_two() -> None:
    assert words("في Fittja وTullinge") == ("في", "fittja", "و", "tullinge")


def test_punctuation_and_operators_separate_words() -> None:
    assert words('"bvc" AND (fittja OR -tullinge)* title:x\0y_z') == (
        "bvc", "and", "fittja", "or", "tullinge", "title", "x", "y", "z",
    )  # fmt: skip


def test_the_word_itself_is_nearer_than_its_beginning_and_that_than_its_inside() -> None:
    near = closeness("skola", ["skola", "skolan", "forskola", "barn"])

    assert near == {"skola": EQUAL, "skolan": BEGINNING, "forskola": INSIDE}


@pytest.mark.parametrize("misspelt", ["fitja", "fitttja", "fittaj", "fittia"])
def test_a_misspelling_is_forgiven_and_counts_less(misspelt: str) -> None:
    assert 0 < closeness(misspelt, ["fittja"])["fittja"] < INSIDE


def test_an_ending_is_forgiven_and_the_rest_of_a_compound_is_not() -> None:
    assert ENDING == 3
    assert "barnmorska" in closeness("barnmorskans", ["barnmorska"])
    assert "barn" not in closeness("barnmorska", ["barn"])


@pytest.mark.parametrize("asked", ["a", "bv", "bvd"])
def test_short_words_are_not_guessed_at(asked: str) -> None:
    assert "abc" not in closeness(asked, ["abc"])
    assert closeness("bvd", ["bvc"]) == {}


def test_a_number_is_not_taken_for_another() -> None:
    assert closeness("14500", ["14600"]) == {}


def test_a_misspelling_counts_less_than_an_ending_and_that_less_than_a_part_of_the_word() -> None:
    assert EQUAL > BEGINNING > INSIDE > ENDED > MISSPELT
    assert closeness("barnmorskans", ["barnmorska"]) == {"barnmorska": ENDED}


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("forskola", "Öppen förskola i Fittja", ["förskola"]),
        ("barnmorskan", "Barnmorska, och BVC.", ["Barnmorska"]),
        ("مدرسة", "المدرسة التمهيدية", ["المدرسة"]),
        ("پیش دبستانی", "پیش‌دبستانی باز", ["پیش‌دبستانی"]),
        ("رضع", "مقهى الرضّع", ["الرضّع"]),
        ("bvc fittja", "BVC – Fittja", ["BVC", "Fittja"]),
        ("x", "Ingenting", []),
        ("b", "<b>", ["b"]),
    ],
)
def test_the_words_that_answer_are_marked_and_the_text_stays_as_it_is(
    query: str, text: str, marked: list[str]
) -> None:
    pieces = parts({near for word in words(query) for near in closeness(word, words(text))}, text)
    assert "".join(piece for piece, _hit in pieces) == text
    assert [piece for piece, hit in pieces if hit] == marked


LONG = "Vi har öppet för alla. " * 20 + "Här finns en barnmorska. " + "Kom och lek med ditt barn. " * 20


def test_an_excerpt_of_a_long_text_shows_the_word_that_answers() -> None:
    shown = excerpt({"barnmorska"}, LONG)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "barnmorska" in shown
    assert shown.strip("… ") in LONG
    assert len(shown) <= EXCERPT + 4


def test_an_excerpt_begins_with_the_text_where_the_word_is_early() -> None:
    assert excerpt({"vi"}, LONG).startswith("Vi har öppet")
    assert excerpt({"bvc"}, "BVC i Fittja") == "BVC i Fittja"


def test_a_word_without_end_is_cut() -> None:
    assert len(excerpt({"ord"}, "ord " + "x" * 10_000)) <= EXCERPT + 4
    assert len(excerpt({"x" * 5_000}, "x" * 5_000)) <= EXCERPT + 4


@given(st.text(max_size=600), st.text(max_size=5))
def test_any_text_has_an_excerpt(text: str, word: str) -> None:
    assert len(excerpt(set(words(word)), text)) <= EXCERPT + 4


def test_a_normalised_word_is_found_as_it_is_written() -> None:
    assert as_written("forskola", "Öppen Förskola, gratis") == "Förskola"
    assert as_written("skola", "Öppen Förskola") == ""
