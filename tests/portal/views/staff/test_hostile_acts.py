"""Forms of the staff under attack: any text in any field, fields that are none, old numbers, files that lie."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.agreements.models import Agreement, AgreementDocument
from content.agreements.workflow import lawful_term
from content.dates import add_months
from content.permissions import Role, permissions_of
from content.proposals.states import ProposalState as S
from forms.uploads import ODT, media_type_of, plain_name
from forms.uploads import PDF as PDF_TYPE
from tests.casework import PDF
from tests.portal.views.staff.conftest import TOKEN
from tests.portal.views.staff.test_access import staff_addresses

HOSTILE = (
    "", " \u200b", "\u202ea\x00\r\nBcc: x@y.example", "<script>alert(1)</script>", "9" * 5000, "1",
)  # fmt: skip
# What a form may name, so that no value is stopped for the field beside it.
NAMES = (
    "revision", "starts_on", "ends_on", "lead_division", "contact_unit", "contact_email", "slug", "goals", "title",
    "summary", "note", "wording", "language", "goal", "results_due", "due", "status", "met_on", "evidence", "owner", "kind",
    "project", "start", "end", "place", "mode", "implementers", "objective", "period_start", "period_end", "value",
    "unit", "file", "reason", "office", "signed_on", "partner", "partner_signatory", "partner_office", "person", "method",
    "preset", "body", "question", "answer", "waived_reason", "words", "division", "condition", "item", "decided_on",
    "outcome", "name", "email", "other_office", "roles", "instrument", "language_signed", "seen_hash", "seen", "staffing",
    "budget", "organisational", "id", "state", "person_id", "item_id", "_method", "pc-elig-hub", "pc-elig-hub-reason",
)  # fmt: skip

Enter = Callable[[Role], tuple[FlaskClient, str]]


@pytest.fixture
def enter(as_role: Callable[[Role], FlaskClient]) -> Enter:
    """A client of a role, and the token of its forms."""

    def sign_in(role: Role) -> tuple[FlaskClient, str]:
        client = as_role(role)
        found = TOKEN.search(client.get("/en/staff/").text)
        assert found is not None
        return client, found[1]

    return sign_in


@pytest.fixture
def drafted(proposal_in: Callable[..., int], session: Session) -> Agreement:
    """An agreement in drafting, with its proposal."""
    proposal_in(S.AGREEMENT_DRAFTING)
    agreement = session.scalars(select(Agreement)).one()
    # The session may hold the only write lock, and would take it again to look at the agreement.
    session.expunge_all()
    session.rollback()
    return agreement


@pytest.mark.parametrize("role", [Role.PROTOCOL_OFFICER, Role.PUBLISHER, Role.CLERK, Role.APPROVER, Role.ADMINISTRATOR])
def test_r14_no_text_in_any_field_makes_an_act_fail(app: Flask, drafted: Agreement, enter: Enter, role: Role) -> None:
    client, token = enter(role)
    granted = permissions_of(frozenset({role}))
    for path in [path for path, permission in staff_addresses(app, "POST") if permission in granted]:
        for value in HOSTILE:
            answer = client.post(path, data={**dict.fromkeys(NAMES, value), "csrf_token": token})
            assert answer.status_code in (303, 403, 404, 422), (path, value[:20])
            assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("9999-01-01", "9999-12-31"),
        ("9999", "9999"),
        ("0001-01-01", "0001-02-01"),
        ("0001", "0001-03"),
        ("2026-01-01", "9999-12"),
    ],
)
def test_r03_a_term_at_the_end_of_the_calendar_can_be_looked_at(
    drafted: Agreement, enter: Enter, session: Session, start: str, end: str
) -> None:
    client, token = enter(Role.PROTOCOL_OFFICER)
    data = {"csrf_token": token, "revision": str(drafted.revision), "starts_on": start, "ends_on": end}
    address = f"/en/staff/agreements/{drafted.id}"
    assert client.post(f"{address}/facts", data=data).status_code == 303
    statuses = [client.get(address + part).status_code for part in ("", "/facts", "/preview", "/signing")]
    assert statuses == [200] * 4
    agreement = session.get(Agreement, drafted.id, populate_existing=True)
    assert agreement is not None
    ends_before_61_months = start in ("9999-01-01", "0001-01-01")
    assert bool([*lawful_term(session, agreement)]) is not ends_before_61_months


def test_r11_a_revision_that_is_not_the_present_one_saves_nothing(
    drafted: Agreement, enter: Enter, session: Session
) -> None:
    client, token = enter(Role.PROTOCOL_OFFICER)
    for revision in ("", "0", "-1", "9" * 5000, "\u0661", "1e0", "999999"):
        data = {"csrf_token": token, "revision": revision, "lead_division": "Somebody else's"}
        answer = client.post(f"/en/staff/agreements/{drafted.id}/facts", data=data)
        assert answer.status_code == 422, revision
        assert "Somebody else&#39;s" in answer.text
    assert session.scalars(select(Agreement.lead_division)).all() == [drafted.lead_division]


@pytest.mark.parametrize("name", ["title", "kind", "language", "csrf_token"])
def test_a_file_in_the_place_of_words_is_no_words(
    drafted: Agreement, enter: Enter, session: Session, name: str
) -> None:
    client, token = enter(Role.PROTOCOL_OFFICER)
    sent: dict[str, Any] = {
        "csrf_token": token,
        "kind": "evidence",
        "language": "en",
        "title": "A",
        "file": file_of(PDF),
    }
    answer = client.post(f"/en/staff/agreements/{drafted.id}/documents", data={**sent, name: file_of(PDF)})
    # The language is preset where it is not sent.
    assert answer.status_code == {"csrf_token": 400, "language": 303}.get(name, 422)


def file_of(content: bytes, name: str = "paper.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def archive(name: str, *, compression: int = zipfile.ZIP_DEFLATED, damage: bytes | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as written:
        written.writestr(name, "application/vnd.oasis.opendocument.text" * 50)
        written.writestr("word/document.xml", "<w/>")
    content = stream.getvalue()
    start = 30 + len(name)
    return content if damage is None else content[:start] + damage + content[start + len(damage) :]


WRONG = {
    "empty": b"",
    "a page": b"<html><script>alert(1)</script>",
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "blanks before": b"\n%PDF-1.7",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "an archive": archive("x"),
    "a cut archive": archive("mimetype")[:60],
    "a damaged deflate": archive("mimetype", damage=b"\xff" * 20),
    "a damaged bzip2": archive("mimetype", compression=zipfile.ZIP_BZIP2, damage=b"\xff" * 20),
    "a damaged lzma": archive("mimetype", compression=zipfile.ZIP_LZMA, damage=b"\xff" * 20),
    "a page before an archive": b"<script>" + archive("x"),
    "a word file without its list": archive("[Content_Types]"),
    "only a beginning": b"PK\x03\x04",
}


def test_r18_what_is_no_document_is_refused(drafted: Agreement, enter: Enter) -> None:
    client, token = enter(Role.PROTOCOL_OFFICER)
    for kind, content in WRONG.items():
        data = {"csrf_token": token, "kind": "evidence", "language": "en", "title": "A", "file": file_of(content)}
        assert client.post(f"/en/staff/agreements/{drafted.id}/documents", data=data).status_code == 422, kind


def test_r18_folders_of_any_system_are_no_part_of_a_name() -> None:
    assert [plain_name(name, PDF_TYPE) for name in ("C:\\folder\\a.pdf", "/etc/a.pdf", "a\r\nX: y.pdf", "\\")] == [
        "a.pdf", "a.pdf", "aX: y.pdf", "document.pdf",
    ]  # fmt: skip


def test_r18_no_damage_to_an_archive_makes_reading_it_fail() -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        content = archive("mimetype", compression=method)
        for place in range(4, len(content)):
            for byte in (0x00, 0x7F, 0xFF):
                assert media_type_of(content[:place] + bytes([byte]) + content[place + 1 :]) in (None, ODT)


FILE_NAMES = (
    ("../../etc/passwd", "passwd.pdf"),
    ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
    ("a\u2066\u200b.pdf", "a.pdf"),
    ("..", "document.pdf"),
    ("\u00e9" * 300 + ".pdf", "\u00e9" * 120 + ".pdf"),
    ("договор.PDF", "договор.pdf"),
    ("协议.pdf", "协议.pdf"),
    ("اتفاقية.pdf", "اتفاقية.pdf"),
)


def test_r18_r20_r024_a_file_has_a_plain_name_and_is_never_run(
    drafted: Agreement, enter: Enter, session: Session
) -> None:
    client, token = enter(Role.PROTOCOL_OFFICER)
    address = f"/en/staff/agreements/{drafted.id}/documents"
    for given, _kept in FILE_NAMES:
        data = {"csrf_token": token, "kind": "evidence", "language": "en", "title": "A", "file": file_of(PDF, given)}
        assert client.post(address, data=data).status_code == 303
    names = session.scalars(select(AgreementDocument.name).order_by(AgreementDocument.id)).all()
    assert names == [kept for _given, kept in FILE_NAMES]
    session.rollback()
    for number in range(1, len(FILE_NAMES) + 1):
        answer = client.get(f"{address}/d{number}")
        assert (answer.data, answer.content_type) == (PDF, "application/pdf")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"{address}/d{len(FILE_NAMES) + 1}").status_code == 404


def test_r34_a_forged_token_does_nothing(drafted: Agreement, enter: Enter) -> None:
    client, _own = enter(Role.PROTOCOL_OFFICER)
    _other, foreign = enter(Role.PROTOCOL_OFFICER)
    for sent in ("", "x", "\u202e", "a" * 5000, foreign):
        answer = client.post(f"/en/staff/agreements/{drafted.id}/goals", data={"csrf_token": sent, "goals": "ipf-2"})
        assert answer.status_code == 400


def test_r32_numbers_that_nobody_has_are_not_found(enter: Enter) -> None:
    client, _token = enter(Role.PROTOCOL_OFFICER)
    for kind, number in product(("proposals", "agreements"), ("0", "999999", "9" * 30)):
        assert client.get(f"/en/staff/{kind}/{number}").status_code == 404


@pytest.mark.parametrize(("day", "months", "found"), [
    (date(9999, 1, 31), 60, date.max), (date(1, 1, 1), -1, date.min), (date(9999, 12, 31), 0, date.max), (date(1, 1, 1), 0, date.min),
])  # fmt: skip
def test_months_end_with_the_calendar(day: date, months: int, found: date) -> None:
    assert add_months(day, months) == found
