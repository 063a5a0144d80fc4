"""Named look-ups of the register: what is in force on a day, and in which office a person acts on it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from content.authority.models import ActingFor, DelegationOfAuthority, Designation
from content.db import Session
from content.people.models import Person


@dataclass(frozen=True)
class Holding:
    """In which office, and for which division, somebody acts on a day, and by which row that is not their own office."""

    office: str
    division: str | None
    designation_id: int | None = None
    acting_id: int | None = None
    absent_id: int | None = None


def holding_on(session: Session, *, office: str, person: Person, day: date) -> Holding | None:
    """How the person holds the office on that day: as their own, by designation, or standing in; None when not at all."""
    designation = designation_on(session, office=office, person_id=person.id, day=day)
    if designation is not None:
        return Holding(office, person.division, designation_id=designation.id)
    if person.office == office:
        return Holding(office, person.division)
    acting = acting_on(session, office=office, person_id=person.id, day=day)
    if acting is not None:
        return Holding(office, acting.division, acting_id=acting.id, absent_id=acting.absent_id)
    return None


def designation_on(session: Session, *, office: str, person_id: int, day: date) -> Designation | None:
    """The designation in force on that day, or None; the first and the last day count."""
    return session.scalar(
        select(Designation)
        .where(
            Designation.office == office,
            Designation.person_id == person_id,
            Designation.starts_on <= day,
            or_(Designation.ends_on.is_(None), Designation.ends_on >= day),
        )
        .order_by(Designation.id)
    )


def acting_on(session: Session, *, office: str, person_id: int, day: date) -> ActingFor | None:
    """The standing-in of that day, or None; the first and the last day count."""
    return session.scalar(
        select(ActingFor)
        .where(
            ActingFor.office == office,
            ActingFor.person_id == person_id,
            ActingFor.starts_on <= day,
            ActingFor.ends_on >= day,
        )
        .order_by(ActingFor.id)
    )


def delegations(session: Session) -> list[DelegationOfAuthority]:
    """The whole register, the oldest first: one query, because every delegator is a row of it."""
    return list(session.scalars(select(DelegationOfAuthority).order_by(DelegationOfAuthority.id)))


def in_force(session: Session, *, category: str, day: date) -> list[DelegationOfAuthority]:
    """The authority that holds on that day for a category, of every office."""
    return [row for row in delegations(session) if row.category == category and row.holds_on(day)]


def delegation_by_id(session: Session, delegation_id: int) -> DelegationOfAuthority | None:
    return session.get(DelegationOfAuthority, delegation_id)


def designations(session: Session) -> list[Designation]:
    """Every designation with the person it names, the newest first: one query."""
    return list(
        session.scalars(
            select(Designation)
            .options(joinedload(Designation.person))
            .order_by(Designation.starts_on.desc(), Designation.id.desc())
        )
    )


def actings(session: Session) -> list[ActingFor]:
    """Everybody who stands in for somebody, the newest first: one query."""
    return list(
        session.scalars(
            select(ActingFor)
            .options(joinedload(ActingFor.person), joinedload(ActingFor.absent))
            .order_by(ActingFor.starts_on.desc(), ActingFor.id.desc())
        )
    )


def designation_by_id(session: Session, designation_id: int) -> Designation | None:
    return session.get(Designation, designation_id)


def acting_by_id(session: Session, acting_id: int) -> ActingFor | None:
    return session.get(ActingFor, acting_id)
