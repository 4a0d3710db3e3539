"""A kind of service (BVC), and one service at one centre (the BVC of a centre)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from familjecentral.core.examples import ExampleForm, HoldsFacts
from familjecentral.core.fields import PhoneField
from familjecentral.core.source_edits import SourceRecordForm
from familjecentral.core.translated import Translated
from locations.choices import Colour, Icon, Provider


class ServiceType(Translated, DraftStateMixin, RevisionMixin, models.Model):
    """What a kind of service is, for whom and at what cost: the same at every centre."""

    key = models.SlugField(
        _("Short name in addresses"),
        unique=True,
        help_text=_("For example bvc. Links use it, so do not change it."),
    )
    swedish_name = models.CharField(
        _("Swedish name"),
        max_length=80,
        help_text=_("The word on the door and in letters. It is shown in every language."),
    )
    abbreviation = models.CharField(_("Abbreviation"), max_length=12, blank=True)
    name = models.CharField(
        _("Name"), max_length=80, help_text=_("The plain word that leads, in each language.")
    )
    help = models.TextField(_("What you get help with"), blank=True)
    audience = models.TextField(_("Who it is for"), blank=True)
    cost = models.CharField(_("Cost"), max_length=200, blank=True)
    booking = models.TextField(_("How to book"), blank=True)
    need = models.CharField(
        _("Need"),
        max_length=80,
        blank=True,
        help_text=_("The reader's own words, for example “I am pregnant”."),
    )
    need_link = models.CharField(
        _("Where the need leads"), max_length=80, blank=True, help_text=_("For example “To the midwife”.")
    )
    icon = models.CharField(_("Icon"), max_length=20, choices=Icon, default=Icon.HOME)
    need_icon = models.CharField(_("Icon of the need"), max_length=20, choices=Icon, blank=True)
    colour = models.CharField(_("Colour and shape"), max_length=10, choices=Colour, default=Colour.PLAIN)
    provider = models.CharField(_("Run by"), max_length=10, choices=Provider)
    url_1177 = models.URLField(_("Link to 1177.se"), blank=True)
    information_page = models.ForeignKey(
        "core.BasePage",
        verbose_name=_("Information page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    essential_fields = ("name",)

    base_form_class = SourceRecordForm

    sort_order = models.IntegerField(_("Order"), default=0, editable=False)

    class Meta:
        ordering = ["sort_order", "pk"]
        verbose_name = _("service type")
        verbose_name_plural = _("service types")

    def __str__(self) -> str:
        return self.name_sv or self.swedish_name


class CentreServiceQuerySet(models.QuerySet["CentreService"]):
    def published(self) -> "CentreServiceQuerySet":
        return self.filter(live=True, service_type__live=True)


class CentreServiceForm(ExampleForm, SourceRecordForm):
    """The Swedish texts and the facts of one service at one centre."""


class CentreService(Translated, HoldsFacts, DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """One service at one centre: its own contacts and notes. Not a child of the page (docs/adr/0002)."""

    centre = models.ForeignKey(
        "locations.CentrePage", verbose_name=_("Centre"), on_delete=models.CASCADE, related_name="services"
    )
    service_type = models.ForeignKey(
        ServiceType, verbose_name=_("Service"), on_delete=models.PROTECT, related_name="at_centres"
    )
    hours_from = models.ForeignKey(
        "self",
        verbose_name=_("Same hours as"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followers",
        help_text=_("Only a service at the same centre."),
    )
    phone = PhoneField(_("Phone"), blank=True)
    email = models.EmailField(_("Email"), blank=True)
    booking_url = models.URLField(_("Booking link"), blank=True)
    entrance = models.CharField(
        _("Entrance"), max_length=200, blank=True, help_text=_("If it has its own door.")
    )
    note = models.TextField(_("Note"), blank=True)

    fact_fields = ("phone", "email", "booking_url", "entrance_sv", "note_sv")

    base_form_class = CentreServiceForm

    objects = CentreServiceQuerySet.as_manager()

    class Meta:
        ordering = ["centre_id", "service_type__sort_order", "pk"]
        verbose_name = _("service at a centre")
        verbose_name_plural = _("services at the centres")
        constraints = [
            models.UniqueConstraint(fields=["centre", "service_type"], name="one_service_of_a_type_a_centre")
        ]

    def __str__(self) -> str:
        return f"{self.service_type} – {self.centre.title_sv}"

    @property
    def belongs_to(self) -> models.Model:
        return self.centre

    def clean(self) -> None:
        super().clean()
        other = self.hours_from
        if other and (other.pk == self.pk or other.centre_id != self.centre_id):
            raise ValidationError({"hours_from": _("Choose another service at the same centre.")})
        if other and other.hours_from_id:
            raise ValidationError(
                {"hours_from": _("That service itself follows another; choose the one it follows.")}
            )

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """A service is seen on its centre's page."""
        return self.centre.serve_preview(request, mode_name)

    @property
    def preview_modes(self) -> Any:
        return self.centre.preview_modes if self.centre_id else []
