"""Migrations expand; what is no longer used goes in a later release (docs/runbook.md, "Expand, then contract").

While instances are restarted one by one, and after a roll back, the earlier code runs on the new schema. So a new column
has a default in the database or may be empty, and nothing that the earlier code uses is renamed or taken away.
`make upgrade-check` tries the same with the earlier code itself.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

FIRST_RELEASE = {
    "core": 4,
    "home": 2,
    "alerts": 1,
    "feedback": 2,
    "figures": 1,
    "site_search": 3,
    "translations": 1,
    "locations": 2,
    "news": 1,
}
"""The last migration of each app that no earlier code ever met: before the first release anything goes."""
CONTRACTS: dict[tuple[str, str], str] = {}
"""(app, migration) that takes away what the release before it no longer used: and since when, in words."""

TAKES_AWAY = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def broken(operation: Any, before: ProjectState, app: str) -> str:
    """What the earlier code could no longer do after this operation; nothing where it can do all."""
    what = f"{type(operation).__name__} {operation.describe()}"
    if isinstance(operation, TAKES_AWAY):
        return what
    if isinstance(operation, migrations.AddField):
        return "" if is_optional(operation.field) else f"{what}: give it db_default, or null=True"
    if isinstance(operation, migrations.AlterField):
        earlier = before.models[app, operation.model_name.lower()].fields[operation.name]
        return f"{what}: narrower than before" if is_narrower(earlier, operation.field) else ""
    return ""


def is_optional(field: Any) -> bool:
    return field.many_to_many or field.null or field.has_db_default()


def is_narrower(earlier: Any, later: Any) -> bool:
    if earlier.null and not later.null and not later.has_db_default():
        return True
    longest = [
        field.max_length if field.max_length is not None else float("inf") for field in (earlier, later)
    ]
    return longest[1] < longest[0] or (later.unique and not earlier.unique)


def operations(migration: Any) -> Iterator[Any]:
    for operation in migration.operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from operation.database_operations
        else:
            yield operation


def ours() -> set[str]:
    return {config.label for config in apps.get_app_configs() if "site-packages" not in config.path}


def after_the_first_release(loader: MigrationLoader) -> list[tuple[str, str]]:
    return [
        (app, name)
        for app, name in loader.disk_migrations
        if app in ours() and int(name.partition("_")[0]) > FIRST_RELEASE.get(app, 0)
    ]


def test_apps_of_the_first_release_are_apps_of_ours() -> None:
    assert set(FIRST_RELEASE) <= ours()


def test_the_earlier_code_can_run_on_every_new_schema() -> None:
    loader = MigrationLoader(None)
    found = [
        f"{app}.{name}: {problem}"
        for app, name in after_the_first_release(loader)
        if (app, name) not in CONTRACTS
        for operation in operations(loader.disk_migrations[app, name])
        if (problem := broken(operation, loader.project_state((app, name), at_end=False), app))
    ]
    assert found == []


STATE = ProjectState(
    {
        ("news", "item"): ModelState(
            "news",
            "item",
            [
                ("id", models.AutoField(primary_key=True)),
                ("lead", models.CharField(max_length=50, null=True)),
            ],
        )
    }
)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("item", "lead"),
        migrations.RenameField("item", "lead", "intro"),
        migrations.DeleteModel("item"),
        migrations.RenameModel("item", "story"),
        migrations.AddField("item", "views", models.IntegerField(default=0)),
        migrations.AlterField("item", "lead", models.CharField(max_length=50)),
        migrations.AlterField("item", "lead", models.CharField(max_length=20, null=True)),
        migrations.AlterField("item", "lead", models.CharField(max_length=50, null=True, unique=True)),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_breaks_the_earlier_code_is_found(operation: Any) -> None:
    assert broken(operation, STATE, "news")


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("item", "views", models.IntegerField(db_default=0)),
        migrations.AddField("item", "note", models.TextField(null=True)),
        migrations.AddField("item", "related", models.ManyToManyField("news.item")),
        migrations.AlterField("item", "lead", models.CharField(max_length=80, null=True)),
        migrations.CreateModel("other", [("id", models.AutoField(primary_key=True))]),
        migrations.RunPython(migrations.RunPython.noop),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_the_earlier_code_does_not_notice_passes(operation: Any) -> None:
    assert not broken(operation, STATE, "news")
