"""Which messages are shown at a moment, in what order, and when that changes. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar

from familjecentral.alerts.choices import Level

MOST = 3
"""More at once nobody reads on a phone."""

URGENCY = {level.value: number for number, level in enumerate(Level)}


class Timed(Protocol):
    """What the rule asks of a message: aware moments; `ends` is the first at which it is no longer shown."""

    pk: int
    level: str
    starts: dt.datetime
    ends: dt.datetime


Message = TypeVar("Message", bound=Timed)


def shown(messages: Iterable[Message], moment: dt.datetime) -> list[Message]:
    """At most `MOST` of those that hold now: the most urgent first, then the newest, then by key."""
    holding = [message for message in messages if message.starts <= moment < message.ends]
    holding.sort(key=lambda message: (URGENCY[message.level], -message.starts.timestamp(), message.pk))
    return holding[:MOST]


def changes(messages: Iterable[Timed], moment: dt.datetime) -> list[dt.datetime]:
    """The moments to come at which a message begins or ends."""
    return sorted(edge for message in messages for edge in (message.starts, message.ends) if edge > moment)
