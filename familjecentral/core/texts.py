"""The bridge between an object and its segments: reads and writes the raw texts of one language.

The only module that knows how modeltranslation and Wagtail keep them. No queries, nothing is saved.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import models
from modeltranslation.manager import get_translatable_fields_for_model
from modeltranslation.utils import build_localized_fieldname
from wagtail.fields import RichTextField, StreamField

from familjecentral.core import segments
from familjecentral.core.languages import SOURCE
from familjecentral.core.segments import Field, Kind, Raw, Segment


@cache
def fields_of(model: type[models.Model]) -> tuple[Field, ...]:
    """The translated fields of a model, in the order they are defined, inherited ones first."""
    registered = set(get_translatable_fields_for_model(model) or ())
    return tuple(_field(model, field.name) for field in model._meta.fields if field.name in registered)


def _field(model: type[models.Model], name: str) -> Field:
    # The Swedish column, because modeltranslation puts a descriptor in the place of the original.
    field: Any = model._meta.get_field(name)
    if isinstance(field, StreamField):
        return Field(name, Kind.STREAM, field.verbose_name, block=field.stream_block)
    if isinstance(field, RichTextField):
        return Field(name, Kind.RICH, field.verbose_name, features=field.features)
    return Field(name, Kind.PLAIN, field.verbose_name)


def value_of(obj: models.Model, field: Field, language: str) -> Raw:
    """The stored value of one field in one language, as `segments` works on it."""
    value = getattr(obj, build_localized_fieldname(field.name, language))
    if field.kind is Kind.STREAM:
        return value.get_prep_value() if value else []
    return value or ""


def values_of(obj: models.Model, language: str) -> dict[str, Raw]:
    """The stored values of all translated fields in one language."""
    return {field.name: value_of(obj, field, language) for field in fields_of(type(obj))}


def segments_of(obj: models.Model) -> list[Segment]:
    """What there is to translate: the segments of the Swedish."""
    return segments.segments(fields_of(type(obj)), values_of(obj, SOURCE))


def texts_of(obj: models.Model, language: str) -> dict[str, str]:
    """{segment id: text} in one language."""
    return segments.texts(fields_of(type(obj)), values_of(obj, language))


def write_texts(obj: models.Model, language: str, texts: Mapping[str, str]) -> None:
    """Set the fields of a language from these texts, all of them: what is not given becomes empty.

    To change some, give `texts_of(obj, language) | changed`. ValueError for Swedish, which is the source.
    """
    if language == SOURCE:
        raise ValueError("The Swedish text is the source: it is never rebuilt from segments")
    for field in fields_of(type(obj)):
        value = segments.rebuild(field, value_of(obj, field, SOURCE), texts)
        if field.kind is Kind.STREAM and field.block is not None:
            value = field.block.to_python(value)
        setattr(obj, build_localized_fieldname(field.name, language), value)
