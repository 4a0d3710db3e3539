"""deploy/newest.py: which pins would change."""

from deploy import newest

PINNED = """\
django==5.2.19 \\
    --hash=sha256:aa
gone==1.0 ; python_full_version < '3.12' \\
    --hash=sha256:bb
moto[s3]==5.2.5 \\
"""


def test_other_versions_new_and_gone_packages_are_named() -> None:
    found = newest.changes(PINNED, "django==5.2.20 \\\nmoto[s3]==5.2.5\nnew==2.0 ; sys_platform == 'x'\n")
    assert found == ["django: 5.2.19 → 5.2.20", "gone: 1.0 → gone", "new: not there → 2.0"]


def test_a_command_that_fails_is_not_taken_for_nothing_new(capsys: object) -> None:
    assert newest.main(["false"]) == 2
