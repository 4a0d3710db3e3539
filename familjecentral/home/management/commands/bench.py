"""Measure queries and bytes of every page type against the budgets, in a database of its own that is then forgotten."""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Any

import brotli
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from familjecentral.alerts.choices import Level, ReadyText
from familjecentral.alerts.models import Alert
from familjecentral.core import formats, stylesheet
from familjecentral.core.findings import Findings, table, verdict
from familjecentral.core.measuring import own_site
from familjecentral.core.models import BasePage
from familjecentral.home import benchmark
from familjecentral.home.benchmark import MAX_BYTES, MAX_QUERIES, MAX_REQUESTS, Assets, Measurement
from familjecentral.home.growth import grow_activities, grow_centres, grow_news
from locations.models import CentrePage, CentreService

LANGUAGES = ("sv", "ar")
CENTRES, ACTIVITIES, NEWS = 300, 10_000, 5_000
QUICK_CENTRES, QUICK_ACTIVITIES = 60, 2_000
# A page is packed when it is stored (as pagecache/entries.py does it), the stylesheet once, when it is collected.
HTML_QUALITY, CSS_QUALITY = 8, 11
MESSAGES = "centre, three messages"
EXPLAINED = f"""SQL: queries with every cache empty. Bytes: HTML raw, HTML in Brotli (quality {HTML_QUALITY}), its stylesheet in Brotli (quality
{CSS_QUALITY}), their sum. Requests: HTML and CSS; "later": symbols, script, images. Each row shows the worst page of its type.
Budgets: {MAX_QUERIES} queries, the same however many centres, activities and news there are; {MAX_BYTES} bytes of HTML and CSS;
{MAX_REQUESTS} requests; nothing from other hosts; no cookies.
"""


def addresses() -> list[tuple[str, str]]:
    """(page type, address without its language) of every page, and of the views that are no page."""
    home = BasePage.objects.get(depth=2)
    pages = BasePage.objects.live().filter(path__startswith=home.path).order_by("path")
    found = [(page.specific_class.__name__, page.url_path.removeprefix(home.url_path)) for page in pages]
    centres = [address for kind, address in found if kind == "CentrePage"]
    find = next(address for kind, address in found if kind == "CentreIndexPage")
    week = formats.iso_week(timezone.localdate() + timedelta(days=7))
    return [
        *found,
        (MESSAGES, centres[0]),
        ("centre, a week", f"{centres[0]}?vecka={week}"),
        ("centre, an age", f"{centres[0]}?alder=0"),
        ("centre, to keep", f"{centres[0]}?sparad=1"),
        ("talk to staff", f"{centres[0]}prata/"),
        ("poster", f"{centres[0]}affisch/"),
        ("find, a week", f"{find}?vecka={week}"),
        ("find, open now", f"{find}?oppet=1"),
        ("search", "sok/?q=öppnat"),
        ("report", "tillganglighet/rapport/"),
        ("404", "finns-inte/"),
    ]


@contextmanager
def messages() -> Iterator[None]:
    """One of each degree above the first centre while the block runs; one in words that nobody translated."""
    own = {"title_sv": "Öppna förskolan flyttar ut", "text_sv": "I veckan är vi i lekparken mitt emot."}
    ready: tuple[dict[str, str], ...] = ({"ready_text": ReadyText.WAIT}, {"ready_text": ReadyText.LIFT}, own)
    with transaction.atomic():
        centre = CentrePage.objects.order_by("path").first()
        for level, words in zip(Level, ready, strict=True):
            Alert.objects.create(level=level, centre=centre, **words)
        yield
        transaction.set_rollback(True)


