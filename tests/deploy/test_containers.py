"""deploy/Containerfile and compose.yaml, as far as they can be read where no container can be built."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
CONTAINERFILE = (ROOT / "deploy/Containerfile").read_text()
CONTAINERFILE = re.sub(r"^#.*\n", "", CONTAINERFILE, flags=re.MULTILINE).replace("\\\n", " ")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
IN_THE_IMAGE = "/srv/familjecentral/current/"
# Debian's database image and this file's own.
OTHERS = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "ETC", "LOCAL_LISTEN"}


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.+)$", CONTAINERFILE, re.MULTILINE)


def explained() -> set[str]:
    return set(re.findall(r"^([A-Z_0-9]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)) | OTHERS


def words() -> str:
    """Every command of both files."""
    return CONTAINERFILE + "\n" + "\n".join(str(service.get("command", "")) for service in SERVICES.values())


def copied() -> list[str]:
    return [source for line in instructions("COPY") if "--from" not in line for source in line.split()[:-1]]


def test_everything_copied_is_in_the_repository() -> None:
    assert len(copied()) >= 10
    assert [source for source in copied() if not (ROOT / source).exists()] == []


def test_every_package_of_the_site_is_copied() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages | {"templates", "static", "locale", "deploy", "manage.py"} <= set(copied())


def test_every_variable_is_explained() -> None:
    named = {name for line in instructions("ENV") for name in re.findall(r"([A-Z_0-9]+)=", line)}
    named |= {name for service in SERVICES.values() for name in service.get("environment", {})}
    named |= set(
        re.findall(r"\$\{?\{?([A-Z_]{3,})", CONTAINERFILE + (ROOT / "deploy/compose.yaml").read_text())
    )
    assert {"STATIC_ROOT", "ALLOWED_HOSTS", "POSTGRES_DB"} <= named <= explained()


def test_every_management_command_exists() -> None:
    named = set(re.findall(r"manage\.py (\w+)", words()))
    assert {"migrate", "collectstatic", "write_error_pages", "load_content"} <= named <= set(get_commands())


def test_every_file_that_is_run_or_mounted_exists() -> None:
    run = set(re.findall(r"\bdeploy/[\w./-]+", words()))
    mounted = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    files = run | {f"deploy/{path}" for path in mounted if path.startswith("./")}
    assert {"deploy/gunicorn.conf.py", "deploy/render_nginx.py", "deploy/./redis.conf"} <= files
    assert [path for path in files if not (ROOT / path).exists()] == []


def test_commands_in_lists_are_lists() -> None:
    for line in instructions("CMD"):
        assert all(isinstance(word, str) for word in json.loads(line))
    # A shell could read each of the RUN lines.
    assert all(shlex.split(line) for line in instructions("RUN"))


def test_services_and_volumes_that_are_named_exist() -> None:
    wanted = {name for service in SERVICES.values() for name in service.get("depends_on", [])}
    assert {"postgres", "prepare", "web1", "web2"} <= wanted <= set(SERVICES)
    targets = set(re.findall(r"AS (\w+)", CONTAINERFILE))
    assert {service["build"]["target"] for service in SERVICES.values() if "build" in service} == targets
    volumes = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert {volume for volume in volumes if re.match(r"[a-z]", volume)} == set(COMPOSE["volumes"])


@pytest.mark.parametrize("name", ["web1", "web2"])
def test_nginx_reaches_each_instance_where_it_listens(name: str) -> None:
    variables = (ROOT / "deploy/nginx/container.env").read_text()
    assert f"={name}:8000\n" in variables
    assert '"0.0.0.0:8000"' in CONTAINERFILE
