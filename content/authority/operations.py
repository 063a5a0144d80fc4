"""Verbs about authority: designate somebody to act for an office."""

from datetime import date

from content import clock, history
from content.authority.models import Designation
from content.db import Session
from content.languages import gettext as _
from content.people.models import Person
from content.permissions import Actor, Permission
from content.workflow import Refusal, Refused, require


def designate(
    session: Session,
    *,
    office: str,
    person: Person,
    starts_on: date,
    ends_on: date | None,
    instrument: str,
    by: Actor,
) -> Designation:
    """Name a person to act for an office. Raises NotAllowed; Refused when the dates are reversed or no paper is named."""
    require(by, Permission.PEOPLE_MANAGE)
    if ends_on is not None and ends_on < starts_on:
        raise Refused(Refusal("R-061", _("A designation cannot end before it starts."), items=("ends_on",)))
    if not instrument.strip():
        raise Refused(Refusal("R-061", _("Name the paper by which the person is designated."), items=("instrument",)))
    designation = Designation(
        office=office,
        person_id=person.id,
        starts_on=starts_on,
        ends_on=ends_on,
        instrument=instrument.strip(),
    )
    session.add(designation)
    session.flush()
    history.write(
        session,
        kind="person",
        subject_id=str(person.id),
        event="designated",
        by=by,
        at=clock.now(),
        data={"office": office, "starts_on": starts_on.isoformat(), "instrument": designation.instrument},
    )
    return designation
