"""The signing check: office, division, limit and currency, each failing by its own clause."""

from datetime import date

import pytest

from content.authority.judging import Matter, check_signer, judge
from content.authority.queries import in_force
from content.permissions import Role
from content.policy.queries import current
from content.workflow import Refused
from tests.casework import LIMIT, PROJECT, designate_mayor, fill_register, stand_in

DAY = date(2026, 6, 1)


@pytest.fixture
def signing(session):
    return current(session).route(PROJECT).signing


def facts(**changes):
    return {"amount": LIMIT, "currency": "CAD", "rate": None, "lead_division": "edc", "decision": None, **changes}


def told(session, signing, *, office="city_manager", division=None, day=DAY, **changes):
    """The rules and items of what the register says, and the row that allows it."""
    register = in_force(session, category=PROJECT, day=day)
    judgement = judge(signing, register, office=office, division=division, matter=Matter(facts(**changes)))
    return [(refusal.rule, *refusal.items) for refusal in judgement.refusals], judgement.delegation


@pytest.mark.parametrize(
    ("amount", "refusals"), [(0, []), (LIMIT - 1, []), (LIMIT, []), (LIMIT + 1, [("R-063", "limit")])]
)
def test_r063_what_is_equal_to_the_limit_is_within_it(session, people, signing, amount, refusals):
    row = fill_register(session, people)
    assert told(session, signing, amount=amount) == (refusals, None if refusals else row)


def test_r063_an_unknown_cost_is_refused(session, people, signing):
    fill_register(session, people)
    assert told(session, signing, amount=None)[0] == [("R-063", "cost")]


def test_d64_an_empty_register_lets_nobody_sign(session, people, signing):
    register = in_force(session, category=PROJECT, day=DAY)
    judgement = judge(signing, register, office="city_manager", division=None, matter=Matter(facts()))
    assert [(r.rule, r.items) for r in judgement.refusals] == [("R-063", ("register",))]
    assert "empty" in judgement.refusals[0].message


@pytest.mark.parametrize(
    ("day", "refusals"),
    [
        (date(2025, 12, 31), [("R-063", "register")]),
        (date(2026, 1, 1), []),
        (date(2026, 6, 30), []),
        (date(2026, 7, 1), [("R-063", "register")]),
    ],
)
def test_r063_the_limit_is_the_one_in_force_on_the_day(session, people, signing, day, refusals):
    fill_register(session, people, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30))
    assert told(session, signing, day=day)[0] == refusals


def test_r062_the_mayor_alone_may_not_sign_a_project(session, people, signing):
    fill_register(session, people)
    assert told(session, signing, office="mayor")[0] == [("R-062", "office")]


def test_r062_another_office_than_the_one_of_the_row_has_no_authority(session, people, signing):
    fill_register(session, people)
    assert told(session, signing, office="deputy_city_manager")[0] == [("R-063", "register")]


@pytest.mark.parametrize(("value", "refusals"), [("1.25", []), ("1.2500", []), ("1.2500001", [("R-063", "limit")])])
def test_r063_another_currency_is_compared_by_the_rate_of_staff_exactly(session, people, signing, value, refusals):
    fill_register(session, people, amount=125_000, currency="CAD")
    rate = {"currency": "CAD", "value": value, "source": "Bank of Canada", "on": "2026-05-29"}
    assert told(session, signing, amount=100_000, currency="EUR", rate=rate)[0] == refusals


@pytest.mark.parametrize("rate", [None, {"currency": "USD", "value": "1.1", "source": "ECB", "on": "2026-05-29"}])
def test_r063_nothing_is_converted_without_a_rate_into_the_limits_currency(session, people, signing, rate):
    fill_register(session, people)
    assert told(session, signing, amount=1, currency="EUR", rate=rate)[0] == [("R-063", "rate")]


def test_r063_amounts_of_currencies_without_cents_are_compared_as_what_they_are(session, people, signing):
    fill_register(session, people, amount=1_000_00, currency="CAD")
    rate = {"currency": "CAD", "value": "0.01", "source": "Bank of Canada", "on": "2026-05-29"}
    assert told(session, signing, amount=100_000, currency="JPY", rate=rate)[0] == []
    assert told(session, signing, amount=100_001, currency="JPY", rate=rate)[0] == [("R-063", "limit")]


@pytest.mark.parametrize(
    ("division", "lead", "refusals"),
    [
        ("edc", "edc", []),
        ("parks", "edc", [("R-067", "division")]),
        (None, "edc", [("R-067", "division")]),
        ("edc", None, [("R-067", "division")]),
    ],
)
def test_r067_a_division_head_signs_for_the_lead_division_only(session, people, signing, division, lead, refusals):
    fill_register(session, people, office="division_head", division="edc")
    assert told(session, signing, office="division_head", division=division, lead_division=lead)[0] == refusals


def test_r067_the_authority_of_another_division_does_not_count(session, people, signing):
    fill_register(session, people, office="division_head", division="parks")
    assert told(session, signing, office="division_head", division="edc")[0] == [("R-063", "register")]


@pytest.mark.parametrize("office", ["city_manager", "deputy_city_manager"])
def test_r067_the_offices_above_sign_for_every_division(session, people, signing, office):
    fill_register(session, people, office=office)
    assert told(session, signing, office=office, division="parks")[0] == []


def test_a_row_without_a_stated_limit_covers_nothing(session, people, signing):
    row = fill_register(session, people)
    row.amount = row.currency = None
    assert told(session, signing)[0] == [("R-063", "limit")]


def test_what_council_has_approved_is_beyond_no_limit(session, people, signing):
    fill_register(session, people)
    assert told(session, signing, amount=LIMIT * 9, decision="EX1.1") == ([], None)


def signer(session, people, signing, office="city_manager", day=DAY, category=PROJECT):
    return check_signer(
        session, signing, category, office=office, person=people[Role.APPROVER], day=day, facts=facts()
    )  # fmt: skip


def test_t17_whoever_stands_in_signs_with_the_authority_of_the_office(session, people, signing):
    row = fill_register(session, people)
    stand_in(session, people)
    found = signer(session, people, signing)
    assert (found.delegation, found.judged["limit"]) == (row, {"amount": LIMIT, "currency": "CAD"})


def test_t17_whose_standing_in_ended_yesterday_signs_no_more(session, people, signing):
    fill_register(session, people)
    stand_in(session, people, ends_on=date(2026, 5, 31))
    with pytest.raises(Refused) as refused:
        signer(session, people, signing)
    assert (refused.value.rules, refused.value.items) == (["R-062"], ["office"])


def test_t17_whose_delegation_ended_yesterday_signs_no_more(session, people, signing):
    fill_register(session, people, ends_on=date(2026, 5, 31))
    stand_in(session, people)
    with pytest.raises(Refused) as refused:
        signer(session, people, signing)
    assert (refused.value.rules, refused.value.items) == (["R-063"], ["register"])


def test_r061_a_designates_office_is_held_by_designation_alone(session, people):
    signing = current(session).route("partnership-city").signing
    people[Role.APPROVER].office = "mayor_designate"
    with pytest.raises(Refused) as refused:
        signer(session, people, signing, office="mayor_designate", category="partnership-city")
    assert refused.value.rules == ["R-061"]
    designate_mayor(session, people, people[Role.APPROVER], DAY, DAY)
    found = signer(session, people, signing, office="mayor_designate", category="partnership-city")
    assert (found.delegation, found.judged, found.holding.designation_id is None) == (None, None, False)
