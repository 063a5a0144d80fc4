"""Editing a working copy: facts, goals, milestones, and saves that come too late."""

import pytest

from content.agreements import operations
from content.permissions import Role
from content.proposals.states import ProposalState as S
from content.workflow import NotAllowed, Refused
from tests.casework import PDF, advance_to, agreement_of


@pytest.fixture
def agreement(session, store, people):
    return agreement_of(advance_to(session, store, people, S.AGREEMENT_DRAFTING))


@pytest.fixture
def editor(people):
    return people[Role.EDITOR]


def edit(session, agreement, editor, **changes):
    operations.edit_facts(session, agreement, changes, revision=agreement.revision, by=editor)


def test_e6_a_save_begun_on_an_older_revision_is_refused(session, agreement, editor):
    with pytest.raises(Refused) as refused:
        operations.edit_facts(session, agreement, {"starts_on": "2027"}, revision=agreement.revision - 1, by=editor)
    assert refused.value.rules == ["E6"]


@pytest.mark.parametrize("slug", ["", "Port Almora", "a--b", "é", "x" * 81])
def test_p12_an_address_is_small_letters_digits_and_hyphens(session, agreement, editor, slug):
    with pytest.raises(Refused) as refused:
        edit(session, agreement, editor, slug=slug)
    assert refused.value.rules == ["P12"]


def test_r003_a_term_cannot_end_before_it_starts(session, agreement, editor):
    with pytest.raises(Refused) as refused:
        edit(session, agreement, editor, starts_on="2026-05-01", ends_on="2026-04")
    assert (refused.value.rules, refused.value.items) == (["R-003"], ["ends_on"])


def test_what_is_no_fact_is_left_alone(session, agreement, editor):
    before = agreement.item_id
    edit(session, agreement, editor, item_id="another", lead_division="edc")
    assert (agreement.item_id, agreement.lead_division) == (before, "edc")


def test_the_contact_is_a_unit_with_or_without_an_address(session, agreement, editor):
    edit(session, agreement, editor, contact_unit="Protocol", contact_email="p@city.example")
    assert agreement.contact == {"unit": "Protocol", "email": "p@city.example"}
    edit(session, agreement, editor, contact_unit="", contact_email="")
    assert agreement.contact == {}


def test_r015_goals_come_from_the_policy_and_keep_their_basis(session, agreement, editor):
    agreement.goals = [{"code": "ipf-2", "basis": "stated"}]
    operations.set_goals(session, agreement, ["ipf-2", "ipf-1"], revision=agreement.revision, by=editor)
    assert agreement.goals == [{"code": "ipf-1", "basis": "curator"}, {"code": "ipf-2", "basis": "stated"}]
    with pytest.raises(Refused) as refused:
        operations.set_goals(session, agreement, ["world-peace"], revision=agreement.revision, by=editor)
    assert refused.value.items == ["world-peace"]


@pytest.mark.parametrize(("content", "media_type"), [(b"", "application/pdf"), (PDF, ""), (PDF, "image/svg+xml")])
def test_a_document_is_no_empty_file_and_of_a_known_type(session, store, agreement, editor, content, media_type):
    file = {"content": content, "name": "a.pdf", "media_type": media_type, "title": "A"}
    with pytest.raises(Refused) as refused:
        operations.attach_document(session, agreement, store, **file, kind="evidence", language="en", by=editor)
    assert (refused.value.items, agreement.documents) == (["file"], [])


def put(session, agreement, editor, key=None, note=None, **facts):
    texts = {"en": {"title": "Trees", **({"note": note} if note else {})}}
    return operations.put_element(session, agreement, "milestone", facts=facts, texts=texts, key=key, by=editor)


def test_d3_a_met_milestone_rests_on_a_day_and_evidence(session, agreement, editor):
    with pytest.raises(Refused) as refused:
        put(session, agreement, editor, status="met", met_on="2026-05-01", evidence=[])
    assert refused.value.rules == ["D3"]


def test_d3_what_was_not_met_says_why(session, agreement, editor):
    with pytest.raises(Refused):
        put(session, agreement, editor, status="not_met")
    assert put(session, agreement, editor, note="A storm.", status="not_met").key == "m1"


def test_d3_the_first_due_date_is_kept_when_it_moves(session, agreement, editor):
    put(session, agreement, editor, status="scheduled", due="2026-06")
    moved = put(session, agreement, editor, key="m1", status="scheduled", due="2026-09")
    assert (moved.facts["due"], moved.facts["original_due"]) == ("2026-09", "2026-06")


def test_p14_a_changed_source_makes_translations_outdated(session, people, agreement, editor):
    words = {"title": "Un accord", "summary": "De quoi il s'agit."}
    operations.edit_words(session, agreement, "fr", words, revision=agreement.revision, by=people[Role.TRANSLATOR])
    operations.mark_ready(session, agreement, "fr", by=people[Role.TRANSLATOR])
    operations.edit_words(session, agreement, "en", {"summary": "New."}, revision=agreement.revision, by=editor)
    assert agreement.texts["fr"].state.value == "outdated"


def test_a_translator_cannot_touch_the_source(session, people, agreement):
    with pytest.raises(NotAllowed):
        operations.edit_words(session, agreement, "en", {}, revision=agreement.revision, by=people[Role.TRANSLATOR])
