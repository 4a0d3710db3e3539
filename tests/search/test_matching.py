"""search/matching.py: what counts as the same word, what answers a query, and in which order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.search.matching import (
    BEGINNING,
    ENDING,
    EQUAL,
    INSIDE,
    Document,
    best,
    closeness,
    normalise,
    words,
)


def document(number: int, title: str, lead: str = "") -> Document:
    return Document(number, ((1.0, title), (0.5, lead)))


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


def test_a_title_counts_more_than_a_lead() -> None:
    assert best("bvc", [document(1, "Om oss", "Här finns bvc"), document(2, "BVC")]) == [2, 1]


def test_equals_stand_in_the_order_of_their_ids() -> None:
    documents = [document(number, "Familjecentral") for number in (3, 1, 2)]

    assert best("familjecentral", documents) == [1, 2, 3]
    assert best("familjecentral", reversed(documents)) == [1, 2, 3]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    documents = [document(1, "Barn och lek"), document(2, "Barn och sömn"), document(3, "Vaccin för barn")]

    assert best("barn vaccin", documents)[0] == 3


def test_a_word_that_nothing_holds_does_not_hide_the_others() -> None:
    assert best("bibliotek fittja", [document(1, "Fittja"), document(2, "Tullinge")]) == [1]


def test_repeating_a_word_changes_nothing() -> None:
    documents = [document(1, "BVC Fittja"), document(2, "Fittja"), document(3, "Tullinge")]

    assert best("bvc fittja fittja fittja", documents) == best("bvc fittja", documents)


@pytest.mark.parametrize("query", ["", "   ", "\0", "?!", "\u202e", "xyzzy"])
def test_what_says_nothing_finds_nothing(query: str) -> None:
    assert best(query, [document(1, "BVC")]) == []


def test_nothing_is_found_where_nothing_is() -> None:
    assert best("bvc", []) == []


@given(st.text(max_size=200))
def test_any_query_is_survived(query: str) -> None:
    assert set(best(query, [document(1, "BVC", "Barnets hälsa"), document(2, "القابلة")])) <= {1, 2}
