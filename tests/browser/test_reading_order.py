"""What a screen reader meets on every kind of page, and in which order: kept word for word in expected/."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from deploy.audit_axe import UNFOLD
from deploy.public_pages import PAGES, POSTER
from tests.browser.reading_order import CONTROLS, SHOWN_AS, Stop, reading_order
from tests.golden import assert_as_expected

EVERY = PAGES | {"poster": POSTER}
ONCE = ("banner", "main", "contentinfo")
NAMED = {
    "navigation",
    "region",
    "heading",
    "image",
    *(SHOWN_AS.get(role, role) for role in CONTROLS),
}

OF_ONE_LANGUAGE = """() => document.querySelectorAll(".easy, #main a[hreflang]:not(.btn), nav[aria-labelledby=other-language]")
  .forEach((part) => part.remove())"""
"""What Swedish alone has (its easy counterpart, the choice of the language to talk) and what only a translation has."""

pytestmark = [
    pytest.mark.usefixtures("monday", "messages"),
    pytest.mark.browser_context_args(viewport={"width": 375, "height": 800}),
]


@pytest.fixture
def monday(at: Callable[[str], datetime]) -> None:
    """Asked for before the messages, which begin now."""
    at("2026-11-23T10:20")


def skipped(order: list[Stop]) -> list[str]:
    """The headings that stand more than one level below the one before them."""
    headings = [stop for stop in order if stop.role == "heading"]
    return [str(stop) for before, stop in pairwise(headings) if stop.level > before.level + 1]


def faults(name: str, order: list[Stop]) -> list[Any]:
    """What a screen reader would stumble over."""
    counted = Counter(stop.role for stop in order)
    landmarks = Counter(
        (stop.role, stop.name) for stop in order if stop.role in ("navigation", "region", "search")
    )
    found: list[Any] = [f"without a name: {stop}" for stop in order if stop.role in NAMED and not stop.name]
    found += [f"level skipped: {line}" for line in skipped(order)]
    found += [f"{counted[role]} {role}" for role in ONCE if counted[role] != 1 and name != "poster"]
    found += [landmark for landmark, number in landmarks.items() if number > 1]
    ones = [stop for stop in order if stop.kind[1:] == ("heading", 1)]
    found += [f"{len(ones)} main headings"] * (len(ones) != 1)
    return found


def test_every_page_is_read_in_its_order_with_one_main_heading_and_named_parts(page: Page, site: str) -> None:
    found = {}
    for name, path in EVERY.items():
        page.goto(f"{site}/sv/{path}")
        page.evaluate(UNFOLD, True)
        order = reading_order(page)
        if wrong := faults(name, order):
            found[name] = wrong
        lines = "".join(f"{stop}\n" for stop in order)
        assert_as_expected(f"browser/expected/reading-order-{name.replace(' ', '-')}.txt", lines)
    assert found == {}


def test_the_order_is_the_same_from_the_right_and_on_a_wide_screen_nothing_is_named_twice(
    page: Page, site: str
) -> None:
    found = {}
    for name, path in EVERY.items():
        kinds = {}
        for language in ("sv", "ar"):
            page.set_viewport_size({"width": 1280, "height": 800})
            page.goto(f"{site}/{language}/{path}")
            if wrong := faults(name, reading_order(page)):
                found[language, name] = wrong
            page.evaluate(OF_ONE_LANGUAGE)
            kinds[language] = [stop.kind for stop in reading_order(page)]
        # Who speaks Swedish has no need to say that they want an interpreter.
        assert kinds["ar"] == kinds["sv"] or name == "talk", name
    assert found == {}
