"""What every model with translated text shares: its identity, its translation state, and Swedish base columns.

django-modeltranslation keeps `title_sv`, `title_ar` … beside the original column `title`. That base column, and
the base names inside a revision, would take the language that happened to be active; here they are held to Swedish.
"""

import uuid
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import override
from modelcluster.models import get_all_child_relations

from familjecentral.core import languages, texts
from familjecentral.core.segments import fingerprint


def without_base_values(model: type[models.Model], content: dict[str, Any]) -> dict[str, Any]:
    """Revision content without the base names of translated fields, in the object and in its child objects.

    A restored revision would otherwise copy the Swedish base value into whichever language is active and was
    added after the revision was made.
    """
    base_names = {field.name for field in texts.fields_of(model)}
    kept = {name: value for name, value in content.items() if name not in base_names}
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name in kept:
            kept[name] = [without_base_values(relation.related_model, child) for child in kept[name]]
    return kept


class Translated(models.Model):
    """Abstract: an object whose text exists in several languages, translated by segment (docs/adr/0003)."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # {language: {segment id: {"source": fingerprint, "state": "draft"|"reviewed", "at": ISO time, "by": role}}}
    translation_state = models.JSONField(default=dict, blank=True, editable=False)
    # {language: {"text": fingerprint of all text in that language, "at": ISO time}}; the source language has also
    # "since": {segment id: {"text": fingerprint, "at": ISO time}}, since when its live text says what it says.
    changed_at = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        update_fields = kwargs.get("update_fields")
        with override(languages.SOURCE):
            if update_fields is None and getattr(self, "live", True):
                self.stamp_changes()
            super().save(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        with override(languages.SOURCE):
            super().full_clean(*args, **kwargs)

    def serializable_data(self) -> dict[str, Any]:
        with override(languages.SOURCE):
            return super().serializable_data()  # type: ignore[misc]

    def with_content_json(self, content: dict[str, Any]) -> Self:
        restored = super().with_content_json(without_base_values(type(self), content))  # type: ignore[misc]
        # A copied page carries copied revisions; identity and history are never part of what is restored.
        restored.uid = self.uid
        restored.changed_at = self.changed_at
        return restored

    @property
    def belongs_to(self) -> models.Model | None:
        """What the record is filed under where translations are listed (a centre), if anything."""
        return None

    def stamp_changes(self) -> None:
        """Note now as the change time of each language whose text differs from the last noted one.

        Of the Swedish that is noted for each segment. A translation that nobody recorded is recorded as a draft of
        the Swedish it stood beside, so that it becomes outdated like any other.
        """
        written = {code: texts.texts_of(self, code) for code in languages.CODES}
        stamps = dict(self.changed_at or {})
        now = timezone.now().isoformat(timespec="seconds")
        since = stamps.get(languages.SOURCE, {}).get("since", {})
        known = {segment: noted["text"] for segment, noted in since.items()}
        sources = {segment: fingerprint(text) for segment, text in written[languages.SOURCE].items()}
        for code, said in written.items():
            if not said:
                stamps.pop(code, None)
                continue
            mark = fingerprint("\n".join(f"{segment}={text}" for segment, text in said.items()))
            if mark != stamps.get(code, {}).get("text"):
                stamps[code] = {**stamps.get(code, {}), "text": mark, "at": now}
        if languages.SOURCE in stamps:
            stamps[languages.SOURCE]["since"] = {
                segment: since[segment] if known.get(segment) == mark else {"text": mark, "at": now}
                for segment, mark in sources.items()
            }
        self.changed_at = stamps
        self._record_unknown(written, sources | known, now)

    def _record_unknown(self, written: dict[str, dict[str, str]], sources: dict[str, str], now: str) -> None:
        for code, said in written.items():
            entries = (self.translation_state or {}).get(code, {})
            for segment in said.keys() & sources.keys() - entries.keys():
                if code != languages.SOURCE:
                    entry = {"source": sources[segment], "state": "draft", "at": now, "by": ""}
                    self.translation_state.setdefault(code, {})[segment] = entry
