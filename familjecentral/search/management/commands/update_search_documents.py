"""Write what the search finds anew from the records: after a restore, or rows written past `save()`; nightly."""

from typing import Any

from django.core.management.base import BaseCommand

from familjecentral.search import documents


class Command(BaseCommand):
    help = "Bring the search documents up to date with every page, service type and activity."

    def handle(self, *args: Any, **options: Any) -> None:
        for obj, number, total in documents.refresh_all():
            if number % 50 == 0 or number == total:
                self.stdout.write(f"{number}/{total} {obj}")
