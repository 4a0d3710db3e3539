"""Give the base page Wagtail's locale and translation key, as its documentation of custom base page models asks."""

from django.db import migrations
from wagtail.models import BootstrapLocaleField, BootstrapTranslatableModel, BootstrapTranslationKeyField


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        BootstrapLocaleField("core.BasePage"),
        BootstrapTranslationKeyField("core.BasePage"),
        BootstrapTranslatableModel("core.BasePage"),
    ]
