"""Status and progress are computed from dates alone."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.agreements.status import (
    in_order,
    last_end_in_review,
    progress_of,
    status_on,
)
from content.dates import add_months
from tests.content.record.factories import agreement_body

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "start,end,code",
    [
        ("2025-04-01", "2030-03-31", "active"),
        ("2025-04-01", "2027-05-23", "active"),
        ("2025-04-01", "2027-05-22", "expiring"),
        ("2025-04-01", "2026-11-22", "expiring"),
        ("2025-04-01", "2026-11-21", "expired"),
        ("2026-11-23", "2030-03-31", "upcoming"),
        ("2020", "2026", "expiring"),
        ("2020", "2025", "expired"),
        (None, None, "end-not-recorded"),
        ("1991", None, "end-not-recorded"),
    ],
)
def test_p9_status_follows_from_the_dates(start: str | None, end: str | None, code: str) -> None:
    body = agreement_body(term={"start": start, "end": end, "months": None})
    assert status_on(body, TODAY).code == code


@pytest.mark.parametrize("state", ["historical", "concluded", "terminated", "outside", "unconfirmed"])
def test_a_final_state_is_its_own_status(state: str) -> None:
    assert status_on(agreement_body(state=state), TODAY).code == state


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(-400, 400))
def test_the_condition_for_lists_agrees_with_the_status(today: date, days: int) -> None:
    end = today + timedelta(days=days)
    opened = add_months(end, -6) <= today
    assert (end <= last_end_in_review(today)) == opened


def milestone(**changes: Any) -> dict[str, Any]:
    return {"id": "m1", "due": "2026-01-01", "status": "scheduled", "met_on": None, **changes}


def test_p3_progress_counts_partly_met_half_and_leaves_cancelled_out() -> None:
    statuses = ["met", "met", "partially_met", "not_met", "scheduled", "cancelled"]
    progress = progress_of([milestone(status=status) for status in statuses])
    assert (progress.counted, progress.percent) == (5, 50)


def test_p3_without_milestones_there_is_no_progress_to_speak_of() -> None:
    assert progress_of([]).percent is None


def test_milestones_stand_by_due_date_and_undated_ones_last() -> None:
    found = in_order([milestone(id="c", due=None), milestone(id="b", due="2027"), milestone(id="a", due="2026-05")])
    assert [m["id"] for m in found] == ["a", "b", "c"]
