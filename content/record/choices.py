"""How many items each value of a filter would give, whatever else is chosen: sets of items, held by the process.

Values of one filter are alternatives, filters hold together, and every filter is counted under all the other active
ones: a value's number is that of the items which have it and pass every other filter. In SQL each of these counts
would walk over most of the read model again. A set of items is an integer with one bit for each, so that they are made
once for a head of the record and a day, by two queries, and counting is a single operation of the machine.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from sqlalchemy import case, func, select
from sqlalchemy.sql.elements import ColumnElement

from content.db import Session
from content.record.models import PublicFacet, PublicItem

IN_ROWS = ("region", "country", "goal", "year", "language")
"""The filters whose values stand in rows of their own; category and status follow from the item's columns."""

Choices = dict[str, list[tuple[str, int]]]
Chosen = Mapping[str, Sequence[str]]
"""The values chosen in each active filter."""


@dataclass(frozen=True)
class Holdings:
    """Which items have which values: filter, then value, then the set of items."""

    everything: int
    having: Mapping[str, Mapping[str, int]]

    def total(self, chosen: Chosen) -> int:
        """How many items pass every filter."""
        return self._passing(chosen).bit_count()

    def choices(self, chosen: Chosen) -> Choices:
        """The values of every filter with their numbers, in a fixed order; values without any item are left out."""
        counted: Choices = {}
        for name, values in self.having.items():
            rest = self._passing(chosen, leaving=name)
            numbers = ((value, (rest & items).bit_count()) for value, items in values.items())
            counted[name] = [(value, number) for value, number in numbers if number]
        return counted

    def without(self, chosen: Chosen) -> dict[str, int]:
        """How many items there would be without each of the active filters."""
        return {name: self._passing(chosen, leaving=name).bit_count() for name in chosen}

    def _passing(self, chosen: Chosen, leaving: str | None = None) -> int:
        sets = (self._any_of(name, values) for name, values in chosen.items() if name != leaving)
        return reduce(and_, sets, self.everything)

    def _any_of(self, name: str, values: Sequence[str]) -> int:
        known = self.having[name]
        return reduce(or_, (known.get(value, 0) for value in values), 0)


def read_holdings(session: Session, live: ColumnElement[bool], statuses: Mapping[str, ColumnElement[bool]]) -> Holdings:
    """The holdings of the items for which ``live`` is true; ``statuses`` say what each status means on the day."""
    status = case(*((condition, code) for code, condition in statuses.items()))
    numbers: dict[str, int] = {}
    categories: dict[str, list[int]] = {}
    by_status: dict[str, list[int]] = {code: [] for code in statuses}
    items = select(PublicItem.item_id, PublicItem.category, status).where(live).order_by(PublicItem.item_id)
    for number, (item_id, category, code) in enumerate(session.execute(items)):
        numbers[item_id] = number
        if category is not None:
            categories.setdefault(category, []).append(number)
        if code is not None:
            by_status[code].append(number)
    having = {"category": dict(sorted(categories.items())), "status": by_status, **_in_rows(session, numbers)}
    return Holdings(
        everything=(1 << len(numbers)) - 1,
        having={
            name: {value: _set_of(found, len(numbers)) for value, found in values.items()}
            for name, values in having.items()
        },
    )


def _in_rows(session: Session, numbers: Mapping[str, int]) -> dict[str, dict[str, list[int]]]:
    found: dict[str, dict[str, list[int]]] = {name: {} for name in IN_ROWS}
    # One row for each value: the ids are UUIDs, which hold no comma.
    rows = (
        select(PublicFacet.facet, PublicFacet.value, func.aggregate_strings(PublicFacet.item_id, ","))
        .where(PublicFacet.facet.in_(IN_ROWS))
        .group_by(PublicFacet.facet, PublicFacet.value)
        .order_by(PublicFacet.facet, PublicFacet.value)
    )
    for facet, value, ids in session.execute(rows):
        # Other kinds of items have values, too; they are not among the numbered ones.
        found[facet][value] = [numbers[item_id] for item_id in ids.split(",") if item_id in numbers]
    return found


def _set_of(numbers: Iterable[int], size: int) -> int:
    octets = bytearray(size // 8 + 1)
    for number in numbers:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")
