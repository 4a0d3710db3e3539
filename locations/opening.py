"""What pages show of a centre's hours: its status, each service's today and week, and what is coming.

Arranges; the rules are in hours.py, the words in words.py. No queries: everything was read by records.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from familjecentral.core import formats, languages
from familjecentral.core.reading import Reading, Text
from locations import words
from locations.choices import ConfirmedBy, OperatingStatus, Provider
from locations.hours import Change, DayPlan, OpenState, State
from locations.models import CentrePage, CentreService
from locations.moments import day_of
from locations.records import CentreHours, hours_of
from locations.schedules import DAY, Audience, Mode, Schedule, Span
from locations.week import monday_of
from locations.words import Status

NUMBER_1177 = "1177"
NOT_IN_USE = {State.CALL_FIRST, State.MOVED, State.PLANNED, State.UNKNOWN}
"""States of a whole house: its services have nothing to add, and a week of them is no timetable."""


@dataclass(frozen=True)
class Line:
    """Times of one kind on a day: "9–12, 13–15", with how one comes in, for whom, and a note."""

    times: str
    mode: str = ""
    audience: str = ""
    note: Text | None = None


@dataclass(frozen=True)
class Row:
    """One or more days of a week with the same hours. Without lines it is closed, `reason` may say why."""

    days: str
    lines: list[Line]
    reason: str = ""
    is_today: bool = False
    label: str = ""
    """What stands in the place of hours: "Stängt", "Ring först", "Flyttad"."""


@dataclass(frozen=True)
class Season:
    """Other hours for a part of the year that begins soon."""

    days: str
    rows: list[Row]


@dataclass(frozen=True)
class ChangeLine:
    """A coming day, or days, that are not as usual."""

    first: dt.date
    last: dt.date
    days: str
    services: list[Text]
    """Whom it concerns; empty for the whole house."""
    what: str
    lines: list[Line] = field(default_factory=list)
    place: str = ""
    reason: str = ""
    text: Text | None = None
    is_example: bool = False


class Opening:
    """One centre's hours at a moment, in the active language.

    `kept`: on a page that is read later. It tells hours by day and date, and no state or "today" of any moment.
    """

    def __init__(self, hours: CentreHours, moment: dt.datetime, *, kept: bool = False) -> None:
        self.hours, self.moment, self.kept = hours, moment, kept
        self.today = day_of(moment)
        self.language = languages.active()
        self.told: list[Reading] = []
        """The records whose own words `changes` shows."""

    @cached_property
    def status(self) -> Status:
        if self.kept:
            return words.kept(self.moment)
        centre = self.hours.centre
        return words.status(self.hours.house.state(self.moment), self.moment, centre.status_from)

    @property
    def as_of(self) -> str:
        """The moment these states hold at: "måndag 23 november kl. 10.20"."""
        return formats.date_time(self.moment, self.language, weekday=True, year=False)

    @property
    def operation(self) -> OperatingStatus:
        """Whether the centre is in operation at all, which its hours do not always show: limited, until when."""
        status: OperatingStatus = self.hours.centre.status_on(self.today)
        ends_unseen = status in (OperatingStatus.TEMPORARILY_CLOSED, OperatingStatus.PLANNED)
        return OperatingStatus.OPEN if self.kept and ends_unseen else status

    @property
    def marked_day(self) -> dt.date | None:
        """The day that a week shows as today."""
        return None if self.kept else self.today

    @property
    def week_number(self) -> int:
        return self.today.isocalendar().week

    @property
    def open_services(self) -> list[Text]:
        """Names of the services that are open for drop-in now."""
        return [self.name_of(key) for key in self.status.services] if self.status.state is State.OPEN else []

    @cached_property
    def services(self) -> list[ServiceOpening]:
        return [ServiceOpening(self, service, key) for key, service in self.hours.services.items()]

    @property
    def fresh_until(self) -> dt.datetime:
        """When anything that is shown of these hours may read otherwise; "today" does so at midnight."""
        full = [service.full_until for service in self.hours.house.times.services]
        ends = [end for end in full if end and end > self.moment]
        return min([self.hours.house.next_boundary(self.moment), *ends])

    @property
    def has_hours(self) -> bool:
        return any(service.is_known for service in self.hours.house.times.services)

    @property
    def confirmed_on(self) -> dt.date | None:
        return day_of(self.hours.confirmed_at) if self.hours.confirmed_at and self.has_hours else None

    @property
    def confirmed_by(self) -> str:
        known = self.hours.confirmed_by in ConfirmedBy.values
        return str(ConfirmedBy(self.hours.confirmed_by).label) if known else ""

    @property
    def call(self) -> str:
        """The number to call when the hours are not certain; empty where only the contact page is left."""
        if self.hours.centre.phone:
            return self.hours.centre.phone
        return next((service.call for service in self.services if service.call), "")

    @cached_property
    def changes(self) -> list[ChangeLine]:
        """What is not as usual in the coming eight weeks, except where the centre is not in operation."""
        return [self._change(change) for change in self.hours.house.changes(self.today)]

    def name_of(self, key: str) -> Text:
        name: Text = Reading(self.hours.services[key].service_type, self.language).name
        return name

    def _change(self, change: Change) -> ChangeLine:
        plan, exception = change.plan, change.plan.exception
        record = self.hours.exceptions.get(exception.key) if exception else None
        told = Reading(record, self.language) if record and record.text_sv else None
        self.told += [told] if told else []
        whole = change.services == set(self.hours.services)
        return ChangeLine(
            change.first,
            change.last,
            words.days(change.first, change.last, self.today),
            [] if whole else [self.name_of(key) for key in self.hours.services if key in change.services],
            words.plan_label(plan),
            list(lines(plan.spans, {})) if plan.is_open else [],
            plan.place,
            words.reason(plan.reason),
            told.text if told else None,
            bool(record and record.is_example),
        )


class ServiceOpening:
    """One service's hours at a moment."""

    def __init__(self, opening: Opening, service: CentreService, key: str) -> None:
        self.opening, self.service, self.key = opening, service, key
        self.type = service.service_type
        self.record = record = opening.hours.hours_of(key)
        self.notes = record.note_texts(opening.language) if record else {}

    @property
    def name(self) -> Text:
        return self.opening.name_of(self.key)

    @cached_property
    def state(self) -> OpenState:
        return self.opening.hours.house.state_of(self.key, self.opening.moment)

    @cached_property
    def status(self) -> Status:
        if self.opening.kept:
            return self.opening.status
        return words.status(self.state, self.opening.moment, self.opening.hours.centre.status_from)

    @property
    def full_until(self) -> str:
        """Until when no more visitors are let in, as "kl. 11"; empty when there is room."""
        return words.at(words.closing(self.state.full_until)) if self.state.full_until else ""

    @property
    def is_known(self) -> bool:
        return any(s.is_known for s in self.opening.hours.house.times.services if s.key == self.key)

    @property
    def follows(self) -> Text | None:
        """The name of the service whose hours these are."""
        followed = self.service.hours_from
        found: Text | None = None
        if followed:
            found = Reading(followed.service_type, self.opening.language).name
        return found

    @property
    def call(self) -> str:
        """The service's number, else the centre's; 1177 where the region runs it (BVC, BMM)."""
        own = self.service.phone or self.opening.hours.centre.phone
        return own or (NUMBER_1177 if self.type.provider == Provider.REGION else "")

    @property
    def shown_state(self) -> str:
        """For the look of it: "full" where the service is open and takes nobody in."""
        return "full" if self.full_until else self.state.state.value

    @property
    def says_more(self) -> bool:
        """Whether its status is worth a line beside the centre's own."""
        if self.opening.kept:
            return False
        status = self.opening.status
        return status.state not in NOT_IN_USE or self.state.state is not status.state

    @property
    def is_example(self) -> bool:
        record = self.opening.hours.hours_of(self.key)
        return bool(record and record.is_example)

    @property
    def today(self) -> Row:
        """Today's visiting hours."""
        return self._row([visits(self.opening.hours.house.plan(self.key, self.opening.today))])

    @cached_property
    def week(self) -> list[Row]:
        """This week's visiting hours as they are, exceptions included; today alone, other days that are alike together.

        Empty where the whole week is not known, or where one only calls.
        """
        plans = self._plans
        if all(plan.state in NOT_IN_USE for plan in plans) or (self._calls and not self._has_visits):
            return []
        return [self._row(group) for group in grouped(map(visits, plans), self.opening.marked_day)]

    @property
    def usual_week(self) -> list[Row]:
        """The week of the schedule that holds today, whatever single days change; empty where nobody is let in."""
        services = self.opening.hours.house.times.services
        times = next((s for s in services if s.key == self.key), None)
        if times is None or not times.is_known or not self._has_visits:
            return []
        return list(self._season_rows(times.schedule_on(self.opening.today)))

    @property
    def phone_week(self) -> list[Row]:
        """The days of this week on which somebody answers the telephone, and when."""
        return [self._row(group) for group in grouped(self._calls, None)]

    @cached_property
    def _plans(self) -> list[DayPlan]:
        monday = monday_of(self.opening.today)
        return self.opening.hours.house.week(self.key, monday)

    @property
    def _calls(self) -> list[DayPlan]:
        spans = ((plan, tuple(s for s in plan.spans if s.mode is Mode.PHONE)) for plan in self._plans)
        return [replace(plan, spans=found) for plan, found in spans if found]

    @property
    def _has_visits(self) -> bool:
        """Whether anybody is let in on any day of any season."""
        services = self.opening.hours.house.times.services
        schedules = next((s.schedules for s in services if s.key == self.key), ())
        return any(span.mode is not Mode.PHONE for schedule in schedules for span in schedule.spans)

    @cached_property
    def season(self) -> Season | None:
        """The next season, where one begins within four months."""
        season = self.opening.hours.house.next_season(self.key, self.opening.today)
        if season is None or not season.first or not season.last:
            return None
        return Season(
            words.days(season.first, season.last, self.opening.today), list(self._season_rows(season))
        )

    def _season_rows(self, season: Schedule) -> Iterator[Row]:
        monday = dt.date(2024, 1, 1)  # any Monday: only the weekdays are read
        days = (monday + number * DAY for number in range(7))
        plans = [visits(DayPlan(day, season.on(day))) for day in days]
        return (self._row(group) for group in grouped(plans, None))

    def _row(self, group: list[DayPlan]) -> Row:
        plan = group[0]
        days = formats.weekday_range(plan.day.isoweekday(), group[-1].day.isoweekday(), self.opening.language)
        # In a narrow table two long names of days may stand below each other: it breaks after the dash.
        days = days.replace("\u2060", "")
        return Row(
            days,
            list(lines(plan.spans, self.notes)),
            words.reason(plan.reason),
            plan.day == self.opening.marked_day,
            "" if plan.is_open else words.plan_label(plan),
        )


