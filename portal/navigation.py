"""Where the site leads to published pages: the header and the footer, from the record, remembered until it changes."""

from dataclasses import dataclass
from typing import Any

from flask import g, has_request_context, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from content.languages import current
from content.record.page_lists import Placement, placements
from content.record.queries import head
from content.record.remembered import Remembered
from portal.database import db

_placed: Remembered[list[Placement]] = Remembered(8)


@dataclass(frozen=True)
class Entry:
    """A link of the header or footer; ``lang`` is set where the title is in another language than the page."""

    label: str
    url: str
    current: bool
    lang: str | None = None


def page_url(kind: str, slug: str, **values: Any) -> str | None:
    """The public address of an item of the record by its kind; None for kinds that have no page."""
    match kind:
        case "agreement":
            return url_for("agreements.page", key=slug, **values)
        case "page" | "news":
            return url_for("pages.page", kind=kind, key=slug, **values)
        case "glossary":
            return url_for("pages.glossary", **values)
        case "register":
            return url_for("registers.page", key=slug, **values)
    return None


def placed(navigation: str) -> list[Entry]:
    """The published pages that stand in the header or the footer."""
    if not has_request_context():
        return []
    entries = []
    for place in _all_placed():
        url = page_url(place.kind, place.slug) if place.navigation == navigation else None
        if url is not None:
            title, language = place.title(current().tag)
            foreign = language if language != current().tag else None
            entries.append(Entry(title, url, request.path == url, foreign))
    return entries


def _all_placed() -> list[Placement]:
    """One query for each head of the record; none at all while the database cannot be read: an error page has no links."""
    try:
        top = g.get("record_head") or head(db()).hash
        return _placed.get(top, lambda: placements(db()))
    except SQLAlchemyError:
        return []
