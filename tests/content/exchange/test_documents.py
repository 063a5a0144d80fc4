"""Documents beside a table: matched by the name in the cell, or by the key of the agreement."""

import hashlib
import json

import pytest

from content.exchange.documents import Folder, Paper
from content.exchange.exporting import export_agreements, export_documents
from content.exchange.tables import FileFault
from tests.content.exchange.factories import OPERATOR, ROW, agreement_of, faults_of, take_in

PDF = b"%PDF-1.7 one"
OTHER = b"%PDF-1.7 two"


def folder(**files):
    named = {name.replace("__", "."): content for name, content in files.items()}
    return Folder.with_papers(Paper(name, lambda content=content: content) for name, content in named.items())


def documents(session):
    return [(d.key, d.name, d.kind, d.language, d.sha256) for d in agreement_of(session, "bergen").documents]


def digest(content):
    return hashlib.sha256(content).hexdigest()


def test_a_file_is_matched_by_the_name_in_the_cell(session, store):
    report = take_in(
        session,
        store,
        {**ROW, "documents": "scan.pdf; texte-fr.pdf"},
        folder=folder(Scan__PDF=PDF, **{"texte-fr__pdf": OTHER}),
    )
    assert (report.faults, report.warnings) == ([], [])
    assert documents(session) == [
        ("d1", "scan.pdf", "signed-agreement", "en", digest(PDF)),
        ("d2", "texte-fr.pdf", "signed-agreement", "fr", digest(OTHER)),
    ]
    assert store.read(digest(PDF)) == PDF


def test_a_file_is_matched_by_the_key_of_the_agreement(session, store):
    take_in(session, store, ROW, folder=folder(bergen__pdf=PDF, **{"bergen-fr__pdf": OTHER}))
    assert [(name, language) for _key, name, _kind, language, _hash in documents(session)] == [
        ("bergen.pdf", "en"), ("bergen-fr.pdf", "fr"),
    ]  # fmt: skip


def test_the_same_file_again_changes_nothing(session, store):
    take_in(session, store, ROW, folder=folder(bergen__pdf=PDF))
    report = take_in(session, store, ROW, folder=folder(bergen__pdf=PDF))
    assert (report.unchanged, len(documents(session))) == (["bergen"], 1)


def test_another_file_of_that_name_is_attached_beside_it(session, store):
    take_in(session, store, ROW, folder=folder(bergen__pdf=PDF))
    report = take_in(session, store, ROW, folder=folder(bergen__pdf=OTHER))
    assert (report.changed, [key for key, *_rest in documents(session)]) == (["bergen"], ["d1", "d2"])


def test_a_file_of_no_row_is_told_and_left_aside(session, store):
    report = take_in(session, store, ROW, folder=folder(oslo__pdf=PDF))
    assert (report.faults, report.warnings, documents(session)) == ([], ["The file “oslo.pdf” belongs to no row."], [])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "bergen.pdf: The file is empty."),
        (b"<html>", "bergen.pdf: The file must be one of these types: PDF, DOCX or ODT."),
    ],
)
def test_what_is_no_pdf_is_a_fault(session, store, content, message):
    report = take_in(session, store, ROW, folder=folder(bergen__pdf=content))
    assert faults_of(report) == [(2, "documents", message)]


def test_a_missing_file_is_a_fault_and_nothing_is_kept(session, store):
    report = take_in(session, store, {**ROW, "documents": "a.pdf; b.pdf"}, folder=folder(a__pdf=PDF))
    assert faults_of(report) == [(2, "documents", "The file “b.pdf” is not in the folder of documents.")]
    assert store.is_sound(digest(PDF)) is False


def test_a_dry_run_keeps_no_file(session, store):
    take_in(session, store, ROW, folder=folder(bergen__pdf=PDF), dry_run=True, publish=True)
    assert store.is_sound(digest(PDF)) is False


def entry(**changes):
    return {
        "key": "d1", "file": "bergen.pdf", "name": "bergen.pdf", "kind": "signed-agreement", "language": "en",
        "sha256": digest(PDF), "titles": {"en": "Signed"}, "compared": None, **changes,
    }  # fmt: skip


