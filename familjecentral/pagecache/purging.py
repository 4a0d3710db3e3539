"""When stored pages are made anew: after every change of anything that a page shows, once it is in the database.

One rule: a saved or deleted record of an app whose records visitors read, except the models that they never see.
"""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.signals import page_unpublished, post_page_move, unpublished

from familjecentral.pagecache.stores import pages

SHOWN_APPS = {"alerts", "core", "home", "locations", "news"}
SHOWN_BESIDES = {"wagtailcore.Site", "wagtailcore.PageViewRestriction"}
NEVER_SHOWN = {"core.User", "core.LoadedContent", "core.Rendition"}

DRAFT = {
    "latest_revision",
    "latest_revision_created_at",
    "draft_title",
    "has_unpublished_changes",
    "wagtail_admin_comments",
}
"""What Wagtail writes when only a draft was saved."""

WITHDRAWING = {"alerts.Alert", "core.BasePage", "wagtailcore.PageViewRestriction"}
"""Models of which a deleted record (or a new restriction) takes words away that must not be seen again."""


def connect() -> None:
    post_save.connect(saved, dispatch_uid="pagecache.saved")
    post_delete.connect(deleted, dispatch_uid="pagecache.deleted")
    m2m_changed.connect(linked, dispatch_uid="pagecache.linked")
    for signal in (page_unpublished, unpublished):
        signal.connect(withdrawn, dispatch_uid="pagecache.withdrawn")
    # The pages below a moved one get their addresses past save().
    post_page_move.connect(moved, dispatch_uid="pagecache.moved")


def is_shown(model: type[models.Model]) -> bool:
    """Whether a record of this model may stand on a page."""
    label = model._meta.label
    return label in SHOWN_BESIDES or (model._meta.app_label in SHOWN_APPS and label not in NEVER_SHOWN)


def saved(sender: type[models.Model], update_fields: Any = None, **kwargs: Any) -> None:
    if not is_shown(sender) or (update_fields and set(update_fields) <= DRAFT):
        return
    purge(withdrawing=sender._meta.label == "wagtailcore.PageViewRestriction")


def deleted(sender: type[models.Model], **kwargs: Any) -> None:
    if is_shown(sender):
        purge(withdrawing=sender._meta.label in WITHDRAWING)


def linked(sender: Any, instance: models.Model, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, models.Model) and is_shown(type(instance)):
        purge()


def withdrawn(sender: type[models.Model], **kwargs: Any) -> None:
    if is_shown(sender):
        purge(withdrawing=True)


def moved(sender: type[models.Model], **kwargs: Any) -> None:
    purge()


def purge(*, withdrawing: bool = False) -> None:
    """Once the change is in the database: earlier, a page could still be made from what was there before."""
    words = ("generation", "withdrawn") if withdrawing else ("generation",)
    transaction.on_commit(lambda: pages.shared.purge(*words))
