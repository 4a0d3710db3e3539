"""The main screens of the CMS work: no error in the console, nothing blocked, nothing asked of another host."""

from playwright.sync_api import Page, expect
from wagtail.models import Site

from familjecentral.core.models import BasePage
from locations.models import CentreIndexPage, CentrePage, CentreService, ServiceType
from news.models import NewsIndexPage
from tests.browser.cms import edit, preview
from tests.browser.conftest import Watch


def screens() -> list[str]:
    """Addresses below /cms/: lists, the form of every kind of page and record, reports, settings."""
    home = Site.objects.get().root_page
    # One page of each kind.
    pages = {page.content_type_id: page for page in BasePage.objects.filter(depth__gt=1)}.values()
    centre, service, kind = (
        CentrePage.objects.first(),
        CentreService.objects.first(),
        ServiceType.objects.first(),
    )
    assert centre
    assert service
    assert kind
    return [
        "",
        f"pages/{home.pk}/",
        *(f"pages/{page.pk}/edit/" for page in pages),
        f"pages/{centre.pk}/history/",
        f"pages/{centre.pk}/usage/",
        f"pages/add/locations/centrepage/{CentreIndexPage.objects.get().pk}/",
        f"pages/add/news/newspage/{NewsIndexPage.objects.get().pk}/",
        "snippets/locations/centreservice/",
        f"snippets/locations/centreservice/edit/{service.pk}/",
        f"snippets/locations/centreservice/add/?centre={centre.pk}&service_type={kind.pk}",
        "snippets/locations/servicetype/",
        f"snippets/locations/servicetype/edit/{kind.pk}/",
        "images/",
        "images/add/",
        "documents/",
        f"settings/home/sitesettings/{Site.objects.get().pk}/",
        "redirects/",
        "users/",
        "reports/site-history/",
    ]


def test_the_main_screens_are_quiet(watch: Watch, cms_page: Page, site: str) -> None:
    for screen in screens():
        answer = cms_page.goto(f"{site}/cms/{screen}")
        assert answer is not None
        assert answer.status == 200, screen
    assert watch.seen == []


def test_the_side_panels_are_quiet_and_show_the_page_in_swedish(
    watch: Watch, cms_page: Page, site: str
) -> None:
    centre = CentrePage.objects.get(slug="fittja")
    edit(cms_page, site, centre)
    shown = preview(cms_page, "sv")
    expect(shown.locator("h1")).to_have_text(centre.title_sv)  # type: ignore[attr-defined]
    for panel in ("checks", "comments", "status"):
        cms_page.locator(f"[data-side-panel-toggle={panel}]").click()
        expect(cms_page.locator(f"[data-side-panel={panel}]")).to_be_visible()
    assert watch.seen == []
