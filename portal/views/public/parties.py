"""Cities and other partners: an index by country, a page of each with its agreements and how they were classed, and JSON.

A party is what the bodies of its live agreements say of it; the latest published one speaks last.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.agreements.status import status_on
from content.db import JsonObject
from content.languages import current
from content.record.outlines import items_having
from content.record.projections import sort_key
from content.record.queries import bodies_of
from portal.access import public
from portal.caching import from_record
from portal.database import db
from portal.markup import country_name
from portal.views.public import list_query, presenting, wording
from portal.views.public.equal_earth import View, degrees, project
from portal.views.public.items import KIND, absolute, city_date, current_labels
from portal.views.public.machine import answer, for_machines, next_path
from portal.views.public.outlining import leaf, rows, with_pairs
from portal.views.public.presenting import label_of, text_of
from portal.views.public.world_map import Mark, Place, places_of

blueprint = Blueprint("parties", __name__)
PARTIES_ON_PAGE = 200
MOST_AGREEMENTS = 100
FACTS = ("slug", "kind", "names", "place", "country", "aliases", "lat", "lon", "wikidata")


@dataclass(frozen=True)
class Party:
    """One party with the live bodies that name it, the latest published first."""

    facts: JsonObject
    bodies: list[JsonObject]
    total: int

    @property
    def label(self) -> str:
        return label_of(self.facts["names"]) or str(self.facts["slug"])

    @property
    def spellings(self) -> list[str]:
        """Every other name that is known, in any language."""
        named = [*self.facts["names"].values(), *self.facts["place"].values(), *self.facts["aliases"]]
        return [name for name in dict.fromkeys(named) if name and name != self.label]

    @property
    def history(self) -> list[tuple[JsonObject, JsonObject]]:
        """How its agreements were classed, oldest first, each row with the body that says so."""
        rows = [(row, body) for body in self.bodies for row in body["history"]]
        return sorted(rows, key=lambda pair: _when(pair[0]))


@blueprint.get("/<language:language>/parties")
@public
@from_record
def listing() -> ResponseReturnValue:
    places = _by_country()
    country = request.args.get("country", "")
    found = [place for place in places if country in ("", place.country)]
    sheet = leaf(found, PARTIES_ON_PAGE)
    return render_template(
        "parties/listing.html",
        leaf=sheet,
        groups=[(code, list(members)) for code, members in groupby(sheet.items, lambda place: place.country)],
        countries=_counted(places),
        country=country if found else "",
        page_url=lambda page: with_pairs("parties.listing", {"country": country, "page": page if page > 1 else ""}),
    )


@blueprint.get("/<language:language>/parties/<key>")
@public
@from_record
def page(key: str) -> ResponseReturnValue:
    party, labels, today = _party_or_404(key), current_labels(), city_date()
    spot = degrees(party.facts["lat"], party.facts["lon"])
    marks = [] if spot is None else [_mark(party, project(*spot))]
    return render_template(
        "parties/page.html",
        party=party,
        agreements=[(body, status_on(body, today).code) for body in party.bodies],
        view=View(),
        marks=marks,
        labels=labels,
        presenting=presenting,
        wording=wording,
    )


@blueprint.get("/api/v1/parties")
@public
@from_record
@for_machines
def api_listing() -> ResponseReturnValue:
    """The parties that are counterparties of live agreements, by country and place."""
    asked = list_query.read(request.args, (), strict=True)
    places = _by_country()
    pages = max(1, -(-len(places) // asked.per_page))
    items = [_summary(place) for place in places[(asked.page - 1) * asked.per_page : asked.page * asked.per_page]]
    return answer({"items": items, "total": len(places), "next": next_path(asked, pages)})


@blueprint.get("/api/v1/parties/<key>")
@public
@from_record
@for_machines
def api_party(key: str) -> ResponseReturnValue:
    party, today = _party_or_404(key), city_date()
    agreements = [
        {"key": body["slug"], "title": _title(body), "status": status_on(body, today).code, "url": _agreement_url(body)}
        for body in party.bodies
    ]
    history = [{**row, "agreement": body["slug"]} for row, body in party.history]
    counted = {"agreements": agreements, "total": party.total, "history": history}
    return answer({**party.facts, **counted, "url": _url(party.facts["slug"])})


def _by_country() -> list[Place]:
    """The partners of all live agreements by country and, within it, by place."""
    known = [place for place in places_of(rows()) if place.slug]
    names = {country: sort_key(country_name(country)) for country in {place.country for place in known}}
    return sorted(known, key=lambda place: names[place.country])


def _party_or_404(key: str) -> Party:
    """The party of that slug from the latest published agreements that name it; three queries."""
    items = items_having(db(), KIND, "party", key)
    kept = items[:MOST_AGREEMENTS]
    bodies = bodies_of(db(), kept)
    found = [bodies[item.item_id] for item in kept if item.item_id in bodies]
    facts = next((party for body in found for party in body["parties"] if party["slug"] == key), None)
    if facts is None:
        abort(404)
    return Party({name: facts[name] for name in FACTS}, found, len(items))


def _mark(party: Party, point: tuple[float, float]) -> Mark:
    """The one mark on the whole world, which leads to a closer look."""
    url = with_pairs("world_map.page", {"around": party.facts["slug"]})
    return Mark(*View().percent(point), "current", 1, party.label, url)


def _counted(places: Iterable[Place]) -> list[tuple[str, str, int]]:
    """The countries with the number of their parties, by name."""
    counts: dict[str, int] = {}
    for place in places:
        counts[place.country] = counts.get(place.country, 0) + 1
    named = [(code, country_name(code), number) for code, number in counts.items() if code]
    return sorted(named, key=lambda country: sort_key(country[1]))


def _summary(place: Place) -> JsonObject:
    return {
        "slug": place.slug,
        "names": dict(place.names),
        "place": dict(place.town),
        "country": place.country,
        "agreements": [{"key": row.key, "title": row.title, "status": row.status} for row in place.rows],
        "url": _url(place.slug),
    }


def _when(row: JsonObject) -> tuple[bool, str]:
    day = row["date"] or row["not_before"] or row["not_after"]
    return day is None, day or ""


def _title(body: JsonObject) -> str:
    return text_of(body["texts"], "title", body["source_language"])


def _agreement_url(body: JsonObject) -> str:
    return absolute(url_for("agreements.page", key=body["slug"], language=current().tag))


def _url(slug: str) -> str:
    return absolute(url_for("parties.page", key=slug, language=current().tag))
