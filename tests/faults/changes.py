"""Changes while visitors read: the schema, and the clock."""

import re
import subprocess
import time
from datetime import UTC, datetime

from deploy.stack import ROOT
from familjecentral.pagecache.entries import RENEWED
from tests.faults.database import ZONE
from tests.faults.report import Seen
from tests.faults.site import DOORS, SEARCH, Site, slowest, statuses

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
    """Clock change: an hour ahead, back, a day back and ahead, into summer time (played: deploy/systemd's clock timer)"""
    spring = datetime(2027, 3, 28, 0, 59, 58, tzinfo=UTC)
    with site.clock() as clock:
        said = [follows(site, 0)]
        for seconds in (3600, 0, -25 * 3600, 0):
            clock.move(seconds)
            after_a_jump(site)
            said.append(follows(site, seconds))
        clock.set(spring)
        after_a_jump(site)
        said.append(follows(site, spring.timestamp() - time.time()))
        time.sleep(3)
        said.append(follows(site, spring.timestamp() + 3 - time.time()))
        clock.move(0)
        after_a_jump(site)
        recovery = site.heals()
    return Seen(f"200 throughout; every door told the new time after at most {max(said):.1f} s", recovery)


def after_a_jump(site: Site) -> None:
    """What systemd starts then, in the stack's folder."""
    unit = (ROOT / "deploy" / "systemd" / "familjecentral-clock.service").read_text()
    command = re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE)[0]
    where = command.replace("/var/cache/nginx/familjecentral", str(site.folder / "cache"))
    subprocess.run(where.split(), check=True)


def follows(site: Site, ahead: float) -> float:
    """Seconds until the start page tells the time that it is so many seconds ahead, at every door; it may be RENEWED old."""
    began = time.monotonic()
    while True:
        answers = [site.ask("/sv/", door) for door in DOORS for _process in range(3)]
        assert {answer.status for answer in answers} == {200}, statuses(answers)
        now = datetime.fromtimestamp(time.time() + ahead, ZONE)
        told = [
            re.findall(r'class="as-of.*?kl\.\s(\d+)(?:\.(\d\d))?</bdi>', answer.body, re.DOTALL)
            for answer in answers
        ]
        late = [
            (now.hour * 60 + now.minute - int(hour) * 60 - int(minute or 0)) % 1440
            for [(hour, minute)] in told
        ]
        if max(late) <= RENEWED.seconds / 60 + 1:
            return time.monotonic() - began
        assert time.monotonic() < began + 10, f"{ahead:.0f} s ahead: {late} minutes late"


FAULTS = (migration, clock_change)
