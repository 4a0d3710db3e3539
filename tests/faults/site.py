"""The stack of deploy/stack.py as the faults need it: asked by every door, with traffic, a clock, and a look at its health."""

import gzip
import hashlib
import http.client
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import brotli

from deploy.stack import HOST, ROOT, Stack, until

DOORS = ("nginx", "web1", "web2")
LANGUAGES = ("sv", "sv-simple", "en", "fi", "ar", "so", "tr", "es", "fa", "pl")
CENTRE = "/sv/hitta-familjecentral/fittja/"
SEARCH = "/sv/sok/?q=bvc"
"""Is asked of the database each time."""

STATE = re.compile(r'data-state="(open|closed|by_appointment|phone_only)"')
FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
CONTENT = ("familjecentral", "locations", "news", "templates", "static", "locale")
NUMBERS = count()


class NotTried(Exception):
    """This machine lacks what the fault needs."""


@dataclass(frozen=True)
class Answer:
    """`status` 0: the connection failed, `body` says how."""

    path: str
    status: int
    seconds: float
    body: str = ""
    headers: Any = field(default_factory=dict, repr=False)

    @property
    def states(self) -> set[str]:
        """What it claims of doors at this moment; the second body claims nothing."""
        return set(STATE.findall(self.body))

    @property
    def is_second_body(self) -> bool:
        return 'data-state="call_first"' in self.body and not self.states

    @property
    def html(self) -> str:
        found = re.search(r"<html[^>]*>", self.body)
        return found[0] if found else ""


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=30)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Site(Stack):
    """With example data: a centre that closes at a known hour."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder, port, example=True)
        self._more: dict[str, str] = {}
        self.languages = LANGUAGES

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "LOG_REQUESTS": "1", **self._more}

    def command(self, service: str) -> list[str]:
        clocked = ["tests.faults.clock"] if "FAULTS_CLOCK" in self._more and service.startswith("web") else []
        return [*super().command(service), *clocked]

    def start(self, service: str, **more: str) -> None:
        self._more = more
        try:
            super().start(service)
        finally:
            self._more = {}

    def restart(self, *services: str, **more: str) -> None:
        for service in services:
            self.stop(service)
        for service in services:
            self.start(service, **more)

    def load(self) -> None:
        """Not again for the same files."""
        asked = (["git", "ls-files", "-s", *CONTENT], ["git", "diff", "--", *CONTENT])
        said = [subprocess.run(one, cwd=ROOT, capture_output=True, check=True).stdout for one in asked]
        loaded, now = self.folder / "loaded", hashlib.sha256(b"".join(said)).hexdigest()
        if not loaded.exists() or loaded.read_text() != now:
            super().load()
            loaded.write_text(now)

    def stop_what_stores(self) -> None:
        for service in ("nginx", "web1", "web2", "redis"):
            if service in self.running:
                self.stop(service)
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        (self.folder / "cache").mkdir()

    def forget_pages(self, **more: dict[str, str]) -> None:
        """Nothing is stored anywhere: Redis is emptied, nginx's folder too, both instances are new."""
        self.stop_what_stores()
        for service in ("redis", "web1", "web2", "nginx"):
            self.start(service, **more.get(service, {}))

    def mend(self) -> None:
        """Everything runs again, whatever a fault left."""
        for service in ("postgresql", "redis", "web1", "web2", "nginx"):
            if service in self.running and self.running[service].poll() is not None:
                del self.running[service]
            if service not in self.running:
                self.start(service)
        if not self.is_well():
            self.forget_pages()
        self.heals()

    # --- Asking ------------------------------------------------------------------------------------------------------

    def ask(
        self, path: str, door: str = "nginx", method: str = "GET", body: str = "", **headers: str
    ) -> Answer:
        """By nginx, or an instance itself. Header names with underscores."""
        named = {"Host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if door != "nginx":
            named["X-Forwarded-Proto"] = "https"
        if body:
            named.setdefault("Content-Type", "application/x-www-form-urlencoded")
        began = time.monotonic()
        connection = self.connection(door)
        try:
            connection.request(method, path, body or None, named)
            answer = connection.getresponse()
            text = unpacked(answer.read(), answer.headers.get("Content-Encoding", ""))
            return Answer(path, answer.status, time.monotonic() - began, text, answer.headers)
        except (OSError, http.client.HTTPException) as error:
            return Answer(path, 0, time.monotonic() - began, repr(error))
        finally:
            connection.close()

    def connection(self, door: str = "nginx") -> http.client.HTTPConnection:
        if door == "nginx":
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        return UnixConnection(f"{self.folder}/{door}.sock")

    def asked_anew(self, path: str) -> str:
        """An address of the same page that nginx does not answer from its own copy."""
        return f"{path}{'&' if '?' in path else '?'}x={next(NUMBERS)}"

    @cached_property
    def pages(self) -> list[str]:
        """Every address of the sitemap, in the site's languages."""
        found = re.findall(r'(?:<loc>|href=")(https?://[^<"]+)', self.ask("/sitemap.xml").body)
        paths = dict.fromkeys(urlsplit(address).path for address in found)
        return [path for path in paths if path.split("/")[1] in self.languages]

    def visit(self, *pages: str) -> list[Answer]:
        """As visitors do all day: each page once, through nginx."""
        return [self.ask(page) for page in pages or self.pages]

    @contextmanager
    def traffic(self, *pages: str, threads: int = 4) -> Iterator[list[Answer]]:
        """Visitors who ask the instances, past nginx's own copies, without a pause."""
        answers: list[Answer] = []
        over = threading.Event()

        def ask() -> None:
            while not over.is_set():
                asked = pages or (CENTRE, "/ar/", "/en/nyheter/")
                answers.extend(map(self.ask, map(self.asked_anew, asked)))

        asking = [threading.Thread(target=ask) for _ in range(threads)]
        for thread in asking:
            thread.start()
        try:
            yield answers
        finally:
            over.set()
            for thread in asking:
                thread.join()

    # --- Health ------------------------------------------------------------------------------------------------------

    def is_well(self) -> bool:
        """What needs the database answers at every door, and a centre's page says its state again."""
        return all(
            self.ask(SEARCH, door).status == 200 and self.ask(CENTRE, door).states
            for door in DOORS
            for _process in range(3)
        )

    def heals(self, within: float = 40) -> float:
        """Seconds until it is well."""
        began = time.monotonic()
        until(self.is_well, "well again", within)
        return time.monotonic() - began

    # --- Changing ----------------------------------------------------------------------------------------------------

    def shell(self, code: str) -> str:
        """What Python prints inside the site, as a job of its own beside the instances."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        run = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if run.returncode:
            raise RuntimeError(run.stderr[-3000:])
        return run.stdout

    def psql(self, sql: str) -> subprocess.Popen[bytes]:
        where = ["-h", "127.0.0.1", "-p", str(self.postgresql), "-d", "familjecentral"]
        return subprocess.Popen(["psql", "-q", *where, "-c", sql], stdout=subprocess.DEVNULL)

    def publish(self, word: str) -> float:
        """Publishes a page with this word in its title, in every language; the moment (time.time) it was in the database."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", PUBLISH.format(word=word)]
        self.job = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        assert self.job.stdout
        # Not waited for: what it tells the others it has told by then, and ending takes it a second.
        return float(self.job.stdout.readline())

    def tell(self, service: str, what: signal.Signals) -> None:
        """A signal for a service's first process (SIGSTOP: it hangs, SIGCONT: no longer)."""
        self.running[service].send_signal(what)

    @contextmanager
    def clock(self) -> Iterator["Clock"]:
        """Both instances and nginx follow a clock that can be set; nothing is stored before or after, when they rest (`mend`)."""
        if not FAKETIME:
            raise NotTried("no libfaketime (on Debian: apt-get install faketime)")
        clock = Clock(self.folder / "clock")
        main = self.folder / "nginx" / "main"
        plain = main.read_text()
        names = {
            "FAKETIME_TIMESTAMP_FILE": str(clock.file),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }
        main.write_text("".join(f"env {name};\n" for name in names) + plain)
        web = {"FAULTS_CLOCK": str(clock.file)}
        self.forget_pages(web1=web, web2=web, nginx={"LD_PRELOAD": str(FAKETIME[0]), **names})
        try:
            yield clock
        finally:
            main.write_text(plain)
            self.stop_what_stores()


