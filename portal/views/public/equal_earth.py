"""Where a place stands on the map of the world, and which places stand so close that one mark shows them all.

The projection is Equal Earth (B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection", International
Journal of Geographical Information Science 33, 2018): areas keep their sizes, so that no continent is made greater than
it is. The sheet is 1,000 units wide and shows the world from 84° north to 58° south; ``static/vendor/world-atlas`` holds
the land in the same units.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

WIDTH, HEIGHT = 1000, 438
NORTH, SOUTH = 84.0, -58.0
LEAST_WIDTH = 60
"""The closest look there is: the land is drawn too coarsely for less."""
APART = 0.027
"""Marks nearer than this share of the width are one: on the narrowest map, 26 pixels, which a finger can still tell."""

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = sqrt(3) / 2


@dataclass(frozen=True)
class View:
    """The part of the sheet that is shown, always as wide to its height as the whole."""

    x: float = 0.0
    y: float = 0.0
    width: float = WIDTH

    @property
    def height(self) -> float:
        return self.width * HEIGHT / WIDTH

    @property
    def box(self) -> str:
        """The same as an SVG viewBox."""
        return f"{self.x:.1f} {self.y:.1f} {self.width:.1f} {self.height:.1f}"

    @property
    def is_closest(self) -> bool:
        return self.width <= LEAST_WIDTH

    def holds(self, point: tuple[float, float]) -> bool:
        return self.x <= point[0] <= self.x + self.width and self.y <= point[1] <= self.y + self.height

    def percent(self, point: tuple[float, float]) -> tuple[str, str]:
        """How far right and down the point stands in the view."""
        right, down = (point[0] - self.x) / self.width, (point[1] - self.y) / self.height
        return f"{right * 100:.2f}%", f"{down * 100:.2f}%"


def degrees(latitude: str | None, longitude: str | None) -> tuple[float, float] | None:
    """Latitude and longitude as numbers; None when they are not known or are no place on earth."""
    try:
        north, east = float(latitude or ""), float(longitude or "")
    except ValueError:
        return None
    # Written so that what is not a number is no place either.
    return (north, east) if -90 <= north <= 90 and -180 <= east <= 180 else None


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """The place on the sheet; what lies beyond its edges stands at the edge."""
    scale = WIDTH / (2 * _equal_earth(0, 180)[0])
    top = _equal_earth(NORTH, 0)[1]
    right, up = _equal_earth(min(NORTH, max(SOUTH, latitude)), longitude)
    return right * scale + WIDTH / 2, min(HEIGHT, (top - up) * scale)


def _equal_earth(latitude: float, longitude: float) -> tuple[float, float]:
    theta = asin(_M * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    across = radians(longitude) * cos(theta) / (_M * slope)
    return across, theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))


def closest_view(points: Sequence[tuple[float, float]]) -> View:
    """The part of the sheet around these points, with some room, and never beyond its edges."""
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    top, bottom = min(y for _x, y in points), max(y for _x, y in points)
    needed = max((right - left) * 1.5, (bottom - top) * 1.5 * WIDTH / HEIGHT)
    width = min(WIDTH, max(LEAST_WIDTH, needed))
    height = width * HEIGHT / WIDTH
    x = min(max(0.0, (left + right - width) / 2), WIDTH - width)
    y = min(max(0.0, (top + bottom - height) / 2), HEIGHT - height)
    return View(x, y, width)


def clusters(points: Iterable[tuple[str, tuple[float, float]]], view: View) -> list[list[str]]:
    """Names of points that one mark shows, in the order in which their first names came.

    Each point joins the first mark that is nearer than ``APART``; a grid of that width keeps the work linear.
    """
    reach = APART * view.width
    centres: dict[tuple[int, int], list[tuple[tuple[float, float], list[str]]]] = {}
    found: list[list[str]] = []
    for name, (x, y) in points:
        column, row = int(x // reach), int(y // reach)
        near = (mark for dx in (-1, 0, 1) for dy in (-1, 0, 1) for mark in centres.get((column + dx, row + dy), ()))
        members = next((names for (cx, cy), names in near if (cx - x) ** 2 + (cy - y) ** 2 < reach**2), None)
        if members is None:
            members = []
            centres.setdefault((column, row), []).append(((x, y), members))
            found.append(members)
        members.append(name)
    return found
