"""deploy/backup.py: which backups stay, what is found out about a bad one, and there and back on SQLite.

On PostgreSQL deploy/check_stack.py makes one of a whole site and restores it.
"""

import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from deploy import backup

ROOT = Path(__file__).resolve().parents[2]


def named(moments: list[dt.datetime]) -> list[Path]:
    return [Path(moment.strftime(backup.FORMAT)) for moment in moments]


def test_a_year_of_nights_leaves_seven_days_five_weeks_and_twelve_months() -> None:
    last = dt.datetime(2026, 11, 29, 3, tzinfo=dt.UTC)
    nights = named([last - dt.timedelta(days=number) for number in range(500)])
    forgotten = set(backup.to_forget(nights))
    kept = [backup.moment(path).date().isoformat() for path in nights if path not in forgotten]
    assert kept == [
        *[f"2026-11-{day}" for day in range(29, 22, -1)],
        *["2026-11-22", "2026-11-15", "2026-11-08", "2026-11-01"],
        *["2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30", "2026-05-31", "2026-04-30"],
        *["2026-03-31", "2026-02-28", "2026-01-31", "2025-12-31"],
    ]


def test_a_server_that_was_off_for_long_keeps_its_old_backups() -> None:
    assert backup.to_forget(named([dt.datetime(2020, 1, 1, tzinfo=dt.UTC)])) == []


def test_the_newest_of_a_day_stays() -> None:
    morning, night = named([dt.datetime(2026, 11, 29, hour, tzinfo=dt.UTC) for hour in (3, 22)])
    assert backup.to_forget([morning, night]) == [morning]


def test_an_unchanged_upload_is_stored_once(settings: Any, tmp_path: Path) -> None:
    media = tmp_path / "uploads"
    (media / "images").mkdir(parents=True)
    settings.MEDIA_ROOT, settings.MEDIA_S3_BUCKET = str(media), ""
    (media / "images/a.webp").write_text("a")
    (media / "images/b.webp").write_text("b")
    assert backup.copy_media(tmp_path / "first", None) == 2
    (media / "images/b.webp").write_text("changed")
    assert backup.copy_media(tmp_path / "second", tmp_path / "first") == 2
    first, second = (tmp_path / name / "images" for name in ("first", "second"))
    assert (first / "a.webp").samefile(second / "a.webp")
    assert [(folder / "b.webp").read_text() for folder in (first, second)] == ["b", "changed"]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A backup without uploads."""
    folder = tmp_path / "2026-11-29T033000Z"
    folder.mkdir()
    (folder / "database.dump").write_text("data")
    manifest = {
        "dump": "database.dump",
        "sha256": backup.digest(folder / "database.dump"),
        "media_files": 0,
        "rows": {"page": 2},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def test_a_damaged_dump_is_found_out(made: Path) -> None:
    assert backup.checked(made)["rows"] == {"page": 2}
    (made / "database.dump").write_text("dat")
    with pytest.raises(backup.Failed, match="not what was written"):
        backup.checked(made)


def test_a_lost_upload_is_found_out(made: Path) -> None:
    manifest = made / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"media_files": 0', '"media_files": 1'))
    with pytest.raises(backup.Failed, match="media/ has not 1 files"):
        backup.checked(made)


@pytest.mark.parametrize("counts", [{"page": 1}, {}, {"page": 2, "other": 0}])
def test_a_copy_with_other_rows_is_found_out(
    monkeypatch: pytest.MonkeyPatch, made: Path, counts: dict[str, int]
) -> None:
    monkeypatch.setattr(backup, "counted_in", lambda database: counts)
    with pytest.raises(backup.Failed, match=r"other rows in: (page|other)"):
        backup.compare_and_migrate("sqlite://", backup.checked(made))


@pytest.mark.django_db
def test_a_database_in_use_is_not_overwritten(made: Path) -> None:
    with pytest.raises(backup.Failed, match="not empty"):
        backup.restore(made)


def test_no_backup_is_a_failure(settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.BACKUP_DIR = str(tmp_path)
    assert backup.main(["test"]) == 1
    assert "There is no backup" in capsys.readouterr().err


def test_another_databases_address_keeps_a_password_whole() -> None:
    known = {"USER": "site", "PASSWORD": "p:@/ö", "HOST": "127.0.0.1", "PORT": 5432}
    assert backup.address("copy", known) == "postgres://site:p%3A%40%2F%C3%B6@127.0.0.1:5432/copy"


class There:
    """A site's database and uploads, copied for a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.uploads = folder / "media"
        self.uploads.mkdir()
        (self.uploads / "a.webp").write_text("picture")

    def run(
        self, *arguments: str, database: str = "site.sqlite3", media: str = "media"
    ) -> subprocess.CompletedProcess[str]:
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "familjecentral.settings",
            "DATABASE_URL": f"sqlite:///{self.folder / database}",
            "MEDIA_ROOT": str(self.folder / media),
            "BACKUP_DIR": str(self.folder / "backups"),
        }
        command = [sys.executable, "deploy/backup.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)

    def titles(self, database: str) -> list[str]:
        with sqlite3.connect(self.folder / database) as opened:
            return [row[0] for row in opened.execute("SELECT title_sv FROM core_basepage ORDER BY id")]


@pytest.fixture
def there(content: None, tmp_path: Path) -> There:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL: deploy/check_stack.py does this with a whole site")
    with (
        sqlite3.connect(connection.settings_dict["NAME"]) as source,
        sqlite3.connect(tmp_path / "site.sqlite3") as copy,
    ):
        source.backup(copy)
    return There(tmp_path)


def test_what_was_backed_up_comes_back(there: There) -> None:
    assert there.run("make").returncode == 0
    tested = there.run("test")
    assert (tested.returncode, "1 files" in tested.stdout) == (0, True), tested.stderr
    assert there.run("restore", database="new.sqlite3", media="new").returncode == 0
    assert there.titles("new.sqlite3") == there.titles("site.sqlite3") != []
    assert (there.folder / "new/a.webp").read_text() == "picture"
    assert sorted(path.suffix for path in (there.folder / "backups").iterdir()) == [""]
