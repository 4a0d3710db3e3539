"""What people write, as data: tests/data/search-queries.toml. The same first result on every database."""

import tomllib
from pathlib import Path

import pytest
from django.test import Client

from familjecentral.core import languages
from tests.forms import soup

TABLE = tomllib.loads((Path(__file__).parents[1] / "data/search-queries.toml").read_text(encoding="utf-8"))
ROWS = [(code, query, page) for code, rows in TABLE.items() for query, page in rows.items()]


@pytest.mark.usefixtures("content")
@pytest.mark.parametrize(("code", "query", "page"), ROWS)
def test_what_people_write_leads_to_the_page_they_mean(code: str, query: str, page: str) -> None:
    results = soup(Client().get(f"/{code}/sok/", {"q": query})).select("main ul.news h2 a")
    assert results
    assert results[0]["href"] == f"/{code}/{page}"


def test_every_public_language_has_queries_with_the_swedish_abbreviations() -> None:
    assert list(TABLE) == [language.code for language in languages.PUBLIC]
    for rows in TABLE.values():
        assert {"BVC", "MVC", "BMM", "öppis"} < set(rows)
        assert len(rows) >= 8
