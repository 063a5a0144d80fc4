"""A small register with a column of every kind."""

from copy import deepcopy
from typing import Any

KINDS = {
    "name": "text",
    "year": "year",
    "day": "date",
    "money": "amount",
    "number": "number",
    "country": "country",
    "place": "place",
    "state": "code",
    "to": "link",
}
ROWS = (
    ("b", "Beta", "2001", "2001-12", "CAD 31800050", "8.5", "IT", "Milan", "open", "agreement:milan"),
    ("a", {"en": "Älpha", "fr": "Alpha"}, "1986", "1986-05-01", "EUR -100", "10", "FR", None, "open shut", None),
    ("c", "=gamma", None, None, None, None, None, None, None, "https://example.org/x register:other"),
)


def column(key: str, kind: str) -> dict[str, Any]:
    stated: dict[str, Any] = {
        "key": key,
        "kind": kind,
        "texts": {"en": {"label": key.title()}, "fr": {"label": f"{key.title()} (fr)"}},
    }
    if kind == "code":
        stated["codes"] = {"open": {"en": "Open", "fr": "Ouvert"}, "shut": {"en": "Shut", "fr": "Fermé"}}
    return stated


def register(slug: str = "tables", **changes: Any) -> dict[str, Any]:
    """A body without fault; changes replace whole parts."""
    body: dict[str, Any] = {
        "schema": "register/1",
        "id": f"id-of-{slug}",
        "slug": slug,
        "source_language": "en",
        "languages": ["en", "fr"],
        "edition": "2001",
        "texts": {
            "en": {"title": "Tables", "summary": "What is told."},
            "fr": {"title": "Tableaux", "summary": "Dit."},
        },
        "columns": [column(key, kind) for key, kind in KINDS.items()],
        "rows": [
            {
                "id": row[0],
                "values": dict(zip(KINDS, row[1:], strict=True)),
                "sources": [{"document": "Report", "section": "Table 1"}, {"document": "Paper", "section": None}],
            }
            for row in ROWS
        ],
    }
    return deepcopy({**body, **changes})
