"""The outline of a municipality as an SVG path (Statistics Sweden's boundaries, WGS 84)."""

import json
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "data" / "kommuner.geojson"
WIDTH = 300


@dataclass(frozen=True)
class Outline:
    """`path` is an SVG path inside a box of `width` × `height` units, north up."""

    path: str
    width: int
    height: int
    west: float
    north: float
    scale: float
    squeeze: float

    def position(self, latitude: float, longitude: float) -> tuple[int, int]:
        """Where a point lies in the box, as (x, y)."""
        x = (float(longitude) - self.west) * self.squeeze * self.scale
        return round(x), round((self.north - float(latitude)) * self.scale)


@cache
def _features() -> dict[str, Any]:
    collection = json.loads(SOURCE.read_text())
    return {feature["properties"]["kommun_kod"]: feature for feature in collection["features"]}


MUNICIPALITIES = sorted((code, feature["properties"]["kommun"]) for code, feature in _features().items())


@cache
def outline(code: str) -> Outline | None:
    """The outline of the municipality with this code (SCB's four digits), or None where we have none.

    An equirectangular projection at the middle latitude: over 30 km nobody sees the difference.
    """
    feature = _features().get(code)
    if feature is None:
        return None
    rings = [ring for polygon in feature["geometry"]["coordinates"] for ring in polygon]
    longitudes = [x for ring in rings for x, _ in ring]
    latitudes = [y for ring in rings for _, y in ring]
    west, north, south = min(longitudes), max(latitudes), min(latitudes)
    squeeze = cos(radians((north + south) / 2))
    scale = WIDTH / ((max(longitudes) - west) * squeeze)
    frame = Outline("", WIDTH, round((north - south) * scale), west, north, scale, squeeze)
    path = "".join(_subpath([frame.position(y, x) for x, y in ring]) for ring in rings)
    return Outline(path, frame.width, frame.height, west, north, scale, squeeze)


def _subpath(points: list[tuple[int, int]]) -> str:
    kept = [point for point, before in zip(points, [None, *points], strict=False) if point != before]
    return "M" + "L".join(f"{x} {y}" for x, y in kept) + "Z"
