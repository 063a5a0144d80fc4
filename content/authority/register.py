"""Verbs of the register: propose a delegation, put it in force, hand it on, let another take its place, revoke it."""

from dataclasses import dataclass, replace
from datetime import date

from content import clock, history
from content.authority.models import DelegationOfAuthority
from content.authority.states import DelegationState as S
from content.authority.workflow import DELEGATION_WORKFLOW
from content.db import JsonObject, Session, nfc
from content.languages import gettext as _
from content.permissions import Actor, Permission
from content.policy.answers import CURRENCIES, MOST_MONEY
from content.policy.citing import cite
from content.policy.parts import Signing
from content.policy.queries import current
from content.workflow import Refusal, Refused, perform, require, wrong_state


@dataclass(frozen=True)
class Terms:
    """What a paper of delegation says; ``amount`` is the limit in the minor unit, none when it states none."""

    office: str
    category: str
    amount: int | None
    currency: str | None
    starts_on: date
    ends_on: date | None
    instrument: str
    division: str | None = None


def propose(
    session: Session, terms: Terms, *, by: Actor, delegator: DelegationOfAuthority | None = None
) -> DelegationOfAuthority:
    """Enter a delegation as its paper states it; it holds once it is put in force.

    Raises NotAllowed; Refused for a category or an office that the policy does not let sign (R-062), an office of a
    division without its division (R-067), a limit that is missing where the policy asks for one (R-063), reversed
    days, no paper, or more than its delegator has (R-069).
    """
    require(by, Permission.AUTHORITY_MANAGE)
    signing = _signing(session, terms.category)
    refusals = [*_faults(signing, terms), *(_beyond(signing, terms, delegator) if delegator is not None else ())]
    if refusals:
        raise Refused(*refusals)
    row = DelegationOfAuthority(
        office=terms.office,
        category=terms.category,
        amount=terms.amount,
        currency=terms.currency,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        instrument=nfc(terms.instrument).strip(),
        division=nfc(terms.division or "").strip() or None,
        delegator=delegator,
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    _note(session, row, "proposed", by)
    return row


def sub_delegate(
    session: Session, delegator: DelegationOfAuthority, terms: Terms, *, by: Actor
) -> DelegationOfAuthority:
    """Hand an authority on, within its limit, currency and days, to an office below (R-069).

    Raises NotAllowed, Refused.
    """
    return propose(session, replace(terms, category=delegator.category), by=by, delegator=delegator)


def put_in_force(session: Session, row: DelegationOfAuthority, *, by: Actor) -> None:
    """Let a proposed delegation hold from its first day on. Raises NotAllowed, Refused."""
    perform(session, DELEGATION_WORKFLOW, row, "put_in_force", by=by)


def supersede(session: Session, row: DelegationOfAuthority, terms: Terms, *, by: Actor) -> DelegationOfAuthority:
    """Let a new paper take the place of a delegation, from the new one's first day on.

    Raises NotAllowed; Refused unless the old one is in force, or for terms that ``propose`` refuses.
    """
    require(by, Permission.AUTHORITY_MANAGE)
    if row.state is not S.IN_FORCE:
        raise Refused(wrong_state(row.state, (S.IN_FORCE,)))
    same = replace(terms, office=row.office, category=row.category, division=row.division)
    successor = propose(session, same, by=by, delegator=row.delegator)
    row.closed_on = terms.starts_on
    perform(session, DELEGATION_WORKFLOW, row, "supersede", by=by, data={"successor": successor.id})
    put_in_force(session, successor, by=by)
    return successor


def revoke(session: Session, row: DelegationOfAuthority, *, on: date, reason: str, by: Actor) -> None:
    """End a delegation: it holds no more from that day on, nor does what was handed on from it.

    Raises NotAllowed; Refused without a reason, or when it has ended before.
    """
    require(by, Permission.AUTHORITY_MANAGE)
    if row.state in (S.PROPOSED, S.IN_FORCE):
        # What was only proposed never held.
        row.closed_on = row.starts_on if row.state is S.PROPOSED else on
    perform(session, DELEGATION_WORKFLOW, row, "revoke", by=by, reason=reason, data={"on": on.isoformat()})


def _signing(session: Session, category: str) -> Signing:
    try:
        return current(session).route(category).signing
    except KeyError:
        message = _("The policy makes no new agreements of this category.")
        raise Refused(Refusal("R-062", message, items=("category",))) from None


def _faults(signing: Signing, terms: Terms) -> list[Refusal]:
    found = []
    if signing.office(terms.office) is None:
        found.append(cite(signing.clause, _("This office may not sign agreements of this category."), ("office",)))
    if terms.office in signing.division_offices and not (terms.division or "").strip():
        found.append(cite(signing.lead_division.clause, _("Name the division of this office."), ("division",)))
    if terms.amount is None and signing.limit.value:
        found.append(cite(signing.limit.clause, _("Enter the limit that the paper states."), ("amount",)))
    if terms.amount is not None and not 0 <= terms.amount <= MOST_MONEY:
        found.append(Refusal("T17", _("Enter an amount of money."), items=("amount",)))
    if (terms.amount is None) is not (terms.currency is None) or terms.currency not in (None, *CURRENCIES):
        found.append(Refusal("T17", _("Enter the currency of the limit."), items=("currency",)))
    if terms.ends_on is not None and terms.ends_on < terms.starts_on:
        found.append(Refusal("T17", _("A delegation cannot end before it starts."), items=("ends_on",)))
    if not terms.instrument.strip():
        found.append(Refusal("T17", _("Name the paper that delegates the authority."), items=("instrument",)))
    return found


def _beyond(signing: Signing, terms: Terms, delegator: DelegationOfAuthority) -> list[Refusal]:
    """What a sub-delegation claims beyond its delegator (R-069)."""
    clause, found = signing.sub_delegation, []
    ranks = [office.code for office in signing.offices]
    if delegator.state is not S.IN_FORCE:
        found.append(cite(clause, _("The delegator's own authority is not in force."), ("delegator",), rule="R-069"))
    if terms.office not in signing.sub_delegates or ranks.index(terms.office) <= ranks.index(delegator.office):
        message = _("The authority cannot be handed on from this office to that one.")
        found.append(cite(clause, message, ("office",), rule="R-069"))
    if delegator.division is not None and terms.division != delegator.division:
        found.append(cite(clause, _("The delegator's authority is for another division."), ("division",), rule="R-069"))
    if delegator.amount is not None and terms.currency != delegator.currency:
        found.append(cite(clause, _("State the limit in the delegator's currency."), ("currency",), rule="R-069"))
    elif delegator.amount is not None and (terms.amount is None or terms.amount > delegator.amount):
        found.append(cite(clause, _("The limit is higher than the delegator's own."), ("amount",), rule="R-069"))
    if terms.starts_on < delegator.starts_on:
        found.append(cite(clause, _("The delegator's authority starts later."), ("starts_on",), rule="R-069"))
    if delegator.ends_on is not None and (terms.ends_on is None or terms.ends_on > delegator.ends_on):
        found.append(cite(clause, _("The delegator's authority ends sooner."), ("ends_on",), rule="R-069"))
    return found


def _note(session: Session, row: DelegationOfAuthority, event: str, by: Actor) -> None:
    data: JsonObject = {
        "office": row.office,
        "category": row.category,
        "amount": row.amount,
        "currency": row.currency,
        "delegator": row.delegator_id,
    }
    history.write(
        session, kind="delegation", subject_id=str(row.id), event=event, by=by, at=clock.now(), data=data
    )  # fmt: skip
    session.flush()
