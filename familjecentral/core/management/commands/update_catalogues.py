from argparse import ArgumentParser

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from familjecentral.core import languages, messages, po_files


class Command(BaseCommand):
    help = "Bring every language's django.po in line with the texts in code and templates."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit 1 where something is wrong"
        )

    def handle(self, *args: object, check: bool, **options: object) -> None:
        found = messages.find_messages(settings.BASE_DIR)
        if check:
            self.check_catalogues(found)
            return
        for code in languages.CODES:
            changed = po_files.update(settings.BASE_DIR, code, found)
            self.stdout.write(f"{code}: {'updated' if changed else 'unchanged'}")

    def check_catalogues(self, found: dict[messages.Key, messages.Message]) -> None:
        faults = 0
        for language in languages.LANGUAGES:
            report = self.report(language, found)
            state = "" if language.public else " (in preparation)"
            self.stdout.write(f"{language.code}: {report.translated} of {report.total} translated{state}")
            for fault in report.faults:
                self.stderr.write(f"{language.code}: {fault}")
            faults += len(report.faults)
        if faults:
            raise CommandError(f"{faults} faults; manage.py update_catalogues mends missing and stale ones")

    def report(
        self, language: languages.Language, found: dict[messages.Key, messages.Message]
    ) -> po_files.Report:
        path = po_files.catalogue_path(settings.BASE_DIR, language.code)
        if not path.exists():
            return po_files.Report(language.code, faults=["no catalogue"])
        return po_files.check(polib.pofile(str(path)), found, language.code, public=language.public)
