"""Registered versions of the policy."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from content import clock
from content.policy.loading import load
from content.policy.models import PolicyRequiredElement, PolicyVersion
from content.policy.operations import register
from content.policy.queries import NoPolicy, current, version


def test_registering_twice_changes_nothing(policy_session, shipped):
    first = register(policy_session, shipped)
    assert register(policy_session, shipped) is first
    assert policy_session.scalar(select(func.count()).select_from(PolicyVersion)) == 1


def test_a_version_comes_back_as_it_was(policy_session, shipped):
    register(policy_session, shipped)
    again = version(policy_session, shipped.version_id)
    assert (again.version_id, again.parts) == (shipped.version_id, shipped.parts)


def test_the_database_knows_what_no_proposal_can_do_without(policy_session, shipped):
    register(policy_session, shipped)
    rows = select(PolicyRequiredElement.element).where(
        PolicyRequiredElement.policy_version_id == shipped.version_id,
        PolicyRequiredElement.category == "international-project",
    )
    assert sorted(policy_session.scalars(rows)) == [
        "ip-el-activities",
        "ip-el-city",
        "ip-el-cost",
        "ip-el-goals",
        "ip-el-project",
        "ip-el-staffing",
        "ip-el-term",
        "sender-email",
        "sender-name",
        "sender-organisation",
        "sender-role",
    ]


def test_r032_the_database_knows_where_an_answer_may_stand_item_by_item(policy_session, shipped):
    register(policy_session, shipped)
    rows = policy_session.execute(
        select(PolicyRequiredElement.element, PolicyRequiredElement.item_element, PolicyRequiredElement.item_field)
        .where(PolicyRequiredElement.category == "partnership-city", PolicyRequiredElement.item_field.is_not(None))
        .order_by(PolicyRequiredElement.element)
    )
    assert [tuple(row) for row in rows] == [
        ("pc-el-financial-resources", "pc-el-activities", "cost"),
        ("pc-el-staffing", "pc-el-activities", "staff"),
    ]


def test_the_policy_in_force_is_the_latest_that_has_begun(policy_session, shipped, changed_pack):
    later = load(changed_pack(lambda pack: pack.update(effective_from="2027-01-01", number=2)))
    register(policy_session, shipped)
    register(policy_session, later)
    assert current(policy_session, date(2026, 12, 31)).version_id == shipped.version_id
    assert current(policy_session, date(2027, 1, 1)).version_id == later.version_id


def test_of_two_versions_of_one_day_the_last_registered_counts(policy_session, shipped, changed_pack):
    corrected = load(changed_pack(lambda texts: texts["sections"].update(term="Length"), "texts/en.yaml"))
    with clock.frozen(datetime(2026, 1, 1, tzinfo=UTC)):
        register(policy_session, shipped)
    with clock.frozen(datetime(2026, 1, 2, tzinfo=UTC)):
        register(policy_session, corrected)
        assert current(policy_session).version_id == corrected.version_id


def test_without_a_policy_there_is_an_error_and_no_guess(policy_session, shipped):
    with pytest.raises(NoPolicy):
        current(policy_session)
    with pytest.raises(NoPolicy):
        version(policy_session, "nowhere-2024@00000000")
    register(policy_session, shipped)
    with pytest.raises(NoPolicy):
        current(policy_session, date(2024, 5, 13))
