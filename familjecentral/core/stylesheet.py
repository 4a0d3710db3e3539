"""The site's one stylesheet: the files of static/css joined in the order of the cascade layers.

A staticfiles finder, so that the development server and `collectstatic` both meet it as `css/site.css`; the sheet for
a door has one of its own, `css/sheet.css`, so that it too comes with one request. No preprocessor: what is written is what is sent, without its comments and indentation. What only paper needs stays in
`print.css`, which a browser fetches when the page is already drawn.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

NAME = "css/site.css"
LAYERS = ("tokens", "base", "layout", "components", "utilities")
SHEETS = {NAME: LAYERS, "css/sheet.css": (*LAYERS, "poster")}
"""What is served → the files of static/css that it is joined from."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*\n\s*")


def sources(name: str = NAME) -> list[Path]:
    return [settings.BASE_DIR / "static" / "css" / f"{part}.css" for part in SHEETS[name]]


def joined(name: str = NAME) -> str:
    """A stylesheet as it is served."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources(name))
    return _SPACE.sub("\n", _COMMENT.sub("", text)).strip() + "\n"


class JoinedStorage(Storage):
    """Read-only, with files that exist nowhere on disk."""

    prefix = ""

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        return ContentFile(joined(name).encode(), name=name)

    def exists(self, name: str) -> bool:
        return name in SHEETS

    def get_modified_time(self, name: str) -> datetime:
        return datetime.fromtimestamp(max(path.stat().st_mtime for path in sources(name)), UTC)

    def path(self, name: str) -> str:
        """Where the development server and WhiteNoise read it: written anew whenever a source is newer."""
        target = Path(settings.STATIC_ROOT).parent / "stylesheet" / Path(name).name
        text = joined(name)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return str(target)


class StylesheetFinder(BaseFinder):
    storage = JoinedStorage()

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in SHEETS:
            return []
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in SHEETS:
            yield name, self.storage
