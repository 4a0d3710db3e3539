"""Hours in words, in the active language: everything here is made from data, so no translator is ever needed.

Words come from the catalogues, the way times and dates are written from core/formats.py. No HTML: templates isolate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from familjecentral.core import formats, languages
from locations.choices import DayKind, DayName, ExceptionReason, VisitMode
from locations.hours import DayPlan, OpenState, State, time_of
from locations.moments import day_of
from locations.schedules import DAY, MIDNIGHT, Audience, Mode, Reason, Span

ICONS = {
    State.OPEN: "open",
    State.BY_APPOINTMENT: "calendar",
    State.PHONE_ONLY: "phone",
    State.CALL_FIRST: "phone",
    State.CLOSED: "closed",
    State.MOVED: "route",
    State.PLANNED: "calendar",
    State.UNKNOWN: "question",
}
WEEK = 7


@dataclass(frozen=True, slots=True)
class Status:
    """A state in words: what it is (`label`), and what comes next or where to go (`detail`, may be empty)."""

    state: State
    label: str
    detail: str
    icon: str
    services: tuple[str, ...] = ()
    """Keys of the services that make a centre's state, for "Open now" to name them."""

    def sentence(self, names: Iterable[str] = ()) -> str:
        """ "Öppet nu: öppen förskola. Stänger kl. 16." """
        label = self.label
        if self.state is State.OPEN and (listed := formats.listed(names, languages.active())):
            label = f"{label}: {listed}"
        return " ".join(f"{part}." for part in (label, self.detail) if part)


def status(state: OpenState, moment: dt.datetime, opens_on: dt.date | None = None) -> Status:
    """`opens_on` is the day on which a planned centre opens, where it is known."""
    return Status(
        state.state, _label(state), _detail(state, moment, opens_on), ICONS[state.state], state.services
    )


def kept(moment: dt.datetime) -> Status:
    """What stands in the place of any state on a page that is read later: neither open nor closed."""
    time = formats.date_time(moment, languages.active(), weekday=True, year=False)
    return Status(
        State.CALL_FIRST,
        _label(OpenState(State.CALL_FIRST)),
        _("The times were checked: %(time)s") % {"time": time},
        ICONS[State.CALL_FIRST],
    )


def _label(state: OpenState) -> str:
    match state.state:
        case State.OPEN:
            return _("Open now")
        case State.BY_APPOINTMENT:
            return _("Open for booked visits")
        case State.PHONE_ONLY:
            return _("Phone hours now")
        case State.CALL_FIRST:
            return _("Call first")
        case State.MOVED:
            return _("Moved")
        case State.PLANNED:
            return _("Not opened yet")
        case State.UNKNOWN:
            return _("We have no opening hours here yet")
    why = reason(state.reason)
    return _("Closed: %(reason)s") % {"reason": why} if why else _("Closed")


def _detail(state: OpenState, moment: dt.datetime, opens_on: dt.date | None) -> str:
    match state.state:
        case State.OPEN if state.until:
            return _("Closes at %(time)s") % {"time": closing(state.until)}
        case State.BY_APPOINTMENT | State.PHONE_ONLY if state.until:
            return pgettext("hours", "Until %(time)s") % {"time": at(closing(state.until))}
        case State.CALL_FIRST:
            return _("The hours are not confirmed")
        case State.MOVED if state.place:
            return pgettext("place", "To %(place)s") % {"place": state.place}
        case State.PLANNED if opens_on:
            return pgettext("date", "Opens: %(date)s") % {"date": formats.date(opens_on, languages.active())}
        case State.CLOSED if state.opens and state.opens_as:
            return coming(state.opens_as, state.opens, moment)
    return ""


def closing(moment: dt.datetime) -> str:
    """The time at which something ends; midnight is 24."""
    local = moment.astimezone(formats.ZONE)
    return clock(MIDNIGHT if local.time() == dt.time(0) else local.hour * 60 + local.minute)


def clock(minute: int) -> str:
    """A minute of the day as people write it, without "kl.": "9", "13.30", "24"."""
    if minute < MIDNIGHT:
        return formats.clock(time_of(minute), languages.active())
    # The end of a range to midnight is the one place where formats knows 24.
    return formats.midnight(languages.active())


def at(time: str) -> str:
    return formats.at(time, languages.active())


