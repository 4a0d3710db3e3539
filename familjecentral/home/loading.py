"""Putting the initial content into the database, once, without ever undoing an editor's work.

A record is made when the ledger has never seen its key, and refreshed while it is exactly as loading left it. What an
editor changed, drafted or deleted is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, RevisionMixin, Site

from familjecentral.core import segments, texts
from familjecentral.core.catalogues import Problem, Reason
from familjecentral.core.examples import HoldsFacts
from familjecentral.core.models import BasePage, LoadedContent
from familjecentral.core.segments import State
from familjecentral.home.content_files import Record, translations, with_page_ids
from familjecentral.home.models import SiteSettings

TRANSLATOR = "initial content"
"""Who made a loaded translation, by role."""

# What finds a record that has no uid of its own.
_IDENTITY = {"locations.HoursConfirmation": ("centre",), "locations.OccurrenceOverride": ("activity", "date")}

# What changes without anybody changing the content.
_VOLATILE = {
    "pk", "id", "path", "depth", "numchild", "url_path", "draft_title", "content_type", "locale", "translation_key",
    "latest_revision", "live_revision", "latest_revision_created_at", "first_published_at", "last_published_at",
    "changed_at", "translation_state", "has_unpublished_changes", "owner",
}  # fmt: skip


class Outcome(StrEnum):
    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "left alone: changed by an editor"
    GONE = "left alone: deleted by an editor"


@dataclass
class Loader:
    """Loads records in order; `problems` lists translations that no longer fit their Swedish, by language."""

    records: list[Record]
    problems: dict[str, list[Problem]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._translated: dict[str, dict[str, Any]] = {}
        wanted = {}
        for record in self.records:
            contexts = record.contexts(texts.fields_of(_model(record)))
            wanted.update({context: segment for context, (segment, _) in contexts.items()})
        for language, values, report in translations(wanted):
            self._translated[language] = values
            stale = [problem for problem in report.problems if problem.reason != Reason.UNKNOWN_CONTEXT]
            if stale:
                self.problems[language] = stale

    def load(self) -> Iterator[tuple[Record, Outcome]]:
        """Load everything in one transaction. First all records come to be, then their texts and references."""
        with transaction.atomic():
            outcomes = {record.key: self._make(record) for record in self.records}
            ids = {
                record.key: page.pk
                for record in self.records
                if issubclass(_model(record), BasePage) and (page := _stored(record))
            }
            for record in self.records:
                outcome = outcomes[record.key]
                if outcome in (Outcome.ADDED, Outcome.UPDATED):
                    self._fill(record, ids)
                yield record, outcome

    def _make(self, record: Record) -> Outcome:
        """Decide what to do with a record, and create it bare where it is new."""
        entry = LoadedContent.objects.filter(key=record.key).first()
        stored = _stored(record)
        if entry is None and stored is None:
            _create(record)
            return Outcome.ADDED
        if stored is None:
            return Outcome.GONE
        if entry is None or entry.result != state_of(stored):
            return Outcome.KEPT
        return Outcome.UNCHANGED if entry.source == self._source(record) else Outcome.UPDATED

    def _source(self, record: Record) -> str:
        """A fingerprint of the files that a record is made of."""
        prefix = f"{record.key}/"
        translated = [
            (language, context, asdict(value))
            for language, values in self._translated.items()
            for context, value in values.items()
            if context.startswith(prefix)
        ]
        return _fingerprint([asdict(record), translated])

    def _fill(self, record: Record, ids: dict[str, int]) -> None:
        obj: Any = _stored(record)
        for name, value in record.facts.items():
            _set_fact(obj, name, record.with_note_ids(value))
        if record.is_example and isinstance(obj, HoldsFacts):
            obj.is_example = True
        for name, value in record.text.items():
            field_ = obj._meta.get_field(f"{name}_sv")
            setattr(obj, field_.attname, value)
        if record.body:
            obj.body_sv = json.dumps(with_page_ids(record.raw_body(readable=False), ids))
        if record.notes:
            obj.notes_sv = json.dumps(record.raw_notes(readable=False))
        self._translate(record, obj)
        _publish(obj)
        LoadedContent.objects.update_or_create(
            key=record.key, defaults={"source": self._source(record), "result": state_of(_stored(record))}
        )

    def _translate(self, record: Record, obj: Any) -> None:
        contexts = record.contexts(texts.fields_of(_model(record)))
        if not contexts:
            return
        now = timezone.now()
        for language, values in self._translated.items():
            found = {
                segment: values[context] for context, (_, segment) in contexts.items() if context in values
            }
            new = {segment: value.text for segment, value in found.items()}
            # A translation whose Swedish changed stays, and its old fingerprint says that it is outdated.
            texts.write_texts(obj, language, texts.texts_of(obj, language) | new)
            for segment, value in found.items():
                segments.record(
                    obj.translation_state,
                    language,
                    segment,
                    value.source,
                    State(value.state),
                    now,
                    TRANSLATOR,
                )


def _model(record: Record) -> type[models.Model]:
    return apps.get_model(record.type)


def _stored(record: Record) -> models.Model | None:
    model = _model(record)
    if record.type not in _IDENTITY:
        return model._default_manager.filter(uid=record.uid).first()
    wanted = {}
    for name in _IDENTITY[record.type]:
        field_, value = model._meta.get_field(name), record.facts[name]
        wanted[f"{name}__uid" if field_.is_relation else name] = _uid(value) if field_.is_relation else value
    # The first: a later confirmation is somebody's own.
    return model._default_manager.filter(**wanted).order_by("pk").first()


def _create(record: Record) -> None:
    model: Any = _model(record)
    if model is SiteSettings:
        SiteSettings.objects.create(uid=record.uid, site=Site.objects.get(is_default_site=True))
    elif issubclass(model, BasePage):
        page = model(
            uid=record.uid, title_sv=record.text["title"], slug=record.slug or record.key, live=False
        )
        if record.parent:
            BasePage.objects.get(uid=Record(record.parent, "").uid).add_child(instance=page)
        else:
            _plant(page)
    else:
        obj = model()
        if record.type not in _IDENTITY:
            obj.uid = record.uid
        if issubclass(model, DraftStateMixin):
            obj.live = False
        for name, value in record.facts.items():
            field_ = model._meta.get_field(name)
            # What a reference may lead to does not exist yet, except where the row cannot be without it.
            if not field_.is_relation or not field_.null:
                _set_fact(obj, name, value)
        obj.save()


def _plant(home: BasePage) -> None:
    """Put a home page at the root and make it the default site's, in the place of Wagtail's empty first page."""
    root = BasePage.get_first_root_node()
    placeholder = root.get_children().filter(content_type__model="basepage").first()
    root.add_child(instance=home)
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.root_page = home
    site.save()
    if placeholder:
        placeholder.refresh_from_db()
        placeholder.delete()


def _set_fact(obj: Any, name: str, value: Any) -> None:
    """Set an untranslated field; "@key" and lists of "@key" stand for other records."""
    field_ = obj._meta.get_field(name)
    if field_.many_to_many:
        related = [_referred(field_.related_model, reference) for reference in value]
        getattr(obj, name).set(related)
    elif isinstance(field_, models.ForeignKey):
        setattr(obj, name, _referred(field_.related_model, value))
    else:
        setattr(obj, name, field_.clean(value, obj))


def _referred(model: type[models.Model], reference: str) -> models.Model:
    return model._default_manager.get(uid=_uid(reference))


def _uid(reference: str) -> UUID:
    return Record(reference.removeprefix("@"), "").uid


def _publish(obj: Any) -> None:
    obj.full_clean()
    if isinstance(obj, DraftStateMixin):
        # In the log, so that an editor finds the loaded version in the history and can go back to it.
        obj.save_revision(log_action=True).publish()
        return
    obj.save()
    if isinstance(obj, RevisionMixin):
        obj.save_revision(log_action=True)


def state_of(obj: models.Model | None) -> str:
    """A fingerprint of a record as it stands, all languages and facts, and whether a draft waits on it."""
    if obj is None:
        return ""
    values = {
        field_.name: field_.value_to_string(obj)
        for field_ in obj._meta.concrete_fields
        if field_.name not in _VOLATILE and not field_.name.endswith("_ptr")
    }
    values |= {
        field_.name: str(sorted(getattr(obj, field_.name).values_list("pk", flat=True)))
        for field_ in obj._meta.many_to_many
    }
    values["draft"] = str(getattr(obj, "has_unpublished_changes", False))
    return _fingerprint(values)


def _fingerprint(data: Any) -> str:
    return sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()
