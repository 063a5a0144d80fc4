"""Step 4 of a project: the cost, the office that is to sign, the approval by delegated authority, and no Council."""

from datetime import date
from decimal import Decimal

import pytest

from content import clock, history
from content.authority.register import revoke
from content.permissions import Role
from content.policy.queries import current
from content.proposals import assessment, authorising, deciding
from content.proposals.authorising import Rate, options
from content.proposals.next_step import next_step
from content.proposals.states import Outcome
from content.proposals.states import ProposalState as S
from content.workflow import NotAllowed, Refused
from tests.casework import (
    LIMIT,
    PROJECT,
    PROJECT_ORDER,
    advance_to,
    agreement_of,
    decide,
    fill_register,
    sign_capacity,
    stand_in,
    state_cost,
)

RATE = {"currency": "CAD", "value": Decimal("1.25"), "source": "Bank of Canada", "on": date(2026, 1, 5)}


@pytest.fixture
def waiting(session, store, people):
    """A project whose capacity is confirmed."""
    return advance_to(session, store, people, S.AUTHORITY_CHECK, category=PROJECT)


@pytest.fixture
def register(session, people):
    """The City Manager's authority, and the approver in that office."""
    stand_in(session, people)
    return fill_register(session, people)


def refused_by(verb, *args, **values):
    with pytest.raises(Refused) as refused:
        verb(*args, **values)
    return [(refusal.rule, *refusal.items) for refusal in refused.value.refusals]


def approval(session, people, proposal, office="city_manager", role=Role.APPROVER):
    return authorising.approve(session, proposal, office=office, by=people[role])


def test_r060_a_project_goes_from_capacity_to_the_office_that_signs(session, people, waiting, register):
    state_cost(session, waiting, people)
    approval(session, people, waiting)
    decision = waiting.decisions[-1]
    today = clock.today(current(session).parts.city.time_zone)
    assert waiting.state is S.APPROVED
    assert (decision.body, decision.item, decision.outcome, decision.decided_on) == (
        "office", "By-law 7", Outcome.ADOPTED, today,
    )  # fmt: skip
    last = history.of(session, "proposal", waiting.id)[-1]
    assert (last.event, last.data) == ("approve_by_authority", {"office": "city_manager", "delegation": register.id})


def test_r060_the_way_to_the_council_report_is_closed_to_a_project(session, store, people):
    proposal = advance_to(session, store, people, S.CAPACITY, category=PROJECT)
    officer = people[Role.PROTOCOL_OFFICER]
    sign_capacity(session, proposal, people)
    assert refused_by(assessment.advance, session, proposal, "pass_capacity", by=officer) == [("R-060", "council")]


def test_r057_the_way_round_council_is_closed_to_a_partnership(session, store, people):
    proposal = advance_to(session, store, people, S.CAPACITY)
    sign_capacity(session, proposal, people)
    officer = people[Role.PROTOCOL_OFFICER]
    told = refused_by(assessment.advance, session, proposal, "pass_capacity_to_authority", by=officer)
    assert told == [("R-057", "council")]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.APPROVER])
def test_only_a_signing_office_approves(session, people, waiting, register, role):
    state_cost(session, waiting, people)
    with pytest.raises(NotAllowed):
        approval(session, people, waiting, role=role)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROTOCOL_OFFICER])
