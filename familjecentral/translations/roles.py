"""The groups of translators and reviewers, one of each a language, and what the CMS's own groups may translate."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_migrate

from familjecentral.core import languages
from familjecentral.core.languages import Language
from familjecentral.translations.permissions import codename

TARGETS = tuple(language for language in languages.LANGUAGES if language.code != languages.SOURCE)


def connect() -> None:
    """Give the roles after each migration, so that a new language has its groups at once."""
    post_migrate.connect(give_roles, dispatch_uid="translations.roles")


def translators(language: Language) -> str:
    """The name of a language's group of translators."""
    return f"Översättare: {language.name}"


def reviewers(language: Language) -> str:
    return f"Granskare: {language.name}"


def give_roles(sender: Any = None, **_: Any) -> None:
    """Make the groups that are missing, filled. What an administrator changed in a group is left as it is."""
    if sender is not None and sender.name != "familjecentral.translations":
        return
    every = {
        action: [_permission(action, language) for language in TARGETS] for action in ("translate", "review")
    }
    access = _access()
    for language, translate, review in zip(TARGETS, every["translate"], every["review"], strict=True):
        _fill_new(translators(language), [access, translate])
        _fill_new(reviewers(language), [access, translate, review])
    for name, wanted in (
        ("Editors", every["translate"]),
        ("Moderators", every["translate"] + every["review"]),
    ):
        Group.objects.get_or_create(name=name)[0].permissions.add(*wanted)


def _fill_new(name: str, permissions: list[Permission]) -> None:
    group, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        group.permissions.set(permissions)


def _permission(action: str, language: Language) -> Permission:
    """The permission, made here where Django has not come to it yet."""
    kind, _ = ContentType.objects.get_or_create(app_label="translations", model="standing")
    permission, _ = Permission.objects.get_or_create(
        content_type=kind,
        codename=codename(action, language.code),
        defaults={"name": f"Can {action} {language.name}"},
    )
    return permission


def _access() -> Permission:
    """Wagtail's own: to open the CMS at all."""
    kind, _ = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    permission, _ = Permission.objects.get_or_create(
        content_type=kind, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    return permission
