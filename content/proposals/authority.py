"""What must be true before a proposal is approved by delegated authority, without Council (RULES.md D3.1, R-060 to R-068)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from content import clock
from content.authority.judging import Matter, Signer, check_signer, judge_offices
from content.authority.queries import in_force
from content.db import Session
from content.languages import gettext as _
from content.people.models import Person
from content.policy.citing import cite
from content.policy.parts import DELEGATED, Clause, Route, StepKind
from content.proposals.guards import all_positive, has_capacity, pack_of
from content.proposals.models import Proposal
from content.proposals.routes import is_decided_by_signer
from content.proposals.states import Outcome
from content.workflow import Refusal, Refused


@dataclass(frozen=True)
class SignatureWanted:
    """Who wants to approve or sign, and in which office."""

    person: Person
    office: str


def matter_of(proposal: Proposal) -> Matter:
    """What a signature on this proposal is judged by."""
    stated = proposal.authority or {}
    adopted = [
        d.item for d in proposal.decisions if d.body != DELEGATED and d.outcome in (Outcome.ADOPTED, Outcome.AMENDED)
    ]
    facts = {name: stated.get(name) for name in ("amount", "currency", "rate")}
    return Matter({**facts, "lead_division": proposal.lead_division, "decision": adopted[-1] if adopted else None})


def check(session: Session, proposal: Proposal, wanted: SignatureWanted, day: date) -> Signer:
    """The authority of whoever wants to approve. Raises Refused with every clause that fails."""
    signing = pack_of(session, proposal).route(proposal.category).signing
    return check_signer(
        session,
        signing,
        proposal.category,
        office=wanted.office,
        person=wanted.person,
        day=day,
        facts=matter_of(proposal).facts,
    )


def policy_was_followed(session: Session, proposal: Proposal, _evidence: object) -> Iterable[Refusal]:
    """R-064: what the steps before ask for is on record, judged by the policy version of the proposal."""
    route = pack_of(session, proposal).route(proposal.category)
    open_ = [*all_positive(session, proposal, None), *has_capacity(session, proposal, None)]
    if open_:
        # Which step it is stays in the house: some of its findings are confidential.
        message = _("The steps before the signature are not complete.")
        yield cite(_clause_on(route, "steps"), message, ("steps",), rule="R-064")


def may_approve(session: Session, proposal: Proposal, evidence: Any) -> Iterable[Refusal]:
    """R-062, R-063, R-064, R-067, R-068: the cost is stated, the steps are complete, the office may sign today."""
    wanted: SignatureWanted = evidence
    route = pack_of(session, proposal).route(proposal.category)
    yield from policy_was_followed(session, proposal, None)
    if not proposal.authority:
        yield cite(route.signing.limit.clause, _("The cost is not known."), ("cost",))
        return
    if route.signing.coordination.value and not proposal.authority.get("is_coordinated"):
        yield cite(
            route.signing.coordination.clause, _("The lead office has not co-ordinated it."), ("is_coordinated",)
        )
    if proposal.authority["stated_by"] == wanted.person.id:
        yield Refusal("T14", _("Whoever stated the cost cannot approve on it."), items=("cost",))
    try:
        check(session, proposal, wanted, clock.today(pack_of(session, proposal).parts.city.time_zone))
    except Refused as refused:
        yield from refused.refusals


def is_beyond_every_limit(session: Session, proposal: Proposal, _evidence: object) -> Iterable[Refusal]:
    """D3.1: Council is asked only where the city wants it, and only for a cost that no office of the register may sign."""
    pack = pack_of(session, proposal)
    signing = pack.route(proposal.category).signing
    switch = pack.parts.switches.get("escalate_to_council_without_authority")
    if switch is None or not switch.value:
        yield Refusal("R-060", _("This city does not take such agreements to Council."), items=("switch",))
    if not proposal.authority:
        yield cite(signing.limit.clause, _("The cost is not known."), ("cost",))
        return
    day = clock.today(pack.parts.city.time_zone)
    if not in_force(session, category=proposal.category, day=day):
        message = _("The register of authority is empty: enter the delegations first.")
        yield cite(signing.limit.clause, message, ("register",))
        return
    judged = judge_offices(session, signing, proposal.category, matter=matter_of(proposal), day=day)
    able = tuple(option.office for option in judged if option.judgement.is_allowed)
    if able:
        yield cite(pack.route(proposal.category).council.clause, _("An office of the city may sign this."), able)
    if any("rate" in refusal.items for option in judged for refusal in option.judgement.refusals):
        yield cite(signing.limit.clause, _("A limit is in another currency: enter the rate first."), ("rate",))


def goes_to_council(session: Session, proposal: Proposal, _evidence: object) -> Iterable[Refusal]:
    """R-052, R-057, R-060: the capacity is there, and the route has a decision of Council."""
    yield from has_capacity(session, proposal, None)
    route = pack_of(session, proposal).route(proposal.category)
    if route.step(StepKind.COUNCIL) is None:
        yield cite(route.council.clause, _("This route asks for no decision of Council."), ("council",))


def goes_to_authority(session: Session, proposal: Proposal, _evidence: object) -> Iterable[Refusal]:
    """R-052, R-057: the capacity is there, and the route is decided by the office that signs."""
    yield from has_capacity(session, proposal, None)
    route = pack_of(session, proposal).route(proposal.category)
    if not is_decided_by_signer(route):
        yield cite(route.council.clause, _("This route asks for a decision of Council."), ("council",))


def _clause_on(route: Route, evidence: str) -> Clause | None:
    step = route.step(StepKind.SIGNING)
    questions = step.questions if step else ()
    return next((question.clause for question in questions if question.evidence == evidence), None)
