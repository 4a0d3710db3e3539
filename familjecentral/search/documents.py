"""The search documents: written when a page, a kind of service or an activity is saved, read as an index.

`refresh` is the one place that writes them. What may be found only by some, or until some day, is decided when somebody
searches: private pages in results.py, news and activities that are over when the index is read.
"""

from __future__ import annotations

import datetime
import re
import zlib
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.utils.translation import gettext, override

from familjecentral.core import languages
from familjecentral.core.models import BasePage
from familjecentral.core.reading import UNSEEN, Reading
from familjecentral.core.translated import Translated
from familjecentral.search.matching import words
from familjecentral.search.models import Kind, SearchDocument
from familjecentral.search.ranking import Entry, Index
from locations.choices import ActivityRhythm
from locations.models import Activity, CentreIndexPage, CentrePage, ServiceType
from news.models import NewsPage

TITLES, LEADS = ("title", "name"), ("lead", "need", "help", "description")
"""Fields whose words count as those of a title, of a lead; those of all other fields as those of a body."""

WORTH = {Kind.PAGE: 1.0, Kind.SERVICE: 1.0, Kind.ACTIVITY: 0.9, Kind.NEWS: 0.8}
"""What the same words count for in each kind of document."""

SWEDISH = 0.9
"""What the same words count for in the Swedish text, for a reader of another language."""

_BREAK, _TAG = re.compile(r"<br\s*/?>"), re.compile(r"<[^>]*>")
_COLUMNS = (
    "kind", "page", "title", "lead", "body", "title_words", "lead_words", "body_words", "until", "is_example", "mark",
)  # fmt: skip

# --- Writing ---------------------------------------------------------------------------------------------------------


def connect() -> None:
    """Keep the documents in step from now on."""
    post_save.connect(_saved, dispatch_uid="search.documents.saved")
    post_delete.connect(_deleted, dispatch_uid="search.documents.deleted")


def _saved(
    sender: type[models.Model], instance: Any, raw: bool = False, update_fields: Any = None, **_: Any
) -> None:
    # A revision being noted saves a few columns of an object that holds unpublished texts.
    if not raw and update_fields is None and isinstance(instance, BasePage | ServiceType | Activity):
        refresh(instance)


def _deleted(sender: type[models.Model], instance: Any, **_: Any) -> None:
    if isinstance(instance, ServiceType | Activity):
        SearchDocument.objects.filter(uid=instance.uid).delete()


@transaction.atomic
def refresh(obj: Translated) -> None:
    """Write what can be found of one record anew: a document in each language that it exists in, none if not live."""
    found = documents_of(obj)
    written = [document.language for document in found]
    SearchDocument.objects.filter(uid=obj.uid).exclude(language__in=written).delete()
    SearchDocument.objects.bulk_create(
        found, update_conflicts=True, unique_fields=["uid", "language"], update_fields=_COLUMNS
    )


def refresh_all() -> Iterator[tuple[Translated, int, int]]:
    """Every record anew, one at a time: (record, number, of how many). Documents of records that are gone go."""
    kinds: list[Any] = [BasePage.objects.specific(), ServiceType.objects.all(), Activity.objects.all()]
    total = sum(kind.count() for kind in kinds)
    kept = set()
    for number, obj in enumerate((obj for kind in kinds for obj in kind.iterator(chunk_size=100)), 1):
        refresh(obj)
        kept.add(obj.uid)
        yield obj, number, total
    gone = [pk for pk, uid in SearchDocument.objects.values_list("pk", "uid") if uid not in kept]
    SearchDocument.objects.filter(pk__in=gone).delete()


def documents_of(obj: Translated) -> list[SearchDocument]:
    """The documents that there should be of a record. Nothing is saved."""
    if isinstance(obj, BasePage):
        obj = obj.specific
    target = _target(obj) if getattr(obj, "live", True) else None
    if not target:
        return []
    kind, page, until = target
    found = []
    for code in languages.CODES:
        titles, leads, bodies = _texts(obj, code)
        if titles:
            texts = {"title": titles, "lead": leads, "body": bodies}
            said = {name: "\n".join(passages) for name, passages in texts.items()}
            said |= {f"{name}_words": " ".join(dict.fromkeys(words(text))) for name, text in said.items()}
            mark = zlib.crc32(repr((obj.uid, code, kind, page, until, said)).encode("utf-8", "replace"))
            example = bool(getattr(obj, "is_example", False))
            found.append(
                SearchDocument(
                    uid=obj.uid, language=code, kind=kind, page_id=page, until=until, mark=mark, is_example=example, **said
                )
            )  # fmt: skip
    return found


