"""What `manage.py bench` judges: the numbers of a page, the budgets they must keep, and the table's cells.

Pure: the numbers come as arguments. Bytes are bytes of the body, 1 kB = 1000 bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

MAX_QUERIES = 15
"""SQL for a page with every cache empty."""

MAX_BYTES = 14_000
"""HTML and CSS together, Brotli: the first TCP window (10 segments of 1460 bytes) less its headers."""

MAX_REQUESTS = 2
"""HTML and CSS: what the first view waits for."""


class Assets(HTMLParser):
    """The files that a page makes the browser fetch while it is drawn; lazy images, icons of the tab
    and what only paper needs are not."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.styles: set[str] = set()
        self.sprites: set[str] = set()
        self.scripts: set[str] = set()
        self.images: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        match tag:
            case "link" if "stylesheet" in found.get("rel", "") and found.get("media") != "print":
                self.styles.add(found.get("href", ""))
            case "script" if found.get("src"):
                self.scripts.add(found["src"])
            case "use":
                self.sprites.add(urldefrag(found.get("href", "")).url)
            case "img" | "iframe" if found.get("src") and found.get("loading") != "lazy":
                self.images.add(found["src"])

    @property
    def foreign(self) -> set[str]:
        """Addresses on other hosts."""
        every = self.styles | self.sprites | self.scripts | self.images
        return {address for address in every if urlsplit(address).netloc}


@dataclass(frozen=True)
class Measurement:
    """The numbers of one page in one language; `kind` is its page type."""

    kind: str
    language: str
    address: str
    queries: int
    html: int
    html_brotli: int
    css_brotli: int
    requests: int
    sprites: int = 0
    scripts: int = 0
    images: int = 0
    foreign: int = 0
    cookies: int = 0

    @property
    def window(self) -> int:
        """What must arrive before the page is drawn."""
        return self.html_brotli + self.css_brotli


def missed(found: Measurement, before: Measurement | None = None) -> Iterator[str]:
    """The budgets that a page breaks, in words; `before` is the same page when the site held less."""
    if found.queries > MAX_QUERIES:
        yield f"{found.queries} queries, at most {MAX_QUERIES}"
    if before and found.queries != before.queries:
        yield f"{found.queries} queries, {before.queries} when the site held less"
    if found.window > MAX_BYTES:
        yield f"{found.window} bytes of HTML and CSS, at most {MAX_BYTES}"
    if found.requests > MAX_REQUESTS:
        yield f"{found.requests} requests before the page is drawn, at most {MAX_REQUESTS}"
    if found.foreign:
        yield f"{found.foreign} files from other hosts"
    if found.cookies:
        yield f"{found.cookies} cookies"


def all_missed(found: Iterable[Measurement], before: Iterable[Measurement] = ()) -> list[str]:
    """One line for each broken budget, with the page's address."""
    earlier: Mapping[str, Measurement] = {measurement.address: measurement for measurement in before}
    return [
        f"{measurement.address}: {problem}"
        for measurement in found
        for problem in missed(measurement, earlier.get(measurement.address))
    ]


def worst(found: Iterable[Measurement]) -> list[Measurement]:
    """One measurement a page type and language: in each number the worst page of that type."""
    rows: dict[tuple[str, str], Measurement] = {}
    for measurement in found:
        key = (measurement.kind, measurement.language)
        row = rows.setdefault(key, measurement)
        numbers = [field.name for field in fields(row) if field.type == "int"]
        highest = {name: max(getattr(row, name), getattr(measurement, name)) for name in numbers}
        rows[key] = replace(row, **highest)
    return list(rows.values())


HEADINGS = ("page type", "lang", "SQL", "HTML", "HTML br", "CSS br", "sum br", "requests", "later", "budget")


def rows(found: Iterable[Measurement], before: Iterable[Measurement] = ()) -> Iterator[tuple[str, ...]]:
    """The table's cells. "later" is what the browser fetches after it began to draw: sprite, script, images."""
    earlier = {(row.kind, row.language): row for row in worst(before)}
    for row in worst(found):
        problems = list(missed(row, earlier.get((row.kind, row.language))))
        yield (
            row.kind,
            row.language,
            str(row.queries),
            *(
                f"{number:,}".replace(",", " ")
                for number in (row.html, row.html_brotli, row.css_brotli, row.window)
            ),
            str(row.requests),
            str(row.sprites + row.scripts + row.images),
            "MISSED" if problems else "met",
        )