def measured(kind: str, language: str, address: str, css: dict[str, int]) -> Measurement:
    """One visit with every cache empty. `css`: bytes of each stylesheet, by its name without folder and ending."""
    cache.clear()
    ContentType.objects.clear_cache()
    url = f"/{language}/{address}"
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(url, secure=True)
    if response.status_code != (404 if kind == "404" else 200):
        raise CommandError(f"{url} answers {response.status_code}")
    assets = Assets(response.content.decode())
    return Measurement(
        kind, language, url, len(queries), len(response.content),
        len(brotli.compress(response.content, quality=HTML_QUALITY)),
        sum(css[PurePosixPath(style).name.partition(".")[0]] for style in assets.styles),
        1 + len(assets.styles), len(assets.sprites), len(assets.scripts), len(assets.images),
        len(assets.foreign), len(response.cookies),
    )  # fmt: skip


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--quick",
            action="store_true",
            help=f"{QUICK_CENTRES} centres, not {CENTRES}; no {NEWS} news items",
        )
        parser.add_argument("--loaded", type=Path, help="an SQLite file to begin with, or to leave")
        parser.add_argument("--findings", default="", help="a JSON file to write, for deploy/bench.py")

    def handle(self, *args: Any, quick: bool, loaded: Path | None, findings: str, **options: Any) -> None:
        self.found = Findings(details=[EXPLAINED])
        self.all: list[Measurement] = []
        centres, activities = (QUICK_CENTRES, QUICK_ACTIVITIES) if quick else (CENTRES, ACTIVITIES)
        self.step("the initial content with examples")
        with own_site(loaded):
            pages = addresses()
            few = self.measure(pages)
            self.report(f"Initial content: {len(pages)} pages", few, [])
            self.step(f"making {centres} centres, {activities} activities")
            grow_centres(centres)
            grow_activities(activities)
            size = (
                f"With {centres} centres, {CentreService.objects.count()} services, {activities} activities"
            )
            self.report(size, self.measure(pages), few)
            if not quick:
                self.step(f"making {NEWS} news items")
                grow_news(NEWS)
                self.report(f"{size}, {NEWS} news items", self.measure(pages), few)
        self.summarise()
        if findings:
            self.found.write(findings)
        if self.found.missed:
            raise CommandError("Budgets missed:\n" + "\n".join(self.found.missed))
        self.stdout.write("Every budget is met.")

    def step(self, text: str) -> None:
        self.stdout.write(f"{time.strftime('%H:%M:%S')} {text} …")
        self.stdout.flush()

    def measure(self, pages: list[tuple[str, str]]) -> list[Measurement]:
        self.step(f"visiting {len(pages)} pages in {len(LANGUAGES)} languages")
        css = {
            PurePosixPath(name).stem: len(
                brotli.compress(stylesheet.joined(name).encode(), quality=CSS_QUALITY)
            )
            for name in stylesheet.SHEETS
        }
        found = []
        for kind, address in pages:
            for language in LANGUAGES:
                if kind == MESSAGES:
                    with messages():
                        found.append(measured(kind, language, address, css))
                else:
                    found.append(measured(kind, language, address, css))
        for empty in (measurement for measurement in found if not measurement.html):
            self.stdout.write(f"{empty.address} answers with nothing: left out")
        return [measurement for measurement in found if measurement.html]

    def report(self, title: str, found: list[Measurement], before: list[Measurement]) -> None:
        drawn = table(benchmark.HEADINGS, benchmark.rows(found, before))
        self.found.details.append(f"### {title}\n\n{drawn}\n")
        self.found.missed += [f"{title}: {line}" for line in benchmark.all_missed(found, before)]
        self.all += found
        self.stdout.write(f"\n{self.found.details[-1]}")

    def summarise(self) -> None:
        for what, name, limit in (
            ("SQL queries, uncached page, worst", "queries", MAX_QUERIES),
            ("HTML + CSS in Brotli, bytes, worst", "window", MAX_BYTES),
            ("requests before a page is drawn, worst", "requests", MAX_REQUESTS),
            ("files from other hosts", "foreign", 0),
            ("cookies for visitors", "cookies", 0),
        ):
            worst = max(self.all, key=lambda one: int(getattr(one, name)))
            value = getattr(worst, name)
            ratio = f"{value / limit:.2f}" if limit else "–"
            where = f" ({worst.kind}, {worst.language})" if value else ""
            met = verdict(value <= limit)
            self.found.lines.append((what, f"{value}{where}", f"limit {limit}", ratio, f"≤ {limit}", met))
