"""What every test stands on: no network, a loaded database, the language reset, people, a browser where there is one.

The database holds the initial content with its example data, loaded once; every test works in a transaction on it.
Ask for `content` to say that the test reads it, for `empty_site` to begin as after `migrate`.
"""

import datetime
import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.test import Client
from django.utils import translation

CHROMIUM = shutil.which("chromium")
LEFT_OUT = pytest.StashKey[list[str]]()
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
MIGRATED, LOADED = pytest.StashKey[str](), pytest.StashKey[str]()
"""The whole database as text: after `migrate`, and with the initial content."""


def pytest_configure(config: pytest.Config) -> None:
    # Playwright's own loop runs in the main thread, where Django would refuse its database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    config.stash[LEFT_OUT] = []


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests come last, because they empty the database; without Chromium they are left out, and CI fails."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if CHROMIUM:
        return
    browser_tests = [
        item for item in items if item.get_closest_marker("browser") and not item.get_closest_marker("skip")
    ]
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
def reset() -> Iterator[None]:
    """The next test starts in the source language and with an empty cache, whatever this one left."""
    yield
    translation.deactivate()
    cache.clear()


# --- The database --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest) -> None:
    """Load the content once, after the migrations, and keep both states for tests that empty the database."""
    stash = request.config.stash
    with django_db_blocker.unblock():
        stash[MIGRATED] = whole_database()
        with Path(os.devnull).open("w") as nowhere:
            call_command("load_content", "--example", stdout=nowhere, stderr=nowhere)
        stash[LOADED] = whole_database()
        cache.clear()


def whole_database() -> str:
    """Every row as JSON; content types first, because saving another row would make missing ones anew."""
    rows = json.loads(connection.creation.serialize_db_to_string())
    return json.dumps(sorted(rows, key=lambda row: row["model"] != "contenttypes.contenttype"))


def restore(state: str) -> None:
    """Put the database into a state that was kept."""
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    ContentType.objects.clear_cache()
    connection.creation.deserialize_db_from_string(state)
    # PostgreSQL counts keys in sequences, which know nothing of rows that came with keys of their own.
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(
            no_style(), apps.get_models(include_auto_created=True)
        ):
            cursor.execute(statement)
    cache.clear()


@pytest.fixture
def content(request: pytest.FixtureRequest, db: None) -> None:
    """The initial content, with example data; put back where a transactional test emptied the database."""
    from familjecentral.core.models import LoadedContent

    if not LoadedContent.objects.exists():
        restore(request.config.stash[LOADED])


@pytest.fixture
def empty_site(request: pytest.FixtureRequest, db: None) -> None:
    """The database as after `migrate`: a root page, Wagtail's groups, nothing of ours."""
    restore(request.config.stash[MIGRATED])


# --- Three people and the CMS --------------------------------------------------------------------------------------


def person(name: str, *groups: Group) -> Any:
    from familjecentral.core.models import User

    user = User.objects.create_user(name, f"{name}@example.org", "not-a-secret")
    user.groups.set(groups)
    return user


@pytest.fixture
def editor(content: None) -> Any:
    """Writes Swedish texts and facts, and may not publish."""
    return person("editor", Group.objects.get(name="Editors"))


@pytest.fixture
def publisher(content: None) -> Any:
    """Writes and publishes."""
    return person("publisher", Group.objects.get(name="Moderators"))


@pytest.fixture
def translator(content: None) -> Any:
    """Translates into Arabic: comes into the CMS, and may change no page there."""
    from familjecentral.core.languages import by_code
    from familjecentral.translations import roles

    return person("translator", Group.objects.get(name=roles.translators(by_code("ar"))))


@pytest.fixture
def reviewer(content: None) -> Any:
    """Translates into Arabic and says that a translation is right."""
    from familjecentral.core.languages import by_code
    from familjecentral.translations import roles

    return person("reviewer", Group.objects.get(name=roles.reviewers(by_code("ar"))))


@pytest.fixture
def superuser(db: None) -> Any:
    from familjecentral.core.models import User

    return User.objects.create_superuser("superuser", "superuser@example.org", "not-a-secret")


@pytest.fixture
def cms(superuser: Any) -> Client:
    """A client logged in to the CMS, in Swedish, as someone who may do everything."""
    client = Client()
    client.force_login(superuser)
    return client


# --- Time ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], datetime.datetime]:
    """Sets the clock: at("2026-11-23T10:20") on a Swedish wall clock, or with an offset of its own."""

    def set_clock(text: str) -> datetime.datetime:
        moment = datetime.datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Europe/Stockholm"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment.astimezone(datetime.UTC))
        return moment

    return set_clock
