"""Secret links of a proposal: 256 random bits, stored as a hash, so that the database gives nobody entry."""

import hashlib
import secrets

from sqlalchemy import select

from content import clock
from content.db import Session
from content.policy.queries import version
from content.proposals.models import Proposal, ProposalLink


def mint(session: Session, proposal: Proposal, purpose: str) -> str:
    """Make a new link of a purpose (``draft`` or ``status``) and return its token."""
    token = secrets.token_urlsafe(32)
    session.add(ProposalLink(proposal=proposal, token_hash=_hash_of(token), purpose=purpose, created_at=clock.now()))
    session.flush()
    return token


def proposal_by_token(session: Session, token: str, purpose: str) -> Proposal | None:
    """The proposal that a link opens, or None."""
    return session.scalar(
        select(Proposal)
        .join(ProposalLink)
        .where(ProposalLink.token_hash == _hash_of(token), ProposalLink.purpose == purpose)
    )


def proposal_for_sender(session: Session, reference: str, email: str) -> Proposal | None:
    """The proposal of a reference, if it was sent from that address; None otherwise."""
    proposal = session.scalar(select(Proposal).where(Proposal.reference == reference))
    if proposal is None:
        return None
    answer = proposal.answers.get(version(session, proposal.policy_version_id).parts.sender.email)
    if answer is None or str(answer.value).strip().casefold() != email.strip().casefold():
        return None
    return proposal


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
