"""Checks the HTML of every public page in every language: `python deploy/audit_html.py http://127.0.0.1:8000`.

Of a site that runs, by the Nu Html Checker (npm package vnu-jar, started with Java). Exit 0 clean, 1 findings,
2 not checked: the checker or the site was not reached. Standard library alone.
"""

import json
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

CLEAN, FINDINGS, NOT_CHECKED = 0, 1, 2
BESIDE = (
    "sok/",
    "sok/?q=bvc",
    "sok/?q=qqqqqqqq",
    "tillganglighet/rapport/",
    "tillganglighet/rapport/?tack=ja",
    "finns-inte/",
)
"""What no sitemap names."""
OF_CENTRES = ("prata/", "affisch/", "?sparad=1")


class NotReached(Exception):
    """Something outside that the check needs does not answer."""


def fetched(address: str) -> str:
    """The body, also of a page that says 404; NotReached where nothing answers."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 (the address of our own site)
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except OSError as error:
        raise NotReached(f"{address}: {error}") from error


def paths(sitemap: str) -> list[str]:
    """The addresses of a sitemap in their languages, without host, and what lies beside them; each once."""
    listed = [urlsplit(address).path for address in re.findall(r'(?:<loc>|href=")(https?://[^<"]+)', sitemap)]
    codes = dict.fromkeys(path.split("/")[1] for path in listed)
    swedish = dict.fromkeys(path.split("/", 2)[2] for path in listed)
    centres = [path + view for path in swedish if path.count("/") == 2 and path.startswith("hitta") for view in OF_CENTRES]  # fmt: skip
    return [f"/{code}/{path}" for code in codes for path in [*swedish, *centres, *BESIDE]]


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
            every = paths(fetched(f"{site}/sitemap.xml"))
            if not every:
                raise NotReached(f"{site}/sitemap.xml names no page")
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
