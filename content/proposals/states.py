"""The words for where a proposal stands (RULES.md D3.1)."""

from enum import StrEnum


class ProposalState(StrEnum):
    """Every state a proposal can be in. Terminal: declined, withdrawn, executed."""

    DRAFT = "draft"
    RECEIVED = "received"
    ASSESSMENT = "assessment"
    CAPACITY = "capacity"
    ON_HOLD = "on_hold_resources"
    REPORT_DRAFTING = "report_drafting"
    WITH_COUNCIL = "with_council"
    APPROVED = "approved"
    AGREEMENT_DRAFTING = "agreement_drafting"
    READY_TO_SIGN = "ready_to_sign"
    EXECUTED = "executed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


S = ProposalState
CLOSED = frozenset({S.EXECUTED, S.DECLINED, S.WITHDRAWN})
OPEN = frozenset(ProposalState) - CLOSED - {S.DRAFT}
WITHDRAWABLE = OPEN
PUBLIC_STEP: dict[ProposalState, int] = {
    S.RECEIVED: 1,
    S.ASSESSMENT: 2,
    S.CAPACITY: 3,
    S.ON_HOLD: 3,
    S.REPORT_DRAFTING: 4,
    S.WITH_COUNCIL: 4,
    S.APPROVED: 4,
    S.AGREEMENT_DRAFTING: 4,
    S.READY_TO_SIGN: 4,
    S.EXECUTED: 4,
}
"""The step of the policy that the applicant is told; declined and withdrawn have none."""


class Answer(StrEnum):
    """An assessor's judgement of one criterion or question."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What a deciding body did with a report."""

    ADOPTED = "adopted"
    AMENDED = "amended"
    REFUSED = "refused"
    DEFERRED = "deferred"
    REFERRED = "referred"
