"""A city's colours are refused when what is written with them could not be read."""

import pytest

from portal.colours import OWN, contrast, dressed, faults_of, mixed, stylesheet


def test_the_contrast_is_that_of_the_guidelines() -> None:
    assert [round(contrast(*pair), 2) for pair in (("#000000", "#ffffff"), ("#777777", "#ffffff"), ("#fff000",) * 2)] == [
        21.0, 4.48, 1.0,
    ]  # fmt: skip


def test_mixing_goes_from_one_colour_to_the_other() -> None:
    assert [mixed("#000000", "#ffffff", share) for share in (0, 0.5, 1)] == ["#000000", "#808080", "#ffffff"]


def test_the_portals_own_colours_have_no_fault() -> None:
    own = {name: OWN[name] for name in ("primary", "link", "ornament")}
    assert faults_of({**own, "accent": "#8a5508"}) == []


@pytest.mark.parametrize(
    "colours,fault",
    [
        ({"primary": "green"}, "primary: 'green' is not a colour such as #123c35"),
        ({"primary": 7}, "primary: 7 is not a colour such as #123c35"),
        ({"primary": "#123c35; }"}, "primary: '#123c35; }' is not a colour such as #123c35"),
        ({"primary": "#123c35", "shade": "#000000"}, "shade is not known; there are primary, link, accent, ornament"),
        ({"link": "#123c35"}, "primary is missing: the other colours are chosen to go with it"),
        ({"primary": "#123c35", "link": "#999999"},
         "link: #999999 has a contrast of 2.7 with the paper behind it; it needs 4.5"),
        ({"primary": "#123c35", "ornament": "#123c36"},
         "ornament: #123c36 has a contrast of 1.0 with the primary colour behind it; it needs 3.0"),
    ],
)  # fmt: skip
def test_a_colour_that_cannot_be_used_is_named(colours: dict[str, object], fault: str) -> None:
    assert faults_of(colours)[:1] == [fault]


def test_a_primary_colour_must_bear_white_text() -> None:
    assert faults_of({"primary": "#f0c040"})[0] == (
        "primary: #f0c040 has a contrast of 1.7 with white text on it; it needs 4.5"
    )


def test_the_stylesheet_sets_properties_and_nothing_else() -> None:
    lines = stylesheet({"primary": "#4a1d5c", "ornament": "#f2b6a0"}).decode().splitlines()
    assert "  --oa-primary: #4a1d5c;" in lines and "  --oa-brass: #f2b6a0;" in lines
    assert [line for line in lines if not line.startswith("  --oa-")] == [
        "@media not (forced-colors: active) {", ":root {", "}", "}",
    ]  # fmt: skip


def test_pictures_are_dressed_in_the_citys_colours() -> None:
    assert dressed(b"#123c35 #d9a441 #1c5a4e", {}) == b"#123c35 #d9a441 #1c5a4e"
    assert dressed(b"#123c35 #d9a441 #1c5a4e", {"primary": "#4a1d5c"}) == b"#4a1d5c #d9a441 #4a1d5c"
