"""The groups of translators and reviewers, one of each a language, and what the CMS's own groups may translate."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.db.models.signals import post_migrate
from wagtail import hooks

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
    """Make the groups that are missing, filled. What an administrator changed in a group is left as it is.

    The CMS's own groups get a language when its own are made: then it is new, and nobody took it from them.
    """
    if sender is not None and sender.name != "familjecentral.translations":
        return
    access = _access()
    for language in TARGETS:
        translate, review = _permission("translate", language), _permission("review", language)
        is_new = _fill_new(translators(language), [access, translate])
        _fill_new(reviewers(language), [access, translate, review])
        if is_new:
            _add("Editors", [translate])
            _add("Moderators", [translate, review])


@hooks.register("register_permissions")
def offered() -> QuerySet[Permission]:
    """Shown in the CMS's screen of a group, so that an administrator gives and takes them there."""
    return Permission.objects.filter(content_type__app_label="translations", content_type__model="standing")


def _fill_new(name: str, permissions: list[Permission]) -> bool:
    """Whether the group was made now."""
    group, is_new = Group.objects.get_or_create(name=name)
    if is_new:
        group.permissions.set(permissions)
    return is_new


def _add(name: str, permissions: list[Permission]) -> None:
    for group in Group.objects.filter(name=name):
        group.permissions.add(*permissions)


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
