"""A minute of visitors, during which an instance is killed, PostgreSQL restarted and a page published: `python -m tests.faults.load`.

Through nginx, as fast as the visitors can. Reports the share of requests that failed, how long answers took, and for how
long the old text was still on the page in any language and encoding, at nginx and at each instance. Exit 1 where a page
failed or the text came late. `--write` as of the faults. Loopback only.
"""

import argparse
import http.client
import multiprocessing
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import date
from os import cpu_count, getloadavg
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from deploy.stack import HOST, missing, running
from tests.faults.instances import VISIBLE, last_seen_without
from tests.faults.report import write
from tests.faults.site import DOORS, Site

SECONDS, KILLED, DEAD, RESTARTED, PUBLISHED = 60, 15, 10, 30, 40
CUT = 0.0002
"""Share of pages that may fail: an answer of which a killed instance had sent the beginning cannot be had from the other."""
LOGS = ("access.log", "nginx.log", "nginx-error.log", "web1.log", "web2.log")
BROWSER = "a-browser-of-the-load"
VISITORS, PAUSE = 24, 0.02
"""Connections, and seconds between two pages of one visitor."""
SEARCHES = ("/sv/sok/?q=bvc", "/ar/sok/?q=1177", "/en/sok/?q=midwife")


class Asked(NamedTuple):
    """`at`: seconds after the beginning; `status` 0: no answer."""

    at: float
    kind: str
    status: int
    seconds: float


