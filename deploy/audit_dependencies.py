"""Audits pinned requirements for known vulnerabilities: exit 0 clean, 1 findings, 2 not checked.

pip-audit prints "No known vulnerabilities found" also for what it skipped, so its JSON is read instead.
"""

import json
import subprocess
import sys

PIP_AUDIT = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--format=json"]


def verdict(answer: str) -> tuple[int, list[str]]:
    """The exit code for pip-audit's JSON, and a line for each finding and for what was not checked."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 2, ["not checked: pip-audit gave no answer"]
    lines = [
        f"{package['name']} {package['version']}: {weakness['id']}, mended in {weakness['fix_versions'] or 'no version'}"
        for package in packages
        for weakness in package.get("vulns", [])
    ]
    found = bool(lines)
    skipped = [package["name"] for package in packages if "vulns" not in package]
    if skipped or not packages:
        lines.append(f"not checked: {len(skipped)} of {len(packages)} packages: {', '.join(skipped)}")
    return (1 if found else 2 if skipped or not packages else 0), lines


def main(requirements: str) -> int:
    """Audits one requirements file, prints what was found, returns the exit code."""
    run = subprocess.run([*PIP_AUDIT, f"--requirement={requirements}"], capture_output=True, text=True)
    code, lines = verdict(run.stdout)
    print("\n".join(lines) or f"clean: no known vulnerabilities in {requirements}")
    if not run.stdout:
        print(run.stderr.strip().rpartition("\n")[2])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