def coming(state: State, when: dt.datetime, now: dt.datetime) -> str:
    """When and how it opens next; nothing for a state that is no opening."""
    local, today = when.astimezone(formats.ZONE), day_of(now)
    time, day = clock(local.hour * 60 + local.minute), day_of(when)
    if state is State.OPEN:
        if day == today:
            return _("Opens at %(time)s") % {"time": time}
        if day == today + DAY:
            return _("Opens tomorrow at %(time)s") % {"time": time}
        return _("Opens: %(day)s at %(time)s") % {"day": day_name(day, today), "time": time}
    patterns = {
        State.BY_APPOINTMENT: _("Booked visits: %(time)s"),
        State.PHONE_ONLY: _("Phone hours: %(time)s"),
    }
    if state not in patterns:
        return ""
    named = at(time) if day == today else f"{day_name(day, today)} {at(time)}"
    return patterns[state] % {"time": named}


def day_name(day: dt.date, today: dt.date) -> str:
    """The weekday within a week, else weekday and date, with the year where it is another one."""
    if today < day < today + WEEK * DAY:
        return formats.weekday_name(day.isoweekday(), languages.active())
    return formats.date(day, languages.active(), weekday=True, year=day.year != today.year)


def reason(why: Reason | None) -> str:
    """Why the hours are not the usual; empty where no reason is given."""
    if why is None:
        return ""
    match why.kind:
        case "red_day" | "eve":
            return str(DayName(why.key).label)
        case "squeeze_day" | "day_before_red":
            return str(DayKind(why.kind).label)
        case "exception":
            known = why.key and why.key in ExceptionReason.values
            return str(ExceptionReason(why.key).label) if known else ""
        case "status" if why.key == "temporarily_closed":
            return pgettext("reason", "temporarily closed")
    return ""


def plan_label(plan: DayPlan) -> str:
    """What a day is, in one or two words: closed, moved, other hours than usual."""
    if plan.is_open:
        return _("Changed opening hours")
    if plan.state is State.MOVED:
        return _("Moved")
    if plan.state in (State.CALL_FIRST, State.PLANNED, State.UNKNOWN):
        return _label(OpenState(plan.state))
    return _("Closed")


def span_times(span: Span) -> str:
    """ "9–12", "09:00–12:00", "من 09:00 إلى 12:00"."""
    return formats.time_range(time_of(span.opens), time_of(span.closes), languages.active())


def times(spans: Iterable[Span]) -> str:
    """The times of several spans on one line: "9–12, 13–15"."""
    return formats.listed([span_times(span) for span in spans], languages.active())


def mode(value: Mode) -> str:
    return str(VisitMode(value).label)


def audience(whom: Audience) -> str:
    """ "För blivande föräldrar", "För barn 0–6 år"; empty for everybody."""
    parts = [_("For expecting parents")] if whom.expecting else []
    # From birth and no end is every child: no reader is helped by "from 0 months".
    if whom.from_months or whom.to_months is not None:
        parts.append(_ages(whom.from_months, whom.to_months))
    return formats.listed(parts, languages.active())


def _ages(first: int | None, last: int | None) -> str:
    if _in_years(first, last):
        low, high = (None if age is None else age // 12 for age in (first, last))
        if high is None:
            return ngettext(
                "For children from %(number)s year", "For children from %(number)s years", low or 0
            ) % {"number": low}
        return _("For children aged %(first)s–%(last)s") % {"first": low or 0, "last": high}
    if last is None:
        return ngettext(
            "For children from %(number)s month", "For children from %(number)s months", first or 0
        ) % {"number": first}
    return _("For children %(first)s–%(last)s months old") % {"first": first or 0, "last": last}


def _in_years(first: int | None, last: int | None) -> bool:
    """Whether whole years say the ages exactly; babies are counted in months."""
    if (first or 0) % 12:
        return False
    return (first or 0) > 0 if last is None else last >= 24 and last % 12 in (0, 11)


def days(first: dt.date, last: dt.date, today: dt.date) -> str:
    """ "torsdag 24 december", "24 december–6 januari", with the year where it is not this one."""
    if first == last:
        return formats.date(first, languages.active(), weekday=True, year=first.year != today.year)
    return formats.date_range(first, last, languages.active(), year=last.year != today.year)
