"""How urgent a message is, and the texts that need no translator: both are in the catalogues of every language."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Most urgent first. The word stands before the message, so that colour is never alone in saying it."""

    DANGER = "danger", _("Important")
    WARNING = "warning", _("Please note")
    INFO = "info", _("Good to know")


class ReadyText(models.TextChoices):
    """The heading of each ready text. None says that a door is shut: that is a closed day, and hours know it."""

    CALL_FIRST = "call_first", _("Call before you come")
    WAIT = "wait", _("You may have to wait")
    PHONES = "phones", _("Our telephones do not work")
    BOOKING = "booking", _("Booking on the web does not work")
    LIFT = "lift", _("The lift does not work")
    ILL = "ill", _("Is anyone in the family ill?")


DETAILS: dict[str, str | Promise] = {
    ReadyText.CALL_FIRST: _("Something may be different. Call and ask first."),
    ReadyText.WAIT: _("We have fewer staff than usual."),
    ReadyText.PHONES: _("You cannot reach us by telephone right now. Try again later."),
    ReadyText.BOOKING: _("Call us if you want to book a time."),
    ReadyText.LIFT: _("Call us if you need help to get in."),
    ReadyText.ILL: _("Wait with your visit until everyone is well."),
}
"""What is said under the heading."""
