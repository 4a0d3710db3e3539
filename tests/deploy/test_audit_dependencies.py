"""deploy/audit_dependencies.py: silence is not a clean bill."""

import json

import pytest

from deploy.audit_dependencies import verdict

CLEAN = {"name": "django", "version": "5.2", "vulns": []}
WEAK = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
SKIPPED = {
    "name": "wagtail",
    "skip_reason": "Dependency not found on PyPI and could not be audited: wagtail (8.0.1)",
}


@pytest.mark.parametrize(
    ("packages", "code"),
    [
        ([CLEAN], 0),
        ([CLEAN, WEAK], 1),
        ([CLEAN, SKIPPED], 2),
        ([SKIPPED], 2),
        ([WEAK, SKIPPED], 1),
        ([], 2),
    ],
)
def test_exit_code_tells_clean_from_found_from_not_checked(
    packages: list[dict[str, object]], code: int
) -> None:
    assert verdict(json.dumps({"dependencies": packages, "fixes": []}))[0] == code


@pytest.mark.parametrize("answer", ["", "No known vulnerabilities found", "[]", "{}"])
def test_an_answer_that_is_no_report_is_not_checked(answer: str) -> None:
    assert verdict(answer)[0] == 2


def test_a_finding_names_package_weakness_and_cure() -> None:
    assert verdict(json.dumps({"dependencies": [WEAK]}))[1] == ["pillow 1.0: PYSEC-1, mended in ['1.1']"]
