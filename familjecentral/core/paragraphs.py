"""Rich text taken apart into paragraphs that can be translated, and put together again. Pure.

A paragraph's text is its inner HTML reduced to what a translator may write: bold, italic, line breaks, and links as
placeholders (`<a id="a1">`), so that an address exists once, in the Swedish. Whatever a translation contains beyond
that is dropped when it is read and again when it is shown: its HTML is written here, tag by tag, from an allow-list.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag
from bs4.formatter import HTMLFormatter

from familjecentral.core.languages import SOURCE, by_code

Links = dict[str, dict[str, str]]
"""Placeholder id → the attributes of the Swedish link."""

_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
PARAGRAPHS = ["p", "li", *_HEADINGS, "blockquote", "div", "td", "th", "caption", "dt", "dd"]
_BLOCKS = {*PARAGRAPHS, "ul", "ol", "dl", "hr", "embed", "table", "thead", "tbody", "tr", "figure", "section"}
_INLINE = {"a", "b", "i", "strong", "em", "br", "span", "sub", "sup", "code", "s", "u", "small"}
_DROPPED = {"script", "style", "iframe", "object", "template", "svg", "math"}
_FEATURE_TAGS = {"bold": "b strong", "italic": "i em", "link": "a", "document-link": "a"}
_DEEPEST = 20
"""Nesting beyond this is no text anybody wrote: its tags are dropped."""

_KEY = "data-block-key"
_LINK_KEY = "data-link"
"""Tells which Swedish link a link in a stored translation is, since a translator may change their order."""

_PLACEHOLDER = re.compile(r"a[1-9][0-9]{0,2}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\r\n]+")


class _Formatter(HTMLFormatter):
    """Wagtail finds attributes by their double quotes, so a quote inside one is always written as an entity."""

    def __init__(self) -> None:
        super().__init__(lambda text: escape(text, quote=False).replace('"', "&quot;"))

    def attributes(self, tag: Tag) -> Iterable[tuple[str, Any]]:
        return tag.attrs.items()  # in the order they were written, not sorted


def allowed_tags(features: Iterable[str] | None) -> frozenset[str]:
    """The inline tags that these rich text features allow; None means all we know."""
    names = _FEATURE_TAGS if features is None else features
    return frozenset(tag for name in names for tag in _FEATURE_TAGS.get(name, "").split()) | {"br"}


def clean(text: str, tags: frozenset[str]) -> str:
    """A translator's text of one paragraph, reduced to the allowed tags and to placeholders for links."""

    def link(node: Tag, inner: str) -> str:
        key = str(node.get("id", ""))
        return f'<a id="{key}">{inner}</a>' if _PLACEHOLDER.fullmatch(key) else inner

    return _written(text, tags, link)


def clean_plain(text: str) -> str:
    """A plain text with spaces for control characters: a database refuses NUL, a catalogue's lines break at others."""
    return _CONTROL.sub(" ", text)


def is_empty(html: str | None) -> bool:
    """Whether rich text shows nothing: None, "", `<p></p>`. An embed or a rule is something."""
    if not html or not html.strip():
        return True
    soup = _parsed(html)
    return not soup.get_text().strip() and soup.find(["embed", "hr"]) is None


def split(html: str, tags: frozenset[str]) -> dict[str, str]:
    """Paragraph key → text, in order, without the empty ones. The key is `data-block-key`, else `p<number>`."""
    return {paragraph.key: paragraph.text for paragraph in _paragraphs(_parsed(html), tags)}


def keyed(html: str) -> str:
    """The same rich text with a key on every paragraph; the CMS keeps keys that it finds."""
    soup = _parsed(html)
    _give_keys(soup)
    return _html(soup)


def without_keys(html: str) -> str:
    """Rich text as a visitor gets it: without the attributes that only editing needs."""
    return re.sub(r'\s(?:data-block-key|data-link)="[^"]*"', "", html)


def rebuild(html: str, texts: Mapping[str, str], tags: frozenset[str]) -> str:
    """The Swedish structure and links with these texts; a paragraph without text stays empty in its place.

    Reads back with `split` as the same texts. "" when there is none.
    """
    soup = _parsed(html)
    _give_keys(soup)
    found = False
    for paragraph in _paragraphs(soup, tags):
        text = _restored(texts.get(paragraph.key, ""), paragraph.links, tags, keep_placeholder=True)
        paragraph.replace(text)
        found = found or bool(text)
    return _html(soup) if found else ""


def merge(html: str, texts: Mapping[str, str], tags: frozenset[str]) -> tuple[str, bool]:
    """Rich text to show: each paragraph translated, or Swedish and marked so. And whether *all* are Swedish."""
    soup = _parsed(html)
    paragraphs = _paragraphs(soup, tags)
    missing = []
    for paragraph in paragraphs:
        text = _restored(texts.get(paragraph.key, ""), paragraph.links, tags, keep_placeholder=False)
        if text:
            paragraph.replace(text)
        else:
            missing.append(paragraph)
    for paragraph in missing:
        paragraph.mark_as_source(soup)
    return _html(soup), bool(paragraphs) and len(missing) == len(paragraphs)


