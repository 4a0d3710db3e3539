"""docs/runbook.md names commands, units and files that there are."""

import re
import subprocess
from pathlib import Path

from django.core.management import get_commands

from deploy import backup

ROOT = Path(__file__).resolve().parents[2]
RUNBOOK = (ROOT / "docs/runbook.md").read_text()


def test_every_management_command_exists() -> None:
    named = set(re.findall(r"\bmanage(?:\.py)? ([a-z_]+)", RUNBOOK))
    assert (
        {"migrate", "collectstatic", "write_error_pages", "refresh_standings"} <= named <= set(get_commands())
    )


def test_every_file_of_ours_exists() -> None:
    named = set(re.findall(r"\b((?:deploy|tests)/[\w./-]*\w)", RUNBOOK))
    assert {"deploy/backup.py", "deploy/compose.yaml", "tests/deploy/test_nginx.py"} <= named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_what_is_to_be_typed_is_shell() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", RUNBOOK, re.DOTALL)
    assert len(blocks) >= 4
    for block in blocks:
        read = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True)
        assert read.returncode == 0, read.stderr


def test_every_job_and_timer_exists() -> None:
    units = {path.stem.removeprefix("familjecentral-") for path in (ROOT / "deploy/systemd").glob("*.timer")}
    listed = re.findall(r"familjecentral-\{([a-z,-]+)\}\.timer", RUNBOOK)
    assert [set(names.split(",")) for names in listed] == [units, units]
    assert set(re.findall(r"familjecentral-job@([a-z-]+)", RUNBOOK)) <= units


def test_how_many_backups_stay_is_told_as_it_is() -> None:
    words = {7: "Seven", 5: "five", 12: "twelve"}
    days, weeks, months = (words[number] for number in (backup.DAYS, backup.WEEKS, backup.MONTHS))
    assert f"{days} days, {weeks} weeks and {months} months stay" in RUNBOOK.replace("\n", " ")


def test_every_variable_is_explained() -> None:
    explained = (ROOT / ".env.example").read_text() + (ROOT / "deploy/nginx/variables.env").read_text()
    own = {"REPOSITORY", "CONTRACTS", "PGOPTIONS", "CHANGELOG", "UPGRADE"}
    named = set(re.findall(r"\b([A-Z]{4,}_?[A-Z_0-9]*)\b", RUNBOOK)) - own
    named -= {"ALTER", "DATABASE", "RENAME", "EXAMPLE", "STALE"}
    assert "MEDIA_S3_BUCKET" in named
    assert [name for name in named if f"{name}=" not in explained] == []
