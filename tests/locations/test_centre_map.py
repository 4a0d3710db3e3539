"""Where the centres' points and names stand on the map."""

import pytest

from locations.models import CentrePage
from locations.outline import Outline
from locations.templatetags.centre_map import pins

pytestmark = pytest.mark.django_db  # a page asks for its content type when it is made

SQUARE = Outline("M0 0", 300, 300, west=17.0, north=60.0, scale=300.0, squeeze=1.0)


def centre(area: str, latitude: float | None, longitude: float | None) -> CentrePage:
    return CentrePage(area=area, latitude=latitude, longitude=longitude)


def test_a_pin_has_its_centres_number_in_the_list() -> None:
    found = pins(SQUARE, [centre("Norr", None, None), centre("Söder", 59.5, 17.5)])
    assert [(pin.number, pin.name, pin.x, pin.y) for pin in found] == [(2, "Söder", 150, 150)]


def test_a_name_without_room_in_the_east_stands_in_the_west() -> None:
    west, east = pins(SQUARE, [centre("Väster", 59.5, 17.1), centre("Öster", 59.5, 17.95)])
    assert not west.label_before
    assert east.label_before
