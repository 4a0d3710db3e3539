"""search/documents.py and results.py: what is found when something is published, changed, moved, restricted or over."""

import datetime
import json
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from familjecentral.core.models import BasePage
from familjecentral.core.segments import fingerprint
from familjecentral.home.growth import grow_activities, grow_centres, grow_news
from familjecentral.home.models import InfoPage
from familjecentral.search import documents
from familjecentral.search.models import SearchDocument
from locations.models import Activity, CentrePage, ServiceType
from news.models import NewsPage
from tests.forms import soup

pytestmark = pytest.mark.usefixtures("content")

TEXT = [
    {"type": "text", "id": "t", "value": '<p data-block-key="a">En <b>xylofon</b> finns &amp; en flygel.</p>'}
]


def page_of(code: str, query: str) -> Any:
    return soup(Client().get(f"/{code}/sok/", {"q": query})).main


def found(query: str, code: str = "sv") -> list[str]:
    return [link["href"] for link in page_of(code, query).select("ul.news h2 a")]


@pytest.fixture
def page() -> InfoPage:
    """A page with a word that stands nowhere else, "zebra" in its title, "xylofon" in its text."""
    made = InfoPage(title_sv="Zebra", lead_sv="Om en zebra.", slug="zebra", body_sv=json.dumps(TEXT))
    parent = BasePage.objects.get(slug="om")
    added: InfoPage = parent.add_child(instance=made)
    return added


# --- When it is written ----------------------------------------------------------------------------------------------


def test_a_page_is_found_from_when_it_is_published_until_it_is_unpublished(page: InfoPage) -> None:
    assert found("zebra") == ["/sv/om/zebra/"]
    page.unpublish()
    assert not SearchDocument.objects.filter(uid=page.uid).exists()
    assert found("zebra") == []
    page.save_revision().publish()
    assert found("zebra") == ["/sv/om/zebra/"]


def test_a_page_that_came_back_unchanged_still_says_why_it_was_found(page: InfoPage) -> None:
    assert reason("sv", "xylofon").mark.text == "xylofon"
    page.unpublish()
    page.save_revision().publish()
    assert reason("sv", "xylofon").mark.text == "xylofon"


def test_a_draft_is_not_found_before_it_is_published(page: InfoPage) -> None:
    page.title_sv = "Giraff"
    draft = page.save_revision()
    assert found("giraff") == []
    draft.publish()
    assert (found("giraff"), found("zebra")) == (["/sv/om/zebra/"], ["/sv/om/zebra/"])


def test_a_deleted_page_is_not_found(page: InfoPage) -> None:
    page.delete()
    assert found("zebra") == []
    assert not SearchDocument.objects.filter(uid=page.uid).exists()


def test_a_page_that_was_moved_is_found_where_it_is(page: InfoPage) -> None:
    page.move(BasePage.objects.get(slug="oppen-forskola"), pos="last-child")
    assert found("zebra") == ["/sv/om/oppen-forskola/zebra/"]


def test_a_page_is_found_in_a_language_when_its_translation_is_published(page: InfoPage) -> None:
    from familjecentral.translations import work

    assert page_of("fi", "zebra").select_one("ul.news h2 a")["lang"] == "sv"
    label = "home.infopage"
    current = work.work(label, page.pk, "fi")
    texts = {"title": "Seepra", "lead": "Seeprasta."}
    edits = {name: work.Edit(text, current.piece(name).seen) for name, text in texts.items()}  # type: ignore[union-attr]
    work.save(label, page.pk, "fi", edits)
    assert found("seepra", "fi") == []
    work.publish(label, page.pk, "fi")
    for query in ("seepra", "zebra"):
        link = page_of("fi", query).select_one("ul.news h2 a")
        assert (link.text, link.has_attr("lang")) == ("Seepra", False)


def test_a_translation_that_was_withdrawn_is_not_found(page: InfoPage) -> None:
    page.title_fi, page.lead_fi = "Seepra", "Seeprasta"
    old = {"source": fingerprint("Häst"), "state": "draft", "at": "2026-01-01", "by": "", "withdrawn": True}
    page.translation_state = {"fi": {"title": old}}
    page.save()
    assert found("seepra", "fi") == []


