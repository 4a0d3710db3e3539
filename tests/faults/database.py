"""Faults of PostgreSQL."""

import os
import signal
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.faults.report import Seen
from tests.faults.site import CENTRE, DOORS, SEARCH, Answer, Clock, Site, slowest, statuses

ZONE = ZoneInfo("Europe/Stockholm")
NEVER_SEEN = {
    "/ar/hitta-familjecentral/tullinge/affisch/": 'lang="ar" dir="rtl"',
    "/fi/hitta-familjecentral/tullinge/affisch/": 'lang="fi" dir="ltr"',
    "/sv/finns-kanske/": 'lang="sv" dir="ltr"',
}
FILTERED = (
    "/sv/hitta-familjecentral/?tjanst=bvc",
    f"{CENTRE}?vecka=2026-W50",
    "/ar/hitta-familjecentral/?oppet=1",
)
NGINX_KEEPS = 3.2
"""Seconds after which nginx's copies are not shown without asking."""


def check_without_database(site: Site, pages: list[str], doors: tuple[str, ...] = DOORS) -> list[Answer]:
    """What was seen answers 200 at every door; what was not says sorry in the visitor's language."""
    answers = [site.ask(page, door) for door in doors for page in pages]
    failed = [(answer.path, answer.status) for answer in answers if answer.status != 200]
    assert not failed, f"{len(failed)} pages that were seen do not answer: {failed[:3]}"
    for path, html in NEVER_SEEN.items():
        for door in doors:
            answer = site.ask(path, door)
            assert answer.status == 503, (door, path, answer.status)
            assert html in answer.html, (door, answer.html)
            assert answer.headers["Retry-After"], answer.headers.items()
    return answers


def database_down(site: Site) -> Seen:
    """Database down"""
    pages = [*site.pages, *FILTERED]
    site.visit(*pages, "/sv/sok/")
    site.stop("postgresql", signal.SIGQUIT)
    time.sleep(NGINX_KEEPS)
    answers = check_without_database(site, pages)
    search = site.ask(SEARCH)
    assert (search.status, 'lang="sv"' in search.html) == (503, True), search.status
    ready = site.ask("/-/ready")
    assert ready.status == 200, ready
    site.start("postgresql")
    second = sum(answer.is_second_body for answer in answers)
    return Seen(
        f"all {len(pages)} pages seen before, by nginx and each instance: 200, slowest "
        f"{slowest(answers):.2f} s ({second} as the version without a state). Pages never seen and searches: "
        "503 in the visitor's language",
        site.heals(),
    )


def database_restart(site: Site) -> Seen:
    """Database restarted under traffic"""
    site.visit(CENTRE, "/ar/", "/en/nyheter/")
    with site.traffic() as answers, site.traffic(SEARCH, threads=1) as searches:
        time.sleep(1)
        site.restart("postgresql")
        recovery = site.heals()
        time.sleep(1)
    assert {answer.status for answer in answers} == {200}, statuses(answers)
    assert {answer.status for answer in searches} <= {200, 503}, statuses(searches)
    return Seen(
        f"pages: {statuses(answers)}; searches, which need it each time: {statuses(searches)}", recovery
    )


def database_hangs(site: Site) -> Seen:
    """Database hangs (it takes connections and never answers)"""
    pages = site.pages[:20]
    site.visit(*pages)
    tell_all(site, signal.SIGSTOP)
    time.sleep(NGINX_KEEPS)
    with site.traffic(SEARCH, threads=2) as searches:
        answers = [site.ask(site.asked_anew(page)) for page in pages]
    tell_all(site, signal.SIGCONT)
    recovery = site.heals()
    assert {answer.status for answer in answers} == {200}, statuses(answers)
    assert slowest(answers) < 15, slowest(answers)
    return Seen(
        f"pages seen before: {statuses(answers)}, slowest {slowest(answers):.1f} s; searches: {statuses(searches)}, "
        f"slowest {slowest(searches):.1f} s",
        recovery,
    )


def tell_all(site: Site, what: signal.Signals) -> None:
    """A signal for the server and its children, which have sessions of their own."""
    first = site.running["postgresql"].pid
    for process in (first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())):
        os.kill(process, what)


def past_change(site: Site) -> Seen:
    """Database stopped at 15.59, page asked at 16.01"""
    pages = [
        f"/{code}/{page}" for code in site.languages for page in ("", "hitta-familjecentral/", CENTRE[4:])
    ]
    with site.clock() as clock:
        day = open_until_four(site, clock)
        before = [site.ask(page, door) for door in DOORS for page in pages]
        assert all(answer.states for answer in before), [a.path for a in before if not a.states]
        assert "open" in site.ask(CENTRE).states
        # The second body of the last page is made after its answer was sent.
        time.sleep(2)
        site.stop("postgresql", signal.SIGQUIT)
        for later in (timedelta(minutes=2), timedelta(hours=23)):
            clock.set(day + later)
            answers = [site.ask(page, door) for _again in range(2) for door in DOORS for page in pages]
            assert {answer.status for answer in answers} == {200}, statuses(answers)
            claiming = [(answer.path, answer.states) for answer in answers if answer.states]
            assert not claiming, claiming[:3]
        clock.set(day + timedelta(minutes=5))
        site.start("postgresql")
        recovery = site.heals()
        said = site.ask(CENTRE).states
        assert "closed" in said, said
        assert "open" not in said, said
    return Seen(
        f"{len(pages)} pages that said open or closed at 15.59: at 16.01 and 23 hours later 200 by "
        f"nginx and each instance, none claims open or closed (status “call first”); right again with the database",
        recovery,
    )


def open_until_four(site: Site, clock: Clock) -> datetime:
    """The first coming day on which the centre of the example data is open at 15.59, at that moment."""
    for days in range(1, 22):
        day = (datetime.now(ZONE) + timedelta(days=days)).replace(hour=15, minute=59, second=0)
        clock.set(day)
        if "open" in site.ask(CENTRE, "web1").states:
            return day
    raise AssertionError("the example data has no day that is open until four")


FAULTS = (database_down, database_restart, database_hangs, past_change)
