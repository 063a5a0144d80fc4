"""The words for where a delegation of authority stands (RULES.md D3.8)."""

from enum import StrEnum


class DelegationState(StrEnum):
    """Stored states. Whether a delegation holds on a day follows from its days as well."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