def openings(centres: Iterable[CentrePage], moment: dt.datetime, *, kept: bool = False) -> list[Opening]:
    """The openings of centres that were fetched with_services(), in their order. One query."""
    centres = list(centres)
    hours = hours_of(centres, day_of(moment))
    for centre in centres:
        centre.shown = [hours[centre.pk]]
    return [Opening(hours[centre.pk], moment, kept=kept) for centre in centres]


def visits(plan: DayPlan) -> DayPlan:
    """A day without its phone hours, which stand by the number."""
    return replace(plan, spans=tuple(span for span in plan.spans if span.mode is not Mode.PHONE))


def grouped(plans: Iterable[DayPlan], today: dt.date | None) -> list[list[DayPlan]]:
    """Consecutive days that are alike; today always alone."""

    def mark(plan: DayPlan) -> object:
        spans = [(s.opens, s.closes, s.mode, s.audience, s.note) for s in plan.spans]
        return plan.day == today, plan.state, plan.reason, plan.place, spans

    groups: list[list[DayPlan]] = []
    for plan in plans:
        if groups and groups[-1][-1].day == plan.day - DAY and mark(groups[-1][0]) == mark(plan):
            groups[-1].append(plan)
        else:
            groups.append([plan])
    return groups


def lines(spans: Iterable[Span], notes: dict[str, Text]) -> Iterator[Line]:
    """The spans of a day as lines: those that differ only in their times share one."""
    kinds: dict[tuple[Mode, Audience, str], list[Span]] = {}
    for span in spans:
        kinds.setdefault((span.mode, span.audience, span.note), []).append(span)
    for (mode, audience, note), alike in kinds.items():
        named = "" if mode is Mode.DROP_IN else words.mode(mode)
        yield Line(words.times(alike), named, words.audience(audience), notes.get(note))
