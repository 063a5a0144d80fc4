"""The policy in force, printed from the pack that binds every proposal: nothing on the page is typed beside it."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from content.languages import gettext as _
from content.languages import listed
from content.policy.pack import Pack
from content.policy.parts import Category, Clause, Coded, Criterion, Element, Step
from content.policy.queries import NoPolicy
from content.policy.queries import current as current_policy
from portal.access import public
from portal.caching import from_record
from portal.database import db

blueprint = Blueprint("policy", __name__)
Line = tuple[str, Clause | None]


@dataclass(frozen=True)
class Part:
    """A part of what a category asks: its heading and its lines, each with the clause it comes from."""

    anchor: str
    heading: str
    lines: list[Line]
    clause: Clause | None = None


@dataclass(frozen=True)
class Rules:
    """A category as readers see it; a closed one has no parts."""

    code: str
    name: str
    summary: str
    clause: Clause | None
    is_open: bool
    parts: list[Part]


@blueprint.get("/<language:language>/policy")
@public
@from_record
def page() -> ResponseReturnValue:
    try:
        pack = current_policy(db())
    except NoPolicy:
        abort(404)
    standing = pack.parts.standing
    return render_template(
        "policy/page.html",
        pack=pack,
        standing=standing,
        standing_words=str(pack.find(f"standings.{standing.code}") or standing.code),
        recommended_by=str(pack.find(f"bodies.{standing.body}") or standing.body),
        categories=[_rules(pack, category) for category in pack.categories],
        goals=[
            (str(pack.label(goal.label_key)), str(pack.find(f"goal_families.{goal.family}") or ""))
            for goal in pack.goals
        ],
    )


def _rules(pack: Pack, category: Category) -> Rules:
    name = str(pack.label(category.label_key))
    summary = str(pack.find(f"categories.{category.code}.summary") or "")
    if category.route is None:
        return Rules(category.code, name, summary, category.clause, is_open=False, parts=[])
    route = category.route
    parts = [
        Part("term", _("Term and parties"), _frame(pack, category)),
        Part(
            "criteria",
            _("Criteria"),
            [_criterion(pack, c) for c in route.eligibility.criteria],
            route.eligibility.clause,
        ),
        Part("elements", _("What a proposal must contain"), [_element(pack, e) for e in route.elements if e.required]),
        Part("steps", _("Steps"), [_step(pack, step) for step in route.steps]),
        Part("questions", _("What is asked in the assessment"), _questions(pack, route.steps)),
        Part("signing", _("Who may sign"), [_office(pack, office) for office in route.signing.offices]),
        Part("publication", _("Before it is published"), [_need(pack, need) for need in route.publication]),
    ]
    asked = [part for part in parts if part.lines]
    return Rules(category.code, name, summary, category.clause, is_open=True, parts=asked)


def _frame(pack: Pack, category: Category) -> list[Line]:
    route = category.route
    assert route is not None
    term = _("At most %(months)s months.", months=route.term.max_months)
    renewal = _("It can be renewed.") if route.term.renewable else _("It cannot be renewed.")
    kinds = listed([_kind(pack, kind) for kind in route.counterparty.kinds], "or")
    lines: list[Line] = [
        (f"{term} {renewal}", route.term.clause),
        (_("The other party: %(kinds)s.", kinds=kinds), route.counterparty.clause),
    ]
    if route.council.value:
        lines.append((_("City Council decides."), route.council.clause))
    return lines


def _kind(pack: Pack, code: str) -> str:
    return str(pack.find(f"party_kinds.{code}") or {"municipality": _("a municipality")}.get(code, code))


def _criterion(pack: Pack, criterion: Criterion) -> Line:
    words = str(pack.label(criterion.label_key))
    values = [str(pack.find(criterion.value_key(value)) or value) for value in criterion.values]
    return (f"{words} ({listed(values, 'or')})" if values else words, criterion.clause)


def _element(pack: Pack, element: Element) -> Line:
    return str(pack.label(element.label_key)), element.clause


def _step(pack: Pack, step: Step) -> Line:
    return str(pack.label(step.label_key)), step.clause


def _questions(pack: Pack, steps: tuple[Step, ...]) -> list[Line]:
    return [(str(pack.label(question.label_key)), question.clause) for step in steps for question in step.questions]


def _office(pack: Pack, office: Coded) -> Line:
    return str(pack.find(f"offices.{office.code}") or office.code), office.clause


def _need(pack: Pack, need: Coded) -> Line:
    return str(pack.find(f"publication.{need.code}") or need.code), need.clause
