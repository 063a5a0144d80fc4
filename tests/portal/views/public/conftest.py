"""Small published agreements, and a counter of the queries that a request makes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from content.record import log
from content.record.models import RecordEntry
from portal.database import Database

EMPTY = {
    "schema": "agreement/1",
    "source_language": "en",
    "languages": ["en"],
    "outdated": [],
    "fictional": False,
    "legacy": False,
    "needs_alignment": False,
    "category": "partnership-city",
    "category_labels": {"en": "Partnership City agreement as printed"},
    "category_standing": None,
    "state": "executed",
    "parties": [],
    "term": {"start": None, "end": None, "months": None},
    "signed_on": None,
    "established": {"date": None, "not_before": None, "not_after": None, "description": None},
    "lead_division": None,
    "contact": None,
    "policy_version": None,
    "goals": [],
    "goal_labels": {},
    "history": [],
    "objectives": [],
    "milestones": [],
    "activities": [],
    "outcomes": [],
    "documents": [],
    "decisions": [],
    "sources": [],
}


def body_of(slug: str, **changes: Any) -> dict[str, Any]:
    """The body of an agreement of which nothing but a title is known."""
    title = slug.replace("-", " ").title()
    body = {**deepcopy(EMPTY), "id": str(uuid5(NAMESPACE_URL, slug)), "slug": slug, "texts": {"en": {"title": title}}}
    return {**body, **changes}


@pytest.fixture
def publish(session: Session) -> Callable[..., RecordEntry]:
    """Publish an agreement, or a new version of it, so that requests see it."""

    def act(slug: str, reason: str = "", **changes: Any) -> RecordEntry:
        entry = log.publish(
            session, kind="agreement", body=body_of(slug, **changes), office="city_clerk", reason=reason
        )
        session.commit()
        return entry

    return act


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that the block sends to the database."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
