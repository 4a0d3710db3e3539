"""A translator, a reviewer and a publisher bring one language up to date; only that language changes."""

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from familjecentral.home.models import InfoPage
from familjecentral.translations.models import Standing
from tests.browser.conftest import Watch

NEW = "En helt ny ingress på svenska."
ARABIC = "مقدمة جديدة تمامًا بالعربية."
pytestmark = pytest.mark.browser_context_args(viewport={"width": 1280, "height": 900})
Login = Callable[[Any], Page]


@pytest.fixture
def login(page: Page, site: str) -> Login:
    """Turns the browser into somebody who is logged in to the CMS."""

    def become(user: Any) -> Page:
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        return page

    return become


@pytest.fixture
def outdated(site: str) -> InfoPage:
    """A page whose lead was changed in Swedish and published."""
    found = InfoPage.objects.live().first()
    assert found is not None
    found.lead_sv = NEW
    found.save_revision().publish()
    return found


def texts(info: InfoPage) -> dict[str, str]:
    now = InfoPage.objects.get(pk=info.pk)
    return {code: getattr(now, f"lead_{code}") for code in ("sv", "fi", "ar")}


def in_a_spreadsheet(catalogue: Path, texts: dict[str, str]) -> None:
    """What a translator without tools for catalogues does: to CSV, new texts there, and back, by other people's programs."""
    tools, sheet = Path(sys.executable).parent, catalogue.with_suffix(".csv")
    quietly = {"check": True, "capture_output": True}
    subprocess.run([tools / "po2csv", "--progress=none", catalogue, sheet], **quietly)
    with sheet.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    for row in rows:
        row["target"] = texts.get(row["source"], row["target"])
    with sheet.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    before = catalogue.with_suffix(".pot")
    catalogue.rename(before)
    subprocess.run([tools / "csv2po", "--progress=none", "-t", before, sheet, catalogue], **quietly)


def standing(info: InfoPage) -> Standing:
    return Standing.objects.get(subject__uid=info.uid, language="ar")


def test_an_outdated_text_is_found_translated_reviewed_and_published(
    outdated: InfoPage, login: Login, translator: Any, reviewer: Any, publisher: Any, site: str
) -> None:
    before = texts(outdated)
    assert standing(outdated).outdated == 1
    page = login(translator)
    watch = Watch(site.removeprefix("http://"))
    watch.follow(page)
    page.goto(f"{site}/cms/translations/?language=ar&state=outdated")
    page.locator("tr", has_text=outdated.title_sv).locator("td[data-state=outdated] a").click()
    box = page.locator("textarea[name='text:lead']")
    expect(box).to_have_attribute("dir", "rtl")
    expect(page.locator(".tr-diff").first).to_contain_text("helt ny")
    box.fill(ARABIC)
    with page.expect_navigation():
        page.locator(".tr-actions button:not([name]):not([formaction])").click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert texts(outdated) == before

    screen = page.url
    page = login(reviewer)
    page.goto(screen)
    page.locator("[name='reviewed:lead']").check()
    with page.expect_navigation():
        page.locator(".tr-actions button:not([name]):not([formaction])").click()

    page = login(publisher)
    page.goto(screen)
    with page.expect_navigation():
        page.locator("form[action$='/publish/'] button").click()
    assert texts(outdated) == before | {"ar": ARABIC}
    assert standing(outdated).outdated == 0
    page.goto(f"{site}/cms/translations/?language=ar")
    expect(page.locator("tr", has_text=outdated.title_sv).locator("td[data-state=outdated]")).to_have_count(0)
    page.goto(f"{site}/cms/translations/?language=ar&state=outdated")
    expect(page.locator("tr", has_text=outdated.title_sv)).to_have_count(0)
    page.goto(f"{site}/ar/{outdated.url_path.split('/', 2)[2]}")
    expect(page.locator("main")).to_contain_text(ARABIC)
    assert watch.seen == []


def test_the_same_through_a_file_that_another_tool_wrote(
    outdated: InfoPage, login: Login, publisher: Any, site: str, tmp_path: Path
) -> None:
    before = texts(outdated)
    page = login(publisher)
    page.goto(f"{site}/cms/translations/?language=ar")
    with page.expect_download() as download:
        page.locator("a[href*='only=work']").first.click()
    target = tmp_path / "ar.po"
    download.value.save_as(target)
    in_a_spreadsheet(target, {NEW: ARABIC})
    page.goto(f"{site}/cms/translations/import/")
    page.locator("[type=file]").set_input_files(os.fspath(target))
    with page.expect_navigation():
        page.locator("form[enctype] button").click()
    expect(page.locator("main")).to_contain_text(ARABIC)
    with page.expect_navigation():
        page.locator("button[name=confirm]").click()
    assert texts(outdated) == before
    page.goto(f"{site}/cms/translations/home.infopage/{outdated.pk}/ar/")
    with page.expect_navigation():
        page.locator("form[action$='/publish/'] button").click()
    assert texts(outdated) == before | {"ar": ARABIC}
    assert standing(outdated).outdated == 0
