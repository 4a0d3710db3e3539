"""The page "find a family centre" and the page of each centre."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from familjecentral.core import formats, languages
from familjecentral.core.examples import ExampleForm, example_panel
from familjecentral.core.fields import ChoiceListField, PhoneField
from familjecentral.core.freshness import changes_at, is_kept
from familjecentral.core.models import BasePage
from familjecentral.core.panels import text_panel
from familjecentral.core.reading import Reading
from familjecentral.core.source_edits import SourcePageForm
from locations import structured_data
from locations.choices import ACCESS_FEATURES, ACCESS_ROWS, SPOKEN_LANGUAGES, Known, OperatingStatus
from locations.finding import Filters, shortened, shown_of
from locations.models.calendar_page import PageWithCalendar
from locations.models.page_views import PageWithViews
from locations.moments import day_of, moment_of
from locations.outline import MUNICIPALITIES, outline
from locations.panels import ServicesPanel

PER_PAGE = 20
"""Centres in the list at once: a municipality's all, a country's in pages."""


def spoken_language_options() -> list[tuple[str, str]]:
    reader = languages.active()
    return [(code, formats.language_name(code, reader)) for code in SPOKEN_LANGUAGES]


def unread_fields() -> list[str]:
    """What a list in the active language does not need of services and hours: JSON in many languages."""
    unread = set(languages.CODES) - {languages.SOURCE, get_language()}
    notes = [build_localized_fieldname("notes", code) for code in sorted(unread)]
    found = [f"{link}__{name}" for link in ("hours", "hours_from__hours") for name in notes]
    for link in ("", "service_type__", "hours__", "hours_from__", "hours_from__hours__"):
        found += [f"{link}translation_state", f"{link}changed_at"]
    # What a list shows of them, names and notes, may be withdrawn in a translation.
    shown = ("service_type__", "hours__", "hours_from__hours__") if get_language() != languages.SOURCE else ()
    return [name for name in found if name not in {f"{link}translation_state" for link in shown}]


def access_field(feature: str) -> models.CharField[str, str]:
    return models.CharField(ACCESS_FEATURES[feature][0], max_length=3, choices=Known, blank=True, default="")


class CentreForm(ExampleForm, SourcePageForm):
    """The Swedish texts and the facts of a centre."""


class CentreIndexPage(PageWithCalendar):
    """All centres with filters; the list is complete without the map, which adds only where they lie."""

    municipality_code = models.CharField(
        _("Outline on the map"), max_length=4, choices=MUNICIPALITIES, blank=True, help_text=_("Municipality")
    )

    parent_page_types = ["home.HomePage"]
    subpage_types = ["locations.CentrePage"]
    content_panels = [*BasePage.content_panels, FieldPanel("municipality_code")]

    class Meta:
        verbose_name = _("find a centre")

    def shows_example(self) -> bool:
        return any(centre.shows_example() for centre in self.centres)

    def calendar(self, request: HttpRequest) -> HttpResponse:
        from locations import calendars

        return calendars.of_all(self, request)

    @property
    def centres(self) -> list[CentrePage]:
        """The published centres below this page with their services, by title."""
        if not hasattr(self, "_centres"):
            self._centres = list(
                CentrePage.objects.child_of(self).live().with_services().order_by("title_sv")
            )
        return self._centres

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The programme is of the centres in the list on this page of items, the first events of each day."""
        from locations.opening import Opening
        from locations.records import hours_of, programme
        from locations.week import AgeFilter, Week, asked_week

        context = super().get_context(request, *args, **kwargs)
        moment, later, ages = moment_of(request), is_kept(request), AgeFilter.from_query(request.GET)
        today = day_of(moment)
        monday = asked_week(request.GET, today)
        asked = {"vecka": formats.iso_week(monday) if "vecka" in request.GET else "", "alder": ages.chosen}
        kept = {name: value for name, value in asked.items() if value}
        filters = Filters.from_query(request.GET, self.centres, context["language"].code, kept)
        found = filters.matching(self.centres)
        hours = hours_of(found, min(monday, today)) if filters.by_hours else {}
        if filters.by_hours:
            found = [centre for centre in found if filters.admits(hours[centre.pk].house, moment)]
        context["items"] = Paginator(found, PER_PAGE).get_page(request.GET.get("sida"))
        context["centres"] = list(context["items"])
        hours = hours or hours_of(context["centres"], min(monday, today))
        # A centre that is not listed may be so after its next change.
        changes_at(request, *(Opening(entry, moment).fresh_until for entry in hours.values()))
        listed = [hours[centre.pk] for centre in context["centres"]]
        occasions = programme(listed, monday, monday + datetime.timedelta(days=6))
        fitting = [occasion for occasion in occasions if ages.admits(occasion.activity.audience)]
        occasions = shortened(fitting)
        for centre in context["centres"]:
            centre.shown = shown_of(hours[centre.pk], occasions)
        context["filters"] = filters
        context["openings"] = [Opening(entry, moment, kept=later) for entry in listed]
        context["week"] = Week(monday, occasions, moment, ages, kept=later)
        context["left_out"] = len(fitting) - len(occasions)
        context["map"] = outline(self.municipality_code) if self.municipality_code else None
        return context


