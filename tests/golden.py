"""Golden files: what a machine reads of us, kept word for word beside the tests.

A wanted change is written down with GOLDEN=write (and then read in the diff before it is committed). What differs
from run to run is replaced: times, and paths of static files.
"""

import os
import re
from pathlib import Path

HERE = Path(__file__).parent
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+\d\d:\d\d|Z)")
_CHANGED = re.compile(r"(?<=<lastmod>)\d{4}-\d\d-\d\d(?=</lastmod>)")


def assert_as_expected(name: str, found: str) -> None:
    """Compare with tests/<name>."""
    found = _CHANGED.sub("(day)", _MOMENT.sub("(moment)", found))
    path = HERE / name
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8"), f"{name} differs; GOLDEN=write writes it anew"
