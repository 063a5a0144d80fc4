"""Worklists: what they count, and in how many queries."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from content.permissions import Role
from content.proposals import assessment, drafts, queries
from content.proposals.states import ProposalState as S
from content.proposals.workflow import PROPOSAL_WORKFLOW
from tests.casework import advance_to, receive

TODAY = date(2026, 6, 1)


@contextmanager
def counted(session) -> Iterator[list[str]]:
    seen: list[str] = []
    note = lambda _c, _u, statement, *_rest: seen.append(statement)  # noqa: E731
    event.listen(session.get_bind(), "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", note)


def test_countersign_lists_only_proposals_with_a_drafted_decline(session, store, people):
    advance_to(session, store, people, S.ASSESSMENT)
    declined = advance_to(session, store, people, S.ASSESSMENT)
    assessment.draft_decline(session, declined, words="Not now.", by=people[Role.PROTOCOL_OFFICER])
    [found] = queries.waiting(session, people[Role.COUNTERSIGNER], TODAY)
    listed = queries.proposals_in(session, found.worklist, page=1, size=50)
    assert (found.worklist.name, found.count, listed) == ("countersign", 1, [declined])


def test_what_is_past_due_is_counted_apart_from_what_is_due_next(session, people):
    late, early = receive(session), receive(session)
    late.due_on, early.due_on = date(2026, 5, 31), date(2026, 6, 1)
    session.flush()
    found = {w.worklist.name: w for w in queries.waiting(session, people[Role.PROTOCOL_OFFICER], TODAY)}["new"]
    assert (found.count, found.overdue, found.next_due) == (2, 1, date(2026, 6, 1))


def test_drafts_are_found_by_nobody(session):
    received = receive(session)
    draft, _token = drafts.start(session, category="partnership-city", language="en")
    assert queries.proposal_by_id(session, received.id) is received
    assert queries.proposal_by_id(session, draft.id) is None


@pytest.mark.parametrize("look", ["waiting", "list", "done"])
def test_twelve_proposals_cost_as_many_queries_as_one(session, store, people, look):
    worklist = next(w for w in PROPOSAL_WORKFLOW.worklists if w.name == "assessment")
    officer = people[Role.PROTOCOL_OFFICER]

    def queries_needed() -> int:
        session.flush()
        session.expire_all()
        officer.can("proposal.view")
        with counted(session) as seen:
            if look == "waiting":
                queries.waiting(session, officer, TODAY)
            elif look == "list":
                rows = queries.proposals_in(session, worklist, page=1, size=50)
                [(row.values(), row.assignee.name) for row in rows if row.assignee]
            else:
                [row.values() for _entry, row in queries.done_by(session, officer.id, page=1, size=50)]
        return len(seen)

    advance_to(session, store, people, S.ASSESSMENT)
    one = queries_needed()
    for _ in range(11):
        advance_to(session, store, people, S.ASSESSMENT)
    assert queries_needed() == one