def visitor(port: int, addresses: list[tuple[str, str]], began: float, turn: int, found: list[Asked]) -> None:
    """One browser: a connection that is kept, one page after the other, every encoding."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while (at := time.time() - began) < SECONDS:
        turn += 1
        kind, path = addresses[turn * 7 % len(addresses)]
        headers = {
            "Host": HOST,
            "User-Agent": BROWSER,
            "Accept-Encoding": ("br", "gzip", "identity")[turn % 3],
        }
        start, status = time.monotonic(), 0
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            connection.close()
        found.append(Asked(at, kind, status, time.monotonic() - start))
        time.sleep(PAUSE)


def visitors(
    port: int, addresses: list[tuple[str, str]], began: float, queue: "multiprocessing.Queue[list[Asked]]"
) -> None:
    """All of them, in a process of their own."""
    found: list[Asked] = []
    threads = [
        threading.Thread(target=visitor, args=(port, addresses, began, number * 31, found))
        for number in range(VISITORS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.put(found)


def addresses_of(site: Site) -> list[tuple[str, str]]:
    """Pages as nginx keeps them; the same with a parameter that only instances answer; a search in a hundred."""
    kept = [("page", page) for page in site.pages]
    past = [("page past nginx", f"{page}?x=1") for page in site.pages]
    several = -(-len(kept) * 2 // (100 * len(SEARCHES)))
    return [*kept, *past, *[("search", address) for address in SEARCHES] * several]


def wait_until(began: float, second: float) -> None:
    time.sleep(max(0, began + second - time.time()))


def run(site: Site) -> tuple[list[Asked], dict[str, float], list[str]]:
    """What visitors got, the second at which the old text was last seen by door, and what happened when."""
    site.visit()
    queue: multiprocessing.Queue[list[Asked]] = multiprocessing.Queue()
    began, events = time.time(), []
    load = multiprocessing.Process(target=visitors, args=(site.port, addresses_of(site), began, queue))
    load.start()
    wait_until(began, KILLED)
    site.stop("web1", signal.SIGKILL)
    events.append(f"{time.time() - began:.0f} s one instance killed")
    wait_until(began, KILLED + DEAD)
    site.start("web1")
    events.append(f"{time.time() - began:.0f} s it is back")
    wait_until(began, RESTARTED)
    site.restart("postgresql")
    events.append(f"{RESTARTED}–{time.time() - began:.1f} s PostgreSQL restarted")
    # A job beside the instances takes seconds to start.
    wait_until(began, PUBLISHED - 4)
    word = f"Publicerad {time.time():.0f}"
    published = site.publish(word)
    events.append(f"{published - began:.0f} s a page published")
    seen = dict.fromkeys(DOORS, 0.0)
    looking = [threading.Thread(target=look, args=(site, word, published, door, seen)) for door in DOORS]
    for thread in looking:
        thread.start()
    for thread in looking:
        thread.join()
    answers = queue.get()
    load.join()
    return answers, seen, events


def look(site: Site, word: str, published: float, door: str, seen: dict[str, float]) -> None:
    seen[door] = last_seen_without(site, word, published, (door,))


def told(answers: list[Asked], seen: dict[str, float], events: list[str]) -> str:
    lines = [
        "| what | requests | failed | share | p50, ms | p95 | p99 | slowest |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for kind in ("page", "page past nginx", "search"):
        some = [answer for answer in answers if answer.kind == kind]
        failed = sum(answer.status != 200 for answer in some)
        times = quantiles((answer.seconds * 1000 for answer in some), n=100)
        lines.append(
            f"| {kind} | {len(some)} | {failed} | {failed / len(some):.3%} | {times[49]:.1f} | {times[94]:.0f} | {times[98]:.0f} "
            f"| {max(answer.seconds for answer in some) * 1000:.0f} |"
        )
    failures = Counter((int(answer.at), answer.status) for answer in answers if answer.status != 200)
    how = "; ".join(
        f"{count} × {status or 'no answer'} at {second} s"
        for (second, status), count in sorted(failures.items())
    )
    visible = ", ".join(f"{door} {seconds:.1f} s" for door, seconds in seen.items())
    load = f"{VISITORS} visitors, {len(answers) / SECONDS:.0f} requests/s, {cpu_count()} processors, load {getloadavg()[0]:.1f}"
    return (
        "\n".join(lines)
        + f"\n\n{'; '.join(events)}. Failures: {how or 'none'}.\n\nThe old text was last seen, in any of ten languages and "
        + f"three encodings, so long after the publication: {visible}.\n\nTried {date.today()}: {load}."  # noqa: DTZ011
    )


def leaked(site: Site) -> list[str]:
    """What stands in a log of the site or nginx that nobody may read there: secrets, visitors, what they searched for."""
    told = {
        "the secret key": (site.folder / "secret-key").read_text(),
        "a search": "midwife",
        "a browser": BROWSER,
        "an address": "client: 127.0.0.1",
        "a database address": "postgres://",
    }
    logs = {
        name: (site.folder / name).read_text(errors="replace")
        for name in LOGS
        if (site.folder / name).exists()
    }
    return [
        f"{what} in {name}" for name, text in logs.items() for what, words in told.items() if words in text
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.faults.load", description=__doc__)
    parser.add_argument("--write", action="store_true", help="the figures into docs/faults.md")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "familjecentral-faults")
    parser.add_argument("--port", type=int, default=8120, help="the first of five")
    chosen = parser.parse_args()
    if lacking := missing():
        print(f"NOT TRIED: this machine lacks {', '.join(lacking)}")
        return 2
    shutil.rmtree(chosen.folder / "cache", ignore_errors=True)
    for name in LOGS:
        (chosen.folder / name).unlink(missing_ok=True)
    with running(Site(chosen.folder, chosen.port)) as site:
        answers, seen, events = run(site)
    found = leaked(site)
    text = f"{told(answers, seen, events)} Secrets, addresses, browsers or searches in the logs: {', '.join(found) or 'none'}."
    print(text)
    if chosen.write:
        write("load", text)
    pages = [answer.status for answer in answers if answer.kind != "search"]
    failed = sum(status != 200 for status in pages) / len(pages)
    return 1 if failed > CUT or found or max(seen.values()) > VISIBLE else 0


if __name__ == "__main__":
    sys.exit(main())
