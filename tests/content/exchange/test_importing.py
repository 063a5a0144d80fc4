"""Importing: the same changes nothing, one cell changes one agreement, and with one fault nothing is stored."""

import pytest

from content import history
from content.agreements.bodies import body_of
from content.agreements.models import Agreement
from content.agreements.states import AgreementState, TextState
from content.agreements.workflow import pack_of
from content.demo.loading import load_agreements
from content.exchange.documents import Folder
from content.exchange.exporting import export_agreements, export_documents
from content.exchange.importing import import_agreements
from content.exchange.reading import read, read_bytes
from content.exchange.writing import csv_of, write, xlsx
from content.permissions import Permission, Role
from content.record.queries import count_live, head
from content.workflow import NotAllowed
from tests.content.exchange.factories import OPERATOR, ROW, agreement_of, faults_of, stored, take_in

ENDINGS = ["csv", "xlsx"]


@pytest.fixture
def demonstration(session, store):
    load_agreements(session, store)
    return session


def exported(session, path):
    write(export_agreements(session, by=OPERATOR), path)
    return read(path)


@pytest.mark.parametrize("ending", ENDINGS)
def test_importing_what_was_exported_changes_nothing(demonstration, store, tmp_path, ending):
    before = stored(demonstration)
    found = exported(demonstration, tmp_path / f"a.{ending}")
    report = import_agreements(demonstration, found, by=OPERATOR, store=store)
    assert (report.faults, report.created, report.changed) == ([], [], [])
    assert (len(report.unchanged), stored(demonstration)) == (len(before[1]), before)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_record_is_the_same_in_an_empty_portal(demonstration, store, tmp_path, ending, other_portal):
    found = exported(demonstration, tmp_path / f"a.{ending}")
    export_documents(demonstration, store, tmp_path / "papers", by=OPERATOR)
    session, new_store = other_portal
    folder = Folder.of(tmp_path / "papers")
    report = import_agreements(session, found, by=OPERATOR, store=new_store, folder=folder, publish=True)
    assert (report.faults, report.warnings, len(report.published)) == ([], [], len(found.agreements.rows))
    assert bodies(session) == bodies(demonstration)
    assert [
        entry["sha256"]
        for body in bodies(session)
        for entry in body["documents"]
        if not new_store.is_sound(entry["sha256"])
    ] == []


def bodies(session):
    """Every body as it would be published, without the ids of parties, which each portal gives itself."""
    agreements = session.query(Agreement).order_by(Agreement.slug)
    return [comparable(body_of(agreement, pack_of(session, agreement))) for agreement in agreements]


def comparable(body):
    parties = [{name: value for name, value in party.items() if name != "id"} for party in body["parties"]]
    rows = {
        name: [without_nothing(row) for row in body[name]]
        for name in ("objectives", "milestones", "activities", "outcomes")
    }
    return {
        **body,
        **rows,
        "parties": parties,
        "contact": body["contact"] or None,
        "documents": [without_nothing(d) for d in body["documents"]],
    }


def without_nothing(row):
    return {name: value for name, value in row.items() if value not in (None, [], "")}


def test_an_agreement_of_the_workflow_comes_back_unchanged(session, store, people, tmp_path, executed):
    before = stored(session)
    report = import_agreements(session, exported(session, tmp_path / "a.xlsx"), by=people[Role.EDITOR], store=store)
    assert (report.faults, report.unchanged, stored(session)) == ([], [executed.slug], before)


def test_one_cell_changes_one_agreement(demonstration, store, tmp_path):
    before = dict(stored(demonstration)[1])
    found = exported(demonstration, tmp_path / "a.csv")
    row = next(cells for _number, cells in found.agreements.rows if cells["key"] == "quito")
    row["starts_on"] = "2005-11"
    report = import_agreements(demonstration, found, by=OPERATOR, store=store)
    after = dict(stored(demonstration)[1])
    assert (report.changed, {key for key in after if after[key] != before[key]}) == (["quito"], {"quito"})
    quito = agreement_of(demonstration, "quito")
    last = history.of(demonstration, "agreement", quito.id)[-1]
    assert (quito.starts_on, last.event, last.data) == ("2005-11", "import_changed", {"columns": ["starts_on"]})


def test_a_new_row_is_a_legacy_record_with_its_party(session, store):
    report = take_in(session, store, ROW)
    made = agreement_of(session, "bergen")
    assert (report.created, report.faults) == (["bergen"], [])
    assert (made.state, made.is_legacy, made.source_language, made.starts_on, made.ends_on, made.revision) == (
        AgreementState.HISTORICAL, True, "en", "1971", None, 1,
    )  # fmt: skip
    party = made.party_rows[0].party
    assert (party.slug, party.names, party.country) == ("bergen", {"en": "City of Bergen"}, "NO")
    assert (made.texts["en"].state, [e.event for e in history.of(session, "agreement", made.id)]) == (
        TextState.READY, ["imported"],
    )  # fmt: skip


def test_words_without_a_summary_are_a_draft(session, store):
    take_in(session, store, {**ROW, "summary_en": "", "title_fr": "Accord", "summary_fr": "Ancien."})
    made = agreement_of(session, "bergen")
    assert {tag: text.state.value for tag, text in made.texts.items()} == {"en": "draft", "fr": "ready"}


def test_importing_twice_makes_one(session, store):
    first, second = take_in(session, store, ROW), take_in(session, store, ROW)
    assert (first.created, second.created, second.unchanged) == (["bergen"], [], ["bergen"])


