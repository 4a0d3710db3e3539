"""A sheet for the door: the usual week of every service, the next days that differ, and until when all of it holds."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate, zip_longest

from locations.opening import ChangeLine, Line, Opening, ServiceOpening
from locations.schedules import DAY

AHEAD = 56 * DAY
"""How far ahead `opening.changes` looks."""

COLUMN = 30
"""Letters on a line of a service's hours, beside the names of the days; the sheet has two such columns."""

SIZES = (("large", 23), ("medium", 38), ("small", 45))
"""How large the letters are, up to how many lines. What is coming and has no room on the last is left out: the sheet
holds until then."""


def _lines(lines: Iterable[Line]) -> int:
    """How many lines these hours take."""
    texts = (f"{line.times} {line.mode} {line.audience} {line.note or ''}" for line in lines)
    return max(1, sum(math.ceil(len(text) / COLUMN) for text in texts))


def _change_lines(change: ChangeLine) -> int:
    """The day's hours and why, whom it concerns, what else is said."""
    return _lines(change.lines) + 1 + math.ceil(len(change.text or "") / (2 * COLUMN))


class Poster:
    """What the sheet of a centre says, made at the moment of its opening. Makes no query."""

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self._house = opening.hours.house

    @property
    def is_certain(self) -> bool:
        """Whether there is a week to print: the centre is in operation, and somebody vouches for its hours."""
        runs = self.opening.operation.value in ("open", "limited")
        return runs and self.opening.has_hours and self.until >= self.opening.today

    @property
    def services(self) -> list[ServiceOpening]:
        return [service for service in self.opening.services if service.usual_week]

    @cached_property
    def changes(self) -> list[ChangeLine]:
        """Those of the coming ones that there is room for."""
        most = SIZES[-1][1] - self._week_lines
        taken = accumulate(map(_change_lines, self.opening.changes))
        return [change for change, lines in zip(self.opening.changes, taken, strict=False) if lines <= most]

    @property
    def size(self) -> str:
        """As large as fits on one sheet in the longest language: it is read through a door."""
        total = self._week_lines + sum(map(_change_lines, self.changes))
        return next((size for size, most in SIZES if total <= most), SIZES[-1][0])

    @cached_property
    def _week_lines(self) -> int:
        """Two services stand beside each other, each with its name above."""
        weeks = [2 + sum(_lines(row.lines) for row in service.usual_week) for service in self.services]
        return sum(map(max, zip_longest(weeks[::2], weeks[1::2], fillvalue=0)))

    @cached_property
    def until(self) -> dt.date:
        """The last day of which the sheet speaks the truth."""
        today = self.opening.today
        ends = [
            today + AHEAD - DAY,
            *(change.first - DAY for change in self.opening.changes[len(self.changes) :]),
        ]
        if unconfirmed := self._house.times.unconfirmed_from(today):
            ends.append(unconfirmed - DAY)
        for service in self._house.times.services:
            season = self._house.next_season(service.key, today, AHEAD.days)
            ends += [season.first - DAY] if season and season.first else []
            last = service.schedule_on(today).last
            ends += [last] if last else []
        return min(ends)
