"""The workbench's addresses in the CMS."""

from django.urls import include, path
from django.urls.resolvers import URLResolver
from wagtail import hooks

from familjecentral.translations import editor_screens, file_screens, machine_screens, matrix_screens


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    # Files first: an address that says `export` is not the label of a type.
    screens = (file_screens, machine_screens, matrix_screens, editor_screens)
    return [path("translations/", include([pattern for screen in screens for pattern in screen.urlpatterns]))]
