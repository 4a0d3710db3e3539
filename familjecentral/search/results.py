"""From the ranking to what a reader is shown: each page's title and lead, and why it was found where that is not seen."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from wagtail.models import Site

from familjecentral.core import bidi, languages
from familjecentral.core.models import BasePage
from familjecentral.core.reading import Text
from familjecentral.search import documents
from familjecentral.search.matching import as_written, excerpt, words
from familjecentral.search.models import Kind, SearchDocument, Synonym
from familjecentral.search.ranking import Answer, Found, answer
from locations.models import ServiceType
from news.models import NewsPage

SHOWN = 20

LOOKED_AT = 500
"""Of the best pages: among them those are looked for that this visitor may open."""

MOST_WORDS = 12
"""Of a query: what comes after them is not asked for."""

SHOWN_OF_SERVICE = ("swedish_name", "abbreviation", "icon", "colour", "information_page")

PROGRAMME = "program"
"""Where the programme stands on the page of a centre."""


@dataclass(frozen=True)
class Result:
    """A page that was found; `news` is the same page where it is a news item, `service_type` what it explains."""

    page: BasePage
    title: Text
    lead: Text
    news: NewsPage | None = None
    service_type: ServiceType | None = None
    reason: Text | None = None
    """The text that answers, where none of those that are shown does."""
    anchor: str = ""
    is_example: bool = False
    """Whether the reason is an invented fact."""

    @property
    def type(self) -> ServiceType | None:
        """Gives the result its shape and colour."""
        return self.service_type or (self.news.service_type if self.news else None)


@dataclass(frozen=True)
class Results:
    """The best results of `total`, the normalised words that answer, and what unknown words were taken for."""

    shown: list[Result]
    total: int
    hits: Collection[str]
    corrections: list[Text]


NOTHING = Results([], 0, (), [])


def results(query: str, synonyms: Sequence[Synonym], site: Site, reader: str) -> Results:
    """What answers a query, or what its words mean too, for a reader of this language."""
    meanings = [word for synonym in synonyms for word in words(synonym.means)]
    found = answer([*words(query)[:MOST_WORDS], *meanings], documents.indexes(reader))
    looked_at = found.pages[:LOOKED_AT]
    below = BasePage.objects.descendant_of(site.root_page, inclusive=True).live().public()
    pages = below.only("path", "url_path", "slug").in_bulk([page.page for page in looked_at])
    visible = [page for page in looked_at if page.page in pages]
    shown = visible[:SHOWN]
    keys = [page.page for page in shown]
    texts = _Texts(shown, reader)
    news = NewsPage.objects.filter(pk__in=keys).for_lists().in_bulk() if texts.hold(Kind.NEWS) else {}
    types = ServiceType.objects.filter(live=True, information_page__in=keys).only(*SHOWN_OF_SERVICE)
    services = {service.information_page_id: service for service in types}
    known = {word for synonym in synonyms for word in synonym.names}
    listed = [
        _result(pages[page.page], page, texts, found, news.get(page.page), services.get(page.page))
        for page in shown
    ]
    return Results(
        [each for each in listed if each], len(visible), found.hits, texts.corrections(found, known)
    )


class _Texts:
    """The documents of the pages that are shown: one query."""

    def __init__(self, shown: Iterable[Found], reader: str) -> None:
        self.reader = reader
        wanted = {key for page in shown for key in page.sources.values()}
        of_pages = SearchDocument.objects.filter(
            page__in=[page.page for page in shown],
            kind__in=[Kind.PAGE, Kind.NEWS],
            language__in=[reader, languages.SOURCE],
        )
        rows = of_pages | SearchDocument.objects.filter(pk__in=wanted)
        self.by_key = rows.in_bulk()
        self._own = {
            (row.page_id, row.language): row
            for row in self.by_key.values()
            if row.kind in (Kind.PAGE, Kind.NEWS)
        }

    def hold(self, kind: Kind) -> bool:
        return any(row.kind == kind for row in self.by_key.values())

    def of_page(self, page: int) -> SearchDocument | None:
        """The page's own document: in the reader's language, else the Swedish one."""
        return self._own.get((page, self.reader)) or self._own.get((page, languages.SOURCE))

    def text(self, text: str, code: str) -> Text:
        language = languages.by_code(code)
        shown = bidi.isolated(text) if language.direction == "rtl" else text
        return Text(shown, language, is_fallback=code != self.reader)

    def corrections(self, found: Answer, known: Collection[str]) -> list[Text]:
        """What was searched for in the place of words that are not known, as it stands in what is shown."""
        # Translations too hold Swedish words: one that is Swedish is told as such.
        rows = sorted(self.by_key.values(), key=lambda row: (row.language != languages.SOURCE, row.pk))
        written = []
        for word, halves in found.corrected.items():
            for row in rows if word not in known else ():
                shown = [as_written(half, row.text) for half in halves]
                if all(shown):
                    written.append(self.text(" ".join(shown), row.language))
                    break
        return written


def _result(
    page: BasePage,
    found: Found,
    texts: _Texts,
    answer: Answer,
    news: NewsPage | None,
    service: ServiceType | None,
) -> Result | None:
    own = texts.of_page(found.page)
    if own is None:
        return None
    # The first line: those below it are words that the page can be found by.
    title, lead = (texts.text(text.partition("\n")[0], own.language) for text in (own.title, own.lead))
    seen = {*words(title), *words(lead)}
    if service:
        seen |= {*words(service.swedish_name), *words(service.abbreviation)}
    # The first asked word that nobody sees on what is shown, and the document that has it.
    unseen = next((word for word in found.sources if seen.isdisjoint(answer.near[word])), None)
    source = texts.by_key.get(found.sources[unseen]) if unseen else None
    if unseen is None or source is None:
        return Result(page, title, lead, news, service)
    near = answer.near[unseen]
    passages = [source.title] if source.kind == Kind.ACTIVITY else source.text.split("\n")
    passage = max(passages, key=lambda text: max((near.get(word, 0) for word in words(text)), default=0))
    return Result(
        page, title, lead, news, service,
        reason=texts.text(excerpt(near, passage), source.language),
        anchor=PROGRAMME if source.kind == Kind.ACTIVITY else "",
        is_example=source.is_example,
    )  # fmt: skip
