"""Write the page that the web server shows when the site cannot answer, one file per language, beside static files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template import Context
from django.template.loader import select_template
from django.utils import translation

from familjecentral.core import languages


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        template: Any = select_template(["503.html", "500.html"])
        folder = Path(settings.STATIC_ROOT) / "sorry"
        folder.mkdir(parents=True, exist_ok=True)
        for language in languages.PUBLIC:
            with translation.override(language.code):
                page = template.template.render(Context({"language": language}))
            (folder / f"{language.code}.html").write_text(page, encoding="utf-8")
        self.stdout.write(f"{len(languages.PUBLIC)} pages in {folder}")
