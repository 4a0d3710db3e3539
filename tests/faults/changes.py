"""Changes while visitors read: the schema, and the clock."""

import time
from datetime import UTC, datetime

from tests.faults.report import Seen
from tests.faults.site import CENTRE, DOORS, SEARCH, Site, slowest, statuses

LOCKED = 4
"""Seconds for which a migration holds its table."""


def migration(site: Site) -> Seen:
    """Migration during traffic (the table of pages is locked for 4 s, then an app is migrated back and forth)"""
    site.visit()
    with site.traffic() as answers, site.traffic(SEARCH, threads=1) as searches:
        lock = f"BEGIN; ALTER TABLE core_basepage ADD COLUMN tried int; SELECT pg_sleep({LOCKED}); ROLLBACK"
        assert site.psql(lock).wait(30) == 0
        site.manage("migrate", "figures", "zero", "--verbosity=0")
        site.manage("migrate", "--verbosity=0")
        recovery = site.heals()
    assert {answer.status for answer in (*answers, *searches)} == {200}, statuses([*answers, *searches])
    return Seen(
        f"pages: {statuses(answers)}, slowest {slowest(answers):.1f} s; searches: {statuses(searches)}, slowest "
        f"{slowest(searches):.1f} s",
        recovery,
    )


def clock_change(site: Site) -> Seen:
    """Clock change: an hour ahead, back, a day back, and past the end of summer time"""
    said = []
    with site.clock() as clock:
        clock.move(0)
        site.visit(CENTRE)
        for seconds in (3600, 0, -86400, 0):
            clock.move(seconds)
            said.append(check(site, f"{seconds / 3600:+.0f} h"))
        clock.set(datetime(datetime.now(UTC).year + 1, 10, 31, 0, 59, 58, tzinfo=UTC))
        said.append(check(site, "before winter time"))
        time.sleep(3)
        said.append(check(site, "after"))
        clock.move(0)
        recovery = site.heals()
    return Seen("; ".join(said), recovery)


def check(site: Site, name: str) -> str:
    """Every door says the same state as an instance that makes the page now; seconds until it does."""
    began = time.monotonic()
    while True:
        answers = [site.ask(CENTRE, door) for door in DOORS for _ in range(3)]
        assert {answer.status for answer in answers} == {200}, (name, statuses(answers))
        dates = {
            site.ask("/sv/sok/?q=bvc").headers["Date"][:16],
            *(answer.headers["Date"][:16] for answer in answers),
        }
        if len({frozenset(answer.states) for answer in answers}) == 1 and len(dates) == 1:
            break
        if time.monotonic() > began + 30:
            raise AssertionError(f"{name}: {dates} {[answer.states for answer in answers]}")
    seconds = time.monotonic() - began
    assert seconds < 5, f"{name}: {seconds:.0f} s"
    return f"{name}: {seconds:.1f} s until all say the same"


FAULTS = (migration, clock_change)
