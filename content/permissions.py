"""Who may do what: the permissions, the roles, and the one table that joins them."""

from enum import StrEnum
from typing import Protocol


class Permission(StrEnum):
    """What an act asks for; named ``what.act``."""

    AGREEMENT_EDIT = "agreement.edit"
    AGREEMENT_EXECUTE = "agreement.execute"
    AGREEMENT_PUBLISH = "agreement.publish"
    AGREEMENT_SIGN = "agreement.sign"
    AGREEMENT_SIGN_OFF = "agreement.sign_off"
    AGREEMENT_TRANSLATE = "agreement.translate"
    AGREEMENT_VIEW = "agreement.view"
    AUTHORITY_MANAGE = "authority.manage"
    AUTHORITY_VIEW = "authority.view"
    PAGE_EDIT = "page.edit"
    PAGE_PUBLISH = "page.publish"
    PAGE_TRANSLATE = "page.translate"
    PAGE_VIEW = "page.view"
    PEOPLE_MANAGE = "people.manage"
    PROPOSAL_ASSESS = "proposal.assess"
    PROPOSAL_CAPACITY = "proposal.capacity"
    PROPOSAL_CONFIDENTIAL = "proposal.confidential"
    PROPOSAL_COUNTERSIGN = "proposal.countersign"
    PROPOSAL_DECISION = "proposal.decision"
    PROPOSAL_DRAFT_AGREEMENT = "proposal.draft_agreement"
    PROPOSAL_VIEW = "proposal.view"
    RECORD_REDACT = "record.redact"
    RECORD_WITHDRAW = "record.withdraw"
    STAFF_ENTER = "staff.enter"


class Role(StrEnum):
    """What a person of the city is; a person may hold several."""

    PROTOCOL_OFFICER = "protocol_officer"
    DIVISION_REVIEWER = "division_reviewer"
    COUNTERSIGNER = "countersigner"
    APPROVER = "approver"
    SOLICITOR = "solicitor"
    CLERK = "clerk"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    TRANSLATOR = "translator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


P = Permission
_EVERYONE = frozenset({P.STAFF_ENTER})

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PROTOCOL_OFFICER: _EVERYONE
    | {
        P.PROPOSAL_VIEW,
        P.PROPOSAL_CONFIDENTIAL,
        P.PROPOSAL_ASSESS,
        P.PROPOSAL_CAPACITY,
        P.PROPOSAL_DRAFT_AGREEMENT,
        P.AGREEMENT_VIEW,
        P.AGREEMENT_EDIT,
        P.AUTHORITY_VIEW,
        P.PAGE_VIEW,
        P.PAGE_EDIT,
    },
    Role.DIVISION_REVIEWER: _EVERYONE | {P.PROPOSAL_VIEW, P.PROPOSAL_CAPACITY},
    Role.COUNTERSIGNER: _EVERYONE
    | {P.PROPOSAL_VIEW, P.PROPOSAL_CONFIDENTIAL, P.PROPOSAL_COUNTERSIGN, P.AGREEMENT_VIEW},
    Role.APPROVER: _EVERYONE | {P.PROPOSAL_VIEW, P.AGREEMENT_VIEW, P.AGREEMENT_SIGN, P.AUTHORITY_VIEW},
    Role.SOLICITOR: _EVERYONE | {P.PROPOSAL_VIEW, P.AGREEMENT_VIEW, P.AGREEMENT_SIGN_OFF, P.AUTHORITY_VIEW},
    Role.CLERK: _EVERYONE
    | {P.PROPOSAL_VIEW, P.PROPOSAL_DECISION, P.AGREEMENT_VIEW, P.AGREEMENT_EXECUTE, P.AUTHORITY_VIEW},
    Role.EDITOR: _EVERYONE
    | {P.AGREEMENT_VIEW, P.AGREEMENT_EDIT, P.AGREEMENT_TRANSLATE, P.PAGE_VIEW, P.PAGE_EDIT, P.PAGE_TRANSLATE},
    Role.PUBLISHER: _EVERYONE | {P.AGREEMENT_VIEW, P.AGREEMENT_PUBLISH, P.RECORD_WITHDRAW, P.PAGE_VIEW, P.PAGE_PUBLISH},
    Role.TRANSLATOR: _EVERYONE | {P.AGREEMENT_VIEW, P.AGREEMENT_TRANSLATE, P.PAGE_VIEW, P.PAGE_TRANSLATE},
    Role.AUDITOR: _EVERYONE
    | {P.PROPOSAL_VIEW, P.PROPOSAL_CONFIDENTIAL, P.AGREEMENT_VIEW, P.PAGE_VIEW, P.AUTHORITY_VIEW},
    Role.ADMINISTRATOR: _EVERYONE | {P.PEOPLE_MANAGE, P.AUTHORITY_MANAGE, P.AUTHORITY_VIEW, P.RECORD_REDACT},
}


class Actor(Protocol):
    """Whoever acts: a person of the city, the applicant, or a job of the house."""

    @property
    def id(self) -> int | None: ...

    @property
    def name(self) -> str: ...

    @property
    def office(self) -> str: ...

    def can(self, permission: Permission) -> bool: ...


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything that the roles together allow."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))
