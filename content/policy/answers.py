"""What an answer looks like, type by type: when it is blank, and what is wrong with it.

Answers are plain JSON values and come from anywhere, so that every function here takes any value whatsoever.

    short_text, long_text, email, phone   "text"
    choice / choices                      "code" / ["code", ...]
    place                                 {"city": "Milan", "country": "IT"}
    goals                                 {"codes": ["ipf-2"], "text": "in one's own words"}
    activities                            [{"title", "description", "kind", "cost": money or null, "staff"}]
    money                                 {"amount": 1200, "currency": "EUR"}, in the minor unit
    months                                24
    yes_no                                true
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

import pycountry
from email_validator import validate_email

from content.policy.parts import AnswerType

SHORT, LONG, PHONE, EMAIL = 300, 20_000, 60, 254
MOST_ITEMS = 50
MOST_MONEY = 10**15
ITEM_FIELDS = ("title", "description", "kind", "cost", "staff")

# Kosovo has a user-assigned code, and municipalities that may wish to write.
COUNTRIES: frozenset[str] = frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}
# Of the X codes only these are money that somebody spends; the rest are metals, funds and tests.
_SHARED = {"XAF", "XCD", "XCG", "XOF", "XPF"}
CURRENCIES: frozenset[str] = frozenset(
    currency.alpha_3 for currency in pycountry.currencies if currency.alpha_3[0] != "X" or currency.alpha_3 in _SHARED
)

# Letters and marks by their category, yet nothing is seen of them.
_UNSEEN = {
    "\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u180b", "\u180c", "\u180d", "\u180f",
    "\u2800", "\u3164", "\uffa0",
}  # fmt: skip

Finding = tuple[str, dict[str, int | str]]
"""The code of a fault with the values that its message needs."""


def is_blank_text(text: str) -> bool:
    """Whether nothing of a text can be seen: white space of any script, zero-width and control characters."""
    return all(
        character.isspace()
        or unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp")
        or character in _UNSEEN
        or "\ufe00" <= character <= "\ufe0f"
        for character in text
    )


def is_blank(value: Any) -> bool:
    """Whether a value says nothing at all: null, blank, and lists and objects of nothing else.

    Walks with a list of its own, so that no depth of nesting can exhaust the stack.
    """
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if part is None:
            continue
        if isinstance(part, str):
            if not is_blank_text(part):
                return False
        elif isinstance(part, list):
            waiting.extend(part)
        elif isinstance(part, dict):
            waiting.extend(part.values())
        else:
            return False
    return True


def is_missing(kind: AnswerType, value: Any) -> bool:
    """Whether an answer of this type is not given, or not wholly: half a place and half an amount are none."""
    if is_blank(value):
        return True
    if kind is AnswerType.PLACE and isinstance(value, dict):
        return is_blank(value.get("city")) or is_blank(value.get("country"))
    if kind is AnswerType.MONEY and isinstance(value, dict):
        return is_blank(value.get("amount")) or is_blank(value.get("currency"))
    if kind is AnswerType.GOALS and isinstance(value, dict):
        return is_blank(value.get("codes")) and is_blank(value.get("text")) and not set(value) - {"codes", "text"}
    if kind is AnswerType.ACTIVITIES and isinstance(value, list):
        return all(is_blank_item(item) for item in value)
    return False


def is_blank_item(item: Any) -> bool:
    """Whether a row of the list of activities was left empty; a kind or a currency alone is a preset."""
    if not isinstance(item, dict):
        return is_blank(item)
    rest = {key: part for key, part in item.items() if key not in ("kind", "cost")}
    cost = item.get("cost")
    return is_blank(rest) and (is_blank(cost) or (isinstance(cost, dict) and is_blank(cost.get("amount"))))


def states_in_each_item(value: Any, field: str) -> bool:
    """Whether every activity that is named states the field (R-032)."""
    items = [item for item in value if not is_blank_item(item)] if isinstance(value, list) else []
    kind = AnswerType.MONEY if field == "cost" else AnswerType.LONG_TEXT
    return bool(items) and all(isinstance(i, dict) and not is_missing(kind, i.get(field)) for i in items)


def text_findings(value: Any, limit: int) -> Iterator[Finding]:
    """Text that is none, that cannot be stored, or that is too long."""
    if not isinstance(value, str):
        yield "text", {}
    elif any(character == "\0" or unicodedata.category(character) == "Cs" for character in value):
        yield "characters", {}
    elif len(value) > limit:
        yield "too_long", {"limit": limit}


def email_findings(value: Any) -> Iterator[Finding]:
    """An address to which nothing could be sent. Whether it arrives is not asked here."""
    found = list(text_findings(value, EMAIL))
    if found:
        yield from found
        return
    try:
        # The reserved domain .test is let through: it harms nobody, and training needs it.
        validate_email(value, check_deliverability=False, test_environment=True)
    except ValueError:
        yield "email", {}


def phone_findings(value: Any) -> Iterator[Finding]:
    """A number of any country, in any notation and script of digits."""
    found = list(text_findings(value, PHONE))
    yield from found
    if not found and sum(character.isdigit() for character in value) < 3:
        yield "phone", {}


def choice_findings(value: Any, known: tuple[str, ...]) -> Iterator[Finding]:
    """A code that is not on the list."""
    if not isinstance(value, str) or value not in known:
        yield "choice", {}


def choices_findings(value: Any, known: tuple[str, ...]) -> Iterator[Finding]:
    """A list with a code that is not on the list, or twice the same."""
    if not isinstance(value, list) or not all(isinstance(code, str) and code in known for code in value):
        yield "choice", {}
    elif len(set(value)) < len(value):
        yield "twice", {}


def money_findings(value: Any) -> Iterator[Finding]:
    """An amount that is none, in a currency that is one. Nought is an amount."""
    if not isinstance(value, dict) or set(value) != {"amount", "currency"}:
        yield "money", {}
        return
    amount, currency = value["amount"], value["currency"]
    if not isinstance(amount, int) or isinstance(amount, bool):
        yield "amount", {}
    elif amount < 0:
        yield "negative", {}
    elif amount > MOST_MONEY:
        yield "too_much", {}
    if not isinstance(currency, str) or currency not in CURRENCIES:
        yield "currency", {}


def goals_findings(value: Any, known: tuple[str, ...]) -> Iterator[Finding]:
    """Goals that are not on the list, or words that are none."""
    if not isinstance(value, dict) or set(value) - {"codes", "text"}:
        yield "goals", {}
        return
    if value.get("codes") is not None:
        yield from choices_findings(value["codes"], known)
    if value.get("text") is not None:
        yield from text_findings(value["text"], LONG)


def activities_findings(value: Any, kinds: tuple[str, ...]) -> Iterator[Finding]:
    """Activities without a title, of an unknown kind, with a cost that is none, or too many of them."""
    if not isinstance(value, list):
        yield "activities", {}
        return
    if len(value) > MOST_ITEMS:
        yield "too_many", {"limit": MOST_ITEMS}
        return
    for number, item in enumerate(value, 1):
        if not is_blank_item(item):
            yield from ((code, {"item": number, **values}) for code, values in _item_findings(item, kinds))


def _item_findings(item: Any, kinds: tuple[str, ...]) -> Iterator[Finding]:
    if not isinstance(item, dict) or set(item) - set(ITEM_FIELDS):
        yield "item_shape", {}
        return
    if is_blank(item.get("title")):
        yield "item_title", {}
    for field, limit in (("title", SHORT), ("description", LONG), ("staff", LONG)):
        if item.get(field) is not None:
            yield from ((f"item_{code}", values) for code, values in text_findings(item[field], limit))
    kind, cost = item.get("kind"), item.get("cost")
    if kind is not None and kind != "" and (not isinstance(kind, str) or kind not in kinds):
        yield "item_kind", {}
    left_open = isinstance(cost, dict) and is_blank(cost.get("amount")) and not set(cost) - {"amount", "currency"}
    if not is_blank(cost) and not left_open and any(money_findings(cost)):
        yield "item_cost", {}


def months_findings(value: Any, most: int) -> Iterator[Finding]:
    """A term that is no whole number of months, or longer than the policy allows (R-005, R-006)."""
    if not isinstance(value, int) or isinstance(value, bool):
        yield "months", {}
    elif not 1 <= value <= most:
        yield "months_range", {"most": most}


def yes_no_findings(value: Any) -> Iterator[Finding]:
    """Neither yes nor no."""
    if not isinstance(value, bool):
        yield "yes_no", {}
