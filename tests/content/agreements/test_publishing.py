"""Into the record and to another address in it: the gate is the same for both."""

import pytest

from content.agreements import operations, publishing
from content.permissions import Role
from content.proposals.states import ProposalState as S
from content.record.queries import item_by_slug
from content.workflow import Refused
from tests.casework import advance_to, agreement_of


@pytest.fixture
def publisher(people):
    return people[Role.PUBLISHER]


@pytest.fixture
def published(session, store, people, publisher):
    agreement = agreement_of(advance_to(session, store, people, S.EXECUTED))
    set_goals(session, agreement, people, ["ipf-1"])
    operations.mark_ready(session, agreement, "en", by=people[Role.EDITOR])
    publishing.publish_agreement(session, agreement, by=publisher)
    return agreement


def set_goals(session, agreement, people, codes):
    operations.set_goals(session, agreement, codes, revision=agreement.revision, by=people[Role.EDITOR])


def rename(session, agreement, slug, by):
    return publishing.rename_agreement(session, agreement, slug, by=by, reason="A new name.")


def test_p12_a_renamed_agreement_is_found_by_both_addresses(session, published, publisher):
    before = published.slug
    rename(session, published, "another-name", publisher)
    found = [item_by_slug(session, "agreement", slug) for slug in (before, "another-name")]
    assert [item.slug for item in found] == ["another-name"] * 2


def test_r015_renaming_is_no_way_around_the_gate(session, people, published, publisher):
    set_goals(session, published, people, [])
    with pytest.raises(Refused) as refused:
        rename(session, published, "another-name", publisher)
    assert (refused.value.rules, refused.value.items) == (["R-015"], ["goal"])


def test_p12_the_address_of_another_working_copy_is_refused(session, store, people, published, publisher):
    other = agreement_of(advance_to(session, store, people, S.AGREEMENT_DRAFTING))
    with pytest.raises(Refused) as refused:
        rename(session, published, other.slug, publisher)
    assert (refused.value.rules, refused.value.items) == (["P12"], ["slug"])
