"""Who may enter and act: every staff address against every role."""

import re

import pytest
from sqlalchemy import text

from content.permissions import Permission, Role, permissions_of
from content.proposals.states import ProposalState as S
from portal.access import access_of

VALUES = {
    "language": "en",
    "proposal_id": 1,
    "agreement_id": 1,
    "person_id": 1,
    "delegation_id": 1,
    "designation_id": 1,
    "acting_id": 1,
    "kind": "activity",
    "key": "a1",
    "tag": "fr",
}


def staff_addresses(app, method):
    """(path, permission) of every staff route of a method, with numbers that exist filled in."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "/staff/" in rule.rule and method in rule.methods:
            values = {name: VALUES.get(name, 1 if f"<int:{name}>" in rule.rule else "new") for name in rule.arguments}
            yield adapter.build(rule.endpoint, values), access_of(app.view_functions[rule.endpoint])


@pytest.fixture
def filled(proposal_in):
    return proposal_in(S.AGREEMENT_DRAFTING)


@pytest.mark.parametrize("role", list(Role))
def test_every_post_is_refused_to_every_wrong_role(app, filled, post, role):
    granted = permissions_of(frozenset({role}))
    wrong = [
        (path, permission)
        for path, permission in staff_addresses(app, "POST")
        if (post(role, path).status_code == 403) != (permission not in granted)
    ]
    # A translator may open the form of a translation, and the verb refuses what is not a translation.
    assert wrong == []


def test_strangers_are_sent_to_sign_in(app, filled, client):
    with_token = re.search(r'csrf_token" value="([^"]+)"', client.get("/en/sign-in").text)[1]
    answers = [client.get(path).headers.get("Location", "") for path, _ in staff_addresses(app, "GET")]
    answers += [
        client.post(path, data={"csrf_token": with_token}).headers.get("Location", "")
        for path, _ in staff_addresses(app, "POST")
    ]
    assert {location.split("?")[0] for location in answers} == {"/en/sign-in"}


def test_without_a_token_nothing_is_done(app, filled, as_role):
    client = as_role(Role.PROTOCOL_OFFICER)
    assert {client.post(path).status_code for path, _ in staff_addresses(app, "POST")} == {400}


def test_gets_write_nothing_and_are_never_kept(app, filled, as_role, session):
    def state():
        session.rollback()
        tables = ("proposals", "agreements", "history_entries", "notices", "people", "record_entries")
        return [
            session.execute(
                text(f"SELECT count(*), max(id) FROM {t}" if t != "record_entries" else f"SELECT count(*) FROM {t}")
            ).all()
            for t in tables
        ]

    before = state()
    for role in Role:
        client = as_role(role)
        for path, _permission in staff_addresses(app, "GET"):
            answer = client.get(path)
            assert answer.status_code in (200, 301, 403, 404), path
            assert answer.headers["Cache-Control"] == "no-store", path
    assert state() == before


def test_every_staff_address_names_a_permission(app):
    named = [access_of(app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules() if "/staff" in rule.rule]
    assert [permission for permission in named if not isinstance(permission, Permission)] == []
