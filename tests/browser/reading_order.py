"""What a screen reader meets on a page, in its order: the browser's own accessibility tree, less running text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

LANDMARKS = ("banner", "navigation", "main", "contentinfo", "complementary", "region", "search", "form")
CONTROLS = (
    "link",
    "button",
    "DisclosureTriangle",
    "DisclosureTriangleGrouped",
    "searchbox",
    "textbox",
    "checkbox",
)
ALSO = ("heading", "image", "img", "table", "status", "alert")
SHOWN_AS = {"DisclosureTriangle": "fold", "DisclosureTriangleGrouped": "fold", "img": "image"}


@dataclass(frozen=True)
class Stop:
    """A landmark, heading, control, picture or table; `depth` counts the landmarks around it, `level` a heading's."""

    depth: int
    role: str
    name: str
    level: int

    @property
    def kind(self) -> tuple[int, str, int]:
        """What is the same in every language."""
        return self.depth, self.role, self.level

    def __str__(self) -> str:
        return f"{'  ' * self.depth}{self.role}{self.level or ''} {self.name}".rstrip()


def reading_order(page: Page) -> list[Stop]:
    """The page as it is now, its header's folds shut or open as they are."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    return list(_stops(nodes[0], by_id, 0))


def _stops(node: dict[str, Any], by_id: dict[str, Any], depth: int) -> Iterator[Stop]:
    role = "" if node.get("ignored") else node["role"]["value"]
    if role in (*LANDMARKS, *CONTROLS, *ALSO):
        level = next((part["value"]["value"] for part in node["properties"] if part["name"] == "level"), 0)
        name = " ".join(node.get("name", {}).get("value", "").split())
        yield Stop(depth, SHOWN_AS.get(role, role), name, level if role == "heading" else 0)
        depth += role in LANDMARKS
    for child in node.get("childIds", ()):
        if child in by_id:
            yield from _stops(by_id[child], by_id, depth)
