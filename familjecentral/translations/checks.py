"""What can be seen to be wrong with a translation without knowing the language. Pure."""

import re
import unicodedata

from django.utils.translation import pgettext

from familjecentral.core.languages import by_code

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
_LINK = re.compile(r'<a\b[^>]*\bid="(a[0-9]+)"[^>]*>')
_DIGITS = re.compile(r"\d[\d \u00a0]*\d|\d")
_SCRIPTS = {"ar": "ARABIC", "fa": "ARABIC", "ckb": "ARABIC", "ti": "ETHIOPIC"}
"""Languages that are not written in Latin letters, by the first word of their letters' names in Unicode."""


def placeholders_differ(source: str, target: str) -> bool:
    """Whether the translation has other placeholders than the Swedish: `%(name)s`, `{name}`."""
    return sorted(_PLACEHOLDER.findall(source)) != sorted(_PLACEHOLDER.findall(target))


def links_differ(source: str, target: str) -> bool:
    """Whether the translation lost a link of the Swedish, or has one that it does not have."""
    return sorted(_LINK.findall(source)) != sorted(_LINK.findall(target))


def warnings(source: str, target: str, language: str) -> list[str]:
    """What a translator is told of, in the CMS's language; none of it stops the text from being saved."""
    if not target.strip():
        return []
    found = []
    if missing := _numbers(source) - _numbers(target):
        numbers = ", ".join(sorted(missing))
        found.append(pgettext("cms", "The Swedish has a number that is missing here: %s") % numbers)
    if _is_in_another_script(target, language):
        name = by_code(language).name
        found.append(pgettext("cms", "This is hardly written in the letters of %s.") % name)
    if _words(source) == _words(target) and len(_words(source).split()) > 2:
        found.append(pgettext("cms", "This is the Swedish text."))
    return found


def _words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def _numbers(text: str) -> set[str]:
    """The numbers of a text, their digits alone: 08-12 34 is 0812 34 to nobody. Eastern digits count as Western."""
    return {
        "".join(str(unicodedata.decimal(character)) for character in number if character.isdecimal())
        for number in _DIGITS.findall(_words(text))
    }


def _is_in_another_script(target: str, language: str) -> bool:
    letters = [
        unicodedata.name(character, "").split(" ")[0] for character in _words(target) if character.isalpha()
    ]
    wanted = _SCRIPTS.get(language, "LATIN")
    return len(letters) > 3 and letters.count(wanted) * 3 < len(letters)
