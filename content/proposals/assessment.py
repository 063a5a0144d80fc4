"""Verbs of triage, steps 2 and 3: acknowledge, judge, consult, confirm, hold, pass, decline."""

from content import clock, history
from content.db import JsonObject, Session, nfc
from content.languages import gettext as _
from content.people.models import Person
from content.permissions import Permission
from content.policy.citing import cite
from content.policy.parts import CriterionKind, StepKind
from content.proposals.drafts import notify
from content.proposals.guards import criteria_ids, pack_of
from content.proposals.models import AssessmentFinding, CapacityFinding, Consultation, Proposal
from content.proposals.routes import is_decided_by_signer, step_of
from content.proposals.states import OPEN, Answer
from content.proposals.states import ProposalState as S
from content.proposals.workflow import PROPOSAL_WORKFLOW
from content.workflow import Refusal, Refused, perform, require, wrong_state

AUTHORITY_METHODS = ("mail", "letter", "consulate")
TOLD = frozenset(
    {
        "acknowledge",
        "pass_assessment",
        "pass_capacity",
        "pass_capacity_to_authority",
        "escalate_to_council",
        "approve",
        "approve_by_authority",
        "execute",
    }
)
"""The steps of which the applicant is told by mail."""


def advance(
    session: Session,
    proposal: Proposal,
    name: str,
    *,
    by: Person,
    reason: str = "",
    evidence: object = None,
    data: JsonObject | None = None,
) -> None:
    """Take one step of the workflow and tell the applicant. Raises NotAllowed, Refused."""
    perform(session, PROPOSAL_WORKFLOW, proposal, name, by=by, reason=reason, evidence=evidence, data=data)
    proposal.state_since = proposal.updated_at = clock.now()
    if proposal.state is S.DECLINED:
        notify(session, proposal, "declined", words=(proposal.decline or {}).get("words", reason))
        return
    # Whoever takes the proposal on has overtaken a decline that was drafted before.
    proposal.decline = None
    if name in TOLD:
        notify(session, proposal, "progress")


def acknowledge(session: Session, proposal: Proposal, *, by: Person) -> None:
    """Take a received proposal into assessment, by its new owner. Raises NotAllowed, Refused."""
    advance(session, proposal, "acknowledge", by=by)
    proposal.assignee_id = by.id


def assign(session: Session, proposal: Proposal, person: Person, *, note: str = "", by: Person) -> None:
    """Hand the proposal to somebody who assesses, or take it over (T3). Raises NotAllowed, Refused."""
    require(by, Permission.PROPOSAL_ASSESS)
    if proposal.state not in OPEN:
        raise Refused(wrong_state(proposal.state, OPEN))
    if not person.can(Permission.PROPOSAL_ASSESS):
        raise Refused(Refusal("T3", _("Only somebody who assesses can take this on."), items=("person",)))
    before, proposal.assignee_id = proposal.assignee_id, person.id
    _note(session, proposal, "assigned", by, {"before": before, "after": person.id, "name": person.name, "note": note})


def record_finding(
    session: Session,
    proposal: Proposal,
    question: str,
    value: Answer,
    *,
    by: Person,
    reason: str = "",
    source: str = "",
    detail: JsonObject | None = None,
) -> None:
    """Judge one criterion or question (R-018 to R-027, R-036 to R-047).

    Raises NotAllowed; Refused outside the assessment, for the question that follows from the criteria (R-037),
    without a reason, or for a yes that its criterion's kind does not bear out.
    """
    require(by, Permission.PROPOSAL_ASSESS)
    if proposal.state is not S.ASSESSMENT:
        raise Refused(wrong_state(proposal.state, (S.ASSESSMENT,)))
    _check_finding(session, proposal, question, value, reason, detail or {})
    finding = proposal.findings.get(question)
    if finding is None:
        finding = AssessmentFinding(question=question)
        proposal.findings[question] = finding
    before = finding.value.value if finding.value else None
    finding.value, finding.reason, finding.source = value, nfc(reason).strip(), nfc(source).strip()
    finding.detail = detail or {}
    finding.person_id, finding.person_name, finding.office = by.id, by.name, by.office
    finding.found_at = clock.now()
    _note(session, proposal, "finding", by, {"question": question, "before": before, "after": value.value})


