"""The filters beside a list: what can be chosen, how often it occurs, and the address without each choice."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from content.languages import gettext as _
from content.record.lists import STATUSES
from portal.markup import country_name
from portal.views.public import wording
from portal.views.public.list_query import Asked, Pairs
from portal.views.public.presenting import Labels

Counts = Mapping[str, Iterable[tuple[str, int]]]
Address = Callable[[Pairs], str]


@dataclass(frozen=True)
class Option:
    """One value of a filter."""

    value: str
    label: str
    count: int
    checked: bool
    remove_url: str | None


@dataclass(frozen=True)
class Facet:
    """One filter with its values."""

    name: str
    label: str
    options: list[Option]


def facets(asked: Asked, names: Iterable[str], counts: Counts, labels: Labels, address: Address) -> list[Facet]:
    """The filters of these names; a chosen value is offered even when nothing has it, so that it can be taken away."""
    found = []
    for name in names:
        numbers = dict(counts.get(name, ()))
        numbers |= {value: 0 for value in asked.values(name) if value not in numbers}
        options = [_option(asked, name, value, number, labels, address) for value, number in numbers.items()]
        found.append(Facet(name, _heading(name), sorted(options, key=lambda option: _order(name, option))))
    return found


def _option(asked: Asked, name: str, value: str, count: int, labels: Labels, address: Address) -> Option:
    checked = value in asked.values(name)
    url = address(asked.without(name, value).pairs()) if checked else None
    return Option(value, _label(name, value, labels), count, checked, url)


def _heading(name: str) -> str:
    return {
        "category": _("Category"),
        "status": _("Status"),
        "country": _("Country"),
        "goal": _("Goal"),
        "year": _("Year it began"),
    }[name]


def _label(name: str, value: str, labels: Labels) -> str:
    if name == "status":
        return wording.status(value)
    if name == "country":
        return country_name(value)
    if name == "category" and labels.pack is not None:
        return str(labels.pack.find(f"categories.{value}.name") or value)
    if name == "goal" and labels.pack is not None:
        return str(labels.pack.find(f"goals.{value}.label") or value)
    return value


def _order(name: str, option: Option) -> tuple[int, str]:
    if name == "status":
        return STATUSES.index(option.value), ""
    if name == "year":
        return -int(option.value) if option.value.isascii() and option.value.isdecimal() else 0, option.value
    return 0, option.label.casefold()
