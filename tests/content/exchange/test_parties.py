"""Parties in tables: found by key or any spelling, changed where they are, and never by a row that only names them."""

import json

import pytest
from sqlalchemy import func, select

from content.agreements.states import PartyRole
from content.exchange.exporting import export_agreements
from content.exchange.parties import PartyBook
from content.parties.models import Party
from tests.content.exchange.factories import OPERATOR, ROW, agreement_of, faults_of, take_in

OTHER = {**ROW, "key": "bergen-port", "title_en": "Ports"}
COLLEGE = {
    "role": "implementer", "key": None, "kind": "academic", "country": "NO", "names": {"en": "Bergen College"},
    "place": {}, "aliases": [], "lat": None, "lon": None, "wikidata": None,
}  # fmt: skip


def parties(session):
    return session.scalar(select(func.count()).select_from(Party))


@pytest.fixture
def bergen(session, store):
    take_in(session, store, {**ROW, "aliases": "Bjørgvin; Bergen", "lat": "60.39", "wikidata": "Q26793"})
    return agreement_of(session, "bergen").party_rows[0].party


@pytest.mark.parametrize("name", ["City of Bergen", "BERGEN", "bjørgvin"])
def test_a_party_is_found_by_any_spelling(session, store, bergen, name):
    report = take_in(session, store, {**OTHER, "party_name_en": name})
    assert (report.faults, parties(session)) == ([], 1)
    assert agreement_of(session, "bergen-port").party_rows[0].party is bergen


def test_the_same_name_elsewhere_is_another_party(session, store, bergen):
    take_in(session, store, {**OTHER, "party_country": "NL"}, {**OTHER, "key": "b3", "party_kind": "agency"})
    assert (parties(session), agreement_of(session, "b3").party_rows[0].party.slug) == (3, "b3")


def test_a_party_is_named_by_its_key(session, store, bergen):
    row = {**OTHER, "party_key": "bergen", "party_name_en": "", "party_country": ""}
    assert take_in(session, store, row).faults == []
    assert agreement_of(session, "bergen-port").party_rows[0].party is bergen


def test_two_new_rows_make_one_new_party(session, store):
    report = take_in(session, store, ROW, OTHER)
    rows = [agreement_of(session, key).party_rows[0].party for key in ("bergen", "bergen-port")]
    assert (report.faults, parties(session), rows[0] is rows[1]) == ([], 1, True)


def test_a_new_party_has_a_free_key(session, store, bergen):
    take_in(session, store, {**ROW, "key": "oslo", "party_key": "oslo", "party_name_en": "Oslo"})
    take_in(session, store, {**ROW, "key": "hamar", "party_name_en": "Hamar"})
    book = PartyBook.of(session)
    assert (sorted(book.by_key), book._free_key("oslo")) == (["bergen", "hamar", "oslo"], "oslo-2")


def test_the_row_of_a_new_agreement_does_not_change_a_party(session, store, bergen):
    report = take_in(session, store, {**OTHER, "wikidata": "Q1", "aliases": "Bryggen"})
    message = (
        "“City of Bergen” is known otherwise: leave the cell empty, or change the party in a row that has it already."
    )
    assert faults_of(report) == [(2, "aliases", message), (2, "wikidata", message)]


def test_the_row_of_its_agreement_changes_a_party(session, store, bergen):
    report = take_in(
        session, store, {"key": "bergen", "party_name_fr": "Ville de Bergen", "wikidata": "", "lat": "60.40"}
    )
    assert (report.changed, bergen.names, bergen.wikidata, bergen.latitude) == (
        ["bergen"], {"en": "City of Bergen", "fr": "Ville de Bergen"}, None, "60.40",
    )  # fmt: skip


def test_a_party_has_names_in_languages_that_the_site_does_not_speak(session, store, bergen):
    report = take_in(session, store, {"key": "bergen", "party_name_nn": "Bergen", "place_se": "Birgon"})
    assert (report.faults, bergen.names["nn"], bergen.place) == ([], "Bergen", {"se": "Birgon"})
    columns = export_agreements(session, by=OPERATOR).agreements.columns
    assert {"party_name_nn", "place_se"} <= set(columns)
    report = take_in(session, store, {"key": "bergen", "party_name_Norsk": "Bergen"})
    assert faults_of(report) == [(1, "party_name_Norsk", "There is no such column.")]


def test_a_party_can_be_called_otherwise(session, store, bergen):
    take_in(session, store, {"key": "bergen", "party_name_en": "Bergen kommune"})
    assert (bergen.names, parties(session)) == ({"en": "Bergen kommune"}, 1)


def test_rows_agree_about_their_party(session, store, bergen):
    take_in(session, store, OTHER)
    both = [{"key": "bergen", "lat": "60.1"}, {"key": "bergen-port", "lat": "60.2"}]
    assert faults_of(take_in(session, store, *both)) == [(3, "lat", "Row 2 says otherwise about the same party.")]
    both[1]["lat"] = "60.1"
    report = take_in(session, store, *both)
    assert (report.changed, bergen.latitude) == (["bergen", "bergen-port"], "60.1")


def test_another_party_takes_the_place_of_the_first(session, store, bergen):
    row = {"key": "bergen", "party_key": "oslo", "party_name_en": "Oslo", "party_country": "NO"}
    report = take_in(session, store, row)
    rows = agreement_of(session, "bergen").party_rows
    assert (report.faults, [(r.role, r.party.slug) for r in rows]) == ([], [(PartyRole.COUNTERPARTY, "oslo")])
    assert bergen.names == {"en": "City of Bergen"}


def test_the_other_party_is_not_taken_away(session, store, bergen):
    report = take_in(session, store, {"key": "bergen", "party_name_en": ""})
    assert faults_of(report) == [(2, "party_name_en", "The other party cannot be taken away; name another one.")]


def test_further_parties_stand_in_a_cell_of_their_own(session, store):
    cell = json.dumps([COLLEGE])
    assert take_in(session, store, {**ROW, "other_parties": cell}).faults == []
    rows = agreement_of(session, "bergen").party_rows
    assert [(row.role.value, row.party.names["en"]) for row in rows] == [
        ("counterparty", "City of Bergen"), ("implementer", "Bergen College"),
    ]  # fmt: skip
    again = json.dumps([{**COLLEGE, "key": rows[1].party.slug}])
    assert take_in(session, store, {"key": "bergen", "other_parties": again}).unchanged == ["bergen"]
    take_in(session, store, {"key": "bergen", "other_parties": ""})
    assert [row.role.value for row in agreement_of(session, "bergen").party_rows] == ["counterparty"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "club"}, None),
        ({"country": "ZZ"}, "This is no country of ISO 3166-1: use its two letters, like IT."),
        ({"names": {}}, "Name the other party."),
        ({"role": "witness"}, "This is not as an export writes it, here: 1.role."),
    ],
)
def test_further_parties_are_judged(session, store, change, message):
    report = take_in(session, store, {**ROW, "other_parties": json.dumps([{**COLLEGE, **change}])})
    assert [(fault.row, fault.column, fault.message) for fault in report.faults] == [
        (2, "other_parties", message or report.faults[0].message)
    ]


def test_a_party_stands_once_in_a_role(session, store):
    report = take_in(session, store, {**ROW, "other_parties": json.dumps([COLLEGE, COLLEGE])})
    assert faults_of(report) == [(2, "other_parties", "A party stands here twice in the same role.")]