def _check_finding(
    session: Session, proposal: Proposal, question: str, value: Answer, reason: str, detail: JsonObject
) -> None:
    pack = pack_of(session, proposal)
    route = pack.route(proposal.category)
    step = step_of(route, StepKind.ASSESSMENT)
    questions = {q.id: q for q in step.questions}
    criteria = criteria_ids(pack, proposal.category)
    if question in questions and questions[question].evidence == "eligibility":
        raise Refused(
            cite(questions[question].clause, _("This answer follows from the eligibility criteria alone."), (question,))
        )
    if question not in questions and question not in criteria:
        raise Refused(Refusal("R-036", _("The policy does not ask this question."), items=(question,)))
    if not reason.strip():
        raise Refused(Refusal("T13", _("A reason must be given."), items=(question,)))
    if question in criteria and value is Answer.YES:
        criterion = next(c for c in route.eligibility.criteria if c.id == question)
        if criterion.kind is CriterionKind.CLASS and (
            detail.get("class") not in criterion.values or not detail.get("edition")
        ):
            raise Refused(cite(criterion.clause, _("Name the class and the edition of the list."), (question,)))
        if criterion.kind is CriterionKind.ANY_OF and not set(detail.get("kinds", [])) & set(criterion.values):
            raise Refused(cite(criterion.clause, _("Choose at least one kind of hub."), (question,)))


def confirm_authority(session: Session, proposal: Proposal, *, method: str, note: str, by: Person) -> None:
    """Record how the sender's authority was confirmed (F15). Raises NotAllowed, Refused for an unknown method."""
    require(by, Permission.PROPOSAL_ASSESS)
    if method not in AUTHORITY_METHODS:
        raise Refused(Refusal("F15", _("Choose how the authority was confirmed."), items=("method",)))
    if proposal.state not in (S.RECEIVED, S.ASSESSMENT):
        raise Refused(wrong_state(proposal.state, (S.RECEIVED, S.ASSESSMENT)))
    proposal.authority_confirmed_at = clock.now()
    proposal.authority_method, proposal.authority_note = method, nfc(note).strip()
    _note(session, proposal, "authority_confirmed", by, {"method": method})


def record_consultation(
    session: Session,
    proposal: Proposal,
    *,
    body: str,
    question: str,
    answer: str = "",
    waived_reason: str = "",
    by: Person,
) -> Consultation:
    """Record a body asked, or why it was not appropriate to ask (R-049, R-050). Raises NotAllowed, Refused."""
    require(by, Permission.PROPOSAL_ASSESS)
    if proposal.state is not S.ASSESSMENT:
        raise Refused(wrong_state(proposal.state, (S.ASSESSMENT,)))
    if not body.strip():
        raise Refused(Refusal("R-049", _("Name the body that is consulted."), items=("body",)))
    if not (answer.strip() or waived_reason.strip()):
        raise Refused(
            Refusal("R-049", _("Give the answer, or the reason why none was appropriate."), items=("answer",))
        )
    consultation = Consultation(
        body=nfc(body).strip(),
        question=nfc(question).strip(),
        answer=nfc(answer).strip(),
        waived_reason=nfc(waived_reason).strip(),
        person_name=by.name,
        recorded_at=clock.now(),
    )
    proposal.consultations.append(consultation)
    _note(session, proposal, "consultation", by, {"body": consultation.body, "waived": bool(waived_reason.strip())})
    return consultation


def name_lead_division(session: Session, proposal: Proposal, division: str, *, by: Person) -> None:
    """Name the division most directly responsible (R-053). Raises NotAllowed, Refused."""
    require(by, Permission.PROPOSAL_ASSESS)
    if proposal.state is not S.CAPACITY:
        raise Refused(wrong_state(proposal.state, (S.CAPACITY,)))
    if not division.strip():
        raise Refused(Refusal("R-053", _("Name the lead division."), items=("lead_division",)))
    proposal.lead_division = nfc(division).strip()
    _note(session, proposal, "lead_division", by, {"division": proposal.lead_division})


