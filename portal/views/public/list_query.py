"""The parameters of lists and searches: read here and nowhere else, and written back into addresses.

What cannot be meant is left out or brought into bounds, so that no address a reader can type fails. Machines are
told instead: ``number`` raises BadParameter for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from content.record.lists import SORTS, STATUSES, ListQuery

FIELDS = {
    "category": "categories",
    "status": "statuses",
    "region": "regions",
    "country": "countries",
    "goal": "goals",
    "year": "years",
    "language": "languages",
}
FILTERS = tuple(FIELDS)
PER_PAGE = 20
MOST_PER_PAGE = 200
LAST_PAGE = 1_000_000
MOST_VALUES = 40
LONGEST_VALUE = 60

Pairs = list[tuple[str, str]]


class BadParameter(ValueError):
    """A machine sent a value that is no whole number from 0 on; the message is its name."""


@dataclass(frozen=True)
class Asked:
    """What an address asks for: words, values of each filter, order and page."""

    words: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = ""
    page: int = 1
    per_page: int = PER_PAGE
    unknown_statuses: tuple[str, ...] = ()
    """Statuses asked for that there are not; they were left out."""

    def values(self, name: str) -> tuple[str, ...]:
        """The values chosen in one filter."""
        return dict(self.filters).get(name, ())

    @property
    def is_filtered(self) -> bool:
        return any(values for _name, values in self.filters)

    def as_list_query(self, sort: str = "title") -> ListQuery:
        """The same as a question to the record; ``sort`` is the order when none was asked for."""
        chosen = {FIELDS[name]: values for name, values in self.filters}
        return ListQuery(sort=self.sort or sort, page=self.page, per_page=self.per_page, **chosen)  # type: ignore[arg-type]

    def pairs(self, *, page: int = 1) -> Pairs:
        """The query of the address that asks the same, on a page; what is the default is left out."""
        pairs = [("q", self.words)] if self.words else []
        pairs += [(name, value) for name, values in self.filters for value in values]
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("per_page", str(self.per_page))] if self.per_page != PER_PAGE else []
        return pairs + ([("page", str(page))] if page > 1 else [])

    def kept(self) -> Pairs:
        """What a form that asks for filters and order sends along: the words, and how much stands on a page."""
        return [(name, value) for name, value in self.pairs() if name in ("q", "per_page")]

    def without(self, name: str, value: str | None = None) -> "Asked":
        """The same without one value of a filter, or without the whole filter, from the first page on."""
        kept = {key: tuple(v for v in values if key != name or value not in (None, v)) for key, values in self.filters}
        return replace(self, filters=tuple((key, values) for key, values in kept.items() if values), page=1)

    def without_filters(self) -> "Asked":
        """The same without any filter."""
        return replace(self, filters=(), page=1)


def read(args: MultiDict[str, str], names: Iterable[str] = FILTERS, *, strict: bool = False) -> Asked:
    """What the parameters ask for; ``names`` are the filters there are. ``strict`` raises BadParameter."""
    values = {name: _values(args.getlist(name)) for name in names}
    statuses = values.get("status", ())
    if statuses:
        values["status"] = tuple(value for value in statuses if value in STATUSES)
    sort = args.get("sort", "")
    return Asked(
        words=args.get("q", "").replace("\0", " ").strip(),
        filters=tuple((name, chosen) for name, chosen in values.items() if chosen),
        sort=sort if sort in SORTS else "",
        page=number(args, "page", 1, 1, LAST_PAGE, strict=strict),
        per_page=number(args, "per_page", PER_PAGE, 1, MOST_PER_PAGE, strict=strict),
        unknown_statuses=tuple(value for value in statuses if value not in STATUSES),
    )


def number(args: MultiDict[str, str], name: str, default: int, least: int, most: int, *, strict: bool = False) -> int:
    """A whole number within bounds; the default for what is none. Raises BadParameter instead when ``strict``."""
    text = args.get(name, "")
    if text == "":
        return default
    if not (text.isascii() and text.isdecimal()):
        if strict:
            raise BadParameter(name)
        return default
    # Bounded by its length first: an integer of the database has no room for more digits.
    digits = text.lstrip("0") or "0"
    return max(least, min(most, int(digits) if len(digits) <= 15 else most))


def _values(found: Iterable[str]) -> tuple[str, ...]:
    kept = (value.strip()[:LONGEST_VALUE] for value in found)
    return tuple(dict.fromkeys(value for value in kept if value and "\0" not in value))[:MOST_VALUES]
