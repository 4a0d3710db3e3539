"""The kinds of page that visitors meet, and how a running site is asked for them. For the audits and the browser tests.

The paths are those of the example content, without the language. Standard library alone.
"""

import re
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

CENTRES = Path(__file__).resolve().parent.parent / "familjecentral" / "home" / "content" / "example"
CENTRE = f"hitta-familjecentral/{min(path.stem for path in CENTRES.glob('*.toml'))}/"
"""The first centre of the example content: a file there has the name of the address."""

PAGES = {
    "home": "",
    "find": "hitta-familjecentral/",
    "find filtered": "hitta-familjecentral/?tjanst=bvc",
    "centre": CENTRE,
    "talk": f"{CENTRE}prata/",
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

POSTER = f"{CENTRE}affisch/"
VIEWS = {
    "poster": POSTER,
    "centre, another week": f"{CENTRE}?vecka=2026-W50&alder=0",
    "centre, saved": f"{CENTRE}?sparad=1",
    "centre, answered": f"{CENTRE}?tack=nej",
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
