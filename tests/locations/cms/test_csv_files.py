"""Hours and programme leave as CSV files and come back: seen before saved, all or nothing, faults by line and column."""

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from locations.cms.csv_files import HOURS_COLUMNS, rows, schedules_of
from locations.cms.csv_import import hours_file, programme_file, read_hours, read_programme
from locations.models import Activity, CentreService, ServiceHours

pytestmark = pytest.mark.django_db

HEAD = ";".join(HOURS_COLUMNS)
SCREEN = "/cms/hours/files/"


@pytest.fixture
def service(content: None) -> CentreService:
    """The only service with hours: mornings from Monday to Friday, a summer in which it is closed."""
    ServiceHours.objects.all().delete()
    Activity.objects.all().delete()
    found = (
        CentreService.objects.filter(service_type__key="oppen-forskola").order_by("centre__title_sv").first()
    )
    spans = [
        {"days": [1, 2, 3, 4, 5], "opens": "09:00", "closes": "12:00", "mode": "drop_in"},
        {
            "days": [2],
            "opens": "23:00",
            "closes": "24:00",
            "mode": "phone",
            "from_months": 0,
            "to_months": 12,
        },
    ]
    summer = {"first": "2027-06-21", "last": "2027-08-15", "spans": []}
    ServiceHours.objects.create(service=found, schedules=[{"spans": spans}, summer])
    return found


@pytest.fixture
def activity(service: CentreService) -> Activity:
    return Activity.objects.create(
        centre=service.centre, service=service, title_sv="Sångstund", title_ar="غناء", weekdays=["3"],
        starts="10:00", ends="11:00", languages=["sv", "ar"], present=["preschool_teacher"], place="@rummet",
    )  # fmt: skip


@pytest.fixture
def client(editor: Any) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def line(service: CentreService, rest: str) -> bytes:
    start = f"{service.centre.slug};{service.service_type.key}"
    return f"{HEAD}\r\n{start};{rest}\r\n".encode()


def test_what_was_exported_changes_nothing_when_it_comes_back(
    service: CentreService, activity: Activity
) -> None:
    activity.refresh_from_db()
    for read, data in ((read_hours, hours_file()), (read_programme, programme_file())):
        result = read(data)
        assert (result.faults, result.changes, result.unchanged) == ([], [], 1)


def test_a_spreadsheet_never_takes_a_cell_for_a_formula(service: CentreService, activity: Activity) -> None:
    assert b";'@rummet" in programme_file()


def test_a_changed_time_is_shown_and_saved_with_a_version_in_the_history(
    service: CentreService, client: Client
) -> None:
    data = hours_file().replace(b"3;09:00;12:00", b"3;09:00;13:30")
    shown = send(client, "hours", data)
    assert "onsdag 09:00–13:30" in shown
    assert "onsdag 09:00–12:00" in shown
    assert ServiceHours.objects.get().schedules[0]["spans"][0]["days"] == [1, 2, 3, 4, 5]
    save(client, "hours", data)
    hours = ServiceHours.objects.get()
    assert [s.closes for s in hours.week_schedules[0].spans if s.weekday == 3] == [13 * 60 + 30]
    assert hours.latest_revision is not None


def test_a_note_keeps_its_translations_through_a_file(service: CentreService) -> None:
    data = hours_file().replace(b";drop_in;;;;", b";drop_in;;;;Ring 2 times", 1)
    first = read_hours(data)
    first.save(None)
    note = ServiceHours.objects.get().notes_sv[0].id
    read_hours(hours_file().replace(b"09:00", b"08:30", 1)).save(None)
    assert [block.id for block in ServiceHours.objects.get().notes_sv] == [note]


@pytest.mark.parametrize(
    ("rest", "column"),
    [
        (";;8;09:00;12:00;drop_in;;;;", "weekday"),
        (";;1;9-12;12:00;drop_in;;;;", "opens"),
        (";;1;09:00;25:00;drop_in;;;;", "closes"),
        (";;1;09:00;;drop_in;;;;", "closes"),
        (";;1;09:00;12:00;dropin;;;;", "mode"),
        (";;1;09:00;12:00;drop_in;;många;;", "from_months"),
        ("2027-13-01;2027-08-01;1;09:00;12:00;drop_in;;;;", "season_from"),
        (";;;;;;;;;", "weekday"),
        (";;1;12:00;09:00;drop_in;;;;", ""),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column(service: CentreService, rest: str, column: str) -> None:
    result = read_hours(line(service, rest))
    assert (result.faults[0].line, result.faults[0].column) == (2, column)
    with pytest.raises(ValueError, match="never imported"):
        result.save(None)


def test_one_bad_line_keeps_the_whole_file_out(service: CentreService, client: Client) -> None:
    before = ServiceHours.objects.get().schedules
    good = line(service, ";;1;07:00;08:00;drop_in;;;;")
    data = good + f"ingenstans;{service.service_type.key};;;1;09:00;12:00;drop_in;;;;\r\n".encode()
    assert "data-faults" in send(client, "hours", data)
    save(client, "hours", data)
    assert ServiceHours.objects.get().schedules == before


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"", b"a;b\r\n1;2", HEAD.encode() + b"\r\n\x00", b'"', b"x" * 2_000_000]
)
def test_what_is_no_such_file_says_so(content: None, client: Client, data: bytes) -> None:
    assert read_hours(data).faults
    assert read_programme(data).faults
    upload = SimpleUploadedFile("x.csv", data)
    assert client.post(SCREEN, {"kind": "hours", "file": upload}).status_code == 200


