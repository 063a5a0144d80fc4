"""States and transitions as data, and the one function that may assign a state.

``perform`` asks for permission, checks the state, asks the guard, assigns, and writes history: always in that order.
A guard that refuses says which rule and clause, so that page, API and letter all print the same object.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from content import clock, history
from content.db import JsonObject, Session
from content.languages import gettext as _
from content.permissions import Actor, Permission


@dataclass(frozen=True)
class Refusal:
    """Why something is not done: the rule's id, the clause it comes from, and what exactly is amiss."""

    rule: str
    message: str
    clause: str = ""
    quote: str = ""
    items: tuple[str, ...] = ()


class Refused(Exception):
    """The policy or the workflow forbids it; nothing has been changed."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("; ".join(f"{r.rule}: {r.message}" for r in refusals))
        self.refusals = refusals

    @property
    def items(self) -> list[str]:
        return [item for refusal in self.refusals for item in refusal.items]

    @property
    def rules(self) -> list[str]:
        return [refusal.rule for refusal in self.refusals]


class NotAllowed(Exception):
    """The actor does not hold the permission that the act asks for."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(f"needs {permission.value}")
        self.permission = permission


State = TypeVar("State", bound=StrEnum)


class Subject(Protocol):
    """What has a state: a proposal, an agreement, a milestone."""

    id: Any
    state: Any


Guard = Callable[[Session, Any, Any], Iterable[Refusal]]
"""(session, subject, evidence) -> what forbids the transition; nothing when it may pass."""


@dataclass(frozen=True)
class Transition(Generic[State]):
    """One arrow of the diagram. ``permission`` None: the applicant or the house itself acts, no role is asked.

    ``leads`` says where the arrow ends for a subject whose policy states another way than the usual ``target``.
    """

    name: str
    sources: frozenset[State]
    target: State
    permission: Permission | None
    guard: Guard | None = None
    reason_required: bool = False
    leads: Callable[[Session, Any], State] | None = None

    def target_for(self, session: Session, subject: Any) -> State:
        """Where it leads this subject: the policy may put the steps into another order."""
        return self.leads(session, subject) if self.leads else self.target


@dataclass(frozen=True)
class Worklist(Generic[State]):
    """A queue: the states whose subjects wait for whoever holds the permission."""

    name: str
    states: frozenset[State]
    permission: Permission


@dataclass(frozen=True)
class Workflow(Generic[State]):
    """The whole diagram of one kind of subject."""

    kind: str
    initial: State
    transitions: tuple[Transition[State], ...]
    worklists: tuple[Worklist[State], ...] = field(default=())

    def transition(self, name: str) -> Transition[State]:
        """The transition of that name. Raises KeyError when there is none."""
        for transition in self.transitions:
            if transition.name == name:
                return transition
        raise KeyError(name)


def require(actor: Actor, permission: Permission) -> None:
    """Raises NotAllowed unless the actor holds the permission."""
    if not actor.can(permission):
        raise NotAllowed(permission)


def perform(
    session: Session,
    workflow: Workflow[State],
    subject: Subject,
    name: str,
    *,
    by: Actor,
    reason: str = "",
    evidence: object = None,
    data: JsonObject | None = None,
) -> None:
    """Take the subject through one transition and write it down.

    Raises NotAllowed without the permission, Refused from a wrong state, without a required reason,
    or when the guard says so; then nothing has changed.
    """
    transition = workflow.transition(name)
    if transition.permission is not None:
        require(by, transition.permission)
    if subject.state not in transition.sources:
        raise Refused(wrong_state(subject.state, transition.sources))
    if transition.reason_required and not reason.strip():
        raise Refused(Refusal("T13", _("A reason must be given."), items=("reason",)))
    if transition.guard is not None:
        refusals = tuple(transition.guard(session, subject, evidence))
        if refusals:
            raise Refused(*refusals)
    before, after = subject.state, transition.target_for(session, subject)
    subject.state = after
    history.write(
        session,
        kind=workflow.kind,
        subject_id=str(subject.id),
        event=transition.name,
        by=by,
        at=clock.now(),
        from_state=before.value,
        to_state=after.value,
        reason=reason.strip(),
        data=data,
    )
    session.flush()


def wrong_state(state: StrEnum, sources: Collection[StrEnum]) -> Refusal:
    """The refusal of an act that the present state does not allow."""
    return Refusal(
        "D3",
        _("This step is not possible now: the state is “%(state)s”.", state=state.value),
        items=(state.value,),
    )
