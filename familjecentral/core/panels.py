"""Panels of the CMS that several apps use."""

from typing import Any

from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput


def text_panel(name: str, **kwargs: Any) -> FieldPanel:
    """A field for running text that grows with it; translated fields get Django's tall box otherwise."""
    return FieldPanel(name, widget=AdminAutoHeightTextInput(), **kwargs)
