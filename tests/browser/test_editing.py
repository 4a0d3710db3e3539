"""Editing changes what was edited and nothing else, in whatever language the CMS runs."""

import pytest
from playwright.sync_api import Page, expect

from familjecentral.core import languages
from news.models import NewsIndexPage, NewsPage
from tests.browser.cms import edit, publish, stored_texts

in_english = pytest.mark.browser_context_args(locale="en-GB", viewport={"width": 1280, "height": 900})
NEWS = "avsiktsforklaring-2019"


@in_english
def test_publishing_and_reverting_touch_only_the_text_that_was_edited(cms_page: Page, site: str) -> None:
    item = NewsPage.objects.get(slug=NEWS)
    before, old_revision = stored_texts(item), item.latest_revision_id
    lead = "En ny ingress, skriven på svenska."

    edit(cms_page, site, item)
    expect(cms_page.locator("html")).to_have_attribute("lang", "en")
    cms_page.locator("[name=lead_sv]").fill(lead)
    publish(cms_page)
    edited = stored_texts(item)
    changed = {name for name in before if edited[name] != before[name]}
    # The rich text editor gives each paragraph a key of its own, once.
    assert {"lead", "lead_sv"} <= changed <= {"lead", "lead_sv", "body", "body_sv"}
    assert edited["lead_sv"] == lead

    cms_page.goto(f"{site}/cms/pages/{item.pk}/history/")
    cms_page.locator("main tr [data-w-dropdown-target=toggle]").last.click()
    cms_page.locator(f"a[href$='/revisions/{old_revision}/revert/']").click()
    expect(cms_page.locator("[name=lead_sv]")).to_have_value(before["lead_sv"])
    publish(cms_page)
    after = stored_texts(item)
    different = {name for name in before if after[name] != before[name]}
    assert different <= {"body", "body_sv"}
    assert after["lead_sv"] == before["lead_sv"]


@in_english
def test_an_old_address_is_followed_in_every_language(cms_page: Page, site: str) -> None:
    for renamed, slug in (
        (NewsPage.objects.get(slug=NEWS), "ny-adress"),
        (NewsIndexPage.objects.get(), "aktuellt"),
    ):
        edit(cms_page, site, renamed)
        cms_page.get_by_role("tab", name="Promote").click()
        cms_page.locator("[name=slug]").fill(slug)
        publish(cms_page)
    for language in languages.PUBLIC:
        answer = cms_page.goto(f"{site}/{language.code}/nyheter/{NEWS}/")
        assert answer is not None
        assert (answer.status, answer.url) == (200, f"{site}/{language.code}/aktuellt/ny-adress/")
        assert answer.request.redirected_from is not None
        assert cms_page.locator("html").get_attribute("lang") == language.tag
