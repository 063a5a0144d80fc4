"""The demonstration record: complete against its sources, honest about what they lack, and well formed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from content.agreements.status import status_on
from content.dates import first_day, is_partial_date, last_day, latest_end

DATA = Path(__file__).resolve().parents[3] / "content" / "demo" / "data"

ACTIVITIES = {
    "austin-music-alliance": 1,
    "chicago": 6,
    "chongqing": 3,
    "frankfurt": 6,
    "ho-chi-minh-city": 2,
    "kyiv": 3,
    "lisbon": 0,
    "matera": 0,
    "milan": 6,
    "quito": 2,
    "rio-de-janeiro": 3,
    "sagamihara": 3,
    "warsaw": 3,
    "pancanada-chamber": 1,
    "state-of-mexico-technical": 1,
    "medellin-technical": 1,
    "soyapango-technical": 1,
    "tallinn-technical": 1,
    "sao-paulo-technical": 1,
}
"""Forty-four activities of seventeen agreements; the others have none."""

CURRENT = {
    *("chicago", "chongqing", "frankfurt", "ho-chi-minh-city", "kyiv", "milan", "quito", "rio-de-janeiro"),
    *("sagamihara", "warsaw"),
}
PROJECTS = {"lisbon", "matera"}
HISTORICAL = {
    *("dubai-investment-agency", "comce-noreste", "dunedin", "ficci", "hong-kong-chamber", "hong-kong-tdc"),
    *("invest-sao-paulo", "jaffna", "mexico-city", "pancanada-chamber", "portugal", "shenzhen", "maharashtra"),
    *("thrace-agency", "uruguay-xxi", "wuxi"),
}
LIST_OF_2001 = {
    *("tianjin", "merignac", "haifa", "amsterdam", "cankaya-ankara", "indianapolis", "shenyang", "xiamen", "florina"),
    *("thessaloniki", "tripolis", "l-aquila", "cassino", "terracina", "tatsunokuchi", "skopje", "wroclaw", "volgograd"),
}
TECHNICAL = {
    f"{place}-technical"
    for place in (
        *("middlesex", "nanjing", "medellin", "state-of-mexico", "lima", "istanbul", "tallinn", "riga", "vilnius"),
        *("cape-town", "soyapango", "sao-paulo"),
    )
}
UNCONFIRMED = LIST_OF_2001 | TECHNICAL
CATEGORIES = {
    **dict.fromkeys(CURRENT, "partnership-city"),
    **dict.fromkeys(PROJECTS, "international-project"),
    "austin-music-alliance": "outside-iap",
    **dict.fromkeys(HISTORICAL, "historical-agreement"),
    **dict.fromkeys(UNCONFIRMED, "not-confirmed"),
}
STATES = {
    "partnership-city": "grandfathered",
    "international-project": "grandfathered",
    "outside-iap": "outside",
    "historical-agreement": "historical",
    "not-confirmed": "unconfirmed",
}
KNOWN_ENDS = {
    "middlesex-technical": "1998",
    "state-of-mexico-technical": "1997",
    "tallinn-technical": "1999",
    "riga-technical": "1999",
    "vilnius-technical": "1999",
}
"""The only ends that a source states."""
GOALS = {f"ipf-{number}" for number in range(1, 8)} | {
    "iap-economic",
    "iap-cultural",
    "iap-tourism",
    "iap-cross-cultural",
}
KINDS = {
    "inbound-mission",
    "outbound-mission",
    "virtual-mission",
    "trade",
    "knowledge-exchange",
    "joint-project",
    "recognition",
    "flag-raising",
    "cultural-exchange",
    "event",
    "agreement-signing",
    "award",
    "other",
}
KEYS = {
    *("slug", "source_language", "languages", "fictional", "legacy", "needs_alignment", "category"),
    *("category_standing", "state", "parties", "term", "signed_on", "established", "lead_division"),
    *("contact", "policy_version", "goals", "texts", "history", "objectives", "milestones"),
    *("activities", "outcomes", "documents", "decisions", "sources"),
}
DATES = {"start", "end", "date", "not_before", "not_after", "signed_on", "ends_on", "results_due"} | {
    *("due", "original_due", "met_on", "on"),
}
LISTS_OF_ITEMS = ("objectives", "milestones", "activities", "outcomes", "documents", "decisions")
SUPERLATIVES = ("oldest", "largest", "biggest", "longest-standing", "most important", "le plus ancien")

RECORDS: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted((DATA / "agreements").glob("*.yaml"))
}
REAL = {slug: record for slug, record in RECORDS.items() if slug != "port-almora"}

each = pytest.mark.parametrize("slug", RECORDS)
each_real = pytest.mark.parametrize("slug", REAL)


@pytest.fixture
def almora() -> dict[str, Any]:
    return RECORDS["port-almora"]


def values(node: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf with the name of the field that holds it."""
    if isinstance(node, dict):
        for name, child in node.items():
            yield from values(child, name)
    elif isinstance(node, list):
        for child in node:
            yield from values(child, key)
    else:
        yield key, node


