"""Which categories of a policy can be proposed here: the open ones whose every step this workflow can take."""

from content.policy.pack import Pack
from content.policy.parts import Category, Route, Step, StepKind

STEPS_TAKEN = frozenset({StepKind.PROPOSAL, StepKind.ASSESSMENT, StepKind.CAPACITY, StepKind.COUNCIL})


def offered_categories(pack: Pack) -> tuple[Category, ...]:
    """The categories in which a proposal can be made, in the order of the pack."""
    return tuple(
        category
        for category in pack.open_categories
        if STEPS_TAKEN.issuperset(step.kind for step in pack.route(category.code).steps)
    )


def step_of(route: Route, kind: StepKind) -> Step:
    """The step of a kind. Raises LookupError: an offered route has every step that the workflow takes."""
    step = route.step(kind)
    if step is None:
        raise LookupError(kind.value)
    return step
