"""Proposals and agreements at any point of their way, taken there by the verbs themselves."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from content.agreements import operations
from content.agreements import signing as agreement_signing
from content.agreements.models import Agreement
from content.agreements.workflow import wording_hash, wordings
from content.authority.operations import designate
from content.files import FileStore
from content.people.models import Person
from content.permissions import Role
from content.policy.queries import current
from content.policy.schema import example
from content.proposals import assessment, deciding, drafts, guards, signing
from content.proposals.models import Proposal
from content.proposals.states import Answer, Outcome
from content.proposals.states import ProposalState as S

CATEGORY = "partnership-city"
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
WORDING = "The two cities agree to plant one tree each year."
ORDER = (
    S.RECEIVED, S.ASSESSMENT, S.CAPACITY, S.REPORT_DRAFTING, S.WITH_COUNCIL, S.APPROVED, S.AGREEMENT_DRAFTING,
    S.READY_TO_SIGN, S.EXECUTED,
)  # fmt: skip
DETAILS: dict[str, dict[str, Any]] = {
    "pc-elig-world-city": {"class": "beta", "edition": "2024"},
    "pc-elig-hub": {"kinds": ["cultural"]},
}
People = dict[Role, Person]


def answers(session: Session, **changes: Any) -> dict[str, Any]:
    """A valid answer to everything that a Partnership City proposal is asked."""
    pack = current(session)
    route = pack.route(CATEGORY)
    return {**{element.id: example(pack, route, element) for element in route.elements}, **changes}


def receive(session: Session, language: str = "fr", **changes: Any) -> Proposal:
    """A proposal that has just been received."""
    given = answers(session, **changes)
    return drafts.receive(session, category=CATEGORY, language=language, answers=given, channel="api")[0]


def judge(session: Session, proposal: Proposal, people: People, **values: Answer) -> None:
    """Judge everything with yes, except what ``values`` says (ids with underscores)."""
    pack = guards.pack_of(session, proposal)
    step = pack.route(CATEGORY).steps[1]
    questions = [q.id for q in step.questions if q.evidence != "eligibility"]
    for question in (*guards.criteria_ids(pack, CATEGORY), *questions):
        value = values.get(question.replace("-", "_"), Answer.YES)
        assessment.record_finding(
            session, proposal, question, value, reason="Because of the file.", detail=DETAILS.get(question),
            by=people[Role.PROTOCOL_OFFICER],
        )  # fmt: skip


def assess(session: Session, proposal: Proposal, people: People) -> None:
    """Everything that the initial assessment needs."""
    officer = people[Role.PROTOCOL_OFFICER]
    judge(session, proposal, people)
    assessment.confirm_authority(session, proposal, method="letter", note="", by=officer)
    assessment.record_consultation(
        session, proposal, body="Government of Canada", question="Any concern?", answer="None.", by=officer
    )


def sign_capacity(session: Session, proposal: Proposal, people: People, *, met: bool = True) -> None:
    """Lead office and lead division judge the capacity."""
    officer, reviewer = people[Role.PROTOCOL_OFFICER], people[Role.DIVISION_REVIEWER]
    judged = {"staffing": True, "budget": met, "organisational": True}
    assessment.name_lead_division(session, proposal, "edc", by=officer)
    for division, by in (("cco-sper", officer), ("edc", reviewer)):
        assessment.record_capacity(
            session, proposal, division=division, judgements=judged, note="" if met else "No funds yet.", by=by
        )


def advance_to(session: Session, store: FileStore, people: People, state: S, **changes: Any) -> Proposal:
    """A proposal in one of the states of the straight way."""
    proposal = receive(session, **changes)
    for step in ORDER[1 : ORDER.index(state) + 1]:
        _take(session, store, people, proposal, step)
    session.flush()
    return proposal


def _take(session: Session, store: FileStore, people: People, proposal: Proposal, step: S) -> None:
    officer = people[Role.PROTOCOL_OFFICER]
    if step is S.ASSESSMENT:
        assessment.acknowledge(session, proposal, by=officer)
    elif step is S.CAPACITY:
        assess(session, proposal, people)
        assessment.advance(session, proposal, "pass_assessment", by=officer)
    elif step is S.REPORT_DRAFTING:
        sign_capacity(session, proposal, people)
        assessment.pass_capacity(session, proposal, by=officer)
    elif step is S.WITH_COUNCIL:
        file = {"content": PDF, "name": "report.pdf", "media_type": "application/pdf"}
        deciding.attach_report(session, proposal, store, **file, by=officer)
        assessment.advance(session, proposal, "send_report", by=officer)
    elif step is S.APPROVED:
        decide(session, proposal, people, Outcome.ADOPTED)
    elif step is S.AGREEMENT_DRAFTING:
        write_wording(session, deciding.draft_agreement(session, proposal, by=officer), people)
    elif step is S.READY_TO_SIGN:
        sign_off(session, agreement_of(proposal), people)
    elif step is S.EXECUTED:
        execute(session, store, agreement_of(proposal), people)


def decide(session: Session, proposal: Proposal, people: People, outcome: Outcome) -> None:
    """Record a decision of Council."""
    deciding.record_decision(
        session, proposal, item="EX1.1", decided_on=date(2026, 1, 15), outcome=outcome, words="Council's words.",
        by=people[Role.CLERK],
    )  # fmt: skip


def agreement_of(proposal: Proposal) -> Agreement:
    """The agreement of a proposal that has one."""
    assert proposal.agreement is not None
    return proposal.agreement


def write_wording(session: Session, agreement: Agreement, people: People, wording: str = WORDING) -> None:
    """Write the source language's words and wording, and the term."""
    officer = people[Role.PROTOCOL_OFFICER]
    words = {"title": "An agreement", "summary": "What it is about.", "wording": wording}
    operations.edit_words(session, agreement, "en", words, revision=agreement.revision, by=officer)
    term = {"starts_on": "2026-02-01", "ends_on": "2031-01-31"}
    operations.edit_facts(session, agreement, term, revision=agreement.revision, by=officer)


