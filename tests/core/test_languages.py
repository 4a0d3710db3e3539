import shutil
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from django.conf.locale import LANG_INFO
from django.utils import dateformat, formats, translation
from django.utils.translation import get_language_info
from pytest_django.fixtures import Settings

from familjecentral.core import languages, po_files

ROOT = Path(__file__).parents[2]


def test_swedish_comes_first_and_the_order_is_by_need() -> None:
    assert languages.CODES == (
        "sv", "sv-simple", "en", "fi", "ar", "so", "tr", "es", "fa", "pl", "ckb", "ti",
    )  # fmt: skip
    assert languages.SOURCE == "sv"


def test_sorani_and_tigrinya_are_only_in_preparation() -> None:
    assert {language.code for language in languages.LANGUAGES if not language.public} == {"ckb", "ti"}
    assert all(language.public for language in languages.PUBLIC)


def test_three_languages_are_written_from_right_to_left() -> None:
    rtl = [language.code for language in languages.LANGUAGES if language.direction == "rtl"]
    assert rtl == ["ar", "fa", "ckb"]


def test_easy_swedish_is_swedish_to_a_speech_synthesiser() -> None:
    assert languages.by_code("sv-simple").tag == "sv"
    others = [language for language in languages.LANGUAGES if language.code != "sv-simple"]
    assert all(language.tag == language.code for language in others)


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        languages.by_code("xx")


# ---------------------------------------------------------------------------------------- negotiation


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("so", "so"),
        ("ar-SY", "ar"),
        ("AR-sy", "ar"),
        ("fa-IR", "fa"),
        ("fa-AF", "fa"),
        ("prs", "fa"),
        ("sv-FI", "sv"),
        ("en-GB", "en"),
        ("pl-PL,pl;q=0.9,en;q=0.8", "pl"),
        ("zh-Hans-CN, es;q=0.4", "es"),
        ("en;q=0.3, tr;q=0.7", "tr"),
        ("tr, es", "tr"),
    ],
)
def test_a_reader_gets_the_wanted_language(header: str, code: str) -> None:
    assert languages.negotiate(header) == code


@pytest.mark.parametrize("header", ["nb-NO", "nn", "no", "da,en;q=0.8"])
def test_scandinavians_read_swedish(header: str) -> None:
    assert languages.negotiate(header) == "sv"


@pytest.mark.parametrize("header", ["ckb,ar;q=0.8", "ti-ER, ar"])
def test_languages_in_preparation_are_passed_over(header: str) -> None:
    assert languages.negotiate(header) == "ar"


@pytest.mark.parametrize("header", [None, "", "xx", "ckb", "ku", "ckb-IQ, ti;q=0.5"])
def test_swedish_answers_when_nothing_fits(header: str | None) -> None:
    assert languages.negotiate(header) == "sv"


@pytest.mark.parametrize(
    ("header", "code"),
    [("sv-simple", "sv-simple"), ("SV-Simple, sv;q=0.5", "sv-simple"), ("sv-simple-SE", "sv")],
)
def test_easy_swedish_is_chosen_by_its_exact_name_only(header: str, code: str) -> None:
    assert languages.negotiate(header) == code


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("*", "sv"),
        ("xx, *;q=0.5", "sv"),
        ("ar, *;q=0.5", "ar"),
        ("sv;q=0, *", "en"),
        ("sv;q=0, en;q=0, *", "fi"),
        ("*;q=0", "sv"),
    ],
)
def test_a_star_is_any_language_that_is_not_named(header: str, code: str) -> None:
    assert languages.negotiate(header) == code


@pytest.mark.parametrize(
    ("header", "code"),
    [("ar;q=0, es;q=0.1", "es"), ("ar;q=0.000", "sv"), ("en-US;q=0, en", "en"), ("fa-AF;q=0, fa-IR", "fa")],
)
def test_quality_zero_refuses_just_what_it_names(header: str, code: str) -> None:
    assert languages.negotiate(header) == code


@pytest.mark.parametrize(
    "header",
    [
        ";;;,,,",
        "q=1",
        "\0ar\0",
        "sv\0, \x7f, 😀",
        "ar;q=²",
        "ar;q=1.5",
        "ar;q=-1",
        "ar;q=nan",
        "../../etc/passwd",
        "a" * 100_000,
        "x," * 100_000,
        "ar" + "-a" * 100_000,
        "en;q=" + "0" * 100_000,
    ],
)
def test_garbage_is_survived(header: str) -> None:
    assert languages.negotiate(header) == "sv"


def test_the_beginning_of_a_huge_header_still_counts() -> None:
    assert languages.negotiate("so," + "xx," * 100_000) == "so"


# -------------------------------------------------------------------------------------- Django's tables


@pytest.mark.parametrize(
    ("code", "name"), [("so", "Soomaali"), ("ti", "ትግርኛ"), ("sv-simple", "Lättläst svenska")]
)
def test_django_is_told_of_the_languages_it_lacks(code: str, name: str) -> None:
    languages.register()
    assert get_language_info(code)["code"] == code
    assert get_language_info(code)["name_local"] == name
    assert not get_language_info(code)["bidi"]


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_django_agrees_on_the_direction(language: languages.Language) -> None:
    assert LANG_INFO[language.code]["bidi"] == (language.direction == "rtl")


@pytest.fixture
def catalogues(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """The project's catalogues as Django reads them, compiled aside so that no test depends on a build."""
    for code in languages.CODES:
        path = po_files.catalogue_path(tmp_path, code)
        path.parent.mkdir(parents=True)
        shutil.copy(po_files.catalogue_path(ROOT, code), path)
        po_files.compile_catalogue(path)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    formats.reset_format_cache()
    yield
    formats.reset_format_cache()


@pytest.mark.parametrize("code", languages.CODES)
def test_the_cms_has_24_hours_and_weeks_from_monday_in_every_language(code: str, catalogues: None) -> None:
    with translation.override(code):
        assert translation.get_language() == code
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
        assert formats.time_format(time(14, 5), "TIME_FORMAT") == ("14.05" if code == "fi" else "14:05")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("sv", "3 augusti 2026"),
        ("sv-simple", "3 augusti 2026"),
        ("en", "3 August 2026"),
        ("fi", "3. elokuuta 2026"),
        ("ar", "3 أغسطس 2026"),
        ("so", "3 Agosto 2026"),
        ("tr", "03 Ağustos 2026"),
        ("es", "3 de agosto de 2026"),
        ("fa", "3 اوت 2026"),
        ("pl", "3 sierpnia 2026"),
        ("ckb", "3 ئاب 2026"),
        ("ti", "3 ነሓሰ 2026"),
    ],
)
def test_the_cms_writes_the_day_before_the_month(code: str, text: str, catalogues: None) -> None:
    with translation.override(code):
        written = formats.date_format(date(2026, 8, 3), "DATE_FORMAT")
    assert written.casefold() == text.casefold()


def test_djangos_sorani_months_are_replaced(catalogues: None) -> None:
    with translation.override("ckb"):
        assert dateformat.format(date(2026, 3, 1), "F") == "ئازار"
        assert dateformat.format(date(2026, 8, 3), "F E N M b") == "ئاب ئاب ئاب ئاب ئاب"


@pytest.mark.parametrize(("code", "names"), [("so", "Isniin Isn"), ("ti", "ሰኑይ ሰኑ")])
def test_django_knows_weekdays_of_languages_it_lacks(code: str, names: str, catalogues: None) -> None:
    with translation.override(code):
        assert dateformat.format(date(2026, 8, 3), "l D") == names
