"""Every fault of a row is told at its cell, in words; what is not changed is never refused."""

import pytest

from content.agreements import operations
from content.agreements.publishing import rename_agreement
from content.exchange.importing import import_agreements
from content.exchange.tables import Table, Tables
from content.languages import speaking
from content.people.actors import House
from content.permissions import Permission, Role
from tests.content.exchange.factories import OPERATOR, ROW, agreement_of, faults_of, stored, table, take_in

DECISION = '{"id":"c1","body":"council","item":null,"date":"2005","outcome":"adopted","url":%s,"texts":{}}'


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("key", "Bergen", "Use small letters, digits and hyphens for the address."),
        ("key", "x" * 81, "Use small letters, digits and hyphens for the address."),
        ("key", "", "This cell must not be empty."),
        ("id", "17", "An id is a UUID as an export writes it; leave it empty for a new agreement."),
        ("category", "", "This cell must not be empty."),
        ("state", "", "This cell must not be empty."),
        ("party_country", "ZZ", "This is no country of ISO 3166-1: use its two letters, like IT."),
        ("party_country", "", "Name the country of the other party."),
        ("party_name_en", "", "Name the other party."),
        ("policy_version", "none@12345678", "No such version of the policy is registered."),
        ("starts_on", "1991-13", "Enter a real date, like 2026, 2026-03 or 2026-03-31."),
        ("ends_on", "1970", "The term must end after it starts."),
        ("months", "0", "Enter a whole number of months, from 1 to 1200."),
        ("months", "sixty", "Enter a whole number."),
        ("legacy", "perhaps", "Enter yes or no."),
        ("lat", "91", "Enter degrees as a decimal number with a point, from -90 to 90."),
        ("wikidata", "490", "Enter the number of a Wikidata item, like Q490."),
        ("contact_email", "nobody", "Enter an email address, like name@example.org."),
        ("goals", "ipf-99 (stated)", "The policy does not know this goal: ipf-99."),
        ("goals", "ipf-2; ipf-2", "A goal stands here twice."),
        ("goals", "ipf-2 (guessed)", "This is none of: stated, category-level or curator."),
        ("title_en", "", "The title in the source language is missing."),
        ("title_en", "x" * 301, "Use at most 300 characters."),
        ("title_en", "a\0b", "The cell holds a character that cannot be stored."),
        ("lead_division", "x" * 301, "Use at most 300 characters."),
        ("summary_en", "x" * 200_001, "Use at most 200000 characters."),
        ("text_state_en", "published", "This is none of: draft, outdated or ready."),
        ("sources", '[{"document":"Report"}]', "This is not as an export writes it, here: 1.section."),
        ("sources", "[", "This is not the JSON that an export writes; numbers with a point stand in quotes."),
        ("classifications", "{}", "This is not the JSON that an export writes; numbers with a point stand in quotes."),
        ("other_parties", "[1]", "This is not as an export writes it, here: 1."),
        ("documents", "scan.pdf", "The file “scan.pdf” is not in the folder of documents."),
    ],
)
def test_a_fault_is_told_at_its_cell(session, store, column, value, message):
    before = stored(session)
    report = take_in(session, store, {**ROW, "key": "oslo"}, {**ROW, column: value})
    found = [(fault.row, fault.message) for fault in report.in_order() if fault.column == column]
    assert found == [(3, message)]
    assert stored(session) == before


def test_codes_are_told_with_their_list(session, store):
    report = take_in(session, store, {**ROW, "category": "nope", "state": "drafting", "source_language": "xx"})
    columns = [fault.column for fault in report.in_order()]
    assert columns == ["category", "source_language", "state", "title_xx"]


def test_an_address_of_the_web_that_runs_something_is_refused(session, store):
    good, bad = (f"[{DECISION % address}]" for address in ('"https://city.example/1"', '"javascript:alert(1)"'))
    report = take_in(session, store, {**ROW, "decisions": bad})
    assert faults_of(report) == [(2, "decisions", "This is not as an export writes it, here: 1.url.")]
    assert take_in(session, store, {**ROW, "decisions": good}).faults == []


