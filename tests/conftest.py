"""What every test stands on: no network, the language reset, browser tests only where there is a browser."""

import os
import shutil
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

CHROMIUM = shutil.which("chromium")
LEFT_OUT = pytest.StashKey[list[str]]()
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def pytest_configure(config: pytest.Config) -> None:
    # Playwright's own loop runs in the main thread, where Django would refuse its database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    config.stash[LEFT_OUT] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves browser tests out where Chromium is missing; in CI that fails the run."""
    if CHROMIUM:
        return
    browser_tests = [item for item in items if item.get_closest_marker("browser")]
    if browser_tests and os.environ.get("CI"):
        raise pytest.UsageError(f"Chromium is missing: {len(browser_tests)} browser tests cannot run")
    for item in browser_tests:
        item.add_marker(pytest.mark.skip(reason="Chromium is missing"))
    config.stash[LEFT_OUT] = [item.nodeid for item in browser_tests]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Says loudly what was not tested."""
    if left_out := config.stash[LEFT_OUT]:
        terminalreporter.section(
            f"CHROMIUM IS MISSING: {len(left_out)} TESTS WERE LEFT OUT", red=True, bold=True
        )
        for name in left_out:
            terminalreporter.line(name)
        terminalreporter.line("Install it (on Debian: apt-get install chromium) and run the tests again.")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, without the calls home it makes by itself; its sandbox does not run as root."""
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
    ]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox", *quiet]}


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """A test that reaches out of this machine fails. PostgreSQL is asked by its C library and passes by here."""
    connect = socket.socket.connect

    def connect_to_loopback(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise RuntimeError(f"Tests use no network: {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_to_loopback)
        yield


@pytest.fixture(autouse=True)
def language_reset() -> Iterator[None]:
    """The next test starts in the source language, whatever this one activated."""
    yield
    translation.deactivate()
