"""The kinds of page that visitors meet, and how a running site is asked for them. For the audits and the browser tests.

The paths are those of the example content, without the language. Standard library alone.
"""

import re
import urllib.error
import urllib.request
from urllib.parse import urlsplit

PAGES = {
    "home": "",
    "find": "hitta-familjecentral/",
    "find filtered": "hitta-familjecentral/?tjanst=bvc",
    "centre": "hitta-familjecentral/fittja/",
    "talk": "hitta-familjecentral/fittja/prata/",
    "news": "nyheter/",
    "news item": "nyheter/avsiktsforklaring-2019/",
    "information": "om/",
    "service": "om/barnmorska/",
    "accessibility": "tillganglighet/",
    "report": "tillganglighet/rapport/",
    "search": "sok/?q=bvc",
    "nothing found": "sok/?q=qqqqqqqqq",
    "not found": "finns-inte/",
}
"""Every kind of page in the site's frame, by what it shows."""

POSTER = "hitta-familjecentral/fittja/affisch/"
VIEWS = {
    "poster": POSTER,
    "centre, another week": "hitta-familjecentral/fittja/?vecka=2026-W50&alder=0",
    "centre, saved": "hitta-familjecentral/fittja/?sparad=1",
    "centre, answered": "hitta-familjecentral/fittja/?tack=nej",
    "report sent": "tillganglighet/rapport/?tack=ja",
    "search, empty": "sok/",
}
"""Other states of them, and the poster, which has no frame."""

CLEAN, FINDINGS, NOT_CHECKED = 0, 1, 2
"""What an audit exits with."""


class NotReached(Exception):
    """Something outside that an audit needs does not answer."""


def fetched(address: str) -> str:
    """The body, also of a page that says 404; NotReached where nothing answers."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 (the address of our own site)
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except OSError as error:
        raise NotReached(f"{address}: {error}") from error


def mapped(sitemap: str) -> dict[str, list[str]]:
    """{language: paths without it} of a sitemap; a page that a language does not have is asked for in it all the same."""
    listed = [urlsplit(address).path for address in re.findall(r'(?:<loc>|href=")(https?://[^<"]+)', sitemap)]
    codes = dict.fromkeys(path.split("/")[1] for path in listed)
    paths = list(dict.fromkeys(path.split("/", 2)[2] for path in listed))
    return dict.fromkeys(codes, paths)


def map_of(site: str) -> dict[str, list[str]]:
    """`mapped` of a running site; NotReached where its sitemap names no page."""
    found = mapped(fetched(f"{site}/sitemap.xml"))
    if not found:
        raise NotReached(f"{site}/sitemap.xml names no page")
    return found
