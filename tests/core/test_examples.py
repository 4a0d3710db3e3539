"""Invented data never looks real, and never stays marked when it became real."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from familjecentral.core import languages
from familjecentral.core.models import BasePage
from locations.models import CentrePage, CentreService
from locations.models.hours import HoursException, ServiceHours
from locations.models.programme import Activity, OccurrenceOverride
from tests.forms import page_form, sent_by, soup

pytestmark = pytest.mark.usefixtures("content")

SHOWING = {"", "hitta-familjecentral/", "hitta-familjecentral/fittja/", "hitta-familjecentral/tullinge/"}


def nothing_is_invented() -> None:
    for model in (CentrePage, CentreService, ServiceHours, HoursException, Activity, OccurrenceOverride):
        model._default_manager.update(is_example=False)


def path_of(page: BasePage) -> str:
    return page.url_path.split("/", 2)[2]


def has_banner(client: Client, path: str) -> bool:
    html = soup(client.get(path))
    return html.find(class_="demo") is not None


@pytest.mark.parametrize("code", [language.code for language in languages.PUBLIC])
def test_exactly_the_pages_that_show_invented_data_say_so(client: Client, code: str) -> None:
    invented = {"Exempelgatan", "08-000", "example."}
    for page in BasePage.objects.live().filter(depth__gt=1):
        response = client.get(f"/{code}/{path_of(page)}")
        text = soup(response).get_text()
        assert has_banner(client, f"/{code}/{path_of(page)}") == (path_of(page) in SHOWING), page.slug
        if path_of(page) not in SHOWING:
            assert not [word for word in invented if word in text], page.slug


def test_a_page_without_invented_data_says_nothing(client: Client) -> None:
    nothing_is_invented()

    assert not any(has_banner(client, f"/sv/{path}") for path in SHOWING)


def test_one_invented_service_is_enough(client: Client) -> None:
    nothing_is_invented()
    CentreService.objects.filter(centre__slug="fittja", service_type__key="bvc").update(is_example=True)

    assert has_banner(client, "/sv/hitta-familjecentral/fittja/")
    assert not has_banner(client, "/sv/hitta-familjecentral/tullinge/")
    assert has_banner(client, "/sv/")


@pytest.mark.parametrize("model", [ServiceHours, HoursException, Activity])
def test_invented_times_alone_are_enough(
    client: Client, at: Callable[[str], Any], model: type[ServiceHours | HoursException | Activity]
) -> None:
    at("2026-11-25T10:00")
    nothing_is_invented()
    model._default_manager.update(is_example=True)

    assert has_banner(client, "/sv/hitta-familjecentral/fittja/")


def save_centre(cms: Client, **changed: Any) -> Any:
    centre = CentrePage.objects.get(slug="fittja")
    edit = f"/cms/pages/{centre.pk}/edit/"
    data = page_form(cms.get(edit), centre) | {"action-publish": "1"} | changed
    return cms.post(edit, {name: value for name, value in data.items() if value is not None})


def test_a_changed_fact_asks_whether_it_is_real(cms: Client) -> None:
    answer = save_centre(cms, phone="08-530 610 00")

    assert answer.status_code == 200
    assert "is_example" in answer.context["form"].errors
    assert answer.context["form"]["phone"].value() == "08-530 610 00"
    assert CentrePage.objects.get(slug="fittja").phone != "+46853061000"


def test_a_real_fact_clears_the_mark(cms: Client) -> None:
    assert save_centre(cms, phone="08-530 610 00", is_example=None).status_code == 302

    centre = CentrePage.objects.get(slug="fittja")
    assert (centre.phone, centre.is_example) == ("+46853061000", False)


def test_another_invented_fact_keeps_the_mark(cms: Client) -> None:
    assert save_centre(cms, phone="08-000 00 09", still_example="on").status_code == 302

    assert CentrePage.objects.get(slug="fittja").is_example


def test_a_changed_text_asks_nothing(cms: Client) -> None:
    assert save_centre(cms, lead_sv="Välkommen.").status_code == 302

    assert CentrePage.objects.get(slug="fittja").is_example


def test_a_changed_fact_of_a_service_asks_too(cms: Client) -> None:
    service = CentreService.objects.filter(is_example=True).first()
    edit = f"/cms/snippets/locations/centreservice/edit/{service.pk}/"
    data = sent_by(cms.get(edit)) | {"action-publish": "1", "phone": "08-530 610 00"}

    answer = cms.post(edit, data)

    assert answer.status_code == 200
    assert "is_example" in answer.context["form"].errors


def test_saving_the_centre_as_it_is_changes_no_fact(cms: Client) -> None:
    assert save_centre(cms).status_code == 302