def _target(obj: Any) -> tuple[Kind, int, datetime.date | None] | None:
    """What kind of document a record has, the page that it leads to, and the last day that it can be found."""
    match obj:
        case NewsPage():
            return Kind.NEWS, obj.pk, obj.expires_on
        case BasePage() if type(obj) is not BasePage:
            # What has no type, as the root of the tree, shows nothing.
            return Kind.PAGE, obj.pk, None
        case ServiceType(information_page_id=int() as page):
            return Kind.SERVICE, page, None
        case Activity(rhythm=ActivityRhythm.DATES, dates=[_, *_]):
            return Kind.ACTIVITY, obj.centre_id, datetime.date.fromisoformat(max(obj.dates))
        case Activity():
            return Kind.ACTIVITY, obj.centre_id, obj.last
    return None


def _texts(obj: Any, code: str) -> tuple[list[str], list[str], list[str]]:
    """The plain texts of a record in one language: titles, leads, the rest. Nothing where it does not exist."""
    places: tuple[list[str], list[str], list[str]] = ([], [], [])
    reading = Reading(obj, code)
    if not reading.exists:
        return places
    for segment, text in reading.own_texts.items():
        name = segment.partition(".")[0].partition("#")[0]
        if name not in UNSEEN:
            place = 0 if name in TITLES else 1 if name in LEADS else 2
            places[place].append(_plain(text) if "#" in segment else " ".join(text.split()))
    titles, leads, bodies = places
    with override(code):
        # They show them as facts; the word for it stands in no text of theirs.
        match obj:
            case CentreIndexPage():
                titles.append(gettext("Opening hours"))
            case CentrePage():
                leads.append(gettext("Opening hours"))
    if reading.is_source:
        # Said in Swedish in every language.
        match obj:
            case ServiceType():
                titles += filter(None, [obj.swedish_name, obj.abbreviation])
            case CentrePage():
                bodies += filter(None, [obj.area, obj.street_address, obj.nearest_stop])
    return places


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", _BREAK.sub(" ", html))).split())


# --- Reading ---------------------------------------------------------------------------------------------------------

_indexes: dict[str, tuple[object, Index]] = {}
"""{language: (what it was made from, index)} of this process."""


def indexes(reader: str) -> list[tuple[float, Index]]:
    """The index of the reader's language, and of the Swedish: one query where neither has changed, else two."""
    worths = {reader: 1.0} | ({} if reader == languages.SOURCE else {languages.SOURCE: SWEDISH})
    today = timezone.localdate()
    rows = SearchDocument.objects.filter(language__in=worths).values("language").order_by()
    sums = rows.annotate(keys=models.Sum("pk"), marks=models.Sum("mark"))
    # A mark is a checksum of a document: whatever is written, deleted or put back, the sums tell.
    states = {row["language"]: (today, row["keys"], row["marks"]) for row in sums}
    stale = [code for code in worths if code not in _indexes or _indexes[code][0] != states.get(code)]
    for code, entries in _entries(stale, today).items():
        _indexes[code] = (states.get(code), Index(entries))
    return [(worth, _indexes[code][1]) for code, worth in worths.items()]


def _entries(codes: Sequence[str], today: datetime.date) -> dict[str, list[Entry]]:
    entries: dict[str, list[Entry]] = {code: [] for code in codes}
    if codes:
        found = SearchDocument.objects.filter(language__in=codes).on(today).order_by("pk")
        for code, kind, page, key, *texts in found.values_list(
            "language", "kind", "page_id", "pk", "title_words", "lead_words", "body_words"
        ):
            entries[code].append(Entry(key, page, WORTH[Kind(kind)], texts))
    return entries
