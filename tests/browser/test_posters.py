"""What a browser prints of a centre's poster: one sheet, in every language."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from familjecentral.core import languages
from locations.models import CentrePage, HoursException
from tests.browser.test_public_pages import WIDER_THAN_THE_SCREEN

POSTER = "hitta-familjecentral/fittja/affisch/"


@pytest.mark.parametrize("language", [language.code for language in languages.PUBLIC])
def test_a_poster_is_one_sheet_however_much_it_says(page: Page, site: str, language: str) -> None:
    centre = CentrePage.objects.get(slug="fittja")
    for often in (None, 0, 30):
        if often is not None:
            HoursException.objects.all().delete()
        for number in range(often or 0):
            day = timezone.localdate() + dt.timedelta(days=1 + 2 * number)
            HoursException.objects.create(centre=centre, kind="closed", reason="staff", first=day, last=day)
        page.goto(f"{site}/{language}/{POSTER}")
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, often


def test_on_a_phone_it_is_as_wide_as_the_screen(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    for language in ("sv", "ar", "fi"):
        page.goto(f"{site}/{language}/{POSTER}")
        assert page.evaluate(WIDER_THAN_THE_SCREEN) == []


def test_a_phrase_fills_the_screen_and_goes_back_without_a_script(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(f"{site}/ar/hitta-familjecentral/fittja/prata/")
    card = page.locator("#fras-2")
    card.locator("a.tap").click()
    box = card.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 320, 568)
    assert card.evaluate("node => node.scrollWidth <= node.clientWidth")
    card.locator("a.btn").click()
    assert card.locator("a.tap").is_visible()
