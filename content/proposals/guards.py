"""What must be true before a proposal may go on. Each refusal names the rule, the clause and what is amiss."""

from collections.abc import Iterable
from typing import Any

from content.db import Session
from content.languages import gettext as _
from content.people.models import Person
from content.policy import completeness
from content.policy.citing import cite
from content.policy.pack import Pack
from content.policy.parts import StepKind
from content.policy.queries import current, version
from content.proposals.models import Proposal
from content.proposals.routes import deciding_body, step_of
from content.proposals.states import Answer, Outcome
from content.proposals.states import ProposalState as S
from content.workflow import Refusal


def pack_of(session: Session, proposal: Proposal) -> Pack:
    """The pack that binds the proposal: the one in force when it was received."""
    return version(session, proposal.policy_version_id)


def is_complete(session: Session, proposal: Proposal, _evidence: object) -> Iterable[Refusal]:
    """R-034: every required element has a valid answer; the list names each that has none."""
    pack = current(session)
    values = proposal.values()
    for missing in completeness.missing(pack, proposal.category, values):
        yield cite(missing.clause, missing.message(pack), (missing.element,))
    for fault in completeness.faults(pack, proposal.category, values):
        yield cite(fault.clause, fault.message(), (fault.element,), rule="F3")


def all_positive(session: Session, proposal: Proposal, _evidence: object) -> Iterable[Refusal]:
    """D3.1, R-023, R-043, R-048: confirmed sender, every criterion and every question yes, consultations closed."""
    pack = pack_of(session, proposal)
    route = pack.route(proposal.category)
    if proposal.authority_confirmed_at is None:
        yield Refusal("F15", _("The sender's authority has not been confirmed."), items=("authority",))
    unmet = unmet_criteria(pack, proposal)
    if unmet:
        yield cite(route.eligibility.clause, _("Not every eligibility criterion is answered with yes."), unmet)
    step = step_of(route, StepKind.ASSESSMENT)
    negative = tuple(q.id for q in step.questions if finding_value(pack, proposal, q.id) is not Answer.YES)
    if negative:
        yield cite(step.gate, _("Not every question is answered with yes."), negative)
    if not proposal.consultations:
        yield cite(
            route.consultations.clause,
            _("No consultation is recorded, and no reason why none was appropriate."),
            ("consultations",),
        )
    waiting = tuple(str(c.id) for c in proposal.consultations if not c.answer and not c.waived_reason)
    if waiting:
        yield cite(
            route.consultations.clause,
            _("A consultation has neither an answer nor a reason why it was waived."),
            waiting,
        )


def finding_value(pack: Pack, proposal: Proposal, question: str) -> Answer | None:
    """The judgement of a question; the one on eligibility follows from the criteria alone (R-037)."""
    step = step_of(pack.route(proposal.category), StepKind.ASSESSMENT)
    if any(q.id == question and q.evidence == "eligibility" for q in step.questions):
        return _from_criteria(pack, proposal)
    finding = proposal.findings.get(question)
    return None if finding is None else finding.value


def _from_criteria(pack: Pack, proposal: Proposal) -> Answer | None:
    values = [finding_of(proposal, criterion) for criterion in criteria_ids(pack, proposal.category)]
    if all(value is Answer.YES for value in values):
        return Answer.YES
    if Answer.NO in values:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in values else None


def finding_of(proposal: Proposal, question: str) -> Answer | None:
    """The recorded judgement of one criterion, or None."""
    finding = proposal.findings.get(question)
    return None if finding is None else finding.value


def criteria_ids(pack: Pack, category: str) -> tuple[str, ...]:
    """The eligibility criteria of a category, in the pack's order."""
    return tuple(criterion.id for criterion in pack.route(category).eligibility.criteria)


def unmet_criteria(pack: Pack, proposal: Proposal) -> tuple[str, ...]:
    """The criteria that are not answered with yes: no, unknown or not yet judged all block (R-018)."""
    return tuple(
        criterion
        for criterion in criteria_ids(pack, proposal.category)
        if finding_of(proposal, criterion) is not Answer.YES
    )


