"""The tags and filters that every template has: icons, telephone numbers, dates, readings."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from familjecentral.core.templatetags import site

SPRITE = (Path(settings.BASE_DIR) / "static/icons/icons.svg").read_text(encoding="utf-8")
SYMBOLS = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE))


def test_icons_are_hidden_from_screen_readers() -> None:
    html = Template('{% icon "phone" %}').render(Context())
    assert 'aria-hidden="true"' in html
    assert "icons/icons.svg#phone" in html


def test_only_icons_that_point_somewhere_mirror() -> None:
    assert "flip" in site.icon("arrow")
    assert "flip" not in site.icon("clock")


def test_every_icon_that_templates_name_is_drawn() -> None:
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")
    named = {
        name
        for path in templates
        for name in re.findall(r'(?:icon |icon_name=)"([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert named - SYMBOLS == set()


def test_every_icon_that_editors_can_choose_is_drawn() -> None:
    from locations.choices import ACCESS_FEATURES, Icon

    assert set(Icon.values) | {icon for _, icon in ACCESS_FEATURES.values()} <= SYMBOLS


def test_a_phone_number_is_isolated_from_the_direction_around_it() -> None:
    assert site.phone("+46853061000") == (
        '<a href="tel:+46853061000"><bdi dir="ltr" class="nowrap">08-530 610 00</bdi></a>'
    )


@pytest.mark.parametrize(("language", "shown"), [("sv", "3 augusti 2026"), ("fi", "3. elokuuta 2026")])
def test_a_day_is_written_as_the_language_does_and_read_by_machines(language: str, shown: str) -> None:
    with translation.override(language):
        assert site.day(dt.date(2026, 8, 3)) == f'<time datetime="2026-08-03">{shown}</time>'


def test_a_moment_has_the_day_it_has_in_sweden() -> None:
    late = dt.datetime(2026, 8, 3, 22, 30, tzinfo=dt.UTC)
    with translation.override("sv"):
        assert "4 augusti" in site.day(late)


def test_words_that_differ_only_in_case_are_one_word_to_a_reader() -> None:
    assert not site.absent_from("BVC", "bvc")
    assert not site.absent_from("BVC", "Lastenneuvola (BVC)")
    assert site.absent_from("BMM", "Barnmorska")


def test_an_address_keeps_its_path_and_loses_its_scheme() -> None:
    assert site.url_path("https://example.org/f/centre") == "/f/centre"
    assert site.without_scheme("https://example.org/f/centre") == "example.org/f/centre"
    assert site.as_parameter("https://example.org/f/å") == "https%3A%2F%2Fexample.org%2Ff%2F%C3%A5"
