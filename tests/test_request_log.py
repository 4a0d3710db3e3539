"""A line for each request, without a word of who asks."""

import json
import logging
import subprocess
import sys
import threading
from typing import Any

import pytest

from familjecentral import request_log
from familjecentral.request_log import JsonLines, RequestLog, Together, request_id
from tests.pagecache.visitor import Visitor, environment


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    if environ["PATH_INFO"] == "/sv/fel/":
        raise ValueError("out of order")
    start_response("404 Not Found", [("Content-Type", "text/html")])
    return [b"x"]


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def visitor(lines: list[str]) -> Visitor:
    return Visitor(RequestLog(application, lines.append))


def test_a_line_says_what_was_asked_and_answered(visitor: Visitor, lines: list[str]) -> None:
    answer = visitor.get("/sv/om/", method="HEAD")
    [line] = map(json.loads, lines)
    assert lines[0].endswith("}\n")
    assert line.pop("time").startswith("20")
    assert line.pop("ms") >= 0
    assert line.pop("request") == answer.headers["X-Request-ID"]
    assert line == {"method": "HEAD", "path": "/sv/om/", "status": 404, "cache": "pass"}


def test_no_line_says_who_asked_or_what_was_typed(visitor: Visitor, lines: list[str]) -> None:
    visitor.get(
        "/sv/sok/?q=hemligt", cookie="hemligt", user_agent="hemligt", referer="hemligt", x_forwarded_for="192.0.2.9",
        authorization="hemligt", accept_language="hemligt",
    )  # fmt: skip
    assert "hemligt" not in lines[0]
    assert "192.0.2" not in lines[0]


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/cms/password_reset/confirm/MQ/abc-token/", "/cms/…"),
        ("/utkast/token/", "/utkast/…"),
        ("/cms/", "/cms/"),
        ("/f/fittja", "/f/fittja"),
        ("/-/ready", "/-/ready"),
        ("/robots.txt", "/robots.txt"),
        ("/sv/" + "x" * 9000, "/sv/" + "x" * 196),
        ("/x" * 500, "/x/…"),
    ],
)
def test_of_what_only_some_may_see_the_beginning_is_logged(
    visitor: Visitor, lines: list[str], path: str, logged: str
) -> None:
    visitor.get(path)
    assert json.loads(lines[0])["path"] == logged


@pytest.mark.parametrize("path", ['/sv/"\n{"x": 1}', "/sv/\x00\x1b[31m", "/sv/\\", "/sv/å\u2028"])
def test_no_address_breaks_a_line(visitor: Visitor, lines: list[str], path: str) -> None:
    visitor.get(path, method='G"E\nT')
    assert lines[0].count("\n") == 1
    assert json.loads(lines[0])["path"].startswith("/sv/")


def test_the_id_of_a_proxy_is_kept_where_it_is_one(visitor: Visitor) -> None:
    assert visitor.get(x_request_id="7b2c-41d9_aa").headers["X-Request-ID"] == "7b2c-41d9_aa"
    for sent in ("short", "a" * 65, "a b c d e f", 'x"x"x"x"x', "årsmöte1", "", "abcdefgh\n"):
        made = visitor.get(x_request_id=sent).headers["X-Request-ID"]
        assert made != sent
        assert len(made) == 16


def test_every_request_has_an_id_of_its_own(visitor: Visitor) -> None:
    assert len({visitor.get().headers["X-Request-ID"] for _ in range(50)}) == 50


def test_a_fault_is_a_line_too(visitor: Visitor, lines: list[str]) -> None:
    with pytest.raises(ValueError, match="out of order"):
        visitor.get("/sv/fel/")
    assert json.loads(lines[0])["status"] == 500


def test_other_lines_carry_the_id_of_their_request() -> None:
    RequestLog(application, None)(environment(x_request_id="7b2c41d9aa"), lambda *_: None)
    assert request_id.get() == "7b2c41d9aa"
    try:
        raise ValueError("out of order")
    except ValueError as error:
        found = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Fel: %s", ("å\n",), found)
    line = JsonLines().format(record)
    assert "\n" not in line
    read = json.loads(line)
    assert (read["level"], read["message"], read["request"]) == ("ERROR", "Fel: å\n", "7b2c41d9aa")
    assert "out of order" in read["traceback"]


def test_lines_are_written_together_a_moment_later() -> None:
    written: list[str] = []
    is_written = threading.Event()

    def write(lines: str) -> None:
        written.append(lines)
        is_written.set()

    together = Together(write)
    together("1\n")
    together("2\n")
    assert is_written.wait(10)
    assert "".join(written) == "1\n2\n"


def test_what_waits_is_written_when_the_process_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_log, "LATE", 3600)
    written: list[str] = []
    together = Together(written.append)
    together("1\n")
    assert written == []
    together.flush()
    assert written == ["1\n"]


def test_a_worker_that_is_forked_writes_its_lines() -> None:
    """gunicorn loads the site, then forks. The worker ends when nobody holds its input any more."""
    code = """
import os
from familjecentral.request_log import Together
together = Together(lambda lines: os.write(1, lines.encode()))
if os.fork():
    os.wait()
else:
    together("1\\n")
    os.read(0, 1)
    os._exit(0)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1) as run:
        assert run.stdin
        assert run.stdout
        assert run.stdout.readline() == b"1\n"
        run.stdin.close()
