"""What `make bench` measures of running servers: each against its limit, in turns, on the same machine in the same minute."""

import statistics
import time

from deploy import public_pages
from deploy import stack as stacks
from deploy.bench_site import (
    Site,
    Target,
    answer,
    in_turns,
    load,
    memory,
    record,
    seconds_until,
    spread,
    status,
)
from familjecentral.core.findings import Findings, number, table, verdict

BUDGET = 0.8
"""Of what the same server reaches with nothing to do."""

HOME, CENTRE, EMPTY = "/sv/", f"/sv/{public_pages.CENTRE}", "/-/live"
GUNICORN, NGINX, UNCACHED = 8, 16, 4
"""Connections at a time: as many as keep the server busy, and no queue before Django."""


def share(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"


class Servers:
    """One run; `seconds` a round."""

    def __init__(self, site: Site, rounds: int, seconds: int, quick: bool) -> None:
        self.site, self.rounds, self.seconds, self.quick = site, rounds, seconds, quick
        self.found = Findings()
        # The stack has five ports.
        self.ours, self.peer, self.file = range(site.port + 5, site.port + 8)
        self.rows: list[tuple[str, ...]] = []

    def measure(self) -> Findings:
        self.pages = {"centre": CENTRE} if self.quick else {"home": HOME, "centre": CENTRE}
        for page, path in self.pages.items():
            self._cached(page, path)
        self._behind_nginx()
        self._uncached()
        headings = (
            "what",
            "ours: min / median / max",
            "against",
            "its min / median / max",
            "ratio",
            "processor ms",
            "load",
        )
        text = (
            f"{self.rounds} rounds of {self.seconds} s each, in turns; requests a second. `wrk`, one thread, on the same machine; one "
            "worker. Ours writes its line in the log for each request, the constant body none. Processor: milliseconds of the "
            "worker for one request, ours / the other's; they say more than the clock where the machine has other work."
        )
        self.found.details.append(f"### Requests a second\n\n{text}\n\n{table(headings, self.rows)}\n")
        self._start_and_memory()
        return self.found

    def _step(self, text: str) -> None:
        print(f"{time.strftime('%H:%M:%S')} {text} …", flush=True)

    def _compare(
        self, what: str, ours: Target, against: str, peer: Target, connections: int, budget: float = 0
    ) -> None:
        self._step(f"{what} against {against}")
        a, b = in_turns(ours, peer, self.rounds, self.seconds, connections)
        ratio = a.median / b.median
        processor = (
            " / ".join(f"{statistics.median(one.processor):.3f}" for one in (a, b)) if ours.worker else "–"
        )
        row = (what, spread(a.requests), against, spread(b.requests), share(ratio), processor, load())
        print("  " + " | ".join(row), flush=True)
        self.rows.append(row)
        said = (f"≥ {budget:.2f}", verdict(ratio >= budget)) if budget else ("–", "–")
        self.found.lines.append(
            (f"{what}, requests/s", number(a.median), f"{against}: {number(b.median)}", share(ratio), *said)
        )

    def _cached(self, page: str, path: str) -> None:
        kept = self.site.folder / f"peer-{page}"
        with self.site.gunicorn("familjecentral.wsgi", self.ours) as worker:
            answer(self.ours, path)
            size = record(self.ours, path, kept)
            with self.site.gunicorn(f"deploy.bench_constant:answers('{kept}')", self.peer) as idle:
                self._compare(
                    f"cached {page} page ({size / 1000:.1f} kB), gunicorn", Target(self.ours, path, worker),
                    "constant body", Target(self.peer, path, idle), GUNICORN, BUDGET,
                )  # fmt: skip

    def _behind_nginx(self) -> None:
        kept = self.site.folder / "peer-nginx"
        answer(self.site.port, CENTRE)
        record(self.site.port, CENTRE, kept)
        self.site.static_peer(self.file, kept)
        self._compare(
            "cached centre page, behind nginx", Target(self.site.port, CENTRE),
            "the same file by nginx", Target(self.file, CENTRE), NGINX, BUDGET,
        )  # fmt: skip

    def _uncached(self) -> None:
        with self.site.gunicorn("familjecentral.wsgi:django", self.ours) as worker:
            for page, path in self.pages.items():
                self._compare(
                    f"uncached {page} page", Target(self.ours, path, worker),
                    "empty Django view", Target(self.ours, EMPTY, worker), UNCACHED,
                )  # fmt: skip

    # --- One worker ----------------------------------------------------------------------------------------------

    def _start_and_memory(self) -> None:
        self._step("starting gunicorn")
        times = []
        for _ in range(1 if self.quick else 3):
            began = time.perf_counter()
            with self.site.gunicorn("familjecentral.wsgi", self.ours) as worker:
                live = time.perf_counter() - began
                times.append((live, live + seconds_until(lambda: status(self.ours, HOME) == 200)))
                fresh = memory(worker)
                if len(times) == (1 if self.quick else 3):
                    visited = self._visit_all()
                    full = memory(worker)
        first = sorted(times, key=lambda pair: pair[1])[len(times) // 2]
        self.found.lines += [
            ("start to the first page, seconds", number(first[1]), f"to an empty view: {number(first[0])}",
             f"{first[1] / first[0]:.2f}", "–", "–"),
            (f"memory of a worker after {visited} pages, MB PSS", f"{full['Pss']:.0f}", f"after one page: {fresh['Pss']:.0f}",
             f"{full['Pss'] / fresh['Pss']:.2f}", "–", "–"),
        ]  # fmt: skip
        rows = [
            (when, *(f"{one[name]:.0f}" for name in ("Rss", "Pss")))
            for when, one in (("after the first page", fresh), (f"after {visited} pages", full))
        ]
        seconds = " / ".join(number(pair[1]) for pair in sorted(times))
        self.found.details += [
            f"### Memory of one worker, megabytes\n\n{table(('when', 'RSS', 'PSS'), rows)}\n",
            f"Start of gunicorn to the first answered page: {seconds} s.\n",
        ]

    def _visit_all(self) -> int:
        """Every page in every language (in two, where time is short); how many."""
        found = public_pages.mapped(answer(self.ours, "/sitemap.xml")[2].decode())
        chosen = [code for code in found if not self.quick or code in ("sv", "ar")]
        paths = [f"/{code}/{path}" for code in chosen for path in found[code]]
        self._step(f"visiting {len(paths)} pages")
        for path in paths:
            answer(self.ours, path)
        return len(paths)


def lacking(site: Site) -> list[str]:
    """Debian's packages that this machine would need."""
    wanted = [] if stacks.find("wrk") else ["wrk"]
    missing = stacks.missing()
    return wanted + ([name for name in missing if name in ("nginx", "openssl")] if site.loaded else missing)
