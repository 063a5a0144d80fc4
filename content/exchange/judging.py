"""Judging whole tables before anything is stored: every row against the portal, and the rows against each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from content.agreements.states import PartyRole
from content.db import Session
from content.exchange import documents
from content.exchange.cells import CellFault, tidy
from content.exchange.checking import check
from content.exchange.columns import PARTY_FACTS, PARTY_WORDS, columns_for
from content.exchange.documents import Attachment, Folder
from content.exchange.element_columns import IDENTITY, element_columns
from content.exchange.elements import ElementRow, references
from content.exchange.parties import Entry, PartyBook
from content.exchange.planning import Known, Plan, identity_faults, state_values
from content.exchange.report import Fault
from content.exchange.shapes import TAG
from content.exchange.tables import ELEMENTS, Cells, Table, Tables
from content.languages import KNOWN
from content.languages import gettext as _
from content.permissions import Actor

NEEDED_FOR_NEW = ("category", "state")
PARTY_COLUMNS = {*PARTY_FACTS, "other_parties"}


@dataclass
class Judged:
    """What every row would do, and everything that stands in the way. ``parties`` are found by the key of the row."""

    plans: dict[str, Plan] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    parties: dict[str, list[tuple[PartyRole, Entry]]] = field(default_factory=dict)


def judge(session: Session, tables: Tables, *, by: Actor, folder: Folder | None) -> Judged:
    """Judge all rows of both tables. Nothing is changed, and the number of queries does not grow with the rows."""
    judge_ = _Judge(session, tables, by)
    judge_.heads()
    judge_.rows()
    judge_.parties(PartyBook.of(session))
    judge_.elements()
    judge_.documents(folder)
    for plan in judge_.found.plans.values():
        judge_.found.faults += references(plan)
    return judge_.found


class _Judge:
    """One file while it is judged."""

    def __init__(self, session: Session, tables: Tables, by: Actor) -> None:
        self.tables, self.by = tables, by
        columns = columns_for(tuple(KNOWN), _tags_of_parties(tables.agreements))
        self.columns = {column.key: column for column in columns}
        self.of_elements = element_columns(tuple(KNOWN))
        self.found = Judged(faults=list(tables.faults))
        keys = _cells_of(tables.agreements, "key") + _cells_of(tables.elements, "agreement")
        self.known = Known(session, keys, _cells_of(tables.agreements, "id"))

    def heads(self) -> None:
        """The first rows: columns that are unknown, twice there, or missing."""
        self.found.faults += _faults_of_head(self.tables.agreements, [*self.columns, documents.COLUMN], ("key",))
        if self.tables.elements.columns or self.tables.elements.rows:
            names = [*IDENTITY, *(column.key for column in self.of_elements)]
            self.found.faults += _faults_of_head(self.tables.elements, names, IDENTITY[:2])

    def rows(self) -> None:
        """The rows of agreements, each for itself."""
        for number, cells in self.tables.agreements.rows:
            self._begin(number, cells, tidy(cells.get("key", "")))
        has_new = any(plan.is_new for plan in self.found.plans.values())
        present = [self.columns[name] for name in self.tables.agreements.columns if name in self.columns]
        missing = [name for name in NEEDED_FOR_NEW if name not in self.tables.agreements.columns]
        for name in missing if has_new else ():
            self.found.faults.append(Fault(1, name, _("This column is missing; new agreements need it.")))
        for plan in self.found.plans.values():
            self.found.faults += state_values(plan, present)
            self.found.faults += check(plan, self.by)

    def _begin(self, number: int, cells: Cells, key: str) -> None:
        agreement = self.known.by_key.get(key)
        wanted = tidy(cells.get("policy_version", "")) if agreement is None else agreement.policy_version
        pack = self.known.pack(wanted or None)
        plan = Plan(number, key, agreement, pack or self.known.in_force, self.columns, cells)
        faults = self.found.faults
        if pack is None:
            faults.append(plan.fault("policy_version", _("No such version of the policy is registered.")))
        if not key:
            faults.append(plan.fault("key", _("This cell must not be empty.")))
        elif key in self.found.plans:
            faults.append(plan.fault("key", _("Row %(row)s has the same key.", row=self.found.plans[key].row)))
        else:
            self.found.plans[key] = plan
            item_id = tidy(cells.get("id", ""))
            faults += [plan.fault(*fault) for fault in identity_faults(key, item_id, self.known)]

    def parties(self, book: PartyBook) -> None:
        """Those who have agreements already first: the rows of new ones only name them."""
        faulty = {fault.row for fault in self.found.faults if _is_about_party(fault)}
        for plan in sorted(self.found.plans.values(), key=lambda plan: plan.is_new):
            if plan.row not in faulty:
                self.found.faults += book.settle(plan)
        self.found.parties = book.parties_of

    def elements(self) -> None:
        """The rows of elements, each in the plan of its agreement."""
        seen: dict[tuple[str, str], int] = {}
        for number, cells in self.tables.elements.rows:
            owner, key = tidy(cells.get("agreement", "")), tidy(cells.get("key", ""))
            plan = self._owner(number, owner)
            if plan is None:
                message = _("There is no agreement with this key.")
                self.found.faults.append(Fault(number, "agreement", message, owner, ELEMENTS))
            elif key and (owner, key) in seen:
                message = _("Row %(row)s has the same key.", row=seen[owner, key])
                self.found.faults.append(Fault(number, "key", message, key, ELEMENTS))
            else:
                seen[owner, key] = number
                self.found.faults += ElementRow(number, cells, plan).read(self.of_elements, self.by)

    def _owner(self, number: int, key: str) -> Plan | None:
        agreement = self.known.by_key.get(key)
        if key not in self.found.plans and agreement is not None:
            pack = self.known.pack(agreement.policy_version) or self.known.in_force
            self.found.plans[key] = Plan(number, key, agreement, pack, self.columns)
        return self.found.plans.get(key)

    def documents(self, folder: Folder | None) -> None:
        """The cells that name documents, against the folder in which they lie."""
        for plan in self.found.plans.values():
            text = plan.cells.get(documents.COLUMN, "")
            try:
                entries = documents.parse(text, plan.key, plan.source_language, folder)
            except CellFault as fault:
                self.found.faults.append(plan.fault(documents.COLUMN, str(fault)))
                continue
            for outcome in documents.to_attach(entries, plan.agreement, folder):
                if isinstance(outcome, Attachment):
                    plan.attachments.append(outcome)
                else:
                    self.found.faults.append(plan.fault(documents.COLUMN, str(outcome)))
            plan.retold = list(documents.retitled(entries, plan.agreement))
        for name in folder.unmatched if folder is not None else ():
            self.found.warnings.append(_("The file “%(file)s” belongs to no row.", file=name))


def _tags_of_parties(table: Table) -> list[str]:
    """The languages in which the columns of a table name parties and places: any there is."""
    parts = (name.partition(f"{word}_") for name in table.columns for word in PARTY_WORDS)
    return sorted({*KNOWN, *(tag for before, _word, tag in parts if not before and TAG.fullmatch(tag))})


def _cells_of(table: Table, column: str) -> list[str]:
    found = (tidy(cells.get(column, "")) for _number, cells in table.rows)
    return [text for text in found if text]


def _faults_of_head(table: Table, known: Iterable[str], needed: Sequence[str]) -> Iterator[Fault]:
    names = set(known)
    for position, name in enumerate(table.columns):
        if name not in names:
            yield Fault(1, name, _("There is no such column."), table=table.name)
        elif name in table.columns[:position]:
            yield Fault(1, name, _("This column stands here twice."), table=table.name)
    for name in needed:
        if name not in table.columns:
            yield Fault(1, name, _("This column is missing."), table=table.name)


def _is_about_party(fault: Fault) -> bool:
    name = fault.column
    return name in PARTY_COLUMNS or name.startswith(tuple(f"{word}_" for word in PARTY_WORDS))
