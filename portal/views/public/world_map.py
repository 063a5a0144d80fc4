"""The map of partners and, on the same page, the same partners as a list (P18)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.languages import gettext as _
from content.languages import listed, ngettext
from content.parties.regions import region_name, region_of
from content.record.projections import sort_key
from portal.access import public
from portal.caching import from_record
from portal.language import format_number
from portal.markup import country_name
from portal.views.public.equal_earth import View, closest_view, clusters, degrees, project
from portal.views.public.list_query import number
from portal.views.public.outlining import (
    ALL,
    CURRENT,
    OUTSIDE,
    UNCONFIRMED,
    Row,
    choices,
    group_name,
    leaf,
    rows,
    shown,
    with_pairs,
)
from portal.views.public.presenting import label_of

blueprint = Blueprint("world_map", __name__)
PLACES_ON_PAGE = 100
NAMES_ON_MARK = 5
DEEPEST = 5
GROUPS = (CURRENT, "ended", UNCONFIRMED, OUTSIDE, "mixed")


@dataclass(frozen=True)
class Place:
    """A partner with its agreements; without a slug, those that name no partner."""

    slug: str
    names: Mapping[str, str]
    town: Mapping[str, str]
    country: str
    point: tuple[float, float] | None
    rows: list[Row] = field(default_factory=list)

    @property
    def region(self) -> str | None:
        """The name of the world region that the country is in."""
        code = region_of(self.country)
        return None if code is None else region_name(code)

    @property
    def label(self) -> str:
        """The name as a map prints it: the town, else the partner."""
        return label_of(self.town) or label_of(self.names) or self.slug


@dataclass(frozen=True)
class Mark:
    """A mark on the map: one place, or several that stand too close to be told apart."""

    right: str
    down: str
    group: str
    agreements: int
    name: str
    url: str
    label: str = ""
    """Written beside the mark, where there is room for it."""


@blueprint.get("/<language:language>/map")
@public
@from_record
def page() -> ResponseReturnValue:
    show = shown()
    places = places_of(rows(show))
    around, depth = request.args.get("around", ""), number(request.args, "depth", 1, 1, DEEPEST)
    view = view_around(places, around, depth)
    if view != View():
        places = [place for place in places if place.point is not None and view.holds(place.point)]
    marks = marks_of(places, view, show, depth)
    return render_template(
        "world_map/page.html",
        view=view,
        is_whole=view == View(),
        marks=marks,
        legend=[(code, group_name(code)) for code in GROUPS if code in {mark.group for mark in marks}],
        leaf=leaf(places, PLACES_ON_PAGE),
        choices=choices("world_map.page", show),
        whole_url=_address(show, "", 1),
        agreements=len({row.key for place in places for row in place.rows}),
        page_url=lambda page: _address(show, around if view != View() else "", depth, page),
    )


def places_of(found: Iterable[Row]) -> list[Place]:
    """The partners of these agreements, by country and place; those that name none come last."""
    places: dict[str, Place] = {}
    for row in found:
        for partner in row.facts["partners"] or [{"slug": ""}]:
            slug = partner["slug"]
            if slug not in places:
                spot = degrees(partner.get("lat"), partner.get("lon"))
                point = project(*spot) if spot is not None else None
                names, town = partner.get("names") or {}, partner.get("place") or {}
                places[slug] = Place(slug, names, town, partner.get("country") or "", point)
            places[slug].rows.append(row)
    # A name of a country costs more than a place: each is looked up once.
    order = _countries_order({place.country for place in places.values()})
    return sorted(places.values(), key=lambda place: (not place.slug, *order[place.country], sort_key(place.label)))


def view_around(places: Sequence[Place], slug: str, depth: int) -> View:
    """The part of the map in which the mark that hides a place can be told apart; the whole for an unknown place.

    Each step down looks closer at the mark that held the place one step above.
    """
    points = _points(places)
    view = View()
    for _step in range(depth if slug in points else 0):
        near = [(name, point) for name, point in points.items() if view.holds(point)]
        mark = next(names for names in clusters(near, view) if slug in names)
        view = closest_view([points[name] for name in mark])
    return view


def marks_of(places: Sequence[Place], view: View, show: str, depth: int) -> list[Mark]:
    """The marks of a view, in the order of the places: every place with coordinates is in exactly one of them."""
    order = {place.slug: number for number, place in enumerate(places)}
    found = [sorted(names, key=lambda slug: order[slug]) for names in clusters(_points(places).items(), view)]
    deeper = depth + 1 if view != View() else 1
    found.sort(key=lambda names: order[names[0]])
    return [_mark([places[order[slug]] for slug in names], view, show, deeper) for names in found]


def _points(places: Iterable[Place]) -> dict[str, tuple[float, float]]:
    """Where the places are, in an order that no language changes, so that the map is the same in all of them."""
    return {
        place.slug: place.point for place in sorted(places, key=lambda place: place.slug) if place.point is not None
    }


def _mark(members: list[Place], view: View, show: str, deeper: int) -> Mark:
    found = {row.key: row for place in members for row in place.rows}
    groups = {row.group for row in found.values()}
    group = groups.pop() if len(groups) == 1 else "mixed"
    # The place that the others joined: only those points are sure to stand apart from one another.
    centre = min((place.slug, place.point) for place in members if place.point is not None)[1]
    if len(members) > 1:
        url = (
            "#partners"
            if view.is_closest or deeper > DEEPEST
            else _address(show, min(place.slug for place in members), deeper)
        )
    elif len(found) == 1:
        url = next(iter(found.values())).url
    else:
        url = url_for("parties.page", key=members[0].slug)
    label = members[0].label if len(members) == 1 and view != View() else ""
    return Mark(*view.percent(centre), group, len(found), _name(members, len(found), group), url, label)


def _name(members: list[Place], agreements: int, group: str) -> str:
    """What a mark is called: its places, how many agreements, and what its shape means."""
    named = [place.label for place in members[:NAMES_ON_MARK]]
    if len(members) == 1 and members[0].country:
        named = [_("%(place)s (%(country)s)", place=named[0], country=country_name(members[0].country))]
    more = len(members) - NAMES_ON_MARK
    if more > 0:
        named.append(ngettext("%(shown)s more place", "%(shown)s more places", more, shown=format_number(more)))
    counted = ngettext("%(shown)s agreement", "%(shown)s agreements", agreements, shown=format_number(agreements))
    return _("%(places)s: %(agreements)s. %(mark)s", places=listed(named), agreements=counted, mark=group_name(group))


def _address(show: str, around: str, depth: int, page: int = 1) -> str:
    pairs = {"show": "" if show == ALL else show, "around": around}
    if around and depth > 1:
        pairs["depth"] = str(depth)
    return with_pairs("world_map.page", {**pairs, "page": page if page > 1 else ""})


def _countries_order(countries: Iterable[str]) -> dict[str, tuple[bool, str, str]]:
    """By region and name; a country without a region, because it is invented or not stated, comes later."""
    order = {}
    for country in countries:
        region = region_of(country)
        order[country] = (
            region is None,
            sort_key(region_name(region) if region else ""),
            sort_key(country_name(country)),
        )
    return order
