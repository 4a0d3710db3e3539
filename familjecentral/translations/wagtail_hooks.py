"""The workbench's addresses in the CMS."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, include, path
from django.urls.resolvers import URLResolver
from wagtail import hooks

SCREENS = ("file_screens", "machine_screens", "matrix_screens", "editor_screens")
"""In this order: an address that says `export` is not the label of a type."""


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    found = [f"{__package__}.{name}" for name in SCREENS if find_spec(f"{__package__}.{name}")]
    patterns = [pattern for name in found for pattern in import_module(name).urlpatterns]
    return [path("translations/", include(patterns))]
