"""Verbs about people's authority: designate somebody for an office, let somebody act for another."""

from datetime import date

from content import clock, history
from content.authority.models import ActingFor, Designation
from content.db import Session, nfc
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
    require(by, Permission.AUTHORITY_MANAGE)
    _check(starts_on, ends_on, instrument, rule="R-061")
    designation = Designation(
        office=office,
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        instrument=nfc(instrument).strip(),
    )
    session.add(designation)
    session.flush()
    _note(session, person, "designated", designation, by)
    return designation


def act_for(
    session: Session,
    *,
    person: Person,
    absent: Person | None,
    starts_on: date,
    ends_on: date,
    instrument: str,
    by: Actor,
    office: str = "",
    division: str = "",
) -> ActingFor:
    """Let a person stand in for another, in that person's office and division; or, while it is vacant, in an office.

    Raises NotAllowed; Refused for oneself, without office, with reversed dates, or without a paper.
    """
    require(by, Permission.AUTHORITY_MANAGE)
    _check(starts_on, ends_on, instrument, rule="T17")
    if absent is not None and absent.id == person.id:
        raise Refused(Refusal("T17", _("Nobody stands in for themselves."), items=("absent",)))
    office = absent.office if absent is not None else nfc(office).strip()
    if not office:
        raise Refused(
            Refusal("T17", _("Choose whom the person stands in for, or the vacant office."), items=("office",))
        )
    acting = ActingFor(
        person=person,
        absent=absent,
        office=office,
        division=absent.division if absent is not None else nfc(division).strip() or None,
        starts_on=starts_on,
        ends_on=ends_on,
        instrument=nfc(instrument).strip(),
    )
    session.add(acting)
    session.flush()
    _note(session, person, "acting", acting, by)
    return acting


def end_early(session: Session, row: Designation | ActingFor, last_day: date, *, by: Actor) -> None:
    """Let a designation or a standing-in end sooner than it says; its first day is the soonest.

    Raises NotAllowed; Refused for a day before its first or after its last.
    """
    require(by, Permission.AUTHORITY_MANAGE)
    if last_day < row.starts_on or (row.ends_on is not None and row.ends_on < last_day):
        raise Refused(Refusal("T17", _("Choose a day between the first and the last."), items=("last_day",)))
    row.ends_on = last_day
    session.flush()
    _note(session, row.person, "authority_ended", row, by)


def _check(starts_on: date, ends_on: date | None, instrument: str, *, rule: str) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Refused(Refusal(rule, _("A designation cannot end before it starts."), items=("ends_on",)))
    if not instrument.strip():
        raise Refused(Refusal(rule, _("Name the paper by which the person is designated."), items=("instrument",)))


def _note(session: Session, person: Person, event: str, row: Designation | ActingFor, by: Actor) -> None:
    data: dict[str, object] = {
        "office": row.office,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        "instrument": row.instrument,
    }
    history.write(
        session, kind="person", subject_id=str(person.id), event=event, by=by, at=clock.now(), data=data
    )  # fmt: skip
