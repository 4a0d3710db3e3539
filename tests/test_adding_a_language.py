"""docs/adding-a-language.md is followed to the letter, on a copy of the project: Ukrainian becomes a public language.

Slow (half a minute): it migrates and fills a database of its own, with programs of its own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[1]
LINE = '    Language("uk", "Українська", "ltr", "uk", public=True),\n'

# Several commands in one program: each start of Django takes seconds.
COMMANDS = """
import sys
import django
django.setup()
from django.core.management import call_command
for command in sys.argv[1:]:
    call_command(*command.split(), verbosity=0)
"""

VISIT = (
    COMMANDS
    + """
from django.test import Client
client = Client(headers={"accept-language": "uk"})
print(client.get("/").headers["Location"])
for path in ("/uk/", "/uk/hitta-familjecentral/", "/ar/"):
    answer = client.get(path)
    html = answer.content.decode()
    print(answer.status_code, '<html lang="uk" dir="ltr">' in html, 'lang="uk" dir="ltr" hreflang="uk"' in html)
    print("Українська" in html)
"""
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project as git knows it, with what is not committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True,
    ).stdout.decode().split("\0")  # fmt: skip
    for name in filter(None, listed):
        if (ROOT / name).is_file() and not name.startswith(("tests/", "docs/")):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run(project: Path, *arguments: str, refused: bool = False) -> str:
    """What a program inside the copy says, or, where it is to refuse, why; its last words are in the failure."""
    environment = {
        "PATH": os.environ["PATH"],
        "LOCAL": "1",
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "familjecentral.settings",
        "DATABASE_URL": f"sqlite:///{project}/db.sqlite3",
        "PYTHONPATH": str(project),
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert bool(done.returncode) is refused, done.stdout[-1500:] + done.stderr[-3000:]
    return done.stderr if refused else done.stdout


def test_a_language_is_one_line_a_migration_and_a_catalogue(copy: Path) -> None:
    listed = copy / "familjecentral" / "core" / "languages.py"
    source = listed.read_text("utf-8")
    listed.write_text(source.replace("    # In preparation:", LINE + "    # In preparation:", 1), "utf-8")
    assert LINE in listed.read_text("utf-8")

    before = {path for app in copy.rglob("migrations") for path in app.glob("*.py")}
    run(copy, "-c", COMMANDS, "makemigrations --no-input", "update_catalogues")
    added = {path for app in copy.rglob("migrations") for path in app.glob("*.py")} - before
    assert added
    for migration in added:
        operations = [line.strip() for line in migration.read_text().splitlines() if "migrations." in line]
        # New columns, the choice of the language a document is in, and the permissions to translate and review.
        kinds = {line.partition("(")[0] for line in operations if line.startswith("migrations.")}
        assert kinds <= {"migrations.AddField", "migrations.AlterField", "migrations.AlterModelOptions"}, (
            migration.name
        )
        assert "_uk" in migration.read_text(), migration.name

    path = copy / "locale" / "uk" / "LC_MESSAGES" / "django.po"
    catalogue = polib.pofile(str(path))
    assert "nplurals=4" in catalogue.metadata["Plural-Forms"]
    for entry in catalogue:
        if entry.msgid == "Menu":
            entry.msgstr = "Меню"
    catalogue.save()
    run(copy, "manage.py", "compile_catalogues")

    # `make check` refuses a public language whose interface is not translated, and not one in preparation.
    why = run(copy, "manage.py", "update_catalogues", "--check", refused=True)
    assert "uk: untranslated: " in why
    assert "uk: untranslated: 'Menu'" not in why
    listed_public = listed.read_text("utf-8")
    listed.write_text(listed_public.replace(LINE, LINE.replace("public=True", "public=False")), "utf-8")
    run(copy, "manage.py", "update_catalogues", "--check")
    listed.write_text(listed_public, "utf-8")

    written = run(copy, "-c", VISIT, "migrate --no-input", "load_content")
    start, *answers = written[written.index("/uk/") :].splitlines()
    assert start == "/uk/"
    assert answers == ["200 True True", "True", "200 True True", "True", "200 False True", "True"]
