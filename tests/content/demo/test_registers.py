"""The registers of the demonstration: every row of the sources, in both languages, with its source."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.orm import Session

from content.demo.loading import LOADER, load_registers
from content.record.verification import verify
from content.registers.bodies import SCHEMA, faults_of
from content.registers.publishing import withdraw_register
from content.registers.queries import live_registers

DATA = Path(__file__).resolve().parents[3] / "content" / "demo" / "data"
ROWS = {
    "decisions": 19,
    "networks": 8,
    "other-instruments": 4,
    "programme-activities": 29,
    "programme-figures": 47,
    "prospects": 9,
    "recommendations-2024": 8,
    "technical-exchanges": 12,
    "world-cities": 41,
    "world-city-partners": 118,
}
REGISTERS: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted((DATA / "registers").glob("*.yaml"))
}
AGREEMENTS = {path.stem for path in (DATA / "agreements").glob("*.yaml")}

each = pytest.mark.parametrize("slug", sorted(ROWS))


def cells(slug: str, key: str) -> list[Any]:
    return [row["values"][key] for row in REGISTERS[slug]["rows"]]


def test_every_row_of_the_sources_has_its_place() -> None:
    assert {slug: len(body["rows"]) for slug, body in REGISTERS.items()} == ROWS


@each
def test_the_file_is_a_register_without_fault_and_named_by_its_slug(slug: str) -> None:
    body = REGISTERS[slug]
    assert body["slug"] == slug
    assert faults_of({"schema": SCHEMA, "id": slug, **body}) == []


@each
def test_titles_summaries_and_notes_are_written_in_both_languages(slug: str) -> None:
    english, french = (REGISTERS[slug]["texts"][tag] for tag in ("en", "fr"))
    assert list(english) == list(french)
    assert [name for name in english if english[name] == french[name]] == []


@each
def test_sentences_of_cells_are_written_in_both_languages(slug: str) -> None:
    """A cell in one language alone is a proper name or a reference: never a sentence."""
    single = [
        value
        for column in REGISTERS[slug]["columns"]
        if column["kind"] == "text"
        for value in cells(slug, column["key"])
        if isinstance(value, str)
    ]
    assert [text for text in single if len(text.split()) > 9] == []


@each
def test_every_agreement_that_a_row_points_to_is_in_the_record(slug: str) -> None:
    links = [column["key"] for column in REGISTERS[slug]["columns"] if column["kind"] == "link"]
    named = {name for key in links for value in cells(slug, key) if value for name in value.split(" ")}
    agreements = {name.removeprefix("agreement:") for name in named if name.startswith("agreement:")}
    registers = {name.removeprefix("register:") for name in named if name.startswith("register:")}
    assert (agreements - AGREEMENTS, registers - set(REGISTERS)) == (set(), set())


def test_the_roster_of_2001_has_ten_alpha_ten_beta_and_twenty_one_gamma_cities() -> None:
    assert Counter(cells("world-cities", "class-2001")) == {"alpha": 10, "beta": 10, "gamma": 21}
    assert REGISTERS["world-cities"]["edition"] == "2001"


def test_c10_kyiv_is_in_no_class() -> None:
    assert [row["id"] for row in REGISTERS["world-cities"]["rows"] if row["id"] in ("kyiv", "kiev")] == []


def test_twelve_cities_are_compared_and_toronto_has_twenty_seven_partners() -> None:
    ids = Counter(row["id"].rpartition("-")[0] for row in REGISTERS["world-city-partners"]["rows"])
    assert (len(ids), ids["toronto"], ids["london"]) == (12, 27, 1)


def test_c16_the_exchanges_of_2002_are_told_with_their_states() -> None:
    assert Counter(cells("technical-exchanges", "state")) == {"completed": 9, "active": 1, "dormant": 1, "unclear": 1}
    assert len(set(cells("technical-exchanges", "agreement"))) == 12


def test_c24_a_figure_has_its_scope_and_no_amount_is_added_up() -> None:
    figures = {row["id"]: row["values"] for row in REGISTERS["programme-figures"]["rows"]}
    assert [row for row in figures.values() if row["scope"] is None] == []
    amounts = {key: figures[key]["amount"] for key in ("iap-budget-2024", "trbot-budget-2017", "iap-partnership-each")}
    assert amounts == {
        "iap-budget-2024": "CAD 31800000",
        "trbot-budget-2017": "CAD 90000000",
        "iap-partnership-each": "CAD 4450000",
    }
    assert figures["trbot-budget-fall"]["number"] == "8.5"


def test_no_register_says_that_council_adopted_the_recommendations_of_2024() -> None:
    assert set(cells("recommendations-2024", "adopted")) == {"not-in-sources"}
    assert [value for value in cells("decisions", "date") if value > "2024-05-29"] == []


def test_networks_of_2024_are_the_four_that_the_report_names() -> None:
    members = [row["id"] for row in REGISTERS["networks"]["rows"] if row["values"]["member-2024"] == "yes"]
    assert members == ["metropolis", "uclg", "c40", "glslci"]


def test_loading_twice_adds_nothing_and_what_was_withdrawn_stays_withdrawn(session: Session) -> None:
    assert load_registers(session) == sorted(ROWS)
    card = next(card for card in live_registers(session, "en") if card.item.slug == "prospects")
    withdraw_register(session, card.item.item_id, by=LOADER, reason="Counted wrongly")
    assert load_registers(session) == []
    assert [card.item.slug for card in live_registers(session, "en")] == sorted(set(ROWS) - {"prospects"})
    assert verify(session).faults == []
