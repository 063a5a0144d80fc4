"""Parties in the exchange: whom the cells of a row mean, and whether the rows agree about them.

A party stands in as many rows as it has agreements. The row of an agreement that it has already may change it, and
all such rows must then say the same; the row of a new agreement only names it.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from content.agreements.models import AgreementParty
from content.agreements.states import PartyRole
from content.db import Session
from content.exchange.columns import PARTY_FACTS, PARTY_WORDS, counterparty, facts_of
from content.exchange.planning import Plan
from content.exchange.report import Fault
from content.languages import gettext as _
from content.parties.models import Party, PartyKind

Facts = dict[str, Any]
TOLD = {"names": "party_name", "country": "party_country", "kind": "party_kind", "key": "party_key"}
"""Facts whose column is called otherwise."""


@dataclass
class Entry:
    """A party as it will stand after the import."""

    facts: Facts
    party: Party | None = None
    edited_in: int | None = None

    @property
    def spellings(self) -> set[str]:
        known = [*self.facts["names"].values(), *self.facts["place"].values(), *self.facts["aliases"]]
        return {spelling.casefold() for spelling in known}


@dataclass
class PartyBook:
    """All parties, found by key and by any of their spellings."""

    by_key: dict[str, Entry] = field(default_factory=dict)
    by_spelling: dict[tuple[str, str, str], Entry] = field(default_factory=dict)
    parties_of: dict[str, list[tuple[PartyRole, Entry]]] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session) -> "PartyBook":
        """The parties that the portal knows: one query."""
        book = cls()
        for party in session.scalars(select(Party).order_by(Party.id)):
            book._add(Entry(facts_of(party), party))
        return book

    def _add(self, entry: Entry) -> Entry:
        facts = entry.facts
        self.by_key[facts["key"]] = entry
        for spelling in entry.spellings:
            self.by_spelling.setdefault((facts["country"], facts["kind"], spelling), entry)
        return entry

    def settle(self, plan: Plan) -> Iterator[Fault]:
        """Find the parties that a row means, and note them with its plan; what is wrong about them is a fault."""
        found: list[tuple[PartyRole, Entry]] = []
        first = None if plan.agreement is None else counterparty(plan.agreement)
        stated = _stated(plan)
        is_named = any(_says(value) for value in stated.values())
        if first is not None and stated and not is_named:
            yield plan.fault("party_name_en", _("The other party cannot be taken away; name another one."))
        elif is_named:
            yield from self._settle_one(plan, stated, PartyRole.COUNTERPARTY, first, found, "")
        others = [] if plan.agreement is None else [(r.role, r.party) for r in plan.agreement.party_rows]
        for facts in plan.stated.get("other_parties") or []:
            known = next((p for role, p in others if (role.value, p.slug) == (facts["role"], facts["key"])), None)
            rest = {name: value for name, value in facts.items() if name != "role"}
            yield from self._settle_one(plan, rest, PartyRole(facts["role"]), known, found, "other_parties")
        if len({(role, id(entry)) for role, entry in found}) < len(found):
            yield plan.fault("other_parties", _("A party stands here twice in the same role."))
        self.parties_of[plan.key] = found

    def _settle_one(
        self, plan: Plan, stated: Facts, role: PartyRole, mine: Party | None, found: list[Any], column: str
    ) -> Iterator[Fault]:
        own = self.by_key[mine.slug] if mine is not None else None
        entry = self._meant(stated, own)
        if entry is None:
            entry = Entry({**_nothing(plan.key), **_plain(stated)})
            faults = list(_faults_of_new(entry.facts))
            if not faults:
                if not stated.get("key"):
                    entry.facts["key"] = self._free_key(plan.key)
                self._add(entry)
            entry.edited_in = plan.row
        elif entry is own:
            faults = list(_edit(entry, stated, plan.row))
        else:
            faults = list(_contradictions(entry, stated))
        for fact, message in faults:
            yield plan.fault(column or _column_of(plan, fact), message)
        found.append((role, entry))

    def _meant(self, stated: Facts, own: Entry | None) -> Entry | None:
        """The party with that key, else the one that bears a name in that country, else the one it was before."""
        if stated.get("key"):
            if own is not None and own.facts["key"] == stated["key"]:
                return own
            return self.by_key.get(stated["key"])
        before: Facts = own.facts if own is not None else {}
        kind = stated.get("kind") or before.get("kind") or PartyKind.MUNICIPALITY.value
        country = stated.get("country") or before.get("country")
        names = [name.casefold() for name in (stated.get("names") or {}).values() if name]
        if own is not None and (not names or own.spellings & set(names)):
            return own
        found = (self.by_spelling.get((str(country), kind, name)) for name in names)
        return next((entry for entry in found if entry is not None), own)

    def _free_key(self, base: str) -> str:
        key, number = base, 2
        while key in self.by_key:
            key, number = f"{base}-{number}", number + 1
        return key


def _plain(stated: Facts) -> Facts:
    """What is stated, without what is left empty."""
    words = {fact: _filled(value) if isinstance(value, dict) else value for fact, value in stated.items()}
    return {fact: value for fact, value in words.items() if value}


def _filled(words: dict[str, str | None]) -> dict[str, str]:
    return {tag: text for tag, text in words.items() if text}


def _nothing(key: str) -> Facts:
    return {
        "key": key, "kind": PartyKind.MUNICIPALITY.value, "country": "", "names": {}, "place": {}, "aliases": [],
        "lat": None, "lon": None, "wikidata": None,
    }  # fmt: skip


def _stated(plan: Plan) -> Facts:
    """What the columns of the party state in this row."""
    facts: Facts = {fact: plan.stated[column] for column, fact in PARTY_FACTS.items() if column in plan.stated}
    for column, fact in PARTY_WORDS.items():
        begin = f"{column}_"
        words = {key.removeprefix(begin): text for key, text in plan.stated.items() if key.startswith(begin)}
        if words:
            facts[fact] = words
    return facts


def _says(value: Any) -> bool:
    return any(value.values()) if isinstance(value, dict) else bool(value)


def _column_of(plan: Plan, fact: str) -> str:
    name = TOLD.get(fact, fact)
    if fact in ("names", "place"):
        return next((column for column in plan.cells if column.startswith(f"{name}_")), name)
    return name


def _faults_of_new(facts: Facts) -> Iterator[tuple[str, str]]:
    if not facts["names"]:
        yield "names", _("Name the other party.")
    if not facts["country"]:
        yield "country", _("Name the country of the other party.")


def _edit(entry: Entry, stated: Facts, row: int) -> Iterator[tuple[str, str]]:
    """Let a row change its own party, unless another row has said otherwise."""
    wanted = dict(entry.facts if entry.edited_in is not None or entry.party is None else facts_of(entry.party))
    for fact, value in stated.items():
        if isinstance(value, dict):
            wanted[fact] = {tag: text for tag, text in {**wanted[fact], **value}.items() if text}
        elif fact != "key":
            wanted[fact] = value
    if not wanted["names"]:
        yield "names", _("Name the other party.")
    elif entry.edited_in is not None and entry.facts != wanted:
        fact = next(fact for fact, value in wanted.items() if entry.facts[fact] != value)
        yield fact, _("Row %(row)s says otherwise about the same party.", row=entry.edited_in)
    else:
        entry.facts, entry.edited_in = wanted, row


def _contradictions(entry: Entry, stated: Facts) -> Iterator[tuple[str, str]]:
    """What a row says about a party that it only names, and that the party is not."""
    spellings = entry.spellings
    for fact, value in stated.items():
        if isinstance(value, dict):
            strange = [text for text in value.values() if text and text.casefold() not in spellings]
        elif isinstance(value, list):
            strange = [text for text in value if text.casefold() not in spellings]
        else:
            strange = [value] if value and value != entry.facts[fact] else []
        if strange:
            known = next(iter(entry.facts["names"].values()))
            message = _(
                "“%(party)s” is known otherwise: leave the cell empty, or change the party in a row that has it already.",
                party=known,
            )
            yield fact, message


def apply(plan: Plan, found: list[tuple[PartyRole, Entry]], rows: list[AgreementParty]) -> None:
    """Make and change the parties of a row and put them into its list, in place."""
    for _role, entry in found:
        if entry.party is None:
            entry.party = Party(item_id=str(uuid.uuid4()), slug=entry.facts["key"])
            _put(entry.party, entry.facts)
        elif entry.edited_in == plan.row and facts_of(entry.party) != entry.facts:
            _put(entry.party, entry.facts)
    if "other_parties" in plan.stated or plan.is_new:
        wanted = {(role, entry.facts["key"]) for role, entry in found}
        first = next((row for row in rows if row.role is PartyRole.COUNTERPARTY), None)
        for row in [row for row in rows if row is not first and (row.role, row.party.slug) not in wanted]:
            rows.remove(row)
    for number, (role, entry) in enumerate(found):
        assert entry.party is not None
        if any(row.role is role and row.party is entry.party for row in rows):
            continue
        first = next((row for row in rows if row.role is PartyRole.COUNTERPARTY), None)
        if number == 0 and role is PartyRole.COUNTERPARTY and first is not None:
            first.party = entry.party
        else:
            rows.append(AgreementParty(party=entry.party, role=role))


def _put(party: Party, facts: Facts) -> None:
    party.kind, party.country = PartyKind(facts["kind"]), facts["country"]
    party.names, party.place, party.aliases = facts["names"], facts["place"], facts["aliases"]
    party.latitude, party.longitude, party.wikidata = facts["lat"], facts["lon"], facts["wikidata"]
