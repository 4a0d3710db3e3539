"""What people call the services, where no page says it. Editors go on from here."""

from typing import Any

from django.db import migrations

FIRST = {
    "öppis, öppna förskolan": "öppen förskola",
    "MVC, mödravård, mödravården, mödravårdscentral": "barnmorskemottagning",
    "soc, socialen": "socialtjänst",
}


def add(apps: Any, schema_editor: Any) -> None:
    synonyms = apps.get_model("site_search", "Synonym")
    synonyms.objects.bulk_create(synonyms(written=written, means=means) for written, means in FIRST.items())


class Migration(migrations.Migration):
    dependencies = [("site_search", "0001_search_words")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
