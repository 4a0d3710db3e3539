"""deploy/run_local.py: the port, the secrets kept, the obstacles told in one line."""

import socket
import stat
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from deploy import run_local


@pytest.mark.parametrize("value", ["", "http", "-1", "0", "65536", "80.5"])
def test_what_is_no_port_is_refused_in_one_line(value: str) -> None:
    with pytest.raises(SystemExit, match=r"^PORT=.* is no port: .*$"):
        run_local.chosen_port(value)


def test_a_taken_port_is_refused_in_one_line_that_offers_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=rf"^Port {port} cannot be used .*make run PORT={port + 1}$"):
            run_local.chosen_port(str(port))


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    secret = run_local.kept(path)
    assert len(secret) >= 48
    assert run_local.kept(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.django_db
def test_the_editor_is_made_once_and_a_changed_password_stays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run_local, "LOGIN", tmp_path / "editor-login")
    run_local.make_editor()
    editor = get_user_model().objects.get(username=run_local.USERNAME)
    assert editor.check_password(run_local.LOGIN.read_text().strip())
    editor.set_password("their own")
    editor.save()
    run_local.make_editor()
    editor.refresh_from_db()
    assert editor.check_password("their own")


@pytest.mark.django_db
def test_removing_the_kept_login_gives_a_new_one_that_works(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(run_local, "LOGIN", tmp_path / "editor-login")
    run_local.make_editor()
    run_local.LOGIN.unlink()
    run_local.make_editor()
    editor = get_user_model().objects.get(username=run_local.USERNAME)
    assert editor.check_password(run_local.LOGIN.read_text().strip())


def test_a_missing_module_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def prepare() -> None:
        raise ModuleNotFoundError("No module named 'wagtail'", name="wagtail")

    monkeypatch.setattr(run_local, "VAR", tmp_path)
    monkeypatch.setattr(run_local, "prepare", prepare)
    monkeypatch.setattr(run_local, "chosen_port", lambda value: 8000)
    monkeypatch.setattr(run_local.os, "environ", {})
    with pytest.raises(SystemExit, match=r"^The Python module 'wagtail' is missing\. .*$"):
        run_local.main()


def test_a_read_only_folder_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run_local, "VAR", tmp_path / "nowhere" / "var")
    monkeypatch.setattr(run_local, "chosen_port", lambda value: 8000)
    with pytest.raises(SystemExit, match=r"^.* cannot be written .*$"):
        run_local.main()
