"""What can be wrong with a file of translations, and how an editor is told."""

from enum import StrEnum
from typing import Any

from django.utils.translation import pgettext, pgettext_lazy

from familjecentral.core import catalogues
from familjecentral.core.catalogues import Reason


class Unreadable(ValueError):
    """The file as a whole cannot be imported. The message says why, in the language of whoever imports."""


class Refusal(StrEnum):
    """Why a unit is not imported. Reasons of the catalogue itself are `catalogues.Reason`."""

    CHANGED_TARGET = "the translation was changed on the site since the file was made"
    LINKS = Reason.OTHER_LINKS.value
    PLACEHOLDERS = "its placeholders are not those of the Swedish"
    TOO_LONG = "it is too long for its place"
    GONE = Reason.UNKNOWN_CONTEXT.value
    LOCKED = "the page is locked"
    CHANGED_SOURCE = Reason.CHANGED_SOURCE.value
    NOT_ALLOWED = "it holds HTML that is not allowed here; the rest was taken"
    NOTHING_LEFT = "it holds nothing but HTML that is not allowed here"
    OTHER_RECORD = "the file is of another record"
    NO_RECORD = "there is no such record"
    MAY_NOT = "you may not save translations of this record"


_SAID: dict[str, Any] = {
    Refusal.CHANGED_TARGET: pgettext_lazy(
        "cms", "the translation was changed on the site since the file was made"
    ),
    Refusal.LINKS: pgettext_lazy("cms", "its links are not those of the Swedish"),
    Refusal.PLACEHOLDERS: pgettext_lazy("cms", "its placeholders are not those of the Swedish"),
    Refusal.TOO_LONG: pgettext_lazy("cms", "it is too long for its place"),
    Refusal.GONE: pgettext_lazy("cms", "no text has this context"),
    Refusal.LOCKED: pgettext_lazy("cms", "the page is locked"),
    Refusal.CHANGED_SOURCE: pgettext_lazy("cms", "the Swedish text has changed since"),
    Refusal.NOT_ALLOWED: pgettext_lazy("cms", "it holds HTML that is not allowed here; the rest was taken"),
    Refusal.NOTHING_LEFT: pgettext_lazy("cms", "it holds nothing but HTML that is not allowed here"),
    Refusal.OTHER_RECORD: pgettext_lazy("cms", "the file is of another record"),
    Refusal.NO_RECORD: pgettext_lazy("cms", "there is no such record"),
    Refusal.MAY_NOT: pgettext_lazy("cms", "you may not save translations of this record"),
    Reason.REPEATED: pgettext_lazy("cms", "this context stands above already"),
}
"""By what the reason says: `Refusal` and `catalogues.Reason` say the same in the same words."""


class Problem(catalogues.Problem):
    """What is wrong with a unit, said in the language of whoever imports."""

    def __str__(self) -> str:
        said = {"line": self.line, "context": self.context, "reason": _SAID.get(self.reason, self.reason)}
        return pgettext("cms", "Line %(line)s: %(context)s: %(reason)s") % said
