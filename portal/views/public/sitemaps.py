"""Sitemaps: each public page in each language, with its other languages beside it."""

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from flask import url_for

from content.languages import first_choice, offered
from content.record.chain import moment_text
from portal.views.public.items import absolute

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
PICTURES = ("world_map.page", "timeline.page", "goals.page", "historical.page", "parties.listing")
FIXED = (
    "site.home",
    "agreements.listing",
    "search.page",
    "site.record",
    "propose.start",
    "policy.page",
    "pages.news",
    "registers.listing",
    *PICTURES,
)
ITEMS_IN_PART = 2000
"""A file may name 50,000 addresses: two pages of each item in up to twelve languages fit."""

ET.register_namespace("xhtml", XHTML)


def sitemap_index(parts: int) -> bytes:
    """Where the parts are."""
    index = ET.Element("sitemapindex", {"xmlns": SITEMAP})
    for part in range(1, parts + 1):
        entry = ET.SubElement(index, "sitemap")
        ET.SubElement(entry, "loc").text = absolute(url_for("site.sitemap", part=part))
    return _written(index)


def sitemap_part(items: Sequence[Any], *, with_fixed_pages: bool, pages: Sequence[Any] = ()) -> bytes:
    """The pages of these items, and in the first part the pages that are always there and those of editors."""
    tree = ET.Element("urlset", {"xmlns": SITEMAP})
    for endpoint in FIXED if with_fixed_pages else ():
        tree.extend(_addresses(endpoint, None))
    for page in pages if with_fixed_pages else ():
        endpoint, named = _place(page.kind, page.slug)
        tree.extend(_addresses(endpoint, moment_text(page.published_at), **named))
    for item in items:
        for endpoint in ("agreements.page", "agreements.changes"):
            tree.extend(_addresses(endpoint, moment_text(item.published_at), key=item.slug))
    return _written(tree)


def _place(kind: str, slug: str) -> tuple[str, dict[str, str]]:
    """Where a page of editors or a register is found."""
    if kind == "glossary":
        return "pages.glossary", {}
    return ("registers.page", {"key": slug}) if kind == "register" else ("pages.page", {"kind": kind, "key": slug})


def _addresses(endpoint: str, changed: str | None, **values: Any) -> Iterator[ET.Element]:
    """The page in each language; each names all of them, and the one for readers of any other language."""
    urls = {language.tag: absolute(url_for(endpoint, **{**values, "language": language.tag})) for language in offered()}
    others = {**urls, "x-default": absolute("/") if endpoint == "site.home" else urls[first_choice().tag]}
    for own in urls.values():
        entry = ET.Element("url")
        ET.SubElement(entry, "loc").text = own
        if changed is not None:
            ET.SubElement(entry, "lastmod").text = changed
        for tag, href in others.items():
            ET.SubElement(entry, f"{{{XHTML}}}link", {"rel": "alternate", "hreflang": tag, "href": href})
        yield entry


def _written(tree: ET.Element) -> bytes:
    written: bytes = ET.tostring(tree, "utf-8", xml_declaration=True)
    return written
