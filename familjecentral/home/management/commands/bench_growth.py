"""Measure what pages and search cost on a small and on a large site, in a database that is then forgotten.

SQLite in memory, or a database of its own beside DATABASE_URL's where that is PostgreSQL.
"""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client

from familjecentral.core.findings import Findings, number, table
from familjecentral.core.measuring import Cost, cost, own_site
from familjecentral.home.growth import grow_activities, grow_centres, grow_news
from familjecentral.search import documents
from locations.models import CentrePage

SIZES = ((2, 10), (30, 500), (300, 5_000))
"""Centres, news items. Activities: ACTIVITIES at each centre."""

ACTIVITIES = 33
PAGES = {
    "home": "/sv/",
    "find": "/sv/hitta-familjecentral/",
    "centre": "/sv/hitta-familjecentral/{centre}/",
    "news index": "/sv/nyheter/",
    "search, a word": "/sv/sok/?q=öppnat",
    "search, misspelt": "/sv/sok/?q=barnmoska",
    "search, Arabic": "/ar/sok/?q=قابلة",
}
HEADINGS = ("page", "centres", "news", "SQL", "ms, cold", "ms", "kB HTML")


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quick", action="store_true", help="without the largest size")
        parser.add_argument("--loaded", type=Path, help="an SQLite file to begin with, or to leave")
        parser.add_argument("--findings", default="", help="a JSON file to write, for deploy/bench.py")

    def handle(self, *args: Any, quick: bool, loaded: Path | None, findings: str, **options: Any) -> None:
        sizes = SIZES[:2] if quick else SIZES
        costs: dict[tuple[str, int], Cost] = {}
        self._step("the initial content with examples")
        with own_site(loaded, same_server=True):
            database = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}[connection.vendor]
            centre = CentrePage.objects.order_by("path").first()
            for centres, news in sizes:
                self._step(f"{database}: making {centres} centres, {news} news items")
                grow_centres(centres)
                grow_activities(centres * ACTIVITIES)
                grow_news(news)
                self._step(f"{database}: visiting")
                for page, address in PAGES.items():
                    costs[page, centres] = self._visit(
                        address.format(centre=centre.slug), again=2 if quick else 5
                    )
        rows = [
            (page, str(centres), str(news), str(one.queries), number(one.cold * 1000), number(one.warm * 1000),
             number(len(one.result.content) / 1000))
            for page in PAGES for centres, news in sizes for one in [costs[page, centres]]
        ]  # fmt: skip
        drawn = table(HEADINGS, rows)
        self.stdout.write(f"\n{database}\n\n{drawn}")
        if findings:
            curves = {
                page: [(float(centres), costs[page, centres].warm * 1000) for centres, _ in sizes]
                for page in PAGES
            }
            self._findings(database, drawn, costs, curves, sizes).write(findings)

    def _visit(self, address: str, again: int) -> Cost:
        # As the first of its process.
        documents._indexes.clear()

        def visit() -> Any:
            response = Client().get(address, secure=True)
            if response.status_code != 200:
                raise CommandError(f"{address} answers {response.status_code}")
            return response

        return cost(visit, again)

    def _findings(
        self, database: str, drawn: str, costs: dict[tuple[str, int], Cost], curves: Any, sizes: Any
    ) -> Findings:
        small, large = sizes[0][0], sizes[-1][0]
        lines: list[tuple[str, ...]] = [
            (
                f"{page}, {large} centres and {sizes[-1][1]:,} news, ms, {database}".replace(",0", " 0"),
                f"{number(costs[page, large].warm * 1000)} (cold {number(costs[page, large].cold * 1000)})",
                f"{small} centres: {number(costs[page, small].warm * 1000)}",
                f"{costs[page, large].warm / costs[page, small].warm:.2f}",
                "–",
                "–",
            )
            for page in PAGES
        ]
        text = f"### Cost on a larger site, {database}\n\n{drawn}\n"
        return Findings(lines, [text], {f"Milliseconds of a page by number of centres, {database}": curves})

    def _step(self, text: str) -> None:
        self.stdout.write(f"{time.strftime('%H:%M:%S')} {text} …")
        self.stdout.flush()
