"""Keeping left-to-right pieces whole inside right-to-left text. Pure.

In Arabic text a web address such as 1177.se would be shown as se.1177, and 114 14 as 14 114. Where such a text is
shown, the piece is put between Unicode's isolates (U+2066 … U+2069, UAX #9); no stored text contains any.
"""

import re

# The last part is letters: a version number ("WCAG 2.2") keeps its place by itself, behind its Latin word.
_ADDRESS = r"[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?:/[A-Za-z0-9/._-]*)?"
_GROUPED_NUMBER = r"\d+(?:[ \u00a0]\d+)+"
_PIECE = re.compile(f"{_ADDRESS}|{_GROUPED_NUMBER}")
_TAG = re.compile(r"(<[^>]*>)")


def isolated(text: str) -> str:
    """Plain text with its web addresses and grouped numbers isolated."""
    return _PIECE.sub("\u2066\\g<0>\u2069", text)


def isolated_html(html: str) -> str:
    """The same for HTML: only the text between the tags is touched."""
    return "".join(part if part.startswith("<") else isolated(part) for part in _TAG.split(html))
