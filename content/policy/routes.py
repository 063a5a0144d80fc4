"""From plain data to the route of an open category: who, how long, what is asked, and the steps in order."""

from typing import TYPE_CHECKING

from content.policy.parts import (
    Consultations,
    Counterparty,
    Criterion,
    Eligibility,
    Question,
    Route,
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


def build_route(builder: "Builder", node: Node) -> Route:
    """The route that a category's data describe."""
    term = _term(builder, node.at("term"))
    return Route(
        counterparty=_counterparty(builder, node.at("counterparty")),
        implementers=builder.provision(node.at("implementers")),
        term=term,
        sections=builder.sections(node.at("sections"), term.max_months),
        eligibility=_eligibility(builder, node.at("eligibility")),
        consultations=_consultations(builder, node.at("consultations")),
        steps=_in_order(node.at("steps"), [_step(builder, step) for step in node.at("steps").items()]),
        council=builder.provision(node.at("council")),
        signing=_signing(builder, node.at("signing")),
        publication=tuple(builder.coded(need, (), "") for need in node.at("publication").items()),
    )


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
    node.keys("offices solicitor limit lead_division")
    return Signing(
        offices=tuple(builder.coded(item, builder.offices, "office") for item in node.at("offices").items()),
        solicitor=builder.provision(node.at("solicitor")),
        limit=builder.provision(node.at("limit")),
        lead_division=builder.provision(node.at("lead_division")),
    )
