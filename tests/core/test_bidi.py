"""Left-to-right pieces keep their order in right-to-left text."""

from familjecentral.core.bidi import isolated, isolated_html


def test_a_web_address_is_isolated() -> None:
    assert isolated("احجزوا عبر 1177.se.") == "احجزوا عبر \u20661177.se\u2069."


def test_a_grouped_number_is_isolated_as_one_piece() -> None:
    assert isolated("اتصلوا على 114 14") == "اتصلوا على \u2066114 14\u2069"
    assert isolated("اتصلوا على 113\u00a013") == "اتصلوا على \u2066113\u00a013\u2069"


def test_a_single_number_and_a_word_are_left_alone() -> None:
    assert isolated("حتى 6 سنوات (BVC)") == "حتى 6 سنوات (BVC)"


def test_attributes_of_tags_are_left_alone() -> None:
    html = '<a href="https://www.1177.se/a b">1177.se</a>'
    assert isolated_html(html) == '<a href="https://www.1177.se/a b">\u20661177.se\u2069</a>'


def test_a_version_number_stays_with_the_latin_word_before_it() -> None:
    assert isolated("حسب WCAG 2.2 بمستوى AA") == "حسب WCAG 2.2 بمستوى AA"