def test_a_history_category_that_the_policy_does_not_know_is_told(session, store):
    row = '[{"date":"1991","not_before":null,"not_after":null,"category":"%s","basis":"stated","standing":null,"sources":[]}]'
    report = take_in(session, store, {**ROW, "classifications": row % "pen-friends"})
    assert faults_of(report) == [(2, "classifications", "The policy does not know this category: pen-friends.")]
    assert take_in(session, store, {**ROW, "classifications": row % "twinning"}).faults == []


def test_faults_of_all_rows_are_told_at_once_in_order(session, store):
    report = take_in(session, store, {**ROW, "months": "x", "lat": "y"}, {**ROW, "key": "oslo", "months": "z"})
    assert [(fault.row, fault.column) for fault in report.in_order()] == [(2, "months"), (2, "lat"), (3, "months")]


def test_faults_speak_the_language_of_the_reader(session, store):
    with speaking("fr"):
        report = take_in(session, store, {**ROW, "starts_on": "1991-13"})
    assert [fault.message for fault in report.faults] != ["Enter a real date, like 2026, 2026-03 or 2026-03-31."]


def test_a_key_stands_in_one_row(session, store):
    report = take_in(session, store, ROW, {**ROW, "title_en": "Again"})
    assert faults_of(report) == [(3, "key", "Row 2 has the same key.")]


def head_faults(session, store, *columns):
    report = import_agreements(
        session, Tables(Table("agreements", list(columns)), table([], "elements")), by=OPERATOR, store=store
    )
    return faults_of(report)


def test_unknown_double_and_missing_columns_are_told(session, store):
    assert head_faults(session, store, "title_en", "title_en", "titel") == [
        (1, "title_en", "This column stands here twice."),
        (1, "titel", "There is no such column."),
        (1, "key", "This column is missing."),
    ]


def test_new_agreements_need_category_and_state(session, store):
    report = take_in(session, store, {name: ROW[name] for name in ROW if name not in ("category", "state")})
    assert faults_of(report) == [
        (1, "category", "This column is missing; new agreements need it."),
        (1, "state", "This column is missing; new agreements need it."),
    ]


def test_p12_an_address_that_was_used_before_is_refused(session, store):
    take_in(session, store, ROW, publish=True)
    rename_agreement(session, agreement_of(session, "bergen"), "bjorgvin", by=OPERATOR, reason="Its old name")
    report = take_in(session, store, ROW)
    assert faults_of(report) == [(2, "key", "This address belongs, or belonged, to another item.")]


def test_p12_another_key_with_the_id_of_an_agreement_is_no_renaming(session, store):
    take_in(session, store, ROW)
    item_id = agreement_of(session, "bergen").item_id
    report = take_in(session, store, {**ROW, "key": "bjorgvin", "id": item_id})
    assert faults_of(report) == [
        (2, "key", "This agreement has the address “bergen”; another one is given by renaming.")
    ]


def test_an_agreement_keeps_its_id(session, store):
    take_in(session, store, ROW)
    report = take_in(session, store, {**ROW, "id": "00000000-0000-4000-8000-000000000000"})
    assert [(fault.row, fault.column) for fault in report.in_order()] == [(2, "id"), (2, "id")]


def test_an_id_of_the_record_is_not_given_twice(session, store):
    take_in(session, store, ROW, publish=True)
    agreement = agreement_of(session, "bergen")
    item_id = agreement.item_id
    agreement.item_id = "11111111-1111-4111-8111-111111111111"
    session.flush()
    report = take_in(session, store, {**ROW, "key": "oslo", "id": item_id})
    assert faults_of(report) == [(2, "id", "This id belongs to another item of the record.")]


def test_c01_only_a_legacy_record_may_be_longer_than_the_rules_allow(session, store):
    long = {**ROW, "starts_on": "1991-01-01", "ends_on": "2001-01-01", "months": "120"}
    report = take_in(session, store, {**long, "legacy": "no"})
    assert faults_of(report) == [
        (2, "months", "The term may last 60 months at most."),
        (2, "ends_on", "The term may last 60 months at most."),
    ]
    assert take_in(session, store, long).faults == []


