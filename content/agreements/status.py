"""What is computed at reading, from dates and decisions alone: status, progress, overdue. Nobody can type it."""

from dataclasses import dataclass
from datetime import date

from content import dates
from content.db import JsonObject

REVIEW_WINDOW_MONTHS = 6


@dataclass(frozen=True)
class Status:
    """Where an agreement stands on a day, and the dates the statement rests on."""

    code: str
    until: date | None = None
    review_from: date | None = None
    end_precision: str | None = None


def status_on(body: JsonObject, today: date, review_months: int = REVIEW_WINDOW_MONTHS) -> Status:
    """The status of a published body on a day (RULES.md D3.2, P9).

    A missing end never reads as active: it is ``end-not-recorded``. A year ends on its 31 December.
    """
    if body["state"] not in ("executed", "grandfathered"):
        return Status(body["state"])
    start, end = body["term"]["start"], body["term"]["end"]
    if start and dates.first_day(start) > today:
        return Status("upcoming", dates.first_day(start))
    if not end:
        return Status("end-not-recorded")
    last = dates.last_day(end)
    review = dates.add_months(last, -review_months)
    if last < today:
        return Status("expired", last, review, dates.precision(end))
    return Status("expiring" if review <= today else "active", last, review, dates.precision(end))


def last_end_in_review(today: date, review_months: int = REVIEW_WINDOW_MONTHS) -> date:
    """The latest end whose review window has opened by today, for conditions over the read model.

    Month ends make ``end - 6 months <= today`` hold for ends a few days beyond ``today + 6 months``.
    """
    candidate = dates.add_months(today, review_months)
    while dates.add_months(dates.day_after(candidate), -review_months) <= today:
        candidate = dates.day_after(candidate)
    return candidate


@dataclass(frozen=True)
class Progress:
    """Progress from milestones: met ones over all that were not cancelled, a partly met one counting half."""

    met: int
    partially_met: int
    not_met: int
    scheduled: int
    cancelled: int

    @property
    def counted(self) -> int:
        return self.met + self.partially_met + self.not_met + self.scheduled

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down; None when there is nothing to count."""
        if not self.counted:
            return None
        return (2 * self.met + self.partially_met) * 100 // (2 * self.counted)


def progress_of(milestones: list[JsonObject]) -> Progress:
    """The progress that a list of milestones of a body amounts to (P3)."""
    count = dict.fromkeys(("met", "partially_met", "not_met", "scheduled", "cancelled"), 0)
    for milestone in milestones:
        count[milestone["status"]] += 1
    return Progress(**count)


def in_order(milestones: list[JsonObject]) -> list[JsonObject]:
    """Milestones by due date; those without one stand at the end."""
    return sorted(milestones, key=lambda m: (m["due"] is None, m["due"] or "", m["id"]))
