"""The table of elements: one row, one objective, milestone, activity or outcome."""

import json

import pytest

from content.permissions import Role
from tests.content.exchange.factories import OPERATOR, ROW, agreement_of, faults_of, stored, take_in

GOAL = {"agreement": "bergen", "kind": "objective", "key": "o1", "goal": "ipf-2", "title_en": "More trade"}
STEP = {"agreement": "bergen", "kind": "milestone", "key": "m1", "due": "2026-03", "title_en": "Desk opened"}
ACT = {"agreement": "bergen", "kind": "activity", "key": "a1", "project": "yes", "title_en": "Heat survey"}
GAIN = {"agreement": "bergen", "kind": "outcome", "key": "u1", "objective": "o1", "value": "9", "title_en": "Nine sell"}
ALL = (GOAL, STEP, ACT, GAIN)


def facts(session, key):
    element = next(e for e in agreement_of(session, "bergen").elements if e.key == key)
    return {name: value for name, value in element.facts.items() if value not in (None, [], False)}


def test_elements_come_with_their_agreement(session, store):
    assert take_in(session, store, ROW, elements=ALL).faults == []
    assert [facts(session, key) for key in ("o1", "m1", "a1", "u1")] == [
        {"goal": "ipf-2"},
        {"type": "delivery", "status": "scheduled", "due": "2026-03"},
        {"kind": "other", "status": "planned", "project": True},
        {"objective": "o1", "value": "9"},
    ]


def test_the_same_elements_change_nothing(session, store):
    take_in(session, store, ROW, elements=ALL)
    before = stored(session)
    assert (take_in(session, store, ROW, elements=ALL).unchanged, stored(session)) == (["bergen"], before)


def test_an_element_may_come_without_the_row_of_its_agreement(session, store):
    take_in(session, store, ROW, elements=ALL)
    report = take_in(session, store, {**ROW, "key": "oslo"}, elements=[{**GOAL, "title_fr": "Plus d’échanges"}])
    element = agreement_of(session, "bergen").of_kind("objective")[0]
    assert (report.created, report.changed, element.texts["fr"]) == (["oslo"], ["bergen"], {"title": "Plus d’échanges"})


def test_what_is_not_in_the_table_stays(session, store):
    take_in(session, store, ROW, elements=ALL)
    take_in(session, store, ROW, elements=[{**GAIN, "value": "10"}])
    keys = {element.key for element in agreement_of(session, "bergen").elements}
    assert (keys, facts(session, "u1")["value"]) == ({"o1", "m1", "a1", "u1"}, "10")


def test_a_row_without_a_key_is_a_new_element(session, store):
    take_in(session, store, ROW, elements=ALL)
    take_in(session, store, ROW, elements=[{**STEP, "key": "", "title_en": "Second"}])
    assert sorted(e.key for e in agreement_of(session, "bergen").of_kind("milestone")) == ["m1", "m2"]


def test_a_period_and_lists_and_words_are_put_where_they_belong(session, store):
    row = {**GAIN, "period_start": "2025", "period_end": "2026-06", "sources": "Report | p. 3", "narrative_fr": "Neuf."}
    act = {**ACT, "implementers": "A; B\\; C", "goals": "ipf-1; ipf-2", "activity_kind": "trade", "mode": "virtual"}
    assert take_in(session, store, ROW, elements=[GOAL, row, act]).faults == []
    assert facts(session, "u1")["period"] == {"start": "2025", "end": "2026-06"}
    assert facts(session, "u1")["sources"] == [{"document": "Report", "section": "p. 3"}]
    assert (facts(session, "a1")["implementers"], facts(session, "a1")["goals"]) == (["A", "B; C"], ["ipf-1", "ipf-2"])


def test_d3_the_first_due_date_is_kept_when_it_moves(session, store):
    take_in(session, store, ROW, elements=[STEP])
    take_in(session, store, ROW, elements=[{**STEP, "due": "2026-09"}])
    assert (facts(session, "m1")["due"], facts(session, "m1")["original_due"]) == ("2026-09", "2026-03")


