"""The way of an agreement from its drafting to its execution (RULES.md D3.1, D3.2)."""

import hashlib
from collections.abc import Iterable
from typing import Any

from content import dates
from content.agreements.models import Agreement
from content.agreements.states import AgreementState as S
from content.db import Session
from content.languages import gettext as _
from content.permissions import Permission as P
from content.policy.citing import cite
from content.policy.pack import Pack
from content.policy.parts import Clause
from content.policy.queries import current, version
from content.workflow import Refusal, Transition, Workflow


def pack_of(session: Session, agreement: Agreement) -> Pack:
    """The pack that binds the agreement: its proposal's, else the one in force."""
    return version(session, agreement.policy_version) if agreement.policy_version else current(session)


def wording_hash(wording: str) -> str:
    """What a sign-off is bound to: the SHA-256 of the exact wording."""
    return hashlib.sha256(wording.encode()).hexdigest()


def wordings(agreement: Agreement) -> dict[str, str]:
    """The agreement's own text, by language."""
    return {tag: text.fields["wording"] for tag, text in sorted(agreement.texts.items()) if text.fields.get("wording")}


def unsigned_wordings(agreement: Agreement) -> tuple[str, ...]:
    """The languages whose present wording the solicitor has not signed off."""
    signed = {(row.language, row.wording_hash) for row in agreement.sign_offs}
    return tuple(tag for tag, text in wordings(agreement).items() if (tag, wording_hash(text)) not in signed)


def has_signed(agreement: Agreement, person_id: int | None) -> bool:
    """Whether the person signed, or somebody in the person's stead: neither can be the second pair of eyes (T14)."""
    signature = agreement.signature
    return signature is not None and person_id is not None and person_id in (signature.person_id, signature.absent_id)


def is_signed_off(session: Session, agreement: Agreement, _evidence: object) -> Iterable[Refusal]:
    """R-065, R-066: the solicitor's word on the exact wording in every language; any change voids it."""
    clause = _solicitor_clause(session, agreement)
    if not wordings(agreement):
        yield cite(clause, _("The agreement has no wording yet."), ("wording",))
    open_ = unsigned_wordings(agreement)
    if open_:
        yield cite(clause, _("The City Solicitor has not signed off this exact wording."), open_)


def is_executable(session: Session, agreement: Agreement, evidence: Any) -> Iterable[Refusal]:
    """R-003, R-061, R-062, R-065, R-066: signature, sign-off, scan compared by a second person, lawful term."""
    yield from is_signed_off(session, agreement, None)
    if agreement.signature is None:
        clause = pack_of(session, agreement).route(agreement.category).signing.clause
        yield cite(clause, _("The agreement has not been signed."), ("signature",))
    elif has_signed(agreement, evidence.id):
        yield Refusal("T14", _("Whoever signed cannot also execute."), items=("signature",))
    scans = [document for document in agreement.documents if document.kind == "signed-agreement"]
    if not scans:
        yield Refusal("R-084", _("The signed document is missing."), items=("documents",))
    for scan in scans:
        if scan.compared_on is None:
            yield Refusal("R-065", _("The scan has not been compared with the approved wording."), items=(scan.key,))
        elif has_signed(agreement, scan.compared_by_id):
            yield Refusal("T14", _("Whoever signed cannot compare the scan."), items=(scan.key,))
    yield from lawful_term(session, agreement)


def lawful_term(session: Session, agreement: Agreement) -> Iterable[Refusal]:
    """R-003, R-004: start and end are known to the day and the end is not beyond its last lawful anniversary."""
    route = pack_of(session, agreement).route(agreement.category)
    start, end = agreement.starts_on, agreement.ends_on
    if not start or not end or len(start) != 10 or len(end) != 10:
        yield cite(route.term.clause, _("The term needs a start and an end, both to the day."), ("ends_on",))
        return
    if dates.first_day(end) <= dates.first_day(start):
        yield cite(route.term.clause, _("The term must end after it starts."), ("ends_on",))
    if dates.first_day(end) > dates.latest_end(dates.first_day(start), route.term.max_months):
        yield cite(
            route.term.clause,
            _("The term may last %(months)s months at most.", months=route.term.max_months),
            ("ends_on",),
        )


def _solicitor_clause(session: Session, agreement: Agreement) -> Clause | None:
    return pack_of(session, agreement).route(agreement.category).signing.solicitor.clause


AGREEMENT_WORKFLOW: Workflow[S] = Workflow(
    kind="agreement",
    initial=S.DRAFTING,
    transitions=(
        Transition("wording_approved", frozenset({S.DRAFTING}), S.READY_TO_SIGN, P.AGREEMENT_SIGN_OFF, is_signed_off),
        Transition("reopen", frozenset({S.READY_TO_SIGN}), S.DRAFTING, P.AGREEMENT_EDIT, reason_required=True),
        Transition("execute", frozenset({S.READY_TO_SIGN}), S.EXECUTED, P.AGREEMENT_EXECUTE, is_executable),
        Transition("abandon", frozenset({S.DRAFTING, S.READY_TO_SIGN}), S.ABANDONED, None),
    ),
)
