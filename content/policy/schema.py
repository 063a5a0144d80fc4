"""The policy for machines: what each category asks, as JSON Schema with an example that would be accepted."""

from typing import Any

from content.db import JsonObject
from content.policy import answers
from content.policy.pack import Pack
from content.policy.parts import AnswerType, Clause, Element, Route

_VISIBLE = r"\S"


def describe(pack: Pack, language: str | None = None) -> JsonObject:
    """The body of ``GET /api/v1/policy``: open categories with their elements, labels in one language."""
    return {
        "pack": pack.id,
        "version": pack.version_id,
        "categories": [
            {
                "id": category.code,
                "label": str(pack.label(category.label_key, language)),
                "elements": [describe_element(pack, route, element, language) for element in route.elements],
            }
            for category in pack.open_categories
            if (route := category.route) is not None
        ],
    }


def describe_element(pack: Pack, route: Route, element: Element, language: str | None) -> JsonObject:
    """One element. ``or_each_item`` says where else the answer may be given."""
    rule = element.or_each_item
    return {
        "id": element.id,
        "required": element.required,
        "clause": clause_as_json(element.clause),
        "label": str(pack.label(element.label_key, language)),
        "type": element.type.value,
        "schema": answer_schema(pack, route, element),
        "example": example(pack, route, element),
        "or_each_item": {"element": rule.element, "field": rule.field} if rule else None,
    }


def clause_as_json(clause: Clause) -> JsonObject:
    """A clause as machines are given it."""
    return {"rule": clause.rule, "where": clause.where, "quote": clause.quote}


def answer_schema(pack: Pack, route: Route, element: Element) -> JsonObject:
    """The JSON Schema of a complete answer to an element."""
    match element.type:
        case AnswerType.SHORT_TEXT:
            return _text(answers.SHORT)
        case AnswerType.LONG_TEXT:
            return _text(answers.LONG)
        case AnswerType.EMAIL:
            return _text(answers.EMAIL) | {"format": "email"}
        case AnswerType.PHONE:
            return _text(answers.PHONE)
        case AnswerType.CHOICE:
            return {"type": "string", "enum": list(element.choices)}
        case AnswerType.CHOICES:
            return _codes(element.choices) | {"minItems": 1}
        case AnswerType.PLACE:
            home = {pack.home_country} if route.counterparty.abroad else set()
            return _object(
                {
                    "city": _text(answers.SHORT),
                    "country": {"type": "string", "enum": sorted(answers.COUNTRIES - home)},
                },
                required=["city", "country"],
            )
        case AnswerType.GOALS:
            return _goals(pack)
        case AnswerType.ACTIVITIES:
            return _activities(pack)
        case AnswerType.MONEY:
            return _money()
        case AnswerType.MONTHS:
            return {"type": "integer", "minimum": 1, "maximum": element.max_months}
        case AnswerType.YES_NO:
            return {"type": "boolean"}


def example(pack: Pack, route: Route, element: Element) -> Any:
    """An answer that would be accepted.

    The activities state no cost and no staff, so that each example answers its own element only.
    """
    abroad = "IT" if pack.home_country != "IT" else "CA"
    examples: dict[AnswerType, Any] = {
        AnswerType.SHORT_TEXT: "Office of International Relations",
        AnswerType.LONG_TEXT: "Design, life sciences and finance lead the economy of the city.",
        AnswerType.EMAIL: "international@city.example",
        AnswerType.PHONE: "+39 02 1234 5678",
        AnswerType.CHOICE: element.choices[0] if element.choices else "",
        AnswerType.CHOICES: list(element.choices[:1]),
        AnswerType.PLACE: {"city": "Milan", "country": abroad},
        AnswerType.GOALS: {"codes": [pack.goals[0].code], "text": "Share what both cities learn about housing."},
        AnswerType.ACTIVITIES: [
            {
                "title": "Exchange of housing planners",
                "description": "Two planners of each city work in the other for a month.",
                "kind": pack.proposable_kinds[0],
                "cost": None,
                "staff": "",
            }
        ],
        AnswerType.MONEY: {"amount": 5_000_000, "currency": pack.parts.city.currency},
        AnswerType.MONTHS: min(24, element.max_months or 24),
        AnswerType.YES_NO: True,
    }
    return examples[element.type]


def _text(limit: int) -> JsonObject:
    return {"type": "string", "minLength": 1, "maxLength": limit, "pattern": _VISIBLE}


def _object(properties: JsonObject, *, required: list[str]) -> JsonObject:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _codes(known: tuple[str, ...]) -> JsonObject:
    return {"type": "array", "items": {"type": "string", "enum": list(known)}, "uniqueItems": True}


def _money() -> JsonObject:
    return _object(
        {
            "amount": {"type": "integer", "minimum": 0, "maximum": answers.MOST_MONEY},
            "currency": {"type": "string", "enum": sorted(answers.CURRENCIES)},
        },
        required=["amount", "currency"],
    )


def _goals(pack: Pack) -> JsonObject:
    codes = _codes(tuple(goal.code for goal in pack.goals))
    stated = [
        {"required": ["codes"], "properties": {"codes": {"type": "array", "minItems": 1}}},
        {"required": ["text"], "properties": {"text": {"type": "string", "pattern": _VISIBLE}}},
    ]
    words = {"type": "string", "maxLength": answers.LONG}
    return _object({"codes": codes, "text": words}, required=[]) | {"anyOf": stated}


def _activities(pack: Pack) -> JsonObject:
    words = {"type": "string", "maxLength": answers.LONG}
    item = _object(
        {
            "title": _text(answers.SHORT),
            "description": words,
            "kind": {"type": "string", "enum": [*pack.proposable_kinds, ""]},
            "cost": {"anyOf": [_money(), {"type": "null"}]},
            "staff": words,
        },
        required=["title"],
    )
    return {"type": "array", "minItems": 1, "maxItems": answers.MOST_ITEMS, "items": item}