def test_a_dry_run_stores_nothing(session, store):
    before = stored(session)
    report = take_in(session, store, ROW, dry_run=True)
    assert (report.created, stored(session)) == (["bergen"], before)


def test_columns_that_are_not_there_leave_things_as_they_are(session, store):
    take_in(session, store, ROW)
    report = take_in(session, store, {"key": "bergen", "months": "24"})
    made = agreement_of(session, "bergen")
    assert (report.changed, made.months, made.starts_on, made.revision) == (["bergen"], 24, "1971", 2)


def test_an_empty_cell_takes_a_date_away(session, store):
    take_in(session, store, ROW)
    take_in(session, store, {"key": "bergen", "starts_on": ""})
    assert agreement_of(session, "bergen").starts_on is None


def test_p14_a_changed_source_makes_translations_outdated_unless_they_change_too(session, store):
    row = {**ROW, "title_fr": "Accord", "summary_fr": "Ancien.", "title_ar": "اتفاق", "summary_ar": "قديم"}
    take_in(session, store, row)
    take_in(session, store, {**row, "summary_en": "Rewritten.", "summary_fr": "Réécrit."})
    texts = agreement_of(session, "bergen").texts
    assert {tag: text.state.value for tag, text in texts.items()} == {"en": "ready", "fr": "ready", "ar": "outdated"}


def test_what_the_row_says_of_a_translation_wins(session, store):
    row = {**ROW, "title_fr": "Accord", "summary_fr": "Ancien.", "text_state_fr": "ready"}
    take_in(session, store, row)
    take_in(session, store, {**row, "summary_en": "Rewritten.", "text_state_fr": "draft"})
    assert agreement_of(session, "bergen").texts["fr"].state is TextState.DRAFT


def big(count, faulty=()):
    head = "key,category,state,party_country,party_name_en,title_en,summary_en,starts_on,ends_on\r\n"
    rows = [
        f"city-{number},partnership-city,historical,IT,City {number},Agreement {number},Summary,"
        f"{'1991-13' if number in faulty else '1991'},\r\n"
        for number in range(count)
    ]
    return read_bytes((head + "".join(rows)).encode(), "big.csv")


def test_of_10_000_rows_with_7_wrong_ones_exactly_those_are_told_and_nothing_is_stored(session, store):
    wrong = (0, 17, 999, 1000, 5001, 9998, 9999)
    before = stored(session)
    report = import_agreements(session, big(10_000, wrong), by=OPERATOR, store=store)
    assert [(fault.row, fault.column, fault.value) for fault in report.in_order()] == [
        (number + 2, "starts_on", "1991-13") for number in wrong
    ]
    assert stored(session) == before


def test_many_rows_ask_no_more_questions_than_few(session, store, count_questions):
    few, many = (count_questions(session, store, big(size)) for size in (5, 400))
    assert many == few


def test_publishing_what_was_imported(session, store):
    report = take_in(session, store, ROW, publish=True, reason="From the old register")
    assert (report.published, count_live(session, "agreement"), head(session).sequence) == (["bergen"], 1, 1)


def test_what_the_gate_refuses_is_a_fault_of_its_row_and_nothing_is_stored(session, store):
    before = stored(session)
    report = take_in(session, store, {**ROW, "key": "oslo"}, {**ROW, "summary_en": ""}, publish=True)
    assert faults_of(report) == [
        (3, "", "It cannot be published: The words of the source language are not marked ready. texts")
    ]
    assert stored(session) == before


def test_a_dry_run_tells_what_the_gate_would_refuse_and_stores_nothing(session, store):
    before = stored(session)
    report = take_in(session, store, ROW, publish=True, dry_run=True)
    assert (report.published, report.faults, stored(session)) == (["bergen"], [], before)


def test_publishing_what_is_public_already_is_no_fault(session, store):
    take_in(session, store, ROW, publish=True)
    report = take_in(session, store, {**ROW, "title_fr": "Accord"}, publish=True)
    assert (report.changed, report.published, report.faults) == (["bergen"], [], [])


@pytest.mark.parametrize(("role", "publish"), [(Role.TRANSLATOR, False), (Role.EDITOR, True)])
def test_only_who_edits_imports_and_only_who_publishes_publishes(session, store, people, role, publish):
    with pytest.raises(NotAllowed) as refused:
        take_in(session, store, ROW, by=people[role], publish=publish)
    wanted = Permission.AGREEMENT_PUBLISH if publish else Permission.AGREEMENT_EDIT
    assert refused.value.permission is wanted


def test_only_who_sees_agreements_exports_them(session, people):
    with pytest.raises(NotAllowed):
        export_agreements(session, by=people[Role.DIVISION_REVIEWER])


def test_an_export_speaks_the_languages_in_which_something_is_written(session, store):
    take_in(session, store, {**ROW, "title_de": "Abkommen", "party_name_ja": "ベルゲン"})
    columns = export_agreements(session, by=OPERATOR).agreements.columns
    assert [column for column in columns if column.startswith("title_")] == [
        "title_en",
        "title_fr",
        "title_ar",
        "title_de",
    ]
    assert "party_name_ja" in columns


def test_a_hostile_title_is_text_in_every_file(session, store):
    take_in(session, store, {**ROW, "title_en": "=cmd|' /C calc'!A0"})
    found = export_agreements(session, by=OPERATOR)
    assert b",'=cmd" in csv_of(found.agreements)
    assert read_bytes(xlsx(found), "a.xlsx").faults == []
    assert import_agreements(
        session, read_bytes(csv_of(found.agreements), "a.csv"), by=OPERATOR, store=store
    ).unchanged == ["bergen"]
