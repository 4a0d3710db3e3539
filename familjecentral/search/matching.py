"""Texts made comparable, words compared, misspellings forgiven, and what answers shown in a text. Pure."""

import re
import unicodedata
from collections.abc import Collection
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
    r"\w+(?:[\u00ad\u0300-\u036f\u064b-\u0655\u0670\u200c\u200d]\w*)*|\W+"
)  # a word with its vowel signs and joiners, or what is between
_ARTICLE = re.compile(r"(?:ال|لل)(?=\w{3})")  # "the", and "for the"

EQUAL, BEGINNING, INSIDE, ENDED, MISSPELT = 1.0, 0.8, 0.6, 0.55, 0.5
"""How near a word of the query is to a word of a document."""

ENOUGH_ALIKE = 80
"""Of 100, by rapidfuzz's ratio: one wrong letter in five passes, in four it does not."""

LONG_ENOUGH = 4
"""Letters. Shorter words are found only as they are, or as the beginning of a word."""

ENDING = 3
"""Letters that the asked word may have more than the found one: "barnmorskans" finds "barnmorska"."""

EXCERPT, BEFORE = 140, 50
"""Characters: of a passage that is shown as the reason, and of them before the first word that answers."""


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


def words(text: str) -> tuple[str, ...]:
    """The normalised words in their order, without the Arabic article."""
    found = _WORD.findall(normalise(text))
    return tuple(word[2:] if _ARTICLE.match(word) else word for word in found)


_words_of_piece = lru_cache(maxsize=10_000)(words)
"""The same for the short pieces that texts are shown in: most come again on the next page."""


def closeness(asked: str, vocabulary: Collection[str]) -> dict[str, float]:
    """The words of the vocabulary that answer the asked word, and how nearly (0–1)."""
    near: dict[str, float] = {}
    if len(asked) >= LONG_ENOUGH:
        if not asked.isdigit():
            alike = process.extract(
                asked, vocabulary, scorer=fuzz.ratio, score_cutoff=ENOUGH_ALIKE, limit=None
            )
            near = {word: MISSPELT * score / 100 for word, score, _ in alike}
        near |= {word: INSIDE for word in vocabulary if asked in word}
    if len(asked) > 1:
        near |= {word: BEGINNING for word in vocabulary if word.startswith(asked)}
    for shorter in (asked[:-cut] for cut in range(1, ENDING + 1)):
        if len(shorter) >= LONG_ENOUGH and shorter in vocabulary:
            near[shorter] = ENDED
    if asked in vocabulary:
        near[asked] = EQUAL
    return near


def parts(hits: Collection[str], text: str) -> list[tuple[str, bool]]:
    """A text as it is written, in pieces: each with whether it holds one of the normalised words `hits`."""
    pieces: list[tuple[str, bool]] = []
    for piece in _PIECE.findall(text):
        is_hit = any(word in hits for word in _words_of_piece(piece))
        if pieces and pieces[-1][1] == is_hit:
            pieces[-1] = (pieces[-1][0] + piece, is_hit)
        else:
            pieces.append((piece, is_hit))
    return pieces


def excerpt(hits: Collection[str], text: str) -> str:
    """A long text's part around the first word that answers, cut between words."""
    if len(text) <= EXCERPT:
        return text
    found = parts(hits, text)
    at = len(found[0][0]) if len(found) > 1 and not found[0][1] else 0
    start = text.find(" ", at - BEFORE) + 1 if at > BEFORE else 0
    end = text.rfind(" ", start, start + EXCERPT) if start + EXCERPT < len(text) else len(text)
    shown = text[start : end if end > at else start + EXCERPT].strip(" ,;:–")
    return f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}"


def as_written(word: str, text: str) -> str:
    """How a normalised word stands in a text; empty where it does not stand there."""
    return next((piece for piece in _PIECE.findall(text) if _words_of_piece(piece) == (word,)), "")
