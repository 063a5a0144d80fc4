"""Answers as they are read: labels in the reader's language, the applicant's own words in the language written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from content.languages import current
from content.languages import gettext as _
from content.policy.answers import is_blank
from content.policy.parts import AnswerType
from content.policy.questionnaire import AskedElement, Questionnaire
from content.proposals.models import Proposal
from forms.proposal import anchor_of
from portal.language import format_money, format_number


@dataclass(frozen=True)
class Line:
    """One line of an answer; ``language`` is the tag in which the applicant wrote it, None for our own words."""

    text: str
    language: str | None = None
    label: str = ""


@dataclass(frozen=True)
class AnswerRow:
    """A question with what was answered; no entry when nothing was. A list of activities has one entry each."""

    element: str
    section: str
    field_id: str
    label: str
    entries: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class AnswerSection:
    """The rows of one page."""

    id: str
    title: str
    rows: tuple[AnswerRow, ...]


def answers_of(proposal: Proposal, asked: Questionnaire) -> list[AnswerSection]:
    """Every question of the questionnaire, in order, with its answer."""
    return [
        AnswerSection(section.id, str(section.title), tuple(_row(proposal, section.id, e) for e in section.elements))
        for section in asked.sections
    ]


def _row(proposal: Proposal, section: str, element: AskedElement) -> AnswerRow:
    answer = proposal.answers.get(element.id)
    entries: tuple[tuple[Line, ...], ...] = ()
    if answer is not None and element.type is AnswerType.ACTIVITIES:
        entries = tuple(tuple(_activity(element, item, answer.language)) for item in answer.value)
    elif answer is not None:
        entries = (tuple(_lines(element, answer.value, answer.language)),)
    return AnswerRow(element.id, section, anchor_of(element), str(element.label), entries)


def _lines(element: AskedElement, value: Any, language: str) -> Iterator[Line]:
    match element.type:
        case AnswerType.CHOICE:
            yield Line(_label(element, value))
        case AnswerType.CHOICES:
            yield from (Line(_label(element, code)) for code in value)
        case AnswerType.YES_NO:
            yield Line(_("Yes") if value else _("No"))
        case AnswerType.MONTHS:
            yield Line(_months(value))
        case AnswerType.MONEY:
            yield Line(format_money(value["amount"], value["currency"]))
        case AnswerType.PLACE:
            yield Line(value["city"], language)
            yield Line(current().babel.territories.get(value["country"], value["country"]))
        case AnswerType.GOALS:
            yield from (Line(_label(element, code)) for code in value.get("codes") or [])
            if not is_blank(value.get("text")):
                yield Line(value["text"], language)
        case _:
            yield Line(value, language)


def _activity(element: AskedElement, item: dict[str, Any], language: str) -> Iterator[Line]:
    yield Line(item["title"], language)
    if not is_blank(item.get("description")):
        yield Line(item["description"], language)
    if item.get("kind"):
        yield Line(_label(element, item["kind"]), label=_("Kind"))
    cost = item.get("cost")
    if cost and not is_blank(cost.get("amount")):
        yield Line(format_money(cost["amount"], cost["currency"]), label=_("Cost"))
    if not is_blank(item.get("staff")):
        yield Line(item["staff"], language, _("Staff"))


def _label(element: AskedElement, code: str) -> str:
    return next((str(option.label) for option in element.options if option.code == code), code)


def _months(value: int) -> str:
    return _("%(months)s months", months=format_number(value))
