"""core/measuring.py and core/findings.py: what a command that measures stands on."""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from familjecentral.core.findings import Findings, number, table
from familjecentral.core.measuring import HashedNames, cost, own_site
from familjecentral.core.models import BasePage


def test_names_are_as_long_as_the_hashed_ones_in_production() -> None:
    plain, hashed = "/static/css/site.css", HashedNames(base_url="/static/").url("css/site.css")
    assert len(hashed) == len(plain) + len(".0123456789ab")
    assert hashed.startswith("/static/css/site.")
    assert hashed.endswith(".css")


@pytest.mark.django_db
def test_the_first_time_begins_with_empty_caches() -> None:
    ContentType.objects.get_for_model(BasePage)
    found = cost(lambda: ContentType.objects.get_for_model(BasePage))
    assert (found.queries, found.warm_queries) == (1, 0)
    assert found.cold > 0 < found.warm
    assert found.result.model == "basepage"


def test_a_measured_site_begins_with_what_was_loaded_and_leaves_all_else_alone(
    tmp_path: Path, django_db_blocker: Any
) -> None:
    with closing(sqlite3.connect(tmp_path / "loaded")) as loaded, loaded:
        loaded.execute("CREATE TABLE loaded AS SELECT 1 AS number")
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        for _ in range(2):
            with own_site(tmp_path / "loaded"), connection.cursor() as cursor:
                assert connection.settings_dict["NAME"] == ":memory:"
                assert cursor.execute("SELECT number FROM loaded").fetchall() == [(1,)]
                cursor.execute("DELETE FROM loaded")
    assert connection.settings_dict["NAME"] == before != ":memory:"
    assert logging.root.manager.disable == logging.NOTSET


def test_findings_go_from_one_process_to_another(tmp_path: Path) -> None:
    found = Findings(
        [("what", "1", "limit 2", "0.50", "≤ 2", "met")], ["text"], {"plot": {"curve": [(2.0, 3.0)]}}
    )
    found.write(str(tmp_path / "findings"))
    read = Findings.read(tmp_path / "findings")
    assert [tuple(line) for line in read.lines] == found.lines
    assert (read.details, read.plots["plot"]["curve"]) == (found.details, [[2.0, 3.0]])


def test_numbers_stand_to_the_right_and_have_the_digits_that_mean_something() -> None:
    assert [number(value) for value in (12345, 99.94, 9.994)] == ["12 345", "99.9", "9.99"]
    assert table(("a", "b"), [("x", "1"), ("y", "12 345")]).splitlines() == [
        "| a |      b |",
        "|---|-------:|",
        "| x |      1 |",
        "| y | 12 345 |",
    ]
