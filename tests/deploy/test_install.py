"""deploy/install.py: each obstacle is one line that says what to do."""

import hashlib
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy import install


def test_a_good_machine_is_not_refused() -> None:
    assert install.refusal() == ""


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert install.refusal().startswith("Python 3.11 or later is needed")
    assert "is 3.9." in install.refusal()


@pytest.mark.parametrize(("module", "package"), [("ensurepip", "python3-venv"), ("_sqlite3", "python3")])
def test_a_missing_module_names_the_package_to_install(
    monkeypatch: pytest.MonkeyPatch, module: str, package: str
) -> None:
    find_spec = install.importlib.util.find_spec

    def find(name: str) -> Any:
        return None if name == module else find_spec(name)

    monkeypatch.setattr(install.importlib.util, "find_spec", find)
    assert install.refusal().endswith(f"apt-get install {package}")


def test_a_folder_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(install, "ROOT", tmp_path / "gone")
    assert "cannot be written to" in install.refusal()
    assert "\n" not in install.refusal()


def test_nothing_is_installed_twice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("django==5.2\n")
    stamp = tmp_path / "installed"
    stamp.write_text(hashlib.sha256(requirements.read_bytes()).hexdigest())
    monkeypatch.setattr(install, "INSTALLED", stamp)
    monkeypatch.setattr(install, "works", lambda python: True)
    monkeypatch.setattr(install, "installs", lambda requirements: pytest.fail("installed again"))
    assert install.main(requirements) == 0


def test_changed_requirements_are_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("django==5.2\n")
    stamp = tmp_path / "installed"
    stamp.write_text("of another day")
    installed: list[Path] = []
    monkeypatch.setattr(install, "INSTALLED", stamp)
    monkeypatch.setattr(install, "works", lambda python: True)
    monkeypatch.setattr(install, "installs", lambda requirements: installed.append(requirements) or True)
    assert install.main(requirements) == 0
    assert installed == [requirements]
    assert install.fingerprint(requirements) in stamp.read_text()
