"""Signing a project: judged by the register of the day of signature, and kept with what it was judged by."""

from datetime import date

import pytest

from content.agreements.models import AgreementDocument
from content.authority.operations import act_for
from content.authority.queries import actings, delegations
from content.authority.register import Terms, revoke, supersede
from content.permissions import Role
from content.proposals import signing
from content.proposals.states import Outcome
from content.proposals.states import ProposalState as S
from content.workflow import Refused
from tests.casework import LIMIT, PROJECT, advance_to, agreement_of, execute, fill_register, sign, state_cost

SIGNED_ON = date(2026, 1, 20)


@pytest.fixture
def project(session, store, people):
    """A project ready to sign, with a register that allows it."""
    return advance_to(session, store, people, S.READY_TO_SIGN, category=PROJECT)


@pytest.fixture
def ready(project):
    return agreement_of(project)


def refused_by(verb, *args, **values):
    with pytest.raises(Refused) as refused:
        verb(*args, **values)
    return [(refusal.rule, *refusal.items) for refusal in refused.value.refusals]


def test_t16_the_signature_keeps_the_row_the_limit_and_the_cost(session, people, ready):
    sign(session, ready, people)
    (row,), (acting,) = delegations(session), actings(session)
    signature = ready.signature
    assert (signature.delegation_id, signature.acting_id, signature.designation_id) == (row.id, acting.id, None)
    assert signature.judged == {
        "limit": {"amount": LIMIT, "currency": "CAD"}, "instrument": "By-law 7", "amount": LIMIT, "currency": "CAD",
        "rate": None, "lead_division": "edc", "decision": None,
    }  # fmt: skip


def test_r063_a_later_limit_does_not_touch_a_signature(session, people, ready):
    sign(session, ready, people)
    (row,) = delegations(session)
    terms = Terms("city_manager", PROJECT, 1, "CAD", date(2026, 2, 1), None, "By-law 9")
    supersede(session, row, terms, by=people[Role.ADMINISTRATOR])
    assert (ready.signature.delegation_id, ready.signature.judged["limit"]["amount"]) == (row.id, LIMIT)


@pytest.mark.parametrize("office", ["mayor", "mayor_designate"])
def test_r062_the_mayor_does_not_sign_a_project(session, people, ready, office):
    assert refused_by(sign, session, ready, people, office=office) == [("R-062", "office")]


def test_r063_an_authority_that_ended_yesterday_signs_no_more(session, people, ready):
    (row,) = delegations(session)
    revoke(session, row, on=SIGNED_ON, reason="A new by-law.", by=people[Role.ADMINISTRATOR])
    assert refused_by(sign, session, ready, people, signed_on=SIGNED_ON) == [("R-063", "register")]
    sign(session, ready, people, signed_on=date(2026, 1, 19))
    assert ready.signature.delegation_id == row.id


def test_r062_whose_standing_in_ended_yesterday_signs_no_more(session, people, ready):
    (acting,) = actings(session)
    acting.ends_on = date(2026, 1, 19)
    assert refused_by(sign, session, ready, people, signed_on=SIGNED_ON) == [("R-062", "office")]


def test_r063_the_limit_of_the_day_of_signature_counts(session, people, ready):
    (row,) = delegations(session)
    terms = Terms("city_manager", PROJECT, LIMIT - 1, "CAD", date(2026, 1, 15), None, "By-law 9")
    supersede(session, row, terms, by=people[Role.ADMINISTRATOR])
    assert refused_by(sign, session, ready, people, signed_on=SIGNED_ON) == [("R-063", "limit")]
    sign(session, ready, people, signed_on=date(2026, 1, 14))


def test_r063_a_project_whose_cost_nobody_knows_is_not_signed(session, people, ready):
    ready.authority = None
    assert refused_by(sign, session, ready, people) == [("R-063", "cost")]


def test_r064_a_project_whose_steps_are_incomplete_is_not_signed(session, people, project, ready):
    project.consultations.clear()
    session.flush()
    assert refused_by(sign, session, ready, people) == [("R-064", "steps")]


def test_r065_a_project_is_not_executed_without_the_solicitor(session, store, people, ready):
    ready.sign_offs.clear()
    session.flush()
    found = refused_by(execute, session, store, ready, people)
    assert ("R-065", "en") in found


def test_r067_a_division_head_signs_for_the_lead_division(session, people, ready):
    head = people[Role.APPROVER]
    head.office, head.division = "division_head", "parks"
    fill_register(session, people, office="division_head", division="edc")
    assert refused_by(sign, session, ready, people, office="division_head") == [("R-067", "division")]
    head.division = "edc"
    sign(session, ready, people, office="division_head")
    assert ready.signature.office == "division_head"


def test_what_council_has_approved_is_signed_beyond_the_limit_by_the_same_offices(session, people, ready):
    ready.authority = {**ready.authority, "amount": LIMIT * 9, "decision": "EX1.1"}
    assert refused_by(sign, session, ready, people, office="mayor") == [("R-062", "office")]
    sign(session, ready, people)
    assert (ready.signature.delegation_id, ready.signature.judged["decision"]) == (None, "EX1.1")


def test_t14_neither_of_two_who_stand_for_each_other_is_the_second_pair_of_eyes(session, store, people, ready):
    clerk, approver = people[Role.CLERK], people[Role.APPROVER]
    clerk.office = "deputy_city_manager"
    fill_register(session, people, office="deputy_city_manager")
    act_for(
        session, person=approver, absent=clerk, starts_on=SIGNED_ON, ends_on=SIGNED_ON, instrument="Memo 4",
        by=people[Role.ADMINISTRATOR],
    )  # fmt: skip
    sign(session, ready, people, office="deputy_city_manager", signed_on=SIGNED_ON)
    assert ready.signature.absent_id == clerk.id
    scan = AgreementDocument(
        key="d1", kind="signed-agreement", language="en", sha256="0" * 64, name="a.pdf", media_type="application/pdf",
        size=1, texts={}, compared_by_id=clerk.id, compared_on=SIGNED_ON,
    )  # fmt: skip
    ready.documents.append(scan)
    found = refused_by(signing.execute, session, ready, by=clerk)
    assert found == [("T14", "signature"), ("T14", "d1")]


def test_the_cost_is_not_changed_under_a_signature(session, people, project, ready):
    sign(session, ready, people)
    assert refused_by(state_cost, session, project, people, amount=1) == [("R-063",)]


def test_p23_the_published_agreement_names_the_paper_of_its_approval(session, store, people):
    agreement = agreement_of(advance_to(session, store, people, S.EXECUTED, category=PROJECT))
    assert [(d["body"], d["item"], d["outcome"]) for d in agreement.decisions] == [
        ("office", "By-law 7", Outcome.ADOPTED.value)
    ]  # fmt: skip
