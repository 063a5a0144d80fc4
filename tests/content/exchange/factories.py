"""Tables for tests, as a file would give them."""

import io
from datetime import date

from openpyxl import Workbook
from sqlalchemy import func, select

from content.agreements.models import Agreement
from content.exchange.importing import import_agreements
from content.exchange.tables import AGREEMENTS, ELEMENTS, Table, Tables
from content.people.actors import House
from content.tables import METADATA

OPERATOR = House("Operator", "operator")
ROW = {
    "key": "bergen",
    "category": "partnership-city",
    "state": "historical",
    "party_country": "NO",
    "party_name_en": "City of Bergen",
    "title_en": "Agreement with Bergen",
    "summary_en": "An old tie between two harbours.",
    "starts_on": "1971",
    "ends_on": "",
}


def table(rows, name=AGREEMENTS):
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return Table(name, columns, [(number, {**dict.fromkeys(columns, ""), **row}) for number, row in enumerate(rows, 2)])


def tables(*rows, elements=()):
    return Tables(table(rows), table(elements, ELEMENTS) if elements else Table(ELEMENTS, []))


def take_in(session, store, *rows, elements=(), by=OPERATOR, **more):
    """Import rows; the report."""
    return import_agreements(session, tables(*rows, elements=elements), by=by, store=store, **more)


def faults_of(report):
    """What is wrong, as row, column, message."""
    return [(fault.row, fault.column, fault.message) for fault in report.in_order()]


def agreement_of(session, key):
    return session.scalar(select(Agreement).where(Agreement.slug == key))


def stored(session):
    """Every table's number of rows, and the revision of every agreement."""
    session.flush()
    counts = {name: session.scalar(select(func.count()).select_from(found)) for name, found in METADATA.tables.items()}
    return counts, session.execute(select(Agreement.slug, Agreement.revision).order_by(Agreement.slug)).all()


def workbook(*rows, sheet=AGREEMENTS):
    """The bytes of a workbook as somebody fills it in."""
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


DAY = date(1999, 5, 14)
