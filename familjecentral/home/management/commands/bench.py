"""Measure queries and bytes of every page type against the budgets, in a database of its own that is then forgotten."""

import logging
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import PurePosixPath
from typing import Any

import brotli
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from familjecentral.core import formats, stylesheet
from familjecentral.core.models import BasePage
from familjecentral.home import benchmark
from familjecentral.home.benchmark import Assets, Measurement
from familjecentral.home.growth import grow_activities, grow_centres, grow_news
from locations.models import CentreService

LANGUAGES = ("sv", "ar")
CENTRES, ACTIVITIES, NEWS = 300, 10_000, 5_000
# A page is compressed while a reader waits; the stylesheet once, when it is collected.
HTML_QUALITY, CSS_QUALITY = 5, 11
REPORT = settings.BASE_DIR / "docs" / "performance.md"
INTRODUCTION = f"""# Performance

Written by `manage.py bench --write`. SQL: queries with every cache empty. Bytes: HTML raw, HTML in Brotli (quality
{HTML_QUALITY}), its stylesheet in Brotli (quality {CSS_QUALITY}), their sum. Requests: HTML and CSS; "later": symbols, script, images.
Each row shows the worst page of its type. Budgets: {benchmark.MAX_QUERIES} queries, the same however many centres,
activities and news there are; {benchmark.MAX_BYTES} bytes of HTML and CSS; {benchmark.MAX_REQUESTS} requests; nothing from other hosts; no cookies.
"""


@contextmanager
def own_database() -> Iterator[None]:
    """An empty SQLite database in memory in the place of the project's, whatever that is."""
    project = connections.settings["default"]
    connections["default"].close()
    own = {**project, "ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}}
    connections.settings["default"] = own
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = project
        del connections["default"]


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
        parser.add_argument("--quick", action="store_true", help=f"without the {NEWS} news items")
        parser.add_argument("--write", action="store_true", help="write the tables to docs/performance.md")

    def handle(self, *args: Any, **options: Any) -> None:
        storages = {**settings.STORAGES, "staticfiles": {"BACKEND": f"{benchmark.__name__}.HashedNames"}}
        caches = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
        # Without a warning for the 404 that is asked for, or for static files that were never collected.
        logging.disable(logging.WARNING)
        root = settings.BASE_DIR / "static"
        with (
            own_database(),
            override_settings(STORAGES=storages, STATIC_ROOT=root, CACHES=caches, ALLOWED_HOSTS=["*"]),
        ):
            self.step("migrating")
            call_command("migrate", verbosity=0)
            self.step("loading the initial content with examples")
            with override_settings(LOCAL=True):
                call_command("load_content", example=True, stdout=StringIO(), stderr=StringIO())
            pages = addresses()
            parts = [INTRODUCTION]
            problems: list[str] = []
            few = self.measure(pages)
            self.report(f"Initial content: {len(pages)} pages", few, (), parts, problems)
            self.step(f"making {CENTRES} centres")
            grow_centres(CENTRES)
            self.step(f"making {ACTIVITIES} activities")
            grow_activities(ACTIVITIES)
            size = (
                f"With {CENTRES} centres, {CentreService.objects.count()} services, {ACTIVITIES} activities"
            )
            self.report(size, self.measure(pages), few, parts, problems)
            if not options["quick"]:
                self.step(f"making {NEWS} news items")
                grow_news(NEWS)
                self.report(f"{size}, {NEWS} news items", self.measure(pages), few, parts, problems)
        if options["write"]:
            REPORT.write_text("\n".join(parts), encoding="utf-8")
            self.stdout.write(f"Wrote {REPORT.relative_to(settings.BASE_DIR)}")
        if problems:
            raise CommandError("Budgets missed:\n" + "\n".join(problems))
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
        found = [measured(kind, language, address, css) for kind, address in pages for language in LANGUAGES]
        for empty in (measurement for measurement in found if not measurement.html):
            self.stdout.write(f"{empty.address} answers with nothing: left out")
        return [measurement for measurement in found if measurement.html]

    def report(
        self, title: str, found: list[Measurement], before: Any, parts: list[str], problems: list[str]
    ) -> None:
        parts.append(f"## {title}\n\n{benchmark.table(benchmark.rows(found, before))}\n")
        problems += [f"{title}: {line}" for line in benchmark.all_missed(found, before)]
        self.stdout.write(f"\n{parts[-1]}")
