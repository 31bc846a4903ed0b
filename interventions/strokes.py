"""The line of a signature: what the finger drew, as a smooth path. Pure."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT = 600, 220
Point = Sequence[float]
Stroke = Sequence[Point]


def path_of(strokes: Sequence[Stroke]) -> str:
    """The `d` of an SVG path in a field of 600 × 220: through the middle between each point and the next."""
    return " ".join(_smooth(stroke) for stroke in strokes if stroke)


def picture_of(strokes: Sequence[Stroke]) -> bytes:
    """The same as an SVG file, in the blue of ink."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path d="{path_of(strokes)}" fill="none" stroke="#12335c" stroke-width="4" stroke-linecap="round"'
        ' stroke-linejoin="round"/></svg>'
    ).encode()


def _smooth(stroke: Stroke) -> str:
    first, *rest = stroke
    if not rest:
        return f"M{_at(first)}h0.1"
    bends = [f"Q{_at(point)} {_at(_middle(point, after))}" for point, after in zip(rest, rest[1:], strict=False)]
    return f"M{_at(first)} {' '.join(bends)} L{_at(rest[-1])}".replace("  ", " ")


def _middle(point: Point, other: Point) -> Point:
    return (point[0] + other[0]) / 2, (point[1] + other[1]) / 2


def _at(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
