"""The register of authority: what may be entered, handed on, replaced and revoked, and by whom."""

from datetime import date

import pytest
from sqlalchemy import event

from content import history
from content.authority.queries import delegations, in_force
from content.authority.register import propose, put_in_force, revoke, sub_delegate, supersede
from content.authority.states import DelegationState as S
from content.permissions import Role
from content.workflow import NotAllowed, Refused
from tests.casework import LIMIT, PROJECT, fill_register

JUNE = date(2026, 6, 1)


def refused_by(verb, *args, **values):
    with pytest.raises(Refused) as refused:
        verb(*args, **values)
    return list(zip(refused.value.rules, refused.value.items, strict=True))


def test_d64_the_register_of_a_new_portal_is_empty(session):
    assert delegations(session) == []


def test_d38_a_delegation_holds_only_once_it_is_put_in_force(session, people, terms):
    by = people[Role.ADMINISTRATOR]
    row = propose(session, terms(), by=by)
    assert (row.state, in_force(session, category=PROJECT, day=JUNE)) == (S.PROPOSED, [])
    put_in_force(session, row, by=by)
    assert in_force(session, category=PROJECT, day=JUNE) == [row]
    assert [entry.event for entry in history.of(session, "delegation", row.id)] == ["proposed", "put_in_force"]


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_r063_first_and_last_day_count(row, day, holds):
    assert row.holds_on(day) is holds


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_the_administrator_keeps_the_register(session, people, terms, row, role):
    for verb in (
        lambda by: propose(session, terms(), by=by),
        lambda by: put_in_force(session, row, by=by),
        lambda by: supersede(session, row, terms(), by=by),
        lambda by: revoke(session, row, on=JUNE, reason="Gone.", by=by),
    ):
        with pytest.raises(NotAllowed):
            verb(people[role])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"office": "mayor"}, [("R-062", "office")]),
        ({"category": "historical-agreement"}, [("R-062", "category")]),
        ({"category": "nothing"}, [("R-062", "category")]),
        ({"office": "division_head"}, [("R-067", "division")]),
        ({"amount": None, "currency": None}, [("R-063", "amount")]),
        ({"amount": -1}, [("T17", "amount")]),
        ({"amount": 10**15 + 1}, [("T17", "amount")]),
        ({"currency": "XYZ"}, [("T17", "currency")]),
        ({"currency": None}, [("T17", "currency")]),
        ({"ends_on": date(2025, 12, 31)}, [("T17", "ends_on")]),
        ({"instrument": "  "}, [("T17", "instrument")]),
    ],
)
def test_t17_what_no_paper_can_say_is_not_entered(session, people, terms, changes, told):
    assert refused_by(propose, session, terms(**changes), by=people[Role.ADMINISTRATOR]) == told
    assert delegations(session) == []


def test_r062_the_refusal_quotes_the_policy(session, people, terms):
    with pytest.raises(Refused) as refused:
        propose(session, terms(office="mayor"), by=people[Role.ADMINISTRATOR])
    quote = "authorize the City Manager, Deputy City Managers and Division Heads to execute"
    assert [refusal.quote for refusal in refused.value.refusals] == [quote]


def test_a_second_authority_of_one_office_in_the_same_days_is_refused(session, people, terms, row):
    by = people[Role.ADMINISTRATOR]
    second = propose(session, terms(starts_on=date(2026, 12, 31), ends_on=None), by=by)
    assert refused_by(put_in_force, session, second, by=by) == [("T17", "starts_on")]
    later = propose(session, terms(starts_on=date(2027, 1, 1), ends_on=None), by=by)
    put_in_force(session, later, by=by)
    assert later.state is S.IN_FORCE


def handed_on(session, people, row, terms, **changes):
    values = {"office": "deputy_city_manager", **changes}
    return sub_delegate(session, row, terms(**values), by=people[Role.ADMINISTRATOR])


@pytest.mark.parametrize("amount", [0, LIMIT - 1, LIMIT])
def test_r069_a_sub_delegation_goes_up_to_the_delegators_limit(session, people, terms, row, amount):
    sub = handed_on(session, people, row, terms, amount=amount)
    assert (sub.amount, sub.chain, sub.category) == (amount, [row], PROJECT)


@pytest.mark.parametrize(
    ("changes", "item"),
    [
        ({"amount": LIMIT + 1}, "amount"),
        ({"currency": "EUR"}, "currency"),
        ({"starts_on": date(2025, 12, 31)}, "starts_on"),
        ({"ends_on": date(2027, 1, 1)}, "ends_on"),
        ({"ends_on": None}, "ends_on"),
        ({"office": "city_manager"}, "office"),
    ],
)
def test_r069_nobody_hands_on_more_than_they_have(session, people, terms, row, changes, item):
    values = {"office": "deputy_city_manager", **changes}
    by = people[Role.ADMINISTRATOR]
    assert refused_by(sub_delegate, session, row, terms(**values), by=by) == [("R-069", item)]


