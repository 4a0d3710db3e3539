from typing import Any

from django.core.management.base import BaseCommand, CommandError

from familjecentral.pagecache.stores import pages


class Command(BaseCommand):
    help = "Has every stored page made anew, after a restore or a change past the site. Second bodies go too."

    def handle(self, *args: Any, **options: Any) -> None:
        if not pages.shared.purge("generation", "withdrawn"):
            raise CommandError("The shared cache does not answer: no process was told.")
        self.stdout.write("Every page will be made anew.")
