"""The columns of the table of elements: objectives, milestones, activities and outcomes of agreements, one per row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from content.agreements.models import AgreementElement
from content.db import JsonObject
from content.exchange import cells, shapes
from content.exchange.cells import Kind, normal

KINDS = ("objective", "milestone", "activity", "outcome")
OF_OBJECTIVES, OF_MILESTONES, OF_ACTIVITIES, OF_OUTCOMES = ((kind,) for kind in KINDS)
LETTERS = {"objective": "o", "milestone": "m", "activity": "a", "outcome": "u"}


@dataclass(frozen=True)
class ElementColumn:
    """One column: a fact, or with a language a word, of the kinds of element that have it."""

    key: str
    cell: Kind
    kinds: tuple[str, ...]
    name: str
    part: str = ""
    default: Any = None
    shape: Any = None
    language: str | None = None
    longest: int = 300

    @property
    def keeps(self) -> bool:
        """Whether an empty cell says nothing: there is always a value."""
        return self.default is not None or self.name == "status"

    def get(self, element: AgreementElement) -> Any:
        """What the element says here."""
        if self.language is not None:
            return normal((element.texts.get(self.language) or {}).get(self.name))
        value = normal(element.facts.get(self.name))
        if self.part:
            value = (value or {}).get(self.part)
        return self.cell.empty if value is None else value

    def put(self, facts: JsonObject, texts: JsonObject, value: Any) -> None:
        """Put the value into facts and texts that are about to be stored."""
        if self.language is not None:
            words = {**texts.get(self.language, {}), self.name: value}
            texts[self.language] = {name: text for name, text in words.items() if text}
        elif self.part:
            whole = {"start": None, "end": None, **(facts.get(self.name) or {}), self.part: value}
            facts[self.name] = whole if any(whole.values()) else None
        else:
            facts[self.name] = value


FACTS = (
    ElementColumn("goal", cells.CODE, OF_OBJECTIVES, "goal"),
    ElementColumn("ends_on", cells.DATE, OF_OBJECTIVES, "ends_on"),
    ElementColumn("results_due", cells.DATE, OF_OBJECTIVES, "results_due"),
    ElementColumn("indicators", cells.JSON_LIST, OF_OBJECTIVES, "indicators", shape=[shapes.INDICATOR]),
    ElementColumn("type", cells.CODE, OF_MILESTONES, "type", default="delivery"),
    ElementColumn("due", cells.DATE, OF_MILESTONES, "due"),
    ElementColumn("original_due", cells.DATE, OF_MILESTONES, "original_due"),
    ElementColumn("met_on", cells.DATE, OF_MILESTONES, "met_on"),
    ElementColumn("owner", cells.TEXT, OF_MILESTONES, "owner"),
    ElementColumn("evidence", cells.NAMES, OF_MILESTONES, "evidence"),
    ElementColumn("status", cells.CODE, OF_MILESTONES + OF_ACTIVITIES, "status"),
    ElementColumn("activity_kind", cells.CODE, OF_ACTIVITIES, "kind", default="other"),
    ElementColumn("mode", cells.CODE, OF_ACTIVITIES, "mode"),
    ElementColumn("start", cells.DATE, OF_ACTIVITIES, "start"),
    ElementColumn("end", cells.DATE, OF_ACTIVITIES, "end"),
    ElementColumn("place", cells.TEXT, OF_ACTIVITIES, "place"),
    ElementColumn("project", cells.YES_NO, OF_ACTIVITIES, "project", default=False),
    ElementColumn("implementers", cells.NAMES, OF_ACTIVITIES, "implementers"),
    ElementColumn("results", cells.JSON_LIST, OF_ACTIVITIES, "results", shape=[shapes.RESULT]),
    ElementColumn("goals", cells.NAMES, OF_ACTIVITIES, "goals"),
    ElementColumn("objective", cells.CODE, OF_OUTCOMES, "objective"),
    ElementColumn("period_start", cells.DATE, OF_OUTCOMES, "period", "start"),
    ElementColumn("period_end", cells.DATE, OF_OUTCOMES, "period", "end"),
    ElementColumn("value", cells.TEXT, OF_OUTCOMES, "value"),
    ElementColumn("unit", cells.TEXT, OF_OUTCOMES, "unit"),
    ElementColumn("sources", cells.SOURCES, OF_ACTIVITIES + OF_OUTCOMES, "sources", shape=[shapes.SOURCE]),
)
WORDS = {
    "title": KINDS,
    **dict.fromkeys(("specific", "measurable", "assignable", "resourced", "time_bound"), OF_OBJECTIVES),
    "description": OF_MILESTONES, "note": OF_MILESTONES, "summary": OF_ACTIVITIES, "narrative": OF_OUTCOMES,
}  # fmt: skip
FIRST_STATUS = {"milestone": "scheduled", "activity": "planned"}
IDENTITY = ("agreement", "kind", "key")


def element_columns(languages: Sequence[str]) -> list[ElementColumn]:
    """All columns behind the first three, in the order in which they are written."""
    words = [
        ElementColumn(
            f"{name}_{tag}", cells.TEXT, kinds, name, language=tag, longest=300 if name == "title" else 200_000
        )
        for tag in languages
        for name, kinds in WORDS.items()
    ]
    return [*FACTS, *words]


def first_facts(kind: str) -> JsonObject:
    """The facts of a new element of a kind: all that the schema names, none of them stated."""
    facts: JsonObject = {}
    for column in FACTS:
        if kind in column.kinds:
            value = FIRST_STATUS[kind] if column.name == "status" else column.default
            facts[column.name] = (
                list(column.cell.empty) if value is None and isinstance(column.cell.empty, list) else value
            )
    return facts
