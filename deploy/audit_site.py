"""The site that `make audit` looks at where no other is named: the example content with messages, on a free port.

Made anew in a folder that is removed afterwards. Runs in `.venv`; the local run's data in `var/` is left alone.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy import run_local
from deploy.public_pages import NotReached

PATIENCE = 300
"""Seconds until a site that does not answer is given up; it needs about half a minute."""


@contextmanager
def audited_site() -> Iterator[str]:
    """The address of a site that runs as long as the block; NotReached where it does not start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        print(f"Starting {site} ...", flush=True)
        run = subprocess.Popen(
            [sys.executable, "-m", "deploy.audit_site", folder, str(port)], stdout=subprocess.DEVNULL
        )
        try:
            _wait(site, run)
            yield site
        finally:
            run.terminate()
            run.wait()


def _wait(site: str, run: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while run.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{site}/-/ready", timeout=5)  # noqa: S310 (our own site)
            return
        except OSError:
            time.sleep(0.5)
    raise NotReached(f"{site} did not start")


def show_messages() -> None:
    """One of each degree above the pages of the first centre, one of them in words of its own, not translated."""
    from django.utils import timezone

    from familjecentral.alerts.choices import Level, ReadyText
    from familjecentral.alerts.models import Alert
    from locations.models import CentrePage

    centre = CentrePage.objects.order_by("path").first()
    for level in Level:
        own = {"title_sv": "Ett eget meddelande", "text_sv": "Med ord som inte är översatta."}
        words = own if level == Level.INFO else {"ready_text": ReadyText.values[0]}
        Alert.objects.create(level=level, centre=centre, starts=timezone.now(), **words)


def main(folder: str, port: str) -> None:
    run_local.VAR = Path(folder)
    # A page that is not found is one of those looked at.
    os.environ.update(run_local.local_environment(int(port)) | {"LOG_LEVEL": "ERROR"})
    run_local.prepare()
    show_messages()
    run_local.serve(int(port))


if __name__ == "__main__":
    main(*sys.argv[1:])
