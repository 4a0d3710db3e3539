"""Faults of disks: full ones (small file systems in memory, so it takes root), and pictures that are away."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.database import FILTERED
from tests.faults.report import Seen
from tests.faults.site import CENTRE, SEARCH, NotTried, Site, slowest, statuses

MB = 1024 * 1024


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A file system of this size at the place, which it hides."""
    place.mkdir(exist_ok=True)
    size = f"size={megabytes}m,mode=755"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(place)], capture_output=True, text=True
    )
    if mounted.returncode:
        raise NotTried(f"nothing can be mounted here ({mounted.stderr.strip()})")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place: Path) -> Path:
    """One file that leaves no byte free."""
    stuffing = place / "stuffing"
    with stuffing.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            return stuffing
    return stuffing


def nginx_disk_full(site: Site) -> Seen:
    """Disk full: nginx's (pages it keeps lie in memory of their own, as in production)"""
    site.stop("nginx")
    with small_disk(site.folder / "cache", 256), small_disk(site.folder / "temporary", 1) as place:
        site.start("nginx")
        stuffing = fill(place)
        answers = site.visit(*site.pages, *FILTERED, SEARCH, "/sitemap.xml", f"/sv/sok/?q={'a' * 3000}")
        form = site.ask("/sv/synpunkt/", method="POST", body=f"a={'b' * 48_000}")
        stuffing.unlink()
        recovery = site.heals()
        kept = site.visit(CENTRE, CENTRE)[1].headers["X-Cache"]
        site.stop("nginx")
    site.start("nginx")
    assert {answer.status for answer in answers} == {200}, statuses(answers)
    # Not from a page of ours: refused by the site, which got all of it.
    assert (kept, form.status) == ("HIT", 403), (kept, form.status)
    return Seen(
        f"{statuses(answers)}, slowest {slowest(answers):.2f} s; a form of 48 kB reaches the site", recovery
    )


def page_cache_disk_full(site: Site) -> Seen:
    """Disk full: the folder of stored pages of a machine without Redis (PAGE_CACHE_DIR)"""
    with small_disk(site.folder / "pages", 1) as place:
        site.restart("web1", "web2", REDIS_URL="", PAGE_CACHE_DIR=str(place))
        site.ask(CENTRE)
        stuffing = fill(place)
        answers = [site.ask(site.asked_anew(page)) for page in site.pages]
        stuffing.unlink()
        recovery = site.heals()
        site.restart("web1", "web2")
    assert {answer.status for answer in answers} == {200}, statuses(answers)
    return Seen(f"{statuses(answers)}, slowest {slowest(answers):.2f} s", recovery)


def database_disk_full(site: Site) -> Seen:
    """Disk full: the database's"""
    site.stop("postgresql")
    data = site.folder / "postgresql"
    size = int(
        subprocess.run(["du", "-sm", str(data)], capture_output=True, check=True, text=True).stdout.split()[0]
    )
    aside = site.folder / "postgresql-aside"
    with small_disk(aside, size + 20) as place:
        subprocess.run(["cp", "-a", f"{data}/.", str(place)], check=True)
        data.rename(site.folder / "postgresql-true")
        data.symlink_to(place)
        try:
            place.chmod(0o700)
            shutil.chown(place, (place / "PG_VERSION").owner())
            site.start("postgresql")
            site.heals()
            stuffing = fill(place)
            answers = [site.ask(site.asked_anew(page)) for page in site.pages]
            searches = [site.ask(f"/sv/sok/?q=bvc{number}") for number in range(5)]
            written = site.shell(WRITE)
            stuffing.unlink()
            recovery = site.heals()
            site.stop("postgresql")
        finally:
            data.unlink()
            (site.folder / "postgresql-true").rename(data)
    site.start("postgresql")
    assert {answer.status for answer in answers} == {200}, statuses(answers)
    return Seen(
        f"pages: {statuses(answers)}; searches: {statuses(searches)}; saving large texts: {written.strip()}",
        recovery,
    )


WRITE = """
from django.db import connection
with connection.cursor() as cursor:
    try:
        cursor.execute("create table stuffing as select repeat(md5(n::text), 100) from generate_series(1, 200000) as n")
        print("went")
    except Exception as error:
        print("refused,", str(error).split(":")[-1].strip().splitlines()[0])
"""


def media_gone(site: Site) -> Seen:
    """Media storage down: the folder is not there"""
    images = site.folder / "media" / "images"
    images.mkdir(exist_ok=True)
    (images / "fault.webp").write_bytes(b"picture")
    assert site.ask("/media/images/fault.webp").status == 200
    aside = images.parent.rename(site.folder / "media-aside")
    picture = site.ask("/media/images/fault.webp")
    answers = [site.ask(site.asked_anew(page)) for page in site.pages[:60]] + [site.ask(SEARCH)]
    aside.rename(site.folder / "media")
    assert {answer.status for answer in answers} == {200}, statuses(answers)
    assert site.ask("/media/images/fault.webp").status == 200
    assert picture.status == 404, picture.status
    return Seen(
        f"pages: {statuses(answers)}; a picture: {picture.status} after {picture.seconds:.1f} s", site.heals()
    )


def bucket_hangs(site: Site) -> Seen:
    """Media storage down: object storage takes connections and never answers"""
    with socket.create_server(("127.0.0.1", 0), backlog=500) as silent:
        storage = {
            "MEDIA_S3_BUCKET": "media",
            "MEDIA_S3_ENDPOINT": f"http://127.0.0.1:{silent.getsockname()[1]}",
            "MEDIA_S3_ACCESS_KEY": "a",
            "MEDIA_S3_SECRET_KEY": "a",
        }
        site.restart("web1", "web2", **storage)
        with site.traffic("/media/images/gone.webp", threads=6) as pictures:
            time.sleep(1)
            answers = [site.ask(site.asked_anew(page)) for page in site.pages[:60]]
            searches = [site.ask(SEARCH) for _ in range(5)]
    site.restart("web1", "web2")
    assert {answer.status for answer in answers} == {200}, statuses(answers)
    return Seen(
        f"pages: {statuses(answers)}, slowest {slowest(answers):.2f} s; searches: {statuses(searches)}; pictures: "
        f"{statuses(pictures)} after at most {slowest(pictures):.0f} s",
        site.heals(),
    )


FAULTS = (nginx_disk_full, page_cache_disk_full, database_disk_full, media_gone, bucket_hangs)
