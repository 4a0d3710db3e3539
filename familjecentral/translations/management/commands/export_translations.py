"""Write the texts of one language, or of one record, to a gettext catalogue for a translator."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from familjecentral.core import languages
from familjecentral.translations import files, registry, work
from familjecentral.translations.files import Format, Only


class Command(BaseCommand):
    help = "Export translations as a .po or XLIFF 2 file: all of a language, or what is missing or outdated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        targets = [code for code in languages.CODES if code != languages.SOURCE]
        parser.add_argument("language", choices=targets)
        parser.add_argument("--object", metavar="UID", help="only this record, by its uid")
        parser.add_argument("--only", choices=list(Only), default=Only.ALL, type=Only)
        parser.add_argument("--format", choices=list(Format), default=Format.PO, type=Format)
        parser.add_argument("--output", metavar="FILE", help="default: <language>.po or .xlf")

    def handle(self, *args: Any, language: str, only: Only, output: str | None, **options: Any) -> None:
        if options["object"]:
            try:
                row = registry.find(options["object"])
            except ValueError:  # Django's own error for what is no uid
                row = None
            if row is None:
                raise CommandError(f"There is no record {options['object']}")
            works = iter([work.work_of(row, language)])
        else:
            works = files.everything(language)
        target = Path(output or f"{language}{options['format'].ending}")
        po = files.export(language, self._shown(works), only)
        target.write_bytes(files.render(po, options["format"]))
        self.stdout.write(f"{len(po)} texts written to {target}")

    def _shown(self, works: Any) -> Any:
        for number, one in enumerate(works, 1):
            if number % 50 == 0:
                self.stderr.write(f"{number} records read")
            yield one
