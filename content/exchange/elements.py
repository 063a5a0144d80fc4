"""Rows of the table of elements: which element each one means, what of it differs, and what is wrong with it."""

from collections.abc import Iterator, Sequence
from typing import Any

from content.agreements.models import AgreementElement
from content.agreements.operations import milestone_facts
from content.agreements.states import MilestoneStatus
from content.exchange import shapes
from content.exchange.cells import UNSTORABLE, CellFault, tidy
from content.exchange.element_columns import IDENTITY, KINDS, LETTERS, ElementColumn, first_facts
from content.exchange.planning import ElementPlan, Plan
from content.exchange.report import Fault
from content.exchange.tables import ELEMENTS, Cells
from content.languages import gettext as _
from content.languages import listed
from content.permissions import Actor, Permission
from content.workflow import Refused

ACTIVITY_STATES = ("planned", "under way", "done", "cancelled")


class ElementRow:
    """One row while it is read."""

    def __init__(self, number: int, cells: Cells, plan: Plan) -> None:
        self.number, self.cells, self.plan = number, cells, plan
        self.kind, self.key = (tidy(cells.get(name, "")) for name in IDENTITY[1:])

    def fault(self, column: str, message: str) -> Fault:
        return Fault(self.number, column, message, self.cells.get(column, ""), ELEMENTS)

    def read(self, columns: Sequence[ElementColumn], by: Actor) -> Iterator[Fault]:
        """Add what the row changes to the plan of its agreement; everything that is wrong is told."""
        element = self._meant()
        if self.kind not in KINDS:
            yield self.fault("kind", _("This is none of: %(codes)s.", codes=listed(KINDS, "or")))
            return
        if element is not None and element.kind != self.kind:
            yield self.fault("key", _("Another kind of element has this key."))
            return
        facts: dict[str, Any] = dict(element.facts) if element is not None else first_facts(self.kind)
        texts: dict[str, Any] = dict(element.texts) if element is not None else {}
        changed: list[ElementColumn] = []
        for column in columns:
            yield from self._take(column, element, facts, texts, changed, by)
        has_title = any(name.startswith("title_") and tidy(text) for name, text in self.cells.items())
        if element is None and not has_title:
            yield self.fault(f"title_{self.plan.source_language}", _("The element needs a title."))
        if changed or element is None:
            yield from self._judge(facts, texts, element, {column.key for column in changed})
            self.plan.elements.append(ElementPlan(self.number, self.kind, self.key, element, facts, texts))

    def _meant(self) -> AgreementElement | None:
        elements = self.plan.agreement.elements if self.plan.agreement is not None else []
        return next((element for element in elements if element.key == self.key), None) if self.key else None

    def _take(
        self, column: ElementColumn, element: AgreementElement | None, facts: Any, texts: Any, changed: Any, by: Actor
    ) -> Iterator[Fault]:
        text = self.cells.get(column.key)
        if text is None or (not tidy(text) and (self.kind not in column.kinds or column.keeps)):
            return
        try:
            if UNSTORABLE.search(text):
                raise CellFault(_("The cell holds a character that cannot be stored."))
            if self.kind not in column.kinds:
                raise CellFault(_("An element of this kind has no such column."))
            value = column.cell.read(text)
        except CellFault as fault:
            yield self.fault(column.key, str(fault))
            return
        if value == (column.cell.empty if element is None else column.get(element)):
            return
        message = self._wrong(column, value, by)
        if message is not None:
            yield self.fault(column.key, message)
        column.put(facts, texts, value)
        changed.append(column)

    def _wrong(self, column: ElementColumn, value: Any, by: Actor) -> str | None:
        if isinstance(value, str) and len(value) > column.longest:
            return _("Use at most %(most)s characters.", most=column.longest)
        if column.language not in (None, self.plan.source_language) and not by.can(Permission.AGREEMENT_TRANSLATE):
            return _("Your roles do not allow to change translations.")
        if column.shape is not None:
            return shapes.told(value, column.shape)
        codes = self._codes(column)
        if value is None or codes is None or set(value if isinstance(value, list) else [value]) <= set(codes):
            return None
        return _("This is none of: %(codes)s.", codes=listed(sorted(codes), "or"))

    def _codes(self, column: ElementColumn) -> Sequence[str] | None:
        """The codes that a column may hold; None where it is free."""
        pack = self.plan.pack
        match column.key:
            case "status":
                return [s.value for s in MilestoneStatus] if self.kind == "milestone" else ACTIVITY_STATES
            case "activity_kind":
                return pack.activity_kinds
            case "mode":
                return pack.parts.vocabularies.get("mode", ())
            case "goal" | "goals":
                return [goal.code for goal in pack.goals]
        return None

    def _judge(self, facts: Any, texts: Any, element: AgreementElement | None, changed: set[str]) -> Iterator[Fault]:
        """Rules over several cells: a status rests on something (D3.3), an end comes after its start."""
        for start, end in (("start", "end"), ("period_start", "period_end")):
            told = facts.get("period") or {} if start == "period_start" else facts
            first, last = told.get("start"), told.get("end")
            if changed & {start, end} and first and last and last[: len(first)] < first[: len(last)]:
                yield self.fault(end, _("The end lies before the start."))
        if self.kind == "milestone" and (element is None or changed & {"status", "met_on", "evidence", "due"}):
            try:
                facts.update(milestone_facts(facts, texts, element.facts if element is not None else {}))
            except Refused as refused:
                yield from (self.fault("status", refusal.message) for refusal in refused.refusals)


def references(plan: Plan) -> Iterator[Fault]:
    """Elements that rest on a document or an objective which the agreement does not have."""
    present = {element.key for element in plan.agreement.elements} if plan.agreement is not None else set()
    papers = {document.key for document in plan.agreement.documents} if plan.agreement is not None else set()
    present |= {row.key for row in plan.elements}
    papers |= {attachment.entry["key"] for attachment in plan.attachments}
    for row in plan.elements:
        before = row.element.facts if row.element is not None else {}
        objective, evidence = row.facts.get("objective"), row.facts.get("evidence") or []
        if objective and objective != before.get("objective") and objective not in present:
            yield Fault(row.row, "objective", _("The agreement has no such objective."), objective, ELEMENTS)
        strange = [key for key in evidence if key not in papers]
        if strange and evidence != before.get("evidence"):
            yield Fault(row.row, "evidence", _("The agreement has no such document."), ", ".join(strange), ELEMENTS)


def apply(plan: Plan) -> None:
    """Make and change the elements of the plan's agreement."""
    assert plan.agreement is not None
    for row in plan.elements:
        element = row.element
        if element is None:
            element = _new(plan, row)
            plan.agreement.elements.append(element)
        element.facts, element.texts = row.facts, {tag: words for tag, words in row.texts.items() if words}


def _new(plan: Plan, row: ElementPlan) -> AgreementElement:
    assert plan.agreement is not None
    siblings = plan.agreement.of_kind(row.kind)
    numbers = [int(element.key[1:]) for element in siblings if element.key[1:].isdigit()]
    position = 1 + max((element.position for element in siblings), default=0)
    key = row.key or f"{LETTERS[row.kind]}{1 + max(numbers, default=0)}"
    return AgreementElement(kind=row.kind, key=key, position=position, facts={}, texts={})
