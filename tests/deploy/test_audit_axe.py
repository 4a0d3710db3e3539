"""deploy/audit_axe.py: what was judged is no finding, everything else is, and silence is not a clean bill."""

import datetime
from typing import Any

import pytest

from deploy import audit_axe
from deploy.audit_axe import Outcome, Part, main, report
from deploy.public_pages import CLEAN, FINDINGS, NOT_CHECKED


def part(kind: str, inside: str = "") -> Part:
    return Part(kind, "color-contrast", "p", "too faint", inside, 320, "dark")


SEEN: Outcome = {
    ("home", "sv"): [],
    ("home", "ar"): [part("broken"), part("to judge")],
    ("find", "sv"): [part("to judge", "svg")],
    ("find", "ar"): [part("to judge", "svg")],
}


def test_only_what_axe_cannot_tell_is_judged() -> None:
    assert part("to judge", "svg").is_judged
    assert not part("to judge").is_judged
    assert not part("broken", "svg").is_judged


def test_the_report_counts_findings_and_says_what_was_judged() -> None:
    written = report("4.0", SEEN, datetime.date(2026, 11, 23))
    assert "| home | 0 | 2 |" in written
    assert "| find | 0 | 0 |" in written
    assert "2026-11-23, axe 4.0" in written
    assert "- `color-contrast` in `svg`, 2 times: " in written


@pytest.mark.parametrize(
    ("outcome", "code"), [({("home", "sv"): []}, CLEAN), (SEEN, FINDINGS), (None, NOT_CHECKED)]
)
def test_the_exit_code_tells_clean_from_found_from_not_checked(
    monkeypatch: pytest.MonkeyPatch, outcome: Any, code: int
) -> None:
    if outcome is not None:
        monkeypatch.setattr(audit_axe, "checked", lambda site: ("4.0", outcome))
    assert main("http://127.0.0.1:9") == code
