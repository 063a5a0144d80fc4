"""People: invite, change roles, bar."""

from content.people.queries import person_by_email
from content.permissions import Role

LISTING = "/en/staff/people"
INVITED = {
    "name": "Wei Zhang", "email": "Wei@city.example", "office": "edc", "division": "edc", "language": "en",
    "roles": ["division_reviewer"],
}  # fmt: skip


def test_an_administrator_invites_somebody(app, post, session):
    assert post(Role.ADMINISTRATOR, f"{LISTING}/invite", INVITED).status_code == 303
    session.rollback()
    person = person_by_email(session, "wei@city.example")
    assert (person.office, person.division, person.roles) == ("edc", "edc", {Role.DIVISION_REVIEWER})


def test_a_taken_address_is_told_at_its_field(app, post):
    answer = post(Role.ADMINISTRATOR, f"{LISTING}/invite", {**INVITED, "email": "clerk@demo.example"})
    assert (answer.status_code, 'href="#email"' in answer.text, "Wei Zhang" in answer.text) == (422, True, True)


def test_nobody_locks_themselves_out(app, post, people, session):
    own = people[Role.ADMINISTRATOR].id
    assert post(Role.ADMINISTRATOR, f"{LISTING}/{own}/deactivate").status_code == 422
    assert post(Role.ADMINISTRATOR, f"{LISTING}/{own}/roles", {"roles": ["clerk"]}).status_code == 422


def test_changed_roles_end_open_sessions(app, post, people, as_role, session):
    client, clerk = as_role(Role.CLERK), people[Role.CLERK].id
    assert client.get("/en/staff/").status_code == 200
    assert post(Role.ADMINISTRATOR, f"{LISTING}/{clerk}/roles", {"roles": ["auditor"]}).status_code == 303
    assert client.get("/en/staff/").status_code == 303


def test_the_old_address_of_designations_leads_to_the_register(app, as_role):
    answer = as_role(Role.ADMINISTRATOR).get(f"{LISTING}/designate")
    assert (answer.status_code, answer.location) == (301, "/en/staff/authority/designate")
