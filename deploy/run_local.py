"""The local run behind `make run`: prepares database, static files and content, then becomes gunicorn.

Runs in `.venv`. Everything it makes is kept in `var/`, so a restart keeps data; it is never used in production.
"""

import io
import os
import secrets
import socket
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
LOGIN = VAR / "editor-login"
USERNAME = "redaktor"
# Two workers answer while one makes a picture; SQLite has one writer at a time whatever their number.
GUNICORN = ["--workers=2", "--threads=4", "--no-control-socket", "--graceful-timeout=5"]


def chosen_port(value: str) -> int:
    """The port to serve on. Exits with one line where it is no port, or is taken."""
    if not value.isdecimal() or not 0 < int(value) < 65536:
        sys.exit(
            f"PORT={value} is no port: choose a number from 1024 to 65535, for example: make run PORT=8001"
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(value)))
        except OSError as error:
            sys.exit(
                f"Port {value} cannot be used ({error.strerror}). Choose another: make run PORT={int(value) + 1}"
            )
    return int(value)


def kept(path: Path) -> str:
    """A random secret, made the first time and kept in a file that only its owner can read."""
    if not path.exists():
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(secrets.token_urlsafe(12 if path == LOGIN else 48) + "\n")
    return path.read_text().split()[-1]


def local_environment(port: int) -> dict[str, str]:
    """The settings of a local run. Other variables (`.env.example`) pass through as they are."""
    return {
        "DJANGO_SETTINGS_MODULE": "familjecentral.settings",
        "LOCAL": "1",
        "DEBUG": "0",
        "SECRET_KEY": kept(VAR / "secret-key"),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{VAR / 'db.sqlite3'}",
        "MEDIA_ROOT": str(VAR / "media"),
        "STATIC_ROOT": str(VAR / "static"),
    }


def step(what: str, *command: str, **options: Any) -> None:
    """Runs one management command and says how long it took."""
    from django.core.management import call_command

    print(f"{what} ...", flush=True)
    began = time.monotonic()
    call_command(*command, **options)
    print(f"  {time.monotonic() - began:.1f} s", flush=True)


def make_editor() -> None:
    """Makes the editor once; a password changed in the CMS stays. Removing the kept login gives a new one."""
    from django.contrib.auth import get_user_model

    forgotten = not LOGIN.exists()
    password = kept(LOGIN)
    editor, made = get_user_model().objects.get_or_create(
        username=USERNAME, defaults={"is_staff": True, "is_superuser": True}
    )
    if made or forgotten:
        editor.set_password(password)
        editor.save()


def prepare() -> None:
    """Brings database, static files and content up to date."""
    import django

    django.setup()
    step("Compiling catalogues", "compile_catalogues", stdout=io.StringIO())
    step("Preparing the database", "migrate", verbosity=0)
    step("Collecting static files", "collectstatic", interactive=False, verbosity=0)
    step("Loading content and example data", "load_content", "--example")


def serve(port: int) -> None:
    """Becomes gunicorn."""
    gunicorn = str(Path(sys.executable).with_name("gunicorn"))
    os.execv(gunicorn, [gunicorn, f"--bind=127.0.0.1:{port}", *GUNICORN, "familjecentral.wsgi"])


def main() -> None:
    port = chosen_port(os.environ.get("PORT") or "8000")
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    try:
        VAR.mkdir(exist_ok=True)
        os.environ.update(local_environment(port))
        prepare()
        make_editor()
    except ModuleNotFoundError as error:
        sys.exit(f"The Python module '{error.name}' is missing. Install again with: make clean run")
    except OSError as error:
        sys.exit(f"{error.filename or VAR} cannot be written ({error.strerror}).")
    print(
        f"\n  Site:   http://127.0.0.1:{port}/"
        f"\n  Editor: http://127.0.0.1:{port}/cms/  name: {USERNAME}  password: {kept(LOGIN)}"
        f"\n          (kept in {LOGIN.relative_to(ROOT)}; Ctrl-C stops)\n",
        flush=True,
    )
    serve(port)


if __name__ == "__main__":
    main()
