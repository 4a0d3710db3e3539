"""deploy/gunicorn.conf.py by running it, with a stand-in for the site."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy import stack

SITE = """
from pathlib import Path
from django.conf import settings

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "database"}})
from django.db import connections

read_at_start = connections["default"]
read_at_start.cursor().execute("SELECT 1")
took_connections = Path("socket").exists()


def application(environ, start_response):
    start_response("200 OK", [])
    return [f"{took_connections} {read_at_start.connection}".encode()]
"""


@pytest.fixture
def said(tmp_path: Path) -> Iterator[str]:
    """Whether it took connections while it was loaded, and the database connection of that time."""
    (tmp_path / "site_of_the_test.py").write_text(SITE)
    command = [sys.executable, "-m", "gunicorn", "--config", str(stack.ROOT / "deploy" / "gunicorn.conf.py")]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    bound = tmp_path / "socket"
    process = subprocess.Popen(
        [*command, "--bind", f"unix:{bound}", "site_of_the_test"], cwd=tmp_path, env=environment
    )
    try:
        connection = http.client.HTTPConnection("localhost")
        connection.sock = socket.socket(socket.AF_UNIX)
        stack.until(lambda: connection.sock.connect_ex(str(bound)) == 0, "gunicorn")
        connection.request("GET", "/")
        yield connection.getresponse().read().decode()
        connection.close()
    finally:
        process.terminate()
        process.wait(30)


def test_an_instance_takes_no_visitor_before_the_site_is_loaded_and_its_processes_share_no_connection(
    said: str,
) -> None:
    assert said == "False None"
