"""Who may what: a pair of groups for each language, made once and then left to the administrator."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from familjecentral.core.languages import by_code
from familjecentral.home.models import InfoPage
from familjecentral.translations import permissions, roles
from locations.models import Activity, ServiceType
from tests.forms import soup

pytestmark = pytest.mark.django_db


def codes(user: Any) -> list[str]:
    return [language.code for language in permissions.languages_of(user)]


def test_each_language_has_its_translators_and_reviewers(empty_site: None) -> None:
    names = set(Group.objects.values_list("name", flat=True))
    for language in roles.TARGETS:
        assert {roles.translators(language), roles.reviewers(language)} <= names


def test_a_translator_translates_one_language_and_reviews_none(translator: Any, reviewer: Any) -> None:
    assert codes(translator) == codes(reviewer) == ["ar"]
    assert not permissions.may_review(translator, "ar")
    assert permissions.may_review(reviewer, "ar")


def test_editors_translate_every_language_and_publishers_review(editor: Any, publisher: Any) -> None:
    assert codes(editor) == codes(publisher) == [language.code for language in roles.TARGETS]
    assert not permissions.may_review(editor, "fi")
    assert permissions.may_review(publisher, "fi")


def test_publishing_is_wagtails_permission(editor: Any, publisher: Any, reviewer: Any) -> None:
    page, kind = InfoPage.objects.live().first(), ServiceType.objects.first()
    for record in (page, kind):
        assert permissions.may_publish(publisher, record)
        assert not permissions.may_publish(editor, record)
        assert not permissions.may_publish(reviewer, record)


def test_what_is_live_when_saved_is_saved_by_a_reviewer_or_an_editor(
    translator: Any, reviewer: Any, editor: Any
) -> None:
    activity = Activity.objects.first()
    assert not permissions.may_save(translator, "ar", activity)
    assert permissions.may_save(reviewer, "ar", activity)
    assert permissions.may_save(editor, "ar", activity)


def test_what_an_administrator_took_from_a_group_stays_taken(content: None) -> None:
    group = Group.objects.get(name=roles.reviewers(by_code("ar")))
    group.permissions.clear()
    roles.give_roles()
    assert not group.permissions.exists()


@pytest.mark.parametrize("name", ["Editors", "Moderators"])
def test_what_an_administrator_took_from_the_cmss_own_groups_stays_taken(content: None, name: str) -> None:
    group = Group.objects.get(name=name)
    taken = Permission.objects.get(codename="translate_ar")
    group.permissions.remove(taken)
    roles.give_roles()
    assert taken not in group.permissions.all()


def test_an_administrator_gives_the_permissions_in_the_screen_of_a_group(cms: Client, content: None) -> None:
    group = Group.objects.get(name=roles.translators(by_code("ar")))
    screen = soup(cms.get(f"/cms/groups/edit/{group.pk}/"))
    given = {box["value"] for box in screen.select('input[name="permissions"][checked]')}
    offered = {box["value"] for box in screen.select('input[name="permissions"]')}
    assert str(Permission.objects.get(codename="translate_ar").pk) in given
    assert str(Permission.objects.get(codename="review_ar").pk) in offered - given


@pytest.mark.parametrize("language", ["sv", "fi", "xx", ""])
def test_a_translator_is_refused_what_is_not_theirs(
    translator: Any, rf: RequestFactory, language: str
) -> None:
    request = rf.get("/")
    request.user = translator
    permissions.require_translator(request, "ar")
    with pytest.raises(PermissionDenied):
        permissions.require_translator(request, language)


def test_a_translator_finds_only_the_workbench_in_the_menu(translator: Any) -> None:
    client = Client()
    client.force_login(translator)
    page = client.get("/cms/translations/")
    menu = page.content.decode()
    assert "/cms/hours/" not in menu
    assert "/cms/snippets/" not in menu
    assert soup(client.get("/cms/")).main
