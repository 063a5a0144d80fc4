"""Signing: who may, on whose word, and on exactly which wording."""

from datetime import date

import pytest

from content.agreements import operations
from content.agreements import signing as agreements
from content.agreements.workflow import wording_hash
from content.permissions import Role
from content.proposals import signing
from content.proposals.states import ProposalState as S
from content.workflow import NotAllowed, Refused
from tests.casework import PDF, WORDING, advance_to, agreement_of, designate_mayor, execute, sign, write_wording


@pytest.fixture
def drafting(session, store, people):
    return agreement_of(advance_to(session, store, people, S.AGREEMENT_DRAFTING))


@pytest.fixture
def ready(session, store, people):
    return agreement_of(advance_to(session, store, people, S.READY_TO_SIGN))


def test_r065_changed_wording_voids_the_sign_off(session, people, ready):
    signing.reopen(session, ready, reason="A word was wrong.", by=people[Role.EDITOR])
    write_wording(session, ready, people, wording=WORDING + " Or two.")
    with pytest.raises(Refused) as refused:
        signing.sign_off(session, ready, "en", seen_hash=wording_hash(WORDING), by=people[Role.SOLICITOR])
    assert refused.value.rules == ["R-065"]


def test_r065_the_approved_wording_cannot_be_edited(session, people, ready):
    with pytest.raises(Refused) as refused:
        words = {"wording": "Something else."}
        operations.edit_words(session, ready, "en", words, revision=ready.revision, by=people[Role.EDITOR])
    assert refused.value.rules == ["R-065"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SOLICITOR])
def test_r066_only_the_solicitor_signs_off(session, people, drafting, role):
    with pytest.raises(NotAllowed):
        signing.sign_off(session, drafting, "en", seen_hash=wording_hash(WORDING), by=people[role])


@pytest.mark.parametrize("office", ["deputy_city_manager", "division_head"])
def test_r061_other_offices_may_not_sign(session, people, ready, office):
    people[Role.APPROVER].office = office
    with pytest.raises(Refused) as refused:
        sign(session, ready, people, office=office)
    assert (refused.value.rules, refused.value.items) == (["R-061"], ["office"])


@pytest.mark.parametrize(("day", "signs"), [(9, False), (10, True), (20, True), (21, False)])
def test_r061_designate_needs_a_designation_in_force(session, people, ready, day, signs):
    approver = people[Role.APPROVER]
    approver.office = "cco-sper"
    designate_mayor(session, people, approver, date(2026, 1, 10), date(2026, 1, 20))
    if signs:
        sign(session, ready, people, office="mayor_designate", signed_on=date(2026, 1, day))
        assert ready.signature.designation_id is not None
    else:
        with pytest.raises(Refused) as refused:
            sign(session, ready, people, office="mayor_designate", signed_on=date(2026, 1, day))
        assert refused.value.rules == ["R-061"]


def test_r008_only_the_municipality_signs_for_the_other_side(session, people, ready):
    with pytest.raises(Refused) as refused:
        sign(session, ready, people, partner_party_id=-1)
    assert refused.value.rules == ["R-008"]


def test_t14_whoever_signed_can_neither_compare_nor_execute(session, store, people, ready):
    clerk = people[Role.CLERK]
    sign(session, ready, people)
    ready.signature.person_id = clerk.id
    file = {"content": b"%PDF-1", "name": "a.pdf", "media_type": "application/pdf", "title": "A"}
    scan = operations.attach_document(session, ready, store, **file, kind="signed-agreement", language="en", by=clerk)
    with pytest.raises(Refused) as compared:
        agreements.compare_scan(session, ready, scan, by=clerk)
    with pytest.raises(Refused) as executed:
        signing.execute(session, ready, by=clerk)
    assert compared.value.rules == ["T14"]
    assert executed.value.rules == ["T14", "R-065"]


def test_r003_a_term_beyond_its_last_anniversary_is_not_executed(session, store, people, ready):
    ready.ends_on = "2031-02-02"
    with pytest.raises(Refused) as refused:
        execute(session, store, ready, people)
    assert refused.value.rules == ["R-003"]


def attach_scan(session, store, agreement, by):
    file = {"content": PDF, "name": "a.pdf", "media_type": "application/pdf", "title": "A"}
    return operations.attach_document(session, agreement, store, **file, kind="signed-agreement", language="en", by=by)


def test_t14_a_scan_compared_by_whoever_signed_later_is_not_enough(session, store, people, ready):
    clerk = people[Role.CLERK]
    agreements.compare_scan(session, ready, attach_scan(session, store, ready, clerk), by=clerk)
    sign(session, ready, people)
    ready.signature.person_id = clerk.id
    other = people[Role.AUDITOR]
    other.role_rows.append(type(clerk.role_rows[0])(role=Role.CLERK))
    with pytest.raises(Refused) as refused:
        signing.execute(session, ready, by=other)
    assert (refused.value.rules, refused.value.items) == (["T14"], ["d1"])


def test_r065_no_scan_is_compared_with_a_wording_that_is_still_drafted(session, store, people, drafting):
    clerk = people[Role.CLERK]
    with pytest.raises(Refused) as refused:
        agreements.compare_scan(session, drafting, attach_scan(session, store, drafting, clerk), by=clerk)
    assert refused.value.rules == ["D3"]


def test_r065_reopening_voids_the_signature_and_the_comparison(session, store, people, ready):
    clerk = people[Role.CLERK]
    sign(session, ready, people)
    scan = attach_scan(session, store, ready, clerk)
    agreements.compare_scan(session, ready, scan, by=clerk)
    signing.reopen(session, ready, reason="A word was wrong.", by=people[Role.EDITOR])
    assert (ready.signature, scan.compared_on, scan.compared_by_office, scan.compared_by_id) == (None,) * 4


def test_r061_signing_again_replaces_the_signature(session, people, ready):
    sign(session, ready, people)
    sign(session, ready, people, partner_signatory="B. Partner")
    session.expire_all()
    assert ready.signature.partner_signatory == "B. Partner"
