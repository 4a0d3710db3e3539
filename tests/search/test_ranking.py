"""search/ranking.py: which pages answer, in which order, from which text, and what unknown words are taken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familjecentral.search.matching import words
from familjecentral.search.ranking import Answer, Entry, Index, answer


def entry(page: int, title: str, lead: str = "", body: str = "", worth: float = 1, key: int = 0) -> Entry:
    return Entry(key or page, page, worth, [" ".join(words(text)) for text in (title, lead, body)])


def ask(query: str, *entries: Entry, swedish: list[Entry] | None = None) -> Answer:
    return answer(words(query), [(1.0, Index(entries)), (0.9, Index(swedish or []))])


def pages(found: Answer) -> list[int]:
    return [page.page for page in found.pages]


def test_a_title_counts_more_than_a_lead_and_that_more_than_a_body() -> None:
    found = ask("bvc", entry(1, "Om", body="Här finns bvc"), entry(2, "Om", "Här finns bvc"), entry(3, "BVC"))
    assert pages(found) == [3, 2, 1]


def test_equals_stand_in_the_order_of_their_ids_whatever_the_database_gives_first() -> None:
    entries = [entry(number, "Familjecentral") for number in (3, 1, 2)]
    assert (
        pages(ask("familjecentral", *entries))
        == pages(ask("familjecentral", *reversed(entries)))
        == [1, 2, 3]
    )


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    found = ask(
        "barn vaccin", entry(1, "Barn och lek"), entry(2, "Barn och sömn"), entry(3, "Vaccin för barn")
    )
    assert pages(found)[0] == 3


def test_a_page_is_found_by_the_words_of_all_that_lead_to_it() -> None:
    found = ask(
        "babycafé fittja",
        entry(1, "Tullinge"), entry(1, "Babycafé", key=10), entry(2, "Fittja"), entry(2, "Babycafé", key=20),
    )  # fmt: skip
    assert pages(found)[0] == 2
    assert found.pages[0].sources == {"babycafe": 20, "fittja": 2}


def test_the_same_words_of_a_lesser_kind_stand_below() -> None:
    assert pages(ask("bvc", entry(1, "BVC", worth=0.8), entry(2, "BVC"))) == [2, 1]


def test_a_swedish_word_finds_a_page_in_another_language_after_those_that_write_it_themselves() -> None:
    found = ask("bvc", entry(1, "القابلة"), entry(2, "BVC"), swedish=[entry(1, "BVC"), entry(2, "Hälsa")])
    assert pages(found) == [2, 1]


def test_what_is_far_below_the_best_is_not_shown() -> None:
    found = ask("förskola", entry(1, "Förskola", worth=1), entry(2, "Om", body="förskolor", worth=0.5))
    assert pages(found) == [1]


def test_an_unknown_word_is_taken_for_the_nearest_one() -> None:
    found = ask("barnmoska fittja", entry(1, "Barnmorska"), entry(2, "Fittja"))
    assert found.corrected == {"barnmoska": ("barnmorska",)}


def test_a_known_word_is_not_corrected() -> None:
    found = ask("barnmorska mottagning", entry(1, "Barnmorskan"), entry(2, "Barnmorskemottagning"))
    assert found.corrected == {}
    assert found.hits == {"barnmorskan", "barnmorskemottagning"}


def test_of_equally_near_words_the_first_in_the_alphabet_is_taken() -> None:
    entries = [entry(1, "fittjb"), entry(2, "fittja")]
    assert (
        ask("fittjx", *entries).corrected
        == ask("fittjx", *reversed(entries)).corrected
        == {"fittjx": ("fittja",)}
    )


def test_two_words_written_together_are_taken_apart() -> None:
    found = ask("öppenförskola", entry(1, "Öppen förskola"), entry(2, "Öppen"))
    assert (pages(found), found.corrected) == ([1, 2], {"oppenforskola": ("oppen", "forskola")})


def test_a_word_that_nothing_holds_does_not_hide_the_others() -> None:
    assert pages(ask("bibliotek fittja", entry(1, "Fittja"), entry(2, "Tullinge"))) == [1]


def test_repeating_a_word_changes_nothing() -> None:
    entries = [entry(1, "BVC Fittja"), entry(2, "Fittja"), entry(3, "Tullinge")]
    assert ask("bvc fittja fittja fittja", *entries).pages == ask("bvc fittja", *entries).pages


@pytest.mark.parametrize("query", ["", "   ", "\0", "?!", "\u202e", "xyzzy"])
def test_what_says_nothing_finds_nothing(query: str) -> None:
    assert pages(ask(query, entry(1, "BVC"))) == []


def test_nothing_is_found_where_nothing_is() -> None:
    assert pages(ask("bvc")) == []


@given(st.text(max_size=200))
def test_any_query_is_survived(query: str) -> None:
    found = ask(query, entry(1, "BVC", "Barnets hälsa"), swedish=[entry(2, "القابلة", body="ord")])
    assert set(pages(found)) <= {1, 2}
