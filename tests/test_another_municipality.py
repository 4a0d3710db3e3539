"""Another municipality sets the site up from its own facts, and finds nothing of the first one's."""

import datetime
import re
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.utils import translation
from wagtail.models import Site

from familjecentral.core import languages, messages
from familjecentral.core.models import BasePage
from familjecentral.home import errors
from familjecentral.home.models import AccessibilityStatementPage, HomePage, InfoPage, SiteSettings
from locations.models import CentreIndexPage, CentrePage, CentreService, ServiceType
from news.models import NewsIndexPage, NewsPage

ROOT = Path(__file__).resolve().parents[1]
FIRST = re.compile("botkyrka|fittja|tullinge", re.IGNORECASE)
PUBLIC = [language.code for language in languages.PUBLIC]


def page(model: type[BasePage], parent: BasePage, title: str, slug: str, **facts: object) -> BasePage:
    made = model(
        title_sv=title, title_ar=f"{title} ar", lead_sv="Kort.", lead_ar="Kort ar.", slug=slug, **facts
    )
    parent.add_child(instance=made)
    made.save_revision().publish()
    return made


@pytest.fixture
def exempelkommun(empty_site: None) -> list[str]:
    """One centre with one service, a news item, an information page; the addresses of all of it."""
    root = BasePage.get_first_root_node()
    home = page(HomePage, root, "Familjecentralen i Exempelkommun", "exempelkommun")
    Site.objects.all().delete()
    site = Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    SiteSettings.objects.create(
        site=site, municipality="Exempelkommun", municipality_url="https://example.org/", region="Exempelregionen",
        site_name_sv="Familjecentralen", site_place_sv="i Exempelkommun", emergency_numbers=["112", "1177"],
    )  # fmt: skip
    find = page(CentreIndexPage, home, "Hitta", "hitta-familjecentral", show_in_menus=True)
    centre = page(
        CentrePage, find, "Familjecentralen i Exempelby", "exempelby", area="Exempelby", operating_status="open",
        street_address="Exempelgatan 1", postal_code="123 45", city="Exempelby", step_free="yes",
    )  # fmt: skip
    about = page(InfoPage, home, "Om", "om", show_in_menus=True)
    service = ServiceType.objects.create(
        key="bvc", swedish_name="barnavårdscentral", name_sv="BVC", need_sv="Jag har en bebis", provider="kommun",
        information_page=about, live=True,
    )  # fmt: skip
    CentreService.objects.create(centre=centre, service_type=service, live=True)
    archive = page(NewsIndexPage, home, "Nyheter", "nyheter", show_in_menus=True)
    news = page(NewsPage, archive, "Vi öppnar", "vi-oppnar", date=datetime.date(2026, 8, 3))
    news.centres.set([centre])
    news.save()
    page(AccessibilityStatementPage, home, "Tillgänglighetsredogörelse", "tillganglighet")
    return [found.get_url() for found in BasePage.objects.live().descendant_of(home, inclusive=True)]


@pytest.mark.parametrize("code", PUBLIC)
def test_no_page_names_the_first_municipality(exempelkommun: list[str], code: str) -> None:
    client = Client(headers={"accept-language": code})
    assert len(exempelkommun) == 7
    pages = {path: client.get(path.replace("/sv/", f"/{code}/", 1)) for path in exempelkommun}
    assert {path: answer.status_code for path, answer in pages.items() if answer.status_code != 200} == {}
    others = [f"/{code}/sok/?q=bvc", f"/{code}/sok/?q=zzz", f"/{code}/nyheter/atom.xml", f"/{code}/finns-inte/",
              "/sitemap.xml", "/robots.txt", "/manifest.webmanifest", "/cms/login/", "/f/om.svg"]  # fmt: skip
    pages |= {path: client.get(path) for path in others}
    with translation.override(code):
        for view in (errors.permission_denied, errors.csrf_failure, errors.bad_request, errors.server_error):
            pages[view.__name__] = view(RequestFactory().get(f"/{code}/"))
    assert [path for path, answer in pages.items() if FIRST.search(answer.content.decode())] == []
    assert "Exempelkommun" in pages[exempelkommun[0]].content.decode()


def test_neither_code_nor_templates_name_it() -> None:
    """Its name is in the content, the boundaries of the Stockholm region, and the documents."""
    folders = ("familjecentral", "locations", "news", "templates", "static", "deploy")
    sources = [
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".xml", ".css", ".js", ".svg"} and "migrations" not in path.parts
    ]
    assert len(sources) > 100
    assert [str(path.relative_to(ROOT)) for path in sources if FIRST.search(path.read_text("utf-8"))] == []


def test_no_text_of_the_interface_names_it() -> None:
    assert [msgid for _, msgid in messages.find_messages(ROOT) if FIRST.search(msgid)] == []
    for path in (ROOT / "locale").rglob("django.po"):
        assert not FIRST.search(path.read_text("utf-8")), path
