"""`make bench`: everything that is measured, each beside its limit or its peer in the same run; one table at the end.

`python -m deploy.bench [--quick] [--write]`. The site's own commands count queries and bytes and time pages; the servers
are started for it (bench_servers.py). `--quick` measures those for a moment only, on SQLite: a missed ratio is then
printed and no failure, while a missed budget of queries or bytes always is one. `--write`: docs/performance.md with plot.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from deploy import bench_plot, bench_servers
from deploy.bench_site import Site, load
from familjecentral.core.findings import LINE, Findings, table

ROOT = Path(__file__).resolve().parent.parent
REPORT, PLOT = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance.svg"
OWN = {"LOCAL": "1", "DATABASE_URL": "sqlite://:memory:", "PYTHONWARNINGS": "ignore"}

INTRODUCTION = """# Performance

Written by `make bench WRITE=1`; `make bench` prints the same. Each figure stands beside its limit or a peer, measured in the
same run on the same machine: compare the ratios, seconds are this machine's. {machine}

{summary}

![Ratios against their budgets, and milliseconds by size of the site](performance.svg)

A "≥" budget is a share of what the same server reaches with nothing to do; a "≤" budget a limit of which the ratio says how
much is used. The page cache stands before Django (docs/adr/0005): what is uncached is asked for once after each change.

## Details
"""


class Bench:
    def __init__(self, folder: Path, port: int, quick: bool) -> None:
        self.folder, self.quick = folder, quick
        self.loaded = folder / "loaded.sqlite3"
        self.site = Site(folder, port, self.loaded if quick else None)
        self.all = Findings()
        self.failed = False

    def command(self, name: str, environment: Mapping[str, str] = OWN, of: str = "") -> None:
        """One of the site's own; its table appears as it comes, what it found is kept."""
        found = self.folder / f"{name}{of}.json"
        arguments = [*(["--quick"] if self.quick else []), f"--loaded={self.loaded}", f"--findings={found}"]
        command = [sys.executable, "manage.py", name, *arguments]
        run = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment})
        self.failed |= bool(run.returncode)
        if found.exists():
            self.keep(Findings.read(found))

    def keep(self, found: Findings) -> None:
        self.all.lines += found.lines
        self.all.details += found.details
        self.all.missed += found.missed
        self.all.plots |= found.plots

    @contextmanager
    def static_files(self) -> Iterator[None]:
        """Collected meanwhile, on the other processor."""
        if bench_servers.lacking(self.site) or not self.quick:
            yield
            return
        self.site.prepare()
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
        environment = {**self.site.environment, **OWN}
        collecting = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            yield
        finally:
            collecting.wait()

    def run(self) -> None:
        with self.static_files():
            self.command("bench")
        self.command("bench_cms")
        self.command("bench_growth")
        if lacking := bench_servers.lacking(self.site):
            said = f"NOT MEASURED: no servers. On Debian: apt-get install {' '.join(lacking)}"
            print(f"\n{'!' * len(said)}\n{said}\n{'!' * len(said)}\n")
            self.all.lines.append(
                ("servers: cached pages, nginx, memory, start", "–", said, "–", "–", "NOT MEASURED")
            )
            return
        print(
            f"{time.strftime('%H:%M:%S')} starting {'the servers' if self.quick else 'PostgreSQL, Redis, gunicorn, nginx'} …",
            flush=True,
        )
        with self.site.started():
            rounds, seconds = (4, 1) if self.quick else (30, 1)
            found = bench_servers.Servers(self.site, rounds, seconds, self.quick).measure()
            # The most important first.
            found.lines += self.all.lines
            self.all.lines = []
            self.keep(found)
            if not self.quick:
                self.command("bench_growth", self.site.environment, "-postgresql")

    @property
    def summary(self) -> str:
        return table(LINE, self.all.lines)


def machine() -> str:
    """What the seconds are seconds of; no name of a host."""
    found = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [line.partition(":")[2].strip() for line in found.splitlines() if line.startswith("model name")]
    return f"Here: {os.cpu_count()} × {models[0] if models else platform.machine()}, Python {platform.python_version()}."


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--port", type=int, default=8120, help="the first of eight")
    chosen = parser.parse_args()
    began, at_first = time.monotonic(), load()
    folder = Path(tempfile.mkdtemp(prefix="familjecentral-bench-"))
    # PostgreSQL runs as a user of its own.
    folder.chmod(0o755)
    try:
        bench = Bench(folder, chosen.port, chosen.quick)
        bench.run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"\n{bench.summary}\n")
    if chosen.write:
        said = f"{machine()} Other work on it: {at_first} before, {load()} after.{' Short rounds (QUICK=1).' if chosen.quick else ''}"
        REPORT.write_text(
            INTRODUCTION.format(machine=said, summary=bench.summary) + "\n" + "\n".join(bench.all.details)
        )
        PLOT.write_text(bench_plot.plot(bench.all.lines, bench.all.plots))
        print(f"Wrote {REPORT.relative_to(ROOT)} and {PLOT.relative_to(ROOT)}.")
    ratios = [line[0] for line in bench.all.lines if line[-1] == "MISSED"]
    if ratios:
        print(f"MISSED: {'; '.join(ratios)}")
    print(f"{time.monotonic() - began:.0f} s, {load()}.")
    return 1 if bench.failed or bench.all.missed or (ratios and not chosen.quick) else 0


if __name__ == "__main__":
    sys.exit(main())