def may_decline(session: Session, proposal: Proposal, evidence: Any) -> Iterable[Refusal]:
    """T13, T14: a drafted decline with words, countersigned by somebody else than its author."""
    by: Person = evidence
    if proposal.state is S.ASSESSMENT and Answer.NO not in {finding.value for finding in proposal.findings.values()}:
        yield Refusal("D3", _("No criterion and no question is answered with no."), items=("findings",))
    if not proposal.decline or not proposal.decline.get("words", "").strip():
        yield Refusal("T13", _("There is no drafted decision to countersign."), items=("decline",))
    elif proposal.decline["drafted_by"] == by.id:
        yield Refusal("T14", _("Whoever drafted the decision cannot countersign it."), items=("countersign",))


def has_capacity(session: Session, proposal: Proposal, _evidence: object) -> Iterable[Refusal]:
    """R-052 to R-056: three judgements by the lead office and the lead division, all positive or under a condition."""
    pack = pack_of(session, proposal)
    step = pack.route(proposal.category).step(StepKind.CAPACITY)
    if step is None:
        return
    if step.asks_lead_division and not proposal.lead_division:
        yield cite(step.clause, _("No lead division is named."), ("lead_division",))
        return
    given = {(c.division, c.judgement): c.is_met for c in proposal.capacity}
    asked = [(d, j) for d in divisions_asked(pack, proposal) for j in step.judgements]
    open_ = tuple(f"{d}:{j}" for d, j in asked if (d, j) not in given)
    if open_:
        yield cite(step.clause, _("Not every judgement of capacity has been signed."), open_)
    negative = tuple(f"{d}:{j}" for d, j in asked if given.get((d, j)) is False)
    if negative and not (step.conditional and (proposal.resource_condition or "").strip()):
        yield cite(step.gate, _("The required resources are not available."), negative)


def divisions_asked(pack: Pack, proposal: Proposal) -> tuple[str, ...]:
    """Who judges the capacity: the lead office, and the lead division where one is named."""
    return (pack.parts.city.lead_office, *filter(None, (proposal.lead_division,)))


def lacks_resources(session: Session, proposal: Proposal, _evidence: object) -> Iterable[Refusal]:
    """R-055: only a proposal with a negative judgement is put on hold for resources."""
    pack = pack_of(session, proposal)
    asked = divisions_asked(pack, proposal)
    if all(finding.is_met for finding in proposal.capacity if finding.division in asked):
        yield Refusal("R-055", _("No judgement of capacity is negative."), items=("capacity",))


def has_report(session: Session, proposal: Proposal, _evidence: object) -> Iterable[Refusal]:
    """R-059: the report is attached, and every criterion and question has a finding."""
    pack = pack_of(session, proposal)
    step = step_of(pack.route(proposal.category), StepKind.COUNCIL)
    if not proposal.report:
        yield cite(step.gate, _("The report is not attached."), ("report",))
    questions = [q.id for q in step_of(pack.route(proposal.category), StepKind.ASSESSMENT).questions]
    open_ = tuple(
        q for q in (*criteria_ids(pack, proposal.category), *questions) if finding_value(pack, proposal, q) is None
    )
    if open_:
        yield cite(step.gate, _("A criterion or question has no finding."), open_)


def _decided(*outcomes: Outcome) -> Any:
    def guard(session: Session, proposal: Proposal, evidence: Any) -> Iterable[Refusal]:
        pack = pack_of(session, proposal)
        council = pack.route(proposal.category).council
        clause = council.clause if council.value else None
        latest = proposal.decisions[-1] if proposal.decisions else None
        if latest is None or latest.body != deciding_body(pack, proposal.category) or latest.outcome not in outcomes:
            yield cite(clause, _("There is no such decision of Council on record."), ("decision",), rule="R-057")

    return guard


is_adopted = _decided(Outcome.ADOPTED, Outcome.AMENDED)
is_refused = _decided(Outcome.REFUSED)
is_referred = _decided(Outcome.REFERRED)


def has_agreement(session: Session, proposal: Proposal, _evidence: object) -> Iterable[Refusal]:
    """An approved proposal goes on as an agreement that has been drafted."""
    if proposal.agreement_id is None:
        yield Refusal("D3", _("The agreement has not been drafted."), items=("agreement",))