def test_r003_an_imported_executed_agreement_has_its_days(session, store):
    executed = {**ROW, "state": "executed", "legacy": "no", "starts_on": "2025", "ends_on": ""}
    report = take_in(session, store, executed)
    message = "An executed agreement has this date, to the day."
    assert faults_of(report) == [(2, name, message) for name in ("signed_on", "starts_on", "ends_on")]
    lawful = {**executed, "signed_on": "2025-03-14", "starts_on": "2025-04-01", "ends_on": "2030-04-01"}
    assert take_in(session, store, lawful).faults == []
    assert agreement_of(session, "bergen").policy_version is not None


def test_only_who_may_execute_imports_an_executed_agreement(session, store, people):
    executed = {**ROW, "state": "executed", "signed_on": "2025-03-14", "starts_on": "2025-04-01", "ends_on": "2026"}
    report = take_in(session, store, executed, by=people[Role.EDITOR])
    assert [(fault.row, fault.column) for fault in report.faults] == [(2, "state")]


@pytest.mark.parametrize(
    ("column", "value"),
    [("state", "concluded"), ("legacy", "no"), ("source_language", "fr"), ("policy_version", "x@1")],
)
def test_what_is_given_once_is_not_changed_by_importing(session, store, column, value):
    take_in(session, store, ROW)
    report = take_in(session, store, {**ROW, "title_fr": "Accord", "summary_fr": "Ancien.", column: value})
    message = "This is given when an agreement is made, and not changed by importing."
    assert faults_of(report) == [(2, column, message)]


def test_r065_what_was_signed_is_not_changed_by_importing(session, store, executed):
    before = stored(session)
    report = take_in(session, store, {"key": executed.slug, "ends_on": "2029", "category": "international-project"})
    message = "The term, category and parties of an approved text cannot be changed by importing."
    assert faults_of(report) == [(2, "ends_on", message), (2, "category", message)]
    assert stored(session) == before


def test_translations_ask_for_the_permission_to_translate(session, store, people):
    row = {**ROW, "title_fr": "Accord", "summary_fr": "Ancien."}
    report = take_in(session, store, row, by=people[Role.PROTOCOL_OFFICER])
    message = "Your roles do not allow to change translations."
    assert faults_of(report) == [(2, "title_fr", message), (2, "summary_fr", message)]
    assert take_in(session, store, ROW, by=people[Role.PROTOCOL_OFFICER]).faults == []
    assert take_in(session, store, row, by=people[Role.EDITOR]).faults == []


def test_words_that_are_ready_have_title_and_summary(session, store):
    report = take_in(session, store, {**ROW, "summary_en": "", "text_state_en": "ready"})
    assert faults_of(report) == [(2, "summary_en", "Title and summary are needed before the words are ready.")]
    take_in(session, store, ROW)
    report = take_in(session, store, {"key": "bergen", "summary_en": ""})
    assert faults_of(report) == [(2, "summary_en", "Title and summary are needed before the words are ready.")]


def test_words_of_a_language_have_their_title(session, store):
    report = take_in(session, store, {**ROW, "summary_fr": "Un résumé"})
    assert faults_of(report) == [(2, "title_fr", "The words of a language need their title.")]
    take_in(session, store, ROW)
    report = take_in(session, store, {"key": "bergen", "title_en": ""})
    assert faults_of(report) == [(2, "title_en", "The words of a language need their title.")]


def test_an_address_for_mail_needs_its_unit(session, store):
    report = take_in(session, store, {**ROW, "contact_email": "desk@city.example"})
    assert faults_of(report) == [(2, "contact_unit", "Name the unit that answers at this address.")]


def test_what_is_stored_is_not_judged_again(session, store, people):
    """A draft as the portal itself allows it comes back without a fault."""
    take_in(session, store, {**ROW, "summary_en": ""})
    agreement = agreement_of(session, "bergen")
    agreement.goals = [{"code": "gone-since", "basis": "stated"}]
    agreement.lead_division = "x" * 999
    operations.touch(session, agreement, "facts_edited", OPERATOR, {})
    report = take_in(session, store, {"key": "bergen", "goals": "gone-since (stated)", "lead_division": "x" * 999})
    assert (report.faults, report.unchanged) == ([], ["bergen"])


def test_the_house_may_do_what_a_person_may_not():
    assert House("x").can(Permission.AGREEMENT_EXECUTE)
