"""Breaks the site as it runs in production, one fault after the other: `python -m tests.faults [name …]`.

Each fault breaks something, asks as visitors would, mends it as a supervisor would, and measures until all is well.
A row for each; `--write` puts the table into docs/faults.md. Exit 1 where a promise did not hold, 2 where a fault could
not be tried here. Loopback only, on the stack of deploy/stack.py.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from os import cpu_count, getloadavg
from pathlib import Path

from deploy.stack import missing, running
from tests.faults import changes, clients, database, disk, instances
from tests.faults.report import RECOVERY, Row, Seen, write, written_rows
from tests.faults.site import NotTried, Site

ALL = {
    fault.__name__: fault
    for module in (database, instances, disk, clients, changes)
    for fault in module.FAULTS
}
QUICK = ("database_down", "database_restart", "redis_down", "instance_killed", "past_change")
QUICK_LANGUAGES = ("sv", "ar")


def tried(site: Site, name: str, fault: Callable[[Site], Seen]) -> Row:
    title = str(fault.__doc__)
    site.mend()
    try:
        seen = fault(site)
    except NotTried as error:
        return Row(name, title, str(error), None, "not tried")
    except Exception as error:  # one fault that breaks a promise must not hide the others
        return Row(name, title, f"{type(error).__name__}: {error}".replace("\n", " ")[:400], None, "NO")
    late = seen.recovery is not None and seen.recovery > RECOVERY
    return Row(name, title, seen.what, seen.recovery, "NO" if late else "yes")


def table(rows: list[Row]) -> str:
    """The rows of the document, with these in their places."""
    lines = {**written_rows(), **{row.name: str(row) for row in rows}}
    head = "| fault | what visitors get | recovery, s | holds |\n|---|---|---|---|"
    load = f"{cpu_count()} processors, load {getloadavg()[1]:.1f}"
    ordered = [lines[name] for name in ALL if name in lines]
    return "\n".join([head, *ordered]) + f"\n\nLast tried {date.today()} on {load}, with example data."  # noqa: DTZ011


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(ALL)}; none: all")
    parser.add_argument("--quick", action="store_true", help=f"only {', '.join(QUICK)}, in two languages")
    parser.add_argument("--write", action="store_true", help="these rows into docs/faults.md")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "familjecentral-faults")
    parser.add_argument("--port", type=int, default=8120, help="the first of five")
    chosen = parser.parse_args()
    if lacking := missing():
        print(f"NOT TRIED: this machine lacks {', '.join(lacking)}")
        return 2
    shutil.rmtree(chosen.folder / "cache", ignore_errors=True)
    began, rows = time.monotonic(), []
    with running(Site(chosen.folder, chosen.port)) as site:
        if chosen.quick:
            site.languages = QUICK_LANGUAGES
        print(f"started in {time.monotonic() - began:.0f} s, {len(site.pages)} pages", flush=True)
        for name in chosen.names or (QUICK if chosen.quick else ALL):
            began = time.monotonic()
            rows.append(tried(site, name, ALL[name]))
            print(f"{time.monotonic() - began:5.1f} s {rows[-1]}", flush=True)
    if chosen.write:
        write("faults", table(rows))
    held = {row.holds for row in rows}
    return 1 if "NO" in held else 2 if "not tried" in held else 0


if __name__ == "__main__":
    sys.exit(main())
