"""Outlines of agreements as every picture shows them: with words, status and address, chosen by the same links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request, url_for

from content.agreements.status import status_on
from content.db import JsonObject
from content.languages import current
from content.languages import gettext as _
from content.record.outlines import outlines
from portal.database import db
from portal.views.public.items import KIND, city_date
from portal.views.public.list_query import LAST_PAGE, number
from portal.views.public.presenting import label_of

IN_FORCE = ("active", "expiring", "upcoming", "end-not-recorded")
UNCONFIRMED = "unconfirmed"
OUTSIDE = "outside"
ALL, CURRENT, HISTORICAL = "all", "current", "historical"
CHOICES = (ALL, CURRENT, HISTORICAL)
T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """One agreement in a picture and in its table."""

    item_id: str
    key: str
    title: str
    title_language: str | None
    sort_key: str
    category: str
    is_fictional: bool
    status: str
    facts: JsonObject

    @property
    def url(self) -> str:
        return url_for("agreements.page", key=self.key)

    @property
    def group(self) -> str:
        """How pictures mark it: current, ended, unconfirmed or outside."""
        if self.status in IN_FORCE:
            return CURRENT
        return self.status if self.status in (UNCONFIRMED, OUTSIDE) else "ended"


@dataclass(frozen=True)
class Choice:
    """A link that chooses what a picture shows."""

    code: str
    label: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Leaf(Generic[T]):
    """One page of a long table."""

    items: Sequence[T]
    total: int
    page: int
    pages: int


def group_name(code: str) -> str:
    """What a mark means."""
    return {
        CURRENT: _("Current"),
        "ended": _("Historical or ended"),
        UNCONFIRMED: _("Older document, not confirmed since"),
        OUTSIDE: _("Outside the program"),
        "mixed": _("Several of these"),
    }[code]


def rows(show: str = ALL, having: tuple[str, str] | None = None) -> list[Row]:
    """The agreements that the choice shows, by title: two queries, whatever their number."""
    today, language = city_date(), current().tag
    found = [
        Row(
            outline.item_id,
            outline.slug,
            outline.title,
            None if outline.language == language else outline.language,
            outline.sort_key,
            outline.category,
            outline.is_fictional,
            status_on(outline.facts, today).code,
            outline.facts,
        )
        for outline in outlines(db(), KIND, language, having)
    ]
    return [row for row in found if is_shown(row, show)]


def shown(default: str = ALL) -> str:
    """What the address chooses; the default for what is no choice."""
    asked = request.args.get("show", default)
    return asked if asked in CHOICES else default


def choices(endpoint: str, show: str, default: str = ALL, **values: Any) -> list[Choice]:
    """The links that choose, with the present one marked."""
    names = {ALL: _("All agreements"), CURRENT: _("Current ones"), HISTORICAL: _("Historical ones")}
    return [
        Choice(
            code, names[code], with_pairs(endpoint, {"show": "" if code == default else code}, **values), code == show
        )
        for code in CHOICES
    ]


def with_pairs(endpoint: str, pairs: Mapping[str, Any], **values: Any) -> str:
    """The address of a page with a query; what is empty is left out."""
    query = urlencode([(name, value) for name, value in pairs.items() if value not in (None, "")])
    return url_for(endpoint, **values) + (f"?{query}" if query else "")


def leaf(items: Sequence[T], size: int) -> Leaf[T]:
    """The page that the address asks for; beyond the end it is the last one."""
    pages = max(1, -(-len(items) // size))
    page = min(pages, number(request.args, "page", 1, 1, LAST_PAGE))
    return Leaf(items[(page - 1) * size : page * size], len(items), page, pages)


def partner_names(row: Row) -> list[str]:
    """The names of the partners in the current language, else in any."""
    return [label_of(partner["names"]) or partner["slug"] for partner in row.facts["partners"]]


def is_shown(row: Row, show: str) -> bool:
    """Whether the choice shows the agreement."""
    if show == CURRENT:
        return row.group == CURRENT
    return row.group in ("ended", UNCONFIRMED) if show == HISTORICAL else True
