"""Reading CSV files against what is stored: what would change, line by line what is wrong, and saving it all or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import pgettext

from locations.choices import SPOKEN_LANGUAGES, ActivityRhythm, Attendance, Known, StaffRole
from locations.cms.csv_files import (
    HOURS_COLUMNS,
    PROGRAMME_COLUMNS,
    Fault,
    Row,
    audience_cells,
    lines_of_schedules,
    rows,
    schedules_of,
    written,
)
from locations.hours import time_of
from locations.models import Activity, CentrePage, CentreService, ServiceHours
from locations.schedules import Schedule
from locations.span_problems import span_name
from locations.stored_hours import clock


@dataclass(frozen=True)
class Difference:
    """One thing that would be another: its name, how it is and how it would be (either may be empty)."""

    name: str
    before: str
    after: str


@dataclass
class Change:
    """One record that would be made (`is_new`) or changed."""

    record: Any
    line: int
    differences: list[Difference]
    is_new: bool = False


@dataclass
class Import:
    """What a file would do. With a single fault nothing can be saved."""

    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0

    @property
    def digest(self) -> str:
        """Says whether what is saved is what was shown: another text where anything moved meanwhile."""
        shown = [(str(change.record), change.is_new, change.differences) for change in self.changes]
        return hashlib.sha256(repr(shown).encode()).hexdigest()

    @transaction.atomic
    def save(self, user: Any) -> int:
        """Save every change with a revision in the history; ValueError where the file has faults."""
        if self.faults:
            raise ValueError("A file with faults is never imported")
        for change in self.changes:
            change.record.save()
            change.record.save_revision(user=user, log_action=True)
        return len(self.changes)

    def check(self, record: Any, line: int, columns: dict[str, str]) -> None:
        """Note what the model itself refuses, under the file's name of the field where it has one."""
        try:
            record.full_clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                column = columns.get(name, "")
                self.faults += [Fault(line, column, message) for message in messages]


# --- Hours -----------------------------------------------------------------------------------------------------------


def hours_file() -> bytes:
    """All schedules of all centres."""
    lines: list[dict[str, Any]] = []
    stored = ServiceHours.objects.select_related("service__centre", "service__service_type")
    for hours in stored.order_by("service__centre__title_sv", "service__service_type__sort_order"):
        service = hours.service
        notes = hours.swedish_notes
        lines += lines_of_schedules(
            service.centre.slug, service.service_type.key, hours.week_schedules, notes
        )
    return written(HOURS_COLUMNS, lines)


def read_hours(data: bytes) -> Import:
    """What a file with hours would change. Services that it does not name keep what they have."""
    found, faults = rows(data, HOURS_COLUMNS)
    result = Import(faults=faults)
    services = {
        (service.centre.slug, service.service_type.key): service
        for service in CentreService.objects.select_related("centre", "service_type", "hours")
    }
    lines: dict[int, list[Row]] = {}
    for row in found:
        service = services.get((row.text("centre"), row.text("service")))
        if service is None:
            row.fault("service", pgettext("cms", "There is no such service at such a centre."))
        else:
            lines.setdefault(service.pk, []).append(row)
    by_pk = {service.pk: service for service in services.values()}
    for pk, of_service in lines.items():
        _compare_hours(by_pk[pk], of_service, result)
    return result


def _compare_hours(service: CentreService, lines: list[Row], result: Import) -> None:
    hours = getattr(service, "hours", None)
    record = hours or ServiceHours(service=service)
    before = _named_spans(record) if hours else set()
    unreadable = len(result.faults)
    schedules = schedules_of(lines)
    if len(result.faults) > unreadable:
        return
    record.write_week(schedules)
    result.check(record, lines[0].line, {})
    after = _named_spans(record)
    if hours and before == after:
        result.unchanged += 1
        return
    gone = [Difference("", name, "") for name in sorted(before - after)]
    come = [Difference("", "", name) for name in sorted(after - before)]
    result.changes.append(Change(record, lines[0].line, gone + come, hours is None))


def _named_spans(hours: ServiceHours) -> set[str]:
    notes = hours.swedish_notes

    def named(schedule: Schedule) -> Iterator[str]:
        season = f"{schedule.first}–{schedule.last}: " if schedule.is_season else ""
        if not schedule.spans:
            yield season
        for span in schedule.spans:
            audience = ", ".join(
                f"{name} {value}" for name, value in audience_cells(span.audience).items() if value != ""
            )
            parts = [span_name(span), span.mode, audience, notes.get(span.note, "")]
            yield season + ", ".join(part for part in parts if part)

    return {name for schedule in hours.week_schedules for name in named(schedule)}


