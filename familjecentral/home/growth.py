"""A site grown to the size that the budgets name: copies of what is there, written without revisions.

For measuring only, in a database that is then forgotten.
"""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction

from familjecentral.core.models import BasePage
from locations.models import CentreIndexPage, CentrePage, CentreService
from news.models import NewsIndexPage, NewsPage


def copies(source: Any, parent: BasePage, count: int, **facts: Any) -> Iterator[Any]:
    """So many further pages like `source` below `parent`, written without revisions: thousands take seconds."""
    base = {field.attname: getattr(source, field.attname) for field in BasePage._meta.concrete_fields}
    own = {
        field.attname: getattr(source, field.attname) for field in type(source)._meta.local_concrete_fields
    }
    first = parent.get_children_count() + 1
    pages = []
    for number in range(first, first + count):
        slug = f"{source.slug}-{number}"
        pages.append(
            BasePage(
                **{
                    **base,
                    "id": None,
                    "uid": uuid.uuid4(),
                    "translation_key": uuid.uuid4(),
                    "slug": slug,
                    "url_path": f"{parent.url_path}{slug}/",
                    "path": BasePage._get_path(parent.path, parent.depth + 1, number),
                    "title_sv": f"{source.title_sv} {number}",
                    "latest_revision_id": None,
                    "live_revision_id": None,
                }
            )
        )
    for page in BasePage.objects.bulk_create(pages, batch_size=50):
        copy = type(source)(**{**own, "basepage_ptr_id": page.pk})
        for name, value in facts.items():
            setattr(copy, name, value(copy) if callable(value) else value)
        copy.save_base(raw=True, force_insert=True)
        yield copy
    BasePage.objects.filter(pk=parent.pk).update(numchild=first + count - 1)


@transaction.atomic
def grow_centres(count: int) -> None:
    """Centres until there are so many, each with the services of the first and an area of its own."""
    source = CentrePage.objects.live().first()
    wanted = count - CentrePage.objects.count()
    parent = CentreIndexPage.objects.get()
    services = list(CentreService.objects.filter(centre=source))
    for centre in copies(source, parent, wanted, area=lambda copy: f"Område {copy.pk}"):
        for service in services:
            service.pk, service.uid, service.centre_id, service.hours_from_id = (
                None,
                uuid.uuid4(),
                centre.pk,
                None,
            )
            service._state.adding = True
            service.save_base(raw=True, force_insert=True)


@transaction.atomic
def grow_news(count: int) -> None:
    """News items until there are so many, a day apart, each about a centre."""
    source = NewsPage.objects.live().first()
    wanted = count - NewsPage.objects.count()
    centres = list(CentrePage.objects.values_list("pk", flat=True))
    made = list(copies(source, NewsIndexPage.objects.get(), wanted))
    for number, item in enumerate(made):
        item.date = source.date - timedelta(days=number % 3_650)
    NewsPage.objects.bulk_update(made, ["date"], batch_size=500)
    through = NewsPage.centres.through
    through.objects.bulk_create(
        through(newspage_id=item.pk, centrepage_id=centres[number % len(centres)])
        for number, item in enumerate(made)
    )