def test_what_is_said_about_a_document_can_change(session, store):
    take_in(session, store, ROW, folder=folder(bergen__pdf=PDF))
    cell = json.dumps([entry(kind="report", titles={"fr": "Rapport"})])
    report = take_in(session, store, {"key": "bergen", "documents": cell})
    document = agreement_of(session, "bergen").documents[0]
    assert (report.changed, document.kind, document.texts) == (["bergen"], "report", {"fr": {"title": "Rapport"}})
    assert take_in(session, store, {"key": "bergen", "documents": cell}).unchanged == ["bergen"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sha256": "0" * 64}, "A document is not exchanged for another one: attach it anew, without a key."),
        (
            {"compared": {"office": "clerk", "on": "2026-01-02"}},
            "A document is not exchanged for another one: attach it anew, without a key.",
        ),
        ({"kind": "poem"}, "This is not as an export writes it, here: 1.kind."),
        ({"key": "d9", "file": "gone.pdf"}, "The file “gone.pdf” is not in the folder of documents."),
    ],
)
def test_a_document_is_never_replaced_by_an_import(session, store, change, message):
    take_in(session, store, ROW, folder=folder(bergen__pdf=PDF))
    report = take_in(session, store, {"key": "bergen", "documents": json.dumps([entry(**change)])})
    assert faults_of(report) == [(2, "documents", message)]


def test_a_file_is_the_one_whose_hash_is_named(session, store):
    cell = json.dumps([entry(key=None)])
    report = take_in(session, store, {**ROW, "documents": cell}, folder=folder(bergen__pdf=OTHER))
    assert faults_of(report) == [(2, "documents", "The file “bergen.pdf” is not the one whose SHA-256 stands here.")]


def test_whether_a_scan_was_compared_comes_only_with_a_new_record(session, store):
    cell = json.dumps([entry(compared={"office": "clerk", "on": "2026-01-02"})])
    take_in(session, store, {**ROW, "documents": cell}, folder=folder(bergen__pdf=PDF))
    assert agreement_of(session, "bergen").documents[0].compared_by_office == "clerk"
    more = json.dumps([entry(key=None, file="b.pdf", sha256=None, compared={"office": "clerk", "on": "2026-01-02"})])
    report = take_in(session, store, {"key": "bergen", "documents": more}, folder=folder(b__pdf=OTHER))
    assert faults_of(report) == [
        (2, "documents", "Whether a document was compared is recorded in the portal, not by importing.")
    ]


def test_documents_of_one_name_lie_in_the_folder_under_two(session, store, tmp_path):
    for key, content in (("bergen", PDF), ("oslo", OTHER)):
        row = {**ROW, "key": key, "documents": "scan.pdf"}
        take_in(session, store, row, folder=folder(scan__pdf=content))
    assert export_documents(session, store, tmp_path / "papers", by=OPERATOR) == 2
    found = Folder.of(tmp_path / "papers")
    assert sorted(found.files) == ["oslo-d1-1.pdf", "scan.pdf"]
    cells = {row["key"]: row["documents"] for _number, row in export_agreements(session, by=OPERATOR).agreements.rows}
    assert json.loads(cells["oslo"])[0]["file"] == "oslo-d1-1.pdf"


def test_bytes_that_are_not_there_cannot_be_exported(session, store, tmp_path):
    take_in(session, store, ROW, folder=folder(bergen__pdf=PDF))
    store.remove(digest(PDF))
    with pytest.raises(FileFault, match=r"bergen\.pdf"):
        export_documents(session, store, tmp_path / "papers", by=OPERATOR)


def test_a_folder_knows_its_own_files_and_no_hidden_ones(tmp_path):
    (tmp_path / "a.PDF").write_bytes(PDF)
    (tmp_path / ".b.pdf").write_bytes(PDF)
    (tmp_path / "sub").mkdir()
    found = Folder.of(tmp_path)
    assert (list(found.files), found.unmatched, found.take("A.pdf").read()) == (["a.pdf"], ["a.PDF"], PDF)
    assert found.unmatched == []
