"""What `make bench` makes of its measurements; the measuring itself is the command."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from deploy import bench_plot, bench_servers, bench_site
from deploy.bench_constant import answers
from deploy.bench_site import Rounds, Site, Target, in_turns

LINES = [
    ("cached", "4", "constant: 5", "0.80", "≥ 0.80", "met"),
    ("behind nginx", "3", "file: 5", "0.60", "≥ 0.80", "MISSED"),
    ("form & matrix", "150", "limit 300", "0.50", "≤ 300", "met"),
    ("memory", "200", "fresh: 100", "2.00", "–", "–"),
]


def test_servers_are_asked_in_turns_and_neither_is_always_first(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(Target, "requests", lambda target, *_: asked.append(target.port) or target.port)
    ours, peer = in_turns(Target(1, "/"), Target(2, "/"), rounds=3, seconds=1, connections=1)
    assert asked == [1, 2, 2, 1, 1, 2]
    assert (ours.requests, peer.requests) == ([1, 1, 1], [2, 2, 2])


def test_one_round_that_was_disturbed_changes_no_ratio() -> None:
    assert Rounds([100, 101, 3]).median == 100


@pytest.mark.parametrize("said", ["Non-2xx or 3xx responses: 1", "Socket errors: connect 1", ""])
def test_a_round_with_errors_is_no_measurement(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrk = tmp_path / "wrk"
    wrk.write_text(f"#!/bin/sh\necho '{said}'\n" + ("echo 'Requests/sec:   12.50'\n" if said else ""))
    wrk.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(RuntimeError, match=r"127\.0\.0\.1:9"):
        Target(9, "/").requests(1, 1)


def test_the_peer_answers_what_the_site_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = [("Content-Type", "text/html"), ("Date", "now"), ("Content-Encoding", "br")]
    monkeypatch.setattr(bench_site, "answer", lambda *_: (200, headers, b"body"))
    assert bench_site.record(9, "/", tmp_path) == 4
    sent: list[Any] = []
    assert answers(str(tmp_path))({}, lambda *said: sent.append(said)) == [b"body"]
    kept = [("Content-Type", "text/html"), ("Content-Encoding", "br"), ("Content-Length", "4")]
    assert sent == [("200 OK", kept)]
    assert [tuple(pair) for pair in json.loads((tmp_path / "headers").read_text())] == kept


def test_what_the_machine_lacks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_servers.stacks, "find", lambda program: None)
    monkeypatch.setattr(bench_servers.stacks, "POSTGRESQL", [])
    assert bench_servers.lacking(Site(tmp_path, 1, tmp_path / "loaded")) == ["wrk", "nginx", "openssl"]
    assert {"wrk", "postgresql", "redis-server"} <= set(bench_servers.lacking(Site(tmp_path, 1, None)))


def test_the_plot_has_a_bar_for_each_budget_and_a_curve_for_each_page() -> None:
    curves = {"Milliseconds": {"home": [(2.0, 40.0), (30.0, 60.0)], "find": [(2.0, 40.0), (30.0, 90.0)]}}
    drawn = ElementTree.fromstring(bench_plot.plot(LINES, curves))  # noqa: S314 (our own)
    name = "{http://www.w3.org/2000/svg}"
    _background, *bars = drawn.iter(f"{name}rect")
    assert len({bar.get("fill") for bar in bars}) == 2
    widths = [float(bar.get("width", 0)) for bar in bars]
    assert widths[1] < widths[0] > widths[2]
    words = [str(text.text) for text in drawn.iter(f"{name}text")]
    assert {"form & matrix (≤)", "home", "find", "2", "30"} <= set(words)
    assert "memory (–)" not in words
