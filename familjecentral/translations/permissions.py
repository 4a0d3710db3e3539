"""Who may translate, review and publish what. Given by group and language (roles.py)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail.models import AbstractPage

from familjecentral.core import languages
from familjecentral.core.languages import Language


def codename(action: str, language: str) -> str:
    """The permission's name without its app: `translate_ar`, `review_sv_simple`."""
    return f"{action}_{language.replace('-', '_')}"


def may_translate(user: Any, language: str) -> bool:
    return bool(user.has_perm(f"translations.{codename('translate', language)}")) or may_review(
        user, language
    )


def may_review(user: Any, language: str) -> bool:
    return bool(user.has_perm(f"translations.{codename('review', language)}"))


def languages_of(user: Any) -> list[Language]:
    """The languages somebody may translate to, in the site's order; never the source."""
    return [
        language
        for language in languages.LANGUAGES
        if language.code != languages.SOURCE and may_translate(user, language.code)
    ]


def may_change(user: Any, obj: Any) -> bool:
    """Whether somebody may change the record itself, in the CMS's own screens."""
    if isinstance(obj, AbstractPage):
        return bool(obj.permissions_for_user(user).can_edit())
    return bool(user.has_perm(f"{obj._meta.app_label}.change_{obj._meta.model_name}"))


def may_publish(user: Any, obj: Any) -> bool:
    """Whether somebody may bring the record's texts to the readers: Wagtail's own permission."""
    if isinstance(obj, AbstractPage):
        return bool(obj.permissions_for_user(user).can_publish())
    if hasattr(obj, "live"):
        return bool(user.has_perm(f"{obj._meta.app_label}.publish_{obj._meta.model_name}"))
    return may_change(user, obj)


def may_save(user: Any, language: str, obj: Any) -> bool:
    """Whether somebody may save a translation. Where a record has no drafts that is to publish it."""
    if not may_translate(user, language):
        return False
    return hasattr(obj, "live") or may_review(user, language) or may_change(user, obj)


def require_translator(request: HttpRequest, language: str) -> None:
    """PermissionDenied unless the language is one to translate to, and the user may."""
    if language not in languages.CODES or language == languages.SOURCE:
        raise PermissionDenied
    if not may_translate(request.user, language):
        raise PermissionDenied
