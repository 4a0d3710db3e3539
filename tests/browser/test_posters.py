"""What a browser prints of a centre's poster: one sheet, in every language."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from deploy.public_pages import POSTER
from familjecentral.core import languages
from locations.models import CentrePage, HoursException
from tests.browser.test_public_pages import WIDER_THAN_THE_SCREEN


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
