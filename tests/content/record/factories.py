"""Bodies of published agreements for tests."""

import uuid
from typing import Any


def agreement_body(**changes: Any) -> dict[str, Any]:
    """A whole body of schema agreement/1 with a fresh id; changes replace top-level keys."""
    body: dict[str, Any] = {
        "schema": "agreement/1",
        "id": str(uuid.uuid4()),
        "slug": f"city-{uuid.uuid4().hex[:8]}",
        "source_language": "en",
        "languages": ["en"],
        "outdated": [],
        "fictional": True,
        "legacy": False,
        "needs_alignment": False,
        "category": "partnership-city",
        "category_labels": {"en": "Partnership City agreement"},
        "category_standing": None,
        "state": "executed",
        "parties": [
            {
                "id": "p1", "slug": "port-almora", "role": "counterparty", "kind": "municipality",
                "names": {"en": "City of Port Almora"}, "place": {"en": "Port Almora"}, "country": "XA",
                "aliases": [], "lat": "-12.50", "lon": "-28.00", "wikidata": None,
            }
        ],
        "term": {"start": "2025-04-01", "end": "2030-03-31", "months": 60},
        "signed_on": "2025-03-14",
        "established": {"date": None, "not_before": None, "not_after": None, "description": None},
        "lead_division": None,
        "contact": None,
        "policy_version": None,
        "goals": [{"code": "ipf-2", "basis": "stated"}],
        "goal_labels": {"ipf-2": {"en": "A competitor"}},
        "texts": {"en": {"title": "Agreement with Port Almora", "summary": "An invented agreement."}},
        "history": [],
        "objectives": [],
        "milestones": [],
        "activities": [],
        "outcomes": [],
        "documents": [],
        "decisions": [],
        "sources": [],
    }  # fmt: skip
    return {**body, **changes}
