"""From plain data to the route of an open category: who, how long, what is asked, and the steps in order."""

from typing import TYPE_CHECKING

from content.policy.parts import (
    DELEGATED,
    AnswerType,
    Consultations,
    Counterparty,
    Criterion,
    Eligibility,
    Provision,
    Question,
    Route,
    Section,
    Signing,
    Step,
    StepKind,
    Term,
)
from content.policy.reading import Node

if TYPE_CHECKING:
    from content.policy.building import Builder

PARTY_KINDS = (
    "municipality",
    "regional_gov",
    "national_gov",
    "chamber",
    "agency",
    "academic",
    "industry",
    "other",
)


NEEDS = ("parties", "signed-document", "end-date", "goal", "tangible-project")
"""What can be asked for before an agreement is published."""


def build_route(builder: "Builder", node: Node) -> Route:
    """The route that a category's data describe."""
    term = _term(builder, node.at("term"))
    places = node.at("steps").items()
    steps = [_step(builder, place) for place in places]
    sections = builder.sections(node.at("sections"), term.max_months)
    _check_sections(builder, node, steps, sections)
    _check_steps(builder, places, steps)
    return Route(
        counterparty=_counterparty(builder, node.at("counterparty")),
        implementers=builder.provision(node.at("implementers")),
        term=term,
        sections=sections,
        eligibility=_eligibility(builder, node.at("eligibility")),
        consultations=_consultations(builder, node.at("consultations")),
        steps=_in_order(node.at("steps"), steps),
        council=builder.provision(node.at("council")),
        signing=_signing(builder, node.at("signing")),
        publication=tuple(builder.coded(need, NEEDS, "need") for need in node.at("publication").items()),
    )


def _check_sections(builder: "Builder", node: Node, steps: list[Step], sections: tuple[Section, ...]) -> None:
    """One city and at most one term and one list of goals and activities; no page and no question twice."""
    kinds = [element.type for section in sections for element in section.elements]
    # What follows from an element that is not known is not told beside it.
    if kinds.count(AnswerType.PLACE) != 1 and not builder.faults:
        node.at("sections").fault("must ask for exactly one place: the city that would be the other side")
    for kind in (AnswerType.GOALS, AnswerType.ACTIVITIES, AnswerType.MONTHS):
        if kinds.count(kind) > 1:
            node.at("sections").fault(f"must not ask for {kind.value} twice")
    names = [section.id for section in sections] + [question.id for step in steps for question in step.questions]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        node.fault(f"the id {name!r} is given twice")


def _check_steps(builder: "Builder", places: list[Node], steps: list[Step]) -> None:
    """What a proposal could not go its way without: one step of each kind, and a body that decides."""
    kinds_before: list[object] = []
    for here, step in zip(places, steps, strict=True):
        kind = here.at("kind")
        if kind.value in kinds_before:
            kind.fault(f"there is a step of the kind {step.kind.value!r} already")
        kinds_before.append(kind.value)
        if step.kind is StepKind.SIGNING and DELEGATED not in builder.bodies:
            kind.fault(f"decided by an office: {DELEGATED!r} must be among the bodies")
        if step.kind is StepKind.COUNCIL and step.done_by and step.done_by[0] not in builder.bodies:
            here.at("done_by").fault(f"there is no body {step.done_by[0]!r}")


def _counterparty(builder: "Builder", node: Node) -> Counterparty:
    node.keys("kinds abroad clause")
    return Counterparty(
        kinds=node.at("kinds").codes(PARTY_KINDS, "kind of party"),
        abroad=node.at("abroad").flag(),
        clause=builder.clause(node.at("clause")),
    )


def _term(builder: "Builder", node: Node) -> Term:
    node.keys("max_months renewable clause")
    return Term(
        max_months=node.at("max_months").whole(),
        renewable=node.at("renewable").flag(),
        clause=builder.clause(node.at("clause")),
    )


