"""deploy/audit.py: one exit code for several audits."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deploy import audit
from deploy.audit import of_site, worst
from deploy.public_pages import CLEAN, FINDINGS, NOT_CHECKED, NotReached


def test_a_finding_outweighs_what_could_not_be_checked() -> None:
    assert worst([CLEAN, CLEAN]) == CLEAN
    assert worst([CLEAN, NOT_CHECKED]) == NOT_CHECKED
    assert worst([NOT_CHECKED, FINDINGS, CLEAN]) == FINDINGS


def test_the_site_that_is_named_is_audited() -> None:
    asked: list[str] = []
    assert of_site("http://127.0.0.1:9", [lambda site: asked.append(site) or CLEAN]) == [CLEAN]
    assert asked == ["http://127.0.0.1:9"]


def test_a_site_that_does_not_start_is_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def never() -> Iterator[str]:
        raise NotReached("it did not start")
        yield ""

    monkeypatch.setattr(audit, "audited_site", never)
    assert of_site("", [lambda site: CLEAN]) == [NOT_CHECKED]
