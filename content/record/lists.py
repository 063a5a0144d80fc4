"""Lists of published items: filters and sorting are SQL over the read model, constant in the number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TypeAlias

from sqlalchemy import BindParameter, Date, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from content.db import Session
from content.record.models import PublicFacet, PublicItem, PublicText

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
)
Day: TypeAlias = date | BindParameter[date]
SORTS = ("title", "newest", "oldest", "end", "published")


@dataclass(frozen=True)
class ListQuery:
    """What a reader asked for; every part lives in the URL."""

    kind: str = "agreement"
    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    sort: str = "title"
    page: int = 1
    per_page: int = 20


@dataclass(frozen=True)
class Page:
    """One page of a list and the whole number of items that match."""

    items: list[PublicItem]
    total: int
    page: int
    per_page: int
    choices: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


def status_condition(status: str, today: Day, review_from: Day) -> ColumnElement[bool]:
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


def list_items(
    session: Session, query: ListQuery, *, language: str, today: date, review_from: date, with_choices: bool = True
) -> Page:
    """One page of live items, by default with the choices that filters offer and their counts in the whole record."""
    statement = _filtered(query, today, review_from)
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    ordered = _sorted(statement, query.sort, language).limit(query.per_page).offset((query.page - 1) * query.per_page)
    return Page(
        items=list(session.scalars(ordered)),
        total=total,
        page=query.page,
        per_page=query.per_page,
        choices=_choices(session, query.kind, today, review_from) if with_choices else {},
    )


def _filtered(query: ListQuery, today: date, review_from: date) -> Select[PublicItem]:
    statement = select(PublicItem).where(PublicItem.kind == query.kind, PublicItem.is_live.is_(True))
    if query.categories:
        statement = statement.where(PublicItem.category.in_(query.categories))
    if query.statuses:
        statement = statement.where(or_(*(status_condition(s, today, review_from) for s in query.statuses)))
    for facet, values in (("country", query.countries), ("goal", query.goals), ("year", query.years)):
        if values:
            statement = statement.where(PublicItem.item_id.in_(_having(facet, values)))
    return statement


def _having(facet: str, values: Sequence[str]) -> Select[str]:
    return select(PublicFacet.item_id).where(PublicFacet.facet == facet, PublicFacet.value.in_(values))


def _sorted(statement: Select[PublicItem], sort: str, language: str) -> Select[PublicItem]:
    title = (
        select(PublicText.sort_key)
        .where(
            PublicText.item_id == PublicItem.item_id,
            or_(PublicText.language == language, PublicText.is_source.is_(True)),
        )
        .order_by((PublicText.language == language).desc())
        .limit(1)
        .scalar_subquery()
    )
    by = {
        "newest": (PublicItem.sort_year.desc().nulls_last(),),
        "oldest": (PublicItem.sort_year.asc().nulls_last(),),
        "end": (PublicItem.ends_on.asc().nulls_last(),),
        "published": (PublicItem.sequence.desc(),),
    }.get(sort, ())
    return statement.order_by(*by, title, PublicItem.item_id)


def _choices(session: Session, kind: str, today: date, review_from: date) -> dict[str, list[tuple[str, int]]]:
    live = (PublicItem.kind == kind, PublicItem.is_live.is_(True))
    counted: dict[str, list[tuple[str, int]]] = {"category": [], "country": [], "goal": [], "year": []}
    for value, number in session.execute(
        select(PublicItem.category, func.count()).where(*live).group_by(PublicItem.category)
    ):
        if value:
            counted["category"].append((value, number))
    numbers = session.execute(_status_counts(), {"kind": kind, "today": today, "review_from": review_from}).one()
    counted["status"] = [(status, number) for status, number in zip(STATUSES, numbers, strict=True) if number]
    rows = session.execute(
        select(PublicFacet.facet, PublicFacet.value, func.count())
        .join(PublicItem, PublicItem.item_id == PublicFacet.item_id)
        .where(*live, PublicFacet.facet.in_(("country", "goal", "year")))
        .group_by(PublicFacet.facet, PublicFacet.value)
        .order_by(PublicFacet.value)
    )
    for facet, value, number in rows:
        counted[facet].append((value, number))
    return counted


@cache
def _status_counts() -> Select[*tuple[int, ...]]:
    """How many live items have each status: made once, for building it costs more than running it."""
    today, review_from = bindparam("today", type_=Date), bindparam("review_from", type_=Date)
    sums = [func.sum(case((status_condition(status, today, review_from), 1), else_=0)) for status in STATUSES]
    live = (PublicItem.kind == bindparam("kind"), PublicItem.is_live.is_(True))
    return select(*sums).select_from(PublicItem).where(*live)