@pytest.mark.parametrize(
    ("row", "change", "column", "message"),
    [
        (GOAL, {"agreement": "oslo"}, "agreement", "There is no agreement with this key."),
        (GOAL, {"kind": "wish"}, "kind", "This is none of: objective, milestone, activity or outcome."),
        (GOAL, {"title_en": ""}, "title_en", "The element needs a title."),
        (GOAL, {"title_en": "x" * 301}, "title_en", "Use at most 300 characters."),
        (GOAL, {"title_en": "a\0"}, "title_en", "The cell holds a character that cannot be stored."),
        (GOAL, {"mode": "virtual"}, "mode", "An element of this kind has no such column."),
        (GOAL, {"goal": "ipf-99"}, "goal", None),
        (GOAL, {"ends_on": "soon"}, "ends_on", "Enter a real date, like 2026, 2026-03 or 2026-03-31."),
        (GOAL, {"indicators": "[{}]"}, "indicators", "This is not as an export writes it, here: 1.id."),
        (STEP, {"status": "met"}, "status", "A milestone is met on a day and with evidence."),
        (STEP, {"status": "not_met"}, "status", "Say in the note why the milestone stands like this."),
        (STEP, {"evidence": "d9"}, "evidence", "The agreement has no such document."),
        (ACT, {"status": "met"}, "status", "This is none of: cancelled, done, planned or under way."),
        (ACT, {"goals": "ipf-1; ipf-99"}, "goals", None),
        (ACT, {"start": "2026", "end": "2025-12"}, "end", "The end lies before the start."),
        (GAIN, {"period_start": "2026", "period_end": "2025"}, "period_end", "The end lies before the start."),
        (GAIN, {"objective": "o9"}, "objective", "The agreement has no such objective."),
    ],
)
def test_a_fault_is_told_at_its_cell(session, store, row, change, column, message):
    before = stored(session)
    report = take_in(session, store, ROW, elements=[{**row, "objective": "", **change}])
    found = [(fault.table, fault.row, fault.column, fault.message) for fault in report.faults]
    assert [fault for fault in found if fault[2] == column] == [("elements", 2, column, message or found[0][3])]
    assert stored(session) == before


def test_a_key_stands_once_and_for_one_kind(session, store):
    report = take_in(session, store, ROW, elements=[GOAL, GOAL])
    assert faults_of(report) == [(3, "key", "Row 2 has the same key.")]
    take_in(session, store, ROW, elements=[GOAL])
    report = take_in(session, store, ROW, elements=[{**STEP, "key": "o1"}])
    assert faults_of(report) == [(2, "key", "Another kind of element has this key.")]


def test_translations_ask_for_the_permission_to_translate(session, store, people):
    row = {**GOAL, "title_fr": "Plus"}
    report = take_in(session, store, ROW, elements=[row], by=people[Role.PROTOCOL_OFFICER])
    assert faults_of(report) == [(2, "title_fr", "Your roles do not allow to change translations.")]


def test_unknown_columns_of_elements_are_told(session, store):
    report = take_in(session, store, ROW, elements=[{**GOAL, "titel": "x"}])
    assert [(f.table, f.row, f.column, f.message) for f in report.faults] == [
        ("elements", 1, "titel", "There is no such column.")
    ]


def test_what_is_stored_is_not_judged_again(session, store):
    take_in(session, store, ROW, elements=[GOAL])
    element = agreement_of(session, "bergen").of_kind("objective")[0]
    element.facts = {**element.facts, "goal": "gone-since", "indicators": [{"odd": True}]}
    session.flush()
    row = {**GOAL, "goal": "gone-since", "indicators": json.dumps([{"odd": True}])}
    report = take_in(session, store, ROW, elements=[row], by=OPERATOR)
    assert (report.faults, report.unchanged) == ([], ["bergen"])
