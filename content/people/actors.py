"""Actors who are no person with an account: the applicant, and the house itself."""

from dataclasses import dataclass

from content.permissions import Permission


@dataclass(frozen=True)
class Applicant:
    """Whoever holds a proposal's secret link; holds no role, and may do only what asks for none."""

    name: str
    office: str = "applicant"
    id: None = None

    def can(self, permission: Permission) -> bool:
        return False


@dataclass(frozen=True)
class House:
    """A command of the operator or a job of the worker: it may do everything, and is named in the history."""

    name: str
    office: str = "operator"
    id: None = None

    def can(self, permission: Permission) -> bool:
        return True