@pytest.mark.parametrize(
    "sent", [{}, {"kind": "x"}, {"kind": "hours", "data": "%%"}, {"kind": "hours", "data": "å"}]
)
def test_a_form_without_a_file_asks_for_one(content: None, client: Client, sent: dict[str, str]) -> None:
    assert client.post(SCREEN, sent).status_code == 200


def test_commas_and_plain_utf8_are_read_as_well(service: CentreService) -> None:
    data = hours_file().decode("utf-8-sig").replace(";", ",").encode()
    assert read_hours(data).unchanged == 1


def test_an_activity_is_added_and_changed_by_its_uid(activity: Activity) -> None:
    text = programme_file().decode("utf-8-sig")
    header, stored = text.splitlines()
    new = (
        stored.replace(str(activity.uid), "")
        .replace("Sångstund", "Babycafé")
        .replace("10:00", "13:00")
        .replace("11:00", "15:00")
    )
    result = read_programme("\r\n".join([header, stored.replace("11:00", "11:30"), new]).encode())
    assert [(change.is_new, [d.name for d in change.differences][:1]) for change in result.changes] == [
        (False, ["ends"]), (True, ["centre"]),
    ]  # fmt: skip
    result.save(None)
    activity.refresh_from_db()
    assert (str(activity.ends), activity.title_ar) == ("11:30:00", "غناء")
    assert set(Activity.objects.values_list("title_sv", flat=True)) == {"Sångstund", "Babycafé"}


@pytest.mark.parametrize(
    ("column", "cell"),
    [("rhythm", "ibland"), ("weekdays", "1 9"), ("dates", "24 dec"), ("languages", "xx"), ("present", "läkare"),
     ("free", "maybe"), ("from", "i går"), ("centre", "ingenstans"), ("uid", "1234"), ("title", ""), ("starts", "sent")],
)  # fmt: skip
def test_a_bad_cell_of_an_activity_is_named(activity: Activity, column: str, cell: str) -> None:
    header, stored = programme_file().decode("utf-8-sig").splitlines()
    cells = dict(zip(header.split(";"), stored.split(";"), strict=True)) | {column: cell}
    result = read_programme("\r\n".join([header, ";".join(cells.values())]).encode())
    assert (2, column) in {(fault.line, fault.column) for fault in result.faults}


def test_what_moved_since_it_was_shown_is_shown_again(service: CentreService, client: Client) -> None:
    data = hours_file().replace(b"3;09:00;12:00", b"3;09:00;13:30")
    send(client, "hours", data)
    digest = read_hours(data).digest
    ServiceHours.objects.update(schedules=[])
    page = client.post(SCREEN, {"kind": "hours", "data": encoded(data), "digest": digest}).content.decode()
    assert "data-changes" in page
    assert ServiceHours.objects.get().schedules == []


def test_files_are_for_those_who_may_change_hours(translator: Any, content: None) -> None:
    client = Client()
    client.force_login(translator)
    for address in (SCREEN, f"{SCREEN}hours.csv", f"{SCREEN}programme.csv"):
        assert client.get(address).status_code in (302, 403)


@given(st.lists(st.dictionaries(st.sampled_from(HOURS_COLUMNS), st.text(max_size=12)), max_size=5))
def test_any_cells_are_read_without_an_error(cells: list[dict[str, str]]) -> None:
    lines = [";".join(line.get(name, "") for name in HOURS_COLUMNS) for line in cells]
    found, _faults = rows("\n".join([HEAD, *lines]).encode("utf-8", "replace"), HOURS_COLUMNS)
    schedules_of(found)


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def send(client: Client, kind: str, data: bytes) -> str:
    response = client.post(SCREEN, {"kind": kind, "file": SimpleUploadedFile("x.csv", data)})
    return str(response.content.decode())


def save(client: Client, kind: str, data: bytes) -> None:
    client.post(SCREEN, {"kind": kind, "data": encoded(data), "digest": read_hours(data).digest})
