"""Upgrades a database with content from the last release to this code, and tries both releases on it.

`python deploy/upgrade_check.py [BASE]`: BASE is a tag or commit; without it the last tag, origin's main branch, or the
commit before. Two instances are restarted one by one, so for a while the old code runs on the new schema: that is tried
too. On SQLite; on PostgreSQL where TEST_DATABASE_URL is set (a database beside that one, made anew).
Exit 0 when all hold, 1 when something does not, 2 when there is no earlier release here: not checked.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
SMOKE = ROOT / "deploy" / "upgrade_smoke.py"


def git(*arguments: str) -> str:
    """What git says; nothing where it fails."""
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True).stdout.strip()


def last_release() -> str:
    return (
        git("describe", "--tags", "--abbrev=0", "HEAD^")
        or git("rev-parse", "--verify", "--quiet", "origin/main")
        or git("rev-parse", "--verify", "--quiet", "HEAD^")
    )


def database(folder: Path) -> str:
    """An empty one's address."""
    given = os.environ.get("TEST_DATABASE_URL")
    if not given:
        return f"sqlite:///{folder / 'upgrade.sqlite3'}"
    parts = urlsplit(given)
    name = f"{parts.path.strip('/')}_upgrade"
    server = ["--maintenance-db", urlunsplit(parts._replace(scheme="postgresql", path="/postgres"))]
    subprocess.run(["dropdb", "--if-exists", *server, name], check=True)
    subprocess.run(["createdb", *server, name], check=True)
    return urlunsplit(parts._replace(path=f"/{name}"))


class Releases:
    """The earlier code in a folder of its own, this code, and one database that both use."""

    def __init__(self, base: str, folder: Path) -> None:
        self.old, self.failed = folder / "old", False
        self.old.mkdir()
        archive = subprocess.run(["git", "archive", base], cwd=ROOT, capture_output=True, check=True).stdout
        subprocess.run(["tar", "-x"], cwd=self.old, input=archive, check=True)
        self.environment = {
            **os.environ,
            "LOCAL": "1",
            "DATABASE_URL": database(folder),
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
            "DEBUG": "1",  # static files by their own names, without collecting them
            "LOG_LEVEL": "CRITICAL",
        }

    def step(self, what: str, tree: Path, *command: str) -> None:
        """Runs Python in a release's folder and says how that went; after a failure nothing more is tried."""
        if self.failed:
            return
        began = time.monotonic()
        run = subprocess.run(
            [sys.executable, *command], cwd=tree, env=self.environment, capture_output=True, text=True
        )
        self.failed = run.returncode != 0
        print(f"{time.monotonic() - began:5.1f} s  {what}: {'FAILED' if self.failed else 'ok'}", flush=True)
        if self.failed:
            print(run.stdout[-3000:] + run.stderr[-3000:])


def main(base: str) -> int:
    if not base:
        print("NOT CHECKED: there is no earlier release here. Name one: make upgrade-check BASE=v1.2")
        return 2
    print(f"from {git('log', '-1', '--format=%h %s', base)}")
    with tempfile.TemporaryDirectory() as folder:
        releases = Releases(base, Path(folder))
        old = releases.old
        releases.step("the earlier release makes its database", old, "manage.py", "migrate", "--verbosity=0")
        releases.step("and its interface", old, "manage.py", "compile_catalogues")
        releases.step("and its content", old, "manage.py", "load_content", "--example")
        releases.step("it works", old, str(SMOKE))
        releases.step("this code compiles its interface", ROOT, "manage.py", "compile_catalogues")
        releases.step("it migrates that database", ROOT, "manage.py", "migrate", "--no-input")
        releases.step("the earlier release works on it", old, str(SMOKE))
        releases.step("this code works on it", ROOT, str(SMOKE))
        releases.step("and adds its content", ROOT, "manage.py", "load_content", "--example")
        releases.step("and still works", ROOT, str(SMOKE))
    return 1 if releases.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] else last_release()))
