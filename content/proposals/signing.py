"""Acts on an agreement that take its proposal along, so that both always tell the same story."""

from datetime import date

from sqlalchemy import select

from content.agreements import signing as agreements
from content.agreements.models import Agreement
from content.agreements.states import AgreementState
from content.db import Session
from content.people.models import Person
from content.proposals.assessment import advance
from content.proposals.authority import policy_was_followed
from content.proposals.guards import pack_of
from content.proposals.models import Proposal
from content.proposals.routes import is_decided_by_signer
from content.workflow import Refused


def proposal_of(session: Session, agreement: Agreement) -> Proposal | None:
    """The proposal from which an agreement came; none for an imported one."""
    return session.scalar(select(Proposal).where(Proposal.agreement_id == agreement.id))


def sign_off(session: Session, agreement: Agreement, language: str, *, seen_hash: str, by: Person) -> None:
    """Sign off one wording; with the last one both become ready to sign. Raises NotAllowed, Refused."""
    agreements.sign_off(session, agreement, language, seen_hash=seen_hash, by=by)
    if agreement.state is AgreementState.READY_TO_SIGN:
        _follow(session, agreement, "wording_approved", by)


def reopen(session: Session, agreement: Agreement, *, reason: str, by: Person) -> None:
    """Take an approved wording back into drafting. Raises NotAllowed, Refused."""
    agreements.reopen(session, agreement, reason=reason, by=by)
    _follow(session, agreement, "reopen", by, reason)


def sign(
    session: Session,
    agreement: Agreement,
    *,
    office: str,
    signed_on: date,
    partner_party_id: int,
    partner_signatory: str,
    partner_office: str,
    by: Person,
) -> None:
    """Record the signatures, if the steps that the policy asks for are on record (R-064). Raises NotAllowed, Refused."""
    proposal = proposal_of(session, agreement)
    if proposal is not None and is_decided_by_signer(pack_of(session, proposal).route(proposal.category)):
        open_ = tuple(policy_was_followed(session, proposal, None))
        if open_:
            raise Refused(*open_)
    agreements.sign(
        session,
        agreement,
        office=office,
        signed_on=signed_on,
        partner_party_id=partner_party_id,
        partner_signatory=partner_signatory,
        partner_office=partner_office,
        by=by,
    )


def execute(session: Session, agreement: Agreement, *, by: Person) -> None:
    """Declare the agreement executed, and with it the proposal. Raises NotAllowed, Refused."""
    agreements.execute(session, agreement, by=by)
    _follow(session, agreement, "execute", by)


def _follow(session: Session, agreement: Agreement, name: str, by: Person, reason: str = "") -> None:
    proposal = proposal_of(session, agreement)
    if proposal is not None:
        advance(session, proposal, name, by=by, reason=reason)
