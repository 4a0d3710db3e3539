"""A site grown to the size that the budgets name: copies of what is there, written without revisions.

For measuring only, in a database that is then forgotten.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.base import ModelState

from familjecentral.core.models import BasePage
from familjecentral.search.models import SearchDocument
from locations.models import CentreIndexPage, CentrePage, CentreService
from locations.models.hours import HoursConfirmation, HoursException, ServiceHours
from locations.models.programme import Activity, OccurrenceOverride
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
    written = BasePage.objects.bulk_create(pages, batch_size=50)
    find(source.uid, [(page.uid, page.pk) for page in written])
    for page in written:
        copy = type(source)(**{**own, "basepage_ptr_id": page.pk})
        for name, value in facts.items():
            setattr(copy, name, value(copy) if callable(value) else value)
        copy.save_base(raw=True, force_insert=True)
        yield copy
    BasePage.objects.filter(pk=parent.pk).update(numchild=first + count - 1)


def again(record: Any, **facts: Any) -> Any:
    """The same record once more, not saved yet, without revisions."""
    made = copy(record)
    # What it refers to is not shared: pointed elsewhere, the copy would make the record forget it.
    made._state = ModelState()
    made.pk = None
    own = {"uid": uuid.uuid4(), "latest_revision_id": None, "live_revision_id": None, **facts}
    for name, value in own.items():
        if name in facts or hasattr(made, name):
            setattr(made, name, value)
    return made


def write(model: Any, records: Iterable[Any]) -> list[Any]:
    made: list[Any] = model.objects.bulk_create(records, batch_size=500)
    return made


def find(source: uuid.UUID, made: Iterable[tuple[uuid.UUID, int]]) -> None:
    """Search documents for copies of a record (uid, page that it leads to), with a word of its own in each."""
    documents = list(SearchDocument.objects.filter(uid=source))
    write(
        SearchDocument,
        (
            again(found, uid=uid, page_id=page, title_words=f"{found.title_words} {uid.hex}")
            for uid, page in made
            for found in documents
        ),
    )


@transaction.atomic
def grow_centres(count: int) -> None:
    """Centres until there are so many, each with the services and hours of the first and an area of its own."""
    source = CentrePage.objects.live().first()
    wanted = count - CentrePage.objects.count()
    made = list(copies(source, CentreIndexPage.objects.get(), wanted, area=lambda copy: f"Område {copy.pk}"))
    for service in CentreService.objects.filter(centre=source, hours_from=None).select_related("hours"):
        written = write(CentreService, [again(service, centre_id=centre.pk) for centre in made])
        if hours := getattr(service, "hours", None):
            write(ServiceHours, [again(hours, service_id=one.pk) for one in written])
    for model in (HoursException, HoursConfirmation):
        records = list(model.objects.filter(centre=source))
        write(model, [again(record, centre_id=centre.pk) for record in records for centre in made])


@transaction.atomic
def grow_activities(count: int) -> None:
    """Activities until there are so many, spread over all centres, with the changed occasions of what they copy."""
    sources = list(Activity.objects.select_related("service").prefetch_related("overrides"))
    services = {(s.centre_id, s.service_type_id): s.pk for s in CentreService.objects.all()}
    centres = list(CentrePage.objects.values_list("pk", flat=True))
    held = Counter(source.centre_id for source in sources)
    # As many at each, those that are there already included.
    rounds = range(-(-count // len(centres)))
    places = (centre for round_ in rounds for centre in centres if round_ >= held[centre])
    copied = [sources[number % len(sources)] for number in range(count - len(sources))]
    written = write(
        Activity,
        [
            again(
                source,
                centre_id=centre,
                service_id=source.service and services.get((centre, source.service.service_type_id)),
            )
            for source, centre in zip(copied, places, strict=False)
        ],
    )
    for source in sources:
        find(
            source.uid,
            [(new.uid, new.centre_id) for old, new in zip(copied, written, strict=True) if old == source],
        )
    write(
        OccurrenceOverride,
        [
            again(override, activity_id=activity.pk)
            for source, activity in zip(copied, written, strict=True)
            for override in source.overrides.all()
        ],
    )


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
