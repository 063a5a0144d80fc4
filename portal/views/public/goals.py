"""The city's goals and the agreements that serve them: how many, which, and what each link rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from content.languages import gettext as _
from content.policy.pack import Pack
from portal.access import public
from portal.caching import from_record
from portal.views.public import wording
from portal.views.public.items import current_labels
from portal.views.public.outlining import (
    ALL,
    CURRENT,
    Row,
    choices,
    is_shown,
    leaf,
    partner_names,
    rows,
    shown,
    with_pairs,
)

blueprint = Blueprint("goals", __name__)
BASES = ("stated", "category-level", "curator")
ROWS_ON_PAGE = 100


@dataclass(frozen=True)
class GoalLine:
    """One goal with the number of agreements that serve it, by what that rests on."""

    code: str
    number: int | None
    label: str
    family: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def url(self) -> str:
        return url_for("goals.goal", code=self.code)


@blueprint.get("/<language:language>/goals")
@public
@from_record
def page() -> ResponseReturnValue:
    show, pack = shown(CURRENT), current_labels().pack
    found = rows(show)
    lines = goal_lines(found, pack)
    pairs = {"show": "" if show == CURRENT else show}
    return render_template(
        "goals/page.html",
        families=[(name, list(members)) for name, members in groupby(lines, lambda line: line.family)],
        lines=lines,
        most=max([line.total for line in lines] + [1]),
        bases=[(code, wording.goal_basis(code)) for code in BASES],
        total=len(found),
        leaf=leaf(found, ROWS_ON_PAGE),
        basis_of=basis_of,
        choices=choices("goals.page", show, CURRENT),
        page_url=lambda page: with_pairs("goals.page", {**pairs, "page": page if page > 1 else ""}),
    )


@blueprint.get("/<language:language>/goals/<code>")
@public
@from_record
def goal(code: str) -> ResponseReturnValue:
    show, pack = shown(), current_labels().pack
    serving = rows(ALL, ("goal", code))
    line = next((line for line in goal_lines(serving, pack) if line.code == code), None)
    if line is None:
        abort(404)
    found = sorted((row for row in serving if is_shown(row, show)), key=lambda row: _place(basis_of(row, code)))
    pairs = {"show": "" if show == ALL else show}
    return render_template(
        "goals/goal.html",
        goal=line,
        leaf=leaf(found, ROWS_ON_PAGE),
        basis_of=basis_of,
        goal_basis=wording.goal_basis,
        partner_names=partner_names,
        choices=choices("goals.goal", show, code=code),
        page_url=lambda page: with_pairs("goals.goal", {**pairs, "page": page if page > 1 else ""}, code=code),
    )


def goal_lines(found: Iterable[Row], pack: Pack | None) -> list[GoalLine]:
    """The goals of the policy in its order, then those that agreements name and the policy no longer has."""
    counts: dict[str, dict[str, int]] = {}
    known = pack.goals if pack is not None else ()
    for goal in known:
        counts[goal.code] = dict.fromkeys(BASES, 0)
    for row in found:
        for served in row.facts["goals"]:
            line = counts.setdefault(served["code"], dict.fromkeys(BASES, 0))
            line[served["basis"]] = line.get(served["basis"], 0) + 1
    families = {goal.code: (goal.family, goal.number) for goal in known}
    return [_line(code, families.get(code), numbers, pack) for code, numbers in counts.items()]


def basis_of(row: Row, code: str) -> str | None:
    """What the link of an agreement to a goal rests on; None when it does not serve it."""
    return next((str(goal["basis"]) for goal in row.facts["goals"] if goal["code"] == code), None)


def _line(code: str, known: tuple[str, int] | None, counts: dict[str, int], pack: Pack | None) -> GoalLine:
    if known is None or pack is None:
        return GoalLine(code, None, code, _("Goals of earlier policies"), counts)
    family, number = known
    label, name = pack.find(f"goals.{code}.label"), pack.find(f"goal_families.{family}")
    return GoalLine(code, number, str(label or code), str(name or family), counts)


def _place(basis: str | None) -> int:
    order: Sequence[str | None] = BASES
    return order.index(basis) if basis in order else len(order)
