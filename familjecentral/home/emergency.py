"""National numbers in an emergency: stored as dialled, described through the catalogues."""

from django.utils.translation import gettext_lazy as _

EMERGENCY_NUMBERS = {
    "112": _("Danger to life"),
    "1177": _("Advice about health, day and night"),
    "11414": _("The police, when it is not urgent"),
    "11313": _("Information in a crisis"),
}
