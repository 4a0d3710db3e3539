"""Templates lose their indentation when they are read; what they insert keeps every space."""

import re
from pathlib import Path

from django.conf import settings
from django.template import Context, Template, engines
from django.template.loader import get_template


def test_no_line_of_a_template_of_ours_is_indented_or_empty() -> None:
    source = get_template("components/footer.html").template.source
    assert re.search(r"\n\s", source) is None
    assert "\n" in source


def test_what_a_template_inserts_is_not_touched() -> None:
    text = "one\n\n    two"
    rendered = engines["django"].engine.from_string("<p>\n  {{ text }}</p>").render(Context({"text": text}))
    assert isinstance(get_template("base.html").template, Template)
    assert text in rendered


def test_no_translated_text_spans_lines() -> None:
    """Its msgid would differ between the catalogue and the template that was read."""
    spanning = re.compile(r"{% blocktranslate(?![^%]*\btrimmed\b)[^%]*%}[^{]*\n")
    folder = Path(settings.BASE_DIR) / "templates"
    assert [path.name for path in folder.rglob("*.html") if spanning.search(path.read_text())] == []
