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


class DayName(models.TextChoices):
    """What a day is called that closes a house: the keys of locations/calendar_days.py."""

    NEW_YEARS_DAY = "new_years_day", pgettext_lazy("day", "New Year's Day")
    EPIPHANY = "epiphany", pgettext_lazy("day", "Epiphany")
    GOOD_FRIDAY = "good_friday", pgettext_lazy("day", "Good Friday")
    EASTER_SUNDAY = "easter_sunday", pgettext_lazy("day", "Easter Sunday")
    EASTER_MONDAY = "easter_monday", pgettext_lazy("day", "Easter Monday")
    MAY_DAY = "may_day", pgettext_lazy("day", "1 May")
    ASCENSION_DAY = "ascension_day", pgettext_lazy("day", "Ascension Day")
    WHIT_SUNDAY = "whit_sunday", pgettext_lazy("day", "Whit Sunday")
    NATIONAL_DAY = "national_day", pgettext_lazy("day", "Sweden's National Day")
    MIDSUMMER_EVE = "midsummer_eve", pgettext_lazy("day", "Midsummer Eve")
    MIDSUMMER_DAY = "midsummer_day", pgettext_lazy("day", "Midsummer Day")
    ALL_SAINTS_DAY = "all_saints_day", pgettext_lazy("day", "All Saints' Day")
    CHRISTMAS_EVE = "christmas_eve", pgettext_lazy("day", "Christmas Eve")
    CHRISTMAS_DAY = "christmas_day", pgettext_lazy("day", "Christmas Day")
    BOXING_DAY = "boxing_day", pgettext_lazy("day", "Boxing Day")
    NEW_YEARS_EVE = "new_years_eve", pgettext_lazy("day", "New Year's Eve")
    PUBLIC_HOLIDAY = "public_holiday", _("public holiday")


class DayKind(models.TextChoices):
    """Kinds of days that a closing-day rule is about: the fields of schedules.Rules."""

    RED_DAY = "red_day", _("public holiday")
    EVE = "eve", pgettext_lazy("day", "eve of a holiday")
    SQUEEZE_DAY = "squeeze_day", pgettext_lazy("day", "day between two days off")
    DAY_BEFORE_RED = "day_before_red", pgettext_lazy("day", "day before a public holiday")


class ExceptionReason(models.TextChoices):
    """Why hours differ from the usual, in words that exist in every language."""

    OTHER = "", pgettext_lazy("reason", "no reason given")
    PLANNING = "planning_day", pgettext_lazy("reason", "planning day")
    TRAINING = "staff_training", pgettext_lazy("reason", "the staff are in training")
    ILLNESS = "illness", pgettext_lazy("reason", "staff are ill")
    SHORTAGE = "staff_shortage", pgettext_lazy("reason", "too few staff")
    HOLIDAY = "holiday", pgettext_lazy("reason", "holiday")
    RENOVATION = "renovation", pgettext_lazy("reason", "renovation")
    WATER = "water_damage", pgettext_lazy("reason", "water damage")
    TECHNICAL = "technical", pgettext_lazy("reason", "technical fault")
    EVENT = "event", pgettext_lazy("reason", "event")


class ExceptionKind(models.TextChoices):
    """What an exception does (schedules.Kind)."""

    CLOSED = "closed", _("Closed")
    MOVED = "moved", _("Moved")
    OTHER_HOURS = "other_hours", _("Changed opening hours")


class VisitMode(models.TextChoices):
    """How a visitor comes in during a span (schedules.Mode)."""

    DROP_IN = "drop_in", _("Drop-in")
    BY_APPOINTMENT = "by_appointment", _("Booked visits")
    PHONE = "phone", _("Phone hours")


class RuleAction(models.TextChoices):
    """What a closing-day rule does (schedules.Action)."""

    USUAL = "usual", pgettext_lazy("cms", "Open as usual")
    CLOSED = "closed", pgettext_lazy("cms", "Closed all day")
    EARLY = "early", pgettext_lazy("cms", "Closes at …")


class ActivityRhythm(models.TextChoices):
    """How often an activity comes back (timetable.Rhythm)."""

    WEEKLY = "weekly", pgettext_lazy("cms", "Every week")
    ODD = "odd", pgettext_lazy("cms", "Odd weeks")
    EVEN = "even", pgettext_lazy("cms", "Even weeks")
    MONTHLY = "monthly", pgettext_lazy("cms", "Certain weeks of the month")
    DATES = "dates", pgettext_lazy("cms", "Only on listed dates")


class Attendance(models.TextChoices):
    """How one comes to an activity."""

    DROP_IN = "drop_in", _("Drop-in")
    BOOKING = "booking", _("Booking needed")


class StaffRole(models.TextChoices):
    """Who is present at an activity; roles, never names."""

    BVC_NURSE = "bvc_nurse", pgettext_lazy("role", "child health nurse (BVC)")
    MIDWIFE = "midwife", pgettext_lazy("role", "midwife")
    PRESCHOOL_TEACHER = "preschool_teacher", pgettext_lazy("role", "preschool teacher")
    COUNSELLOR = "counsellor", pgettext_lazy("role", "family counsellor from social services")
    PSYCHOLOGIST = "psychologist", pgettext_lazy("role", "psychologist")
    DIETITIAN = "dietitian", pgettext_lazy("role", "dietitian")
    LIBRARIAN = "librarian", pgettext_lazy("role", "librarian")
    INTERPRETER = "interpreter", pgettext_lazy("role", "interpreter")


class ConfirmedBy(models.TextChoices):
    """Who vouches for a centre's hours; a role, never a name."""

    CENTRE = "centre", pgettext_lazy("role", "the staff of the centre")
    KOMMUN = "kommun", pgettext_lazy("role", "the municipality")
    REGION = "region", pgettext_lazy("role", "the region")


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
