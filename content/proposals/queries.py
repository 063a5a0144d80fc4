"""Named look-ups of proposals: what waits in each worklist, what somebody did. Drafts are nobody's business here."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, null, select
from sqlalchemy.orm import selectinload

from content.db import Session
from content.history import HistoryEntry
from content.permissions import Actor
from content.proposals.models import Proposal
from content.proposals.states import OPEN
from content.proposals.states import ProposalState as S
from content.proposals.workflow import PROPOSAL_WORKFLOW
from content.workflow import Worklist

COUNTERSIGN = "countersign"
IS_DECLINE_DRAFTED = Proposal.decline.is_not(null())


@dataclass(frozen=True)
class Waiting:
    """What a worklist holds: how many, since when the oldest waits, the next due day to come, how many are past it."""

    worklist: Worklist[S]
    count: int = 0
    oldest: datetime | None = None
    next_due: date | None = None
    overdue: int = 0


def worklists_for(actor: Actor) -> list[Worklist[S]]:
    """The worklists that the actor's permissions open, in the order of the procedure."""
    return [worklist for worklist in PROPOSAL_WORKFLOW.worklists if actor.can(worklist.permission)]


def waiting(session: Session, actor: Actor, today: date) -> list[Waiting]:
    """What waits in each worklist of the actor: one query, whatever their number."""
    is_late = Proposal.due_on < today
    rows = session.execute(
        select(
            Proposal.state,
            IS_DECLINE_DRAFTED.label("declined"),
            func.count().label("number"),
            func.min(Proposal.state_since).label("oldest"),
            func.min(case((~is_late, Proposal.due_on))).label("next_due"),
            func.count(case((is_late, 1))).label("overdue"),
        )
        .where(Proposal.state.in_(OPEN))
        .group_by(Proposal.state, "declined")
    ).all()
    found: dict[tuple[S, bool], list[Waiting]] = defaultdict(list)
    none = PROPOSAL_WORKFLOW.worklists[0]
    for row in rows:
        found[row.state, bool(row.declined)].append(Waiting(none, row.number, row.oldest, row.next_due, row.overdue))
    return [_summed(worklist, found) for worklist in worklists_for(actor)]


def _summed(worklist: Worklist[S], found: dict[tuple[S, bool], list[Waiting]]) -> Waiting:
    drafted = (True,) if worklist.name == COUNTERSIGN else (True, False)
    parts = [part for state in worklist.states for flag in drafted for part in found.get((state, flag), [])]
    return Waiting(
        worklist,
        count=sum(part.count for part in parts),
        oldest=min((part.oldest for part in parts if part.oldest), default=None),
        next_due=min((part.next_due for part in parts if part.next_due), default=None),
        overdue=sum(part.overdue for part in parts),
    )


def proposals_in(session: Session, worklist: Worklist[S], *, page: int, size: int) -> list[Proposal]:
    """One page of a worklist, what is due first at the top: a constant number of queries."""
    return list(
        session.scalars(
            select(Proposal)
            .where(_listed(worklist))
            .options(selectinload(Proposal.answers), selectinload(Proposal.assignee))
            .order_by(Proposal.due_on, Proposal.id)
            .offset((page - 1) * size)
            .limit(size)
        )
    )


def count_in(session: Session, worklist: Worklist[S]) -> int:
    """How many proposals a worklist holds."""
    return session.scalar(select(func.count(Proposal.id)).where(_listed(worklist))) or 0


def proposals_of(session: Session, person_id: int, *, limit: int) -> list[Proposal]:
    """Open proposals that the person is in charge of, what is due first at the top."""
    return list(
        session.scalars(
            select(Proposal)
            .where(Proposal.assignee_id == person_id, Proposal.state.in_(OPEN))
            .options(selectinload(Proposal.answers), selectinload(Proposal.assignee))
            .order_by(Proposal.due_on, Proposal.id)
            .limit(limit)
        )
    )


def done_by(session: Session, person_id: int, *, page: int, size: int) -> list[tuple[HistoryEntry, Proposal]]:
    """What the person did on proposals, the newest act first: a constant number of queries."""
    entries = list(
        session.scalars(
            select(HistoryEntry)
            .where(HistoryEntry.kind == PROPOSAL_WORKFLOW.kind, HistoryEntry.actor_id == person_id)
            .order_by(HistoryEntry.id.desc())
            .offset((page - 1) * size)
            .limit(size)
        )
    )
    ids = {int(entry.subject_id) for entry in entries}
    rows = session.scalars(
        select(Proposal)
        .where(Proposal.id.in_(ids))
        .options(selectinload(Proposal.answers), selectinload(Proposal.assignee))
    )
    proposals = {proposal.id: proposal for proposal in rows}
    return [(entry, proposals[int(entry.subject_id)]) for entry in entries if int(entry.subject_id) in proposals]


def count_done_by(session: Session, person_id: int) -> int:
    """How many acts on proposals the person has in the history."""
    query = select(func.count(HistoryEntry.id)).where(
        HistoryEntry.kind == PROPOSAL_WORKFLOW.kind, HistoryEntry.actor_id == person_id
    )
    return session.scalar(query) or 0


def proposal_by_id(session: Session, proposal_id: int) -> Proposal | None:
    """A proposal that has been received; a draft belongs to its applicant alone."""
    proposal = session.get(Proposal, proposal_id)
    return None if proposal is None or proposal.state is S.DRAFT else proposal


def _listed(worklist: Worklist[S]) -> ColumnElement[bool]:
    condition = Proposal.state.in_(worklist.states)
    return condition & IS_DECLINE_DRAFTED if worklist.name == COUNTERSIGN else condition