def text_blocks(node: Any) -> Iterator[dict[str, Any]]:
    """Every block of wording by language."""
    if isinstance(node, dict):
        for name, child in node.items():
            if name in {"texts", "measure"}:
                yield child
            else:
                yield from text_blocks(child)
    elif isinstance(node, list):
        for child in node:
            yield from text_blocks(child)


def test_there_are_fifty_nine_real_records_and_one_invented():
    assert sorted(RECORDS) == sorted([*CATEGORIES, "port-almora"])
    assert (len(RECORDS), len(REAL)) == (60, 59)


def test_d7_the_records_of_each_category_are_as_many_as_the_sources_have():
    counts = {code: sum(record["category"] == code for record in REAL.values()) for code in STATES}
    assert counts == {
        "partnership-city": 10,
        "international-project": 2,
        "outside-iap": 1,
        "historical-agreement": 16,
        "not-confirmed": 30,
    }
    assert (len(LIST_OF_2001), len(TECHNICAL)) == (18, 12)


def test_forty_four_activities_are_told():
    assert sum(len(record["activities"]) for record in REAL.values()) == sum(ACTIVITIES.values()) == 44


@each
def test_the_file_is_named_by_its_slug_and_has_every_part_of_a_body(slug):
    assert RECORDS[slug]["slug"] == slug
    assert set(RECORDS[slug]) == KEYS


@each
def test_no_value_is_a_float_or_a_date_object(slug):
    """Canonical JSON takes text, whole numbers, true, false and null."""
    kinds = {type(value) for _, value in values(RECORDS[slug])}
    assert kinds - {str, int, bool, type(None)} == set()


@each
def test_only_the_length_of_the_term_is_a_number(slug):
    numbers = {key for key, value in values(RECORDS[slug]) if type(value) is int}
    assert numbers - {"months"} == set()


@each
def test_every_date_keeps_a_valid_precision(slug):
    wrong = [
        (key, value)
        for key, value in values(RECORDS[slug])
        if key in DATES and value is not None and not is_partial_date(value)
    ]
    assert wrong == []


@each
def test_titles_and_summaries_are_written_in_both_languages(slug):
    english, french = RECORDS[slug]["texts"]["en"], RECORDS[slug]["texts"]["fr"]
    assert all(block[field].strip() for block in (english, french) for field in ("title", "summary"))
    assert english["title"] != french["title"]
    assert english["summary"] != french["summary"]


@each
def test_every_wording_covers_the_languages_of_its_record_with_the_same_fields(slug):
    record = RECORDS[slug]
    for block in text_blocks(record):
        assert list(block) == record["languages"]
        fields = {tuple(text) if isinstance(text, dict) else None for text in block.values()}
        assert len(fields) == 1


@each
def test_every_item_has_its_own_id(slug):
    for name in LISTS_OF_ITEMS:
        ids = [item["id"] for item in RECORDS[slug][name]]
        assert len(ids) == len(set(ids))


@each
def test_goals_and_activity_kinds_are_known_codes(slug):
    record = RECORDS[slug]
    codes = {goal["code"] for goal in record["goals"]}
    codes |= {code for activity in record["activities"] for code in activity["goals"]}
    codes |= {objective["goal"] for objective in record["objectives"]} - {None}
    assert codes - GOALS == set()
    assert {activity["kind"] for activity in record["activities"]} - KINDS == set()
    assert {goal["basis"] for goal in record["goals"]} - {"stated", "category-level", "curator"} == set()


@each
def test_every_activity_has_a_state_and_a_source(slug):
    for activity in RECORDS[slug]["activities"]:
        assert activity["status"] in {"planned", "under way", "done", "cancelled"}
        assert activity["sources"] != []


@each
def test_c17_no_superlative_is_printed(slug):
    text = " ".join(value.casefold() for _, value in values(RECORDS[slug]) if isinstance(value, str))
    assert [word for word in SUPERLATIVES if word in text] == []


@each_real
def test_a_real_record_carries_nothing_that_the_sources_lack(slug):
    record = REAL[slug]
    invented = {name: record[name] for name in ("objectives", "milestones", "outcomes", "documents")}
    assert invented == {"objectives": [], "milestones": [], "outcomes": [], "documents": []}
    unknown = ("signed_on", "lead_division", "contact", "policy_version")
    assert [record[name] for name in unknown] == [None] * 4
    assert (record["term"]["end"], record["term"]["months"]) == (KNOWN_ENDS.get(slug), None)
    assert [activity["project"] for activity in record["activities"]] == [False] * ACTIVITIES.get(slug, 0)


