import re
from math import hypot, radians, sin
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.assets import STATIC
from portal.views.public.equal_earth import (
    APART,
    HEIGHT,
    LEAST_WIDTH,
    WIDTH,
    View,
    closest_view,
    clusters,
    degrees,
    project,
)

POINTS = st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT))
LAND = Path(STATIC) / "vendor" / "world-atlas" / "land.svg"


def test_the_meridian_of_greenwich_is_in_the_middle_and_the_edges_are_the_date_line() -> None:
    assert project(0, 0)[0] == WIDTH / 2
    assert [round(project(0, longitude)[0], 6) for longitude in (-180, 180)] == [0, WIDTH]


@pytest.mark.parametrize("south", [0, 20, 40, 60])
def test_equal_areas_stay_equal(south: int) -> None:
    step = 0.01
    low, high = project(south, 0), project(south + step, 0)
    width = project(south, 1)[0] - low[0]
    drawn = width * (low[1] - high[1])
    true = radians(1) * (sin(radians(south + step)) - sin(radians(south)))
    # The equator of a globe of radius 1 is drawn 2 × 2.70663 long.
    scale = WIDTH / (2 * 2.7066299836960748)
    assert drawn == pytest.approx(true * scale**2, rel=1e-3)


def test_what_lies_beyond_the_sheet_stands_at_its_edge() -> None:
    assert (project(90, 0), project(-90, 0)[1]) == (project(84, 0), project(-58, 0)[1])


@pytest.mark.parametrize(
    ("latitude", "longitude", "found"),
    [
        ("45.46", "9.19", (45.46, 9.19)),
        (None, None, None),
        ("", "9", None),
        ("x", "1", None),
        ("nan", "1", None),
        ("inf", "1", None),
        ("91", "0", None),
        ("0", "-180.1", None),
        ("-90", "180", (-90.0, 180.0)),
    ],
)
def test_only_places_on_earth_are_taken(latitude: str, longitude: str, found: object) -> None:
    assert degrees(latitude, longitude) == found


@given(st.lists(POINTS, max_size=60))
def test_every_point_is_in_one_mark_that_is_near_and_marks_begin_apart(points: list[tuple[float, float]]) -> None:
    named = {str(number): point for number, point in enumerate(points)}
    marks = clusters(named.items(), View())
    assert sorted(name for names in marks for name in names) == sorted(named)
    first = [named[names[0]] for names in marks]
    reach = APART * WIDTH
    for names, (x, y) in zip(marks, first, strict=True):
        assert all(hypot(named[name][0] - x, named[name][1] - y) <= reach for name in names)
    assert all(
        hypot(ax - bx, ay - by) >= reach * 0.999999
        for index, (ax, ay) in enumerate(first)
        for bx, by in first[index + 1 :]
    )


@given(st.lists(POINTS, min_size=1, max_size=20))
def test_a_closer_view_holds_its_points_and_stays_on_the_sheet(points: list[tuple[float, float]]) -> None:
    view = closest_view(points)
    assert LEAST_WIDTH <= view.width <= WIDTH
    assert view.x >= -1e-6 and view.x + view.width <= WIDTH + 1e-6
    assert view.y >= -1e-6 and view.y + view.height <= HEIGHT + 1e-6
    assert all(view.x - 1e-6 <= x <= view.x + view.width + 1e-6 for x, _y in points)


def test_the_land_is_drawn_on_the_same_sheet() -> None:
    drawn = LAND.read_text(encoding="utf-8")
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', drawn)
    assert box is not None
    assert int(box[1]) / int(box[2]) == WIDTH / HEIGHT