# --- Programme -------------------------------------------------------------------------------------------------------

# Field of the model → column of the file.
_COLUMNS = {
    "title_sv": "title", "description_sv": "description", "cost_sv": "cost", "first": "from", "last": "until",
    "is_free": "free",
} | {
    name: name for name in (
        "service", "rhythm", "weekdays", "nth", "dates", "starts", "ends", "expecting", "from_months", "to_months",
        "languages", "attendance", "present", "place",
    )
}  # fmt: skip


def programme_file() -> bytes:
    """All activities of all centres."""
    stored = Activity.objects.select_related("centre", "service__service_type").order_by(
        "centre__title_sv", "pk"
    )
    return written(PROGRAMME_COLUMNS, ({**_cells(activity), "uid": activity.uid} for activity in stored))


def _cells(activity: Activity) -> dict[str, str]:
    """An activity as the cells of a line, without its uid."""
    cells: dict[str, Any] = {
        "centre": activity.centre.slug,
        "service": activity.service.service_type.key if activity.service else "",
        **{column: getattr(activity, name) for name, column in _COLUMNS.items() if name != "service"},
        **audience_cells(activity.audience),
        "starts": clock(activity.series().starts),
        "ends": clock(activity.end_minute),
    }
    return {name: _cell(value) for name, value in cells.items()}


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def read_programme(data: bytes) -> Import:
    """What a file with activities would change. Activities that it does not name stay as they are."""
    found, faults = rows(data, PROGRAMME_COLUMNS)
    result = Import(faults=faults)
    stored = {
        str(activity.uid): activity
        for activity in Activity.objects.select_related("centre", "service__service_type")
    }
    centres = {centre.slug: centre for centre in CentrePage.objects.all()}
    services = {
        (service.centre_id, service.service_type.key): service
        for service in CentreService.objects.select_related("service_type")
    }
    seen: set[str] = set()
    for row in found:
        uid, centre = row.text("uid").lower(), centres.get(row.text("centre"))
        if centre is None:
            row.fault("centre", pgettext("cms", "There is no such centre."))
            continue
        if uid and (uid not in stored or uid in seen):
            row.fault("uid", pgettext("cms", "There is no such activity, or it stands twice in the file."))
            continue
        seen.add(uid)
        activity = stored.get(uid) or Activity(uid=uuid.uuid4())
        before = _cells(activity) if uid else {}
        service = services.get((centre.pk, row.text("service")))
        if row.text("service") and service is None:
            row.fault("service", pgettext("cms", "There is no such service at such a centre."))
        activity.centre, activity.service = centre, service
        _fill(activity, row)
        _compare(activity, before, row, result)
    return result


def _fill(activity: Activity, row: Row) -> None:
    """Set the fields of an activity to what a line says; what cannot be read is a fault of the row."""
    activity.title_sv, activity.description_sv = row.text("title"), row.text("description")
    activity.cost_sv, activity.place = row.text("cost"), row.text("place")
    activity.rhythm = row.chosen("rhythm", ActivityRhythm.values, ActivityRhythm.WEEKLY)
    activity.weekdays = row.listed("weekdays", map(str, range(1, 8)))
    activity.nth = row.listed("nth", ("1", "2", "3", "4", "-1"))
    no_dates: list[str] = []
    activity.dates = row.read("dates", _dates, pgettext("cms", "Not dates such as 2026-12-24:"), no_dates)
    activity.starts, activity.ends = _time(row, "starts"), _time(row, "ends")
    activity.first, activity.last = row.day("from"), row.day("until")
    audience = row.audience
    activity.expecting = audience.expecting
    activity.from_months, activity.to_months = audience.from_months, audience.to_months
    activity.languages = row.listed("languages", SPOKEN_LANGUAGES)
    activity.attendance = row.chosen("attendance", Attendance.values, Attendance.DROP_IN)
    activity.is_free = row.chosen("free", Known.values, Known.UNKNOWN)
    activity.present = row.listed("present", StaffRole.values)


def _dates(text: str) -> list[str]:
    return [dt.date.fromisoformat(word).isoformat() for word in text.split()]


def _time(row: Row, column: str) -> dt.time:
    return time_of(row.minute(column))


def _compare(activity: Activity, before: dict[str, str], row: Row, result: Import) -> None:
    result.check(activity, row.line, _COLUMNS)
    after = _cells(activity)
    differences = [
        Difference(name, before.get(name, ""), text)
        for name, text in after.items()
        if before.get(name, "") != text
    ]
    if differences:
        result.changes.append(Change(activity, row.line, differences, not before))
    else:
        result.unchanged += 1
