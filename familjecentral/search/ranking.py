"""Which pages answer a query, in which order, and which text of each. Pure: the same on every database.

A page's score is a sum over the asked words: how near the nearest word is that stands on it, times what a word counts
for there, times how rare the asked word is. Equals stand in the order of their ids.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from familjecentral.search.matching import EQUAL, MISSPELT, closeness

PLACES = (1.0, 0.5, 0.25)
"""What a word counts for in a title, in a lead, in a body."""

WORTH_SHOWING = 0.2
"""Of the best page's score: what is below is more noise than answer."""

SHORTEST_HALF = 3
"""Letters. Of two words that somebody wrote together."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of one document; `key` tells the document, `page` where it leads, `worth` what its words count for."""

    key: int
    page: int
    worth: float
    texts: Sequence[str]
    """Normalised words with spaces between them, one text for each of PLACES."""


class Index:
    """The documents of one language, from a word to where it stands: four bytes for each place."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.sources: list[tuple[int, int, float]] = []
        self.places: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for number, entry in enumerate(entries):
            self.sources.append((entry.page, entry.key, entry.worth))
            for place, text in enumerate(entry.texts):
                code = number * len(PLACES) + place
                for word in text.split():
                    self.places[word].append(code)
        self.places = dict(self.places)
        self.pages = {page for page, _key, _worth in self.sources}


@dataclass(frozen=True, slots=True)
class Found:
    """A page that answers; `sources` tells for each asked word that it answers the document that answers best."""

    page: int
    score: float
    sources: Mapping[str, int]


@dataclass(frozen=True)
class Answer:
    """The pages, best first; for each asked word the words that answer it; and what was written for unknown words."""

    pages: list[Found]
    near: Mapping[str, Mapping[str, float]]
    corrected: Mapping[str, tuple[str, ...]]

    @cached_property
    def hits(self) -> frozenset[str]:
        return frozenset(word for near in self.near.values() for word in near)


def answer(asked: Iterable[str], indexes: Sequence[tuple[float, Index]]) -> Answer:
    """What answers these normalised words; each index comes with what its language counts for.

    A page need not hold all the words: a word that few pages hold counts for more.
    """
    near, corrected = _understood(dict.fromkeys(asked), [index for _, index in indexes])
    total = len(set().union(*(index.pages for _, index in indexes)))
    scores: dict[int, float] = defaultdict(float)
    sources: dict[int, dict[str, int]] = defaultdict(dict)
    for word, nearest in near.items():
        points = _points(nearest, indexes)
        rarity = math.log(1 + total / len(points))
        for page, (value, key) in points.items():
            scores[page] += value * rarity
            sources[page][word] = -key
    least = WORTH_SHOWING * max(scores.values(), default=0)
    ranked = sorted((-round(score, 9), page) for page, score in scores.items() if score >= least)
    return Answer([Found(page, -score, sources[page]) for score, page in ranked], near, corrected)


def _understood(
    asked: Iterable[str], indexes: Sequence[Index]
) -> tuple[dict[str, dict[str, float]], dict[str, tuple[str, ...]]]:
    """For each asked word that anything answers the words that do; and instead of what unknown words were taken."""
    vocabulary = list(dict.fromkeys(word for index in indexes for word in index.places))
    near: dict[str, dict[str, float]] = {}
    corrected: dict[str, tuple[str, ...]] = {}
    for word in asked:
        if nearest := closeness(word, vocabulary):
            near[word] = nearest
            if max(nearest.values()) <= MISSPELT:
                corrected[word] = (min(nearest, key=lambda found: (-nearest[found], found)),)
        elif halves := _apart(word, indexes):
            corrected[word] = halves
            near |= {half: {half: EQUAL} for half in halves}
    return near, corrected


def _apart(word: str, indexes: Iterable[Index]) -> tuple[str, ...]:
    """The two known words that were written together, if any."""
    cuts = range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)
    halves = ((word[:cut], word[cut:]) for cut in cuts)
    return next((pair for pair in halves if all(any(half in i.places for i in indexes) for half in pair)), ())


def _points(
    near: Mapping[str, float], indexes: Iterable[tuple[float, Index]]
) -> dict[int, tuple[float, int]]:
    """For each page that has one of these words: what the best of them counts for, and minus the key of its document."""
    points: dict[int, tuple[float, int]] = {}
    nothing = (0.0, 0)
    for language_worth, index in indexes:
        for word, nearness in near.items():
            for code in index.places.get(word, ()):
                number, place = divmod(code, len(PLACES))
                page, key, worth = index.sources[number]
                found = (nearness * PLACES[place] * worth * language_worth, -key)
                if found > points.get(page, nothing):
                    points[page] = found
    return points
