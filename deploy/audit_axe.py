"""Runs axe on every kind of page × language × size × scheme of a site: `python -m deploy.audit_axe http://127.0.0.1:8000`.

Exit 0 clean, 1 findings, 2 not checked: Chromium or the site was not reached. `--write` puts the outcome into
docs/accessibility.md. The browser tests look at pages through the same functions.
"""

import datetime
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, sync_playwright

from deploy.public_pages import CLEAN, FINDINGS, NOT_CHECKED, PAGES, VIEWS, NotReached, map_of

REPORT = Path(__file__).resolve().parent.parent / "docs" / "accessibility.md"
SIZES = (320, 1280)
SCHEMES = ("light", "dark")

JUDGED = {
    (
        "color-contrast",
        "svg",
    ): "Names and numbers of the map, drawn in ink on its own ground: tokens keep 14:1.",
    ("color-contrast", "Arabic script"): (
        "Its fonts draw letters in boxes higher than the line, so axe looks past the ground they stand on. "
        "Their computed colours were measured against their ground: 9:1 and more."
    ),
}
"""(rule, what the part stands in) → what was found by other means where axe could not tell ("needs review")."""

BEYOND = ("target-size", "label-content-name-mismatch", "p-as-heading", "table-fake-caption", "td-has-header")
"""Rules of WCAG 2.2 A and AA that axe has and does not run by itself: new ones, and those it calls experimental."""

UNFOLD = """open => document.querySelectorAll("details:not(.fold)").forEach((fold) => { fold.name = ""; fold.open = open; })"""

RUN = """async beyond => {
  const rules = Object.fromEntries(beyond.map((rule) => [rule, { enabled: true }]));
  const found = await axe.run(document, { rules, resultTypes: ["violations", "incomplete"] });
  const parts = (kind, rules) => rules.flatMap((rule) => rule.nodes.map((node) => {
    const part = document.querySelector(node.target[0]);
    const inside = part.closest("svg") ? "svg" : part.matches(":lang(ar), :lang(fa)") ? "Arabic script" : "";
    return { kind, rule: rule.id, where: node.target.join(" "), why: node.failureSummary, inside };
  }));
  return [...parts("broken", found.violations), ...parts("to judge", found.incomplete)];
}"""


@dataclass(frozen=True)
class Part:
    """A part of a page that breaks a rule, or that axe leaves to be judged."""

    kind: str
    rule: str
    where: str
    why: str
    inside: str
    size: int
    scheme: str

    @property
    def is_judged(self) -> bool:
        return self.kind != "broken" and (self.rule, self.inside) in JUDGED

    def __str__(self) -> str:
        return f"{self.size} {self.scheme} {self.kind} {self.rule}: {self.where} – {self.why}"


def visit(page: Page, address: str) -> None:
    """Open a page with all its folds open but the header's, which shut each other, and take axe into it."""
    page.goto(address)
    page.evaluate(UNFOLD, True)
    # Past the site's own policy, which lets no foreign script into the page.
    page.evaluate(f"{Axe().axe_script}\nundefined")


def look(page: Page, size: int, scheme: Any) -> list[Part]:
    """What axe says of the visited page in one size and scheme."""
    page.set_viewport_size({"width": size, "height": 800})
    page.emulate_media(color_scheme=scheme)
    return [Part(size=size, scheme=scheme, **part) for part in page.evaluate(RUN, list(BEYOND))]


def findings(page: Page) -> list[str]:
    """A line for each finding on the visited page in every size and scheme; what was judged is none."""
    seen = (part for size in SIZES for scheme in SCHEMES for part in look(page, size, scheme))
    return [str(part) for part in seen if not part.is_judged]


Outcome = dict[tuple[str, str], list[Part]]
"""(kind of page, language) → what was seen over all sizes and schemes."""


def checked(site: str) -> tuple[str, Outcome]:
    """The version of axe, and what it says of the whole site."""
    seen: Outcome = {}
    languages = list(map_of(site))
    total = len(languages) * len(PAGES | VIEWS)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            # Reduced motion: a change of scheme is there at once.
            page = browser.new_page(reduced_motion="reduce")
            for language in languages:
                for kind, path in (PAGES | VIEWS).items():
                    print(f"\r{len(seen) + 1} of {total} pages", end="", file=sys.stderr, flush=True)
                    visit(page, f"{site}/{language}/{path}")
                    seen[kind, language] = [
                        part for size in SIZES for scheme in SCHEMES for part in look(page, size, scheme)
                    ]
            version = str(page.evaluate("axe.version"))
            browser.close()
    except Error as error:
        raise NotReached(f"Chromium: {error.message.splitlines()[0]}") from error
    print(file=sys.stderr)
    return version, seen


def report(version: str, outcome: Outcome, day: datetime.date) -> str:
    """The outcome as a page of the documentation."""
    kinds = list(dict.fromkeys(kind for kind, _ in outcome))
    languages = list(dict.fromkeys(language for _, language in outcome))
    rows = [["Page", *languages], ["---", *("--:" for _ in languages)]]
    for kind in kinds:
        counts = (sum(not part.is_judged for part in outcome[kind, code]) for code in languages)
        rows.append([kind, *map(str, counts)])
    judged = Counter(
        (part.rule, part.inside) for parts in outcome.values() for part in parts if part.is_judged
    )
    said = [
        f"- `{rule}` in `{inside}`, {count} times: {JUDGED[rule, inside]}"
        for (rule, inside), count in judged.items()
    ]
    looks = len(outcome) * len(SIZES) * len(SCHEMES)
    lines = [
        "# What axe finds",
        "",
        "Written by `make audit WRITE=1`; not edited by hand. The browser tests (`tests/browser/`) hold most of it at",
        "every change, and with it what axe cannot see: keyboard, reading order, zoom, text spacing, contrast and colours",
        "of the system, no script. What a person has to try, a screen reader above all, no program replaces.",
        "",
        f"{day.isoformat()}, axe {version}, Chromium: every rule that axe runs by itself (WCAG 2.2 A and AA, good practice)",
        f"and {', '.join(BEYOND)}. {len(kinds)} kinds of page, {len(languages)} languages, {looks} looks.",
        "",
        f"Findings on {' and '.join(map(str, SIZES))} CSS pixels, {' and '.join(SCHEMES)}, together; what axe leaves open",
        "and nobody has judged counts too.",
        "",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
        "## Judged where axe cannot tell",
        "",
        *(said or ["Nothing was left to judge."]),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def main(site: str, *, write: bool = False) -> int:
    try:
        version, outcome = checked(site.rstrip("/"))
    except NotReached as error:
        print(f"NOT CHECKED: {error}")
        return NOT_CHECKED
    found = [
        f"/{language}/ {kind}: {part}"
        for (kind, language), parts in outcome.items()
        for part in parts
        if not part.is_judged
    ]
    print("\n".join([*found, f"{len(outcome)} pages, {len(found)} findings"]))
    if write:
        REPORT.write_text(
            report(version, outcome, datetime.datetime.now(datetime.UTC).date()), encoding="utf-8"
        )
    return FINDINGS if found else CLEAN


if __name__ == "__main__":
    addresses = [argument for argument in sys.argv[1:] if argument != "--write"]
    sys.exit(main(*addresses[:1] or ["http://127.0.0.1:8000"], write="--write" in sys.argv))
