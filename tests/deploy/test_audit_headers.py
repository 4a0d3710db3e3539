"""deploy/audit_headers.py: what it says where it cannot look."""

from pathlib import Path

import pytest

from deploy import audit_headers
from deploy.public_pages import NOT_CHECKED


def test_without_npm_nothing_is_called_clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(audit_headers.shutil, "which", lambda program: None)
    assert "npm is missing" in audit_headers.installed(tmp_path)
    monkeypatch.setattr(audit_headers, "missing", lambda: ["nginx"])
    assert audit_headers.main() == NOT_CHECKED


def test_the_script_it_starts_lies_beside_it() -> None:
    assert audit_headers.SCRIPT.is_file()
