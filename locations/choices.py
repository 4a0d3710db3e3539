"""The facts that are chosen, never written: their names are translated through the catalogues."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OperatingStatus(models.TextChoices):
    """Whether a centre is in operation at all; opening hours are another matter."""

    PLANNED = "planned", _("Not opened yet")
    OPEN = "open", _("In operation")
    LIMITED = "limited", _("Limited service")
    TEMPORARILY_CLOSED = "temporarily_closed", _("Temporarily closed")
    MOVED = "moved", _("Moved")


class Known(models.TextChoices):
    """Yes, no, or not known; what is not known is not shown."""

    UNKNOWN = "", _("Not known")
    YES = "yes", pgettext_lazy("access", "Yes")
    NO = "no", pgettext_lazy("access", "No")


class Provider(models.TextChoices):
    """Who runs a service."""

    KOMMUN = "kommun", _("Municipality")
    REGION = "region", _("Region")


class Colour(models.TextChoices):
    """The hue and shape of a service's building block (design language, section 1)."""

    SUN = "sun", pgettext_lazy("cms", "Sun: arch")
    ROSE = "rose", pgettext_lazy("cms", "Rose: circle")
    LEAF = "leaf", pgettext_lazy("cms", "Leaf: leaf")
    SKY = "sky", pgettext_lazy("cms", "Sky: speech bubble")
    PLAIN = "plain", pgettext_lazy("cms", "Lilac: square")


class Icon(models.TextChoices):
    """Symbols of static/icons/icons.svg that stand for a service or a need."""

    PRESCHOOL = "preschool", pgettext_lazy("cms", "Building blocks")
    MIDWIFE = "midwife", pgettext_lazy("cms", "Pregnant belly")
    CHILD = "child", pgettext_lazy("cms", "Baby on a scale")
    SUPPORT = "support", pgettext_lazy("cms", "People together")
    PREGNANT = "pregnant", pgettext_lazy("cms", "Pregnant person")
    BABY = "baby", pgettext_lazy("cms", "Baby")
    TODDLER = "toddler", pgettext_lazy("cms", "Toddler")
    TALK = "talk", pgettext_lazy("cms", "Speech bubbles")
    HOME = "home", pgettext_lazy("cms", "House")
    QUESTION = "question", pgettext_lazy("cms", "Question mark")


# Physical access: field of CentrePage → (name, icon). Shown in this order.
ACCESS_FEATURES = {
    "step_free": (_("Step-free entrance"), "wheelchair"),
    "lift": (_("Lift"), "lift"),
    "pram_parking": (_("Place for prams"), "stroller"),
    "changing_table": (_("Baby changing table"), "changing"),
    "toilet": (_("Toilet"), "toilet"),
    "accessible_toilet": (_("Toilet for wheelchair users"), "wheelchair"),
    "nursing_room": (_("Breastfeeding room"), "nursing"),
    "parking": (_("Parking for disabled people"), "parking"),
    "hearing_loop": (_("Hearing loop"), "ear"),
}

# The same, three to a row of the form.
ACCESS_ROWS = (
    ("step_free", "lift", "pram_parking"),
    ("toilet", "accessible_toilet", "changing_table"),
    ("nursing_room", "parking", "hearing_loop"),
)

# ISO 639 codes offered as "languages spoken"; their names come from core/formats.py in the reader's language.
SPOKEN_LANGUAGES = (
    "sv", "en", "fi", "ar", "so", "tr", "es", "fa", "prs", "ckb", "kmr", "pl", "ti", "am", "bn", "bs", "fr", "de",
    "el", "hu", "it", "ps", "pt", "ro", "ru", "sq", "sr", "sw", "syr", "th", "uk", "ur", "vi", "zh",
)  # fmt: skip
