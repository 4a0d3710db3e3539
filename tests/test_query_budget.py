"""How often a visit asks the database, with every cache empty: little, and no more on a larger site."""

import datetime
import json
import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from familjecentral.core import formats
from familjecentral.core.models import BasePage, Image
from familjecentral.home.benchmark import MAX_QUERIES
from familjecentral.home.growth import grow_activities, grow_centres, grow_news
from locations.models import CentrePage, CentreService
from locations.models.hours import HoursException, ServiceHours
from locations.models.programme import Activity, OccurrenceOverride
from news.models import NewsPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

FEW, MANY, ACTIVITIES = 2, 30, 300


def addresses() -> list[str]:
    home = BasePage.objects.get(depth=2)
    pages = BasePage.objects.live().filter(path__startswith=home.path).order_by("path")
    found = [page.url_path.removeprefix(home.url_path) for page in pages]
    find, centre = "hitta-familjecentral/", "hitta-familjecentral/fittja/"
    week = formats.iso_week(timezone.localdate() + datetime.timedelta(days=7))
    asked = [f"{find}?oppet=1", f"{find}?vecka={week}", f"{centre}?vecka={week}", f"{centre}?alder=0"]
    asked += [f"{centre}prata/", f"{centre}affisch/"]
    return [f"/{language}/{address}" for address in [*found, *asked] for language in ("sv", "ar")]


def queries(address: str) -> int:
    """The queries of one visit, as the first of its process."""
    cache.clear()
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(address)
    assert response.status_code == 200, address
    return len(captured)


def test_every_page_stays_inside_the_budget() -> None:
    counted = {address: queries(address) for address in addresses()}
    assert {address: number for address, number in counted.items() if number > MAX_QUERIES} == {}


def test_no_page_asks_more_on_a_larger_site() -> None:
    visited = addresses()
    assert CentrePage.objects.count() == FEW
    few = {address: queries(address) for address in visited}
    grow_centres(MANY)
    grow_activities(ACTIVITIES)
    grow_news(MANY)
    assert CentrePage.objects.count() == NewsPage.objects.count() == MANY
    assert (Activity.objects.count(), OccurrenceOverride.objects.count() > MANY) == (ACTIVITIES, True)
    assert {address: queries(address) for address in visited} == few


def test_a_grown_site_has_hours_exceptions_and_a_programme_everywhere() -> None:
    grow_centres(MANY)
    grow_activities(ACTIVITIES)
    for centre in CentrePage.objects.all():
        assert centre.confirmations.exists()
        assert centre.hours_exceptions.exists()
        assert centre.activities.count() == ACTIVITIES // MANY
    with_hours = ServiceHours.objects.count() + CentreService.objects.exclude(hours_from=None).count()
    assert CentreService.objects.count() == with_hours == 4 * MANY
    for model in (ServiceHours, HoursException, Activity):
        assert model.objects.values("uid").distinct().count() == model.objects.count()


def test_filters_and_later_pages_ask_no_more_than_the_first() -> None:
    grow_centres(MANY)
    grow_news(MANY)
    assert queries("/sv/hitta-familjecentral/?tjanst=bvc&sida=2") == queries("/sv/hitta-familjecentral/")
    assert queries("/sv/nyheter/?sida=2") == queries("/sv/nyheter/")


def test_the_list_of_centres_is_in_pages() -> None:
    grow_centres(MANY)
    first = Client().get("/sv/hitta-familjecentral/")
    second = Client().get("/sv/hitta-familjecentral/?sida=2")
    assert (len(first.context["centres"]), len(second.context["centres"])) == (20, 10)
    assert first.context["items"].paginator.count == MANY


def test_the_home_page_leads_to_the_centres_it_does_not_show() -> None:
    few = Client().get("/sv/")
    assert not few.context["more_centres"]
    grow_centres(MANY)
    many = Client().get("/sv/")
    assert len(many.context["centres"]) == 12
    assert many.context["more_centres"]


def test_a_restricted_page_and_what_lies_below_it_asks_for_its_password() -> None:
    from wagtail.models import PageViewRestriction

    index = BasePage.objects.get(slug="hitta-familjecentral")
    PageViewRestriction.objects.create(page=index, restriction_type="password", password="ord")
    centre = CentrePage.objects.first()
    assert centre is not None
    assert list(centre.get_view_restrictions()) == list(index.get_view_restrictions()) != []
    assert not BasePage.objects.get(slug="nyheter").get_view_restrictions().exists()


def test_a_third_picture_in_a_text_costs_no_query() -> None:
    pictures = [
        Image.objects.create(title=str(number), file=get_test_image_file(f"{number}.png"), alt_sv="Klossar")
        for number in range(3)
    ]
    page = NewsPage.objects.get(slug="invigning-2021")
    address = f"/sv/nyheter/{page.slug}/"

    def with_pictures(number: int) -> int:
        page.body_sv = json.dumps(
            [
                {
                    "type": "image",
                    "id": str(uuid.uuid4()),
                    "value": {
                        "image": {"image": picture.pk, "alt_text": "Klossar", "decorative": False},
                        "caption": "",
                    },
                }
                for picture in pictures[:number]
            ]
        )
        page.save_revision().publish()
        # The first visit draws the pictures in their sizes; later ones find them.
        Client().get(address)
        return queries(address)

    assert with_pictures(3) == with_pictures(1) <= MAX_QUERIES
