from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from familjecentral.core import languages, po_files


class Command(BaseCommand):
    help = "Compile the interface's texts (django.po) so that Django can read them."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        for code in languages.CODES:
            path = po_files.catalogue_path(settings.BASE_DIR, code)
            if not path.exists():
                raise CommandError(f"{code}: no catalogue; run manage.py update_catalogues")
            changed = po_files.compile_catalogue(path)
            self.stdout.write(f"{code}: {'compiled' if changed else 'unchanged'}")
