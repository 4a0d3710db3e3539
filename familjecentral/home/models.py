"""The home page, the information pages, the site's own facts, and the permanent links."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, NoReturn

from django.apps import apps
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.url_routing import RouteResult

from familjecentral.core.blocks import BodyBlock
from familjecentral.core.examples import ExampleForm, HoldsFacts, example_panel
from familjecentral.core.fields import ChoiceListField, PhoneField
from familjecentral.core.freshness import changes_at, is_kept
from familjecentral.core.models import BasePage
from familjecentral.core.panels import text_panel
from familjecentral.core.reading import Reading
from familjecentral.core.source_edits import SourceRecordForm, edit_panel
from familjecentral.core.translated import Translated
from familjecentral.home import structured_data
from familjecentral.home.emergency import EMERGENCY_NUMBERS
from locations.models import CentrePage, ServiceType
from locations.moments import day_of, moment_of
from locations.opening import openings
from news.models import NewsPage

LATEST_NEWS = 3
CENTRES_SHOWN = 12
"""On the home page; where there are more, a link leads to all of them."""


class HomePage(BasePage):
    """The start: which centre, which need, what is new."""

    parent_page_types = ["core.BasePage"]

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the addressed page in two queries instead of two a step.

        The longest prefix of the address that is a page takes the rest (a feed, a calendar) as its own to route.
        """
        if not path_components:
            return super().route(request, path_components)
        prefixes = [self.url_path]
        for step in path_components:
            prefixes.append(f"{prefixes[-1]}{step}/")
        way = BasePage.objects.filter(url_path__in=prefixes[1:]).order_by("path")
        found = way.values_list("pk", "content_type__app_label", "content_type__model", "depth").last()
        if found is None:
            raise Http404
        pk, app, name, depth = found
        model = apps.get_model(app, name)
        pages = model._default_manager.select_related("content_type", *model.served_with)
        code = Permalink.objects.filter(page=models.OuterRef("pk")).values("code")[:1]
        page = pages.annotate(permalink_code=models.Subquery(code)).get(pk=pk)
        return page.route(request, path_components[depth - self.depth :])

    @property
    def centres(self) -> list[CentrePage]:
        """The published centres with their services, by title: those shown here, and one to know of more."""
        if not hasattr(self, "_centres"):
            published = CentrePage.objects.descendant_of(self).live().with_services().order_by("title_sv")
            self._centres = list(published[: CENTRES_SHOWN + 1])
        return self._centres

    def shows_example(self) -> bool:
        return self.is_example or any(centre.shows_example() for centre in self.centres)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        reader = context["language"].code
        moment = moment_of(request)
        context["centres"] = self.centres[:CENTRES_SHOWN]
        context["openings"] = openings(context["centres"], moment, kept=is_kept(request))
        changes_at(request, *(opening.fresh_until for opening in context["openings"]))
        context["needs"] = [
            (service_type, Reading(service_type, reader))
            for service_type in ServiceType.objects.filter(live=True).select_related("information_page")
            if service_type.need_sv
        ]
        for _service_type, need in context["needs"]:
            context["reading"].shows(need, "need", "need_link")
        news = NewsPage.objects.descendant_of(self).published(day_of(moment)).for_lists()
        context["news"] = list(news[:LATEST_NEWS])
        context["find"], context["archive"] = self.lists(self.centres, context["news"])
        context["more_centres"] = len(self.centres) > CENTRES_SHOWN
        return context

    @staticmethod
    def lists(*items: Sequence[BasePage]) -> list[BasePage | None]:
        """The page above the first of each of these, with one query for all."""
        paths = [pages[0].path[: -BasePage.steplen] if pages else "" for pages in items]
        found = {page.path: page for page in BasePage.objects.filter(path__in=paths)}
        return [found.get(path) for path in paths]

    def structured_data(self, reading: Reading, request: HttpRequest) -> list[dict[str, Any]]:
        return [structured_data.website(self, reading, request)]


