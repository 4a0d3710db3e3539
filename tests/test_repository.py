"""Rules of the tree: what no single module's test can see."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from familjecentral.core.languages import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("familjecentral", "locations", "news")
PHYSICAL_DIRECTION = re.compile(
    r"(?:(?:margin|padding|border|scroll-margin|scroll-padding|inset)-(?:left|right|top|bottom)\b"
    r"|(?<![\w-])(?:left|right|top|bottom)\s*:"
    r"|(?<![\w-])(?:float|clear|text-align)\s*:\s*(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius)"
)
PLACES = re.compile(r"botkyrka|fittja|tullinge", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|home/\w+|root|Users|tmp)/")
MAKE = re.compile(r"(?:^|`|\" )make ([a-z][a-z-]*)", re.MULTILINE)
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")


@cache
def files() -> tuple[Path, ...]:
    """What is, or would be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    return tuple(path for name in sorted(filter(None, names)) if (path := ROOT / name).is_file())


def under(folder: str, *suffixes: str) -> list[Path]:
    """The files below a folder of the tree, of the given kinds."""
    return [path for path in files() if path.is_relative_to(ROOT / folder) and path.suffix in suffixes]


def code() -> list[Path]:
    """The site's own Python, without what Django writes."""
    return [path for package in PACKAGES for path in under(package, ".py") if "migrations" not in path.parts]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def matching_lines(paths: list[Path], pattern: re.Pattern[str], comment: str = "") -> list[str]:
    """`file:line: text` wherever the pattern stands; `comment` is a pattern of what may be overlooked."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(re.sub(comment, blank, text(path)).splitlines(), start=1)
        if pattern.search(line)
    ]


def blank(match: re.Match[str]) -> str:
    """As many lines, and nothing on them."""
    return "\n" * match[0].count("\n")


CSS_COMMENT = r"(?s)/\*.*?\*/"
TEMPLATE_COMMENT = r"(?s)\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->"


def environment_variables_read() -> set[str]:
    """Names that the settings ask the environment for: env.kind("NAME", …), required("NAME", …); gunicorn's own too."""
    source = text(ROOT / "familjecentral/settings.py") + text(ROOT / "deploy/gunicorn.conf.py")
    return set(re.findall(r"\b(?:env(?:\.\w+)?|required|environ\.get)\(\s*\"([A-Z_0-9]+)\"", source))


def test_the_tree_is_read() -> None:
    assert len(code()) > 10
    assert under("templates", ".html")
    assert under("static/css", ".css")


def test_css_has_no_physical_directions() -> None:
    assert matching_lines(under("static/css", ".css"), PHYSICAL_DIRECTION, CSS_COMMENT) == []


@pytest.mark.parametrize(
    "line", ["margin-left: 0", "a { left: 0 }", "float:right", "border-top-left-radius: 2px"]
)
def test_physical_directions_are_recognised(line: str) -> None:
    assert PHYSICAL_DIRECTION.search(line)


@pytest.mark.parametrize(
    "line", ["margin-inline-start: 0", "inset-block: 0", "text-align: start", "--left: 1px"]
)
def test_logical_directions_are_not_taken_for_physical_ones(line: str) -> None:
    assert not PHYSICAL_DIRECTION.search(line)


