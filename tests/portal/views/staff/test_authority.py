"""The register of authority as the people of the city meet it."""

import pytest

from content.authority.queries import actings, delegations, designations
from content.authority.states import DelegationState
from content.permissions import Role
from tests.casework import PROJECT, fill_register

REGISTER = "/en/staff/authority"
PAPER = {
    "category": PROJECT, "office": "city_manager", "amount": "500,000.00", "currency": "cad",
    "starts_on": "2026-01-01", "instrument": "By-law 7",
}  # fmt: skip


@pytest.fixture
def row(session, people):
    """A delegation in force, stored."""
    found = fill_register(session, people)
    session.commit()
    return found.id


def stored(session):
    session.rollback()
    session.expire_all()
    return delegations(session)


def test_d64_an_empty_register_says_so_and_how_it_is_filled(as_role):
    page = as_role(Role.CLERK).get(REGISTER).text
    assert "The register is empty" in page
    assert f"{REGISTER}/propose" not in page
    assert f"{REGISTER}/propose" in as_role(Role.ADMINISTRATOR).get(REGISTER).text


def test_t17_a_delegation_is_entered_put_in_force_and_revoked(app, post, session, as_role):
    assert post(Role.ADMINISTRATOR, f"{REGISTER}/propose", PAPER).status_code == 303
    (found,) = stored(session)
    assert (found.amount, found.currency, found.state) == (50_000_000, "CAD", DelegationState.PROPOSED)
    assert post(Role.ADMINISTRATOR, f"{REGISTER}/{found.id}/put-in-force").status_code == 303
    page = as_role(Role.AUDITOR).get(f"{REGISTER}?on=2026-06-01").text
    assert ("By-law 7" in page, "500,000.00" in page) == (True, True)
    assert "By-law 7" not in as_role(Role.AUDITOR).get(f"{REGISTER}?on=2025-12-31").text
    ended = {"on": "2026-05-01", "reason": "A new by-law."}
    assert post(Role.ADMINISTRATOR, f"{REGISTER}/{found.id}/revoke", {**ended, "reason": ""}).status_code == 422
    assert post(Role.ADMINISTRATOR, f"{REGISTER}/{found.id}/revoke", ended).status_code == 303
    assert "By-law 7" not in as_role(Role.AUDITOR).get(f"{REGISTER}?on=2026-06-01").text
    assert "A new by-law." in as_role(Role.AUDITOR).get(f"{REGISTER}/{found.id}").text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"office": "division_head"}, "division"),
        ({"amount": ""}, "amount"),
        ({"amount": "many"}, "amount"),
        ({"currency": "QQQ"}, "currency"),
        ({"starts_on": "2026-02-30"}, "starts_on"),
        ({"ends_on": "2025-01-01"}, "ends_on"),
        ({"instrument": ""}, "instrument"),
    ],
)
def test_t17_a_mistake_is_told_at_its_field_and_nothing_typed_is_lost(app, post, session, changes, field):
    answer = post(Role.ADMINISTRATOR, f"{REGISTER}/propose", {**PAPER, **changes})
    assert (answer.status_code, f'href="#{field}"' in answer.text, stored(session)) == (422, True, [])
    assert PAPER["category"] in answer.text


def test_r069_handing_on_more_than_there_is_is_refused_with_the_clause(app, post, session, row):
    sub = {k: v for k, v in PAPER.items() if k != "category"} | {"office": "deputy_city_manager"}
    refused = post(Role.ADMINISTRATOR, f"{REGISTER}/{row}/sub-delegate", {**sub, "amount": "500000.01"})
    assert (refused.status_code, "with the ability to subdelegate further" in refused.text) == (422, True)
    assert post(Role.ADMINISTRATOR, f"{REGISTER}/{row}/sub-delegate", sub).status_code == 303
    assert [(found.office, found.delegator_id) for found in stored(session)] == [
        ("city_manager", None), ("deputy_city_manager", row),
    ]  # fmt: skip


def test_d38_a_new_paper_replaces_the_old_one(app, post, session, row, as_role):
    paper = {"amount": "750000", "currency": "CAD", "starts_on": "2026-06-01", "instrument": "By-law 9"}
    assert post(Role.ADMINISTRATOR, f"{REGISTER}/{row}/supersede", paper).status_code == 303
    states = [found.state.value for found in stored(session)]
    assert states == ["superseded", "in_force"]
    page = as_role(Role.ADMINISTRATOR).get(f"{REGISTER}/{row}").text
    assert "Replaced" in page


def test_a_day_that_is_none_is_told(as_role, row):
    page = as_role(Role.CLERK).get(f"{REGISTER}?on=yesterday")
    assert (page.status_code, "Enter a real date." in page.text) == (200, True)


def test_t17_somebody_stands_in_and_ends_sooner(app, post, session, people):
    approver, reviewer = people[Role.APPROVER].id, people[Role.DIVISION_REVIEWER].id
    sent = {
        "person": str(approver),
        "absent": str(reviewer),
        "office": "",
        "starts_on": "2026-01-10",
        "instrument": "Memo 3",
    }
    assert post(Role.ADMINISTRATOR, f"{REGISTER}/act-for", sent).status_code == 422
    assert post(Role.ADMINISTRATOR, f"{REGISTER}/act-for", {**sent, "ends_on": "2026-12-31"}).status_code == 303
    (acting,) = actings(session)
    assert (acting.office, acting.division) == ("edc", "edc")
    ending = f"{REGISTER}/standing-in/{acting.id}/end"
    assert post(Role.ADMINISTRATOR, ending, {"last_day": "2027-01-01"}).status_code == 422
    assert post(Role.ADMINISTRATOR, ending, {"last_day": "2026-02-01"}).status_code == 303
    assert stored(session) == []
    (acting,) = actings(session)
    assert acting.ends_on.isoformat() == "2026-02-01"


def test_t17_a_vacant_office_is_named(app, post, session, people):
    sent = {
        "person": str(people[Role.APPROVER].id), "absent": "", "office": "", "starts_on": "2026-01-10",
        "ends_on": "2026-12-31", "instrument": "Memo 3",
    }  # fmt: skip
    refused = post(Role.ADMINISTRATOR, f"{REGISTER}/act-for", sent)
    assert (refused.status_code, 'href="#office"' in refused.text) == (422, True)
    assert post(Role.ADMINISTRATOR, f"{REGISTER}/act-for", {**sent, "office": "city_manager"}).status_code == 303


def test_r061_a_designation_names_its_paper(app, post, session, people, as_role):
    sent = {"person": str(people[Role.APPROVER].id), "office": "mayor_designate", "starts_on": "2026-01-10"}
    assert post(Role.ADMINISTRATOR, f"{REGISTER}/designate", sent).status_code == 422
    assert post(Role.ADMINISTRATOR, f"{REGISTER}/designate", {**sent, "instrument": "Letter 12"}).status_code == 303
    assert "Letter 12" in as_role(Role.ADMINISTRATOR).get(REGISTER).text
    session.rollback()
    (row,) = designations(session)
    end = f"{REGISTER}/designations/{row.id}/end"
    assert post(Role.ADMINISTRATOR, end, {"last_day": "2026-03-01"}).status_code == 303


def test_what_is_not_there_is_not_found(as_role):
    client = as_role(Role.ADMINISTRATOR)
    paths = ("999", "99999999999999999999", "999/revoke", "designations/999/end", "standing-in/999/end")
    assert [client.get(f"{REGISTER}/{path}").status_code for path in paths] == [404] * len(paths)
