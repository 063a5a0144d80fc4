"""Who stood in for which office on which day."""

from datetime import date

from sqlalchemy import or_, select

from content.authority.models import Designation
from content.db import Session
from content.people.models import Person


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


def designations(session: Session) -> list[tuple[Designation, Person]]:
    """Every designation with the person it names, the newest first: one query."""
    rows = session.execute(
        select(Designation, Person)
        .join(Person, Person.id == Designation.person_id)
        .order_by(Designation.starts_on.desc(), Designation.id.desc())
    )
    return [(row.Designation, row.Person) for row in rows]
