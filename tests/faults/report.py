"""What a fault showed, as a line on the screen and a row of docs/faults.md."""

import re
from dataclasses import dataclass

from deploy.stack import ROOT

RECOVERY = 10
"""Seconds within which everything is well again without a human."""

DOCUMENT = ROOT / "docs" / "faults.md"


@dataclass(frozen=True)
class Seen:
    """What visitors got, in Markdown, and the seconds from the repair until all was well; None where nothing was broken."""

    what: str
    recovery: float | None = None


@dataclass(frozen=True)
class Row:
    name: str
    fault: str
    what: str
    recovery: float | None
    holds: str
    """`yes`, `NO`, `not tried`."""

    def __str__(self) -> str:
        recovery = "–" if self.recovery is None else f"{self.recovery:.1f}"
        return f"| {self.fault} (`{self.name}`) | {self.what} | {recovery} | {self.holds} |"


def marks(part: str) -> tuple[str, str]:
    return f"<!-- {part} -->", f"<!-- /{part} -->"


def written_rows() -> dict[str, str]:
    """The rows of the table that stands in the document, by the fault's name."""
    begin, end = marks("faults")
    table = DOCUMENT.read_text().partition(begin)[2].partition(end)[0]
    return {found[1]: found[0] for found in re.finditer(r"^\| .*?\(`(\w+)`\) \|.*$", table, re.MULTILINE)}


def write(part: str, text: str) -> None:
    """Puts the text between this part's marks in the document."""
    begin, end = marks(part)
    before, _, rest = DOCUMENT.read_text().partition(begin)
    DOCUMENT.write_text(f"{before}{begin}\n{text.strip()}\n{end}{rest.partition(end)[2]}")