class Clock:
    def __init__(self, file: Path) -> None:
        self.file = file
        self.move(0)

    def move(self, seconds: float) -> None:
        """So many seconds beside the true time."""
        partly = self.file.with_suffix(".new")
        partly.write_text(f"{seconds:+.3f}\n")
        partly.replace(self.file)

    def set(self, moment: datetime) -> None:
        self.move(moment.timestamp() - time.time())


PAGE = "om/barnmorska"
PUBLISH = """
import time
from django.conf import settings
from familjecentral.home.models import InfoPage
page = InfoPage.objects.get(slug="barnmorska")
for code, _name in settings.LANGUAGES:
    setattr(page, "title_" + code.replace("-", "_"), "{word}")
page.save_revision().publish()
print(time.time(), flush=True)
"""


def unpacked(body: bytes, encoding: str) -> str:
    if encoding == "br":
        body = brotli.decompress(body)
    elif encoding == "gzip":
        body = gzip.decompress(body)
    return body.decode(errors="replace")


def statuses(answers: list[Answer]) -> str:
    """ "412 × 200, 1 × 503"."""
    found = [answer.status for answer in answers]
    return ", ".join(f"{found.count(status)} × {status}" for status in sorted(set(found)))


def slowest(answers: list[Answer]) -> float:
    return max(answer.seconds for answer in answers)
