"""A sheet for the door: the usual week of every service, the next days that differ, and until when all of it holds."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from locations.opening import ChangeLine, Opening, ServiceOpening
from locations.schedules import DAY

MOST_CHANGES = 7
"""Lines there is room for. Where more is coming, the sheet holds until the first that it leaves out."""

AHEAD = 56 * DAY
"""How far ahead `opening.changes` looks."""


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

    @property
    def changes(self) -> list[ChangeLine]:
        return self.opening.changes[:MOST_CHANGES]

    @cached_property
    def until(self) -> dt.date:
        """The last day of which the sheet speaks the truth."""
        today = self.opening.today
        ends = [today + AHEAD - DAY, *(change.first - DAY for change in self.opening.changes[MOST_CHANGES:])]
        if unconfirmed := self._house.times.unconfirmed_from(today):
            ends.append(unconfirmed - DAY)
        for service in self._house.times.services:
            season = self._house.next_season(service.key, today, AHEAD.days)
            ends += [season.first - DAY] if season and season.first else []
            last = service.schedule_on(today).last
            ends += [last] if last else []
        return min(ends)
