"""From plain data to the parts of a pack: types, codes, clauses and references are all checked on the way."""

import re
from dataclasses import dataclass, replace
from typing import Any

from content.policy.parts import (
    AnswerType,
    Category,
    City,
    Clause,
    Coded,
    Criterion,
    CriterionKind,
    Element,
    Goal,
    ItemRule,
    Provision,
    Section,
    Sender,
    Standing,
)
from content.policy.reading import RULE, Node
from content.policy.routes import build_route

SCHEMA = "policy/1"
PROJECT = "joint-project"
PERIODS = ("assessment_months", "draft_retention_days")
"""Periods that the portal itself counts by."""
_TOP = (
    "schema id number effective_from standing languages source_language city offices bodies periods caps switches "
    "goals activity_kinds retired vocabularies elements criteria categories clauses"
)


@dataclass(frozen=True)
class Parts:
    """Everything that a pack states, apart from its words."""

    id: str
    number: int
    effective_from: str
    standing: Standing
    sender: Sender
    languages: tuple[str, ...]
    source_language: str
    city: City
    offices: tuple[str, ...]
    bodies: tuple[str, ...]
    periods: dict[str, Provision]
    caps: dict[str, Provision]
    switches: dict[str, Provision]
    goals: tuple[Goal, ...]
    proposable_kinds: tuple[str, ...]
    project_kinds: tuple[str, ...]
    recorded_kinds: tuple[str, ...]
    activity_clause: Clause
    retired: tuple[Coded, ...]
    vocabularies: dict[str, tuple[str, ...]]
    elements: dict[str, Element]
    criteria: dict[str, Criterion]
    categories: dict[str, Category]