def sign_off(session: Session, agreement: Agreement, people: People) -> None:
    """The solicitor signs off every wording."""
    for tag, text in wordings(agreement).items():
        signing.sign_off(session, agreement, tag, seen_hash=wording_hash(text), by=people[Role.SOLICITOR])


def sign(session: Session, agreement: Agreement, people: People, **changes: Any) -> None:
    """The mayor and the partner sign."""
    values = {
        "office": "mayor",
        "signed_on": date(2026, 1, 20),
        "partner_party_id": agreement.party_rows[0].party_id,
        "partner_signatory": "A. Partner",
        "partner_office": "Mayor",
        "by": people[Role.APPROVER],
    }
    agreement_signing.sign(session, agreement, **{**values, **changes})


def execute(session: Session, store: FileStore, agreement: Agreement, people: People) -> None:
    """Sign, attach and compare the scan, execute."""
    clerk = people[Role.CLERK]
    sign(session, agreement, people)
    scan = operations.attach_document(
        session, agreement, store, content=PDF, name="signed.pdf", media_type="application/pdf",
        kind="signed-agreement", language="en", title="Signed agreement", by=clerk,
    )  # fmt: skip
    agreement_signing.compare_scan(session, agreement, scan, by=clerk)
    signing.execute(session, agreement, by=clerk)


def designate_mayor(session: Session, people: People, person: Person, starts_on: date, ends_on: date | None) -> None:
    """Name somebody to stand in for the mayor."""
    designate(
        session, office="mayor_designate", person=person, starts_on=starts_on, ends_on=ends_on,
        instrument="Letter 12", by=people[Role.ADMINISTRATOR],
    )  # fmt: skip