@dataclass
class _Paragraph:
    key: str
    text: str
    links: Links
    element: Tag
    own: list[PageElement]
    """The element's children without nested lists and paragraphs."""

    def replace(self, html: str) -> None:
        for node in self.own:
            node.extract()
        for node in reversed(list(_inside(html))):
            self.element.insert(0, node)

    def mark_as_source(self, soup: BeautifulSoup) -> None:
        marked = self.element
        if len(self.own) < len(self.element.contents):
            # A nested list may be translated: only the item's own words are Swedish.
            marked = soup.new_tag("span")
            self.own[0].insert_before(marked)
            marked.extend(self.own)
        source = by_code(SOURCE)
        marked["lang"], marked["dir"] = source.tag, source.direction


def _parsed(html: str) -> BeautifulSoup:
    """The document without comments, and with stray text at the top put into paragraphs."""
    # Beautiful Soup warns of text without markup that looks like a file name.
    markup = f"<p>{html}</p>" if html.strip() and "<" not in html else html
    soup = BeautifulSoup(markup, "html.parser", multi_valued_attributes=None)
    for comment in soup.find_all(string=lambda string: type(string) is not NavigableString):
        comment.extract()
    run: Tag | None = None
    for node in list(soup.contents):
        if isinstance(node, Tag) and node.name not in _INLINE:
            run = None
        elif run is not None:
            run.append(node.extract())
        elif isinstance(node, Tag) or str(node).strip():
            run = node.wrap(soup.new_tag("p"))
    return soup


def _html(soup: BeautifulSoup) -> str:
    return soup.decode(formatter=_Formatter()).strip()


def _inside(html: str) -> list[PageElement]:
    soup = BeautifulSoup(f"<p>{html}</p>", "html.parser", multi_valued_attributes=None)
    return list(soup.p.contents) if soup.p else []


def _elements(soup: BeautifulSoup) -> Iterator[tuple[str, Tag]]:
    """Every paragraph, empty ones too, with its key."""
    seen: set[str] = set()
    for number, element in enumerate(soup.find_all(PARAGRAPHS), 1):
        key = str(element.get(_KEY) or f"p{number}")
        # A pasted paragraph can bring the key of the one it was copied from.
        key = f"{key}-{number}" if key in seen else key
        seen.add(key)
        yield key, element


def _give_keys(soup: BeautifulSoup) -> None:
    for key, element in list(_elements(soup)):
        element[_KEY] = key


def _paragraphs(soup: BeautifulSoup, tags: frozenset[str]) -> list[_Paragraph]:
    """The paragraphs that say something."""
    paragraphs = []
    for key, element in _elements(soup):
        own = [node for node in element.contents if not (isinstance(node, Tag) and node.name in _BLOCKS)]
        text, links = _read(own, tags)
        if text:
            paragraphs.append(_Paragraph(key, text, links, element, own))
    return paragraphs


def _read(nodes: Iterable[PageElement], tags: frozenset[str]) -> tuple[str, Links]:
    """The text of a stored paragraph, with placeholders, and the links they stand for."""
    links: Links = {}

    def link(node: Tag, inner: str) -> str:
        attributes: dict[str, Any] = dict(node.attrs)
        key = str(attributes.pop(_LINK_KEY, ""))
        if not _PLACEHOLDER.fullmatch(key):
            key = f"a{len(links) + 1}"
        links[key] = attributes
        return f'<a id="{key}">{inner}</a>'

    return _tidy(_inline(nodes, tags, link)), links


def _restored(text: str, links: Links, tags: frozenset[str], *, keep_placeholder: bool) -> str:
    """Cleaned HTML with the Swedish links in the place of placeholders; an unknown placeholder is only its text."""

    def link(node: Tag, inner: str) -> str:
        key = str(node.get("id", ""))
        if key not in links:
            return inner
        attributes = links[key] | ({_LINK_KEY: key} if keep_placeholder else {})
        return (
            "<a"
            + "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
            + f">{inner}</a>"
        )

    return _written(text, tags, link) if text else ""


def _written(text: str, tags: frozenset[str], link: Callable[[Tag, str], str]) -> str:
    if "<" not in text and "&" not in text:
        return _tidy(_escaped(text))
    # In an element of its own, a text that looks like a file name or an address is not mistaken for one.
    soup = BeautifulSoup(f"<p>{text}</p>", "html.parser", multi_valued_attributes=None)
    return _tidy(_inline(soup.contents, tags, link))


def _inline(
    nodes: Iterable[PageElement], tags: frozenset[str], link: Callable[[Tag, str], str], depth: int = 0
) -> str:
    """HTML of these nodes written anew: allowed tags without attributes, links as `link` writes them, text escaped."""
    written = []
    for node in nodes:
        if not isinstance(node, Tag):
            # Comments, declarations and what a script element holds are other classes of string.
            written.append(_escaped(node) if type(node) is NavigableString else "")
            continue
        if node.name in _DROPPED:
            continue
        if depth > _DEEPEST:
            written.append(_escaped(node.get_text()))
            continue
        # A link inside a link is no link.
        inner = _inline(node.contents, tags - {"a"} if node.name == "a" else tags, link, depth + 1)
        if node.name == "br":
            written.append(f"<br/>{inner}")
        elif node.name in _BLOCKS:
            written.append(f" {inner} ")
        elif node.name not in tags or not inner:
            written.append(inner)
        elif node.name == "a":
            written.append(link(node, inner))
        else:
            written.append(f"<{node.name}>{inner}</{node.name}>")
    return "".join(written)


def _escaped(text: str) -> str:
    return escape(clean_plain(text), quote=False)


def _tidy(html: str) -> str:
    """Spaces made single, and nothing at all where only tags are left."""
    tidy = _SPACES.sub(" ", html).strip()
    return tidy if re.sub(r"<[^>]*>", "", tidy).strip() else ""
