"""Working copies: editing, stale saves, documents, the gate, and publishing."""

import io
import re

import pytest

from content.agreements.models import Agreement
from content.permissions import Role
from content.proposals.states import ProposalState as S
from tests.casework import PDF


@pytest.fixture
def agreement(proposal_in, again):
    number = proposal_in(S.AGREEMENT_DRAFTING)
    return again(number).agreement


@pytest.fixture
def stored(session):
    def load(number):
        session.rollback()
        session.expire_all()
        return session.get(Agreement, number)

    return load


def at(agreement, act=""):
    return f"/en/staff/agreements/{agreement.id}" + (f"/{act}" if act else "")


def test_e6_a_stale_save_keeps_what_was_typed_and_says_who_was_faster(agreement, post, stored):
    answer = post(Role.EDITOR, at(agreement, "facts"), {"revision": "1", "lead_division": "Parks and trees"})
    assert (answer.status_code, stored(agreement.id).lead_division) == (422, None)
    assert ("Parks and trees" in answer.text, "Noor Haddad changed this agreement" in answer.text) == (True, True)


def test_e6_having_seen_both_the_second_save_is_taken(agreement, post, stored):
    answer = post(Role.EDITOR, at(agreement, "facts"), {"revision": "1", "lead_division": "Parks"})
    revision = re.search(r'name="revision" value="(\d+)"', answer.text)[1]
    assert (
        post(Role.EDITOR, at(agreement, "facts"), {"revision": revision, "lead_division": "Parks"}).status_code == 303
    )
    assert stored(agreement.id).lead_division == "Parks"


def test_a_bad_date_is_told_at_its_field(agreement, post):
    sent = {"revision": str(agreement.revision), "starts_on": "2026-02-30"}
    answer = post(Role.EDITOR, at(agreement, "facts"), sent)
    assert (answer.status_code, 'href="#starts_on"' in answer.text, "2026-02-30" in answer.text) == (422, True, True)


def test_a_translator_writes_beside_the_source(agreement, as_role, post, stored):
    assert "What it is about." in as_role(Role.TRANSLATOR).get(at(agreement, "translations/fr")).text
    sent = {"revision": str(agreement.revision), "title": "Un accord", "summary": "Des arbres."}
    assert post(Role.TRANSLATOR, at(agreement, "translations/fr"), sent).status_code == 303
    assert stored(agreement.id).texts["fr"].state.value == "draft"


def test_what_is_typed_is_saved_with_the_mark_that_it_is_ready(agreement, post, stored):
    sent = {"revision": str(agreement.revision), "title": "Un accord", "summary": "Des arbres."}
    assert post(Role.TRANSLATOR, at(agreement, "translations/fr/ready"), sent).status_code == 303
    text = stored(agreement.id).texts["fr"]
    assert (text.state.value, text.fields) == ("ready", {"title": "Un accord", "summary": "Des arbres."})


def test_r007_an_activity_can_be_ticked_as_a_tangible_project(agreement, post, stored):
    sent = {
        "revision": str(agreement.revision),
        "language": "en",
        "title": "Trees",
        "kind": "other",
        "status": "planned",
    }
    assert post(Role.EDITOR, at(agreement, "elements/activity"), {**sent, "project": "y"}).status_code == 303
    assert stored(agreement.id).of_kind("activity")[-1].facts["project"] is True


def test_a_document_is_a_pdf_by_its_bytes(agreement, post, stored):
    about = {"kind": "evidence", "language": "en", "title": "A"}
    docx = {**about, "file": (io.BytesIO(b"PK\x03\x04"), "a.pdf")}
    assert post(Role.EDITOR, at(agreement, "documents"), docx).status_code == 422
    pdf = {**about, "file": (io.BytesIO(PDF), "a.pdf")}
    assert post(Role.EDITOR, at(agreement, "documents"), pdf).status_code == 303
    assert [document.name for document in stored(agreement.id).documents] == ["a.pdf"]


def test_e3_what_is_not_executed_is_not_published(agreement, post):
    answer = post(Role.PUBLISHER, at(agreement, "publish"), {"reason": "First."})
    assert (answer.status_code, "Only an executed agreement can be published." in answer.text) == (422, True)


def test_from_execution_to_the_public_page(proposal_in, again, post, as_role, client):
    agreement = again(proposal_in(S.EXECUTED)).agreement
    goals = {"revision": str(agreement.revision), "goals": ["ipf-1"]}
    assert post(Role.EDITOR, at(agreement, "goals"), goals).status_code == 303
    page = as_role(Role.EDITOR).get(at(agreement, "words")).text
    revision = re.search(r'name="revision" value="(\d+)"', page)[1]
    words = {"revision": revision, "title": "An agreement", "summary": "What it is about."}
    assert post(Role.EDITOR, at(agreement, "words/ready"), words).status_code == 303
    assert "Draft: not public" in as_role(Role.PUBLISHER).get(at(agreement, "preview")).text
    answer = post(Role.PUBLISHER, at(agreement, "publish"), {"reason": "Signed in January."})
    assert answer.status_code == 303, answer.text
    assert client.get(f"/en/agreements/{agreement.slug}").status_code == 200
    again_unchanged = post(Role.PUBLISHER, at(agreement, "publish"), {"reason": "Once more."})
    assert (again_unchanged.status_code, "Nothing has changed" in again_unchanged.text) == (422, True)
    assert post(Role.PUBLISHER, at(agreement, "withdraw"), {"reason": "A mistake."}).status_code == 303
    assert client.get(f"/en/agreements/{agreement.slug}").status_code == 410
