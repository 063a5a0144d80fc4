"""The one next step of a proposal: what is to be done, who may do it, and what still stands in the way."""

from dataclasses import dataclass

from content import clock
from content.agreements.workflow import AGREEMENT_WORKFLOW, wordings
from content.db import Session
from content.permissions import Actor
from content.permissions import Permission as P
from content.proposals.authorising import options
from content.proposals.guards import pack_of
from content.proposals.models import Proposal
from content.proposals.routes import is_decided_by_signer
from content.proposals.states import ProposalState as S
from content.proposals.workflow import PROPOSAL_WORKFLOW
from content.workflow import Refusal


@dataclass(frozen=True)
class NextStep:
    """An act by its name, the permission it asks for, and every refusal that it would meet now."""

    act: str
    permission: P
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_open(self) -> bool:
        return not self.refusals


ACTS: dict[S, str] = {
    S.RECEIVED: "acknowledge",
    S.ASSESSMENT: "pass_assessment",
    S.ON_HOLD: "resources_secured",
    S.REPORT_DRAFTING: "send_report",
}
DECIDING: dict[S, tuple[str, P]] = {
    S.WITH_COUNCIL: ("record_decision", P.PROPOSAL_DECISION),
    S.APPROVED: ("draft_agreement", P.PROPOSAL_DRAFT_AGREEMENT),
}
"""Acts whose guards look at what the act itself brings along: they meet no refusal beforehand."""


def next_step(session: Session, proposal: Proposal, actor: Actor) -> NextStep | None:
    """What has to happen next; None once the proposal is closed. A drafted decline waits before all else (T14)."""
    state = proposal.state
    if proposal.decline and state in PROPOSAL_WORKFLOW.transition("decline").sources:
        return _guarded(session, proposal, "decline", actor, act="countersign")
    if state is S.CAPACITY:
        by_signer = is_decided_by_signer(pack_of(session, proposal).route(proposal.category))
        name = "pass_capacity_to_authority" if by_signer else "pass_capacity"
        return _guarded(session, proposal, name, actor, act="pass_capacity")
    if state is S.AUTHORITY_CHECK:
        return _authority_step(session, proposal)
    if state in ACTS:
        return _guarded(session, proposal, ACTS[state], actor)
    if state in DECIDING:
        return NextStep(*DECIDING[state])
    if proposal.agreement is not None and state in (S.AGREEMENT_DRAFTING, S.READY_TO_SIGN):
        return _signing_step(session, proposal, actor)
    return None


def _guarded(session: Session, proposal: Proposal, name: str, actor: Actor, act: str | None = None) -> NextStep:
    transition = PROPOSAL_WORKFLOW.transition(name)
    refusals = tuple(transition.guard(session, proposal, actor)) if transition.guard else ()
    return NextStep(act or name, transition.permission or P.PROPOSAL_VIEW, refusals)


def _authority_step(session: Session, proposal: Proposal) -> NextStep:
    """State the cost first; then an office of the register approves, or everything that keeps every office from it."""
    if not proposal.authority:
        return NextStep("state_cost", P.PROPOSAL_ASSESS)
    today = clock.today(pack_of(session, proposal).parts.city.time_zone)
    judged = [option.judgement for option in options(session, proposal, today)]
    refusals = () if any(j.is_allowed for j in judged) else tuple(r for j in judged for r in j.refusals)
    return NextStep("approve_by_authority", P.AGREEMENT_SIGN, tuple(dict.fromkeys(refusals)))


def _signing_step(session: Session, proposal: Proposal, actor: Actor) -> NextStep:
    agreement = proposal.agreement
    if proposal.state is S.AGREEMENT_DRAFTING and agreement is not None and not wordings(agreement):
        return NextStep("write_wording", P.AGREEMENT_EDIT)
    if proposal.state is S.READY_TO_SIGN and agreement is not None and agreement.signature is None:
        return NextStep("sign", P.AGREEMENT_SIGN)
    name = "execute" if proposal.state is S.READY_TO_SIGN else "wording_approved"
    transition = AGREEMENT_WORKFLOW.transition(name)
    refusals = tuple(transition.guard(session, agreement, actor)) if transition.guard else ()
    return NextStep("execute" if name == "execute" else "sign_off", transition.permission or P.AGREEMENT_VIEW, refusals)
