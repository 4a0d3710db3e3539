"""home/benchmark.py: what is counted and what breaks a budget."""

from dataclasses import replace

from familjecentral.core.findings import table
from familjecentral.home.benchmark import (
    HEADINGS,
    MAX_BYTES,
    Assets,
    Measurement,
    all_missed,
    missed,
    rows,
    worst,
)
from familjecentral.home.management.commands import bench
from familjecentral.pagecache import entries

PAGE = Measurement(
    kind="CentrePage",
    language="sv",
    address="/sv/a/",
    queries=13,
    html=28_000,
    html_brotli=4_800,
    css_brotli=5_100,
    requests=2,
)


def test_each_file_is_counted_once() -> None:
    found = Assets(
        '<link rel="stylesheet" href="/s.css"><link rel="icon" href="/i.svg"><script src="/a.js" defer></script>'
        '<svg><use href="/icons.svg#a"/></svg><svg><use href="/icons.svg#b"/></svg>'
        '<script type="application/ld+json">{}</script>'
    )
    assert (found.styles, found.scripts, found.sprites) == ({"/s.css"}, {"/a.js"}, {"/icons.svg"})


def test_lazy_images_and_links_are_not_fetched() -> None:
    found = Assets(
        '<img src="/qr.svg" loading="lazy"><a href="https://example.org/">a</a><img src="/photo.jpg">'
    )
    assert found.images == {"/photo.jpg"}
    assert not found.foreign


def test_what_only_paper_needs_is_not_waited_for() -> None:
    found = Assets('<link rel="stylesheet" href="/s.css"><link rel="stylesheet" href="/p.css" media="print">')
    assert found.styles == {"/s.css"}


def test_a_file_from_another_host_is_foreign() -> None:
    found = Assets('<link rel="stylesheet" href="//cdn.example/s.css"><img src="https://example.org/a.png">')
    assert found.foreign == {"//cdn.example/s.css", "https://example.org/a.png"}


def test_a_page_inside_the_budgets_misses_none() -> None:
    assert list(missed(PAGE, PAGE)) == []


def test_the_limit_itself_is_inside() -> None:
    full = replace(PAGE, queries=15, html_brotli=MAX_BYTES - PAGE.css_brotli)
    assert list(missed(full)) == []
    assert list(missed(replace(full, html_brotli=full.html_brotli + 1))) == [
        "14001 bytes of HTML and CSS, at most 14000"
    ]


def test_every_kind_of_miss_is_named() -> None:
    bad = replace(PAGE, queries=16, requests=3, foreign=1, cookies=1)
    assert len(list(missed(bad))) == 4


def test_a_query_more_on_a_larger_site_is_a_miss() -> None:
    grown = replace(PAGE, queries=14)
    assert all_missed([grown], [PAGE]) == ["/sv/a/: 14 queries, 13 when the site held less"]


def test_pages_are_compared_with_themselves_only() -> None:
    other = replace(PAGE, address="/sv/b/", queries=10)
    assert all_missed([PAGE, other], [PAGE, other]) == []


def test_a_row_holds_the_worst_numbers_of_its_type() -> None:
    small_but_busy = replace(PAGE, address="/sv/b/", queries=14, html_brotli=100)
    in_arabic = replace(PAGE, language="ar", address="/ar/a/")
    found = worst([PAGE, small_but_busy, in_arabic])
    assert [(row.language, row.queries, row.html_brotli) for row in found] == [
        ("sv", 14, 4_800),
        ("ar", 13, 4_800),
    ]


def test_the_table_says_which_row_misses() -> None:
    cells = list(rows([PAGE, replace(PAGE, kind="HomePage", queries=99)]))
    assert [line[-1] for line in cells] == ["met", "MISSED"]
    drawn = table(HEADINGS, cells).splitlines()
    assert len(drawn) == 4
    assert len({len(line) for line in drawn}) == 1
    assert "28 000" in drawn[2]


def test_bytes_are_those_that_the_page_cache_sends() -> None:
    assert bench.HTML_QUALITY == entries.BROTLI
