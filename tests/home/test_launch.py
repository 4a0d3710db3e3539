"""What must hold before the public sees the site."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from familjecentral.core.examples import example_records
from familjecentral.home.launch import refuse_example_data
from locations.models import CentrePage, CentreService
from locations.models.hours import HoursException, ServiceHours
from locations.models.programme import Activity, OccurrenceOverride

TIMES: tuple[Any, ...] = (ServiceHours, HoursException, Activity, OccurrenceOverride)


@pytest.fixture
def production(settings: Any) -> None:
    settings.LOCAL = False


def test_production_does_not_start_with_example_data(content: None, production: None) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"Example data is stored \(.*Fittja"):
        refuse_example_data()


def test_a_local_run_starts_with_example_data(content: None) -> None:
    refuse_example_data()


def test_production_starts_once_every_mark_is_cleared(content: None, production: None) -> None:
    CentrePage.objects.update(is_example=False)
    with pytest.raises(ImproperlyConfigured):
        refuse_example_data()
    CentreService.objects.update(is_example=False)
    for model in TIMES:
        with pytest.raises(ImproperlyConfigured):
            refuse_example_data()
        model.objects.update(is_example=False)

    assert not list(example_records())
    refuse_example_data()


def test_production_refuses_to_load_example_data(empty_site: None, production: None) -> None:
    with pytest.raises(CommandError, match="LOCAL=1"):
        call_command("load_content", "--example")

    assert not CentrePage.objects.exists()


def test_production_starts_with_the_initial_content_alone(empty_site: None, production: None) -> None:
    call_command("load_content", stdout=io.StringIO())

    refuse_example_data()
    assert CentrePage.objects.count() == 2
    assert not any(centre.shows_example() for centre in CentrePage.objects.all())


def test_the_check_stands_in_the_way_of_the_server() -> None:
    source = Path("familjecentral/wsgi.py").read_text()

    assert "refuse_example_data()" in source