def test_r069_the_chain_ends_at_the_division_heads(session, people, terms, row):
    by = people[Role.ADMINISTRATOR]
    deputy = handed_on(session, people, row, terms)
    put_in_force(session, deputy, by=by)
    head = sub_delegate(session, deputy, terms(office="division_head", division="edc"), by=by)
    put_in_force(session, head, by=by)
    assert head.chain == [deputy, row]
    beyond = terms(office="division_head", division="edc")
    assert refused_by(sub_delegate, session, head, beyond, by=by) == [("R-069", "office")]
    other = terms(office="division_head", division="parks")
    assert ("R-069", "division") in refused_by(sub_delegate, session, head, other, by=by)


def test_r069_only_an_authority_in_force_is_handed_on(session, people, terms):
    by = people[Role.ADMINISTRATOR]
    proposed = propose(session, terms(), by=by)
    given = terms(office="deputy_city_manager")
    assert refused_by(sub_delegate, session, proposed, given, by=by) == [("R-069", "delegator")]


def test_r069_what_was_handed_on_falls_with_the_delegator(session, people, terms, row):
    by = people[Role.ADMINISTRATOR]
    sub = handed_on(session, people, row, terms)
    put_in_force(session, sub, by=by)
    waiting = handed_on(session, people, row, terms, office="division_head", division="edc")
    revoke(session, row, on=JUNE, reason="A new by-law.", by=by)
    assert (sub.holds_on(date(2026, 5, 31)), sub.holds_on(JUNE)) == (True, False)
    assert refused_by(put_in_force, session, waiting, by=by) == [("R-069", "delegator")]


def test_d38_a_revoked_authority_held_until_the_day_before(session, people, row):
    revoke(session, row, on=JUNE, reason="A new by-law.", by=people[Role.ADMINISTRATOR])
    assert (row.state, row.holds_on(date(2026, 5, 31)), row.holds_on(JUNE)) == (S.REVOKED, True, False)
    last = history.of(session, "delegation", row.id)[-1]
    assert (last.event, last.reason, last.data) == ("revoke", "A new by-law.", {"on": "2026-06-01"})


def test_d38_what_was_only_proposed_never_held(session, people, terms):
    by = people[Role.ADMINISTRATOR]
    row = propose(session, terms(), by=by)
    revoke(session, row, on=JUNE, reason="A slip.", by=by)
    assert not any(row.holds_on(day) for day in (date(2026, 1, 1), date(2026, 5, 31), JUNE))


def test_t13_revoking_needs_a_reason_and_happens_once(session, people, row):
    by = people[Role.ADMINISTRATOR]
    assert refused_by(revoke, session, row, on=JUNE, reason=" ", by=by) == [("T13", "reason")]
    revoke(session, row, on=JUNE, reason="Gone.", by=by)
    assert refused_by(revoke, session, row, on=JUNE, reason="Again.", by=by) == [("D3", "revoked")]
    assert row.closed_on == JUNE


def test_d38_a_new_paper_takes_the_place_of_the_old_from_its_first_day(session, people, terms, row):
    by = people[Role.ADMINISTRATOR]
    new = supersede(session, row, terms(amount=LIMIT * 2, starts_on=JUNE, instrument="By-law 9"), by=by)
    assert (row.state, new.state, new.office) == (S.SUPERSEDED, S.IN_FORCE, "city_manager")
    assert in_force(session, category=PROJECT, day=date(2026, 5, 31)) == [row]
    assert in_force(session, category=PROJECT, day=JUNE) == [new]
    assert refused_by(supersede, session, row, terms(), by=by) == [("D3", "superseded")]


def test_the_register_is_one_query_whatever_its_length(session, people, terms, row):
    by = people[Role.ADMINISTRATOR]
    sub = handed_on(session, people, row, terms)
    put_in_force(session, sub, by=by)
    put_in_force(session, handed_on(session, people, sub, terms, office="division_head", division="edc"), by=by)
    session.expire_all()
    seen = []
    note = lambda _c, _u, statement, *_rest: seen.append(statement)  # noqa: E731
    event.listen(session.get_bind(), "before_cursor_execute", note)
    try:
        assert len(in_force(session, category=PROJECT, day=JUNE)) == 3
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", note)
    assert len(seen) == 1


def test_a_direct_delegation_and_one_that_is_handed_on_stand_side_by_side(session, people, terms, row):
    """C-07: Council may delegate to an office itself, and the City Manager may hand on to it as well."""
    by = people[Role.ADMINISTRATOR]
    direct = fill_register(session, people, office="deputy_city_manager", starts_on=date(2026, 1, 1))
    sub = handed_on(session, people, row, terms)
    put_in_force(session, sub, by=by)
    assert in_force(session, category=PROJECT, day=JUNE) == [row, direct, sub]
