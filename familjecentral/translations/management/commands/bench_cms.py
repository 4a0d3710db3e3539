"""Measure what editors open: page forms, the matrix and one language's export, in a database that is then forgotten."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.test import Client

from familjecentral.core.findings import Findings, number, table, verdict
from familjecentral.core.measuring import Cost, cost, own_site
from familjecentral.core.models import BasePage
from familjecentral.translations import files
from familjecentral.translations.models import Subject

PAGES, QUICK_PAGES = 300, 60
SECONDS = 1.0
"""The matrix opens in less, with so many pages and every language."""
FORM_BYTES = 300_000
"""HTML of a page's form, whatever the number of languages."""
LANGUAGE = "ar"


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--quick", action="store_true", help=f"with {QUICK_PAGES} pages instead of {PAGES}"
        )
        parser.add_argument("--loaded", type=Path, help="an SQLite file to begin with, or to leave")
        parser.add_argument("--findings", default="", help="a JSON file to write, for deploy/bench.py")

    def handle(self, *args: Any, quick: bool, loaded: Path | None, findings: str, **options: Any) -> None:
        self.found, self.again = Findings(), 1 if quick else 3
        self._step("the initial content with examples")
        with own_site(loaded):
            self.client = Client()
            self.client.force_login(get_user_model().objects.create_superuser("bench", "", "bench"))
            self._step("opening a form of each kind of page")
            self._forms()
            few = self._workbench()
            self._copy(QUICK_PAGES if quick else PAGES)
            self._compare(few, self._workbench())
        self.stdout.write("\n".join(self.found.details))
        if findings:
            self.found.write(findings)
        if self.found.missed:
            raise CommandError("Budgets missed:\n" + "\n".join(self.found.missed))
        self.stdout.write("Every budget is met.")

    # --- Forms of pages ----------------------------------------------------------------------------------------------

    def _forms(self) -> None:
        largest: dict[str, BasePage] = {}
        for page in sorted(
            BasePage.objects.filter(depth__gt=1).specific(), key=lambda one: len(str(one.serializable_data()))
        ):
            largest[type(page).__name__] = page
        costs = {
            kind: cost(self._get(f"/cms/pages/{page.pk}/edit/"), self.again) for kind, page in largest.items()
        }
        sizes = {kind: len(one.result.content) for kind, one in costs.items()}
        rows = [
            (kind, str(one.queries), number(one.cold), number(one.warm), number(sizes[kind] / 1000))
            for kind, one in costs.items()
        ]
        drawn = table(("form of a", "SQL", "seconds, cold", "seconds", "kB HTML"), rows)
        self.found.details.append(f"### Forms of pages in the CMS\n\n{drawn}\n")
        kind = max(sizes, key=lambda one: sizes[one])
        self.found.lines.append(
            ("editor's page form, largest, kB HTML", f"{sizes[kind] / 1000:.0f} ({kind})", f"limit {FORM_BYTES // 1000}",
             f"{sizes[kind] / FORM_BYTES:.2f}", f"≤ {FORM_BYTES // 1000}", verdict(sizes[kind] <= FORM_BYTES))
        )  # fmt: skip
        if sizes[kind] > FORM_BYTES:
            self.found.missed.append(
                f"the form of a {kind} is {sizes[kind]} bytes of HTML, at most {FORM_BYTES}"
            )

    def _get(self, address: str) -> Callable[[], Any]:
        def get() -> Any:
            response = self.client.get(address, secure=True)
            if response.status_code != 200:
                raise CommandError(f"{address} answers {response.status_code}")
            return response

        return get

    # --- The workbench -----------------------------------------------------------------------------------------------

    def _workbench(self) -> tuple[int, Cost, Cost]:
        """(records, matrix, export of a language)."""
        return (
            Subject.objects.count(),
            cost(self._get("/cms/translations/"), self.again),
            cost(lambda: str(files.export(LANGUAGE, files.everything(LANGUAGE))), self.again),
        )

    def _copy(self, wanted: int) -> None:
        source = max(BasePage.objects.live().specific(), key=lambda page: len(str(page.serializable_data())))
        for number_ in range(BasePage.objects.count(), wanted + 1):
            source.copy(update_attrs={"slug": f"copy-{number_}"}, copy_revisions=False, keep_live=True)
            if number_ % 50 == 0:
                self._step(f"{number_} pages")

    def _compare(self, few: tuple[int, Cost, Cost], many: tuple[int, Cost, Cost]) -> None:
        rows = []
        for records, *costs in (few, many):
            for what, one in zip(("matrix", f"export of {LANGUAGE}"), costs, strict=True):
                sent = one.result if isinstance(one.result, str) else one.result.content.decode()
                rows.append(
                    (what, str(records), str(one.warm_queries), number(one.cold), number(one.warm),
                     number(len(sent.encode()) / 1000))
                )  # fmt: skip
        drawn = table(("what", "records", "SQL", "seconds, cold", "seconds", "kB"), rows)
        self.found.details.append(f"### The workbench of translations\n\n{drawn}\n")
        for what, less, more in zip(("matrix", "export"), few[1:], many[1:], strict=True):
            if more.warm_queries > less.warm_queries:
                self.found.missed.append(
                    f"{what}: {less.warm_queries} queries, {more.warm_queries} with more records"
                )
        seconds = many[1].warm
        self.found.lines.append(
            (f"matrix of translations, {many[0]} records, seconds", f"{number(seconds)} ({few[0]} records: {number(few[1].warm)})",
             f"limit {SECONDS:.0f}", f"{seconds / SECONDS:.2f}", f"≤ {SECONDS:.0f}", verdict(seconds <= SECONDS))
        )  # fmt: skip

    def _step(self, text: str) -> None:
        self.stdout.write(f"{time.strftime('%H:%M:%S')} {text} …")
        self.stdout.flush()