class Builder:
    """Builds the parts of one pack. What is wrong is noted in ``faults``; the parts are good only without any."""

    def __init__(self, content: Any, file: str) -> None:
        self.faults: list[str] = []
        self.top = Node(content, "", file, self.faults)
        self.clauses: dict[str, Clause] = {}
        self.switches: dict[str, Provision] = {}
        self.offices: tuple[str, ...] = ()
        self.bodies: tuple[str, ...] = ()
        self.goals: tuple[Goal, ...] = ()
        self.elements: dict[str, Element] = {}
        self.criteria: dict[str, Criterion] = {}
        self._seen: set[str] = set()

    def build(self) -> Parts:
        """The parts, in the order in which they refer to each other."""
        top = self.top.keys(_TOP, "sender")
        top.at("schema").one_of((SCHEMA,), "schema")
        self._read_clauses()
        self.switches = self._provisions("switches", kind=bool)
        self.offices = top.at("offices").codes()
        self.bodies = top.at("bodies").codes()
        self.goals = tuple(self._goal(node) for node in top.at("goals").items())
        self.elements = {e.id: e for e in (self._element(node) for node in top.at("elements").items())}
        self.criteria = {c.id: c for c in (self._criterion(node) for node in top.at("criteria").items())}
        kinds = top.at("activity_kinds").keys("clause proposable recorded", "projects")
        proposable = kinds.at("proposable").codes()
        vocabularies = {name: node.codes() for name, node in top.at("vocabularies").entries()}
        languages = top.at("languages").items()
        categories = [self._category(node) for node in top.at("categories").items()]
        return Parts(
            id=top.at("id").code(),
            number=top.at("number").whole(),
            effective_from=top.at("effective_from").day(),
            standing=self._standing(self.bodies),
            sender=self._sender(categories),
            languages=tuple(node.text() for node in languages),
            source_language=top.at("source_language").one_of(
                tuple(str(node.value) for node in languages), "declared language"
            ),
            city=self._city(),
            offices=self.offices,
            bodies=self.bodies,
            periods=self._periods(),
            caps=self._provisions("caps", kind=int, may_be_null=True),
            switches=self.switches,
            goals=self.goals,
            proposable_kinds=proposable,
            project_kinds=self._projects(kinds.at("projects"), proposable),
            recorded_kinds=tuple(item.code() for item in kinds.at("recorded").items(may_be_empty=True)),
            activity_clause=self.clause(kinds.at("clause")),
            retired=tuple(
                self.coded(node, tuple(code for words in vocabularies.values() for code in words), "kind of record")
                for node in top.at("retired").items(may_be_empty=True)
            ),
            vocabularies=vocabularies,
            elements=self.elements,
            criteria=self.criteria,
            categories={category.code: category for category in categories},
        )

    def clause(self, node: Node) -> Clause:
        """The clause that a rule id names."""
        rule = node.text()
        if rule and not RULE.fullmatch(rule):
            node.fault(f"{rule!r} is not a rule id such as R-030")
        elif rule and rule not in self.clauses:
            node.fault(f"there is no clause {rule!r} under clauses")
        return self.clauses.get(rule, Clause(rule, "", ""))

    def optional_clause(self, node: Node) -> Clause | None:
        return None if node.absent else self.clause(node)

    def coded(self, node: Node, known: tuple[str, ...], what: str) -> Coded:
        """A code with its clause."""
        node.keys("code clause")
        code = node.at("code").one_of(known, what) if what else node.at("code").code()
        return Coded(code, self.clause(node.at("clause")))

    def provision(self, node: Node, *, kind: type = bool, may_be_null: bool = False) -> Provision:
        """A value of one kind with its clause, if it has one."""
        node.keys("value", "clause")
        value = node.at("value")
        read: bool | int | None = None
        if not (may_be_null and value.absent):
            read = value.flag() if kind is bool else value.whole(0)
        return Provision(read, self.optional_clause(node.at("clause")))

    def _provisions(self, key: str, *, kind: type, may_be_null: bool = False) -> dict[str, Provision]:
        nodes = self.top.at(key).entries()
        return {name: self.provision(node, kind=kind, may_be_null=may_be_null) for name, node in nodes}

    def _periods(self) -> dict[str, Provision]:
        periods = self._provisions("periods", kind=int)
        for name in PERIODS:
            if name not in periods:
                self.top.at("periods").at(name).fault("is missing")
        return periods

    def _read_clauses(self) -> None:
        for rule, node in self.top.at("clauses").entries():
            if not RULE.fullmatch(rule):
                node.fault(f"{rule!r} is not a rule id such as R-030")
            node.keys("where quote")
            self.clauses[rule] = Clause(rule, node.at("where").text(), node.at("quote").text())

    def _new_id(self, node: Node) -> str:
        name = node.code()
        if name in self._seen:
            node.fault(f"the id {name!r} is given twice")
        self._seen.add(name)
        return name

    def _standing(self, bodies: tuple[str, ...]) -> Standing:
        node = self.top.at("standing").keys("code body recommended_on decided_on decision")
        return Standing(
            code=node.at("code").code(),
            body=node.at("body").one_of(bodies, "body"),
            recommended_on=node.at("recommended_on").optional_day(),
            decided_on=node.at("decided_on").optional_day(),
            decision=node.at("decision").optional_text(),
        )

    def _city(self) -> City:
        node = self.top.at("city").keys("key home_country time_zone currency lead_office")
        for key, pattern, what in (
            ("home_country", r"[A-Z]{2}", "ISO 3166 country code"),
            ("currency", r"[A-Z]{3}", "ISO 4217 currency code"),
        ):
            text = node.at(key).text()
            if text and not re.fullmatch(pattern, text):
                node.at(key).fault(f"{text!r} is not an {what}")
        return City(
            key=node.at("key").code(),
            home_country=node.at("home_country").value or "",
            time_zone=node.at("time_zone").text(),
            currency=node.at("currency").value or "",
            lead_office=node.at("lead_office").one_of(self.offices, "office"),
        )

    def _sender(self, categories: list[Category]) -> Sender:
        """Whom to write to: every open category has to ask for both."""
        node = self.top.at("sender")
        sender = Sender()
        if not node.absent:
            node.keys("name email")
            sender = Sender(node.at("name").text(), node.at("email").text())
        for name, answer in ((sender.name, AnswerType.SHORT_TEXT), (sender.email, AnswerType.EMAIL)):
            if name not in self.elements or self.elements[name].type is not answer:
                node.fault(f"there is no element {name!r} of the type {answer.value}")
                continue
            for category in categories:
                asked = [e for e in category.route.elements if e.id == name] if category.route else []
                if category.route and not any(element.required for element in asked):
                    node.fault(f"{name!r} must be asked and required in {category.code!r}")
        return sender

    def _projects(self, node: Node, proposable: tuple[str, ...]) -> tuple[str, ...]:
        """The kinds of activity that are tangible projects."""
        if node.absent:
            return tuple(kind for kind in proposable if kind == PROJECT)
        return node.codes(proposable, "kind that a proposal may name")

    def _goal(self, node: Node) -> Goal:
        node.keys("code family number")
        return Goal(self._new_id(node.at("code")), node.at("family").code(), node.at("number").whole())

    def _element(self, node: Node) -> Element:
        node.keys("id type required clause", "choices or_each_item limit_clause required_by inferred")
        kind = node.at("type").one_of(tuple(AnswerType), "answer type")
        answer = AnswerType(kind) if kind in tuple(AnswerType) else AnswerType.SHORT_TEXT
        choices = node.at("choices")
        if choices.absent is (answer in (AnswerType.CHOICE, AnswerType.CHOICES)):
            choices.fault("belongs to choice and choices, and only to them")
        switch = None if node.at("required_by").absent else self.switch(node.at("required_by"))
        return Element(
            id=self._new_id(node.at("id")),
            type=answer,
            required=node.at("required").flag() or bool(switch and self.switches[switch].value),
            clause=self.clause(node.at("clause")),
            choices=() if choices.absent else choices.codes(),
            or_each_item=None if node.at("or_each_item").absent else self._item_rule(node.at("or_each_item")),
            limit_clause=self.optional_clause(node.at("limit_clause")),
            required_by=switch,
            inferred=node.at("inferred").flag(default=False),
        )

    def switch(self, node: Node) -> str | None:
        """The name of a switch that there is."""
        name = node.one_of(tuple(self.switches), "switch")
        return name if name in self.switches else None

    def _item_rule(self, node: Node) -> ItemRule:
        node.keys("element field")
        return ItemRule(node.at("element").code(), node.at("field").one_of(("cost", "staff"), "field of an item"))

    def _criterion(self, node: Node) -> Criterion:
        node.keys("id kind clause", "values confidential reconfirm")
        kind = node.at("kind").one_of(tuple(CriterionKind), "kind of criterion")
        values = node.at("values")
        if values.absent is (kind in (CriterionKind.CLASS, CriterionKind.ANY_OF)):
            values.fault("belongs to class and any_of, and only to them")
        return Criterion(
            id=self._new_id(node.at("id")),
            kind=CriterionKind(kind) if kind in tuple(CriterionKind) else CriterionKind.YES_NO,
            clause=self.clause(node.at("clause")),
            values=() if values.absent else values.codes(),
            confidential=node.at("confidential").flag(default=False),
            reconfirm=node.at("reconfirm").flag(default=False),
        )

    def _category(self, node: Node) -> Category:
        is_open = node.at("open").flag()
        route = "counterparty implementers term sections eligibility consultations steps council signing publication"
        node.keys(f"code open standing {'clause ' + route if is_open else ''}", "resources clause")
        resources = node.at("resources")
        return Category(
            code=self._new_id(node.at("code")),
            standing=node.at("standing").optional_text(),
            clause=(self.clause if is_open else self.optional_clause)(node.at("clause")),
            resources=Provision(True) if resources.absent else self.provision(resources),
            route=build_route(self, node) if is_open else None,
        )

    def sections(self, node: Node, max_months: int) -> tuple[Section, ...]:
        """The pages of a questionnaire; an element stands on one page only."""
        asked: set[str] = set()
        sections: list[Section] = []
        for section in node.items():
            section.keys("id elements")
            elements: list[Element] = []
            for item in section.at("elements").items():
                name = item.one_of(tuple(self.elements), "element")
                if name in asked:
                    item.fault(f"{name!r} is asked twice")
                elif name in self.elements:
                    months = max_months if self.elements[name].type is AnswerType.MONTHS else None
                    elements.append(replace(self.elements[name], max_months=months))
                asked.add(name)
            sections.append(Section(section.at("id").code(), tuple(elements)))
        self._check_item_rules(node, sections)
        return tuple(sections)

    def _check_item_rules(self, node: Node, sections: list[Section]) -> None:
        asked = {element.id: element for section in sections for element in section.elements}
        for element in asked.values():
            rule = element.or_each_item
            if rule is None:
                continue
            target = asked.get(rule.element)
            if target is None or target.type is not AnswerType.ACTIVITIES:
                node.fault(f"{element.id!r} looks for items of {rule.element!r}, which is no list of activities here")
