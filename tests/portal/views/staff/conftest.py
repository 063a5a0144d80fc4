"""A portal with one proposal in every state, and a client for each role that can post."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from content.files import FileStore
from content.people.models import Person
from content.permissions import Role
from content.proposals.models import Proposal
from content.proposals.states import ProposalState
from tests.casework import advance_to

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def proposal_in(session: Session, store: FileStore, people: dict[Role, Person]) -> Callable[..., int]:
    """Make a proposal in a state, commit it, and give its number."""

    def make(state: ProposalState, **changes: Any) -> int:
        proposal = advance_to(session, store, people, state, **changes)
        session.commit()
        return proposal.id

    return make


@pytest.fixture
def again(session: Session) -> Callable[[int], Proposal]:
    """What is stored of a proposal now."""

    def load(number: int) -> Proposal:
        session.rollback()
        session.expire_all()
        found = session.get(Proposal, number)
        assert found is not None
        return found

    return load


@pytest.fixture
def post(as_role: Callable[[Role], FlaskClient], session: Session) -> Callable[..., TestResponse]:
    """Post as the person of a role, with the token that a page of theirs carries."""

    def send(role: Role, path: str, data: dict[str, Any] | None = None) -> TestResponse:
        # The fixture's session may hold the only write lock.
        session.rollback()
        client = as_role(role)
        found = TOKEN.search(client.get("/en/staff/").text)
        assert found is not None
        return client.post(path, data={"csrf_token": found[1], **(data or {})})

    return send
