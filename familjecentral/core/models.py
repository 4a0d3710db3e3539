"""The user, the media and the base of all pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.validators import MaxLengthValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy
from taggit.managers import TaggableManager
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import AbstractPage, DefaultBasePageMixin, PageViewRestriction, Revision
from wagtail.search import index
from wagtail.url_routing import RouteResult

from familjecentral.core import languages
from familjecentral.core.examples import HoldsFacts
from familjecentral.core.panels import text_panel
from familjecentral.core.reading import Reading
from familjecentral.core.source_edits import SourcePageForm, edit_panel
from familjecentral.core.translated import Translated


class User(AbstractUser):
    """An editor. Visitors have no accounts."""


class PageCopyForm(CopyForm):
    """Copying without aliases: an alias would carry another page's text under its own address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)
        # Wagtail's form does not know how long these may be, and would fail when it saves.
        for name, column in (("new_title", "title_sv"), ("new_slug", "slug")):
            field: Any = BasePage._meta.get_field(column)
            self.fields[name].validators.append(MaxLengthValidator(field.max_length))


SAY_WHAT_IT_SHOWS = pgettext_lazy("cms", "Write what the picture shows, or mark it as decorative.")

TICKS = edit_panel()
"""The last panel of every page's Swedish."""


class BasePage(Translated, HoldsFacts, AbstractPage, DefaultBasePageMixin):
    """What every page has: title and lead in all languages, an identity, someone responsible."""

    lead = models.TextField(
        _("Lead"),
        blank=True,
        help_text=_("One to three short sentences that answer the reader's first question."),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Responsible"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Deputy"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    review_on = models.DateField(_("Review on"), null=True, blank=True)
    show_in_footer = models.BooleanField(
        _("Show in the footer"), default=False, help_text=_("For pages that every page must link to.")
    )

    served_with: tuple[str, ...] = ()
    """References that every visit to a page of this type follows: fetched together with the page."""

    copy_form_class = PageCopyForm
    exclude_fields_in_copy = ["uid", "changed_at"]

    content_panels = [
        TitleFieldPanel("title_sv", heading=_("Title"), targets=["slug"]),
        text_panel("lead_sv"),
    ]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title_sv"),
                text_panel("search_description_sv"),
                FieldPanel("show_in_menus"),
                FieldPanel("show_in_footer"),
            ],
            _("Address, search engines and menu"),
        ),
    ]
    settings_panels = [
        *AbstractPage.settings_panels,
        MultiFieldPanel(
            [FieldPanel("responsible"), FieldPanel("deputy"), FieldPanel("review_on")],
            _("Who keeps this page right"),
        ),
    ]
    # Every language is found in the CMS; `search(fields=…)` is never used, it fails on SQLite.
    search_fields = [
        *(field for field in AbstractPage.search_fields if field.field_name != "title"),
        *DefaultBasePageMixin.search_fields,
        *(
            part
            for language in languages.LANGUAGES
            for name in [f"title_{language.code.replace('-', '_')}"]
            for part in (index.SearchField(name, boost=2), index.AutocompleteField(name))
        ),
        *(index.SearchField(f"lead_{language.code.replace('-', '_')}") for language in languages.LANGUAGES),
    ]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # Here, not on this class: when it starts, Wagtail's admin sets its own form on the base of all pages.
        if "base_form_class" not in vars(cls):
            cls.base_form_class = SourcePageForm
        cls.content_panels = [*(panel for panel in cls.content_panels if panel is not TICKS), TICKS]

    def clean(self) -> None:
        super().clean()
        images = {
            field.name: getattr(self, field.name)
            for field in self._meta.fields
            if field.related_model is Image
        }
        silent = [name for name, image in images.items() if image and not image.is_described]
        if silent:
            raise forms.ValidationError(dict.fromkeys(silent, SAY_WHAT_IT_SHOWS))

    def exists_in(self, language: str) -> bool:
        """Whether a visitor can read this page in the language: its title and lead are filled."""
        return Reading(self, language).exists

    def structured_data(self, reading: Reading, request: HttpRequest) -> list[dict[str, Any]]:
        """schema.org descriptions of what the page is about; the breadcrumb is added by the frame."""
        return []

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Those of this page and of all above it, with one query: pages have no aliases here."""
        way = [self.path[: self.steplen * depth] for depth in range(1, self.depth + 1)]
        return PageViewRestriction.objects.filter(page__path__in=way)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        # Wagtail takes the title of the draft, shown in its lists, in the active language.
        with override(languages.SOURCE):
            return super().save_revision(*args, **kwargs)

    # --- Serving -------------------------------------------------------------------------------------------------

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if type(self) is BasePage:
            # The page a new database begins with: it has no type, so there is nothing to show before content is loaded.
            raise Http404
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        language = languages.by_code(languages.active())
        context["language"] = language
        context["reading"] = Reading(self, language.code)
        # The frame around the page (menu, switcher, canonical address) asks the request which page it surrounds.
        request.page = self  # type: ignore[attr-defined]
        return context

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [(language.code, language.name) for language in languages.LANGUAGES]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        code = mode_name if mode_name in languages.CODES else languages.SOURCE
        with override(code):
            request.LANGUAGE_CODE = code
            response = super().serve_preview(request, "")
            # A template response renders late, when the language would no longer be active.
            return response.render() if hasattr(response, "render") else response


def uploader() -> models.ForeignKey[User | None, User | None]:
    """As Wagtail's, without the reverse name that its own image and document models already take."""
    field = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Uploaded by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    field.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    return field


class Image(Translated, AbstractImage):
    """A picture: described in words per language, or marked as decoration."""

    uploaded_by_user = uploader()
    tags = TaggableManager(help_text=None, blank=True, verbose_name=_("Tags"), related_name="images")
    alt = models.CharField(
        _("Alternative text"),
        max_length=250,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    is_decorative = models.BooleanField(_("Decorative: says nothing that the text does not"), default=False)
    credit = models.CharField(_("Photographer or source"), max_length=150, blank=True)
    consent_note = models.CharField(
        _("Consent"),
        max_length=250,
        blank=True,
        help_text=_(
            "Who agreed to be shown, when, and where the agreement is kept. Never shown to visitors."
        ),
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "alt_sv",
        "is_decorative",
        "credit",
        "consent_note",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
        "tags",
    )

    @property
    def default_alt_text(self) -> str:
        return "" if self.is_decorative else str(Reading(self, languages.active()).alt)

    @property
    def is_described(self) -> bool:
        return bool(self.is_decorative or (self.alt_sv or "").strip())

    def clean(self) -> None:
        super().clean()
        if not self.is_described:
            raise forms.ValidationError({"alt_sv": SAY_WHAT_IT_SHOWS})


class Rendition(AbstractRendition):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class Document(AbstractDocument):
    """A file to download, in one language."""

    uploaded_by_user = uploader()
    tags = TaggableManager(help_text=None, blank=True, verbose_name=_("Tags"), related_name="documents")
    language = models.CharField(
        _("Language"),
        max_length=12,
        choices=[(language.code, language.name) for language in languages.LANGUAGES],
        default=languages.SOURCE,
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    admin_form_fields = ("title", "file", "collection", "language", "tags")


class LoadedContent(models.Model):
    """The ledger of loaded content, so that loading again never overwrites what an editor changed or deleted."""

    key = models.CharField(max_length=150, unique=True)
    # Of the files that were loaded, and of the record as loading left it.
    source = models.CharField(max_length=64)
    result = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.key
