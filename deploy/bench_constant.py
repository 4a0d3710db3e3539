"""The limit that a cached page is measured against: gunicorn with nothing to do. `gunicorn "deploy.bench_constant:answers('/folder')"`."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any


def answers(folder: str) -> Callable[..., Iterable[bytes]]:
    """An application that answers everything with the `body` and the `headers` (JSON) in a folder."""
    body = Path(folder, "body").read_bytes()
    headers = [(name, value) for name, value in json.loads(Path(folder, "headers").read_text())]

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", headers)
        return [body]

    return application
