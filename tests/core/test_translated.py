"""Text in twelve columns that stays where it was written: saves, revisions, copies and moves in any language."""

from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.translation import override

from familjecentral.core import languages, texts
from familjecentral.core.models import BasePage
from locations.models import CentreService, ServiceType
from news.models import NewsPage
from tests.forms import page_form

pytestmark = pytest.mark.usefixtures("content")

CODES = list(languages.CODES)
TRANSLATED = [code for code in CODES if code != "sv"]


def news() -> NewsPage:
    return NewsPage.objects.get(slug="invigning-2021")


def said(obj: Any) -> dict[str, dict[str, str]]:
    """{language: {segment: text}} as stored now."""
    fresh = type(obj).objects.get(pk=obj.pk)
    return {code: texts.texts_of(fresh, code) for code in CODES}


def column(obj: Any, model: Any, name: str) -> Any:
    """The raw value of a base column, past modeltranslation."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{name}" FROM "{table}" WHERE "{key}" = %s', [obj.pk])  # noqa: S608
        return cursor.fetchone()[0]


@pytest.mark.parametrize("code", CODES)
def test_base_columns_are_swedish_whatever_language_is_active(code: str) -> None:
    with override(code):
        page = news()
        page.title_sv, page.lead_sv = "Ny rubrik", "Ny ingress"
        page.save_revision().publish()

    assert column(page, BasePage, "title") == "Ny rubrik"
    assert column(page, BasePage, "draft_title") == "Ny rubrik"
    assert column(page, BasePage, "lead") == "Ny ingress"


@pytest.mark.parametrize("code", CODES)
def test_a_saved_snippet_keeps_its_base_columns_swedish(code: str) -> None:
    with override(code):
        kind = ServiceType.objects.get(key="bvc")
        kind.help_sv = "Ny hjälp"
        kind.save()
        kind.save_revision().publish()

    assert column(kind, ServiceType, "help") == "Ny hjälp"
    assert column(kind, ServiceType, "name") == kind.name_sv


@pytest.mark.parametrize("code", TRANSLATED)
def test_an_old_revision_does_not_pose_as_a_language_filled_later(code: str) -> None:
    page = news()
    suffix = code.replace("-", "_")
    revision = page.save_revision()
    for name in ("title", "lead", "body", "seo_title", "search_description"):
        revision.content.pop(f"{name}_{suffix}", None)
        # As revisions were stored before base values were held to Swedish.
        revision.content[name] = revision.content[f"{name}_sv"]
    revision.save()

    with override(code):
        restored = revision.as_object()
        restored.save_revision().publish()

    stored = news()
    assert getattr(stored, f"title_{suffix}") in (None, "")
    assert getattr(stored, f"lead_{suffix}") in (None, "")
    assert texts.texts_of(stored, code) == {}
    assert stored.title_sv == page.title_sv


@pytest.mark.parametrize("code", CODES)
def test_drafting_publishing_and_restoring_change_no_text(code: str) -> None:
    page = news()
    before = said(page)
    with override(code):
        first = page.get_latest_revision() or page.save_revision()
        news().save_revision().publish()
        first.as_object().save_revision().publish()

    assert said(page) == before


@pytest.mark.parametrize("code", CODES)
def test_restoring_a_service_changes_no_text(code: str) -> None:
    service = CentreService.objects.first()
    before = said(service)
    with override(code):
        revision = service.save_revision()
        revision.as_object().save_revision().publish()

    assert said(service) == before


@pytest.mark.parametrize("code", CODES)
def test_a_copy_has_every_text_and_an_identity_of_its_own(code: str) -> None:
    page = news()
    with override(code):
        copy = page.copy(update_attrs={"slug": "kopia"})

    assert said(copy) == said(page)
    assert copy.uid != page.uid
    assert copy.get_latest_revision_as_object().uid == copy.uid
    assert {block.id for block in copy.body_sv} == {block.id for block in page.body_sv}


@pytest.mark.parametrize("code", CODES)
def test_a_moved_page_says_what_it_said(code: str) -> None:
    page = BasePage.objects.get(slug="kontakt").specific
    before = said(page)
    with override(code):
        page.move(BasePage.objects.get(slug="bvc"), pos="last-child")

    assert said(page) == before
    assert BasePage.objects.get(pk=page.pk).url_path.endswith("/om/bvc/kontakt/")


@pytest.mark.parametrize("accept", ["sv", "en"])
def test_an_edit_through_the_form_changes_only_what_was_edited(cms: Client, accept: str) -> None:
    page = news()
    before = said(page)
    address = f"/cms/pages/{page.pk}/edit/"
    headers = {"accept-language": accept}
    data = page_form(cms.get(address, headers=headers), page)

    answer = cms.post(address, data | {"title_sv": "Nu är det öppet", "action-publish": "1"}, headers=headers)

    assert answer.status_code == 302, answer.context["form"].errors
    expected = deepcopy(before)
    expected["sv"]["title"] = "Nu är det öppet"
    assert said(page) == expected


@pytest.mark.parametrize("accept", ["sv", "en"])
def test_an_older_version_brings_back_only_what_was_edited(cms: Client, accept: str) -> None:
    page = news()
    older = page.save_revision()
    older.publish()
    before = said(page)
    headers = {"accept-language": accept}
    address = f"/cms/pages/{page.pk}/edit/"
    data = page_form(cms.get(address, headers=headers), page)
    cms.post(address, data | {"lead_sv": "Ändrat.", "action-publish": "1"}, headers=headers)
    assert said(page)["sv"]["lead"] == "Ändrat."

    revert = f"/cms/pages/{page.pk}/revisions/{older.pk}/revert/"
    data = page_form(cms.get(revert, headers=headers), older.as_object())
    answer = cms.post(address, data | {"action-publish": "1", "revision": older.pk}, headers=headers)

    assert answer.status_code == 302
    assert said(page) == before


@pytest.mark.parametrize("accept", ["sv", "en"])
def test_a_translation_written_while_a_form_is_open_is_not_lost(cms: Client, accept: str) -> None:
    page = news()
    address = f"/cms/pages/{page.pk}/edit/"
    headers = {"accept-language": accept}
    data = page_form(cms.get(address, headers=headers), page)
    translation = news()
    translation.title_ar = "عنوان جديد"
    translation.save_revision().publish()

    cms.post(address, data | {"title_sv": "Ny rubrik", "action-publish": "1"}, headers=headers)

    assert (news().title_sv, news().title_ar) == ("Ny rubrik", "عنوان جديد")


@pytest.mark.parametrize("accept", ["sv", "en"])
def test_the_title_given_to_a_copy_is_its_swedish_title(cms: Client, accept: str) -> None:
    page = news()
    before = said(page)
    address = f"/cms/pages/{page.pk}/copy/"
    form = cms.get(address, headers={"accept-language": accept})
    assert 'name="alias"' not in form.content.decode()

    data = {"new_title": "Kopian", "new_slug": "kopian", "new_parent_page": page.get_parent().pk}
    answer = cms.post(address, data | {"publish_copies": "on"}, headers={"accept-language": accept})

    assert answer.status_code == 302
    copy = NewsPage.objects.get(slug="kopian")
    assert copy.title_sv == "Kopian"
    assert column(copy, BasePage, "title") == "Kopian"
    assert copy.get_latest_revision_as_object().title_sv == "Kopian"
    assert {code: said(copy)[code] for code in TRANSLATED} == {code: before[code] for code in TRANSLATED}
    assert said(page) == before


def test_the_time_of_change_is_noted_for_the_changed_language_alone() -> None:
    page = news()
    page.changed_at = {
        code: {**stamp, "at": "2020-01-01T00:00:00+00:00"} for code, stamp in page.changed_at.items()
    }
    page.title_ar = "عنوان جديد"
    page.save_revision().publish()

    changed = {code for code, stamp in news().changed_at.items() if not stamp["at"].startswith("2020")}
    assert changed == {"ar"}


def test_a_draft_is_no_change() -> None:
    page = news()
    before = page.changed_at
    page.title_sv = "Utkast"
    page.save_revision()

    assert news().changed_at == before
    assert news().title_sv != "Utkast"
