"""Checks the HTML of every public page in every language: `python -m deploy.audit_html http://127.0.0.1:8000`.

Of a site that runs, by the Nu Html Checker (npm package vnu-jar, started with Java). Exit 0 clean, 1 findings,
2 not checked: the checker or the site was not reached. Standard library alone.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from deploy.public_pages import CLEAN, FINDINGS, NOT_CHECKED, PAGES, VIEWS, NotReached, fetched, map_of

OF_CENTRES = ("prata/", "affisch/", "?sparad=1")


def paths(site_map: dict[str, list[str]]) -> list[str]:
    """Every address of the map with its language, without host, and what no sitemap names; each once."""
    found: dict[str, None] = {}
    for code, listed in site_map.items():
        centres = [path for path in listed if path.count("/") == 2 and path.startswith("hitta")]
        views = [centre + view for centre in centres for view in OF_CENTRES]
        found |= dict.fromkeys(
            f"/{code}/{path}" for path in (*listed, *views, *PAGES.values(), *VIEWS.values())
        )
    return list(found)


def findings(messages: Iterable[dict[str, str]]) -> list[str]:
    """One line for each error and warning of the checker."""
    return [
        f"{Path(found.get('url', '')).name.replace('~', '/')}: {found['message']}"
        for found in messages
        if found["type"] == "error" or found.get("subType") == "warning"
    ]


def checker(folder: Path) -> Path:
    """The jar of the newest vnu-jar, fetched from the registry by npm."""
    try:
        packed = subprocess.run(["npm", "pack", "--silent", "vnu-jar"], cwd=folder, capture_output=True, text=True, check=True)  # fmt: skip
        subprocess.run(["tar", "xzf", packed.stdout.split()[-1]], cwd=folder, check=True)
    except (OSError, subprocess.CalledProcessError, IndexError) as error:
        raise NotReached(f"npm pack vnu-jar: {error}") from error
    return next(folder.rglob("vnu.jar"))


def run(jar: Path, folder: Path) -> list[dict[str, str]]:
    command = ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always", str(folder)]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True)
        messages: list[dict[str, str]] = json.loads(said.stderr)["messages"]
    except (OSError, subprocess.CalledProcessError, ValueError, KeyError) as error:
        raise NotReached(f"java -jar vnu.jar: {error}") from error
    return messages


def main(site: str) -> int:
    site = site.rstrip("/")
    try:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            every = paths(map_of(site))
            jar = checker(folder)
            pages = folder / "pages"
            pages.mkdir()
            for number, path in enumerate(every, start=1):
                print(f"\r{number} of {len(every)} pages", end="", file=sys.stderr, flush=True)
                name = re.sub(r"[/?=]", "~", path) + ".html"
                (pages / name).write_text(fetched(site + path), encoding="utf-8")
            print(file=sys.stderr)
            found = findings(run(jar, pages))
    except NotReached as error:
        print(f"NOT CHECKED: {error}")
        return NOT_CHECKED
    print("\n".join([*found, f"{len(every)} pages, {len(found)} findings"]))
    return FINDINGS if found else CLEAN


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or ["http://127.0.0.1:8000"]))
