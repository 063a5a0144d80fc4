"""Named look-ups of people."""

import hashlib

from sqlalchemy import select

from content import clock
from content.db import Session
from content.people.models import AccessToken, Person
from content.permissions import Permission, Role, permissions_of


def person_by_email(session: Session, email: str) -> Person | None:
    """The person with that address, whatever its case."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def person_by_id(session: Session, person_id: int) -> Person | None:
    return session.get(Person, person_id)


def people(session: Session) -> list[Person]:
    """Everybody, by name."""
    return list(session.scalars(select(Person).order_by(Person.name, Person.id)))


def people_who_can(session: Session, permission: Permission) -> list[Person]:
    """Active people who hold the permission through any of their roles."""
    return [person for person in people(session) if person.can(permission)]


def roles_with(permission: Permission) -> list[Role]:
    """The roles that carry a permission."""
    return [role for role in Role if permission in permissions_of(frozenset({role}))]


def hash_of(token: str) -> str:
    """How a mailed token is stored: it has 256 random bits, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_token(session: Session, token: str, purpose: str) -> AccessToken | None:
    """The unused, unexpired token of that purpose, or None."""
    row = session.scalar(
        select(AccessToken).where(AccessToken.token_hash == hash_of(token), AccessToken.purpose == purpose)
    )
    if row is None or row.used_at is not None or row.expires_at <= clock.now() or not row.person.is_active:
        return None
    return row
