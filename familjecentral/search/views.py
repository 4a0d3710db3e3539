"""The search page: reads the question and shows the best answers, or other ways on."""

import unicodedata

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Site

from familjecentral.core import languages
from familjecentral.core.reading import Text
from familjecentral.search.models import Synonym
from familjecentral.search.results import NOTHING, results
from locations.models import CentreIndexPage

LONGEST_QUERY = 200
"""Characters; the search field takes no more."""

JOINERS = "\u200c\u200d"
"""Invisible, and part of Persian spelling."""


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=`: any input is survived. Nothing of it is kept or logged."""
    query, is_cut = clean(request.GET.get("q", ""))
    reader = languages.active()
    site = Site.find_for_request(request)
    synonyms = Synonym.objects.within(query) if query else []
    found = results(query, synonyms, site, reader) if query and site else NOTHING
    centre_list = None
    if query and not found.shown and site:
        centre_list = CentreIndexPage.objects.descendant_of(site.root_page).live().first()
    source = languages.by_code(languages.SOURCE)
    meanings = [Text(synonym.means, source, is_fallback=reader != source.code) for synonym in synonyms]
    context = {
        "query": query, "is_cut": is_cut, "longest": LONGEST_QUERY, "results": found.shown, "hits": found.hits,
        "is_partial": found.total > len(found.shown), "also": [*meanings, *found.corrections], "centre_list": centre_list,
    }  # fmt: skip
    response = render(request, "search/search.html", context)
    if query and not found.shown:
        # How many searches found nothing is counted (figures/visits.py), their words are not.
        response.headers["X-No-Result"] = "1"
    return response


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