def test_only_the_tokens_hold_colours() -> None:
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!\s*\{)|\b(?:rgb|hsl|oklch)a?\(")
    styles = [path for path in under("static/css", ".css") if path.stem not in ("tokens", "print", "cms")]
    assert matching_lines(styles, colour, CSS_COMMENT) == []


@pytest.mark.parametrize("folder", ["templates/components", "templates/blocks"])
def test_components_open_with_a_comment_that_lists_their_variables(folder: str) -> None:
    silent = [path for path in under(folder, ".html") if not text(path).startswith(("{#", "{% comment"))]
    assert silent == []


def test_templates_hold_no_inline_style_script_or_handler() -> None:
    inline = re.compile(
        r"<style\b|<[^>]*\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\ssrc=)(?![^>]*ld\+json)|javascript:"
    )
    assert matching_lines(under("templates", ".html"), inline, TEMPLATE_COMMENT) == []


def test_dates_are_shown_by_our_formats_and_never_by_djangos() -> None:
    assert (
        matching_lines(under("templates", ".html", ".txt", ".xml"), re.compile(r"\|\s*(date|time)\b(?!_)"))
        == []
    )


def test_nothing_is_asked_of_other_hosts() -> None:
    foreign = re.compile(
        r"""(?:\bsrc|<link[^>]*\bhref|\bposter|\bsrcset)\s*=\s*["'](?:https?:)?//|url\(["']?(?:https?:)?//"""
    )
    pages = under("templates", ".html") + under("static", ".css", ".svg")
    assert matching_lines(pages, foreign, TEMPLATE_COMMENT) == []


def test_code_and_templates_name_no_place() -> None:
    """Another kommun uses the same code: places are content, and content files may name them."""
    content = ROOT / "familjecentral/home/content"
    general = [
        path
        for path in code() + under("templates", ".html", ".txt", ".xml")
        if not path.is_relative_to(content)
    ]
    assert matching_lines(general, PLACES) == []


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    texts = [
        path
        for path in files()
        if path.suffix not in (".png", ".ico", ".jpg", ".webp", ".avif", ".woff2", ".mo")
    ]
    here = Path(__file__).resolve()
    assert matching_lines([path for path in texts if path != here], MACHINE_PATH) == []


def test_there_are_no_flags() -> None:
    """A language is not a country."""
    shown = (
        under("templates", ".html") + under("static", ".css", ".svg", ".js") + under("locale", ".po") + code()
    )
    assert matching_lines(shown, FLAG) == []


def test_modules_are_at_most_400_lines() -> None:
    sizes = {path.relative_to(ROOT): len(text(path).splitlines()) for path in code()}
    assert {path: size for path, size in sizes.items() if size > 400} == {}


def test_templates_are_at_most_60_lines() -> None:
    sizes = {path.relative_to(ROOT): len(text(path).splitlines()) for path in under("templates", ".html")}
    assert {path: size for path, size in sizes.items() if size > 60} == {}


def test_modules_are_named_by_their_subject() -> None:
    assert [path for path in code() if path.name in ("utils.py", "helpers.py", "mixins.py")] == []


def test_modules_say_what_they_hold() -> None:
    """A command says it in `help`; app configurations and Django's format files hold nothing to explain."""
    plain = ("apps.py", "formats/*/formats.py", "management/commands/*.py")
    modules = [path for path in code() if path.stat().st_size and not any(path.match(name) for name in plain)]
    assert [path for path in modules if not ast.get_docstring(ast.parse(text(path)))] == []


def test_no_python_lies_among_the_catalogues() -> None:
    assert under("locale", ".py") == []


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_language_has_a_catalogue_and_is_known_to_django(language: object) -> None:
    from django.utils.translation import get_language_info, to_locale

    code = str(getattr(language, "code", ""))
    assert (ROOT / "locale" / to_locale(code) / "LC_MESSAGES" / "django.po").is_file()
    info = get_language_info(code)
    assert info["code"] == code
    assert info["bidi"] is (getattr(language, "direction", "") == "rtl")


def test_no_catalogue_is_of_an_unknown_language() -> None:
    from django.utils.translation import to_locale

    known = {to_locale(language.code) for language in LANGUAGES}
    assert {path.relative_to(ROOT / "locale").parts[0] for path in under("locale", ".po")} <= known


def test_every_variable_the_settings_read_is_explained_in_the_example_file_and_no_other() -> None:
    explained = set(re.findall(r"^([A-Z_0-9]+)=", text(ROOT / ".env.example"), re.MULTILINE))
    assert explained == environment_variables_read()


def test_only_the_settings_read_the_environment() -> None:
    reading = re.compile(r"os\.environ|os\.getenv|\benviron\.Env\b")
    allowed = {"familjecentral/settings.py", "familjecentral/wsgi.py"}
    readers = [path for path in code() if str(path.relative_to(ROOT)) not in allowed]
    assert matching_lines(readers, reading) == []


def makefile_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*?## ", text(ROOT / "Makefile"), re.MULTILINE))


@pytest.mark.parametrize("name", ["README.md", ".ci/run", "docs/editors-guide.md", "docs/runbook.md"])
def test_every_make_command_that_is_written_about_exists(name: str) -> None:
    assert set(MAKE.findall(text(ROOT / name))) <= makefile_targets()


def test_the_readme_tells_of_every_command() -> None:
    told = set(MAKE.findall(text(ROOT / "README.md")))
    assert makefile_targets() - told <= {"help"}


def test_the_readme_is_at_most_150_lines() -> None:
    assert len(text(ROOT / "README.md").splitlines()) <= 150


def linked_files() -> Iterator[tuple[str, str]]:
    for path in files():
        if path.suffix == ".md":
            for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text(path)):
                yield str(path.relative_to(ROOT)), target


def test_links_between_documents_lead_somewhere() -> None:
    assert [
        (name, target)
        for name, target in linked_files()
        if not (ROOT / name).parent.joinpath(target).exists()
    ] == []


def test_every_decision_has_context_decision_and_consequences_on_one_page() -> None:
    decisions = under("docs/adr", ".md")
    assert decisions
    for path in decisions:
        assert re.findall(r"^## (.+)$", text(path), re.MULTILINE) == [
            "Context",
            "Decision",
            "Consequences",
        ], path
        assert len(text(path).splitlines()) <= 60, path


def test_pinned_requirements_carry_hashes_and_name_no_host_or_folder() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        pins = text(ROOT / name)
        assert not re.search(r"^--|https?://|file:| @ ", pins, re.MULTILINE), name
        for block in re.split(r"^(?=\S)", pins, flags=re.MULTILINE):
            assert not block.strip() or block.startswith("#") or "--hash=sha256:" in block, (name, block)


def test_every_dependency_has_its_reason_beside_it() -> None:
    lists = re.findall(
        r"(?s)^(?:dependencies|dev) = \[\n(.*?)^\]", text(ROOT / "pyproject.toml"), re.MULTILINE
    )
    assert len(lists) == 2
    assert [line for entries in lists for line in entries.splitlines() if "# " not in line] == []
