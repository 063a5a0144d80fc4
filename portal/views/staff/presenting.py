"""What the page of a proposal shows: its next step, its findings, its history with the time spent in each state."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from content import clock, history
from content.db import Session
from content.history import HistoryEntry
from content.languages import gettext as _
from content.languages import mark as N_
from content.languages import ngettext
from content.people.models import Person
from content.permissions import Permission as P
from content.policy.pack import Pack
from content.proposals.guards import finding_value
from content.proposals.models import Proposal
from content.proposals.next_step import NextStep, next_step
from content.proposals.states import CLOSED
from forms.assessment import Asked, asked_of
from portal.markup import office_name
from portal.views.staff.acting import Told, told
from portal.views.staff.wording import event_label, who_may

CONFIDENTIAL_EVENTS = frozenset({"consultation"})


@dataclass(frozen=True)
class Way:
    """How an act is offered: its words, its address, and whether a form comes first (else one button does it)."""

    title: str
    advice: str
    button: str
    endpoint: str
    has_form: bool = True


WAYS = {
    "acknowledge": Way(
        N_("Take the proposal into assessment"),
        N_("You become its owner, and the applicant is told that the assessment has begun."),
        N_("Take into assessment"), "proposals.acknowledge", False,
    ),
    "pass_assessment": Way(
        N_("Assess the proposal"),
        N_("Judge every criterion and question. Only a proposal assessed positively on all of them goes on."),
        N_("Pass the assessment"), "proposals_assessment.pass_on", False,
    ),
    "pass_capacity": Way(
        N_("Assess the capacity"),
        N_("The lead office and the lead division sign for staffing, budget and organisation."),
        N_("Confirm the capacity"), "proposals_capacity.pass_on",
    ),
    "resources_secured": Way(
        N_("Secure the resources"),
        N_("The proposal rests until its resources are secured; then the capacity is judged again."),
        N_("Resources are secured"), "proposals_capacity.secured",
    ),
    "countersign": Way(
        N_("Countersign or let be the drafted decline"),
        N_("Somebody other than its author countersigns. The applicant is told in the drafted words."),
        N_("Read and countersign"), "proposals.countersign",
    ),
    "send_report": Way(
        N_("Write the Council report"),
        N_("Attach the report; every criterion and question needs its finding before it goes to Council."),
        N_("Send the report to Council"), "proposals_council.send_report", False,
    ),
    "record_decision": Way(
        N_("Record the decision of Council"),
        N_("Enter the item, the day and the outcome. The proposal goes where the decision leads."),
        N_("Record the decision"), "proposals_council.decision",
    ),
    "state_cost": Way(
        N_("State the cost and who is to sign"),
        N_("A project is approved by the office that signs it, within its limit. Council is not asked."),
        N_("Check the authority"), "proposals_authority.page",
    ),
    "approve_by_authority": Way(
        N_("Approve the project"),
        N_("An office within whose limit the cost lies approves it, and later signs."),
        N_("Check the authority"), "proposals_authority.page",
    ),
    "draft_agreement": Way(
        N_("Draft the agreement"),
        N_("The answers become a working copy, in which the wording is written."),
        N_("Draft the agreement"), "proposals_council.draft_agreement", False,
    ),
    "write_wording": Way(
        N_("Write the wording of the agreement"),
        N_("The City Solicitor then signs off the exact wording of every language."),
        N_("Open the working copy"), "drafts.page",
    ),
    "sign_off": Way(
        N_("Sign off the wording"),
        N_("The City Solicitor signs off the exact wording of every language."),
        N_("Read and sign off"), "signing.page",
    ),
    "sign": Way(
        N_("Sign the agreement"), N_("Both sides sign the approved wording."), N_("Open the signing page"), "signing.page"
    ),
    "execute": Way(
        N_("Compare the scan and execute"),
        N_("The signed scan is compared with the wording by somebody who did not sign; then the agreement is executed."),
        N_("Open the signing page"), "signing.page",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Panel:
    """The panel of the one next step."""

    act: str
    title: str
    who: str
    advice: str
    mine: bool
    refusals: list[Told]
    button: str
    url: str
    is_open: bool
    has_form: bool


def panel_of(session: Session, proposal: Proposal, pack: Pack, person: Person) -> Panel | None:
    """What has to happen next, as this person may see it; None once the proposal is closed."""
    step = next_step(session, proposal, person)
    if step is None:
        return None
    way = WAYS[step.act]
    of_agreement = way.endpoint in ("signing.page", "drafts.page")
    target = {"agreement_id": proposal.agreement_id} if of_agreement else {"proposal_id": proposal.id}
    return Panel(
        act=step.act,
        title=_(way.title),
        who=_("To be done by: %(roles)s.", roles=who_may(step.permission)),
        advice=_(way.advice),
        mine=person.can(step.permission) or _signs_for_division(proposal, step, person),
        refusals=_refusals(step, pack, person),
        button=_(way.button),
        url=url_for(way.endpoint, **target),
        is_open=step.is_open,
        has_form=way.has_form,
    )


def _signs_for_division(proposal: Proposal, step: NextStep, person: Person) -> bool:
    """Whether the capacity waits for this reviewer's own division."""
    signed = {finding.division for finding in proposal.capacity}
    is_reviewer = step.act == "pass_capacity" and person.can(P.PROPOSAL_CAPACITY)
    own = person.division
    return is_reviewer and own is not None and own == proposal.lead_division and own not in signed


