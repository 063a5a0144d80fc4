"""Verbs about people: invite, set a password, change roles, take leave."""

import secrets
from collections.abc import Collection
from datetime import timedelta

from content import clock, history, notices
from content.db import Session, nfc
from content.languages import gettext as _
from content.people.models import AccessToken, Person, PersonRole
from content.people.queries import hash_of, open_token, person_by_email
from content.permissions import Actor, Permission, Role, permissions_of
from content.workflow import Refusal, Refused, require

INVITATION_DAYS = 7
RESET_MINUTES = 60


def add_person(
    session: Session,
    *,
    email: str,
    name: str,
    office: str,
    roles: Collection[Role],
    by: Actor,
    division: str | None = None,
    language: str = "en",
    invite: bool = True,
) -> Person:
    """Add somebody and mail an invitation. Raises NotAllowed, Refused when the address is taken."""
    require(by, Permission.PEOPLE_MANAGE)
    if person_by_email(session, email) is not None:
        raise Refused(Refusal("O8", _("There is already a person with this address."), items=("email",)))
    person = Person(
        email=email.strip().lower(),
        name=nfc(name).strip(),
        office=nfc(office).strip(),
        division=division,
        language=language,
        session_key=secrets.token_hex(16),
        created_at=clock.now(),
        role_rows=[PersonRole(role=role) for role in sorted(set(roles))],
    )
    session.add(person)
    session.flush()
    _note(session, person, "added", by, {"roles": sorted(role.value for role in person.roles)})
    if invite:
        send_link(session, person, "invitation")
    return person


def send_link(session: Session, person: Person, purpose: str) -> str:
    """Mail a one-time link (``invitation`` or ``reset``) and return its token."""
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    life = timedelta(days=INVITATION_DAYS) if purpose == "invitation" else timedelta(minutes=RESET_MINUTES)
    session.add(
        AccessToken(
            person=person,
            token_hash=hash_of(token),
            purpose=purpose,
            created_at=moment,
            expires_at=moment + life,
        )
    )
    notices.queue(
        session,
        purpose,
        recipient=person.email,
        language=person.language,
        values={"name": person.name, "expires_at": (moment + life).isoformat()},
        secrets={"token": token},
        about=("person", person.id),
    )
    return token


def set_password(session: Session, token: str, purpose: str, password_hash: str) -> Person:
    """Use a mailed link up and set the password; every open session ends. Raises Refused when the link is void."""
    row = open_token(session, token, purpose)
    if row is None:
        raise Refused(Refusal("R40", _("This link has been used or has expired."), items=("token",)))
    row.used_at = clock.now()
    change_password(session, row.person, password_hash, by=row.person)
    return row.person


def change_password(session: Session, person: Person, password_hash: str, *, by: Actor) -> None:
    """Set a password's hash; every open session of the person ends."""
    person.password_hash = password_hash
    person.session_key = secrets.token_hex(16)
    _note(session, person, "password_set", by)


def change_roles(session: Session, person: Person, roles: Collection[Role], *, by: Actor) -> None:
    """Give exactly these roles; open sessions end, so that no page is served on the old ones.

    Raises NotAllowed; Refused when somebody would lock themselves out of managing people.
    """
    require(by, Permission.PEOPLE_MANAGE)
    if by.id == person.id and Permission.PEOPLE_MANAGE not in permissions_of(frozenset(roles)):
        raise Refused(Refusal("O8", _("Somebody else must take this role from you."), items=("roles",)))
    before = sorted(role.value for role in person.roles)
    person.role_rows = [row for row in person.role_rows if row.role in roles] + [
        PersonRole(role=role) for role in sorted(set(roles) - person.roles)
    ]
    person.session_key = secrets.token_hex(16)
    _note(session, person, "roles_changed", by, {"before": before, "after": sorted(r.value for r in roles)})


def deactivate(session: Session, person: Person, *, by: Actor) -> None:
    """Bar somebody from entering; what they did stays. Raises NotAllowed, Refused for oneself."""
    require(by, Permission.PEOPLE_MANAGE)
    if by.id == person.id:
        raise Refused(Refusal("O8", _("You cannot bar yourself."), items=("person",)))
    person.is_active = False
    person.session_key = secrets.token_hex(16)
    _note(session, person, "deactivated", by)


def note_sign_in(session: Session, person: Person, *, succeeded: bool) -> None:
    """Write a sign-in, or a failed try at a real account, into the history."""
    _note(session, person, "signed_in" if succeeded else "sign_in_failed", person)


def _note(session: Session, person: Person, event: str, by: Actor, data: dict[str, object] | None = None) -> None:
    history.write(session, kind="person", subject_id=str(person.id), event=event, by=by, at=clock.now(), data=data)