def record_capacity(
    session: Session, proposal: Proposal, *, division: str, judgements: dict[str, bool], note: str, by: Person
) -> None:
    """Sign a division's judgements of staffing, budget and organisation (R-052).

    The lead office's are signed by whoever assesses; a division's by its own reviewer. Raises NotAllowed, Refused.
    """
    require(by, Permission.PROPOSAL_CAPACITY)
    if proposal.state is not S.CAPACITY:
        raise Refused(wrong_state(proposal.state, (S.CAPACITY,)))
    pack = pack_of(session, proposal)
    step = step_of(pack.route(proposal.category), StepKind.CAPACITY)
    if division == pack.parts.city.lead_office:
        require(by, Permission.PROPOSAL_ASSESS)
    elif division != proposal.lead_division or by.division != division:
        raise Refused(cite(step.clause, _("Only the lead division's own reviewer signs for it."), ("division",)))
    if set(judgements) != set(step.judgements):
        open_ = tuple(sorted(set(step.judgements) - set(judgements)))
        raise Refused(cite(step.clause, _("Answer every question."), open_))
    if not all(judgements.values()) and not note.strip():
        raise Refused(Refusal("T13", _("A reason must be given."), items=("note",)))
    proposal.capacity[:] = [c for c in proposal.capacity if c.division != division]
    session.flush()
    for judgement, is_met in judgements.items():
        proposal.capacity.append(
            CapacityFinding(
                division=division,
                judgement=judgement,
                is_met=is_met,
                note=nfc(note).strip(),
                person_id=by.id,
                person_name=by.name,
                signed_at=clock.now(),
            )
        )
    _note(session, proposal, "capacity", by, {"division": division, **judgements})


def pass_capacity(session: Session, proposal: Proposal, *, condition: str = "", by: Person) -> None:
    """Go on to the report, if need be under a recorded condition (C-08), or to the check of authority (R-060).

    Raises NotAllowed, Refused.
    """
    require(by, Permission.PROPOSAL_ASSESS)
    proposal.resource_condition = nfc(condition).strip() or None
    route = pack_of(session, proposal).route(proposal.category)
    advance(session, proposal, "pass_capacity_to_authority" if is_decided_by_signer(route) else "pass_capacity", by=by)


def draft_decline(session: Session, proposal: Proposal, *, words: str, by: Person) -> None:
    """Draft a negative decision in words for the applicant; another person countersigns (T13, T14).

    Raises NotAllowed, Refused.
    """
    require(by, Permission.PROPOSAL_ASSESS)
    if proposal.state not in (S.ASSESSMENT, S.CAPACITY, S.ON_HOLD):
        raise Refused(wrong_state(proposal.state, (S.ASSESSMENT, S.CAPACITY, S.ON_HOLD)))
    if not words.strip():
        raise Refused(Refusal("T13", _("A reason must be given."), items=("words",)))
    proposal.decline = {"words": nfc(words).strip(), "drafted_by": by.id, "drafted_by_name": by.name}
    _note(session, proposal, "decline_drafted", by)


def drop_decline(session: Session, proposal: Proposal, *, by: Person) -> None:
    """Let go of a drafted decline: by who assesses, or by the countersigner who does not agree.

    Raises NotAllowed; Refused when there is none, or when it has been countersigned.
    """
    if not by.can(Permission.PROPOSAL_COUNTERSIGN):
        require(by, Permission.PROPOSAL_ASSESS)
    if not proposal.decline or proposal.state is S.DECLINED:
        raise Refused(Refusal("T14", _("There is no drafted decision to countersign."), items=("decline",)))
    proposal.decline = None
    _note(session, proposal, "decline_dropped", by)


def countersign_decline(session: Session, proposal: Proposal, *, by: Person) -> None:
    """Countersign the drafted decline; the applicant is told in its words. Raises NotAllowed, Refused."""
    words = (proposal.decline or {}).get("words", "")
    advance(session, proposal, "decline", by=by, reason=words or "-", evidence=by)


def _note(session: Session, proposal: Proposal, event: str, by: Person, data: JsonObject | None = None) -> None:
    proposal.updated_at = clock.now()
    history.write(session, kind="proposal", subject_id=str(proposal.id), event=event, by=by, at=clock.now(), data=data)
    session.flush()
