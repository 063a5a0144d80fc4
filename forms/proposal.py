"""How a proposal is asked: one form per section, compiled from the questionnaire of the policy.

What is typed goes in and comes out as pairs of name and text, so that nothing is lost; ``to_answers`` is the only way
to plain values. Whether these can be used is decided by content.policy.completeness alone; here its findings are led
to the field that has to be mended.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField, SelectMultipleField

from content.languages import gettext as _
from content.policy.answers import MOST_ITEMS, is_blank_item, is_missing
from content.policy.completeness import Fault, faults
from content.policy.pack import Pack
from content.policy.parts import Clause
from content.policy.questionnaire import AskedElement, AskedSection
from forms.base import FieldError, Form
from forms.fields import SEPARATOR, MoneyForm, field_for, place_of

# A name is an element's id, then the parts of its answer; numbers count the rows of a list.
_NAME = re.compile(r"[a-z0-9-]+(\.[a-z]+|\.[0-9]{1,3})*", re.ASCII)
_OF_A_LIMIT = ("country_home", "months_range")


@dataclass(frozen=True)
class Mistake(FieldError):
    """A field error of one element; the clause stands beside it when the policy itself sets the limit."""

    element: str = ""
    clause: Clause | None = None


class SectionForm(Form):
    """The questions of one page. Made by ``section_form``."""

    asked: ClassVar[AskedSection]

    def to_answers(self) -> dict[str, Any]:
        """Every element of the section with its plain value, None where nothing is typed.

        What cannot be read stays text, so that completeness finds it.
        """
        return {element.id: self._answer(element) for element in self.asked.elements}

    def typed(self) -> list[tuple[str, str]]:
        """What stands in the fields, in their order; rows are counted anew."""
        return list(_pairs(self, ""))

    def mistakes(self, pack: Pack, category: str, others: Mapping[str, Any]) -> list[Mistake]:
        """Every typed value that cannot be used, in the order of the page; ``others`` are the answers given elsewhere."""
        own = self.to_answers()
        found = faults(pack, category, {**others, **own})
        return [self._mistake(fault, own[fault.element]) for fault in found if fault.element in own]

    def usable_answers(self, mistakes: Iterable[Mistake]) -> dict[str, Any]:
        """The answers that can be stored: whole and without fault; None for every other element."""
        faulty = {mistake.element for mistake in mistakes}
        kept = {}
        for element in self.asked.elements:
            value = self._answer(element)
            if isinstance(value, list):
                value = [item for item in value if not is_blank_item(item)]
            kept[element.id] = None if element.id in faulty or is_missing(element.type, value) else value
        return kept

    def change_rows(self, act: str, argument: str) -> str | None:
        """Add, remove or move up a row of a list; returns the id of the field to go to, or None for no such act.

        ``argument`` is the element's id, and for an existing row its number after a dot.
        """
        element, _dot, number = argument.partition(SEPARATOR)
        rows = self._fields.get(element)
        if not isinstance(rows, FieldList):
            return None
        if act == "_add":
            if len(rows.entries) < MOST_ITEMS:
                rows.append_entry()
            return f"{element}.{len(rows.entries) - 1}.title"
        index = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else -1
        if not 0 <= index < len(rows.entries):
            return None
        if act == "_remove":
            del rows.entries[index]
            return f"{element}.{max(0, index - 1)}.title" if rows.entries else f"{element}.0.title"
        if act == "_up" and index > 0:
            rows.entries.insert(index - 1, rows.entries.pop(index))
            return f"{element}.{index - 1}.title"
        return None

    def _answer(self, element: AskedElement) -> Any:
        field: Any = self[element.id]
        return field.answer()

    def _mistake(self, fault: Fault, value: Any) -> Mistake:
        field = self[fault.element]
        clause = fault.clause if fault.code in _OF_A_LIMIT else None
        return Mistake(
            place_of(field, fault, value),
            _unclear() if _is_unclear(field, fault) else fault.message(),
            fault.element,
            clause,
        )


def section_form(asked: AskedSection, typed: Iterable[tuple[str, str]] = ()) -> SectionForm:
    """The form of a section with what was typed on it; names that it does not ask for are left out."""
    fields = {element.id: field_for(element) for element in asked.elements}
    compiled = type("CompiledSection", (SectionForm,), {"asked": asked, **fields})
    names = set(fields)
    pairs = [(name, text) for name, text in typed if _NAME.fullmatch(name) and name.split(SEPARATOR)[0] in names]
    form: SectionForm = compiled(MultiDict(pairs) if pairs else None)
    return form


def anchor_of(element: AskedElement) -> str:
    """The id of the first field of an element, for links to it."""
    return {"place": f"{element.id}.city", "money": f"{element.id}.amount", "goals": f"{element.id}.codes"}.get(
        element.type.value, f"{element.id}.0.title" if element.type.value == "activities" else element.id
    )


def _pairs(fields: Iterable[Any], prefix: str) -> Iterator[tuple[str, str]]:
    for field in fields:
        name = prefix + field.short_name
        if isinstance(field, FieldList):
            for number, entry in enumerate(field.entries):
                # An empty row is typed, too: somebody has asked for it.
                yield from list(_pairs(entry.form, f"{name}.{number}.")) or [(f"{name}.{number}.title", "")]
        elif isinstance(field, FormField):
            yield from _pairs(field.form, f"{name}.")
        elif isinstance(field, SelectMultipleField):
            yield from ((name, text) for text in field.data or [])
        elif field.data is not None:
            yield name, field.data


def _is_unclear(field: Any, fault: Fault) -> bool:
    """Whether an amount was refused because two readers would read it differently."""
    if fault.code == "amount":
        return isinstance(field.form, MoneyForm) and field.form.is_unclear
    if fault.code == "item_cost":
        return bool(field.entries[int(fault.params["item"]) - 1].form["cost"].form.is_unclear)
    return False


def _unclear() -> str:
    return _("The amount can be read in two ways. Write it without a mark between the thousands, like 50000.")
