"""Faults of the gunicorn instances, their processes, and Redis beside them."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from deploy import keep_pages
from deploy.stack import HOST
from tests.faults.database import NEVER_SEEN
from tests.faults.report import Seen
from tests.faults.site import DOORS, LANGUAGES, PAGE, SEARCH, Site, slowest, statuses

VISIBLE = 5
"""Seconds after which what is published is seen everywhere."""
KNOWN = 2
"""Seconds for which a process does not ask Redis again."""
LOOKING = 4
"""Who look for it at once."""


def instance_killed(site: Site) -> Seen:
    """One instance killed under traffic"""
    with site.traffic() as answers, site.traffic(SEARCH, threads=1) as searches:
        time.sleep(1)
        site.stop("web1", signal.SIGKILL)
        time.sleep(2)
        site.start("web1")
        recovery = site.heals()
    assert {answer.status for answer in (*answers, *searches)} == {200}, statuses([*answers, *searches])
    return Seen(
        f"pages: {statuses(answers)}, slowest {slowest(answers):.1f} s; searches: {statuses(searches)}",
        recovery,
    )


def worker_killed(site: Site) -> Seen:
    """One worker process killed under traffic"""
    with site.traffic() as answers, site.traffic(SEARCH, threads=1) as searches:
        time.sleep(1)
        first = site.running["web1"].pid
        os.kill(int(Path(f"/proc/{first}/task/{first}/children").read_text().split()[0]), signal.SIGKILL)
        recovery = site.heals()
    assert {answer.status for answer in (*answers, *searches)} == {200}, statuses([*answers, *searches])
    return Seen(
        f"pages: {statuses(answers)}; searches: {statuses(searches)}; gunicorn starts another", recovery
    )


def instance_hangs(site: Site) -> Seen:
    """One instance hangs (it takes connections and never answers)"""
    group = site.running["web1"].pid
    os.killpg(group, signal.SIGSTOP)
    try:
        with site.traffic(threads=2) as answers:
            time.sleep(15)
    finally:
        os.killpg(group, signal.SIGCONT)
    assert {answer.status for answer in answers} == {200}, statuses(answers)
    slow = [answer for answer in answers if answer.seconds > 1]
    return Seen(f"{statuses(answers)}; {len(slow)} waited, at most {slowest(answers):.1f} s", site.heals())


def both_down(site: Site) -> Seen:
    """Both instances down"""
    assert keep_pages.main(f"http://127.0.0.1:{site.port}", HOST) == 0
    for service in ("web1", "web2"):
        site.stop(service, signal.SIGKILL)
    # Nothing of the last hour's pages helps: only what is kept for a day.
    answers = [site.ask(site.asked_anew(page)) for page in site.pages]
    assert {answer.status for answer in answers} == {200}, statuses(answers)
    claiming = [answer.path for answer in answers if answer.states]
    assert not claiming, claiming[:3]
    for path, html in NEVER_SEEN.items():
        answer = site.ask(path)
        assert answer.status == 503, (path, answer.status)
        assert html in answer.html, answer.html
    form = site.ask("/sv/synpunkt/", method="POST", body="svar=ja")
    assert form.status == 503, form.status
    for service in ("web1", "web2"):
        site.start(service)
    return Seen(
        f"{len(answers)} pages of the sitemap, in ten languages: 200 as the kept version, none claims a state, slowest "
        f"{slowest(answers):.2f} s; other pages and forms: the static 503 in the visitor's language",
        site.heals(),
    )


def redis_down(site: Site) -> Seen:
    """Redis down"""
    site.visit()
    pages = site.pages[:40]
    with_redis = median(site.ask(site.asked_anew(page)).seconds for page in pages)
    site.stop("redis", signal.SIGKILL)
    time.sleep(KNOWN)
    answers = [site.ask(site.asked_anew(page)) for page in pages]
    assert {answer.status for answer in answers} == {200}, statuses(answers)
    assert not any(answer.is_second_body for answer in answers)
    without = median(answer.seconds for answer in answers)
    site.start("redis")
    return Seen(
        f"{statuses(answers)}, median {without * 1000:.0f} ms instead of {with_redis * 1000:.0f}: each process makes its "
        "pages itself",
        site.heals(),
    )


def redis_down_and_published(site: Site) -> Seen:
    """Redis down, and a page published meanwhile"""
    site.visit()
    site.stop("redis", signal.SIGKILL)
    word = f"Utan Redis {time.time():.0f}"
    # Somebody reads it all the while, so that old copies lie everywhere.
    with site.traffic(*(f"/{code}/{PAGE}/" for code in site.languages), threads=2):
        seen = last_seen_without(site, word, site.publish(word))
    site.start("redis")
    recovery = site.heals()
    again = last_seen_without(site, word, time.time())
    assert max(seen, again) <= VISIBLE, (seen, again)
    return Seen(
        f"the old text was last seen {seen:.1f} s after the publication; when Redis is back: never", recovery
    )


def redis_lost_a_purge(site: Site) -> Seen:
    """A job publishes while Redis is down, and ends before Redis is back, empty"""
    site.visit()
    site.stop("redis", signal.SIGKILL)
    word = f"Medan Redis var borta {time.time():.0f}"
    site.publish(word)
    site.job.wait()
    site.start("redis")
    seen = last_seen_without(site, word, time.time())
    assert seen <= VISIBLE, f"the old text was seen {seen:.1f} s after"
    return Seen(f"the old text was last seen {seen:.1f} s after Redis is back", site.heals())


def redis_hangs(site: Site) -> Seen:
    """Redis hangs (it takes connections and never answers)"""
    site.visit()
    site.tell("redis", signal.SIGSTOP)
    try:
        answers = [site.ask(site.asked_anew(page)) for page in site.pages[:60]]
    finally:
        site.tell("redis", signal.SIGCONT)
    assert {answer.status for answer in answers} == {200}, statuses(answers)
    assert slowest(answers) < 3, slowest(answers)
    return Seen(f"{statuses(answers)}, slowest {slowest(answers):.2f} s", site.heals())


def last_seen_without(site: Site, word: str, since: float, doors: tuple[str, ...] = DOORS) -> float:
    """Seconds after a moment (time.time) at which the page was last seen without a published word; 0: never.

    Asks at these doors for every language and encoding, again and again, for as long as it may take and once more: an
    instance has several processes.
    """
    addresses = [
        (door, f"/{code}/{PAGE}/", encoding)
        for door in doors
        for code in LANGUAGES
        for encoding in ("br", "gzip", "identity")
    ]
    last = [0.0]

    def ask(one: tuple[str, str, str]) -> bool:
        door, path, encoding = one
        asked = time.time() - since
        has = word in site.ask(path, door, Accept_Encoding=encoding).body
        last.append(0 if has else asked)
        return has

    with ThreadPoolExecutor(LOOKING) as pool:
        while not all(pool.map(ask, addresses)) or time.time() < since + VISIBLE:
            assert time.time() < since + 60, f"still seen without {word!r} after a minute"
        list(pool.map(ask, addresses * 2))
    return max(last)


FAULTS = (
    instance_killed,
    worker_killed,
    instance_hangs,
    both_down,
    redis_down,
    redis_down_and_published,
    redis_lost_a_purge,
    redis_hangs,
)
