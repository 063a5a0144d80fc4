"""The check of authority: the cost, the offices of the register, the approval, and the way to Council."""

import pytest

from content.permissions import Role
from content.proposals.states import ProposalState as S
from tests.casework import LIMIT, PROJECT, fill_register, stand_in

COST = {"amount": "500000", "currency": "CAD", "office": "city_manager", "is_coordinated": "y"}


def at(number, act=""):
    return f"/en/staff/proposals/{number}/authority" + (f"/{act}" if act else "")


@pytest.fixture
def waiting(proposal_in, session, people):
    """A project to approve, with the City Manager's authority in the register."""
    fill_register(session, people)
    stand_in(session, people)
    return proposal_in(S.AUTHORITY_CHECK, category=PROJECT)


def test_r063_cost_then_approval(waiting, post, again, as_role):
    assert post(Role.APPROVER, at(waiting, "approve"), {"office": "city_manager"}).status_code == 422
    assert post(Role.PROTOCOL_OFFICER, at(waiting, "cost"), COST).status_code == 303
    assert again(waiting).authority["amount"] == LIMIT
    page = as_role(Role.APPROVER).get(at(waiting)).text
    assert ("May sign" in page, "Luc Tremblay" in page, "By-law 7" in page) == (True, True, True)
    assert post(Role.APPROVER, at(waiting, "approve"), {"office": "city_manager"}).status_code == 303
    assert again(waiting).state is S.APPROVED


def test_r063_beyond_the_limit_the_page_quotes_the_clause(waiting, post, again):
    assert post(Role.PROTOCOL_OFFICER, at(waiting, "cost"), {**COST, "amount": "500000.01"}).status_code == 303
    refused = post(Role.APPROVER, at(waiting, "approve"), {"office": "city_manager"})
    assert (refused.status_code, again(waiting).state) == (422, S.AUTHORITY_CHECK)
    assert "the anticipated project cost does not exceed their financial signing authority" in refused.text
    page = post(Role.PROTOCOL_OFFICER, at(waiting, "council"))
    assert (page.status_code, again(waiting).state) == (303, S.WITH_COUNCIL)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"currency": "QQQ"}, "currency"),
        ({"office": ""}, "office"),
        ({"is_coordinated": ""}, "is_coordinated"),
        ({"rate": "1.2"}, "rate_currency"),
        ({"rate": "many", "rate_currency": "EUR"}, "rate"),
        ({"rate": "1.2", "rate_currency": "EUR", "rate_source": "ECB"}, "rate_on"),
        ({"rate": "1.2", "rate_currency": "EUR", "rate_on": "2026-01-05"}, "rate_source"),
    ],
)
def test_r063_r068_a_mistake_is_told_at_its_field_and_nothing_typed_is_lost(waiting, post, again, changes, field):
    answer = post(Role.PROTOCOL_OFFICER, at(waiting, "cost"), {**COST, **changes})
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)
    assert again(waiting).authority is None


@pytest.mark.parametrize(("typed", "kept"), [("1.4735", "1.4735"), ("1,473", "1.473"), ("١٫٥", "1.5"), ("150", "150")])
def test_d65_a_rate_is_kept_as_it_was_typed_with_source_and_day(waiting, post, again, typed, kept):
    rate = {"rate": typed, "rate_currency": "CAD", "rate_source": "Bank of Canada", "rate_on": "2026-01-05"}
    assert post(Role.PROTOCOL_OFFICER, at(waiting, "cost"), {**COST, "currency": "EUR", **rate}).status_code == 303
    assert again(waiting).authority["rate"] == {
        "currency": "CAD", "value": kept, "source": "Bank of Canada", "on": "2026-01-05",
    }  # fmt: skip


def test_another_office_is_named(waiting, post, again):
    post(Role.PROTOCOL_OFFICER, at(waiting, "cost"), {**COST, "office": "deputy_city_manager"})
    assert post(Role.PROTOCOL_OFFICER, at(waiting, "name-office"), {"office": "mayor"}).status_code == 422
    assert post(Role.PROTOCOL_OFFICER, at(waiting, "name-office"), {"office": "city_manager"}).status_code == 303
    assert again(waiting).authority["office"] == "city_manager"


def test_d64_without_a_register_the_page_says_that_it_is_empty(proposal_in, as_role):
    page = as_role(Role.PROTOCOL_OFFICER).get(at(proposal_in(S.AUTHORITY_CHECK, category=PROJECT))).text
    assert "The cost is not known" in page
    assert "May sign</span>" not in page


def test_the_worklists_lead_there(waiting, as_role):
    for role, name in ((Role.PROTOCOL_OFFICER, "project-cost"), (Role.APPROVER, "authority")):
        page = as_role(role).get(f"/en/staff/worklists/{name}").text
        assert f"/en/staff/proposals/{waiting}" in page


def test_the_applicant_reads_that_council_is_not_asked_and_no_amount(waiting, post, again, session):
    post(Role.PROTOCOL_OFFICER, at(waiting, "cost"), COST)
    assert again(waiting).state is S.AUTHORITY_CHECK
