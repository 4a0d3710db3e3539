"""Backups of database and uploads, with rotation, and the test that they can be restored.

`python deploy/backup.py make` writes a dated folder into BACKUP_DIR and forgets old ones. `test` restores the newest into
a database of its own, migrates that copy, compares it with what was counted at the backup, and removes it.
`restore FOLDER` fills the (empty) database of DATABASE_URL, and MEDIA_ROOT. Exit 0, or 1 with a line that says why.

A folder holds database.dump (PostgreSQL's custom format; database.sqlite3), media/ and manifest.json. Files that have
not changed since the last backup are hard links to it: a year of backups costs little more than one. Uploads in object
storage are not copied; the bucket's own versioning keeps them.
"""

import argparse
import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
DAYS, WEEKS, MONTHS = 7, 5, 12
"""How many backups stay: the newest of each of the last days, weeks and months that have one."""
FORMAT = "%Y-%m-%dT%H%M%SZ"
UNFINISHED = ".unfinished"


class Failed(Exception):
    """A backup that was not made, or cannot be restored; the text says why."""


# --- Which backups there are -----------------------------------------------------------------------------------------


def backups(folder: Path) -> list[Path]:
    """Finished backups, the oldest first."""
    return sorted(path.parent for path in folder.glob("*/manifest.json") if path.parent.suffix != UNFINISHED)


def moment(backup: Path) -> dt.datetime:
    return dt.datetime.strptime(backup.name, FORMAT).replace(tzinfo=dt.UTC)


def to_forget(found: Iterable[Path]) -> list[Path]:
    """All but the newest backup of each of the last days, weeks and months."""
    newest_first = sorted(found, reverse=True)
    kept: set[Path] = set()
    spans: list[tuple[int, Callable[[dt.datetime], Any]]] = [
        (DAYS, lambda at: at.date()),
        (WEEKS, lambda at: at.isocalendar()[:2]),
        (MONTHS, lambda at: (at.year, at.month)),
    ]
    for number, span in spans:
        of_span: dict[Any, Path] = {}
        for backup in newest_first:
            of_span.setdefault(span(moment(backup)), backup)
        kept.update(list(of_span.values())[:number])
    return [backup for backup in newest_first if backup not in kept]


# --- Making one ------------------------------------------------------------------------------------------------------


