"""Fill an empty site with the initial content; run again, it only adds and refreshes what no editor has touched."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from familjecentral.home.content_files import records
from familjecentral.home.loading import Loader
from familjecentral.home.roles import give_roles
from familjecentral.search.models import SearchDocument


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--example", action="store_true", help="add invented addresses and phones, marked EXAMPLE"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["example"] and not settings.LOCAL:
            raise CommandError("Example data is only for a local run: set LOCAL=1, or leave --example out.")
        found = records(example=options["example"])
        loader = Loader(found)
        for number, (record, outcome) in enumerate(loader.load(), start=1):
            self.stdout.write(f"{number:>3}/{len(found)}  {record.key:<32} {outcome}")
        give_roles()
        if not SearchDocument.objects.exists():
            # A site that was filled before there were any.
            call_command("update_search_documents", stdout=self.stdout)
        for language, problems in loader.problems.items():
            self.stderr.write(
                f"{language}: {len(problems)} translations do not fit the Swedish, first: {problems[0]}"
            )
