"""What a command that measures (`make bench`) found, and its tables. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Findings:
    """Of one command. `lines`: the most important in six words, for the first table (LINE); `details`: Markdown;
    `plots`: {title: {curve: [[size, milliseconds], ...]}}; `missed`: broken budgets that are no matter of luck."""

    lines: list[tuple[str, ...]] = field(default_factory=list)
    details: list[str] = field(default_factory=list)
    plots: dict[str, dict[str, list[tuple[float, float]]]] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)

    def write(self, path: str) -> None:
        Path(path).write_text(json.dumps(vars(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Findings:
        return cls(**json.loads(path.read_text(encoding="utf-8")))


LINE = ("what", "ours", "against", "ratio", "budget", "met")


def verdict(is_met: bool) -> str:
    return "met" if is_met else "MISSED"


def number(value: float) -> str:
    """With thin groups, and as many decimals as mean something."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}".replace(",", " ")


def table(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A Markdown table that is aligned as plain text too; columns of numbers to the right."""
    rows = [tuple(headings), *map(tuple, lines)]
    columns = range(len(headings))
    widths = [max(len(row[column]) for row in rows) for column in columns]
    right = {column for column in columns if all(row[column][:1].isdigit() for row in rows[1:])}

    def drawn(row: Sequence[str]) -> str:
        cells = (
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return f"| {' | '.join(cells)} |"

    rule = (
        "-" * (width + 1) + ":" if column in right else "-" * (width + 2)
        for column, width in enumerate(widths)
    )
    return "\n".join([drawn(rows[0]), f"|{'|'.join(rule)}|", *map(drawn, rows[1:])])
