"""What a request asks of the page cache, told from its WSGI environment. Pure but for the settings.

A page that is stored is made from an environment of our own (`environment_of`): nothing that a visitor sends reaches
it but the path and the parameters that mean something, so nothing else can fill the cache, split it or poison it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import unquote_plus, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from familjecentral.core import languages

Environ = dict[str, Any]

LONGEST_PATH, LONGEST_ACCEPT = 300, 200
"""Characters."""

WORD = re.compile(r"[a-z0-9_-]{1,60}")
ONE = re.compile("1")
PARAMETERS = {
    "omrade": WORD,
    "tjanst": WORD,
    "sprak": WORD,
    "oppet": ONE,
    "dropin": ONE,
    "sparad": ONE,
    "vecka": re.compile(r"\d{4}-W\d{2}", re.ASCII),
    "alder": re.compile(r"gravid|[0-9]"),
    "ar": re.compile(r"\d{4}", re.ASCII),
    "sida": re.compile(r"[1-9]\d{0,2}", re.ASCII),
    "tack": re.compile(r"ja|nej|senare"),
}
"""The parameters that pages read, and what a value looks like that they know. `q` is never stored (see `asked`)."""

PUBLIC = frozenset(language.code for language in languages.PUBLIC)
SEARCH = "/sok"

PASSED_ON = ("SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL")


@dataclass(frozen=True)
class Asked:
    """A page, in one spelling for all who ask for the same."""

    path: str
    query: str
    is_secure: bool

    @cached_property
    def key(self) -> str:
        """An answer over HTTPS has a header of its own."""
        return f"{'https' if self.is_secure else 'http'}:{self.path}?{self.query}"

    @property
    def plain(self) -> Asked:
        """The page without parameters."""
        return replace(self, query="")


def said_by(environ: Environ, scheme_header: str) -> tuple[str, str, str, str, bool, str, str, str]:
    """All of a request that decides what it asks (`asked`): the few words that most requests share.

    `scheme_header` is where a proxy says that it was asked over HTTPS; "" where none is trusted.
    """
    get = environ.get
    return (
        environ["REQUEST_METHOD"],
        get("PATH_INFO", ""),
        get("QUERY_STRING", ""),
        get("HTTP_HOST", ""),
        "HTTP_AUTHORIZATION" in environ or ("HTTP_COOKIE" in environ and is_somebody(environ["HTTP_COOKIE"])),
        get(scheme_header, ""),
        get("wsgi.url_scheme", ""),
        get("SCRIPT_NAME", ""),
    )


def asked(
    method: str, path: str, query: str, host: str, is_personal: bool, forwarded: str, scheme: str, script: str
) -> Asked | None:
    """None for what is none of the cache's business: other methods, people who are logged in, the CMS, a search, …"""
    if (
        method not in ("GET", "HEAD")
        or path[1:].partition("/")[0] not in PUBLIC
        or len(path) > LONGEST_PATH
        or is_personal
        or not is_known_host(host)
    ):
        return None
    secure = is_secure(forwarded, scheme)
    if settings.SECURE_SSL_REDIRECT and not secure:
        return None
    counting = normalised(query, is_search=path.rstrip("/").endswith(SEARCH))
    return None if counting is None else Asked(script + path, counting, secure)


def is_somebody(cookies: str) -> bool:
    """Whether somebody may be logged in. Cookies of other sites on our domain are nobody's."""
    ours = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")
    return any(name in cookies for name in ours)


def is_known_host(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def is_secure(forwarded: str, scheme: str) -> bool:
    """As Django decides it (`HttpRequest.scheme`); `forwarded` is what the proxy says, where one is trusted."""
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.split(",", 1)[0].strip() == settings.SECURE_PROXY_SSL_HEADER[1]
    return scheme == "https"


def normalised(query: str, *, is_search: bool = False) -> str | None:
    """The parameters that count, sorted; empty and unknown ones are left out, as no page tells them from none.

    None where a value is none that a page knows: its answer is made for this request and not stored.
    """
    found: dict[str, str] = {}
    for part in query.split("&") if query else ():
        name, _equals, value = part.partition("=")
        if not value:
            continue
        if is_search and name == "q":
            return None
        if known := PARAMETERS.get(name):
            value = unquote_plus(value)
            if not known.fullmatch(value):
                return None
            # Of the same parameter twice Django reads the last.
            found[name] = value
    return "&".join(f"{name}={found[name]}" for name in sorted(found))


def environment_of(environ: Environ, asked: Asked, more: Mapping[str, Any]) -> Environ:
    """What Django is asked with: the server's part of the environment, a GET, our own host, the parameters that count."""
    made = {name: environ[name] for name in PASSED_ON if name in environ}
    made |= {name: value for name, value in environ.items() if name.startswith("wsgi.")}
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        made[name] = value if asked.is_secure else "http"
    own = urlsplit(settings.SITE_URL).netloc
    return {
        **made,
        **more,
        "REQUEST_METHOD": "GET",
        "PATH_INFO": environ["PATH_INFO"],
        "QUERY_STRING": asked.query,
        "HTTP_HOST": own if is_known_host(own) else environ["HTTP_HOST"],
        "CONTENT_LENGTH": "",
        "wsgi.input": io.BytesIO(),
    }


def encoding(accepted: str) -> str:
    """Brotli before gzip before neither, of what `Accept-Encoding` accepts; `q=0` accepts not."""
    return _encoding(accepted[:LONGEST_ACCEPT])


@lru_cache(maxsize=256)
def _encoding(accepted: str) -> str:
    offers: dict[str, bool] = {}
    for offer in accepted.lower().split(","):
        name, *parameters = (part.strip() for part in offer.split(";"))
        weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        # Anything that is no number accepts.
        offers[name] = not re.fullmatch(r"0(\.0*)?", weight)
    for name in ("br", "gzip"):
        if offers.get(name, offers.get("*", False)):
            return name
    return "identity"


def is_known_already(sent: str, tag: str) -> bool:
    """Whether `If-None-Match` names this entity tag; compared weakly, as RFC 9110 asks for it."""
    return sent.strip() == "*" or tag.removeprefix("W/") in {
        one.strip().removeprefix("W/") for one in sent.split(",")
    }
