"""The only list of the site's languages, and which of them a visitor's browser is answered in.

Settings, routing, switcher, catalogues and formats read it from here. Adding one: docs/adding-a-language.md.
"""

import re
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is ours (and Django's); `tag` is what the html attribute `lang` says; `name` is the own name."""

    code: str
    name: str
    direction: Literal["ltr", "rtl"]
    tag: str
    public: bool


LANGUAGES: tuple[Language, ...] = (
    Language("sv", "Svenska", "ltr", "sv", public=True),
    # Speech synthesis knows no "sv-simple": to a browser the easy Swedish is simply Swedish.
    Language("sv-simple", "Lättläst svenska", "ltr", "sv", public=True),
    Language("en", "English", "ltr", "en", public=True),
    Language("fi", "Suomi", "ltr", "fi", public=True),
    Language("ar", "العربية", "rtl", "ar", public=True),
    Language("so", "Soomaali", "ltr", "so", public=True),
    Language("tr", "Türkçe", "ltr", "tr", public=True),
    Language("es", "Español", "ltr", "es", public=True),
    Language("fa", "فارسی", "rtl", "fa", public=True),
    Language("pl", "Polski", "ltr", "pl", public=True),
    # In preparation: 404 for visitors until native readers have reviewed the texts.
    Language("ckb", "کوردی (سۆرانی)", "rtl", "ckb", public=False),
    Language("ti", "ትግርኛ", "ltr", "ti", public=False),
)

SOURCE = "sv"
EASY = "sv-simple"
COUNTERPARTS = {SOURCE: EASY, EASY: SOURCE}
"""The same language for other readers: each page leads straight to its counterpart."""
CODES: tuple[str, ...] = tuple(language.code for language in LANGUAGES)
PUBLIC: tuple[Language, ...] = tuple(language for language in LANGUAGES if language.public)

_BY_CODE = {language.code: language for language in LANGUAGES}

# Languages whose readers are served by one of ours (exact primary subtag → our code).
_READ_AS = {"nb": "sv", "nn": "sv", "no": "sv", "da": "sv", "prs": "fa", "pes": "fa"}

# Nobody's browser sends more; a longer header is read as far as its last whole range within the limit.
_HEADER_LIMIT = 500
_RANGE = re.compile(
    r"""(?P<tag> \* | [a-z]{1,8} (?: -[a-z0-9]{1,8} )* )
        (?: \s* ; \s* q \s* = \s* (?P<q> 0 (?: \.[0-9]{0,3} )? | 1 (?: \.0{0,3} )? ) )? """,
    re.VERBOSE | re.ASCII,
)


def by_code(code: str) -> Language:
    """The language with this code; KeyError for anything that is not in the list."""
    return _BY_CODE[code]


def negotiate(accept_language_header: str | None) -> str:
    """The code of the public language that answers this Accept-Language header (RFC 9110, 12.5.4).

    Never fails: unreadable parts are skipped, and Swedish answers when nothing fits. Easy Swedish is only
    chosen when it is asked for by its exact name.
    """
    named: dict[str, float] = {}
    wishes: list[tuple[float, str]] = []
    for tag, quality in _ranges(accept_language_header or ""):
        code = "*" if tag == "*" else _resolve(tag)
        if code is None:
            continue
        # "en-US;q=0" refuses American English only; "en;q=0" refuses English.
        if quality == 0 and tag != code:
            continue
        named.setdefault(code, quality)
        wishes.append((quality, code))
    for quality, code in sorted(wishes, key=lambda wish: -wish[0]):
        if quality == 0 or named.get(code) == 0:
            continue
        if code != "*":
            return code
        # "*" stands for every language that the header does not name.
        for language in PUBLIC:
            if language.code not in named and language.tag == language.code:
                return language.code
    return SOURCE


def _ranges(header: str) -> list[tuple[str, float]]:
    if len(header) > _HEADER_LIMIT:
        header = header[: header.rfind(",", 0, _HEADER_LIMIT) + 1]
    matches = (_RANGE.fullmatch(part.strip()) for part in header.lower().split(","))
    return [(match["tag"], float(match["q"] or 1)) for match in matches if match]


def _resolve(tag: str) -> str | None:
    if tag == "sv-simple" and _BY_CODE[tag].public:
        return tag
    primary = tag.partition("-")[0]
    language = _BY_CODE.get(_READ_AS.get(primary, primary))
    return language.code if language and language.public else None


def register() -> None:
    """Tell Django about the languages it does not ship. Settings call this before they set LANGUAGES."""
    from django.conf.locale import LANG_INFO

    for code, english_name in (("so", "Somali"), ("ti", "Tigrinya"), ("sv-simple", "Easy Swedish")):
        language = by_code(code)
        LANG_INFO[code] = {
            "bidi": language.direction == "rtl",
            "code": code,
            "name": english_name,
            "name_local": language.name,
        }


def active() -> str:
    """The code of the language that is read now; Swedish where translation is switched off."""
    return get_language() or SOURCE
