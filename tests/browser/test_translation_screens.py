"""The workbench itself: usable by everybody, on a phone too, and rich text stays rich."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from familjecentral.core.segments import Kind
from familjecentral.home.models import InfoPage
from familjecentral.translations import work
from tests.browser.test_accessibility import broken

PHONE, DESK = {"width": 320, "height": 700}, {"width": 1280, "height": 900}


@pytest.fixture
def info(site: str) -> InfoPage:
    found = InfoPage.objects.get(slug="bvc")
    found.lead_sv = "En ny ingress."
    found.save_revision().publish()
    return found


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (DESK, "dark")], ids=["phone-light", "desk-dark"]
)
def test_the_screens_break_no_rule_of_axe_and_fit_the_screen(
    cms_page: Page, site: str, info: InfoPage, size: Any, scheme: Any
) -> None:
    cms_page.set_viewport_size(size)
    cms_page.emulate_media(color_scheme=scheme)
    faults = {}
    for name, address in {
        "matrix": "?language=ar",
        "editor, right to left": f"home.infopage/{info.pk}/ar/",
        "editor": f"home.infopage/{info.pk}/fi/",
        "import": "import/",
    }.items():
        cms_page.goto(f"{site}/cms/translations/{address}")
        # Wagtail's menu and header are Wagtail's to keep.
        found = broken(cms_page, ".content > :not(header)")
        wide = cms_page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if found or wide > 0:
            faults[name] = [*found, f"{wide} px too wide"]
    assert faults == {}


def test_rich_text_stays_rich_and_is_typed_from_the_right(cms_page: Page, site: str) -> None:
    """Words typed beside a link, one of them made bold: the link is kept, and nothing else of the page changes."""

    def pieces() -> dict[str, str]:
        return {piece.segment.id: piece.target for piece in work.work("home.infopage", info.pk, "ar").pieces}

    info, segment, before = next(
        (page, piece.segment.id, piece.target)
        for page in InfoPage.objects.live()
        for piece in work.work("home.infopage", page.pk, "ar").pieces
        if piece.segment.kind is Kind.RICH and piece.target.count("<a") == 1
    )
    others = pieces()
    cms_page.set_viewport_size(DESK)
    cms_page.goto(f"{site}/cms/translations/home.infopage/{info.pk}/ar/")
    row = cms_page.locator("[data-row]", has=cms_page.locator(f"textarea[name='text:{segment}']"))
    box = row.locator("[role=textbox]")
    expect(box).to_have_attribute("dir", "rtl")
    expect(box).to_have_attribute("lang", "ar")
    box.focus()
    cms_page.keyboard.press("Control+End")
    cms_page.keyboard.type(" كلمة ")
    row.locator("[data-do=bold]").click()
    cms_page.keyboard.type("غامقة")
    with cms_page.expect_navigation():
        cms_page.locator(".tr-actions button:not([name]):not([formaction])").click()
    after = pieces()
    assert {name for name in after if after[name] != others[name]} == {segment}
    assert after[segment].startswith(before)
    assert after[segment].endswith("<b>غامقة</b>")
