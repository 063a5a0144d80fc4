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
    AUTHORITY_CHECK = "authority_check"
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