def _refusals(step: NextStep, pack: Pack, person: Person) -> list[Told]:
    # What blocks an assessment would tell how a confidential criterion was judged.
    if step.act in ("pass_assessment", "send_report") and not person.can(P.PROPOSAL_CONFIDENTIAL):
        return []
    return told(step.refusals, pack=pack)


@dataclass(frozen=True)
class Finding:
    """One criterion or question with its judgement, as it is read."""

    asked: Asked
    value: str | None
    reason: str
    source: str
    detail: str
    by: str
    at: datetime | None


def findings_of(proposal: Proposal, pack: Pack, person: Person) -> list[Finding]:
    """The judgements that the person may read: confidential ones, and what follows from them, only with the permission."""
    criteria, questions = asked_of(pack, proposal.category)
    sees_all = person.can(P.PROPOSAL_CONFIDENTIAL)
    shown = [a for a in (*criteria, *questions) if sees_all or not (a.confidential or a.computed)]
    return [_finding(proposal, pack, asked) for asked in shown]


def _finding(proposal: Proposal, pack: Pack, asked: Asked) -> Finding:
    row, value = proposal.findings.get(asked.id), finding_value(pack, proposal, asked.id)
    labels = dict(asked.values)
    detail = row.detail if row is not None else {}
    words = [labels.get(detail.get("class", ""), ""), detail.get("edition", "")]
    words += [labels.get(kind, kind) for kind in detail.get("kinds", [])]
    return Finding(
        asked,
        value.value if value else None,
        reason=row.reason if row else "",
        source=row.source if row else "",
        detail=" · ".join(word for word in words if word),
        by=row.person_name if row else "",
        at=row.found_at if row else None,
    )


@dataclass(frozen=True)
class Passed:
    """One line of the history."""

    label: str
    at: datetime
    by: str
    office: str
    reason: str
    state: str | None
    spent: str | None


def history_of(
    session: Session, kind: str, subject_id: int, *, pack: Pack, person: Person, closed: bool
) -> list[Passed]:
    """What happened, newest first, with the time that each state lasted (T19)."""
    entries = [entry for entry in history.of(session, kind, subject_id) if _may_read(entry, pack, person)]
    changes = [entry for entry in entries if entry.to_state and entry.to_state != entry.from_state]
    ends = {entry.id: after.at for entry, after in zip(changes, changes[1:], strict=False)}
    lines = []
    for entry in entries:
        changed = entry in changes
        is_last = changed and entry.id not in ends
        until = ends.get(entry.id) or (None if closed else clock.now())
        lines.append(
            Passed(
                event_label(entry.event),
                entry.at,
                entry.actor_name or _("the applicant"),
                _("applicant") if entry.office == "applicant" else office_name(entry.office),
                _reason(entry),
                entry.to_state if changed else None,
                _spent(until - entry.at, going_on=is_last) if changed and until else None,
            )
        )
    return lines[::-1]


def _may_read(entry: HistoryEntry, pack: Pack, person: Person) -> bool:
    if person.can(P.PROPOSAL_CONFIDENTIAL) or entry.kind != "proposal":
        return True
    criterion = pack.parts.criteria.get(str(entry.data.get("question", "")))
    return entry.event not in CONFIDENTIAL_EVENTS and not (criterion is not None and criterion.confidential)


def _reason(entry: HistoryEntry) -> str:
    if entry.event == "assigned":
        return " · ".join(text for text in (str(entry.data.get("name", "")), str(entry.data.get("note", ""))) if text)
    return "" if entry.reason == "-" else entry.reason


def _spent(span: timedelta, *, going_on: bool) -> str:
    days = span.days
    if going_on:
        return ngettext("for %(number)s day until now", "for %(number)s days until now", days)
    return ngettext("lasted %(number)s day", "lasted %(number)s days", days)


def is_closed(proposal: Proposal) -> bool:
    """Whether nothing can happen to the proposal any more."""
    return proposal.state in CLOSED
