"""The stylesheet: one file, in the order of the layers, logical, with colours in one place."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from familjecentral.core import stylesheet

CSS = settings.BASE_DIR / "static" / "css"
SOURCES = {path.stem: path for path in CSS.glob("*.css")}
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|lab|lch|oklch|color)a?\(|light-dark\(", re.IGNORECASE)
LENGTH = re.compile(r"font-size:\s*[\d.]")


def rules(name: str) -> str:
    """A source without its comments."""
    return re.sub(r"(?s)/\*.*?\*/", "", SOURCES[name].read_text(encoding="utf-8"))


def test_layers_are_declared_first_and_joined_in_their_order() -> None:
    css = stylesheet.joined()
    assert css.startswith("@layer tokens, base, layout, components, utilities;")
    opened = re.findall(r"@layer (\w+) ?\{", css)
    assert opened == ["tokens", "base", "layout", "components", "utilities"]


@pytest.mark.parametrize("name", stylesheet.SHEETS)
def test_a_joined_file_has_balanced_braces_and_no_comments(name: str) -> None:
    css = stylesheet.joined(name)
    assert css.count("{") == css.count("}")
    assert "/*" not in css


def test_development_server_and_collectstatic_find_the_same_file(tmp_path: Path, settings: object) -> None:
    settings.STATIC_ROOT = str(tmp_path / "static")  # type: ignore[attr-defined]
    for name in stylesheet.SHEETS:
        found = finders.find(name)
        assert Path(str(found)).read_text(encoding="utf-8") == stylesheet.joined(name)


def test_collectstatic_gives_the_stylesheet_a_hashed_name_and_compresses_it(
    tmp_path: Path, settings: object
) -> None:
    settings.STATIC_ROOT = str(tmp_path / "static")  # type: ignore[attr-defined]
    settings.STATICFILES_FINDERS = settings.STATICFILES_FINDERS[:2]  # type: ignore[attr-defined]
    manifest = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": manifest}  # type: ignore[attr-defined]
    call_command("collectstatic", interactive=False, verbosity=0)
    hashed = list((tmp_path / "static/css").glob("site.*.css"))
    assert len(hashed) == 1
    assert Path(f"{hashed[0]}.br").exists()


@pytest.mark.parametrize("name", ["base", "layout", "components", "utilities"])
def test_only_the_tokens_hold_colours(name: str) -> None:
    """print.css may set its own black and white: paper knows no tokens."""
    assert COLOUR.findall(rules(name)) == []


@pytest.mark.parametrize("name", ["base", "layout", "components", "utilities"])
def test_only_the_tokens_hold_sizes_of_type(name: str) -> None:
    found = [line for line in rules(name).splitlines() if LENGTH.search(line) and "font-size: 1" not in line]
    assert found == []


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_there_are_no_physical_directions_and_no_nesting(name: str) -> None:
    css = rules(name)
    physical = (
        r"[-\s;{](?:left|right)\b|(?:margin|padding|border|inset)-(?:top|bottom)\b|[\s;{](?:top|bottom):"
    )
    assert re.findall(physical, css) == []
    assert "&" not in css


def test_every_token_that_is_used_is_defined() -> None:
    everything = "".join(rules(name) for name in SOURCES)
    used = set(re.findall(r"var\((--[\w-]+)", everything))
    defined = set(re.findall(r"(--[\w-]+)\s*:", everything))
    assert used - defined == set()


def test_light_dark_stands_only_where_the_browser_can_read_it() -> None:
    before = rules("tokens").partition("@supports")[0]
    assert "light-dark" not in before


def test_the_stylesheet_leaves_the_page_most_of_the_first_round_trip() -> None:
    """14 kB is the first TCP window; the page's own HTML needs the larger part of it."""
    assert len(brotli.compress(stylesheet.joined().encode())) < 5_600
