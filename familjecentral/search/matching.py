"""Which documents answer a query: texts made comparable, words compared, misspellings forgiven. Pure."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

# Letters that differ for the eye or the keyboard and not for the reader, and that Unicode does not take apart.
_SAME = str.maketrans(
    {
        "ı": "i",  # Turkish dotless i: typed as i on most keyboards
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "ٱ": "ا",  # alef with wasla; the other alefs lose their marks by decomposition
        "ى": "ي",  # alef maksura, written for yeh
        "ی": "ي",  # Persian yeh
        "ک": "ك",  # Persian kaf
        "ة": "ه",  # teh marbuta
        "ە": "ه",  # Sorani e
        "ھ": "ه",
        "ـ": None,  # tatweel only stretches the word
    }
)
_ARABIC = "\u0620-\u06ff"
_WORD = re.compile(rf"(?:(?!\W)[{_ARABIC}])+|[^\W_{_ARABIC}]+")  # "وBVC" is two words
_PIECE = re.compile(
    r"\w+(?:[\u0300-\u036f\u064b-\u0655\u0670]\w*)*|\W+"
)  # a word with its vowel signs, or what is between
_ARTICLE = re.compile(r"ال(?=\w{3})")

EQUAL, BEGINNING, INSIDE, MISSPELT = 1.0, 0.8, 0.6, 0.5
"""How near a word of the query is to a word of a document."""

ENOUGH_ALIKE = 80
"""Of 100, by rapidfuzz's ratio: one wrong letter in five passes, in four it does not."""

LONG_ENOUGH = 4
"""Letters. Shorter words are found only as they are, or as the beginning of a word."""

ENDING = 3
"""Letters that the asked word may have more than the found one: "barnmorskans" finds "barnmorska"."""

WORTH_SHOWING = 0.3
"""Of the best document's score: what is below is more noise than answer."""


@dataclass(frozen=True)
class Document:
    """Something that can be found: its id, and each of its texts with the weight of a word in it."""

    id: int
    texts: tuple[tuple[float, str], ...]


def normalise(text: str) -> str:
    """Without case, accents and vowel signs; one form of letters and digits that are written in several ways."""
    # Twice taken apart: "™" becomes capitals that have to be folded, and folding makes new compounds.
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_SAME)
    letters = unicodedata.normalize("NFKD", folded)
    kept = (character for character in letters if unicodedata.category(character) not in ("Mn", "Cf"))
    return "".join(_western(character) for character in kept)


def _western(character: str) -> str:
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)


@lru_cache(maxsize=10_000)
def words(text: str) -> tuple[str, ...]:
    """The normalised words in their order, without the Arabic article. Kept, because pages seldom change."""
    found = _WORD.findall(normalise(text))
    return tuple(_ARTICLE.sub("", word, count=1) if word.startswith("ال") else word for word in found)


def closeness(asked: str, vocabulary: Iterable[str]) -> dict[str, float]:
    """The words of the vocabulary that answer the asked word, and how nearly (0–1)."""
    vocabulary = list(vocabulary)
    near: dict[str, float] = {}
    if len(asked) >= LONG_ENOUGH:
        alike = process.extract(asked, vocabulary, scorer=fuzz.ratio, score_cutoff=ENOUGH_ALIKE, limit=None)
        near = {word: MISSPELT * score / 100 for word, score, _ in alike}
    for word in vocabulary:
        if word == asked:
            near[word] = EQUAL
        elif _is_beginning(asked, word):
            near[word] = BEGINNING
        elif len(asked) >= LONG_ENOUGH and asked in word:
            near[word] = INSIDE
    return near


def _is_beginning(asked: str, word: str) -> bool:
    """Whether the found word goes on where the asked one ends, or the asked one only adds an ending."""
    if word.startswith(asked):
        return len(asked) > 1
    return len(word) >= LONG_ENOUGH and asked.startswith(word) and len(asked) - len(word) <= ENDING


def best(query: str, documents: Iterable[Document]) -> list[int]:
    """The ids of the documents that answer the query, best first; equals in the order of their ids.

    A document need not hold all the words: a word that few documents hold counts for more.
    """
    weighed = {document.id: _weights(document) for document in documents}
    vocabulary = {word for weights in weighed.values() for word in weights}
    scores: dict[int, float] = {}
    for asked in dict.fromkeys(words(query)):
        near = closeness(asked, vocabulary)
        points = {key: found for key, weights in weighed.items() if (found := _points(near, weights))}
        rarity = math.log(1 + len(weighed) / len(points)) if points else 0
        for key, found in points.items():
            scores[key] = scores.get(key, 0) + found * rarity
    least = WORTH_SHOWING * max(scores.values(), default=0)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [key for key, score in ranked if score >= least]


def answers(asked: Iterable[str], text: str) -> bool:
    """Whether any word of a text answers one of the asked words."""
    found = words(text)
    return any(closeness(word, found) for word in asked)


def parts(asked: tuple[str, ...], text: str) -> list[tuple[str, bool]]:
    """A text as it is written, in pieces: each with whether it answers one of the asked words."""
    pieces: list[tuple[str, bool]] = []
    for piece in _PIECE.findall(text):
        is_hit = answers(asked, piece)
        if pieces and pieces[-1][1] == is_hit:
            pieces[-1] = (pieces[-1][0] + piece, is_hit)
        else:
            pieces.append((piece, is_hit))
    return pieces


def _weights(document: Document) -> dict[str, float]:
    weights: dict[str, float] = {}
    for weight, text in document.texts:
        for word in words(text):
            weights[word] = max(weight, weights.get(word, 0))
    return weights


def _points(near: Mapping[str, float], weights: Mapping[str, float]) -> float:
    smaller, larger = sorted((near, weights), key=len)
    return max((near[word] * weights[word] for word in smaller if word in larger), default=0)
