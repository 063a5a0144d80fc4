"""Designations and standing in: with dates, a paper and a history."""

from datetime import date

import pytest

from content import history
from content.authority.operations import act_for, designate, end_early
from content.authority.queries import actings, designations, holding_on
from content.permissions import Role
from content.workflow import NotAllowed, Refused

FIRST, LAST = date(2026, 1, 10), date(2026, 1, 20)


@pytest.fixture
def stand_in(session, people):
    """Let the approver stand in for the division's reviewer."""

    def make(by=Role.ADMINISTRATOR, **changes):
        values = {
            "person": people[Role.APPROVER], "absent": people[Role.DIVISION_REVIEWER], "starts_on": FIRST,
            "ends_on": LAST, "instrument": "Memo 3",
        }  # fmt: skip
        return act_for(session, **{**values, **changes}, by=people[by])

    return make


@pytest.mark.parametrize(("day", "holds"), [(9, False), (10, True), (20, True), (21, False)])
def test_t17_whoever_stands_in_holds_the_office_and_its_division_for_its_days(session, people, stand_in, day, holds):
    acting = stand_in()
    person, day = people[Role.APPROVER], date(2026, 1, day)
    found = holding_on(session, office="edc", person=person, day=day)
    expected = ("edc", acting.id, people[Role.DIVISION_REVIEWER].id) if holds else None
    assert (found and (found.division, found.acting_id, found.absent_id)) == expected


def test_t17_a_vacant_office_can_be_stood_in_for(session, people, stand_in):
    stand_in(absent=None, office="division_head", division="parks")
    found = holding_on(session, office="division_head", person=people[Role.APPROVER], day=FIRST)
    assert (found.division, found.absent_id) == ("parks", None)


@pytest.mark.parametrize(
    ("changes", "item"),
    [
        ({"ends_on": date(2026, 1, 9)}, "ends_on"),
        ({"instrument": " "}, "instrument"),
        ({"absent": None}, "office"),
    ],
)
def test_t17_standing_in_needs_days_a_paper_and_an_office(session, stand_in, changes, item):
    with pytest.raises(Refused) as refused:
        stand_in(**changes)
    assert (refused.value.rules, refused.value.items, actings(session)) == (["T17"], [item], [])


def test_t17_nobody_stands_in_for_themselves(people, stand_in):
    with pytest.raises(Refused) as refused:
        stand_in(absent=people[Role.APPROVER])
    assert refused.value.items == ["absent"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_the_administrator_names_people(session, people, stand_in, role):
    with pytest.raises(NotAllowed):
        stand_in(by=role)
    with pytest.raises(NotAllowed):
        designate(
            session, office="mayor_designate", person=people[role], starts_on=FIRST, ends_on=None,
            instrument="Letter 12", by=people[role],
        )  # fmt: skip


def test_t17_a_standing_in_ends_sooner(session, people, stand_in):
    acting, by = stand_in(), people[Role.ADMINISTRATOR]
    end_early(session, acting, date(2026, 1, 12), by=by)
    assert holding_on(session, office="edc", person=people[Role.APPROVER], day=date(2026, 1, 13)) is None
    events = [entry.event for entry in history.of(session, "person", people[Role.APPROVER].id)]
    assert events[-2:] == ["acting", "authority_ended"]
    for day in (date(2026, 1, 9), date(2026, 1, 13)):
        with pytest.raises(Refused):
            end_early(session, acting, day, by=by)


def test_r061_a_designation_without_end_can_be_ended(session, people):
    by = people[Role.ADMINISTRATOR]
    row = designate(
        session, office="mayor_designate", person=people[Role.CLERK], starts_on=FIRST, ends_on=None,
        instrument="Letter 12", by=by,
    )  # fmt: skip
    end_early(session, row, LAST, by=by)
    assert [(found.person, found.ends_on) for found in designations(session)] == [(people[Role.CLERK], LAST)]
