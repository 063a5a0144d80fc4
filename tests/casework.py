"""Proposals and agreements at any point of their way, taken there by the verbs themselves."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from content.agreements import operations
from content.agreements import signing as agreement_signing
from content.agreements.models import Agreement
from content.agreements.workflow import wording_hash, wordings
from content.authority.models import DelegationOfAuthority
from content.authority.operations import act_for, designate
from content.authority.queries import in_force
from content.authority.register import Terms, propose, put_in_force
from content.files import FileStore
from content.people.models import Person
from content.permissions import Role
from content.policy.queries import current
from content.policy.schema import example
from content.proposals import assessment, authorising, deciding, drafts, guards, signing
from content.proposals.authorising import Cost
from content.proposals.models import Proposal
from content.proposals.states import Answer, Outcome
from content.proposals.states import ProposalState as S

CATEGORY = "partnership-city"
PROJECT = "international-project"
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
WORDING = "The two cities agree to plant one tree each year."
ORDER = (
    S.RECEIVED, S.ASSESSMENT, S.CAPACITY, S.REPORT_DRAFTING, S.WITH_COUNCIL, S.APPROVED, S.AGREEMENT_DRAFTING,
    S.READY_TO_SIGN, S.EXECUTED,
)  # fmt: skip
PROJECT_ORDER = (
    S.RECEIVED, S.ASSESSMENT, S.CAPACITY, S.AUTHORITY_CHECK, S.APPROVED, S.AGREEMENT_DRAFTING, S.READY_TO_SIGN,
    S.EXECUTED,
)  # fmt: skip
ORDERS = {CATEGORY: ORDER, PROJECT: PROJECT_ORDER}
LIMIT = 50_000_000
DETAILS: dict[str, dict[str, Any]] = {
    "pc-elig-world-city": {"class": "beta", "edition": "2024"},
    "pc-elig-hub": {"kinds": ["cultural"]},
}
People = dict[Role, Person]


def answers(session: Session, *, category: str = CATEGORY, **changes: Any) -> dict[str, Any]:
    """A valid answer to everything that a proposal of a category is asked."""
    pack = current(session)
    route = pack.route(category)
    return {**{element.id: example(pack, route, element) for element in route.elements}, **changes}


def receive(session: Session, language: str = "fr", *, category: str = CATEGORY, **changes: Any) -> Proposal:
    """A proposal that has just been received."""
    given = answers(session, category=category, **changes)
    return drafts.receive(session, category=category, language=language, answers=given, channel="api")[0]


def judge(session: Session, proposal: Proposal, people: People, **values: Answer) -> None:
    """Judge everything with yes, except what ``values`` says (ids with underscores)."""
    pack = guards.pack_of(session, proposal)
    step = pack.route(proposal.category).steps[1]
    questions = [q.id for q in step.questions if q.evidence != "eligibility"]
    for question in (*guards.criteria_ids(pack, proposal.category), *questions):
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


def advance_to(
    session: Session, store: FileStore, people: People, state: S, *, category: str = CATEGORY, **changes: Any
) -> Proposal:
    """A proposal in one of the states of its category's straight way."""
    proposal = receive(session, category=category, **changes)
    order = ORDERS[category]
    for step in order[1 : order.index(state) + 1]:
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
    elif step in (S.REPORT_DRAFTING, S.AUTHORITY_CHECK):
        sign_capacity(session, proposal, people)
        assessment.pass_capacity(session, proposal, by=officer)
    elif step is S.WITH_COUNCIL:
        file = {"content": PDF, "name": "report.pdf", "media_type": "application/pdf"}
        deciding.attach_report(session, proposal, store, **file, by=officer)
        assessment.advance(session, proposal, "send_report", by=officer)
    elif step is S.APPROVED and proposal.category == PROJECT:
        approve(session, proposal, people)
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


def fill_register(session: Session, people: People, **changes: Any) -> DelegationOfAuthority:
    """Let the City Manager sign projects up to a limit, and the approver stand in for the City Manager."""
    administrator, terms = people[Role.ADMINISTRATOR], {
        "office": "city_manager", "category": PROJECT, "amount": LIMIT, "currency": "CAD",
        "starts_on": date(2025, 1, 1), "ends_on": None, "instrument": "By-law 7", **changes,
    }  # fmt: skip
    row = propose(session, Terms(**terms), by=administrator)
    put_in_force(session, row, by=administrator)
    return row


def stand_in(session: Session, people: People, office: str = "city_manager", **changes: Any) -> None:
    """Let the approver stand in for an office that is vacant."""
    values = {"starts_on": date(2025, 1, 1), "ends_on": date(2099, 12, 31), "instrument": "Memo 3", **changes}
    act_for(session, person=people[Role.APPROVER], absent=None, office=office, by=people[Role.ADMINISTRATOR], **values)


def state_cost(session: Session, proposal: Proposal, people: People, **changes: Any) -> None:
    """State the cost of a project, just within the limit, and the office that is to sign."""
    values = {"amount": LIMIT, "currency": "CAD", "rate": None, "office": "city_manager", "is_coordinated": True}
    values = {**values, **changes}
    cost = Cost(values["amount"], values["currency"], values["rate"])
    authorising.state_cost(
        session, proposal, cost, office=values["office"], is_coordinated=values["is_coordinated"],
        by=people[Role.PROTOCOL_OFFICER],
    )  # fmt: skip


def approve(session: Session, proposal: Proposal, people: People) -> None:
    """Approve a project by delegated authority, with a register that allows it."""
    if not in_force(session, category=PROJECT, day=date(2026, 1, 1)):
        fill_register(session, people)
        stand_in(session, people)
    state_cost(session, proposal, people)
    authorising.approve(session, proposal, office="city_manager", by=people[Role.APPROVER])


def agreement_of(proposal: Proposal) -> Agreement:
    """The agreement of a proposal that has one."""
    assert proposal.agreement is not None
    return proposal.agreement


def write_wording(session: Session, agreement: Agreement, people: People, wording: str = WORDING) -> None:
    """Write the source language's words and wording, and the term."""
    officer = people[Role.PROTOCOL_OFFICER]
    words = {"title": "An agreement", "summary": "What it is about.", "wording": wording}
    operations.edit_words(session, agreement, "en", words, revision=agreement.revision, by=officer)
    ends_on = "2029-01-31" if agreement.category == PROJECT else "2031-01-31"
    term = {"starts_on": "2026-02-01", "ends_on": ends_on}
    operations.edit_facts(session, agreement, term, revision=agreement.revision, by=officer)


def sign_off(session: Session, agreement: Agreement, people: People) -> None:
    """The solicitor signs off every wording."""
    for tag, text in wordings(agreement).items():
        signing.sign_off(session, agreement, tag, seen_hash=wording_hash(text), by=people[Role.SOLICITOR])


def sign(session: Session, agreement: Agreement, people: People, **changes: Any) -> None:
    """The mayor, or for a project whoever stands in for the City Manager, and the partner sign."""
    values = {
        "office": "city_manager" if agreement.category == PROJECT else "mayor",
        "signed_on": date(2026, 1, 20),
        "partner_party_id": agreement.party_rows[0].party_id,
        "partner_signatory": "A. Partner",
        "partner_office": "Mayor",
        "by": people[Role.APPROVER],
    }
    signing.sign(session, agreement, **{**values, **changes})


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