class InfoPage(BasePage):
    """A page of information: about the centres, a service, contact, privacy."""

    body = StreamField(BodyBlock(), verbose_name=_("Text"), blank=True)
    service_type = models.ForeignKey(
        "locations.ServiceType",
        verbose_name=_("Service"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shows what the service is, for whom, its cost and how to book, and where it is found."),
    )

    served_with = ("service_type",)
    parent_page_types = ["home.HomePage", "home.InfoPage"]
    subpage_types = ["home.InfoPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("service_type"), FieldPanel("body_sv")]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        reader = context["language"].code
        if self.service_type and self.service_type.live:
            context["service_type"] = Reading(self.service_type, reader)
            context["reading"].shows(context["service_type"], "name", "help", "audience", "cost", "booking")
            context["centres"] = list(
                CentrePage.objects.live()
                .filter(services__service_type=self.service_type, services__live=True)
                .distinct()
                .order_by("title_sv")
            )
        context["children"] = [
            (child, Reading(child, reader)) for child in BasePage.objects.child_of(self).live()
        ]
        return context


class Conformity(models.TextChoices):
    """How far the site meets the law on accessible digital service (DOS-lagen 2018:1937, 13 §)."""

    FULLY = "fully", _("Fully compliant")
    PARTLY = "partly", _("Partly compliant")
    NOT = "not", _("Not compliant")


class AssessmentMethod(models.TextChoices):
    SELF = "self", _("Self-assessment (internal testing)")
    EXTERNAL = "external", _("Assessment by an independent third party")


class AccessibilityStatementPage(BasePage):
    """The accessibility statement: its facts are data, its prose is translated."""

    conformity = models.CharField(_("Conformity"), max_length=10, choices=Conformity, blank=True)
    method = models.CharField(_("Method"), max_length=10, choices=AssessmentMethod, blank=True)
    assessed_on = models.DateField(_("Assessed on"), null=True, blank=True)
    assessor = models.CharField(_("Assessed by"), max_length=120, blank=True)
    site_published_on = models.DateField(_("The website was published"), null=True, blank=True)
    updated_on = models.DateField(_("Statement updated on"), null=True, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("Text"), blank=True)

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("conformity"), FieldPanel("method")]),
                FieldRowPanel([FieldPanel("assessed_on"), FieldPanel("assessor")]),
                FieldRowPanel([FieldPanel("updated_on"), FieldPanel("site_published_on")]),
            ],
            _("Assessment"),
        ),
        FieldPanel("body_sv"),
    ]

    class Meta:
        verbose_name = _("accessibility statement")

    def assessment_is_old(self, day: datetime.date) -> bool:
        """Whether the last assessment is more than a year back, or was never made."""
        return self.assessed_on is None or (day - self.assessed_on).days > 365


def emergency_options() -> list[tuple[str, Any]]:
    return [(number, label) for number, label in EMERGENCY_NUMBERS.items()]


class SettingsForm(ExampleForm, SourceRecordForm):
    """The Swedish texts and the facts of the site itself."""


@register_setting(icon="site")
class SiteSettings(Translated, HoldsFacts, BaseSiteSetting):
    """The site's own name, contacts and footer: what another municipality changes first."""

    municipality = models.CharField(_("Municipality"), max_length=80, blank=True)
    region = models.CharField(_("Region"), max_length=80, blank=True)
    municipality_url = models.URLField(_("The municipality's website"), blank=True)
    region_url = models.URLField(_("The region's website"), blank=True)
    phone = PhoneField(_("Phone"), blank=True)
    email = models.EmailField(_("Email"), blank=True)
    emergency_numbers = ChoiceListField(_("Emergency numbers in the footer"), options=emergency_options)
    contact_page = models.ForeignKey(
        "core.BasePage", verbose_name=_("Contact page"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    site_name = models.CharField(_("Name of the site"), max_length=80, blank=True)
    site_place = models.CharField(_("Second line of the name"), max_length=80, blank=True)
    about_text = models.TextField(_("Who runs the centres"), blank=True)
    interpreter_title = models.CharField(_("Interpreter: heading"), max_length=120, blank=True)
    interpreter_text = models.TextField(_("Interpreter: text"), blank=True)

    fact_fields = ("phone", "email")

    panels = [
        MultiFieldPanel([FieldPanel("site_name_sv"), FieldPanel("site_place_sv")], _("Name")),
        MultiFieldPanel(
            [
                FieldPanel("municipality"),
                FieldPanel("municipality_url"),
                FieldPanel("region"),
                FieldPanel("region_url"),
                text_panel("about_text_sv"),
            ],
            _("Who runs the centres"),
        ),
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("email"), FieldPanel("contact_page")], _("Contact")),
        MultiFieldPanel(
            [FieldPanel("interpreter_title_sv"), text_panel("interpreter_text_sv")], _("Interpreter")
        ),
        FieldPanel("emergency_numbers"),
        edit_panel(),
        example_panel(),
    ]
    base_form_class = SettingsForm

    class Meta:
        verbose_name = _("site settings")


class PermalinkQuerySet(models.QuerySet["Permalink"]):
    def delete(self) -> NoReturn:
        raise models.ProtectedError("A permanent link is never deleted; say what replaces it.", set(self))


class Permalink(models.Model):
    """A short, permanent address (`/f/<code>`): a code is never deleted and never given twice (docs/adr/0004)."""

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    page = models.ForeignKey(
        "core.BasePage",
        verbose_name=_("Page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="permalinks",
    )
    service_uid = models.UUIDField(_("Service"), null=True, blank=True)
    title = models.CharField(_("Title, kept when the page is gone"), max_length=255)
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("Replaced by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created = models.DateTimeField(_("Created"), auto_now_add=True)

    objects = PermalinkQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("permanent link")
        verbose_name_plural = _("permanent links")

    def __str__(self) -> str:
        return f"/f/{self.code}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        Permalink.objects.filter(pk=self.pk).delete()

    def destination(self) -> BasePage | None:
        """The page it leads to now, following replacements; None when the page is gone or not published."""
        link, seen = self, {self.pk}
        while link.page is None and link.replaced_by and link.replaced_by.pk not in seen:
            link = link.replaced_by
            seen.add(link.pk)
        return link.page if link.page and link.page.live else None