def test_only_the_lead_office_states_the_cost(session, people, waiting, role):
    cost = authorising.Cost(1, "CAD")
    with pytest.raises(NotAllowed):
        authorising.state_cost(
            session, waiting, cost, office="city_manager", is_coordinated=True, by=people[role]
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        authorising.name_office(session, waiting, "city_manager", by=people[role])


def test_r063_without_a_cost_nobody_approves(session, people, waiting, register):
    assert refused_by(approval, session, people, waiting) == [("R-063", "cost")]
    assert (waiting.state, waiting.decisions) == (S.AUTHORITY_CHECK, [])


def test_d64_with_an_empty_register_nobody_approves(session, people, waiting):
    stand_in(session, people)
    state_cost(session, waiting, people)
    assert refused_by(approval, session, people, waiting) == [("R-063", "register")]


@pytest.mark.parametrize(("amount", "state"), [(LIMIT, S.APPROVED), (LIMIT + 1, S.AUTHORITY_CHECK)])
def test_r063_the_cost_may_equal_the_limit_and_not_pass_it(session, people, waiting, register, amount, state):
    state_cost(session, waiting, people, amount=amount)
    if state is S.APPROVED:
        approval(session, people, waiting)
    else:
        assert refused_by(approval, session, people, waiting) == [("R-063", "limit")]
    assert waiting.state is state


def test_r063_a_cost_in_another_currency_needs_its_rate(session, people, waiting, register):
    state_cost(session, waiting, people, amount=LIMIT * 4 // 5, currency="EUR")
    assert refused_by(approval, session, people, waiting) == [("R-063", "rate")]
    state_cost(session, waiting, people, amount=LIMIT * 4 // 5, currency="EUR", rate=Rate(**RATE))
    approval(session, people, waiting)
    kept = {"currency": "CAD", "value": "1.25", "source": "Bank of Canada", "on": "2026-01-05"}
    assert (waiting.state, waiting.authority["rate"], waiting.authority["currency"]) == (S.APPROVED, kept, "EUR")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"amount": -1}, ("R-063", "amount")),
        ({"amount": 10**15 + 1}, ("R-063", "amount")),
        ({"currency": "XXX"}, ("R-063", "currency")),
        ({"office": "mayor"}, ("R-062", "office")),
        ({"is_coordinated": False}, ("R-068", "is_coordinated")),
        ({"rate": Rate(**{**RATE, "value": Decimal(0)}), "currency": "EUR"}, ("R-063", "rate")),
        ({"rate": Rate(**{**RATE, "value": Decimal("NaN")}), "currency": "EUR"}, ("R-063", "rate")),
        ({"rate": Rate(**RATE)}, ("R-063", "rate_currency")),
        ({"rate": Rate(**{**RATE, "source": " "}), "currency": "EUR"}, ("R-063", "rate_source")),
        ({"rate": Rate(**{**RATE, "on": date(2999, 1, 1)}), "currency": "EUR"}, ("R-063", "rate_on")),
    ],
)
def test_r062_r063_r068_what_is_stated_is_checked(session, people, waiting, changes, told):
    assert refused_by(state_cost, session, waiting, people, **changes) == [told]
    assert waiting.authority is None


def test_r062_the_mayor_alone_does_not_approve_a_project(session, people, waiting, register):
    state_cost(session, waiting, people)
    assert people[Role.APPROVER].office == "mayor"
    assert refused_by(approval, session, people, waiting, "mayor") == [("R-062", "office")]


def test_r062_nobody_approves_in_an_office_that_they_do_not_hold(session, people, waiting, register):
    fill_register(session, people, office="deputy_city_manager")
    state_cost(session, waiting, people)
    assert refused_by(approval, session, people, waiting, "deputy_city_manager") == [("R-062", "office")]


def test_r064_incomplete_steps_stop_the_approval(session, people, waiting, register):
    state_cost(session, waiting, people)
    waiting.capacity.clear()
    session.flush()
    assert refused_by(approval, session, people, waiting) == [("R-064", "steps")]


def test_r064_the_version_in_force_at_submission_judges(session, people, waiting, register):
    assert waiting.policy_version_id == current(session).version_id
    state_cost(session, waiting, people)
    approval(session, people, waiting)
    assert waiting.policy_version_id == current(session).version_id


@pytest.mark.parametrize(("division", "state"), [("edc", S.APPROVED), ("parks", S.AUTHORITY_CHECK)])
def test_r067_a_division_head_approves_for_the_own_division(session, people, waiting, division, state):
    head = people[Role.APPROVER]
    head.office, head.division = "division_head", division
    fill_register(session, people, office="division_head", division="edc")
    state_cost(session, waiting, people, office="division_head")
    if state is S.APPROVED:
        approval(session, people, waiting, "division_head")
    else:
        assert refused_by(approval, session, people, waiting, "division_head") == [("R-067", "division")]
    assert waiting.state is state


def test_t14_whoever_stated_the_cost_does_not_approve(session, people, waiting, register):
    state_cost(session, waiting, people)
    waiting.authority = {**waiting.authority, "stated_by": people[Role.APPROVER].id}
    assert refused_by(approval, session, people, waiting) == [("T14", "cost")]


def test_d31_a_cost_beyond_one_office_goes_up_to_the_next(session, people, waiting, register):
    head = people[Role.APPROVER]
    head.office, head.division = "division_head", "edc"
    fill_register(session, people, office="division_head", division="edc", amount=1_000_00)
    state_cost(session, waiting, people, amount=1_000_01, office="division_head")
    assert refused_by(approval, session, people, waiting, "division_head") == [("R-063", "limit")]
    judged = options(session, waiting, clock.today(current(session).parts.city.time_zone))
    assert [(option.office, option.judgement.is_allowed) for option in judged] == [
        ("city_manager", True), ("deputy_city_manager", False), ("division_head", False),
    ]  # fmt: skip
    authorising.name_office(session, waiting, "city_manager", by=people[Role.PROTOCOL_OFFICER])
    assert waiting.authority["office"] == "city_manager"
    approval(session, people, waiting)
    assert waiting.state is S.APPROVED


