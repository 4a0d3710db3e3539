"""News: the archive and the news item."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField

from familjecentral.core.blocks import BodyBlock
from familjecentral.core.freshness import changes_at, midnight_after
from familjecentral.core.models import BasePage
from familjecentral.core.reading import Reading
from locations.models import CentrePage
from news import feeds, structured_data

PER_PAGE = 10


class NewsQuerySet(BasePage.objects._queryset_class):  # type: ignore[name-defined]
    def published(self, day: datetime.date) -> NewsQuerySet:
        """Live items that have not expired by that day, newest first."""
        current = models.Q(expires_on__isnull=True) | models.Q(expires_on__gte=day)
        return self.live().filter(current).order_by("-date", "-pk")

    def about(self, centre: CentrePage) -> NewsQuerySet:
        return self.filter(centres=centre)

    def for_lists(self) -> NewsQuerySet:
        """Without bodies, with what a list shows of each item."""
        return self.for_one_place().prefetch_related("centres")

    def for_one_place(self) -> NewsQuerySet:
        """For a list that need not say where: on the page of a centre."""
        return self.defer_streamfields().select_related("service_type")


class NewsIndexPage(RoutablePageMixin, BasePage):
    """The archive: by year, by centre, page by page; and the Atom feed."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["news.NewsPage"]
    max_count = 1
    # RoutablePageMixin's own knows no languages.
    serve_preview = BasePage.serve_preview

    class Meta:
        verbose_name = _("news archive")

    @property
    def items(self) -> NewsQuerySet:
        return NewsPage.objects.child_of(self).published(timezone.localdate())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        items = self.items
        years = [
            row["year"]
            for row in items.order_by()
            .annotate(year=ExtractYear("date"))
            .values("year")
            .distinct()
            .order_by("-year")
        ]
        centres = list(CentrePage.objects.live().order_by("title_sv"))
        asked_year, asked_centre = request.GET.get("ar", ""), request.GET.get("omrade", "")
        year = next((year for year in years if str(year) == asked_year), None)
        centre = next((centre for centre in centres if centre.slug == asked_centre), None)
        if year:
            items = items.filter(date__year=year)
        if centre:
            items = items.about(centre)
        context["years"], context["year"] = years, year
        context["centres"], context["centre"] = centres, centre
        context["unknown"] = bool((asked_year and not year) or (asked_centre and not centre))
        context["items"] = Paginator(items.for_lists(), PER_PAGE).get_page(request.GET.get("sida"))
        return context

    @path("")
    def archive(self, request: HttpRequest) -> HttpResponse:
        return self.render(request)

    # Wagtail ends every address with a slash before it looks here.
    @path("atom.xml/")
    def atom(self, request: HttpRequest) -> HttpResponse:
        return feeds.atom(self, self.items.for_lists()[:20], request)


class NewsPage(BasePage):
    """One news item."""

    date = models.DateField(_("Date"), default=timezone.localdate)
    expires_on = models.DateField(
        _("Last day in the lists"), null=True, blank=True, help_text=_("The page itself keeps its address.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("Text"), blank=True)
    image = models.ForeignKey(
        "core.Image",
        verbose_name=_("Image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    centres = ParentalManyToManyField(
        "locations.CentrePage", verbose_name=_("Centres"), blank=True, related_name="news"
    )
    service_type = models.ForeignKey(
        "locations.ServiceType",
        verbose_name=_("Service"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Gives the item its shape and colour."),
    )
    related = ParentalManyToManyField(
        "self", verbose_name=_("Related news"), blank=True, symmetrical=False, related_name="+"
    )

    objects: ClassVar[Any] = BasePage.objects.__class__.from_queryset(NewsQuerySet)()

    served_with = ("image", "service_type")
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("expires_on")]),
        FieldPanel("body_sv"),
        FieldPanel("image"),
        MultiFieldPanel([FieldPanel("centres"), FieldPanel("service_type")], _("What it is about")),
        FieldPanel("related"),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    def clean(self) -> None:
        super().clean()
        if self.expires_on and self.date and self.expires_on < self.date:
            raise ValidationError({"expires_on": _("The last day is before the first.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        reader = context["language"].code
        today = timezone.localdate()
        context["centres"] = [
            (centre, Reading(centre, reader)) for centre in self.centres.all() if centre.live
        ]
        if context["centres"]:
            # Whether a centre is in operation is said of today.
            changes_at(request, midnight_after(timezone.now()))
        chosen = self.related.values_list("pk", flat=True)
        context["related"] = NewsPage.objects.filter(pk__in=chosen).published(today).for_lists()
        return context

    def structured_data(self, reading: Reading, request: HttpRequest) -> list[dict[str, Any]]:
        return [structured_data.news_article(self, reading, request)]
