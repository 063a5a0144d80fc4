"""Exporting the working copies: everything about them that an import can bring back, as tables of text."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from content.agreements.models import Agreement, AgreementParty
from content.db import Session
from content.exchange import documents
from content.exchange.columns import Column, columns_for
from content.exchange.element_columns import IDENTITY, element_columns
from content.exchange.tables import AGREEMENTS, ELEMENTS, Cells, FileFault, Table, Tables
from content.files import FileStore
from content.languages import KNOWN, offered
from content.languages import gettext as _
from content.permissions import Actor, Permission
from content.workflow import require

CHUNK = 500
WHOLE = (
    selectinload(Agreement.texts),
    selectinload(Agreement.party_rows).options(joinedload(AgreementParty.party)),
    selectinload(Agreement.elements),
    selectinload(Agreement.documents),
)
"""Everything of an agreement that the exchange reads, in a number of queries that does not grow with the agreements."""


def export_agreements(session: Session, *, by: Actor) -> Tables:
    """All working copies in the order of their keys. Raises NotAllowed."""
    require(by, Permission.AGREEMENT_VIEW)
    agreements = _all(session)
    languages = _languages(tag for agreement in agreements for tag in _spoken(agreement))
    parties = (row.party for agreement in agreements for row in agreement.party_rows)
    columns = columns_for(languages, _languages(tag for party in parties for tag in (*party.names, *party.place)))
    of_elements = element_columns(languages)
    names = documents.file_names(agreements)
    first = Table(AGREEMENTS, [*(column.key for column in columns), documents.COLUMN])
    second = Table(ELEMENTS, [*IDENTITY, *(column.key for column in of_elements)])
    for number, agreement in enumerate(agreements, start=2):
        first.rows.append((number, {**_cells(agreement, columns), documents.COLUMN: documents.show(agreement, names)}))
        for element in agreement.elements:
            told = dict(zip(IDENTITY, (agreement.slug, element.kind, element.key), strict=True))
            told |= {c.key: c.cell.write(c.get(element)) for c in of_elements if element.kind in c.kinds}
            second.rows.append((len(second.rows) + 2, told))
    return Tables(first, second)


def _all(session: Session) -> list[Agreement]:
    return list(session.scalars(select(Agreement).options(*WHOLE).order_by(Agreement.slug)))


def _languages(spoken: Iterable[str]) -> list[str]:
    """The languages offered, and every other one in which something is written."""
    found = set(spoken)
    tags = [language.tag for language in offered()]
    return tags + [tag for tag in [*KNOWN, *sorted(found - KNOWN.keys())] if tag in found and tag not in tags]


def _spoken(agreement: Agreement) -> Iterator[str]:
    yield from agreement.texts
    for element in agreement.elements:
        yield from element.texts


def _cells(agreement: Agreement, columns: Sequence[Column]) -> Cells:
    return {column.key: column.kind.write(column.get(agreement)) for column in columns}


def export_documents(session: Session, store: FileStore, folder: Path, *, by: Actor) -> int:
    """Write every document into a folder, under the names that the table gives; how many there are.

    Raises NotAllowed; FileFault when the bytes of one are not there; OSError.
    """
    require(by, Permission.AGREEMENT_VIEW)
    agreements = _all(session)
    names = documents.file_names(agreements)
    folder.mkdir(parents=True, exist_ok=True)
    for agreement in agreements:
        for document in agreement.documents:
            name = names[agreement.slug, document.key]
            try:
                (folder / name).write_bytes(store.read(document.sha256))
            except FileNotFoundError as error:
                raise FileFault(_("The file “%(file)s” is missing in the store.", file=name)) from error
    return len(names)
