"""The servers that `make bench` measures: the stack of stack.py, further gunicorns beside it, and how they are asked."""

import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy import stack as stacks

ASKED = {"Host": stacks.HOST, "Accept-Encoding": "br", "X-Forwarded-Proto": "https"}
"""As nginx asks on behalf of every browser of today."""

MADE_BY_SERVER = {"date", "server", "connection", "content-length"}


class Site(stacks.Stack):
    """With the example content, and the log and rules of production. `loaded`, an SQLite file with content, stands for
    PostgreSQL and Redis where time is short."""

    def __init__(self, folder: Path, port: int, loaded: Path | None) -> None:
        super().__init__(folder, port, example=True)
        self.loaded = loaded

    @property
    def environment(self) -> dict[str, str]:
        more = {"LOG_REQUESTS": "1", "SECURE_SSL_REDIRECT": "1", "WEB_CONCURRENCY": "1"}
        if self.loaded:
            more["DATABASE_URL"] = f"sqlite:///{self.folder}/db.sqlite3"
            more["PAGE_CACHE_DIR"] = str(self.folder / "pages")
            more["REDIS_URL"] = ""
        return {**super().environment, **more}

    def prepare_postgresql(self) -> None:
        if not self.loaded:
            super().prepare_postgresql()

    @contextmanager
    def started(self) -> Iterator[None]:
        """Ready, with static files that were collected before where `loaded` is."""
        if not self.loaded:
            with stacks.running(self):
                yield
            return
        shutil.copy(self.loaded, self.folder / "db.sqlite3")
        try:
            for service in ("web1", "web2", "nginx"):
                self.start(service)
            yield
        finally:
            self.stop_all()

    @contextmanager
    def gunicorn(self, application: str, port: int) -> Iterator[int]:
        """The process number of the one worker of a gunicorn on a port, configured as in production.

        It is not started anew after so many requests as in production: that would be measured as well.
        """
        command = [sys.executable, "-m", "gunicorn", "--config", str(stacks.ROOT / "deploy/gunicorn.conf.py")]
        options = ["--workers", "1", "--max-requests", "0", "--bind", f"127.0.0.1:{port}", application]
        with (self.folder / f"gunicorn-{port}.log").open("ab") as log:
            process = subprocess.Popen(
                [*command, *options], cwd=stacks.ROOT, env=self.environment, stdout=log, stderr=log
            )
        try:
            stacks.until(lambda: process.poll() is not None or bool(status(port, "/-/live")), application, 60)
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            yield int(children[0])
        finally:
            process.terminate()
            process.wait(30)

    def static_peer(self, port: int, folder: Path) -> None:
        """Has the same nginx serve the body in a folder as a file, with the page's headers and the site's log."""
        given = [
            (name, value)
            for name, value in json.loads((folder / "headers").read_text())
            if name.lower() not in {*MADE_BY_SERVER, "content-type", "etag", "x-accel-expires"}
        ]
        headers = "\n".join(
            f'        add_header {name} "{value.replace(chr(34), "")}";' for name, value in given
        )
        (self.folder / "nginx/local/peer.conf").write_text(
            f"server {{\n    listen 127.0.0.1:{port};\n    root {folder};\n    server_tokens off;\n    keepalive_timeout 60s;\n"
            f"    default_type text/html;\n    access_log {self.folder}/peer.log familjecentral;\n"
            f"    location / {{\n        try_files /body =404;\n{headers}\n    }}\n}}\n"
        )
        self.stop("nginx")
        self.start("nginx")


def answer(port: int, path: str) -> tuple[int, list[tuple[str, str]], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=ASKED)
        found = connection.getresponse()
        return found.status, found.getheaders(), found.read()
    finally:
        connection.close()


def status(port: int, path: str) -> int:
    """0 where nothing answers."""
    try:
        return answer(port, path)[0]
    except OSError:
        return 0


def record(port: int, path: str, folder: Path) -> int:
    """Keeps headers and packed body of an answer for the peers; bytes of the body."""
    _, headers, body = answer(port, path)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "body").write_bytes(body)
    kept = [(name, value) for name, value in headers if name.lower() not in MADE_BY_SERVER]
    (folder / "headers").write_text(json.dumps([*kept, ("Content-Length", str(len(body)))]))
    return len(body)


# --- Asking ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Target:
    """`worker`: the process that answers, where there is one."""

    port: int
    path: str
    worker: int | None = None

    def requests(self, seconds: int, connections: int) -> float:
        """Requests a second; RuntimeError where one was not answered with 200."""
        said = [part for name, value in ASKED.items() for part in ("-H", f"{name}: {value}")]
        address = f"http://127.0.0.1:{self.port}{self.path}"
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", *said, address]
        run = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found = re.search(r"Requests/sec:\s+([\d.]+)", run)
        if not found or "Non-2xx" in run or "Socket errors" in run:
            raise RuntimeError(f"{address}\n{run}")
        return float(found[1])

    def processor(self) -> float:
        """Seconds of a processor that the worker has used."""
        if not self.worker:
            return 0.0
        fields = Path(f"/proc/{self.worker}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Rounds:
    """Requests a second of each round, and the processor's milliseconds for one request."""

    requests: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def add(self, target: Target, seconds: int, connections: int) -> None:
        used = target.processor()
        self.requests.append(target.requests(seconds, connections))
        number = max(1.0, self.requests[-1] * seconds)
        self.processor.append((target.processor() - used) * 1000 / number)

    @property
    def median(self) -> float:
        return statistics.median(self.requests)


def in_turns(
    ours: Target, peer: Target, rounds: int, seconds: int, connections: int
) -> tuple[Rounds, Rounds]:
    """ABBA…, so that what else the machine does falls on both."""
    found = {ours: Rounds(), peer: Rounds()}
    for number in range(rounds):
        for target in (peer, ours) if number % 2 else (ours, peer):
            found[target].add(target, seconds, connections)
    return found[ours], found[peer]


def spread(values: list[float]) -> str:
    """min / median / max"""
    return " / ".join(
        f"{value:,.0f}".replace(",", " ") for value in (min(values), statistics.median(values), max(values))
    )


# --- Memory and time ---------------------------------------------------------------------------------------------


def memory(process: int) -> dict[str, float]:
    """Megabytes in use (RSS), and with what is shared counted by halves (PSS)."""
    found = Path(f"/proc/{process}/smaps_rollup").read_text()
    return {
        name: int(kilobytes) / 1024
        for name, kilobytes in re.findall(r"^(Rss|Pss):\s+(\d+) kB", found, re.MULTILINE)
    }


def seconds_until(ready: Callable[[], bool]) -> float:
    began = time.perf_counter()
    stacks.until(ready, "the first answer", 60)
    return time.perf_counter() - began


def load() -> str:
    """What else the machine does: processes that ran or waited, over one minute, of so many processors."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
