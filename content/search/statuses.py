"""Which documents have which status on a day.

An index outlives the day it was made on, so it holds states and terms, and the status is computed when it is asked
for: the same rule as content.agreements.status, over many documents at once.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from content.agreements.status import last_end_in_review
from content.search.matching import bits_of

IN_FORCE = ("executed", "grandfathered")


class States(Protocol):
    """What has to be known of the documents: their states, as values of a facet."""

    def having(self, field: str, terms: Iterable[str]) -> int:
        """The documents that have one of the terms."""

    def values(self, facet: str) -> Iterable[str]:
        """The values of a facet."""


def statuses_on(today: date, states: States, terms: Sequence[tuple[int, int]]) -> dict[str, int]:
    """The documents of each status; ``terms`` are the first and last days of all, as yyyymmdd, 0 when unknown."""
    day, review = _number(today), _number(last_end_in_review(today))
    found: dict[str, list[int]] = {}
    for number, (start, end) in enumerate(terms):
        found.setdefault(_of_term(start, end, day, review), []).append(number)
    in_force = states.having("facets", [f"state={state}" for state in IN_FORCE])
    statuses = {status: in_force & bits_of(numbers, len(terms)) for status, numbers in found.items()}
    # The other states rest on decisions and not on dates.
    for state in states.values("state"):
        if state not in IN_FORCE:
            statuses[state] = states.having("facets", [f"state={state}"])
    return statuses


def _of_term(start: int, end: int, today: int, review_from: int) -> str:
    """The status of an agreement in force. An unknown start is less than any day, as if it had begun."""
    if start > today:
        return "upcoming"
    if not end:
        return "end-not-recorded"
    if end < today:
        return "expired"
    return "expiring" if end <= review_from else "active"


def _number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day
