"""Measure the matrix and one language's export with many pages, in a database in memory that is then forgotten."""

import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client, override_settings

from familjecentral.core.models import BasePage
from familjecentral.translations import files
from familjecentral.translations.models import Subject

PAGES = 300
SECONDS = 1.0
"""The matrix opens in less, with so many pages and every language."""
LANGUAGE = "ar"


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quick", action="store_true", help="with 60 pages instead of 300")

    def handle(self, *args: Any, quick: bool, **options: Any) -> None:
        if ":memory:" not in str(connection.settings_dict["NAME"]) and "mode=memory" not in str(
            connection.settings_dict["NAME"]
        ):
            raise CommandError("Set DATABASE_URL=sqlite://:memory: – this fills the database with copies.")
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        storages = {**settings.STORAGES, "staticfiles": plain}
        with override_settings(STORAGES=storages, ALLOWED_HOSTS=["*"], LOCAL=True):
            self._step("migrating and loading the initial content")
            call_command("migrate", verbosity=0)
            call_command("load_content", example=True, stdout=StringIO(), stderr=StringIO())
            client = Client()
            client.force_login(get_user_model().objects.create_superuser("bench", "", "bench"))
            few = self._measured(client)
            self._copy(60 if quick else PAGES)
            many = self._measured(client)
        missed = []
        self.stdout.write(f"\n| what | {few['records']} records | {many['records']} records |\n|---|---|---|")
        for name in few:
            if name != "records":
                self.stdout.write(f"| {name} | {few[name]} | {many[name]} |")
                if "SQL" in name and many[name] > few[name]:
                    missed.append(f"{name}: {few[name]} became {many[name]}")
        if many["matrix, seconds"] >= SECONDS:
            missed.append(f"the matrix took {many['matrix, seconds']} s")
        if missed:
            raise CommandError("Budgets missed:\n" + "\n".join(missed))
        self.stdout.write("Every budget is met.")

    def _copy(self, wanted: int) -> None:
        source = max(BasePage.objects.live().specific(), key=lambda page: len(str(page.serializable_data())))
        for number in range(BasePage.objects.count(), wanted + 1):
            source.copy(update_attrs={"slug": f"copy-{number}"}, copy_revisions=False, keep_live=True)
            if number % 50 == 0:
                self._step(f"{number} pages")

    def _measured(self, client: Client) -> dict[str, Any]:
        shown = self._timed(lambda: client.get("/cms/translations/", secure=True))
        sent = self._timed(lambda: str(files.export(LANGUAGE, files.everything(LANGUAGE))))
        return {
            "records": Subject.objects.count(),
            "matrix, SQL": shown[0],
            "matrix, seconds": shown[1],
            "matrix, kB HTML": len(shown[2].content) // 1000,
            "export of a language, SQL": sent[0],
            "export of a language, seconds": sent[1],
            "export of a language, kB": len(sent[2].encode()) // 1000,
        }

    def _timed(self, do: Callable[[], Any]) -> tuple[int, float, Any]:
        """(queries, median seconds of three, result); a first time that fills caches is not counted."""
        do()
        queries: list[str] = []

        def count(execute: Any, sql: str, *rest: Any) -> Any:
            queries.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            do()
        times = []
        for _ in range(3):
            began = time.perf_counter()
            result = do()
            times.append(time.perf_counter() - began)
        return len(queries), round(statistics.median(times), 2), result

    def _step(self, text: str) -> None:
        self.stdout.write(f"{time.strftime('%H:%M:%S')} {text} …")
        self.stdout.flush()