def make(folder: Path, now: dt.datetime) -> Path:
    """A new backup; it has its name only once it is whole."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    earlier = backups(folder)
    target = folder / now.strftime(FORMAT)
    unfinished = target.with_suffix(UNFINISHED)
    unfinished.mkdir(mode=0o700)
    try:
        dump, counts = dump_database(unfinished)
        media = copy_media(unfinished / "media", earlier[-1] / "media" if earlier else None)
        manifest = {"rows": counts, "media_files": media, "dump": dump.name, "sha256": digest(dump)}
        (unfinished / "manifest.json").write_text(json.dumps(manifest, indent=1))
        unfinished.rename(target)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    for old in to_forget(backups(folder)):
        shutil.rmtree(old)
    return target


def dump_database(folder: Path) -> tuple[Path, dict[str, int]]:
    """The dump, and how many rows each table had at that very moment."""
    from django.db import connection, transaction

    if connection.vendor == "sqlite":
        dump = folder / "database.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(dump)])
        return dump, counted_in(sqlite(dump))
    dump = folder / "database.dump"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # It waits for pg_dump, however long that takes.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        program("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={dump}")
        return dump, row_counts()


def row_counts() -> dict[str, int]:
    """Of every table."""
    from django.db import connection

    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 (our tables)
            counts[table] = cursor.fetchone()[0]
    return counts


def copy_media(target: Path, earlier: Path | None) -> int:
    """Copies MEDIA_ROOT; a file that is as it was is a link to the earlier copy. Returns the number of files."""
    from django.conf import settings

    source = Path(settings.MEDIA_ROOT)
    if settings.MEDIA_S3_BUCKET or not source.is_dir():
        return 0

    def copy(original: str, copied: str) -> None:
        before = earlier / Path(original).relative_to(source) if earlier else None
        if before and before.is_file():
            was, now = before.stat(), Path(original).stat()
            if (was.st_size, was.st_mtime_ns) == (now.st_size, now.st_mtime_ns):
                os.link(before, copied)
                return
        shutil.copy2(original, copied)

    shutil.copytree(source, target, copy_function=copy)
    return files_in(target)


def files_in(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- Restoring one ---------------------------------------------------------------------------------------------------


def checked(backup: Path) -> dict[str, Any]:
    """The manifest of a backup whose files are as they were written."""
    manifest: dict[str, Any] = json.loads((backup / "manifest.json").read_text())
    if digest(backup / manifest["dump"]) != manifest["sha256"]:
        raise Failed(f"{backup}: {manifest['dump']} is not what was written")
    if files_in(backup / "media") != manifest["media_files"]:
        raise Failed(f"{backup}: media/ has not {manifest['media_files']} files")
    return manifest


def test(backup: Path) -> str:
    """Restores into a scratch database, migrates and compares it. Returns a line of what was found."""
    from django.db import connection

    manifest = checked(backup)
    if manifest["dump"].endswith(".sqlite3"):
        scratch = backup.with_suffix(".restored.sqlite3")
        shutil.copy2(backup / manifest["dump"], scratch)
        compare_and_migrate(sqlite(scratch), manifest)
        scratch.unlink()
    else:
        name = f"restored_{backup.name.lower()}".replace("-", "_")
        program("createdb", name)
        try:
            load(backup / manifest["dump"], name)
            compare_and_migrate(address(name, connection.settings_dict), manifest)
        finally:
            program("dropdb", name)
    pages = manifest["rows"].get("core_basepage", 0)
    return f"{backup.name}: restored, migrated; {sum(manifest['rows'].values())} rows, {pages} pages, {manifest['media_files']} files"


def compare_and_migrate(database: str, manifest: dict[str, Any]) -> None:
    """The copy has every row, takes the migrations of this code, and none is then left."""
    counts = counted_in(database)
    if counts != manifest["rows"]:
        differ = sorted(
            table
            for table in {*counts, *manifest["rows"]}
            if counts.get(table) != manifest["rows"].get(table)
        )
        raise Failed(f"The restored copy has other rows in: {', '.join(differ)}")
    manage(database, "migrate", "--no-input", "--verbosity=0")
    manage(database, "migrate", "--check")


def restore(backup: Path) -> None:
    """Into the database of DATABASE_URL, which must be empty, and into MEDIA_ROOT; files there stay or are replaced."""
    from django.conf import settings
    from django.db import connection

    manifest = checked(backup)
    if row_counts():
        raise Failed("The database is not empty: create a new one, and name it in DATABASE_URL")
    if connection.vendor == "sqlite":
        connection.close()
        shutil.copy2(backup / manifest["dump"], settings.DATABASES["default"]["NAME"])
    else:
        load(backup / manifest["dump"], connection.settings_dict["NAME"])
    if (backup / "media").is_dir():
        shutil.copytree(backup / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)


def load(dump: Path, database: str) -> None:
    program(
        "pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={database}", str(dump)
    )


# --- Other programs --------------------------------------------------------------------------------------------------


def address(name: str, used: dict[str, Any]) -> str:
    """Another database on the server in use, as DATABASE_URL has it."""
    known = {key: quote(str(value), safe="") for key, value in used.items()}
    login = ":".join(filter(None, (known["USER"], known["PASSWORD"])))
    host = ":".join(filter(None, (known["HOST"], known["PORT"])))
    return f"postgres://{login}@{host}/{name}"


def sqlite(path: Path) -> str:
    return f"sqlite:///{path}"


def counted_in(database: str) -> dict[str, int]:
    """`row_counts` of another database, by a process of its own."""
    run = subprocess.run(
        [sys.executable, __file__, "count"], env=surroundings(database), capture_output=True, text=True
    )
    if run.returncode:
        raise Failed(f"The rows cannot be counted: {last_line(run.stderr)}")
    counts: dict[str, int] = json.loads(run.stdout)
    return counts


def manage(database: str, *arguments: str) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    run = subprocess.run(command, env=surroundings(database), capture_output=True, text=True)
    if run.returncode:
        raise Failed(f"manage.py {' '.join(arguments)}: {last_line(run.stderr) or last_line(run.stdout)}")


def surroundings(database: str) -> dict[str, str]:
    """A nightly dump may take longer than a visitor's question."""
    return {**os.environ, "DATABASE_URL": database, "PGOPTIONS": "-c statement_timeout=0 -c lock_timeout=0"}


def program(*command: str) -> None:
    """PostgreSQL's own tools, on the server in use; other users of this machine could read a password in a command."""
    from django.db import connection

    known = connection.settings_dict
    names = {
        "HOST": "PGHOST",
        "PORT": "PGPORT",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "NAME": "PGDATABASE",
    }
    env = {**os.environ, **{names[key]: str(known[key]) for key in names if known[key]}}
    try:
        run = subprocess.run(command, env=env, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise Failed(f"{command[0]} is missing. On Debian: apt-get install postgresql-client") from error
    if run.returncode:
        raise Failed(f"{command[0]}: {last_line(run.stderr)}")


def last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("do", choices=("make", "test", "restore", "count"))
    parser.add_argument("folder", type=Path, nargs="?", help="the backup; without it the newest")
    chosen = parser.parse_args(arguments)
    from django.conf import settings

    try:
        if chosen.do == "count":
            print(json.dumps(row_counts()))
            return 0
        if chosen.do == "make":
            made = make(Path(settings.BACKUP_DIR), dt.datetime.now(dt.UTC))
            print(f"{made}: made, {len(backups(made.parent))} kept")
            return 0
        found = [chosen.folder] if chosen.folder else backups(Path(settings.BACKUP_DIR))
        if not found:
            raise Failed(f"There is no backup in {settings.BACKUP_DIR}")
        if chosen.do == "test":
            print(test(found[-1]))
        else:
            restore(found[-1])
            print(f"{found[-1].name}: restored. Now: manage.py migrate, refresh_standings")
    except (Failed, OSError) as error:
        print(f"FAILED: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "familjecentral.settings")
    import django

    django.setup()
    sys.exit(main(sys.argv[1:]))
