"""The words for where an agreement and its milestones stand (RULES.md D3.2, D3.3)."""

from enum import StrEnum


class AgreementState(StrEnum):
    """Stored states; active, expiring and expired are computed from dates at reading.

    An unconfirmed one is known from older documents alone: nothing says that it ended, nothing that it goes on.
    """

    DRAFTING = "drafting"
    READY_TO_SIGN = "ready_to_sign"
    EXECUTED = "executed"
    GRANDFATHERED = "grandfathered"
    HISTORICAL = "historical"
    CONCLUDED = "concluded"
    TERMINATED = "terminated"
    OUTSIDE = "outside"
    UNCONFIRMED = "unconfirmed"
    ABANDONED = "abandoned"


class MilestoneStatus(StrEnum):
    """OCDS codes in our spelling; ``cancelled`` is ours. Overdue is computed, never stored."""

    SCHEDULED = "scheduled"
    MET = "met"
    PARTIALLY_MET = "partially_met"
    NOT_MET = "not_met"
    CANCELLED = "cancelled"


class TextState(StrEnum):
    """Where the words of one language stand against the source version (RULES.md D3.5)."""

    DRAFT = "draft"
    READY = "ready"
    OUTDATED = "outdated"


class PartyRole(StrEnum):
    """In which role a party stands in an agreement."""

    COUNTERPARTY = "counterparty"
    IMPLEMENTER = "implementer"
