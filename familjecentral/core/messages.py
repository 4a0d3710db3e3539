"""The interface's texts, as they stand in our code and templates.

A message is known by its context and its English text (the msgid). Found without gettext's tools: Babel reads
Python, Django's own `templatize` reads the templates. The catalogues are in core/po_files.py.
"""

import ast
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

PACKAGES = ("familjecentral", "locations", "news")
TEMPLATES = "templates"

Key = tuple[str | None, str]

_LAZY = {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
_KEYWORDS = {**DEFAULT_KEYWORDS, **_LAZY, "gettext_noop": None}

# Where texts are the CMS's own: names of fields and panels, a model's complaints. Labels of choices are not
# among them, because visitors may read those; `pgettext("cms", …)` says of any other text that they do not.
_CMS_MODULES = {"models.py", "translated.py", "blocks.py"}
_CMS_WORDS = {"verbose_name", "verbose_name_plural", "help_text", "heading", "label"}
_CMS_CHECKS = {"clean", "full_clean", "clean_fields"}
_CMS_FILES = ("wagtail_hooks.py", "/wagtailadmin/", "/admin/")
_CMS_CONTEXT = "cms"


@dataclass(slots=True)
class Message:
    """`cms` texts are only met by editors, who work in the CMS's languages."""

    msgid: str
    context: str | None = None
    plural: str | None = None
    files: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)
    cms: bool = False

    @property
    def key(self) -> Key:
        return self.context, self.msgid


def find_messages(root: Path) -> dict[Key, Message]:
    """Every message in the project at `root`. ValueError when one text is used with two plurals."""
    found: dict[Key, Message] = {}
    for path in _source_files(root):
        name = path.relative_to(root).as_posix()
        source = path.read_text(encoding="utf-8")
        for message in read_python(source, name) if path.suffix == ".py" else read_template(source, name):
            known = found.setdefault(message.key, message)
            if known.plural and message.plural and known.plural != message.plural:
                raise ValueError(f"{name}: {message.msgid!r} has another plural elsewhere")
            known.plural = known.plural or message.plural
            known.files |= message.files
            known.comments += [comment for comment in message.comments if comment not in known.comments]
            known.cms = known.cms and message.cms
    return found


def _source_files(root: Path) -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    yield from sorted(
        path for path in (root / TEMPLATES).rglob("*") if path.suffix in {".html", ".txt", ".xml"}
    )


def read_python(source: str, name: str) -> Iterator[Message]:
    everywhere = any(part in f"/{name}" for part in _CMS_FILES)
    path = Path(name)
    named = _cms_texts(source) if path.name in _CMS_MODULES or path.parent.name == "models" else set()
    for line, message in _messages(source, name):
        message.cms = everywhere or message.context == _CMS_CONTEXT or (line, message.msgid) in named
        yield message


def read_template(source: str, name: str) -> Iterator[Message]:
    """Django turns the tags into calls among filler words; without indentation Python's lexer reads that."""
    calls = templatize(source, origin=name)
    for _, message in _messages("\n".join(line.strip() for line in calls.split("\n")), name):
        message.cms = message.context == _CMS_CONTEXT or any(part in f"/{name}" for part in _CMS_FILES)
        yield message


def _messages(source: str, name: str) -> Iterator[tuple[int, Message]]:
    file = io.BytesIO(source.encode())
    for line, text, comments, context in extract("python", file, _KEYWORDS, ("Translators:",)):
        msgid, plural = text if isinstance(text, tuple) else (text, None)
        if msgid:
            yield line, Message(msgid, context, plural, {name}, list(comments))


def _cms_texts(source: str) -> set[tuple[int, str]]:
    """Line and text of calls inside `help_text=…` and the like, a field's name, a panel or a model's complaint."""
    values: list[ast.AST] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg in _CMS_WORDS:
            values.append(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if called.endswith(("Panel", "Validator", "ValidationError")):
                values += node.args
            elif called.endswith("Field"):
                values += node.args[:1]
        elif isinstance(node, ast.FunctionDef) and node.name in _CMS_CHECKS:
            values.append(node)
        elif isinstance(node, ast.Assign):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if names & _CMS_WORDS:
                values.append(node.value)
    calls = (call for value in values for call in ast.walk(value) if isinstance(call, ast.Call))
    # Babel counts a text on a line of its own from there, ast its call from the line before.
    return {
        (line, text.value)
        for call in calls
        for text in call.args
        for line in (call.lineno, text.lineno)
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }
