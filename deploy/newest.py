"""Prints which dependencies have newer versions that pyproject.toml allows, and changes nothing: `make newest`.

The arguments are the command that pins (the Makefile's PIN). Exit 0, with a line per package; 2 when it was not checked.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

PINNED = Path("requirements-dev.txt")


def versions(requirements: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+(?:\[[\w,-]+\])?)==([^\s;]+)", requirements, re.MULTILINE))


def changes(pinned: str, newest: str) -> list[str]:
    """One line for each package that would come, go, or have another version."""
    old, new = versions(pinned), versions(newest)
    return [
        f"{name}: {old.get(name, 'not there')} → {new.get(name, 'gone')}"
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    ]


def main(pin: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        newest = Path(folder) / "newest.txt"
        command = [*pin, "pyproject.toml", "--group", "dev", "--output-file", str(newest)]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode:
            print(f"NOT CHECKED: {run.stderr.strip()}")
            return 2
        found = changes(PINNED.read_text(), newest.read_text())
    print("\n".join([*found, f"{len(found)} newer. Take them: make requirements UPGRADE=1, then make test"]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
