"""The search page: reads the question, gathers what can be found, and shows the best answers."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Site

from familjecentral.core import languages
from familjecentral.core.models import BasePage
from familjecentral.core.reading import Reading, Text
from familjecentral.search.matching import Document, answers, best, words
from familjecentral.search.models import Synonym
from locations.models import CentreIndexPage, ServiceType
from news.models import NewsPage

LONGEST_QUERY = 200
"""Characters; the search field takes no more."""

JOINERS = "\u200c\u200d"
"""Invisible, and part of Persian spelling."""

MOST_PAGES, MOST_NEWS, SHOWN = 3000, 500, 20

TITLE, LEAD, SWEDISH_TITLE, SWEDISH_LEAD = 1.0, 0.5, 0.9, 0.4
"""What a word counts for. The names of a service count as the title of its page, its need and help as the lead."""

NEWS = 0.8
"""Of the same words in a page that lasts."""


@dataclass(frozen=True)
class Result:
    """A page that was found; `news` is the same page where it is a news item, `service_type` what it explains."""

    page: BasePage
    reading: Reading
    news: NewsPage | None
    service_type: ServiceType | None
    reason: Text | None = None
    """The text that answers, where none of those that are shown does."""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=`: any input is survived. Nothing of it is kept or logged."""
    query, is_cut = clean(request.GET.get("q", ""))
    reader = languages.active()
    site = Site.find_for_request(request)
    meanings = Synonym.objects.meanings(query) if query else []
    sought = " ".join([query, *meanings])
    found, total = results(sought, site.root_page, reader) if query and site else ([], 0)
    centre_list = None
    if query and not found and site:
        centre_list = CentreIndexPage.objects.descendant_of(site.root_page).live().first()
    context = {
        "query": query, "is_cut": is_cut, "longest": LONGEST_QUERY, "results": found,
        "is_partial": total > len(found), "centre_list": centre_list, "meanings": meanings, "sought": words(sought),
    }  # fmt: skip
    return render(request, "search/search.html", context)


def clean(text: str) -> tuple[str, bool]:
    """What is searched for, without control characters and marks that turn the text, and whether it was cut."""
    head = text.strip()[: LONGEST_QUERY + 1]
    kept = "".join(_harmless(character) for character in head[:LONGEST_QUERY])
    return " ".join(kept.split()), len(head) > LONGEST_QUERY


def _harmless(character: str) -> str:
    match unicodedata.category(character):
        case "Cc" | "Cs":
            return " "
        case "Cf" if character not in JOINERS:
            return ""
    return character


def results(query: str, root: BasePage, reader: str) -> tuple[list[Result], int]:
    """The best answers below a root page, and how many there are in all."""
    columns = ["path", "url_path", "slug", *_columns(reader, "title", "lead")]
    below = BasePage.objects.descendant_of(root, inclusive=True).live().public()
    pages = {page.pk: page for page in below.not_type(NewsPage).order_by("path").only(*columns)[:MOST_PAGES]}
    published = NewsPage.objects.descendant_of(root).published(timezone.localdate()).public()
    news = {item.pk: item for item in published.only("date", *columns)[:MOST_NEWS]}
    services = {service.information_page_id: service for service in _service_types(reader)}
    documents = [
        *(_document(page, reader, 1, services.get(key)) for key, page in pages.items()),
        *(_document(item, reader, NEWS) for item in news.values()),
    ]
    keys = best(query, documents)
    items = NewsPage.objects.filter(pk__in=keys[:SHOWN]).for_lists().in_bulk()
    found = pages | news
    asked = words(query)
    shown = [
        Result(
            found[key],
            reading := Reading(found[key], reader),
            items.get(key),
            services.get(key),
            _reason(asked, reading, services.get(key)),
        )
        for key in keys[:SHOWN]
    ]
    return shown, len(keys)


def _reason(asked: tuple[str, ...], reading: Reading, service: ServiceType | None) -> Text | None:
    """Why a page was found, where its title, its lead and the Swedish name above them do not say it."""
    names = [service.swedish_name, service.abbreviation] if service else []
    if any(answers(asked, text) for text in (reading.title, reading.lead, *names)):
        return None
    own = [Reading(service, reading.language.code)] if service else []
    hidden = [text for words_of in own for text in (words_of.name, words_of.need, words_of.help)]
    source = languages.by_code(languages.SOURCE)
    swedish = [reading.obj.title_sv, reading.obj.lead_sv]
    swedish += [service.name_sv, service.need_sv, service.help_sv] if service else []
    is_other = reading.language.code != languages.SOURCE
    hidden += [Text(text or "", source, is_fallback=is_other) for text in swedish]
    return next((text for text in hidden if answers(asked, text)), None)


def _columns(reader: str, *names: str) -> list[str]:
    """These texts in Swedish and in the reader's language, and what is withdrawn of the latter."""
    suffixes = {languages.SOURCE, reader.replace("-", "_")}
    notes = [] if reader == languages.SOURCE else ["translation_state"]
    return [*notes, *(f"{name}_{suffix}" for suffix in suffixes for name in names)]


def _service_types(reader: str) -> Iterable[ServiceType]:
    facts = ("swedish_name", "abbreviation", "icon", "colour", "information_page")
    explained = ServiceType.objects.filter(live=True, information_page__isnull=False)
    return explained.only(*facts, *_columns(reader, "name", "need", "help"))


def _document(page: BasePage, reader: str, weight: float, service: ServiceType | None = None) -> Document:
    reading, source = Reading(page, reader), Reading(page, languages.SOURCE)
    texts = [(TITLE, reading.title), (LEAD, reading.lead)]
    texts += [(SWEDISH_TITLE, source.title), (SWEDISH_LEAD, source.lead)]
    if service:
        texts += [(TITLE, service.swedish_name), (TITLE, service.abbreviation)]
        for words in (Reading(service, reader), Reading(service, languages.SOURCE)):
            texts += [(TITLE, words.name), (LEAD, words.need), (LEAD, words.help)]
    return Document(page.pk, tuple((weight * worth, str(text)) for worth, text in texts))
