"""Someone who asks a WSGI application, and what they get."""

import gzip
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import brotli

from familjecentral.request_log import OUTCOME


def environment(
    path: str = "/sv/", *, query: str = "", method: str = "GET", scheme: str = "http", **headers: str
) -> dict[str, Any]:
    """`headers` by their names in Python: `accept_encoding="br"`."""
    headers.setdefault("host", "127.0.0.1:8000")
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    outcome: str
    content: bytes = field(init=False)
    """The body as a browser reads it."""

    def __post_init__(self) -> None:
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(
            self.headers.get("Content-Encoding", ""), bytes
        )
        self.content = unpack(self.body) if self.body else b""

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def max_age(self) -> int:
        return self.directive("max-age")

    def directive(self, name: str) -> int:
        """Seconds; 0 where it is not said."""
        found = re.search(rf"\b{name}=(\d+)", self.headers.get("Cache-Control", ""))
        return int(found[1]) if found else 0


class Visitor:
    """Reads an answer to its end and closes it, as a server does."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application

    def get(self, address: str = "/sv/", **sent: Any) -> Answer:
        path, _mark, query = address.partition("?")
        asked = environment(path, **{"query": query, "accept_encoding": "br", **sent})
        said: list[Any] = []
        body = self.application(asked, lambda status, headers, error=None: said.extend([status, headers]))
        read = b"".join(body)
        if close := getattr(body, "close", None):
            close()
        status, headers = said[0], said[1]
        once = [name for name, _value in headers if name != "Set-Cookie"]
        assert len(set(once)) == len(once), headers
        return Answer(int(status[:3]), dict(headers), read, asked.get(OUTCOME, ""))
