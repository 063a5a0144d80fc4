"""The status in the index, against the status of each body, day by day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.agreements.status import status_on
from content.search.fallback import scan
from content.search.following import step
from content.search.query import parse
from content.search.whoosh import WhooshEngine

from .conftest import LANGUAGES
from .memory_record import Record, agreement

TODAY = date(2026, 11, 22)
STARTS = (None, "1991", "2026-11-22", "2026-11-23", "2027")
ENDS = (None, "2020", "2026-11-21", "2026-11-22", "2026-11", "2027-05-22", "2027-05-23", "2040-06")
STATES = ("historical", "concluded", "terminated", "outside")


def body(key: str, state: str, start: str | None = None, end: str | None = None) -> dict[str, Any]:
    term = {"start": start, "end": end, "months": None}
    return agreement(key, {"en": {"title": f"Agreement {key}"}}, state=state, term=term)


BODIES = [
    *(body(f"{start}-{end}", "executed", start, end) for start in STARTS for end in ENDS),
    *(body(state, state, "1991", "2040") for state in STATES),
    body("grandfathered", "grandfathered", None, "2040"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    folder: Path = tmp_path_factory.mktemp("index")
    engine, record = WhooshEngine(folder, LANGUAGES), Record(*BODIES)
    while step(record, engine):
        pass
    yield engine
    engine.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.integers(-1000, 6000), language=st.sampled_from(LANGUAGES))
def test_p8_every_agreement_has_the_status_of_its_page(engine: WhooshEngine, days: int, language: str) -> None:
    day = TODAY + timedelta(days=days)
    results = engine.search(parse("agreement"), language, facets=("status",), today=day)
    assert results.counts["status"] == Counter(status_on(found, day).code for found in BODIES)


@pytest.mark.parametrize("status", ["active", "expiring", "upcoming", "end-not-recorded", "expired", *STATES])
def test_p8_a_search_narrows_by_status(engine: WhooshEngine, status: str) -> None:
    asked = {"filters": {"status": [status]}, "today": TODAY, "per_page": 100}
    results = engine.search(parse("agreement"), "en", **asked)
    expected = {found["id"] for found in BODIES if status_on(found, TODAY).code == status}
    assert expected and {hit.item_id for hit in results.hits} == expected
    assert scan(BODIES, parse("agreement"), "en", languages=LANGUAGES, **asked) == results


def test_a_status_that_there_is_not_finds_nothing(engine: WhooshEngine) -> None:
    assert engine.search(parse("agreement"), "en", filters={"status": ["drafting"]}, today=TODAY).total == 0


def test_midnight_moves_what_ends_that_day(engine: WhooshEngine) -> None:
    query = parse('"agreement 1991 2026 11 22"')
    statuses = [
        engine.search(query, "en", facets=("status",), today=day).counts["status"]
        for day in (TODAY, TODAY + timedelta(days=1), TODAY)
    ]
    assert statuses == [{"expiring": 1}, {"expired": 1}, {"expiring": 1}]


def test_a_removed_agreement_has_no_status(tmp_path: Path) -> None:
    engine, record = WhooshEngine(tmp_path / "index", LANGUAGES), Record(*BODIES[:4])
    step(record, engine)
    record.withdraw(BODIES[0]["id"])
    step(record, engine)
    counts = engine.search(parse("agreement"), "en", facets=("status",), today=TODAY).counts["status"]
    engine.close()
    assert counts == Counter(status_on(found, TODAY).code for found in BODIES[1:4])
