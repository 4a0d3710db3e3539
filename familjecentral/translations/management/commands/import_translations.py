"""Read a catalogue that came back from a translator: shows every change and every refusal, then saves drafts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from familjecentral.translations import files


class Command(BaseCommand):
    help = "Import translations from a .po file. Exit code 1 when a unit was refused; the rest is saved."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--language", help="refuse a file in any other")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, write nothing")

    def handle(self, *args: Any, file: Path, language: str | None, dry_run: bool, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                made = files.plan(opened.read(files.MAX_BYTES + 1), language=language)
        except (OSError, files.Unreadable) as error:
            raise CommandError(str(error)) from error
        for record in made.records:
            for unit in record.units:
                self.stdout.write(
                    f"line {unit.line}: {record.title}: {unit.label}\n- {unit.old}\n+ {unit.new}"
                )
        problems = list(made.problems)
        written = 0
        if not dry_run:
            for number, (record, saved) in enumerate(files.apply(made), 1):
                written += len(saved.written)
                problems += files.problems_of(record, saved)
                self.stdout.write(f"{number}/{len(made.records)} {record.title}: {len(saved.written)} saved")
        for problem in problems:
            self.stderr.write(str(problem))
        self.stdout.write(f"{made.units} changes, {written} saved, {len(problems)} refused or reported")
        if problems:
            raise CommandError("Some texts were not taken as they are: see above.")
