"""A city's logo: a PNG, or an SVG that can only be looked at."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

LARGEST = 60_000
PNG = b"\x89PNG\r\n\x1a\n"
SVG_NAME = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset({
    "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern",
    "metadata",
})  # fmt: skip
OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:|expression\(", re.IGNORECASE)


def faults_of(path: Path) -> list[str]:
    """Why the file cannot be the logo; nothing when it can."""
    if not path.is_file():
        return [f"there is no file {path}"]
    content = path.read_bytes()
    if len(content) > LARGEST:
        return [f"{path.name} is larger than {LARGEST} bytes"]
    if path.suffix == ".png":
        return [] if content.startswith(PNG) else [f"{path.name} is not a PNG"]
    if path.suffix == ".svg":
        return _svg_faults(path.name, content)
    return [f"{path.name} must be an .svg or a .png"]


def _svg_faults(name: str, content: bytes) -> list[str]:
    """A closed list of shapes, no handler, no address outside of the file, no entity that could grow."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"<?xml-stylesheet" in content:
        return [f"{name} declares a document type, an entity or a stylesheet; leave it out"]
    try:
        root = ET.fromstring(content)  # noqa: S314  entities and document types have been refused above
    except ET.ParseError as error:
        return [f"{name} cannot be read: {error}"]
    if root.tag != f"{SVG_NAME}svg":
        return [f"{name} is not an SVG"]
    faults = []
    for element in root.iter():
        tag = element.tag.removeprefix(SVG_NAME) if isinstance(element.tag, str) else ""
        if tag not in SHAPES:
            faults.append(f"{name} has <{tag}> in it, which a logo must not have")
        for key, value in element.attrib.items():
            local = key.rpartition("}")[2].lower()
            if local.startswith("on") or OUTSIDE.search(value) or (local == "href" and not value.startswith("#")):
                faults.append(f"{name} has {local}={value[:40]!r} in it, which a logo must not have")
    return list(dict.fromkeys(faults))
