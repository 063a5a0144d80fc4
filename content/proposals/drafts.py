"""Verbs of the applicant: begin a draft, keep what is typed, submit once, withdraw. No account is needed."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from content import clock, dates, notices
from content.agreements.operations import abandon
from content.db import Session, nfc, nfc_deep
from content.languages import gettext as _
from content.people.actors import Applicant
from content.policy import completeness
from content.policy.answers import is_blank
from content.policy.completeness import Fault, Missing
from content.policy.parts import Sender
from content.policy.queries import current, version
from content.proposals.links import mint
from content.proposals.models import Proposal, ProposalAnswer, ProposalPage
from content.proposals.routes import offered_categories
from content.proposals.states import ProposalState as S
from content.proposals.workflow import PROPOSAL_WORKFLOW
from content.workflow import Refusal, Refused, perform

REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Incomplete(Exception):
    """The proposal cannot be received: what is missing, and what is faulty. Nothing has been changed."""

    def __init__(self, missing: list[Missing], faults: list[Fault]) -> None:
        super().__init__(f"{len(missing)} missing, {len(faults)} faulty")
        self.missing = missing
        self.faults = faults


def start(session: Session, *, category: str, language: str, channel: str = "form") -> tuple[Proposal, str]:
    """Begin a draft and return it with its secret token. Raises Refused for a category not open to proposals."""
    pack = current(session)
    if category not in {offered.code for offered in offered_categories(pack)}:
        raise Refused(Refusal("R-013", _("No proposals are taken in this category."), items=("category",)))
    moment = clock.now()
    proposal = Proposal(
        category=category,
        language=language,
        policy_version_id=pack.version_id,
        channel=channel,
        created_at=moment,
        updated_at=moment,
        state_since=moment,
    )
    session.add(proposal)
    session.flush()
    return proposal, mint(session, proposal, "draft")


def keep_typed(session: Session, proposal: Proposal, section: str, typed: Iterable[tuple[str, str]]) -> None:
    """Keep what stands in the fields of one page, valid or not. Raises Refused once it is no draft any more."""
    _need_draft(proposal)
    pairs = [[nfc(name), nfc(text)] for name, text in typed]
    page = proposal.pages.get(section)
    if page is None:
        proposal.pages[section] = ProposalPage(section=section, typed=pairs, saved_at=clock.now())
    else:
        page.typed, page.saved_at = pairs, clock.now()
    proposal.updated_at = clock.now()


def save_answers(session: Session, proposal: Proposal, answers: Mapping[str, Any]) -> None:
    """Store answers by element id; a blank one takes the stored one away. The caller has found them valid.

    Raises Refused once the proposal is no draft any more.
    """
    _need_draft(proposal)
    for element, value in answers.items():
        if is_blank(value):
            proposal.answers.pop(element, None)
        elif element in proposal.answers:
            proposal.answers[element].value = nfc_deep(value)
            proposal.answers[element].language = proposal.language
        else:
            proposal.answers[element] = ProposalAnswer(
                element=element, value=nfc_deep(value), language=proposal.language
            )
    proposal.updated_at = clock.now()
    session.flush()


def speak_language(proposal: Proposal, language: str) -> None:
    """Write to the applicant in this language from now on."""
    proposal.language = language


def submit(session: Session, proposal: Proposal) -> str:
    """Receive a complete draft once, and return a token for its status page.

    Raises Incomplete with exactly what is missing or faulty (R-034); Refused when it was submitted before.
    """
    pack = current(session)
    values = proposal.values()
    missing = completeness.missing(pack, proposal.category, values)
    faults = completeness.faults(pack, proposal.category, values)
    if missing or faults:
        raise Incomplete(missing, faults)
    moment = clock.now()
    received_on = moment.astimezone(ZoneInfo(pack.parts.city.time_zone)).date()
    _need_draft(proposal)
    proposal.policy_version_id = pack.version_id
    proposal.reference = _reference(moment.year)
    proposal.received_at = proposal.updated_at = proposal.state_since = moment
    proposal.due_on = dates.add_months(received_on, int(pack.period("assessment_months").value or 0))
    perform(
        session,
        PROPOSAL_WORKFLOW,
        proposal,
        "submit",
        by=applicant(session, proposal),
        data={"policy_version": pack.version_id, "language": proposal.language, "channel": proposal.channel},
    )
    token = mint(session, proposal, "status")
    notify(session, proposal, "receipt", token=token)
    return token


def receive(
    session: Session, *, category: str, language: str, answers: Mapping[str, Any], channel: str
) -> tuple[Proposal, str]:
    """Begin and submit in one act, for other doors than the form. Raises Refused, Incomplete."""
    pack = current(session)
    proposal, _token = start(session, category=category, language=language, channel=channel)
    faults = completeness.faults(pack, category, answers)
    missing = completeness.missing(pack, category, answers)
    if missing or faults:
        raise Incomplete(missing, faults)
    save_answers(session, proposal, answers)
    return proposal, submit(session, proposal)


def withdraw(session: Session, proposal: Proposal, *, reason: str = "") -> None:
    """Take a proposal back, any time before it is executed (F13). Raises Refused."""
    perform(session, PROPOSAL_WORKFLOW, proposal, "withdraw", by=applicant(session, proposal), reason=reason)
    proposal.state_since = proposal.updated_at = clock.now()
    if proposal.agreement is not None:
        abandon(session, proposal.agreement, by=applicant(session, proposal), reason=reason)
    notify(session, proposal, "withdrawn")


def applicant(session: Session, proposal: Proposal) -> Applicant:
    """The applicant as an actor, named by what was answered about the sender."""
    answer = proposal.answers.get(_sender(session, proposal).name)
    return Applicant(name=str(answer.value) if answer is not None else "")


def sender_email(session: Session, proposal: Proposal) -> str:
    """The address that the receipt and every later notice go to."""
    return str(proposal.answers[_sender(session, proposal).email].value)


def _sender(session: Session, proposal: Proposal) -> Sender:
    """Which elements of the policy that binds the proposal say who sends it."""
    return version(session, proposal.policy_version_id).parts.sender


def notify(session: Session, proposal: Proposal, template: str, *, token: str | None = None, **values: object) -> None:
    """Queue a mail to the applicant with a fresh link to the status page."""
    link = token or mint(session, proposal, "status")
    notices.queue(
        session,
        template,
        recipient=sender_email(session, proposal),
        language=proposal.language,
        values={
            "reference": proposal.reference,
            "name": applicant(session, proposal).name,
            "state": proposal.state.value,
            "received_at": proposal.received_at.isoformat() if proposal.received_at else None,
            **values,
        },
        secrets={"token": link},
        about=("proposal", proposal.id),
    )


def _reference(year: int) -> str:
    text = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(8))
    return f"OA-{year}-{text[:4]}-{text[4:]}"


def _need_draft(proposal: Proposal) -> None:
    if proposal.state is not S.DRAFT:
        raise Refused(
            Refusal(
                "F14", _("This proposal has been sent and can no longer be changed."), items=(proposal.state.value,)
            )
        )