@each_real
def test_every_activity_of_the_sources_is_there(slug):
    assert len(REAL[slug]["activities"]) == ACTIVITIES.get(slug, 0)


@each_real
def test_every_record_stands_in_its_category_and_state(slug):
    record = REAL[slug]
    category = CATEGORIES[slug]
    assert (record["category"], record["state"], record["needs_alignment"]) == (
        category,
        STATES[category],
        STATES[category] == "grandfathered",
    )
    assert (record["legacy"], record["fictional"]) == (True, False)


@pytest.mark.parametrize("slug", sorted(UNCONFIRMED))
def test_what_only_older_documents_name_is_never_active(slug):
    """DESIGN 11: a missing end never reads as active; nor does a year that has passed."""
    record = RECORDS[slug]
    assert {status_on(record, date(year, 1, 1)).code for year in (1990, 2001, 2026)} == {"unconfirmed"}
    newest = record["history"][-1]
    assert (newest["category"], newest["basis"], newest["standing"]) == ("not-listed", "inferred", None)
    assert (record["category_standing"], record["decisions"][0]["date"]) == (
        None,
        "2002-05" if slug in TECHNICAL else "2001-12",
    )


@pytest.mark.parametrize("slug", sorted(LIST_OF_2001 | {"wuxi", "lisbon"}))
def test_the_absence_in_2005_is_marked_as_inferred(slug):
    entries = [row for row in RECORDS[slug]["history"] if row["date"] == "2005"]
    assert [(row["category"], row["basis"]) for row in entries] == [("not-confirmed", "inferred")]


@pytest.mark.parametrize("slug", sorted(HISTORICAL - {"wuxi", "pancanada-chamber"}))
def test_a_memorandum_keeps_the_span_of_its_years(slug):
    record = RECORDS[slug]
    assert (record["established"]["date"], record["established"]["not_before"], record["established"]["not_after"]) == (
        None,
        "2013",
        "2019",
    )
    assert record["term"]["start"] is None


@pytest.mark.parametrize("slug", sorted(HISTORICAL))
def test_r072_a_historical_agreement_tells_that_the_reason_is_not_stated(slug):
    notes = [RECORDS[slug]["texts"][tag]["term_note"] for tag in ("en", "fr")]
    assert ["no longer fitted the criteria" in notes[0], "ne répondaient plus aux critères" in notes[1]] == [True, True]


def test_r072_historical_counterparties_may_be_no_municipalities():
    kinds = {slug: RECORDS[slug]["parties"][0]["kind"] for slug in HISTORICAL}
    municipalities = {slug for slug, kind in kinds.items() if kind == "municipality"}
    assert municipalities == {"dunedin", "jaffna", "mexico-city", "shenzhen", "wuxi"}
    assert (kinds["portugal"], kinds["maharashtra"], kinds["ficci"]) == ("national_gov", "regional_gov", "chamber")


def test_the_two_ties_with_sao_paulo_have_two_partners():
    partners = [RECORDS[slug]["parties"][0]["slug"] for slug in ("sao-paulo-technical", "invest-sao-paulo")]
    assert partners == ["sao-paulo", "invest-sao-paulo"]


@pytest.mark.parametrize("slug", sorted(CURRENT | PROJECTS | HISTORICAL | {"austin-music-alliance"}))
def test_the_category_of_2024_is_a_recommendation_of_staff(slug):
    """C-09: existing relationships are assigned; no source proves the decision."""
    record = REAL[slug]
    assert (record["category"], record["category_standing"]) == (CATEGORIES[slug], "recommended-2024")
    newest = record["history"][-1]
    assert (newest["date"], newest["category"], newest["standing"]) == (
        "2024",
        CATEGORIES[slug],
        "recommended by staff",
    )
    assert (record["legacy"], record["fictional"]) == (True, False)


def test_r017_austin_stays_outside_the_program():
    austin = RECORDS["austin-music-alliance"]
    assert (austin["category"], austin["state"], austin["needs_alignment"]) == ("outside-iap", "outside", False)


def test_c29_lisbon_and_matera_wait_on_the_alignment_list():
    waiting = [(RECORDS[slug]["state"], RECORDS[slug]["needs_alignment"]) for slug in ("lisbon", "matera")]
    assert waiting == [("grandfathered", True), ("grandfathered", True)]


