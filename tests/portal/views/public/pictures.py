"""Parties and pages as the tests of pictures use them."""

from typing import Any

import html5lib

SVG = "{http://www.w3.org/2000/svg}"


def party(slug: str, lat: str | None = None, lon: str | None = None, **changes: Any) -> dict[str, Any]:
    """A counterparty; a city of Italy unless the changes say otherwise."""
    name = slug.replace("-", " ").title()
    facts = {"id": slug, "slug": slug, "role": "counterparty", "kind": "municipality", "country": "IT"}
    words = {"names": {"en": f"City of {name}"}, "place": {"en": name}, "aliases": [], "wikidata": None}
    return {**facts, **words, "lat": lat, "lon": lon, **changes}


def tree_of(page: str) -> Any:
    """The page as a tree of elements without namespaces."""
    return html5lib.parse(page, namespaceHTMLElements=False)


def with_class(page: str, name: str) -> list[Any]:
    """The elements that have a class."""
    return [element for element in tree_of(page).iter() if name in str(element.get("class", "")).split()]


def links_in(page: str, name: str) -> list[str]:
    """The addresses of all links inside the elements of a class."""
    return [
        str(link.get("href")) for box in with_class(page, name) for link in box.iter() if link.tag in ("a", f"{SVG}a")
    ]
