"""The filters beside a list: what can be chosen, what each choice would give, and the way back from every choice."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from content.languages import current, listed, ngettext
from content.languages import gettext as _
from content.parties.regions import region_name
from content.record.lists import STATUSES
from content.record.projections import sort_key
from portal.language import format_number
from portal.markup import country_name
from portal.views.public import wording
from portal.views.public.list_query import Asked, Pairs
from portal.views.public.presenting import Labels

Address = Callable[[Pairs], str]

SHOWN = 8
"""So many values of a long filter are shown at once, and every chosen one; the others are a click away."""
FEW = 10
"""A filter of so many values is not long."""
NAMED = 3
"""So many chosen values are named in a page's title; more are counted."""


class Counted(Protocol):
    """What a list or a search found, as far as filters need it."""

    @property
    def total(self) -> int:
        """How much was found."""

    @property
    def choices(self) -> Mapping[str, Iterable[tuple[str, int]]]:
        """The values of each filter with their numbers under all the other filters."""

    @property
    def without(self) -> Mapping[str, int]:
        """How much would be found without each of the active filters."""

    @property
    def unfiltered(self) -> int:
        """How much would be found without any filter."""


@dataclass(frozen=True)
class Option:
    """One value of a filter; the id is that of its box on the page."""

    id: str
    value: str
    label: str
    count: int
    checked: bool

    @property
    def number(self) -> str:
        """The count as the current language writes it."""
        return _written(self.count, current().tag)


@dataclass(frozen=True)
class Facet:
    """One filter with its values: those that are shown at once, and the rest."""

    name: str
    label: str
    shown: list[Option]
    more: list[Option]

    @property
    def options(self) -> list[Option]:
        return [*self.shown, *self.more]

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.checked]


@dataclass(frozen=True)
class Way:
    """A way back: what it takes away, the address without that, and how much there would be, where it is known."""

    label: str
    url: str
    count: int | None = None


@dataclass(frozen=True)
class Filters:
    """All filters of a list with what was chosen in them."""

    facets: list[Facet]
    chosen: list[Way]
    """From each chosen value."""
    clear_url: str
    ways_out: list[Way]
    """When nothing is found: without which whole filters there would be something. One value of several that find
    nothing together finds nothing either, so that it would be no way out."""
    unfiltered: int

    @property
    def words(self) -> str:
        """The chosen values as a page's title names them; empty when there are none."""
        number = len(self.chosen)
        if number <= NAMED:
            return listed(way.label for way in self.chosen)
        return ngettext("%(shown)s filter", "%(shown)s filters", number, shown=format_number(number))


def filters(asked: Asked, names: Iterable[str], found: Counted, labels: Labels, address: Address) -> Filters:
    """The filters of these names. A chosen value is offered even when nothing has it, so that it can be taken away."""
    facets = [_facet(asked, name, dict(found.choices.get(name, ())), labels) for name in names]
    hiding = [facet for facet in facets if not found.total and facet.chosen and found.without.get(facet.name)]
    return Filters(
        facets=facets,
        chosen=[_way_back(asked, facet, option, address) for facet in facets for option in facet.chosen],
        clear_url=address(asked.without_filters().pairs()),
        ways_out=[_way_out(asked, facet, found.without[facet.name], address) for facet in hiding],
        unfiltered=found.unfiltered,
    )


@lru_cache(maxsize=4096)
def _written(number: int, _language: str) -> str:
    """Kept by language, for a page writes a hundred of them."""
    return format_number(number)


def _facet(asked: Asked, name: str, numbers: dict[str, int], labels: Labels) -> Facet:
    numbers |= {value: 0 for value in asked.values(name) if value not in numbers}
    chosen = asked.values(name)
    options = [
        Option(f"filter-{name}-{place}", value, _label(name, value, labels), count, value in chosen)
        for place, (value, count) in enumerate(numbers.items(), start=1)
    ]
    options.sort(key=lambda option: _order(name, option, labels))
    if len(options) <= FEW:
        return Facet(name, _heading(name), options, [])
    shown = [option for place, option in enumerate(options) if place < SHOWN or option.checked]
    return Facet(name, _heading(name), shown, [option for option in options[SHOWN:] if not option.checked])


def _way_back(asked: Asked, facet: Facet, option: Option, address: Address) -> Way:
    return Way(_named(facet, option.label), address(asked.without(facet.name, option.value).pairs()))


def _way_out(asked: Asked, facet: Facet, count: int, address: Address) -> Way:
    values = listed(option.label for option in facet.chosen)
    return Way(_named(facet, values), address(asked.without(facet.name).pairs()), count)


def _named(facet: Facet, values: str) -> str:
    return _("%(filter)s: %(value)s", filter=facet.label, value=values)


def _heading(name: str) -> str:
    return {
        "category": _("Category"),
        "status": _("Status"),
        "region": _("Region"),
        "country": _("Country"),
        "goal": _("Goal"),
        "year": _("Year it began"),
        "language": _("Language of the texts"),
    }[name]


def _label(name: str, value: str, labels: Labels) -> str:
    if name == "category":
        return _words(labels, f"categories.{value}.name") or value
    if name == "goal":
        return _words(labels, f"goals.{value}.label") or value
    plain = {
        "status": wording.status,
        "region": region_name,
        "country": country_name,
        "language": wording.language_name,
    }
    return plain[name](value) if name in plain else value


def _words(labels: Labels, path: str) -> str | None:
    words = labels.pack.find(path) if labels.pack is not None else None
    return None if words is None else str(words)


def _order(name: str, option: Option, labels: Labels) -> tuple[int, str, str]:
    """Where a value stands: as the policy or the life of an agreement has it, the newest year or the most first."""
    last = (sort_key(option.label), option.value)
    if name == "category" and labels.pack is not None:
        return (_place([category.code for category in labels.pack.categories], option.value), *last)
    if name == "status":
        return (_place(STATUSES, option.value), *last)
    if name == "year":
        return (-int(option.value) if option.value.isascii() and option.value.isdecimal() else 0, *last)
    return (-option.count, *last)


def _place(codes: Sequence[str], code: str) -> int:
    return codes.index(code) if code in codes else len(codes)
