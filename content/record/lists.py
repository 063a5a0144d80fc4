"""Lists of published items: filters and sorting are SQL over the read model, constant in the number of queries.

What a list holds depends on the record and the day alone, so a process remembers the answers it gave last.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from content.db import Session
from content.record.choices import Choices, Holdings, read_holdings
from content.record.models import PublicFacet, PublicItem, PublicText
from content.record.queries import head, items_by_id
from content.record.remembered import Remembered

ACTIVE, EXPIRING, EXPIRED, UPCOMING, OPEN_ENDED = (
    "active",
    "expiring",
    "expired",
    "upcoming",
    "end-not-recorded",
)
STATUSES = (
    ACTIVE,
    EXPIRING,
    UPCOMING,
    OPEN_ENDED,
    EXPIRED,
    "historical",
    "concluded",
    "terminated",
    "outside",
    "unconfirmed",
)
SORTS = ("title", "newest", "oldest", "end", "published")


@dataclass(frozen=True)
class ListQuery:
    """What a reader asked for; every part lives in the URL."""

    kind: str = "agreement"
    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sort: str = "title"
    page: int = 1
    per_page: int = 20

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """The values chosen in each filter, by the filter's name; filters in which nothing is chosen are left out."""
        chosen = {
            "category": self.categories,
            "status": self.statuses,
            "region": self.regions,
            "country": self.countries,
            "goal": self.goals,
            "year": self.years,
            "language": self.languages,
        }
        return {name: values for name, values in chosen.items() if values}


@dataclass(frozen=True)
class Page:
    """One page of a list, the whole number of items that match, and what could be chosen instead.

    ``choices`` are the values of each filter with their numbers under the other filters; ``without`` the number of
    items without each of the active filters, and ``unfiltered`` without any: both only when nothing matches.
    """

    items: list[PublicItem]
    total: int
    page: int
    per_page: int
    choices: Choices = field(default_factory=dict)
    without: dict[str, int] = field(default_factory=dict)
    unfiltered: int = 0

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


def status_condition(status: str, today: date, review_from: date) -> ColumnElement[bool]:
    """The same rule as content.agreements.status, over the columns of the read model.

    ``review_from`` is the last day of a term that is still in its review window today.
    """
    item = PublicItem
    in_force = item.state.in_(("executed", "grandfathered"))
    started = or_(item.starts_on.is_(None), item.starts_on <= today)
    return {
        UPCOMING: and_(in_force, item.starts_on > today),
        OPEN_ENDED: and_(in_force, started, item.ends_on.is_(None)),
        EXPIRED: and_(in_force, item.ends_on < today, started),
        EXPIRING: and_(in_force, started, item.ends_on >= today, item.ends_on <= review_from),
        ACTIVE: and_(in_force, started, item.ends_on > review_from),
    }.get(status, item.state == status)


_holdings: Remembered[Holdings] = Remembered(4)
_listed: Remembered[tuple[str, ...]] = Remembered(256)


def list_items(
    session: Session, query: ListQuery, *, language: str, today: date, review_from: date, with_choices: bool = True
) -> Page:
    """One page of live items, by default with the choices that filters offer and their counts."""
    live = and_(PublicItem.kind == query.kind, PublicItem.is_live.is_(True))
    seen = (head(session).hash, query.kind, today, review_from)
    chosen = query.filters

    def read() -> Holdings:
        statuses = {status: status_condition(status, today, review_from) for status in STATUSES}
        return read_holdings(session, live, statuses)

    def find() -> tuple[str, ...]:
        found = _in_order(query.sort, language).where(live, *_conditions(query, today, review_from))
        return tuple(session.scalars(found.limit(query.per_page).offset((query.page - 1) * query.per_page)))

    holdings = _holdings.get(seen, read)
    total = holdings.total(chosen)
    is_lost = bool(with_choices and chosen and not total)
    return Page(
        items=items_by_id(session, _listed.get((*seen, query, language), find)),
        total=total,
        page=query.page,
        per_page=query.per_page,
        choices=holdings.choices(chosen) if with_choices else {},
        without=holdings.without(chosen) if is_lost else {},
        unfiltered=holdings.total({}) if is_lost else 0,
    )


def _conditions(query: ListQuery, today: date, review_from: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for name, values in query.filters.items():
        if name == "category":
            found.append(PublicItem.category.in_(values))
        elif name == "status":
            found.append(or_(*(status_condition(status, today, review_from) for status in values)))
        else:
            found.append(PublicItem.item_id.in_(_having(name, values)))
    return found


def _having(facet: str, values: Sequence[str]) -> Select[str]:
    return select(PublicFacet.item_id).where(PublicFacet.facet == facet, PublicFacet.value.in_(values))


def _in_order(sort: str, language: str) -> Select[str]:
    """The ids of items, ordered; by title in the reader's language, or the source's where it lacks one."""
    own, source = aliased(PublicText), aliased(PublicText)
    by = {
        "newest": (PublicItem.sort_year.desc().nulls_last(),),
        "oldest": (PublicItem.sort_year.asc().nulls_last(),),
        "end": (PublicItem.ends_on.asc().nulls_last(),),
        "published": (PublicItem.sequence.desc(),),
    }.get(sort, ())
    return (
        select(PublicItem.item_id)
        .outerjoin(own, and_(own.item_id == PublicItem.item_id, own.language == language))
        .outerjoin(source, and_(source.item_id == PublicItem.item_id, source.is_source.is_(True)))
        .order_by(*by, func.coalesce(own.sort_key, source.sort_key), PublicItem.item_id)
    )