def test_rio_keeps_both_of_its_years():
    assert [entry["date"] for entry in RECORDS["rio-de-janeiro"]["history"]] == ["2005", "2015", "2024"]


def test_c28_other_spellings_of_a_place_are_aliases():
    wanted = {
        "kyiv": "Kiev",
        "sagamihara": "Sagami-hara",
        "chongqing": "重庆",
        "l-aquila": "Aguila",
        "sao-paulo-technical": "Sao Paulo",
        "cankaya-ankara": "Cankaya",
    }
    missing = [name for slug, name in wanted.items() if name not in RECORDS[slug]["parties"][0]["aliases"]]
    assert missing == []


def test_the_estimate_of_the_chongqing_contracts_is_marked():
    results = [result for activity in RECORDS["chongqing"]["activities"] for result in activity["results"]]
    amounts = [(result["value"], result["estimate"]) for result in results if result["unit"] == "CAD"]
    assert amounts == [("50000000", True)]


def test_the_invented_record_says_so_in_every_title(almora):
    assert almora["fictional"] is True
    titles = {language: text["title"].rpartition("(")[2] for language, text in almora["texts"].items()}
    assert titles == {"en": "invented example)", "fr": "exemple fictif)", "ar": "مثال مختلق)"}


def test_r003_the_invented_term_fits_into_five_years(almora):
    term = almora["term"]
    assert last_day(term["end"]) <= latest_end(first_day(term["start"]), term["months"])


def test_the_invented_objectives_are_complete_but_for_one(almora):
    parts = {"specific", "measurable", "assignable", "resourced", "time_bound"}
    gaps = {objective["id"]: sorted(parts - set(objective["texts"]["en"])) for objective in almora["objectives"]}
    assert gaps == {"o1": [], "o2": [], "o3": [], "o4": ["assignable", "measurable", "resourced"]}


def test_the_invented_indicators_show_every_state_of_knowledge(almora):
    indicators = [item for objective in almora["objectives"] for item in objective["indicators"]]
    assert {bool(indicator["baseline"]) for indicator in indicators} == {True, False}
    assert {bool(indicator["measurements"]) for indicator in indicators} == {True, False}


def test_the_invented_milestones_show_every_state(almora):
    milestones = {item["id"]: item for item in almora["milestones"]}
    assert [item["status"] for item in milestones.values()] == [
        *("met", "met", "partially_met", "not_met", "scheduled", "cancelled", "scheduled", "scheduled"),
    ]
    assert milestones["m1"]["met_on"] <= milestones["m1"]["due"]
    assert milestones["m2"]["original_due"] < milestones["m2"]["met_on"] <= milestones["m2"]["due"]
    assert milestones["m5"]["due"] < "2026-11"
    assert [key for key in ("m2", "m3", "m4", "m6") if not milestones[key]["texts"]["en"].get("note")] == []


def test_r007_the_invented_record_has_tangible_projects_and_r009_an_implementer(almora):
    projects = [activity for activity in almora["activities"] if activity["project"]]
    assert [(activity["kind"], len(activity["implementers"])) for activity in projects] == [("joint-project", 1)] * 2
    assert [party["role"] for party in almora["parties"]] == ["counterparty", "implementer"]


def test_the_invented_activities_show_every_status_and_mode(almora):
    activities = almora["activities"]
    assert {item["status"] for item in activities} == {"planned", "under way", "done", "cancelled"}
    assert {item["mode"] for item in activities} == {None, "in-person", "virtual", "hybrid"}


def test_references_inside_the_invented_record_lead_somewhere(almora):
    documents = {document["id"] for document in almora["documents"]}
    objectives = {objective["id"] for objective in almora["objectives"]} | {None}
    assert {item for milestone in almora["milestones"] for item in milestone["evidence"]} - documents == set()
    assert {outcome["objective"] for outcome in almora["outcomes"]} - objectives == set()


def test_the_invented_documents_are_small_pdf_files(almora):
    kinds = [(document["kind"], document["language"]) for document in almora["documents"]]
    assert kinds == [("signed-agreement", "en"), ("signed-agreement", "fr"), ("evidence", "en"), ("report", "en")]
    files = {path.name: path for path in (DATA / "files").iterdir()}
    assert sorted(files) == sorted(document["name"] for document in almora["documents"])
    for path in files.values():
        assert path.read_bytes()[:5] == b"%PDF-"
        assert path.stat().st_size < 20_000


def test_the_invented_record_has_a_decision_and_its_clauses(almora):
    assert [(item["body"], item["outcome"]) for item in almora["decisions"]] == [("council", "adopted")]
    for text in almora["texts"].values():
        assert (bool(text["renewal"]), bool(text["termination"])) == (True, True)
