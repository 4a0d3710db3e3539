"""List what a launch still lacks: facts per centre, invented examples, wordings that need the owners' yes."""

from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from familjecentral.home.missing_facts import missing


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(missing(timezone.localdate()))
        for where, items in groupby(found, key=lambda item: item.where):
            self.stdout.write(where)
            for item in items:
                self.stdout.write(f"    {item.why:<22} {item.what}")
        self.stdout.write(f"{len(found)} to settle." if found else "Nothing is missing.")
