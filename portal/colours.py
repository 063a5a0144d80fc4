"""A city's colours: read, held against what is written on them, and written as custom properties of the stylesheet."""

import re
from collections.abc import Mapping

HEX = re.compile(r"#[0-9a-f]{6}")
NAMES = ("primary", "link", "accent", "ornament")
OWN = {"primary": "#123c35", "link": "#1c5a4e", "accent": "#b9822a", "ornament": "#d9a441"}
"""The colours of Open Accord itself: the pictures that come with it are drawn in them."""
WHITE, PAPER, ON_PRIMARY = "#ffffff", "#f8f7f2", "#f7f5ee"
TEXT, GRAPHIC = 4.5, 3.0
TINT, SOFT, PALE, RULE = 0.88, 0.75, 0.75, 0.15


def faults_of(colours: Mapping[str, object]) -> list[str]:
    """What is wrong with colours by their names: unknown, unreadable, or too faint for what is written with them."""
    faults = [f"{name} is not known; there are {', '.join(NAMES)}" for name in colours if name not in NAMES]
    for name in NAMES:
        if name in colours and not (isinstance(colours[name], str) and HEX.fullmatch(str(colours[name]).lower())):
            faults.append(f"{name}: {colours[name]!r} is not a colour such as {OWN['primary']}")
    if colours and "primary" not in colours:
        faults.append("primary is missing: the other colours are chosen to go with it")
    return faults or [fault for fault in _faint({name: str(text).lower() for name, text in colours.items()}) if fault]


def _faint(colours: dict[str, str]) -> list[str]:
    """WCAG 2.2, 1.4.3 and 1.4.11, for every pair that the stylesheet makes of them."""
    if not colours:
        return []
    primary = colours["primary"]
    soft, tint = mixed(primary, ON_PRIMARY, SOFT), mixed(primary, WHITE, TINT)
    return [
        _fault("primary", primary, WHITE, "white text on it", TEXT),
        _fault("primary", primary, soft, "the softer text on it", TEXT),
        *(
            _fault(name, colours[name], ground, words, TEXT)
            for name in ("link", "accent")
            if name in colours
            for ground, words in ((PAPER, "the paper behind it"), (tint, "the tint of the primary colour behind it"))
        ),
        *(
            _fault("ornament", colours["ornament"], primary, "the primary colour behind it", GRAPHIC)
            for _ in range("ornament" in colours)
        ),
    ]


def _fault(name: str, colour: str, other: str, words: str, least: float) -> str:
    found = contrast(colour, other)
    return "" if found >= least else f"{name}: {colour} has a contrast of {found:.1f} with {words}; it needs {least}"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _parts(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def mixed(one: str, other: str, share: float) -> str:
    """One colour with a share of another."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round((a * (1 - share) + b * share) * 255):02x}" for a, b in pairs)


def stylesheet(colours: Mapping[str, str]) -> bytes:
    """The custom properties that dress every page in these colours; they have no faults."""
    primary = colours["primary"]
    properties = {
        "primary": primary,
        "primary-bright": colours.get("link", primary),
        "primary-tint": mixed(primary, WHITE, TINT),
        "on-primary-soft": mixed(primary, ON_PRIMARY, SOFT),
        "on-primary-rule": mixed(primary, ON_PRIMARY, RULE),
        "seal": primary,
        "accent": colours.get("accent", colours.get("link", primary)),
    }
    if "ornament" in colours:
        properties |= {"brass": colours["ornament"], "brass-tint": mixed(colours["ornament"], WHITE, PALE)}
    lines = [f"  --oa-{name}: {value};" for name, value in properties.items()]
    # Readers who have asked for colours of their own keep them.
    return "\n".join(["@media not (forced-colors: active) {", ":root {", *lines, "}", "}", ""]).encode()


def dressed(picture: bytes, colours: Mapping[str, str]) -> bytes:
    """A picture of Open Accord's own in these colours."""
    for name, own in OWN.items():
        chosen = colours.get(name, own if name == "ornament" else colours.get("primary", own))
        picture = picture.replace(own.encode(), chosen.encode())
    return picture
