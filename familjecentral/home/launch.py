"""What must hold before the site is shown to the public."""

from itertools import islice

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error

from familjecentral.core.examples import example_records


def refuse_example_data() -> None:
    """Stop a production start while invented addresses and numbers are stored (LOCAL=1 allows them)."""
    if settings.LOCAL:
        return
    try:
        found = [str(record) for record in islice(example_records(), 5)]
    except Error:
        # No database, no pages with examples either; health.ready reports it.
        return
    if found:
        raise ImproperlyConfigured(
            f"Example data is stored ({', '.join(found)} …). Replace it with real facts and clear its mark in the CMS, "
            "or delete it. For a demonstration, set LOCAL=1."
        )
