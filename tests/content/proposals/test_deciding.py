"""Step 4: the report, the decision of Council, the agreement that follows."""

from datetime import date

import pytest

from content.permissions import Role
from content.proposals import assessment, deciding
from content.proposals.next_step import next_step
from content.proposals.states import Outcome
from content.proposals.states import ProposalState as S
from content.workflow import NotAllowed, Refused
from tests.casework import ORDER, PDF, advance_to, agreement_of, decide


def test_r059_no_report_no_council(session, store, people):
    proposal = advance_to(session, store, people, S.REPORT_DRAFTING)
    with pytest.raises(Refused) as refused:
        assessment.advance(session, proposal, "send_report", by=people[Role.PROTOCOL_OFFICER])
    assert (refused.value.rules, refused.value.items) == (["R-059"], ["report"])


def test_r057_no_agreement_without_a_decision_of_council(session, store, people):
    proposal = advance_to(session, store, people, S.WITH_COUNCIL)
    with pytest.raises(Refused):
        deciding.draft_agreement(session, proposal, by=people[Role.PROTOCOL_OFFICER])
    with pytest.raises(Refused) as refused:
        assessment.advance(session, proposal, "approve", by=people[Role.CLERK])
    assert refused.value.rules == ["R-057"]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.ADOPTED, S.APPROVED),
        (Outcome.AMENDED, S.APPROVED),
        (Outcome.REFUSED, S.DECLINED),
        (Outcome.REFERRED, S.REPORT_DRAFTING),
        (Outcome.DEFERRED, S.WITH_COUNCIL),
    ],
)
def test_r057_the_proposal_goes_where_the_decision_leads(session, store, people, outcome, state):
    proposal = advance_to(session, store, people, S.WITH_COUNCIL)
    decide(session, proposal, people, outcome)
    assert proposal.state is state


@pytest.mark.parametrize(
    ("changes", "rule", "item"),
    [
        ({"item": " "}, "R-057", "item"),
        ({"decided_on": date(2999, 1, 1)}, "R-057", "decided_on"),
        ({"outcome": Outcome.REFUSED, "words": " "}, "T13", "words"),
    ],
)
def test_r057_r058_a_decision_names_its_item_a_day_that_has_come_and_reasons_to_refuse(
    session, store, people, changes, rule, item
):
    proposal = advance_to(session, store, people, S.WITH_COUNCIL)
    decided = {"item": "EX1.1", "decided_on": date(2026, 1, 15), "outcome": Outcome.ADOPTED, "words": ""}
    with pytest.raises(Refused) as refused:
        deciding.record_decision(session, proposal, **{**decided, **changes}, by=people[Role.CLERK])
    assert (refused.value.rules, refused.value.items) == ([rule], [item])
    assert (proposal.state, proposal.decisions) == (S.WITH_COUNCIL, [])


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLERK])
def test_r058_only_the_clerk_records_what_council_decided(session, store, people, role):
    proposal = advance_to(session, store, people, S.WITH_COUNCIL)
    decided = {"item": "EX1.1", "decided_on": date(2026, 1, 15), "outcome": Outcome.ADOPTED, "words": ""}
    with pytest.raises(NotAllowed):
        deciding.record_decision(session, proposal, **decided, by=people[role])


@pytest.mark.parametrize(("content", "media_type"), [(b"", "application/pdf"), (PDF, ""), (PDF, "text/html")])
def test_r059_a_report_is_no_empty_file_and_of_a_known_type(session, store, people, content, media_type):
    proposal = advance_to(session, store, people, S.REPORT_DRAFTING)
    file = {"content": content, "name": "report.pdf", "media_type": media_type}
    with pytest.raises(Refused) as refused:
        deciding.attach_report(session, proposal, store, **file, by=people[Role.PROTOCOL_OFFICER])
    assert (refused.value.rules, refused.value.items, proposal.report) == (["R-059"], ["file"], None)


def test_an_executed_agreement_takes_its_proposal_along(session, store, people):
    proposal = advance_to(session, store, people, S.EXECUTED)
    assert (proposal.state.value, agreement_of(proposal).state.value) == ("executed", "executed")


def test_every_open_state_has_one_next_step_and_a_closed_one_none(session, store, people):
    officer = people[Role.PROTOCOL_OFFICER]
    steps = [next_step(session, advance_to(session, store, people, state), officer) for state in ORDER]
    assert [step.act if step else None for step in steps] == [
        "acknowledge", "pass_assessment", "pass_capacity", "send_report", "record_decision", "draft_agreement",
        "sign_off", "sign", None,
    ]  # fmt: skip
