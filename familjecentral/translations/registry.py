"""Which records the workbench knows: every concrete model with translated text, found where it is registered."""

from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.admin.utils import quote
from django.db import models
from django.urls import NoReverseMatch, reverse
from modeltranslation.translator import translator
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import AbstractPage

from familjecentral.core.models import BasePage
from familjecentral.core.translated import Translated


@cache
def registered() -> dict[str, type[Translated]]:
    """`app.model` → model, in the order of their labels. The base of all pages is no type of its own."""
    found = {
        model._meta.label_lower: model
        for model in translator.get_registered_models(abstract=False)
        if issubclass(model, Translated) and model is not BasePage and not model._meta.abstract
    }
    return dict(sorted(found.items()))


def model_of(label: str) -> type[Translated]:
    """The model with this label; LookupError where there is none."""
    return registered()[label]


def label_of(obj: models.Model | type[models.Model]) -> str:
    return str(obj._meta.label_lower)


def find(uid: UUID | str) -> Translated | None:
    """The record with this identity, as the class it really is."""
    for model in registered().values():
        if found := model._default_manager.filter(uid=uid).first():
            return found
    return None


def title_of(obj: Translated) -> str:
    """What editors call the record."""
    if isinstance(obj, BasePage):
        return str(obj.title_sv or obj.slug)
    named = str(obj).strip()
    return named or f"{obj._meta.verbose_name} {obj.pk}"


def kind_of(label: str) -> str:
    """What editors call records of this type."""
    return str(registered()[label]._meta.verbose_name) if label in registered() else label


def edit_url(obj: Translated, user: Any = None) -> str | None:
    """The CMS screen of the record's Swedish; None where there is none, or this user may not open it."""
    try:
        if isinstance(obj, AbstractPage) and user is None:
            return reverse("wagtailadmin_pages:edit", args=[quote(obj.pk)])
        return AdminURLFinder(user).get_edit_url(obj) or None
    except NoReverseMatch:
        return None
