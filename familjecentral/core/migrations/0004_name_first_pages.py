"""Name the two pages that Wagtail makes in Swedish too: they are older than our translated columns."""

from django.db import migrations
from django.db.models import F


def name_pages(apps, schema_editor):
    BasePage = apps.get_model("core", "BasePage")
    BasePage.objects.filter(title_sv__isnull=True).update(title_sv=F("title"), draft_title=F("title"))


class Migration(migrations.Migration):
    dependencies = [("core", "0003_finalise_base_page_add_media")]

    operations = [migrations.RunPython(name_pages, migrations.RunPython.noop)]