def _eligibility(builder: "Builder", node: Node) -> Eligibility:
    node.keys("criteria clause")
    names = node.at("criteria").codes(tuple(builder.criteria), "criterion")
    criteria: tuple[Criterion, ...] = tuple(builder.criteria[name] for name in names if name in builder.criteria)
    return Eligibility(criteria, builder.clause(node.at("clause")))


def _consultations(builder: "Builder", node: Node) -> Consultations:
    node.keys("presets clause")
    return Consultations(node.at("presets").codes(), builder.clause(node.at("clause")))


def _step(builder: "Builder", node: Node) -> Step:
    node.keys("id kind after done_by clause gate", "questions judgements conditional_by alignment")
    kind = node.at("kind").one_of(tuple(StepKind), "kind of step")
    questions, judgements = node.at("questions"), node.at("judgements")
    switch = None if node.at("conditional_by").absent else builder.switch(node.at("conditional_by"))
    return Step(
        id=node.at("id").code(),
        kind=StepKind(kind) if kind in tuple(StepKind) else StepKind.PROPOSAL,
        after=node.at("after").optional_text(),
        done_by=node.at("done_by").codes(),
        clause=builder.clause(node.at("clause")),
        gate=builder.clause(node.at("gate")),
        questions=() if questions.absent else tuple(_question(builder, item) for item in questions.items()),
        judgements=() if judgements.absent else judgements.codes(),
        conditional=bool(switch and builder.switches[switch].value),
        alignment=builder.optional_clause(node.at("alignment")),
    )


def _question(builder: "Builder", node: Node) -> Question:
    node.keys("id evidence clause")
    return Question(node.at("id").code(), node.at("evidence").code(), builder.clause(node.at("clause")))


def _in_order(node: Node, steps: list[Step]) -> tuple[Step, ...]:
    """The steps as one follows the other; a cycle, a fork or a gap is a fault."""
    names = [step.id for step in steps]
    for step in steps:
        if names.count(step.id) > 1:
            node.fault(f"the step {step.id!r} is given twice")
        if step.after is not None and step.after not in names:
            node.fault(f"{step.id!r} comes after {step.after!r}, which is no step")
    followers: dict[str | None, list[Step]] = {}
    for step in steps:
        followers.setdefault(step.after, []).append(step)
    ordered: list[Step] = []
    next_steps = followers.get(None, [])
    while next_steps and len(ordered) < len(steps):
        if len(next_steps) > 1:
            node.fault(f"{' and '.join(repr(step.id) for step in next_steps)} stand at the same place")
            break
        ordered.append(next_steps[0])
        next_steps = followers.get(ordered[-1].id, [])
    else:
        lost = [name for name in names if name not in [step.id for step in ordered]]
        if lost:
            node.fault(f"a cycle or a gap: no way leads from the first step to {', '.join(map(repr, lost))}")
    return tuple(ordered)


def _signing(builder: "Builder", node: Node) -> Signing:
    node.keys(
        "offices solicitor limit lead_division", "coordination division_offices designated_offices sub_delegation"
    )
    offices = tuple(builder.coded(item, builder.offices, "office") for item in node.at("offices").items())
    signers = tuple(office.code for office in offices)
    coordination, handed = node.at("coordination"), node.at("sub_delegation")
    bound, named = node.at("division_offices"), node.at("designated_offices")
    if not handed.absent:
        handed.keys("offices clause")
    return Signing(
        offices=offices,
        solicitor=builder.provision(node.at("solicitor")),
        limit=builder.provision(node.at("limit")),
        lead_division=builder.provision(node.at("lead_division")),
        coordination=Provision(False) if coordination.absent else builder.provision(coordination),
        division_offices=() if bound.absent else bound.codes(signers, "office that may sign"),
        designated_offices=() if named.absent else named.codes(signers, "office that may sign"),
        sub_delegates=() if handed.absent else handed.at("offices").codes(signers, "office that may sign"),
        sub_delegation=None if handed.absent else builder.clause(handed.at("clause")),
    )
