"""The questionnaire of a category, compiled from the pack: pages, questions and words, ready to be asked."""

from dataclasses import dataclass

from content.languages import Words
from content.policy import answers
from content.policy.pack import Pack
from content.policy.parts import AnswerType, Clause, Element, ItemRule

_LIMITS = {
    AnswerType.SHORT_TEXT: answers.SHORT,
    AnswerType.LONG_TEXT: answers.LONG,
    AnswerType.EMAIL: answers.EMAIL,
    AnswerType.PHONE: answers.PHONE,
}


@dataclass(frozen=True)
class Option:
    """One entry of a list to choose from; the code is what is stored."""

    code: str
    label: Words


@dataclass(frozen=True)
class AskedElement:
    """An element with everything that is needed to ask it.

    ``options`` are the entries of a choice, the goals of a list of goals, and the kinds of activities.
    """

    id: str
    type: AnswerType
    required: bool
    clause: Clause
    label: Words
    help: Words | None
    hint: Words | None
    options: tuple[Option, ...]
    max_length: int | None
    max_months: int | None
    excluded_country: str | None
    or_each_item: ItemRule | None


@dataclass(frozen=True)
class AskedSection:
    """One page of the questionnaire."""

    id: str
    title: Words
    elements: tuple[AskedElement, ...]


@dataclass(frozen=True)
class Questionnaire:
    """Everything that a proposal of one category is asked, by one version of the policy."""

    policy_version: str
    category: str
    title: Words
    sections: tuple[AskedSection, ...]

    @property
    def elements(self) -> tuple[AskedElement, ...]:
        return tuple(element for section in self.sections for element in section.elements)

    def section(self, section_id: str) -> AskedSection:
        """Raises KeyError when there is no such page."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)


def compile(pack: Pack, category: str, language: str | None = None) -> Questionnaire:
    """The questionnaire of an open category, in a language or the current one.

    Raises KeyError when the category is unknown or closed.
    """
    route = pack.route(category)
    return Questionnaire(
        policy_version=pack.version_id,
        category=category,
        title=pack.label(pack.category(category).label_key, language),
        sections=tuple(
            AskedSection(
                id=section.id,
                title=pack.label(section.label_key, language),
                elements=tuple(
                    _asked(pack, element, abroad=route.counterparty.abroad, language=language)
                    for element in section.elements
                ),
            )
            for section in route.sections
        ),
    )


def _asked(pack: Pack, element: Element, *, abroad: bool, language: str | None) -> AskedElement:
    return AskedElement(
        id=element.id,
        type=element.type,
        required=element.required,
        clause=element.clause,
        label=pack.label(element.label_key, language),
        help=pack.find(element.help_key, language),
        hint=pack.find(element.hint_key, language),
        options=_options(pack, element, language),
        max_length=_LIMITS.get(element.type),
        max_months=element.max_months,
        excluded_country=pack.home_country if abroad and element.type is AnswerType.PLACE else None,
        or_each_item=element.or_each_item,
    )


def _options(pack: Pack, element: Element, language: str | None) -> tuple[Option, ...]:
    keys: list[tuple[str, str]] = [(choice, element.choice_key(choice)) for choice in element.choices]
    if element.type is AnswerType.GOALS:
        keys = [(goal.code, goal.label_key) for goal in pack.goals]
    elif element.type is AnswerType.ACTIVITIES:
        keys = [(kind, f"activity_kinds.{kind}") for kind in pack.proposable_kinds]
    return tuple(Option(code, pack.label(path, language)) for code, path in keys)
