"""Fields by type of answer. Each keeps the text that was typed, and ``answer()`` gives the plain value it stands for."""

import unicodedata
from typing import Any

from babel.numbers import get_decimal_symbol
from wtforms import FieldList, FormField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms import Form as PlainForm

from content.languages import Words, current
from content.policy.answers import COUNTRIES, CURRENCIES, SHORT
from content.policy.completeness import Fault
from content.policy.money import minor_digits
from content.policy.parts import AnswerType
from content.policy.questionnaire import AskedElement, Option
from forms.base import stripped
from forms.numbers import Unclear, minor_units, whole_number

SEPARATOR = "."


class TextField(StringField):
    """A line of text."""

    def answer(self) -> str | None:
        return stripped(self.data) or None


class LongTextField(TextAreaField):
    """Text of many lines."""

    def answer(self) -> str | None:
        return stripped(self.data) or None


class WholeNumberField(StringField):
    """A whole number in digits of any script; text that is none stays text."""

    def answer(self) -> int | str | None:
        text = stripped(self.data)
        number = whole_number(text)
        return number if number is not None else text or None


class ChoiceField(RadioField):
    """One code of a list."""

    def answer(self) -> str | None:
        return self.data or None


class YesNoField(RadioField):
    """Yes or no."""

    def answer(self) -> bool | str | None:
        known: dict[str, bool] = {"yes": True, "no": False}
        return known.get(self.data, self.data) if self.data else None


class CodesField(SelectMultipleField):
    """Codes of a list."""

    def answer(self) -> list[str] | None:
        return list(self.data) if self.data else None


class OneOfField(SelectField):
    """One code of a long list."""

    def answer(self) -> str:
        return self.data or ""


class PartsField(FormField):  # type: ignore[type-arg]
    """An answer of several parts, each with a field of its own."""

    def __init__(self, form_class: type[PlainForm], separator: str = SEPARATOR, **more: Any) -> None:
        super().__init__(form_class, separator=separator, **more)

    def answer(self) -> Any:
        return self.form.answer()


class PlaceForm(PlainForm):
    """A city and its country."""

    city = TextField()
    country = OneOfField(choices=[])

    def answer(self) -> dict[str, Any] | None:
        city, country = self.city.answer(), self.country.answer()
        return {"city": city or "", "country": country} if city or country else None


class MoneyForm(PlainForm):
    """An amount and its currency."""

    amount = TextField()
    currency = TextField()
    is_unclear = False

    def answer(self) -> dict[str, Any] | None:
        text, currency = self.amount.answer(), (self.currency.answer() or "").upper()
        if not text:
            return {"amount": None, "currency": currency} if currency else None
        return {"amount": self._amount(text, currency), "currency": currency}

    def _amount(self, text: str, currency: str) -> int | str:
        try:
            amount = minor_units(text, minor_digits(currency), get_decimal_symbol(current().babel))
        except Unclear:
            self.is_unclear = True
            return text
        return text if amount is None else amount


class GoalsForm(PlainForm):
    """Goals of the list, goals in one's own words, or both."""

    codes = CodesField(choices=[])
    text = LongTextField()

    def answer(self) -> dict[str, Any] | None:
        codes, text = self.codes.answer(), self.text.answer()
        return {"codes": codes or [], "text": text or ""} if codes or text else None


class ActivityForm(PlainForm):
    """One activity or project."""

    title = TextField()
    description = LongTextField()
    kind = OneOfField(choices=[])
    cost = PartsField(MoneyForm)
    staff = TextField()

    def answer(self) -> dict[str, Any]:
        cost = self.cost.answer()
        return {
            "title": self.title.answer() or "",
            "description": self.description.answer() or "",
            "kind": self.kind.answer(),
            # A currency alone is a preset and says nothing of the cost.
            "cost": cost if cost and cost["amount"] is not None else None,
            "staff": self.staff.answer() or "",
        }


class ActivitiesField(FieldList):  # type: ignore[type-arg]
    """A list of activities; a row left empty is none."""

    def answer(self) -> list[dict[str, Any]] | None:
        rows = [entry.answer() for entry in self.entries]
        return rows if any(any(value for value in row.values()) for row in rows) else None


def field_for(element: AskedElement) -> Any:
    """The unbound field that asks an element. Options are shown by the questionnaire and judged by completeness."""
    match element.type:
        case AnswerType.LONG_TEXT:
            return LongTextField()
        case AnswerType.CHOICE:
            return ChoiceField(choices=[])
        case AnswerType.CHOICES:
            return CodesField(choices=[])
        case AnswerType.YES_NO:
            return YesNoField(choices=[])
        case AnswerType.MONTHS:
            return WholeNumberField()
        case AnswerType.PLACE:
            return PartsField(PlaceForm)
        case AnswerType.MONEY:
            return PartsField(MoneyForm)
        case AnswerType.GOALS:
            return PartsField(GoalsForm)
        case AnswerType.ACTIVITIES:
            return ActivitiesField(PartsField(ActivityForm, separator=SEPARATOR), separator=SEPARATOR, min_entries=1)
        case _:
            return TextField()


def place_of(field: Any, fault: Fault, value: Any) -> str:
    """The id of the field that a fault is about; of a group, its first."""
    base: str = field.id
    if isinstance(field, FieldList):
        return _place_in_row(base, int(fault.params.get("item", 1)) - 1, fault, value)
    form = getattr(field, "form", None)
    if isinstance(form, PlaceForm):
        return f"{base}.country" if fault.code in ("country", "country_home") else f"{base}.city"
    if isinstance(form, MoneyForm):
        return f"{base}.currency" if fault.code == "currency" else f"{base}.amount"
    if isinstance(form, GoalsForm):
        return f"{base}.codes" if fault.code in ("choice", "twice", "goals") else f"{base}.text"
    return base


def _place_in_row(base: str, index: int, fault: Fault, value: Any) -> str:
    row = f"{base}.{index}"
    item: dict[str, Any] = value[index] if index < len(value) else {}
    if fault.code == "item_kind":
        return f"{row}.kind"
    if fault.code == "item_cost":
        cost = item["cost"]
        wrong_currency = isinstance(cost["amount"], int) and cost["currency"] not in CURRENCIES
        return f"{row}.cost.currency" if wrong_currency else f"{row}.cost.amount"
    if fault.code == "item_too_long":
        if len(item["title"]) <= SHORT:
            return f"{row}.description" if len(item["description"]) >= len(item["staff"]) else f"{row}.staff"
    elif fault.code == "item_characters":
        unread = (name for name in ("title", "description", "staff") if _is_unreadable(item[name]))
        return f"{row}.{next(unread, 'title')}"
    return f"{row}.title"


def _is_unreadable(text: str) -> bool:
    return any(character == "\0" or unicodedata.category(character) == "Cs" for character in text)


def countries() -> list[Option]:
    """Every country in the current language, as its readers would look it up."""
    names = current().babel.territories
    return _sorted((code, names.get(code, code)) for code in COUNTRIES)


def currencies() -> list[Option]:
    """Every currency by its code, with its name in the current language."""
    names = current().babel.currencies
    return [_option(code, names.get(code, code)) for code in sorted(CURRENCIES)]


def _sorted(pairs: Any) -> list[Option]:
    def key(pair: tuple[str, str]) -> str:
        plain = unicodedata.normalize("NFKD", pair[1])
        return "".join(character for character in plain if not unicodedata.combining(character)).casefold()

    return [_option(code, name) for code, name in sorted(pairs, key=key)]


def _option(code: str, name: str) -> Option:
    return Option(code, Words(name, current()))
