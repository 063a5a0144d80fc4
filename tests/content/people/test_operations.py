"""Inviting people, their one-time links, their roles, and what ends their sessions."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from content import clock, history
from content.notices import Notice
from content.people.actors import House
from content.people.models import AccessToken, Person
from content.people.operations import add_person, change_roles, deactivate, send_link, set_password
from content.people.queries import open_token, people_who_can, person_by_email
from content.permissions import Permission, Role
from content.workflow import NotAllowed, Refused

OPERATOR = House("Operator")


def invite(session: Session, email: str = "New.Person@City.example") -> Person:
    return add_person(session, email=email, name="New Person", office="cco-sper", roles=[Role.EDITOR], by=OPERATOR)


def test_an_invitation_is_mailed_with_a_link_that_is_kept_as_a_hash(session: Session) -> None:
    person = invite(session)
    notice = session.scalars(select(Notice)).one()
    row = session.scalars(select(AccessToken)).one()
    assert (person.email, notice.recipient, notice.template) == (
        "new.person@city.example", "new.person@city.example", "invitation",
    )  # fmt: skip
    assert notice.secrets["token"] not in row.token_hash
    assert open_token(session, notice.secrets["token"], "invitation") is row


def test_an_address_is_taken_once_whatever_its_case(session: Session) -> None:
    invite(session)
    with pytest.raises(Refused) as refused:
        invite(session, "NEW.PERSON@city.example")
    assert refused.value.items == ["email"]


def test_only_who_manages_people_may_add_them(session: Session, people: dict[Role, Person]) -> None:
    with pytest.raises(NotAllowed):
        add_person(
            session, email="x@city.example", name="X", office="edc", roles=[Role.ADMINISTRATOR], by=people[Role.EDITOR]
        )


def test_a_link_is_good_once(session: Session) -> None:
    person = invite(session)
    token = send_link(session, person, "reset")
    set_password(session, token, "reset", "hash")
    with pytest.raises(Refused) as refused:
        set_password(session, token, "reset", "other")
    assert (refused.value.rules, person.password_hash) == (["R40"], "hash")


@pytest.mark.parametrize("purpose,life", [("invitation", timedelta(days=7)), ("reset", timedelta(hours=1))])
def test_a_link_expires(session: Session, purpose: str, life: timedelta) -> None:
    token = send_link(session, invite(session), purpose)
    moment = clock.now() + life
    with clock.frozen(moment - timedelta(minutes=1)):
        assert open_token(session, token, purpose) is not None
    with clock.frozen(moment + timedelta(minutes=1)):
        assert open_token(session, token, purpose) is None


def test_a_link_of_one_purpose_is_none_of_another(session: Session) -> None:
    token = send_link(session, invite(session), "invitation")
    assert open_token(session, token, "reset") is None


def test_a_link_of_somebody_barred_is_void(session: Session) -> None:
    person = invite(session)
    token = send_link(session, person, "reset")
    deactivate(session, person, by=OPERATOR)
    assert open_token(session, token, "reset") is None


@pytest.mark.parametrize("act", ["password", "roles", "deactivate"])
def test_what_changes_a_persons_power_ends_their_sessions(session: Session, act: str) -> None:
    person = invite(session)
    before = person.session_key
    if act == "password":
        set_password(session, send_link(session, person, "reset"), "reset", "hash")
    elif act == "roles":
        change_roles(session, person, [Role.TRANSLATOR], by=OPERATOR)
    else:
        deactivate(session, person, by=OPERATOR)
    assert person.session_key != before


def test_roles_are_replaced_and_written_down(session: Session) -> None:
    person = invite(session)
    change_roles(session, person, [Role.EDITOR, Role.PUBLISHER], by=OPERATOR)
    assert person.roles == {Role.EDITOR, Role.PUBLISHER}
    last = history.of(session, "person", person.id)[-1]
    assert (last.event, last.data) == ("roles_changed", {"before": ["editor"], "after": ["editor", "publisher"]})


def test_who_is_barred_can_do_nothing(session: Session) -> None:
    person = invite(session)
    deactivate(session, person, by=OPERATOR)
    assert [person.can(permission) for permission in Permission] == [False] * len(Permission)


def test_people_are_found_by_what_they_may_do(session: Session, people: dict[Role, Person]) -> None:
    assert people_who_can(session, Permission.AGREEMENT_SIGN_OFF) == [people[Role.SOLICITOR]]
    assert person_by_email(session, " SOLICITOR@demo.example ") is people[Role.SOLICITOR]
