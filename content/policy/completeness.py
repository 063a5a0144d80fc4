"""Whether a proposal says everything that the policy requires, and says it in a usable way.

Pure functions over the answers: the form, the API and the entry of a paper copy all ask here (R-028, R-034).
``missing`` names what is not there; ``faults`` names what is there and cannot be used. They never overlap.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from babel.numbers import format_decimal

from content.languages import current, lazy
from content.languages import gettext as _
from content.policy import answers as values
from content.policy.pack import Pack
from content.policy.parts import AnswerType, Clause, Element, Route

_MESSAGES = {
    "answers": lazy("Send the answers as an object: element, then answer."),
    "unknown_element": lazy("This proposal is not asked for this."),
    "text": lazy("Answer this in words."),
    "characters": lazy("The text has characters in it that cannot be read. Type it again."),
    "too_long": lazy("Use at most %(limit)s characters."),
    "email": lazy("Enter an email address in the correct format, like name@city.example."),
    "phone": lazy("Enter a phone number with its country code, like +39 02 1234 5678."),
    "choice": lazy("Choose from the list."),
    "twice": lazy("Choose each entry of the list only once."),
    "place": lazy("Name the city and its country."),
    "country": lazy("Choose a country from the list."),
    "country_home": lazy("Name a city in another country. An agreement needs a municipality abroad."),
    "goals": lazy("Choose goals from the list, or describe them in your own words."),
    "activities": lazy("List the activities or projects one by one."),
    "too_many": lazy("List at most %(limit)s activities."),
    "item_shape": lazy("Activity %(item)s cannot be read. Describe it by title, description, kind, cost and staff."),
    "item_title": lazy("Give activity %(item)s a title."),
    "item_text": lazy("Describe activity %(item)s in words."),
    "item_characters": lazy("Activity %(item)s has characters in it that cannot be read. Type it again."),
    "item_too_long": lazy("A text of activity %(item)s is too long. Use at most %(limit)s characters."),
    "item_kind": lazy("Choose the kind of activity %(item)s from the list."),
    "item_cost": lazy("Enter the cost of activity %(item)s as an amount that is not negative, with its currency."),
    "money": lazy("Enter an amount and its currency."),
    "amount": lazy("Enter the amount as a number."),
    "negative": lazy("Enter an amount that is not negative. 0 is allowed."),
    "too_much": lazy("The amount is too large."),
    "currency": lazy("Choose a currency from the list."),
    "months": lazy("Enter the term as a whole number of months."),
    "months_range": lazy("Enter a term of 1 to %(most)s months."),
    "yes_no": lazy("Answer yes or no."),
}


@dataclass(frozen=True)
class Missing:
    """A required element that is not answered, with the clause that requires it."""

    element: str
    clause: Clause
    label_key: str

    def message(self, pack: Pack) -> str:
        """What is missing, in the current language."""
        return _("Answer this: %(label)s", label=pack.label(self.label_key))


@dataclass(frozen=True)
class Fault:
    """An answer that cannot be used, and why. The clause is that of the rule it breaks, where there is one."""

    element: str
    clause: Clause | None
    code: str
    params: Mapping[str, int | str] = field(default_factory=dict, hash=False)

    def message(self) -> str:
        """How to mend it, in the current language."""
        locale = current().babel
        shown = {
            name: format_decimal(value, locale=locale) if isinstance(value, int) else value
            for name, value in self.params.items()
        }
        return str(_MESSAGES[self.code]) % shown


def missing(pack: Pack, category: str, answers: Mapping[str, Any]) -> list[Missing]:
    """Every required element without an answer, in the order of the questionnaire (R-029 to R-034).

    Raises KeyError when the category is unknown or closed.
    """
    given = answers if isinstance(answers, Mapping) else {}
    return [
        Missing(element.id, element.clause, element.label_key)
        for element in pack.route(category).elements
        if element.required and not _is_answered(element, given)
    ]


def faults(pack: Pack, category: str, answers: Mapping[str, Any]) -> list[Fault]:
    """Every answer of the wrong shape or beyond a limit. Raises KeyError as ``missing`` does."""
    route = pack.route(category)
    if not isinstance(answers, Mapping):
        return [Fault("", None, "answers")]
    asked = {element.id: element for element in route.elements}
    found = [
        Fault(element.id, clause, code, params)
        for element in asked.values()
        for clause, code, params in _element_faults(pack, route, element, answers)
    ]
    return found + [Fault(str(name), None, "unknown_element") for name in answers if name not in asked]


def _is_answered(element: Element, answers: Mapping[str, Any]) -> bool:
    if not values.is_missing(element.type, answers.get(element.id)):
        return True
    rule = element.or_each_item
    return rule is not None and values.states_in_each_item(answers.get(rule.element), rule.field)


def _element_faults(
    pack: Pack, route: Route, element: Element, answers: Mapping[str, Any]
) -> Iterator[tuple[Clause, str, dict[str, int | str]]]:
    value = answers.get(element.id)
    if values.is_blank(value):
        return
    if values.is_missing(element.type, value):
        # Half an answer: where the element is required and not answered elsewhere, ``missing`` tells of it.
        required = element.required and not _is_answered(element, answers)
        if required or element.type is AnswerType.ACTIVITIES:
            return
    for code, params in _findings(pack, route, element, value):
        yield _clause_of(route, element, code), code, params


def _clause_of(route: Route, element: Element, code: str) -> Clause:
    if code == "country_home":
        return route.counterparty.clause
    if code == "months_range" and element.limit_clause is not None:
        return element.limit_clause
    return element.clause


def _findings(pack: Pack, route: Route, element: Element, value: Any) -> Iterator[values.Finding]:
    match element.type:
        case AnswerType.SHORT_TEXT:
            return values.text_findings(value, values.SHORT)
        case AnswerType.LONG_TEXT:
            return values.text_findings(value, values.LONG)
        case AnswerType.EMAIL:
            return values.email_findings(value)
        case AnswerType.PHONE:
            return values.phone_findings(value)
        case AnswerType.CHOICE:
            return values.choice_findings(value, element.choices)
        case AnswerType.CHOICES:
            return values.choices_findings(value, element.choices)
        case AnswerType.PLACE:
            return _place_findings(pack, route, value)
        case AnswerType.GOALS:
            return values.goals_findings(value, tuple(goal.code for goal in pack.goals))
        case AnswerType.ACTIVITIES:
            return values.activities_findings(value, pack.proposable_kinds)
        case AnswerType.MONEY:
            return values.money_findings(value)
        case AnswerType.MONTHS:
            return values.months_findings(value, element.max_months or 0)
        case AnswerType.YES_NO:
            return values.yes_no_findings(value)


def _place_findings(pack: Pack, route: Route, value: Any) -> Iterator[values.Finding]:
    """A place that is none, or that is at home where the counterparty has to be abroad (R-001, R-002)."""
    if not isinstance(value, dict) or set(value) != {"city", "country"}:
        yield "place", {}
        return
    yield from values.text_findings(value["city"], values.SHORT)
    country = value["country"]
    if not isinstance(country, str) or country not in values.COUNTRIES:
        yield "country", {}
    elif route.counterparty.abroad and country == pack.home_country:
        yield "country_home", {}
