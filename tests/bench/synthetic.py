"""Invented agreements in any number, each different, the same at every run."""

import random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy.orm import Session

from content.record import log
from portal.database import Database

BATCH = 500
COUNTRIES = ("IT", "FR", "JP", "BR", "EC", "UA", "PL", "DE", "CN", "VN", "US", "MX", "IN", "KE", "PT", "ES")
CATEGORIES = ("partnership-city", "international-project", "historical-agreement")
STATES = {"partnership-city": "executed", "international-project": "executed", "historical-agreement": "historical"}
SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ren",
    "tas",
    "vo",
    "del",
    "ur",
    "bim",
    "sa",
    "nor",
    "el",
    "qui",
    "pa",
    "dro",
    "fen",
    "zu",
    "lat",
    "ore",
    "gin",
]
COMMON = [
    "cities",
    "agree",
    "work",
    "together",
    "culture",
    "trade",
    "research",
    "students",
    "water",
    "transit",
    "housing",
    "parks",
    "health",
    "learning",
    "between",
    "economic",
    "development",
    "partners",
    "visit",
    "exchange",
    "festival",
    "programme",
    "staff",
    "municipal",
    "services",
    "report",
    "year",
    "shared",
]


def words(source: random.Random, number: int) -> str:
    """Text of that many words: most of them common, some rare."""
    chosen = [
        source.choice(COMMON) if source.random() < 0.9 else "".join(source.choices(SYLLABLES, k=3))
        for _ in range(number)
    ]
    return " ".join(chosen).capitalize() + "."


def body(number: int) -> dict[str, Any]:
    """The body of one agreement, schema agreement/1, in two languages."""
    source = random.Random(number)
    city = "".join(source.choices(SYLLABLES, k=3)).capitalize()
    category = CATEGORIES[number % 3]
    year = 2000 + number % 27
    goals = sorted(source.sample([f"ipf-{code}" for code in range(1, 8)], 2))
    title = {"en": f"Agreement {number} with {city}", "fr": f"Accord {number} avec {city}"}
    return {
        "schema": "agreement/1",
        "id": str(uuid5(NAMESPACE_URL, f"synthetic-{number}")),
        "slug": f"synthetic-{number}",
        "source_language": "en",
        "languages": ["en", "fr"],
        "outdated": [],
        "fictional": True,
        "legacy": False,
        "needs_alignment": False,
        "category": category,
        "category_labels": {"en": category},
        "category_standing": None,
        "state": STATES[category],
        "parties": [_party(number, city, source)],
        "term": {"start": f"{year}-03-01", "end": f"{year + 5}-02-28", "months": 60},
        "signed_on": f"{year}-02-01",
        "established": {"date": str(year), "not_before": None, "not_after": None, "description": None},
        "lead_division": None,
        "contact": {"unit": "International Office", "email": None},
        "policy_version": None,
        "goals": [{"code": code, "basis": "stated"} for code in goals],
        "goal_labels": {code: {"en": code, "fr": code} for code in goals},
        "texts": {tag: {"title": title[tag], "summary": words(source, 30), "note": words(source, 40)} for tag in title},
        "history": [],
        "objectives": [_objective(place, source) for place in range(1, 4)],
        "milestones": [_milestone(place, year, source) for place in range(1, 6)],
        "activities": [_activity(place, year, source) for place in range(1, 7)],
        "outcomes": [],
        "documents": [],
        "decisions": [],
        "sources": [],
    }


def _party(number: int, city: str, source: random.Random) -> dict[str, Any]:
    return {
        "id": str(uuid5(NAMESPACE_URL, f"party-{number}")),
        "slug": f"party-{number}",
        "role": "counterparty",
        "kind": "municipality",
        "names": {"en": f"City of {city}", "fr": f"Ville de {city}"},
        "place": {"en": city, "fr": city},
        "country": source.choice(COUNTRIES),
        "aliases": [city.upper()],
        "lat": f"{source.randint(-60, 70)}.{source.randint(10, 99)}",
        "lon": f"{source.randint(-179, 179)}.{source.randint(10, 99)}",
        "wikidata": None,
    }


def _texts(source: random.Random, **lengths: int) -> dict[str, dict[str, str]]:
    return {tag: {name: words(source, number) for name, number in lengths.items()} for tag in ("en", "fr")}


def _objective(place: int, source: random.Random) -> dict[str, Any]:
    texts = _texts(source, title=5, specific=15, measurable=12, assignable=8, resourced=8, time_bound=6)
    return {"id": f"o{place}", "goal": None, "ends_on": None, "results_due": None, "indicators": [], "texts": texts}


def _milestone(place: int, year: int, source: random.Random) -> dict[str, Any]:
    due = f"{year + place}-06-30"
    return {
        "id": f"m{place}", "type": "delivery", "due": due, "original_due": due, "met_on": None, "status": "scheduled",
        "owner": None, "evidence": [], "texts": _texts(source, title=6, description=15),
    }  # fmt: skip


def _activity(place: int, year: int, source: random.Random) -> dict[str, Any]:
    return {
        "id": f"a{place}", "kind": "knowledge-exchange", "mode": None, "start": str(year + place % 5), "end": None,
        "place": None, "project": place == 1, "implementers": [], "status": "done", "results": [], "goals": [],
        "texts": _texts(source, title=6, summary=25), "sources": [],
    }  # fmt: skip


def publish(database: Database, first: int, last: int) -> None:
    """Publish the agreements from the first number up to, not including, the last."""
    for start in range(first, last, BATCH):
        with database.writing() as session:
            _publish(session, range(start, min(start + BATCH, last)))


def _publish(session: Session, numbers: range) -> None:
    for number in numbers:
        log.publish(session, kind="agreement", body=body(number), office="city_clerk")
        if number % 50 == 49:
            session.expunge_all()
