"""What a row of the file means for the portal: the agreement it is about, and which of its values differ."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select

from content.agreements.models import Agreement, AgreementDocument, AgreementElement
from content.agreements.operations import LONGEST_SLUG, SLUG
from content.agreements.publishing import KIND
from content.agreements.states import AgreementState
from content.db import JsonObject, Session
from content.exchange.cells import UNSTORABLE, CellFault, tidy
from content.exchange.columns import Column, Empty
from content.exchange.documents import Attachment
from content.exchange.exporting import CHUNK, WHOLE
from content.exchange.report import Fault
from content.exchange.tables import Cells
from content.languages import gettext as _
from content.policy.pack import Pack
from content.policy.queries import NoPolicy, current, version
from content.record.models import PublicItem, PublicSlug

Values = dict[str, Any]


@dataclass
class ElementPlan:
    """One element that is made or changed."""

    row: int
    kind: str
    key: str
    element: AgreementElement | None
    facts: JsonObject
    texts: JsonObject


@dataclass
class Plan:
    """One row: whose it is, what it states, and what of that differs from what is stored."""

    row: int
    key: str
    agreement: Agreement | None
    pack: Pack
    columns: dict[str, Column]
    cells: Cells = field(default_factory=dict)
    stated: Values = field(default_factory=dict)
    changes: Values = field(default_factory=dict)
    elements: list[ElementPlan] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    retold: list[tuple[AgreementDocument, JsonObject]] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.agreement is None

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be stored."""
        return not (self.is_new or self.changes or self.elements or self.attachments or self.retold)

    @property
    def is_legacy(self) -> bool:
        """Whether it is, or will be, a record from before the portal."""
        return bool(self.stated.get("legacy") is not False if self.agreement is None else self.agreement.is_legacy)

    @property
    def is_draft(self) -> bool:
        """Whether nothing of it has been approved yet."""
        return self.agreement is not None and self.agreement.state is AgreementState.DRAFTING

    @property
    def source_language(self) -> str:
        return str(self.after("source_language") or "en")

    def after(self, key: str) -> Any:
        """The value of a column once the row has been imported."""
        if key in self.stated:
            return self.stated[key]
        return None if self.agreement is None else self.columns[key].get(self.agreement)

    def told(self) -> JsonObject:
        """What is changed, for the history: names of columns, keys of elements, names of files."""
        changed = {
            "columns": list(self.changes),
            "elements": [row.key for row in self.elements],
            "documents": [entry.entry["file"] for entry in self.attachments],
            "retitled": [document.key for document, _entry in self.retold],
        }
        return {name: what for name, what in changed.items() if what}

    def fault(self, column: str, message: str) -> Fault:
        """A fault of this row."""
        return Fault(self.row, column, message, self.cells.get(column, ""))


class Known:
    """What the portal knows already, loaded in a number of queries that grows with chunks of rows, not with rows."""

    def __init__(self, session: Session, keys: Iterable[str], ids: Iterable[str]) -> None:
        self.session = session
        self.by_key: dict[str, Agreement] = {}
        self.by_id: dict[str, Agreement] = {}
        wanted_keys, wanted_ids = sorted(set(keys)), sorted(set(ids))
        for start in range(0, max(len(wanted_keys), len(wanted_ids)), CHUNK):
            some = slice(start, start + CHUNK)
            found = session.scalars(
                select(Agreement)
                .where(or_(Agreement.slug.in_(wanted_keys[some]), Agreement.item_id.in_(wanted_ids[some])))
                .options(*WHOLE)
            )
            for agreement in found:
                self.by_key[agreement.slug] = self.by_id[agreement.item_id] = agreement
        rows = session.execute(select(PublicSlug.slug, PublicSlug.item_id).where(PublicSlug.kind == KIND))
        self.public_slugs = {row.slug: row.item_id for row in rows}
        self.public_ids = set(session.scalars(select(PublicItem.item_id)))
        self.in_force = current(session)
        self._packs: dict[str | None, Pack] = {None: self.in_force}

    def pack(self, version_id: str | None) -> Pack | None:
        """The policy of that version, or the one in force; None for one that was never registered."""
        if version_id not in self._packs:
            try:
                self._packs[version_id] = version(self.session, str(version_id))
            except NoPolicy:
                return None
        return self._packs[version_id]


def identity_faults(key: str, item_id: str, known: Known) -> Iterator[tuple[str, str]]:
    """Column and message of what is wrong with the key and the id of a row (P12)."""
    mine, other = known.by_key.get(key), known.by_id.get(item_id)
    if other is not None and other.slug != key:
        yield "key", _("This agreement has the address “%(key)s”; another one is given by renaming.", key=other.slug)
    elif mine is not None:
        if item_id and mine.item_id != item_id:
            yield "id", _("Another agreement has this address.")
    elif len(key) > LONGEST_SLUG or not SLUG.fullmatch(key):
        yield "key", _("Use small letters, digits and hyphens for the address.")
    elif known.public_slugs.get(key, item_id) != item_id or (key in known.public_slugs and not item_id):
        yield "key", _("This address belongs, or belonged, to another item.")
    elif item_id and not _is_uuid(item_id):
        yield "id", _("An id is a UUID as an export writes it; leave it empty for a new agreement.")
    elif item_id in known.public_ids:
        yield "id", _("This id belongs to another item of the record.")


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def state_values(plan: Plan, present: Iterable[Column]) -> Iterator[Fault]:
    """Read the cells of a row into the plan, and keep what differs; what cannot be read is a fault."""
    for column in present:
        text = plan.cells.get(column.key)
        if text is None:
            # A formula, which has been told already.
            continue
        try:
            if UNSTORABLE.search(text):
                raise CellFault(_("The cell holds a character that cannot be stored."))
            value = column.kind.read(text)
        except CellFault as fault:
            yield plan.fault(column.key, str(fault))
            continue
        if not tidy(text) and column.empty is not Empty.CLEARS:
            if column.empty is Empty.REFUSED:
                yield plan.fault(column.key, _("This cell must not be empty."))
            continue
        plan.stated[column.key] = value
        before = column.kind.empty if plan.agreement is None else column.get(plan.agreement)
        if value != before:
            plan.changes[column.key] = value
