"""deploy/systemd by systemd's own check, with the programs replaced; and that what the units name is there."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy/systemd").iterdir())
HERE = "/srv/familjecentral/current/"
JOBS = set(re.findall(r"^([a-z-]+)\)", (ROOT / "deploy/jobs.sh").read_text(), re.MULTILINE))


def verified(folder: Path, changed: str = "", into: str = "") -> str:
    """What systemd has to say about copies of all units; nothing when all is well."""
    for unit in UNITS:
        text = re.sub(rf"^ExecStart={HERE}\S+", "ExecStart=/bin/true", unit.read_text(), flags=re.MULTILINE)
        (folder / unit.name).write_text(text.replace(changed, into) if changed else text)
    for name in (
        "familjecentral@1.service",
        "familjecentral@2.service",
        *(f"familjecentral-job@{job}.service" for job in JOBS),
    ):
        shutil.copy(folder / re.sub(r"@.*\.", "@.", name), folder / name)
    units = [path for path in sorted(folder.iterdir()) if "@." not in path.name]
    run = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
    return run.stdout + run.stderr


needs_systemd = pytest.mark.skipif(
    not (shutil.which("systemd-analyze") or os.environ.get("CI")),
    reason="SYSTEMD IS MISSING (on Debian: apt-get install systemd)",
)


@needs_systemd
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    assert verified(tmp_path) == ""


@needs_systemd
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("ProtectSystem=strict", "ProtectSystems=strict"),
        ("OnCalendar=Sun", "OnCalendar=Sonntag"),
        ("=oneshot", "=once"),
    ],
)
def test_systemd_would_find_it(tmp_path: Path, right: str, wrong: str) -> None:
    assert verified(tmp_path, right, wrong) != ""


def test_every_program_and_file_is_in_the_repository_or_its_environment() -> None:
    started = {unit.name: re.findall(rf"{HERE}(\S+)|--config (\S+)", unit.read_text()) for unit in UNITS}
    paths = [path for found in started.values() for pair in found for path in pair if path]
    assert {".venv/bin/gunicorn", "deploy/gunicorn.conf.py", "deploy/jobs.sh"} == set(paths)
    assert all((ROOT / path).exists() for path in paths if not path.startswith(".venv"))
    assert os.access(ROOT / "deploy/jobs.sh", os.X_OK)


def test_every_timer_starts_a_job_that_there_is() -> None:
    timers = {
        unit.stem.removeprefix("familjecentral-"): unit.read_text()
        for unit in UNITS
        if unit.suffix == ".timer"
    }
    assert "\nUnit=familjecentral-clock.service\n" in timers.pop("clock")
    assert set(timers) == JOBS != set()
    for job, text in timers.items():
        assert f"\nUnit=familjecentral-job@{job}.service\n" in text


@pytest.mark.parametrize(
    "setting",
    ["NoNewPrivileges=yes", "ProtectSystem=strict", "User=(?:familjecentral|www-data)", "UMask=0022"],
)
def test_services_run_with_few_rights(setting: str) -> None:
    services = [unit.read_text() for unit in UNITS if unit.suffix == ".service"]
    assert len(services) == 3
    assert all(re.search(rf"^{setting}$", text, re.MULTILINE) for text in services)
