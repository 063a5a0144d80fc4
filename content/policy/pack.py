"""A city's policy: one version of it, frozen, with its words in every language it declares.

The plain data of a pack are kept beside the objects made from them. Its version id is taken from the data, so
that a proposal pinned to a version can always be judged by exactly that one.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import rfc8785

from content.db import JsonObject
from content.languages import KNOWN, Words, current
from content.policy.building import Builder, Parts
from content.policy.parts import Category, Clause, Element, Goal, Provision, Route
from content.policy.reading import PackFault


@dataclass(frozen=True)
class Pack:
    """A policy pack. Two packs are equal when their data are."""

    parts: Parts = field(repr=False, compare=False)
    version_id: str
    content: JsonObject = field(repr=False, hash=False)

    @classmethod
    def from_json(cls, content: Any, file: str = "content") -> "Pack":
        """The pack that ``to_json`` gave. Raises PackFault."""
        whole = content if isinstance(content, dict) else {}
        builder = Builder(whole.get("pack"), file)
        parts = builder.build()
        if builder.faults:
            raise PackFault(builder.faults)
        kept: JsonObject = {"pack": whole["pack"], "texts": whole.get("texts", {})}
        try:
            canonical = rfc8785.dumps(kept)
        except rfc8785.CanonicalizationError as error:
            raise PackFault([f"{file}: (top): {error}"]) from error
        version_id = f"{parts.id}@{hashlib.sha256(canonical).hexdigest()[:8]}"
        return cls(parts, version_id, kept)

    def to_json(self) -> JsonObject:
        """All of it as plain data: what is stored, and what the version id is computed from."""
        return self.content

    @property
    def id(self) -> str:
        return self.parts.id

    @property
    def number(self) -> int:
        return self.parts.number

    @property
    def effective_from(self) -> date:
        return date.fromisoformat(self.parts.effective_from)

    @property
    def languages(self) -> tuple[str, ...]:
        return self.parts.languages

    @property
    def home_country(self) -> str:
        return self.parts.city.home_country

    @property
    def goals(self) -> tuple[Goal, ...]:
        return self.parts.goals

    @property
    def categories(self) -> tuple[Category, ...]:
        return tuple(self.parts.categories.values())

    @property
    def open_categories(self) -> tuple[Category, ...]:
        """The categories for which something can be proposed."""
        return tuple(category for category in self.categories if category.open)

    @property
    def proposable_kinds(self) -> tuple[str, ...]:
        """Kinds of activity that a proposal may name."""
        return self.parts.proposable_kinds

    @property
    def activity_kinds(self) -> tuple[str, ...]:
        """All kinds of activity, also those that are only found in records."""
        return self.parts.proposable_kinds + self.parts.recorded_kinds

    def category(self, code: str) -> Category:
        """Raises KeyError for an unknown code."""
        return self.parts.categories[code]

    def route(self, code: str) -> Route:
        """What an open category asks. Raises KeyError when the category is unknown or closed."""
        route = self.parts.categories[code].route
        if route is None:
            raise KeyError(code)
        return route

    def element(self, element_id: str) -> Element:
        """Raises KeyError. Limits that depend on the category are found with ``route(code).element(id)``."""
        return self.parts.elements[element_id]

    def goal(self, code: str) -> Goal:
        """Raises KeyError for an unknown code."""
        for goal in self.goals:
            if goal.code == code:
                return goal
        raise KeyError(code)

    def clause(self, rule: str) -> Clause:
        """Any clause of the pack by its rule id. Raises KeyError."""
        found = self.content["pack"]["clauses"][rule]
        return Clause(rule, found["where"], found["quote"])

    def switch(self, name: str) -> Provision:
        """A switch with its clause. Raises KeyError."""
        return self.parts.switches[name]

    def period(self, name: str) -> Provision:
        """A period in the unit its name ends with. Raises KeyError."""
        return self.parts.periods[name]

    def label(self, path: str, language: str | None = None) -> Words:
        """The words at a path such as ``elements.pc-el-city.label``, in a language or the nearest there is.

        The current language is meant when none is named. Raises KeyError when no language has such words.
        """
        words = self.find(path, language)
        if words is None:
            raise KeyError(path)
        return words

    def find(self, path: str, language: str | None = None) -> Words | None:
        """The same for words that need not be there, such as help; None when there are none."""
        wanted = language or current().tag
        for tag in (wanted, self.parts.source_language, *self.languages):
            text = text_at(self.content["texts"].get(tag), path)
            if isinstance(text, str) and text.strip() and tag in KNOWN:
                return Words(text, KNOWN[tag])
        return None

    def texts(self, path: str) -> dict[str, str]:
        """The words at a path in every language that has them, as published bodies carry them."""
        found = {tag: text_at(self.content["texts"].get(tag), path) for tag in self.languages}
        return {tag: text for tag, text in found.items() if isinstance(text, str) and text.strip()}

    def aliases(self, goal: str) -> dict[str, tuple[str, ...]]:
        """Other names of a goal, by language; search finds the goal by them (C-19)."""
        found = {tag: text_at(self.content["texts"].get(tag), f"goals.{goal}.aliases") for tag in self.languages}
        return {tag: tuple(names) for tag, names in found.items() if isinstance(names, list)}


def text_at(texts: Any, path: str) -> Any:
    """What stands at a dotted path of nested mappings; None when nothing does."""
    for key in path.split("."):
        if not isinstance(texts, Mapping):
            return None
        texts = texts.get(key)
    return texts
