"""Write the workbench's table of states anew from the records: after a restore, or rows written past `save()`."""

from typing import Any

from django.core.management.base import BaseCommand

from familjecentral.translations import registry, standings


class Command(BaseCommand):
    help = "Bring the matrix of translations up to date with every record."

    def handle(self, *args: Any, **options: Any) -> None:
        for obj, number, total in standings.refresh_all():
            if number % 50 == 0 or number == total:
                self.stdout.write(f"{number}/{total} {registry.title_of(obj)}")
