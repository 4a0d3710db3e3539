"""What a release must be able to do on a database: run by upgrade_check.py in the folder of one release.

Reads the sitemap's pages in two languages, publishes each page again, and writes a copy of one record of every model,
which is then taken back. Prints what failed; exit 1 then. It uses nothing of ours, so that it runs in every release.
"""

import os
import re
import sys

sys.path.insert(0, os.getcwd())  # noqa: PTH109 (the release's folder, and not this script's)
os.environ["DJANGO_SETTINGS_MODULE"] = "familjecentral.settings"
LANGUAGES = ("sv", "ar")


class Undo(Exception):
    """Takes back what was written."""


def unreadable() -> list[str]:
    """Pages of the sitemap that do not answer 200."""
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    sitemap = client.get("/sitemap.xml").content.decode()
    paths = dict.fromkeys(re.findall(rf'https?://[^/"<]+(/(?:{"|".join(LANGUAGES)})/[^"<]*)', sitemap))
    failed = [] if len(paths) > 10 else [f"the sitemap has {len(paths)} pages"]
    for path in paths:
        status = client.get(path).status_code
        if status != 200:
            failed.append(f"{path} answers {status}")
    return failed


def unpublishable() -> list[str]:
    from django.apps import apps
    from django.conf import settings

    failed = []
    for page in apps.get_model(settings.WAGTAIL_PAGE_MODEL).objects.live().filter(depth__gt=1).specific():
        try:
            page.save_revision().publish()
        except Exception as error:
            failed.append(f"{page} is not published: {error!r:.200}")
    return failed


def unwritable() -> list[str]:
    """Models of whose records no copy can be inserted because the database wants a column that this code does not know."""
    from django.apps import apps
    from django.db import DatabaseError, IntegrityError, transaction

    failed = []
    for model in apps.get_models(include_auto_created=True):
        record = model._default_manager.order_by().first() if model._meta.managed else None
        if record is None:
            continue
        if model._meta.pk.get_internal_type().endswith("AutoField"):
            record.pk = None
        try:
            with transaction.atomic():
                record.save_base(raw=True, force_insert=True)
                raise Undo
        except Undo:
            pass
        except IntegrityError as error:
            # Another record already has that name or place: the columns were all there.
            if "null" in str(error).lower():
                failed.append(f"{model._meta.label} is not inserted: {error}")
        except DatabaseError as error:
            failed.append(f"{model._meta.label} is not inserted: {error}")
    return failed


def main() -> int:
    import django

    django.setup()
    failed = [*unreadable(), *unpublishable(), *unwritable()]
    print("\n".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
