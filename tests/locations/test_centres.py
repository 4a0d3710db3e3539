"""Centres: their status, what is known of them, and a new one made by an editor alone."""

import datetime
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from familjecentral.core import languages
from locations.choices import ACCESS_FEATURES, OperatingStatus
from locations.models import CentreIndexPage, CentrePage, CentreService, ServiceType
from tests.forms import page_form, sent_by, soup

PUBLIC = [language.code for language in languages.PUBLIC]
FIND = "hitta-familjecentral/"
# A page that is only in memory, too, asks the database for its content type.
pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 6, 15)
BEFORE, AFTER = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)


def centre(slug: str = "fittja") -> CentrePage:
    return CentrePage.objects.get(slug=slug)


@pytest.mark.parametrize(
    ("status", "since", "until", "day", "expected"),
    [
        ("open", None, None, DAY, "open"),
        ("planned", None, None, DAY, "planned"),
        ("planned", DAY, None, BEFORE, "planned"),
        ("planned", DAY, None, DAY, "open"),
        ("limited", DAY, AFTER, BEFORE, "open"),
        ("limited", DAY, AFTER, DAY, "limited"),
        ("limited", DAY, AFTER, AFTER, "limited"),
        ("limited", None, BEFORE, DAY, "open"),
        ("temporarily_closed", DAY, None, AFTER, "temporarily_closed"),
        ("temporarily_closed", None, None, DAY, "temporarily_closed"),
        ("temporarily_closed", AFTER, None, DAY, "open"),
        ("moved", DAY, DAY, DAY, "moved"),
        ("moved", None, BEFORE, DAY, "open"),
    ],
)
def test_the_status_holds_from_its_first_to_its_last_day(
    status: str, since: datetime.date | None, until: datetime.date | None, day: datetime.date, expected: str
) -> None:
    page = CentrePage(operating_status=status, status_from=since, status_until=until)

    assert page.status_on(day) == OperatingStatus(expected)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"status_from": DAY, "status_until": BEFORE}, "status_until"),
        ({"operating_status": "moved"}, "operating_status"),
        ({"latitude": 59}, "latitude"),
        ({"longitude": 17}, "latitude"),
    ],
)
def test_facts_that_contradict_each_other_are_refused(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        CentrePage(title_sv="x", slug="x", **facts).clean()

    assert field in refused.value.message_dict


@pytest.mark.usefixtures("content")
class TestPage:
    def test_what_is_unknown_of_the_house_is_not_shown(self, client: Client) -> None:
        page = centre()
        for feature in ACCESS_FEATURES:
            setattr(page, feature, "")
        page.lift, page.toilet = "yes", "no"
        page.save_revision().publish()

        facts = client.get(f"/sv/{FIND}fittja/").context["access"]

        assert [(str(fact["name"]), fact["known"]) for fact in facts] == [
            (str(ACCESS_FEATURES["lift"][0]), "yes"),
            (str(ACCESS_FEATURES["toilet"][0]), "no"),
        ]

    @pytest.mark.parametrize("code", PUBLIC)
    def test_a_centre_without_facts_invents_none(self, client: Client, code: str) -> None:
        page = CentrePage(title_sv="Familjecentralen i Alby", lead_sv="Kommer.", slug="alby", area="Alby")
        CentreIndexPage.objects.get().add_child(instance=page)
        page.save_revision().publish()

        response = client.get(f"/{code}/{FIND}alby/")

        assert response.status_code == 200
        html = soup(response)
        ways = [link["href"] for link in html.main.find_all("a", href=True)]
        assert not [way for way in ways if re.match(r"tel:|geo:|mailto:[^?]", way)]
        assert not html.main.find("address", string=True)
        assert not html.main.find(id="services")
        assert "None" not in html.main.get_text()
        assert response.context["access"] == response.context["services"] == response.context["spoken"] == []
        [data] = [
            part
            for part in page.structured_data(response.context["reading"], response.wsgi_request)
            if part["@type"] == "GovernmentOffice"
        ]
        assert not data.keys() & {"telephone", "email", "address", "geo", "department", "openingHours"}
        for path in ("", FIND, f"{FIND}?omrade=alby"):
            assert client.get(f"/{code}/{path}").status_code == 200

    @pytest.mark.parametrize("code", PUBLIC)
    def test_the_swedish_word_of_every_service_is_shown(self, client: Client, code: str) -> None:
        text = soup(client.get(f"/{code}/{FIND}fittja/")).main.get_text().casefold()

        for service_type in ServiceType.objects.all():
            assert service_type.swedish_name.casefold() in text

    def test_a_draft_of_a_service_is_not_shown_and_a_withdrawn_one_disappears(self, client: Client) -> None:
        service = CentreService.objects.get(centre__slug="fittja", service_type__key="bvc")
        service.note_sv = "Halvskriven anteckning"
        service.save_revision()
        assert "Halvskriven" not in client.get(f"/sv/{FIND}fittja/").content.decode()

        service.unpublish()
        assert [entry["type"].key for entry in client.get(f"/sv/{FIND}fittja/").context["services"]] == [
            "oppen-forskola",
            "barnmorska",
            "socialtjanst",
        ]

    @pytest.mark.parametrize("status", OperatingStatus.values)
    def test_every_status_is_shown_everywhere(self, client: Client, status: str) -> None:
        page = centre()
        page.operating_status, page.replacement_address = status, "Exempelgatan 2"
        page.save_revision().publish()

        for code in PUBLIC:
            for path in ("", FIND, f"{FIND}fittja/"):
                assert client.get(f"/{code}/{path}").status_code == 200

    def test_restoring_an_older_page_deletes_no_service(self) -> None:
        page = centre()
        older = page.save_revision()
        before = list(page.services.values_list("pk", "uid"))
        older.as_object().save_revision().publish()

        assert list(centre().services.values_list("pk", "uid")) == before


@pytest.mark.parametrize("accept", ["sv", "en"])
def test_an_editor_makes_a_third_centre_alone(
    content: None, client: Client, publisher: Any, accept: str
) -> None:
    """A page and four services through the forms of the CMS, by someone who is no administrator."""
    desk = Client(headers={"accept-language": accept})
    desk.force_login(publisher)
    index = CentreIndexPage.objects.get()
    add = f"/cms/pages/add/locations/centrepage/{index.pk}/"
    data = page_form(desk.get(add), CentrePage()) | {
        "title_sv": "Familjecentralen i Alby",
        "slug": "alby",
        "lead_sv": "Fyra tjänster i samma hus.",
        "area": "Alby",
        "phone": "08-530 610 00",
        "lift": "yes",
        "spoken_languages": ["sv", "so"],
        "action-publish": "1",
    }
    answer = desk.post(add, data)
    assert answer.status_code == 302, answer.context["form"].errors
    page = CentrePage.objects.get(slug="alby")

    for service_type in ServiceType.objects.all():
        form = f"/cms/snippets/locations/centreservice/add/?centre={page.pk}&service_type={service_type.pk}"
        answer = desk.post(form, sent_by(desk.get(form)) | {"action-publish": "1"})
        assert answer.status_code == 302, answer.context["form"].errors

    assert page.services.published().count() == 4
    for code in PUBLIC:
        for path in ("", FIND, f"{FIND}?omrade=alby", f"{FIND}?tjanst=bvc", f"{FIND}?sprak=so"):
            assert "Alby" in soup(client.get(f"/{code}/{path}")).main.get_text()
        html = soup(client.get(f"/{code}/{FIND}alby/"))
        assert len(html.select("#services .grid > *")) == 4
        if languages.by_code(code).tag != "sv":
            assert html.h1["lang"] == "sv"
    assert f"/sv/{FIND}alby/" in client.get("/sitemap.xml").content.decode()
    assert client.get("/f/alby").headers["Location"] == f"/sv/{FIND}alby/"
    assert not any(service.is_example for service in page.services.all())
