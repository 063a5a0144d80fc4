"""The historical register: agreements that have ended, that no longer qualify, or that nobody has confirmed (P10).

They keep their addresses. R-071: the city gives them no further resources; R-072: why, as far as it is stated; R-073:
their cities are welcome to propose anew.
"""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.agreements.status import status_on
from content.db import JsonObject
from content.languages import current
from content.languages import gettext as _
from content.record.queries import bodies_of, items_by_id
from portal.access import public
from portal.caching import from_record
from portal.database import db
from portal.language import format_partial_date
from portal.views.public import wording
from portal.views.public.items import city_date, current_labels
from portal.views.public.outlining import HISTORICAL, Row, leaf, rows, with_pairs
from portal.views.public.presenting import established, status_sentence

blueprint = Blueprint("historical", __name__)
ENTRIES_ON_PAGE = 25
SORTS = ("title", "oldest", "newest")


@dataclass(frozen=True)
class Entry:
    """One agreement of the register with what its body says about its end."""

    row: Row
    body: JsonObject
    years: list[str]
    reason: str

    @property
    def propose_url(self) -> str:
        """Where its city may propose anew."""
        return propose_url([party for party in self.body["parties"] if party["role"] == "counterparty"])


@blueprint.get("/<language:language>/historical")
@public
@from_record
def page() -> ResponseReturnValue:
    sort = request.args.get("sort", "title")
    sort = sort if sort in SORTS else "title"
    sheet = leaf(in_order(rows(HISTORICAL), sort), ENTRIES_ON_PAGE)
    items = items_by_id(db(), [row.item_id for row in sheet.items])
    bodies = bodies_of(db(), items)
    pairs = {"sort": "" if sort == "title" else sort}
    return render_template(
        "historical/page.html",
        entries=[entry_of(row, bodies[row.item_id]) for row in sheet.items if row.item_id in bodies],
        leaf=sheet,
        sort=sort,
        sorts=[(code, wording.sort(code)) for code in SORTS],
        labels=current_labels(),
        page_url=lambda page: with_pairs("historical.page", {**pairs, "page": page if page > 1 else ""}),
    )


def in_order(found: list[Row], sort: str) -> list[Row]:
    """By title, or by beginning; what has no date comes last either way."""
    if sort == "title":
        return found
    dated = sorted((row for row in found if began(row)), key=lambda row: began(row) or "", reverse=sort == "newest")
    return dated + [row for row in found if not began(row)]


def began(row: Row) -> str | None:
    """The first date that the record has for an agreement."""
    facts = row.facts
    named = [facts["term"]["start"], facts["signed_on"], *facts["established"].values(), *(facts["recorded"] or [])]
    return min((day for day in named if day), default=None)


def entry_of(row: Row, body: JsonObject) -> Entry:
    """What the register says about an agreement."""
    status, term = status_on(body, city_date()), body["term"]
    years = list(established(body) or [])
    if term["start"] and term["start"] != body["established"]["date"]:
        years.append(_("Term from %(date)s", date=format_partial_date(term["start"])))
    if term["end"]:
        years.append(_("Term until %(date)s", date=format_partial_date(term["end"])))
    return Entry(row, body, years, status_sentence(body, status))


def propose_url(partners: list[JsonObject]) -> str:
    """The address of a new proposal, with the city filled in when there is one."""
    if not partners:
        return url_for("propose.start")
    place = partners[0]["place"].get(current().tag) or next(iter(partners[0]["place"].values()), "")
    pairs = {"city": place, "country": partners[0]["country"]} if place else {}
    return with_pairs("propose.start", pairs)
