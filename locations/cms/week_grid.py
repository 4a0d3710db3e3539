"""The form field of a whole week of opening hours, and the one of the closing days.

What was typed is shown again as it was typed, however wrong; locations/cms/typed_week.py says what it means.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from familjecentral.core import formats, languages
from locations import words
from locations.choices import DayKind, RuleAction, VisitMode
from locations.cms.typed_week import (
    WEEKDAYS,
    Place,
    TypedSchedule,
    TypedSpan,
    Understood,
    read,
    understood,
)
from locations.moments import day_of
from locations.schedules import Action, DayRule, Rules, Schedule, Span, problems
from locations.span_problems import problem_text
from locations.stored_hours import RULE_NAMES, clock, minutes, stored_rules

EMPTY_ROWS = 2
"""A day shows so many beside what it has, for whoever has no JavaScript."""
MOST_MESSAGES = 8

SENTENCES: dict[str, str | Promise] = {
    "time": pgettext_lazy("cms", "“%(text)s” is not a time. Write for example 9, 9.30 or 24."),
    "missing": pgettext_lazy("cms", "Write both when it opens and when it closes."),
    "age": pgettext_lazy("cms", "“%(text)s” are not ages. Write whole months, for example 0 and 6."),
    "ages": pgettext_lazy("cms", "The lower age comes first."),
    "mode": pgettext_lazy("cms", "Choose drop-in, booked visits or phone hours."),
    "note": pgettext_lazy("cms", "The note is too long, or has a sign that cannot be kept."),
    "date": pgettext_lazy("cms", "“%(text)s” is not a date."),
    "weeks": pgettext_lazy("cms", "“%(text)s” are not weeks. Write for example 25–32."),
    "half_season": gettext_lazy("A season needs both a first and a last day."),
    "backward_season": gettext_lazy("The season ends before it begins."),
    "too_many": pgettext_lazy("cms", "There are too many times on one day."),
    "too_many_seasons": pgettext_lazy("cms", "There are too many seasons."),
}


def weekday_name(weekday: int) -> str:
    return formats.weekday_name(weekday, languages.active())


def today() -> dt.date:
    return day_of(timezone.now())


def season_name(number: int) -> str:
    if not number:
        return pgettext("cms", "The usual week")
    return pgettext("cms", "Season %(number)s") % {"number": number}


class Checked:
    """A typed week with all that is wrong with it: sentences for its rows, and for the whole field."""

    def __init__(self, week: list[TypedSchedule]) -> None:
        self.understood: Understood = understood(week, today())
        self.spans = {place: span for span, place in self.understood.places}
        self.at: dict[Place, list[str]] = {}
        self.sentences: list[str] = []
        for place, sentence, names_itself in (*self._mistakes(), *self._overlaps()):
            if sentence not in self.at.setdefault(place, []):
                self.at[place].append(sentence)
            where = [season_name(place.schedule)] if place.schedule else []
            if place.weekday and not names_itself:
                where.append(weekday_name(place.weekday))
            text = f"{', '.join(where)}: {sentence}" if where else sentence
            if (text := capfirst(text)) not in self.sentences:
                self.sentences.append(text)
        self.sentences += self._seasons()

    def _mistakes(self) -> Iterator[tuple[Place, str, bool]]:
        for mistake in self.understood.mistakes:
            text = mistake.text.replace("\x00", "\N{REPLACEMENT CHARACTER}")[:40]
            yield mistake.place, str(SENTENCES[mistake.kind]) % {"text": text}, False

    def _overlaps(self) -> Iterator[tuple[Place, str, bool]]:
        numbers = sorted({place.schedule for _span, place in self.understood.places})
        for number in numbers:
            placed = [(span, place) for span, place in self.understood.places if place.schedule == number]
            places = dict(placed)
            for problem in problems(span for span, _place in placed):
                yield places[problem.span], problem_text(problem), True

    def _seasons(self) -> Iterator[str]:
        code = languages.active()
        seasons = sorted((s.first, s.last) for s in self.understood.schedules if s.first and s.last)
        for before, after in itertools.pairwise(seasons):
            if after[0] <= before[1]:
                yield pgettext("cms", "The seasons %(one)s and %(other)s overlap.") % {
                    "one": formats.date_range(*before, code),
                    "other": formats.date_range(*after, code),
                }


class WeekGrid(forms.Widget):
    """Tables of a week, one for each schedule, and an empty one for the season that comes next."""

    template_name = "locations/admin/week_grid.html"

    class Media:
        css = {"all": ["cms/hours.css"]}
        # The page has its scripts first: this one waits for the grid.
        js = [forms.Script("cms/hours.js", defer=True)]

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> list[TypedSchedule] | None:
        """None where the form was sent without its grid: that is no week without hours."""
        if name not in data:
            return None
        listed = data.lists() if hasattr(data, "lists") else ((key, [value]) for key, value in data.items())
        return read({key: [str(one) for one in values] for key, values in listed}, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """A group of inputs has no label of its own; the panel's heading names it."""
        return ""

    def format_value(self, value: Any) -> list[TypedSchedule]:
        return value if isinstance(value, list) and value else [TypedSchedule()]

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        week = self.format_value(value)
        checked = Checked(week)
        described = {key: text for key, text in (attrs or {}).items() if key in ("id", "aria-describedby")}
        schedules = [self._schedule(name, number, schedule, checked) for number, schedule in enumerate(week)]
        blank = self._schedule(name, len(week), TypedSchedule(), checked)
        context = {
            "name": name,
            "attrs": flatatt(described),
            "schedules": schedules,
            "blank": blank,
            "modes": VisitMode.choices,
        }
        return render_to_string(self.template_name, context)

    def _schedule(self, name: str, number: int, schedule: TypedSchedule, checked: Checked) -> dict[str, Any]:
        prefix = f"{name}-{number}"
        return {
            "number": number,
            "prefix": prefix,
            "name": season_name(number),
            "typed": schedule,
            "dates": _dates_in_words(schedule),
            "messages": checked.at.get(Place(number), []),
            "days": [self._day(prefix, number, day, schedule, checked) for day in WEEKDAYS],
        }

    def _day(
        self, prefix: str, number: int, day: int, schedule: TypedSchedule, checked: Checked
    ) -> dict[str, Any]:
        spans = schedule.days.get(day, [])
        while spans and spans[-1].is_empty:
            spans = spans[:-1]
        rows = [
            {
                "prefix": f"{prefix}-{day}-{row}",
                "number": row + 1,
                "span": span,
                "is_extra": row >= len(spans),
                "more": _more(span, checked.spans.get(Place(number, day, row))),
                "messages": checked.at.get(Place(number, day, row), []),
            }
            for row, span in enumerate([*spans, *[TypedSpan()] * EMPTY_ROWS])
        ]
        return {
            "number": day,
            "name": weekday_name(day),
            "prefix": f"{prefix}-{day}",
            "rows": rows,
            "is_closed": not spans,
            "others": [(other, weekday_name(other)) for other in WEEKDAYS if other != day],
        }


