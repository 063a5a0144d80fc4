"""Which categories of a policy can be proposed here: the open ones whose every step this workflow can take, to its end."""

from content.policy.pack import Pack
from content.policy.parts import Category, Route, Step, StepKind
from content.proposals.states import OPEN
from content.proposals.states import ProposalState as S

BEFORE_DECIDING = frozenset({StepKind.PROPOSAL, StepKind.ASSESSMENT, StepKind.CAPACITY})
DECIDING = frozenset({StepKind.COUNCIL, StepKind.SIGNING})
ENDS = ((StepKind.COUNCIL,), (StepKind.SIGNING,), (StepKind.COUNCIL, StepKind.SIGNING))
ENTRY = {
    StepKind.ASSESSMENT: S.ASSESSMENT,
    StepKind.CAPACITY: S.CAPACITY,
    StepKind.COUNCIL: S.REPORT_DRAFTING,
    StepKind.SIGNING: S.AUTHORITY_CHECK,
}
STEP_OF = {
    S.RECEIVED: StepKind.PROPOSAL,
    S.ASSESSMENT: StepKind.ASSESSMENT,
    S.CAPACITY: StepKind.CAPACITY,
    S.ON_HOLD: StepKind.CAPACITY,
    S.REPORT_DRAFTING: StepKind.COUNCIL,
    S.WITH_COUNCIL: StepKind.COUNCIL,
    S.AUTHORITY_CHECK: StepKind.SIGNING,
}


def offered_categories(pack: Pack) -> tuple[Category, ...]:
    """The categories in which a proposal can be made, in the order of the pack."""
    return tuple(category for category in pack.open_categories if _can_be_taken(pack.route(category.code)))


def unofferable_categories(pack: Pack) -> tuple[Category, ...]:
    """The open categories that nobody can propose in, because this workflow cannot go their way."""
    return tuple(category for category in pack.open_categories if not _can_be_taken(pack.route(category.code)))


def _can_be_taken(route: Route) -> bool:
    """Received first, assessed, if the policy asks for it after or before the capacity, and decided last."""
    kinds = [step.kind for step in route.steps]
    deciding = tuple(kind for kind in kinds if kind in DECIDING)
    before = kinds[: len(kinds) - len(deciding)]
    return (
        deciding in ENDS
        and BEFORE_DECIDING.issuperset(before)
        and before[:1] == [StepKind.PROPOSAL]
        and StepKind.ASSESSMENT in before
    )


def state_after(route: Route, kind: StepKind) -> S:
    """The state into which the end of a step leads. Raises LookupError when no step follows."""
    kinds = [step.kind for step in route.steps]
    return ENTRY[kinds[kinds.index(kind) + 1]]


def step_number(route: Route, state: S) -> int | None:
    """The step at which a proposal stands, counted as the policy states them; None before and outside of them."""
    kinds = [step.kind for step in route.steps]
    if STEP_OF.get(state) in kinds:
        return kinds.index(STEP_OF[state]) + 1
    return len(kinds) if state in OPEN or state is S.EXECUTED else None


def deciding_body(pack: Pack, category: str) -> str:
    """The body that decides in a category, or to which it would be taken: that of the policy's other routes."""
    found = (pack.route(code).deciding_body for code in (category, *(other.code for other in pack.open_categories)))
    return next((body for body in found if body), pack.parts.bodies[0])


def is_decided_by_signer(route: Route) -> bool:
    """Whether the office that signs decides, and not Council (R-060)."""
    return route.step(StepKind.COUNCIL) is None and route.step(StepKind.SIGNING) is not None


def step_of(route: Route, kind: StepKind) -> Step:
    """The step of a kind. Raises LookupError: an offered route has every step that the workflow takes."""
    step = route.step(kind)
    if step is None:
        raise LookupError(kind.value)
    return step
