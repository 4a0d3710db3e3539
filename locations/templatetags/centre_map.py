"""The points of the centres on the outline of the municipality."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template

from locations.models import CentrePage
from locations.outline import Outline

register = template.Library()

LABEL, LETTER = 10, 9
"""How far a label begins beside its point, and the width of one letter, in the outline's units."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered point; the number is the centre's place in the list, x and y are in the outline's units."""

    number: int
    name: str
    x: int
    y: int
    label_before: bool
    """Whether the name stands on the west side, because the east side has no room."""


@register.simple_tag
def pins(outline: Outline, centres: Iterable[CentrePage]) -> list[Pin]:
    """One pin for each centre whose position is known, named by its area."""
    placed = []
    for number, centre in enumerate(centres, start=1):
        if centre.latitude is None or centre.longitude is None:
            continue
        x, y = outline.position(float(centre.latitude), float(centre.longitude))
        placed.append(
            Pin(number, centre.area, x, y, label_before=x + LABEL + LETTER * len(centre.area) > outline.width)
        )
    return placed