def _dates_in_words(schedule: TypedSchedule) -> str:
    """ "21 juni–15 augusti 2027", where that is what was typed."""
    try:
        days = dt.date.fromisoformat(schedule.first), dt.date.fromisoformat(schedule.last)
        return formats.date_range(*days, languages.active())
    except ValueError:
        return ""


def _more(typed: TypedSpan, span: Span | None) -> str:
    """What is folded in, on one line: "För barn 0–6 månader · Ring på dörren."."""
    parts = [words.audience(span.audience) if span else "", typed.note.strip()]
    return " · ".join(part for part in parts if part)


class WeekField(forms.Field):
    """Cleans to a list of schedules whose spans have the text of their note in the place of its id."""

    widget = WeekGrid

    def __init__(self, **kwargs: Any) -> None:
        # What a JSONField would hand on to its form field.
        for name in ("encoder", "decoder"):
            kwargs.pop(name, None)
        super().__init__(**{"required": False, **kwargs})

    def clean(self, value: list[TypedSchedule] | None) -> list[Schedule]:
        if value is None:
            raise ValidationError(pgettext("cms", "The times did not arrive. Open the page again."))
        checked = Checked(value)
        if checked.sentences:
            raise ValidationError(checked.sentences[:MOST_MESSAGES])
        return checked.understood.schedules

    def has_changed(self, initial: Any, data: Any) -> bool:
        before, after = understood(initial or [TypedSchedule()], today()), understood(data or [], today())
        return bool(after.mistakes) or before.schedules != after.schedules


# --- Closing days ----------------------------------------------------------------------------------------------------

RULE_HELP = {
    "red_day": pgettext_lazy("cms", "For example 1 May, Ascension Day, Christmas Day."),
    "day_before_red": pgettext_lazy("cms", "For example Maundy Thursday, Walpurgis Night."),
    "eve": pgettext_lazy("cms", "Midsummer Eve, Christmas Eve, New Year’s Eve."),
    "squeeze_day": pgettext_lazy("cms", "For example the Friday after Ascension Day."),
}


class ClosingDays(forms.Widget):
    """A choice for each kind of day, and the time for "closes at"."""

    template_name = "locations/admin/closing_days.html"

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> dict[str, tuple[str, str]]:
        return {
            rule: (str(data.get(f"{name}-{rule}", "")), str(data.get(f"{name}-{rule}-closes", "")))
            for rule in RULE_NAMES
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        shown = value or typed_rules(Rules())
        rules = [
            {
                "name": f"{name}-{rule}",
                "label": capfirst(str(DayKind(rule).label)),
                "help": RULE_HELP[rule],
                "action": shown[rule][0],
                "closes": shown[rule][1],
            }
            for rule in RULE_NAMES
        ]
        described = {key: text for key, text in (attrs or {}).items() if key in ("id", "aria-describedby")}
        return render_to_string(
            self.template_name,
            {"attrs": flatatt(described), "rules": rules, "actions": RuleAction.choices},
        )


def typed_rules(rules: Rules) -> dict[str, tuple[str, str]]:
    """{rule: (action, time)} as the form shows them."""
    given: dict[str, DayRule] = {name: getattr(rules, name) for name in RULE_NAMES}
    return {
        name: (str(rule.action), "" if rule.closes is None else clock(rule.closes))
        for name, rule in given.items()
    }


class ClosingDaysField(forms.Field):
    """Cleans to what is stored."""

    widget = ClosingDays

    def __init__(self, **kwargs: Any) -> None:
        for name in ("encoder", "decoder"):
            kwargs.pop(name, None)
        super().__init__(**{"required": False, **kwargs})

    def clean(self, value: dict[str, tuple[str, str]]) -> dict[str, Any]:
        rules: dict[str, DayRule] = {}
        for name, (action, closes) in value.items():
            label = capfirst(str(DayKind(name).label))
            if action not in set(Action):
                raise ValidationError(pgettext("cms", "%(day)s: choose what happens.") % {"day": label})
            time = None
            if action == Action.EARLY:
                time = _minutes_or_none(closes)
                if not time:
                    sentence = pgettext("cms", "%(day)s: write when it closes, for example 12 or 12.30.")
                    raise ValidationError(sentence % {"day": label})
            rules[name] = DayRule(Action(action), time)
        return stored_rules(Rules(**rules))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or typed_rules(Rules())) != data)


def _minutes_or_none(text: str) -> int | None:
    try:
        return minutes(text)
    except ValueError:
        return None