class CentreQuerySet(BasePage.objects._queryset_class):  # type: ignore[name-defined]
    def with_services(self) -> CentreQuerySet:
        """With the published services of each, and all that decides their hours."""
        from locations.models.services import CentreService
        from locations.records import with_times

        # Unpacking all JSON of a thousand services takes most of a second.
        services = with_times(CentreService.objects.published()).defer(*unread_fields())
        return self.prefetch_related(models.Prefetch("services", services, to_attr="published_services"))


class CentrePage(PageWithViews, PageWithCalendar):
    """A family centre: where it is, how to get in, what it offers, whether it operates."""

    area = models.CharField(_("Area"), max_length=80, help_text=_("The name of the district, as on the map."))
    street_address = models.CharField(_("Street address"), max_length=120, blank=True)
    postal_code = models.CharField(
        _("Postal code"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{3} ?\d{2}$", _("Write five digits, for example 145 00."))],
    )
    city = models.CharField(_("Postal town"), max_length=80, blank=True)
    latitude = models.DecimalField(
        _("Latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        help_text=_("Degrees north, WGS 84. For example 59.2477."),
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("Longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        help_text=_("Degrees east, WGS 84. For example 17.8609."),
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    position_is_approximate = models.BooleanField(
        _("The position is the district's, not the door's"), default=True
    )
    directions = models.TextField(_("Directions"), blank=True, help_text=_("From the stop to the door."))
    nearest_stop = models.CharField(_("Nearest stop"), max_length=120, blank=True)
    phone = PhoneField(_("Phone"), blank=True)
    email = models.EmailField(_("Email"), blank=True)
    photo = models.ForeignKey(
        "core.Image",
        verbose_name=_("Photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    step_free = access_field("step_free")
    lift = access_field("lift")
    pram_parking = access_field("pram_parking")
    changing_table = access_field("changing_table")
    toilet = access_field("toilet")
    accessible_toilet = access_field("accessible_toilet")
    nursing_room = access_field("nursing_room")
    parking = access_field("parking")
    hearing_loop = access_field("hearing_loop")
    spoken_languages = ChoiceListField(_("Languages spoken by staff"), options=spoken_language_options)
    operating_status = models.CharField(
        _("Operating status"), max_length=20, choices=OperatingStatus, default=OperatingStatus.PLANNED
    )
    status_from = models.DateField(_("From"), null=True, blank=True)
    status_until = models.DateField(_("Until and including"), null=True, blank=True)
    replacement_centre = models.ForeignKey(
        "self", verbose_name=_("Go to this centre instead"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    replacement_address = models.CharField(_("Or to this address"), max_length=200, blank=True)

    objects: ClassVar[Any] = BasePage.objects.__class__.from_queryset(CentreQuerySet)()

    served_with = ("photo", "replacement_centre")
    base_form_class = CentreForm
    views: ClassVar = {"prata": "locations/talk.html", "affisch": "locations/poster.html"}
    parent_page_types = ["locations.CentreIndexPage"]
    subpage_types: list[str] = []
    fact_fields = (
        "street_address", "postal_code", "city", "directions_sv", "nearest_stop", "phone", "email", "photo",
        *ACCESS_FEATURES, "spoken_languages",
    )  # fmt: skip

    content_panels = [
        *BasePage.content_panels,
        ServicesPanel(heading=_("Services")),
        MultiFieldPanel(
            [
                FieldPanel("operating_status"),
                FieldRowPanel([FieldPanel("status_from"), FieldPanel("status_until")]),
                FieldPanel("replacement_centre"),
                FieldPanel("replacement_address"),
            ],
            _("Operation"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("area"),
                FieldPanel("street_address"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("position_is_approximate"),
                FieldPanel("nearest_stop"),
                text_panel("directions_sv"),
            ],
            _("Place"),
        ),
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("email")], _("Contact")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel(feature) for feature in row]) for row in ACCESS_ROWS],
            _("Access to the house"),
        ),
        FieldPanel("spoken_languages"),
        FieldPanel("photo"),
        example_panel(),
    ]

    class Meta:
        verbose_name = _("centre")
        verbose_name_plural = _("centres")

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.status_from and self.status_until and self.status_until < self.status_from:
            errors["status_until"] = _("The last day is before the first.")
        if self.operating_status == OperatingStatus.MOVED and not (
            self.replacement_centre or self.replacement_address
        ):
            errors["operating_status"] = _("Say where visitors should go: another centre or an address.")
        if self.replacement_centre and self.replacement_centre.pk == self.pk:
            errors["replacement_centre"] = _("Choose another centre.")
        if (self.latitude is None) != (self.longitude is None):
            errors["latitude"] = _("Write both latitude and longitude, or neither.")
        if errors:
            raise ValidationError(errors)

    def status_on(self, day: datetime.date) -> OperatingStatus:
        """The status that holds on a day: outside its from–until the centre is in operation.

        Before `status_from` a planned centre is still planned: the date is when it opens.
        """
        status = OperatingStatus(self.operating_status)
        if status == OperatingStatus.PLANNED:
            return OperatingStatus.OPEN if self.status_from and day >= self.status_from else status
        begun = self.status_from is None or day >= self.status_from
        ended = self.status_until is not None and day > self.status_until
        return status if begun and not ended else OperatingStatus.OPEN

    @property
    def belongs_to(self) -> CentrePage:
        return self

    @property
    def status_today(self) -> OperatingStatus:
        return self.status_on(timezone.localdate())

    @property
    def services_here(self) -> list[Any]:
        """The published services of this centre in their order; no query when fetched by with_services()."""
        if not hasattr(self, "published_services"):
            from locations.records import with_times

            services = with_times(self.services.published())  # type: ignore[attr-defined]
            self.published_services = list(services.select_related("service_type__information_page"))
        return self.published_services

    def shows_example(self) -> bool:
        """Whether the page shows anything invented: facts, hours, exceptions, activities."""
        if self.is_example or any(service.is_example for service in self.services_here):
            return True
        return any(found.is_example for found in getattr(self, "shown", ()))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from locations.opening import Opening
        from locations.records import hours_of, programme
        from locations.week import AgeFilter, Week, asked_week

        context = super().get_context(request, *args, **kwargs)
        reader = context["language"].code
        moment, later, ages = moment_of(request), is_kept(request), AgeFilter.from_query(request.GET)
        monday = asked_week(request.GET, day_of(moment))
        hours = hours_of([self], min(monday, day_of(moment)))[self.pk]
        occasions = programme([hours], monday, monday + datetime.timedelta(days=6))
        self.shown = [hours, *(occasion.activity for occasion in occasions)]
        self.opening = context["opening"] = Opening(hours, moment, kept=later)
        self.week = context["week"] = Week(monday, occasions, moment, ages, kept=later)
        changes_at(request, self.opening.fresh_until)
        context["services"] = [
            {
                "service": service,
                "type": service.service_type,
                "reading": Reading(service, reader),
                "type_reading": Reading(service.service_type, reader),
                "opening": opening,
            }
            for service, opening in zip(self.services_here, context["opening"].services, strict=True)
        ]
        self._tell_of_others(context)
        self._add_view(context, getattr(request, "page_view", ""))
        context["access"] = [
            {"name": name, "icon": icon, "known": getattr(self, feature)}
            for feature, (name, icon) in ACCESS_FEATURES.items()
            if getattr(self, feature)
        ]
        context["spoken"] = [formats.language_name(code, reader) for code in self.spoken_languages]
        return context

    def _tell_of_others(self, context: dict[str, Any]) -> None:
        """The notice on translations speaks for all that the page shows: services, notes, closures, activities."""
        page, opening = context["reading"], context["opening"]
        for entry in context["services"]:
            page.shows(entry["reading"])
            page.shows(entry["type_reading"], "name", "help", "audience", "cost", "booking")
        records = [hours for service in opening.services if (hours := service.record) and hours.notes_sv]
        records += {event.activity.pk: event.activity for event in context["week"].occasions}.values()
        for record in records:
            page.shows(Reading(record, page.language.code))
        _lines = opening.changes
        for told in opening.told:
            page.shows(told)

    def _add_view(self, context: dict[str, Any], view: str) -> None:
        """What only the sheet for the door, or the page to talk with, shows."""
        from locations import phrases
        from locations.poster import Poster

        reader = context["language"].code
        if view == "affisch":
            context["poster"] = Poster(self.opening)
        if view == "prata":
            context["view_title"] = gettext("Talk to the staff")
            context["visitor"] = phrases.visitor(reader, self.services_here)
            context["staff"] = phrases.staff(reader)

    def calendar(self, request: HttpRequest) -> HttpResponse:
        from locations import calendars

        return calendars.of_centre(self, request)

    def structured_data(self, reading: Reading, request: HttpRequest) -> list[dict[str, Any]]:
        return [structured_data.centre(self, reading, request)]
