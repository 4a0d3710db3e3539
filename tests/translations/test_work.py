"""Reading and writing translations: what is saved, what is published, what is refused, what is left alone."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from familjecentral.core.models import BasePage
from familjecentral.core.segments import State
from familjecentral.core.texts import texts_of
from familjecentral.home.models import InfoPage
from familjecentral.translations import registry, standings, work
from familjecentral.translations.models import Standing, Subject, Wording
from familjecentral.translations.work import Edit, Skip
from locations.models import Activity, ServiceType

pytestmark = pytest.mark.django_db


@pytest.fixture
def info(content: None) -> InfoPage:
    found = InfoPage.objects.live().first()
    assert found is not None
    return found


@pytest.fixture
def boss() -> Any:
    return get_user_model().objects.create_superuser("boss", "boss@example.org", "boss")


def open_work(info: Any, language: str = "ar") -> work.Work:
    return work.work(registry.label_of(info), info.pk, language)


def edit(info: Any, changes: dict[str, str], language: str = "ar", **more: Any) -> work.Saved:
    current = open_work(info, language)
    pieces = {piece.segment.id: piece for piece in current.pieces}
    edits = {segment: Edit(text, pieces[segment].seen, **more) for segment, text in changes.items()}
    return work.save(current.label, info.pk, language, edits)


def publish(info: Any, language: str = "ar", user: Any = None) -> work.Published:
    return work.publish(registry.label_of(info), info.pk, language, user=user)


def fresh(info: Any) -> Any:
    return type(info).objects.get(pk=info.pk)


def change_swedish(info: Any, *, publish: bool = True, **texts: str) -> None:
    newest = work.newest(fresh(info))
    for name, text in texts.items():
        setattr(newest, f"{name}_sv", text)
    revision = newest.save_revision()
    if publish:
        revision.publish()


def test_every_record_of_the_site_can_be_opened_in_every_language(content: None) -> None:
    labels = set()
    for label, model in registry.registered().items():
        for row in model._default_manager.all():
            for code in standings.TARGETS:
                found = work.work(label, row.pk, code)
                assert [piece.segment.id for piece in found.pieces] == list(texts_of(found.obj, "sv"))
            labels.add(label)
    assert {"home.infopage", "locations.centrepage", "locations.servicetype", "news.newspage"} <= labels


def test_a_saved_translation_is_a_draft_that_readers_do_not_see(info: InfoPage) -> None:
    before = info.title_ar
    saved = edit(info, {"title": "عنوان جديد"})
    assert saved.written == ["title"]
    assert saved.revision == fresh(info).latest_revision
    assert fresh(info).title_ar == before
    piece = open_work(info).piece("title")
    assert piece is not None
    assert (piece.target, piece.state) == ("عنوان جديد", State.DRAFT)


def test_saving_what_is_there_already_makes_no_revision(info: InfoPage) -> None:
    current = open_work(info)
    edits = {piece.segment.id: Edit(piece.target, piece.seen) for piece in current.pieces}
    revisions = info.revisions.count()
    saved = work.save(current.label, info.pk, "ar", edits)
    assert (saved.written, saved.skipped, saved.revision) == ([], {}, None)
    assert info.revisions.count() == revisions


def test_publishing_changes_that_language_only(info: InfoPage, boss: Any) -> None:
    others = {code: texts_of(info, code) for code in ("sv", "fi", "so")}
    edit(info, {"title": "عنوان جديد"}, reviewed=True)
    assert publish(info, user=boss).segments == ["title"]
    now = fresh(info)
    assert now.title_ar == "عنوان جديد"
    assert now.translation_state["ar"]["title"]["state"] == "reviewed"
    assert {code: texts_of(now, code) for code in others} == others
    assert not now.has_unpublished_changes


def test_an_unfinished_swedish_draft_stays_unpublished_and_keeps_the_translation(
    info: InfoPage, boss: Any
) -> None:
    swedish = info.lead_sv
    change_swedish(info, publish=False, lead="Ett halvfärdigt utkast")
    edit(info, {"title": "عنوان جديد"})
    publish(info, user=boss)
    now = fresh(info)
    assert (now.title_ar, now.lead_sv, now.has_unpublished_changes) == ("عنوان جديد", swedish, True)
    draft = work.newest(now)
    assert (draft.title_ar, draft.lead_sv) == ("عنوان جديد", "Ett halvfärdigt utkast")


def test_what_is_translated_from_unpublished_swedish_waits_for_it(info: InfoPage, boss: Any) -> None:
    arabic = info.lead_ar
    change_swedish(info, publish=False, lead="Ny ingress")
    piece = open_work(info).piece("lead")
    assert piece is not None
    assert piece.upcoming
    edit(info, {"lead": "مقدمة جديدة"})
    assert publish(info, user=boss).segments == []
    assert fresh(info).lead_ar == arabic
    fresh(info).latest_revision.publish()
    assert fresh(info).lead_ar == "مقدمة جديدة"
    piece = open_work(info).piece("lead")
    assert piece is not None
    assert (piece.state, piece.upcoming) == (State.DRAFT, False)


def test_two_languages_saved_from_screens_opened_at_once_are_both_kept(info: InfoPage) -> None:
    arabic, finnish = open_work(info, "ar").piece("title"), open_work(info, "fi").piece("title")
    assert arabic is not None
    assert finnish is not None
    label = registry.label_of(info)
    work.save(label, info.pk, "ar", {"title": Edit("عنوان جديد", arabic.seen)})
    work.save(label, info.pk, "fi", {"title": Edit("Uusi otsikko", finnish.seen)})
    draft = work.newest(fresh(info))
    assert (draft.title_ar, draft.title_fi) == ("عنوان جديد", "Uusi otsikko")


def test_swedish_or_translation_changed_meanwhile_is_not_overwritten(info: InfoPage) -> None:
    seen = {piece.segment.id: piece.seen for piece in open_work(info).pieces}
    change_swedish(info, lead="Ny ingress")
    edit(info, {"title": "عنوان آخر"})
    saved = work.save(
        registry.label_of(info),
        info.pk,
        "ar",
        {"lead": Edit("قديم", seen["lead"]), "title": Edit("ثالث", seen["title"]), "none": Edit("x", "|")},
    )
    assert saved.skipped == {
        "lead": Skip.CHANGED_SOURCE,
        "title": Skip.CHANGED_TARGET,
        "none": Skip.GONE,
    }
    assert saved.written == []


def test_an_outdated_text_can_be_said_to_be_right_still(info: InfoPage, boss: Any) -> None:
    change_swedish(info, lead="Ny ingress")
    piece = open_work(info).piece("lead")
    assert piece is not None
    assert piece.state is State.OUTDATED
    edit(info, {"lead": piece.target}, still_right=True)
    publish(info, user=boss)
    assert fresh(info).translation_state["ar"]["lead"]["state"] == "draft"
    row = Standing.objects.get(subject__uid=info.uid, language="ar")
    assert row.outdated == 0


def test_a_title_longer_than_its_column_is_refused_and_not_cut(info: InfoPage) -> None:
    assert edit(info, {"title": "ع" * 300}).skipped == {"title": Skip.TOO_LONG}


def test_a_record_without_drafts_is_live_when_saved(content: None) -> None:
    activity = Activity.objects.first()
    assert activity is not None
    saved = edit(activity, {"title": "نشاط"})
    assert saved.revision is not None
    assert fresh(activity).title_ar == "نشاط"


def test_publishing_a_kind_of_service_keeps_its_facts(content: None, boss: Any) -> None:
    kind = ServiceType.objects.get(key="bvc")
    icon = kind.icon
    edit(kind, {"name": "مركز الطفل"})
    publish(kind, user=boss)
    assert (fresh(kind).name_ar, fresh(kind).icon) == ("مركز الطفل", icon)


def test_who_may_not_publish_is_told_so(info: InfoPage) -> None:
    user = get_user_model().objects.create_user("translator", "t@example.org", "t")
    edit(info, {"title": "عنوان جديد"})
    with pytest.raises(work.NotPublishable):
        publish(info, user=user)


def test_a_version_that_waits_for_its_day_stops_a_publication(info: InfoPage, boss: Any) -> None:
    from datetime import UTC, datetime

    edit(info, {"title": "عنوان جديد"})
    info.revisions.update(approved_go_live_at=datetime(2099, 1, 1, tzinfo=UTC))
    with pytest.raises(work.NotPublishable):
        publish(info, user=boss)


def test_a_page_that_is_not_there_is_a_lookup_error(content: None) -> None:
    for label, pk in (("home.infopage", 0), ("home.infopage", "x"), ("no.model", 1), ("core.basepage", 1)):
        with pytest.raises(LookupError):
            work.work(label, pk, "ar")


def test_publishing_swedish_makes_a_row_of_the_matrix_outdated_and_a_draft_does_not(info: InfoPage) -> None:
    def outdated() -> int:
        return Standing.objects.get(subject__uid=info.uid, language="ar").outdated

    before = outdated()
    change_swedish(info, publish=False, lead="Ny ingress")
    assert outdated() == before
    fresh(info).latest_revision.publish()
    assert outdated() == before + 1
    assert Wording.objects.filter(text="Ny ingress").exists()


def test_an_unpublished_page_leaves_the_matrix(info: InfoPage) -> None:
    info.unpublish()
    assert not Subject.objects.filter(uid=info.uid).exists()


def test_what_was_said_once_is_offered_again(info: InfoPage) -> None:
    from familjecentral.core.segments import fingerprint

    mark = fingerprint(info.title_sv)
    assert info.title_ar in standings.offers([mark], "ar")[mark]
    assert standings.wordings([mark]) == {mark: info.title_sv}


def test_the_matrix_can_be_made_anew_from_the_records(content: None) -> None:
    before = list(
        Standing.objects.order_by("subject__uid", "language").values_list("subject__uid", "missing")
    )
    Subject.objects.all().delete()
    list(standings.refresh_all())
    assert (
        list(Standing.objects.order_by("subject__uid", "language").values_list("subject__uid", "missing"))
        == before
    )
    assert before


def test_the_registry_knows_each_page_as_what_it_is(info: InfoPage) -> None:
    assert registry.find(info.uid) == info
    assert isinstance(registry.find(info.uid), InfoPage)
    assert BasePage not in registry.registered().values()