def test_a_kind_of_service_leads_to_the_page_that_explains_it_now(page: InfoPage) -> None:
    service = ServiceType.objects.get(key="bvc")
    service.abbreviation = "QXZW"
    service.information_page = page
    service.save()
    assert found("QXZW") == ["/sv/om/zebra/"]
    service.information_page = None
    service.save()
    assert found("QXZW") == []


def test_a_search_after_a_change_shows_it_at_once(page: InfoPage) -> None:
    assert found("okapi") == []
    page.lead_sv = "Om en okapi."
    page.save()
    assert found("okapi") == ["/sv/om/zebra/"]


# --- What may be shown today -----------------------------------------------------------------------------------------


def test_a_private_page_and_what_lies_below_it_are_not_found(page: InfoPage) -> None:
    PageViewRestriction.objects.create(page=BasePage.objects.get(slug="om"), restriction_type="login")
    assert found("zebra") == []


def test_many_private_pages_do_not_hide_a_public_one(page: InfoPage) -> None:
    archive = BasePage.objects.get(slug="nyheter")
    for number in range(30):
        archive.add_child(instance=NewsPage(title_sv="Zebra zebra", lead_sv="Zebra.", slug=f"z-{number}"))
    PageViewRestriction.objects.create(page=archive, restriction_type="login")
    assert found("zebra") == ["/sv/om/zebra/"]


def test_news_are_found_up_to_their_last_day(at: Callable[[str], datetime.datetime]) -> None:
    at("2026-11-24T12:00")
    archive = BasePage.objects.get(slug="nyheter")
    item = NewsPage(
        title_sv="Zebra", lead_sv="Zebra", slug="zebra", date="2026-11-01", expires_on="2026-11-24"
    )
    archive.add_child(instance=item)
    assert found("zebra") == ["/sv/nyheter/zebra/"]
    at("2026-11-25T00:01")
    assert found("zebra") == []


def activity(**values: Any) -> Activity:
    facts = {"weekdays": ["1"], "starts": "10:00", "ends": "11:00", "title_sv": "Zebradans", **values}
    made: Activity = Activity.objects.create(centre=CentrePage.objects.get(slug="fittja"), **facts)
    return made


@pytest.mark.parametrize(
    "over",
    [{"last": datetime.date(2026, 11, 24)}, {"rhythm": "dates", "dates": ["2026-11-24", "2026-01-02"]}],
)
def test_an_activity_is_found_up_to_its_last_day(
    at: Callable[[str], datetime.datetime], over: dict[str, Any]
) -> None:
    at("2026-11-24T12:00")
    activity(**over)
    assert found("zebradans") == ["/sv/hitta-familjecentral/fittja/#program"]
    at("2026-11-25T00:01")
    assert found("zebradans") == []


# --- Why it was found ------------------------------------------------------------------------------------------------


def reason(code: str, query: str) -> Any:
    return page_of(code, query).select_one("ul.news > li:first-child > div > p.meta > span")


@pytest.mark.parametrize("code", ["sv", "fi", "ar"])
def test_an_activity_leads_to_the_programme_of_its_centre_and_is_named(code: str) -> None:
    activity(title_fi="Seepratanssi", description_sv="En pangolin kommer.")
    assert (
        found("zebradans", code)
        == found("pangolin", code)
        == [f"/{code}/hitta-familjecentral/fittja/#program"]
    )
    assert reason(code, "zebradans").text == reason("ar", "pangolin").text == "Zebradans"
    assert reason(code, "zebradans").mark.text == "Zebradans"
    assert 'id="program"' in Client().get(f"/{code}/hitta-familjecentral/fittja/").content.decode()


def test_an_invented_activity_says_so_where_it_is_the_reason() -> None:
    activity(is_example=True)
    assert reason("sv", "zebradans").find_next_sibling("span").has_attr("data-demo")
    assert not page_of("sv", "barnmorska").select("[data-demo]")


