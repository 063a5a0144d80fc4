"""The page of import and export: a file is checked, then sent again and stored whole or not at all."""

import io
from html import unescape

import pytest
from sqlalchemy import func, select, text

from content.agreements.models import Agreement
from content.exchange.importing import import_agreements
from content.exchange.reading import read_bytes
from content.permissions import Role
from forms import exchange as exchange_form
from tests.content.exchange.factories import OPERATOR, ROW, agreement_of, take_in, workbook

PAGE = "/en/staff/exchange"
XLSX = workbook(list(ROW), list(ROW.values()))


def sent(act, content=XLSX, name="a.xlsx", **more):
    return {"act": act, "file": (io.BytesIO(content), name), **more}


def count(session):
    session.rollback()
    return session.scalar(select(func.count()).select_from(Agreement))


def test_a_file_is_checked_and_nothing_is_stored(post, session):
    answer = post(Role.EDITOR, PAGE, sent("check"))
    assert (answer.status_code, "To be created: 1" in answer.text, count(session)) == (200, True, 0)


def test_a_file_is_imported(post, session, as_role):
    answer = post(Role.EDITOR, PAGE, sent("import"))
    assert (answer.status_code, answer.location, count(session)) == (303, PAGE, 1)


def test_an_unclear_act_only_checks(post, session):
    assert (post(Role.EDITOR, PAGE, sent("")).status_code, count(session)) == (200, 0)


@pytest.mark.parametrize("act", ["check", "import"])
def test_faults_are_shown_by_row_and_nothing_is_stored(post, session, act):
    bad = workbook(list(ROW), list(ROW.values()), ["oslo", *list(ROW.values())[1:-2], "1991-13", "<b>x</b>"])
    answer = post(Role.EDITOR, PAGE, sent(act, bad))
    assert (answer.status_code, count(session)) == (422, 0)
    assert ["Row 3" in answer.text, "1991-13" in answer.text, "<b>x</b>" in answer.text] == [True, True, False]


def test_only_the_first_faults_are_shown(post):
    rows = [[f"k-{number}", "nope", *list(ROW.values())[2:]] for number in range(203)]
    answer = post(Role.EDITOR, PAGE, sent("check", workbook(list(ROW), *rows)))
    assert ("203 faults" in answer.text, "3 more are not shown." in answer.text) == (True, True)


def test_elements_and_documents_come_along(post, session, store):
    elements = b"agreement,kind,key,title_en\nbergen,activity,a1,Survey\n"
    table = (",".join(ROW) + "\n" + ",".join(ROW.values()) + "\n").encode()
    more = {"elements": (io.BytesIO(elements), "e.csv"), "documents": [(io.BytesIO(b"%PDF-1.7"), "bergen.pdf")]}
    answer = post(Role.EDITOR, PAGE, sent("import", table, "a.csv", **more))
    session.rollback()
    made = agreement_of(session, "bergen")
    assert (answer.status_code, made.elements[0].texts, made.documents[0].name) == (
        303, {"en": {"title": "Survey"}}, "bergen.pdf",
    )  # fmt: skip
    assert store.is_sound(made.documents[0].sha256)


def test_documents_of_no_row_are_told(post):
    more = {"documents": [(io.BytesIO(b"%PDF-1.7"), "oslo.pdf")]}
    assert "The file “oslo.pdf” belongs to no row." in post(Role.EDITOR, PAGE, sent("check", **more)).text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"act": "import"}, "Choose a file."),
        ({"act": "import", "file": "text"}, "Choose a file."),
        (sent("import", b"", "a.csv"), "The file is empty."),
        (sent("import", b"x", "a.ods"), "The name of the file must end in .csv or .xlsx."),
        (sent("import", b"x", "a.xlsx"), "The file is no sound XLSX workbook."),
        (sent("import", "key\né".encode("cp1252"), "a.csv"), "The file is not in UTF-8: save it as “CSV UTF-8”."),
    ],
)
def test_what_is_no_table_is_told(post, session, data, message):
    # A stream is read once, and the parameter is made once for both databases.
    data = {k: (io.BytesIO(v[0].getvalue()), v[1]) if isinstance(v, tuple) else v for k, v in data.items()}
    answer = post(Role.EDITOR, PAGE, data)
    assert (answer.status_code, message in unescape(answer.text), count(session)) == (422, True, 0)


@pytest.mark.parametrize("name", ["agreements.csv", "agreements.xlsx"])
def test_what_is_downloaded_changes_nothing(session, store, as_role, name):
    take_in(session, store, ROW)
    session.commit()
    answer = as_role(Role.EDITOR).get(f"{PAGE}/{name}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    report = import_agreements(session, read_bytes(answer.data, name), by=OPERATOR, store=store)
    assert (report.faults, report.unchanged) == ([], ["bergen"])


def test_the_elements_are_downloaded_by_themselves(session, store, as_role):
    take_in(session, store, ROW, elements=[{"agreement": "bergen", "kind": "activity", "title_en": "Survey"}])
    session.commit()
    answer = as_role(Role.EDITOR).get(f"{PAGE}/agreements-elements.csv")
    assert answer.text.splitlines()[1].startswith("bergen,activity,a1,")


def test_text_that_no_workbook_can_hold_is_told_on_the_page(session, store, as_role):
    take_in(session, store, {**ROW, "note_en": "x" * 40_000})
    session.commit()
    answer = as_role(Role.EDITOR).get(f"{PAGE}/agreements.xlsx")
    assert (answer.status_code, "Export as CSV." in answer.text) == (422, True)


def test_the_list_of_agreements_leads_there_for_whoever_edits(as_role):
    links = [PAGE in as_role(role).get("/en/staff/agreements").text for role in (Role.EDITOR, Role.AUDITOR)]
    assert links == [True, False]


def test_whoever_reads_an_upload_keeps_nobody_from_writing(post, database, monkeypatch):
    def read(content, name, elements):
        with database.session(writes=True) as other:
            other.execute(text("SELECT 1"))
            other.rollback()
        return read_bytes(content, name, elements)

    monkeypatch.setattr(exchange_form, "read_bytes", read)
    assert post(Role.EDITOR, PAGE, sent("import")).status_code == 303
