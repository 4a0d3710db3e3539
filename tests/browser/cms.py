"""What an editor does in every test of the CMS: log in, publish, look at the preview, read a page's texts."""

from typing import Any

from django.db import connection
from playwright.sync_api import FrameLocator, Page, expect

from familjecentral.core import languages, texts
from familjecentral.core.models import BasePage, User


def log_in(page: Page, site: str, user: User) -> None:
    """Through the form, as everybody does."""
    page.goto(f"{site}/cms/")
    page.locator("input[name=username]").fill(user.get_username())
    page.locator("input[name=password]").fill("not-a-secret")
    page.locator("form button[type=submit]").click()
    page.wait_for_url(f"{site}/cms/")


def edit(page: Page, site: str, edited: BasePage) -> None:
    page.goto(f"{site}/cms/pages/{edited.pk}/edit/")


def save_draft(page: Page) -> None:
    """Press the button that stands open in the footer, and wait for the answer."""
    with page.expect_navigation():
        page.locator("footer button.action-save:not([name])").click()


def publish(page: Page) -> None:
    """Choose publishing from the menu of actions, and wait for the answer."""
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    with page.expect_navigation():
        page.locator("[name=action-publish]").click()


def preview(page: Page, language: str) -> FrameLocator:
    """The preview beside the form; it is in the language a moment later, which expect() waits for."""
    page.locator("[data-side-panel-toggle=preview]").click()
    shown = page.frame_locator("iframe#w-preview-iframe")
    # The panel drops a choice that is made while it still draws the first preview.
    expect(shown.locator("html[lang] footer")).to_be_attached()
    page.locator("#id_preview_mode").select_option(language)
    return shown


def stored_texts(page: BasePage) -> dict[str, Any]:
    """Every column that holds text of a page, as the database has it: base columns and all languages.

    An empty text may be NULL where it was never written and "" after a form was saved: no reader sees a difference.
    """
    model = type(page)
    translated = {field.name for field in texts.fields_of(model)}
    names = translated | {
        f"{name}_{code.replace('-', '_')}" for name in translated for code in languages.CODES
    }
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for table, key in ((BasePage._meta.db_table, "id"), (model._meta.db_table, model._meta.pk.column)):
            cursor.execute(f'SELECT * FROM "{table}" WHERE "{key}" = %s', [page.pk])  # noqa: S608 (our own tables)
            columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            found |= dict(zip(columns, cursor.fetchone(), strict=True))
    return {name: value or "" for name, value in found.items() if name in names}