def test_a_word_of_the_text_is_found_and_shown_as_the_reason(page: InfoPage) -> None:
    assert found("xylofon") == ["/sv/om/zebra/"]
    assert str(reason("sv", "xylofon")) == "<span>En <mark>xylofon</mark> finns &amp; en flygel.</span>"


def test_a_swedish_text_that_answers_on_another_languages_page_is_marked_as_swedish(page: InfoPage) -> None:
    page.title_ar, page.lead_ar = "حصان", "عن حصان."
    page.save()
    shown = reason("ar", "xylofon")
    assert (shown["lang"], shown["dir"], shown.mark.text) == ("sv", "ltr", "xylofon")
    assert page_of("ar", "xylofon").select_one("ul.news h2 a").text == "حصان"


def test_no_reason_is_given_where_the_title_or_the_lead_says_it(page: InfoPage) -> None:
    assert reason("sv", "zebra") is None


def test_where_nobody_sees_the_second_word_it_is_explained(page: InfoPage) -> None:
    assert reason("sv", "zebra xylofon").mark.text == "xylofon"


def test_news_say_their_day_and_mark_what_answers() -> None:
    item = page_of("sv", "avsiktsförklaring").select_one("ul.news > li")
    assert "15 oktober 2019" in item.select_one("p.meta").text
    assert item.mark.text == "avsiktsförklaring"


@pytest.mark.parametrize(
    ("code", "query", "said"),
    [
        ("sv", "barnmoska", [("barnmorska", None)]),
        ("fi", "kätiloo esikolu", [("esikoulu", None)]),
        ("ar", "barnmoska", [("barnmorska", "sv")]),
        ("fi", "avsiktsforklarinng", [("avsiktsförklaring", "sv")]),
        ("sv", "barnmorska", []),
        ("sv", "xyzzy", []),
    ],
)
def test_the_page_says_what_an_unknown_word_was_taken_for(code: str, query: str, said: Any) -> None:
    shown = page_of(code, query).select("[role=status] + p bdi")
    assert [(text.text, text.get("lang")) for text in shown] == said
    assert page_of(code, query).select_one("[role=status] bdi").text == query


# --- All of them -----------------------------------------------------------------------------------------------------


def state() -> list[Any]:
    return list(
        SearchDocument.objects.order_by("uid", "language").values_list("uid", "language", "page", "mark")
    )


def test_writing_all_anew_changes_nothing_where_nothing_was_missed() -> None:
    before = state()
    out = StringIO()
    call_command("update_search_documents", stdout=out)
    assert state() == before != []
    assert (
        f"{BasePage.objects.count() + ServiceType.objects.count() + Activity.objects.count()}/"
        in out.getvalue()
    )


def test_writing_all_anew_makes_what_is_missing_and_drops_what_is_gone(page: InfoPage) -> None:
    before = state()
    SearchDocument.objects.filter(language="ar").delete()
    SearchDocument.objects.create(
        uid="00000000-0000-0000-0000-000000000000", language="sv", kind="page", page=page, title="x", mark=1
    )
    call_command("update_search_documents", stdout=StringIO())
    assert state() == before


def test_loading_content_fills_a_site_that_had_no_documents() -> None:
    before = state()
    SearchDocument.objects.all().delete()
    call_command("load_content", "--example", stdout=StringIO(), stderr=StringIO())
    assert state() == before


# --- Much of it ------------------------------------------------------------------------------------------------------


@pytest.fixture
def first_of_its_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Forgets what a process keeps between two visits."""

    def forget() -> None:
        cache.clear()
        ContentType.objects.clear_cache()
        monkeypatch.setattr(documents, "_indexes", {})

    return forget


def test_the_database_is_asked_as_often_on_a_larger_site(first_of_its_process: Callable[[], None]) -> None:
    def queries(code: str) -> int:
        first_of_its_process()
        with CaptureQueriesContext(connection) as captured:
            response = Client().get(f"/{code}/sok/", {"q": "öppnat bvc fitja"})
        assert response.context["results"]
        return len(captured)

    few = {code: queries(code) for code in ("sv", "ar")}
    assert max(few.values()) <= 15
    grow_centres(30)
    grow_activities(200)
    grow_news(60)
    assert {code: queries(code) for code in few} == few
