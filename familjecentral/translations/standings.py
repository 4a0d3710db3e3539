"""The flat table of states, and the memory of what was said, kept in step with the live records.

Written after each full save of a record, as a search index is; nothing that a reader sees depends on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.models import AbstractPage

from familjecentral.core import languages, segments
from familjecentral.core.segments import State, fingerprint
from familjecentral.core.texts import segments_of, texts_of
from familjecentral.core.translated import Translated
from familjecentral.translations import registry
from familjecentral.translations.models import Rendering, Standing, Subject, Wording

TARGETS = tuple(code for code in languages.CODES if code != languages.SOURCE)


def connect() -> None:
    """Keep the table in step from now on."""
    post_save.connect(_saved, dispatch_uid="translations.standings.saved")
    post_delete.connect(_deleted, dispatch_uid="translations.standings.deleted")


def _saved(
    sender: type[models.Model], instance: Any, raw: bool = False, update_fields: Any = None, **_: Any
) -> None:
    # A revision being noted saves a few columns of an object that holds unpublished texts.
    if not raw and update_fields is None and isinstance(instance, Translated):
        refresh(instance)


def _deleted(sender: type[models.Model], instance: Any, **_: Any) -> None:
    if isinstance(instance, Translated):
        forget(instance)


@transaction.atomic
def refresh(obj: Translated) -> None:
    """Bring the rows of one live record up to date; one that is not live has none."""
    if isinstance(obj, AbstractPage):
        obj = obj.specific
    if registry.label_of(obj) not in registry.registered():
        return
    sources = {segment.id: segment.source for segment in segments_of(obj)}
    if not sources or not getattr(obj, "live", True):
        forget(obj)
        return
    subject = _subject(obj)
    targets = {code: texts_of(obj, code) for code in TARGETS}
    Standing.objects.bulk_create(
        [_standing(subject, obj, code, sources, targets[code]) for code in TARGETS],
        update_conflicts=True,
        unique_fields=["subject", "language"],
        update_fields=[*map(str, State), "oldest", "newest"],
    )
    _remember(obj, sources, targets)


def forget(obj: Translated) -> None:
    """Drop a record from the matrix. What was said is still remembered."""
    Subject.objects.filter(uid=obj.uid).delete()


def refresh_all() -> Iterator[tuple[Translated, int, int]]:
    """Every record anew, one at a time: (record, number, of how many). Rows of records that are gone go."""
    kept: set[Any] = set()
    total = sum(model._default_manager.count() for model in registry.registered().values())
    number = 0
    for model in registry.registered().values():
        for obj in model._default_manager.iterator(chunk_size=50):
            refresh(obj)
            kept.add(obj.uid)
            number += 1
            yield obj, number, total
    gone = [pk for pk, uid in Subject.objects.values_list("pk", "uid") if uid not in kept]
    Subject.objects.filter(pk__in=gone).delete()


def wordings(fingerprints: Iterable[str]) -> dict[str, str]:
    """Fingerprint → the Swedish it is of, as far as it is remembered. One query."""
    wanted = set(fingerprints)
    return dict(Wording.objects.filter(fingerprint__in=wanted).values_list("fingerprint", "text"))


def offers(fingerprints: Iterable[str], language: str) -> dict[str, list[str]]:
    """Fingerprint of a Swedish text → how it was translated elsewhere, newest first. One query."""
    found: dict[str, list[str]] = {}
    rows = Rendering.objects.filter(fingerprint__in=set(fingerprints), language=language)
    for mark, text in rows.order_by("-at", "-pk").values_list("fingerprint", "text"):
        found.setdefault(mark, []).append(text)
    return found


def _subject(obj: Translated) -> Subject:
    above: Any = obj.belongs_to
    subject, _ = Subject.objects.update_or_create(
        uid=obj.uid,
        defaults={
            "content_type": ContentType.objects.get_for_model(obj),
            "object_id": obj.pk,
            "label": registry.label_of(obj),
            "title": registry.title_of(obj)[:255],
            "group": registry.title_of(above)[:255] if above else "",
            "owner_id": getattr(obj, "responsible_id", None) or getattr(above, "responsible_id", None),
        },
    )
    return subject


def _standing(
    subject: Subject, obj: Translated, code: str, sources: Mapping[str, str], targets: Mapping[str, str]
) -> Standing:
    entries = (obj.translation_state or {}).get(code, {})
    states = segments.states(sources, targets, entries)
    count = Counter(states.values())
    since = (obj.changed_at or {}).get(languages.SOURCE, {}).get("since", {})
    behind = [
        since[segment]["at"]
        for segment, state in states.items()
        if state in (State.MISSING, State.OUTDATED) and segment in since
    ]
    return Standing(
        subject=subject,
        language=code,
        missing=count[State.MISSING],
        draft=count[State.DRAFT],
        outdated=count[State.OUTDATED],
        reviewed=count[State.REVIEWED],
        oldest=datetime.fromisoformat(min(behind)) if behind else None,
        newest=datetime.fromisoformat(max(behind)) if behind else None,
    )


def _remember(obj: Translated, sources: Mapping[str, str], targets: Mapping[str, Mapping[str, str]]) -> None:
    said = {fingerprint(text): text for text in sources.values()}
    Wording.objects.bulk_create(
        [Wording(fingerprint=mark, text=text) for mark, text in said.items()], ignore_conflicts=True
    )
    now = timezone.now()
    renderings = []
    for code, texts in targets.items():
        entries = (obj.translation_state or {}).get(code, {})
        for segment, text in texts.items():
            if made_from := entries.get(segment, {}).get("source"):
                mark = fingerprint(text)
                renderings.append(
                    Rendering(fingerprint=made_from, language=code, target=mark, text=text, at=now)
                )
    Rendering.objects.bulk_create(renderings, ignore_conflicts=True)