@pytest.mark.parametrize(("office", "rule"), [("mayor", "R-062"), ("", "R-062")])
def test_r062_only_an_office_that_may_sign_is_named(session, people, waiting, office, rule):
    officer = people[Role.PROTOCOL_OFFICER]
    assert refused_by(authorising.name_office, session, waiting, "city_manager", by=officer) == [("R-063", "cost")]
    state_cost(session, waiting, people)
    assert refused_by(authorising.name_office, session, waiting, office, by=officer) == [(rule, "office")]


def beyond(session, people, waiting):
    fill_register(session, people)
    stand_in(session, people)
    state_cost(session, waiting, people, amount=LIMIT + 1)


def test_d31_beyond_every_limit_council_may_be_asked(session, people, waiting):
    beyond(session, people, waiting)
    authorising.take_to_council(session, waiting, by=people[Role.PROTOCOL_OFFICER])
    assert waiting.state is S.WITH_COUNCIL
    decide(session, waiting, people, Outcome.ADOPTED)
    agreement = deciding.draft_agreement(session, waiting, by=people[Role.PROTOCOL_OFFICER])
    assert agreement.authority["decision"] == "EX1.1"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(Outcome.REFERRED, S.AUTHORITY_CHECK), (Outcome.REFUSED, S.DECLINED), (Outcome.DEFERRED, S.WITH_COUNCIL)],
)
def test_d31_council_sends_a_project_back_to_the_check(session, people, waiting, outcome, state):
    beyond(session, people, waiting)
    authorising.take_to_council(session, waiting, by=people[Role.PROTOCOL_OFFICER])
    decide(session, waiting, people, outcome)
    assert waiting.state is state


def test_r060_council_is_not_asked_for_what_an_office_may_sign(session, people, waiting, register):
    officer = people[Role.PROTOCOL_OFFICER]
    assert refused_by(authorising.take_to_council, session, waiting, by=officer) == [("R-063", "cost")]
    state_cost(session, waiting, people)
    told = refused_by(authorising.take_to_council, session, waiting, by=officer)
    assert told == [("R-060", "city_manager")]


def test_d64_an_empty_register_is_filled_and_not_taken_to_council(session, people, waiting):
    state_cost(session, waiting, people)
    officer = people[Role.PROTOCOL_OFFICER]
    assert refused_by(authorising.take_to_council, session, waiting, by=officer) == [("R-063", "register")]


def test_d31_a_limit_in_another_currency_is_compared_before_council_is_asked(session, people, waiting, register):
    state_cost(session, waiting, people, amount=1, currency="EUR")
    officer = people[Role.PROTOCOL_OFFICER]
    assert refused_by(authorising.take_to_council, session, waiting, by=officer) == [("R-063", "rate")]


def test_the_cost_follows_to_the_agreement_until_it_is_signed(session, store, people):
    proposal = advance_to(session, store, people, S.READY_TO_SIGN, category=PROJECT)
    state_cost(session, proposal, people, amount=1)
    assert agreement_of(proposal).authority["amount"] == 1
    signed = advance_to(session, store, people, S.EXECUTED, category=PROJECT)
    assert refused_by(state_cost, session, signed, people) == [("D3", "executed")]


def test_the_cost_is_not_stated_before_the_capacity_is_confirmed(session, store, people):
    proposal = advance_to(session, store, people, S.CAPACITY, category=PROJECT)
    assert refused_by(state_cost, session, proposal, people) == [("D3", "capacity")]


def test_every_state_of_a_project_has_one_next_step(session, store, people):
    officer = people[Role.PROTOCOL_OFFICER]
    found = [
        next_step(session, advance_to(session, store, people, state, category=PROJECT), officer)
        for state in PROJECT_ORDER
    ]
    assert [step.act if step else None for step in found] == [
        "acknowledge", "pass_assessment", "pass_capacity", "state_cost", "draft_agreement", "sign_off", "sign", None,
    ]  # fmt: skip


def test_the_next_step_says_why_no_office_can_approve(session, people, waiting, register):
    officer = people[Role.PROTOCOL_OFFICER]
    state_cost(session, waiting, people)
    step = next_step(session, waiting, officer)
    assert (step.act, step.is_open) == ("approve_by_authority", True)
    revoke(session, register, on=date(2026, 1, 1), reason="Gone.", by=people[Role.ADMINISTRATOR])
    step = next_step(session, waiting, officer)
    assert (step.act, [refusal.rule for refusal in step.refusals]) == ("approve_by_authority", ["R-063"])
