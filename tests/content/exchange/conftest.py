"""A second portal to import into, an agreement that was signed, and a count of questions to the database."""

import pytest
from sqlalchemy import event

from content.agreements import operations
from content.exchange.importing import import_agreements
from content.permissions import Role
from content.proposals.states import ProposalState as S
from tests.casework import advance_to
from tests.casework import agreement_of as agreement_of_proposal
from tests.content.exchange.factories import OPERATOR


@pytest.fixture
def other_portal(make_app, empty_instance):
    """A writing session and the store of another, empty portal."""
    app = make_app(empty_instance)
    with app.extensions["database"].session(writes=True) as session:
        yield session, app.extensions["files"]


@pytest.fixture
def executed(session, store, people):
    """An agreement that went the whole way from its proposal."""
    agreement = agreement_of_proposal(advance_to(session, store, people, S.EXECUTED))
    operations.mark_ready(session, agreement, "en", by=people[Role.EDITOR])
    return agreement


@pytest.fixture
def count_questions():
    """How many SELECTs an import takes; what it made is taken back."""

    def count(session, store, tables):
        seen = []
        engine = session.get_bind()
        listener = lambda _c, _k, statement, *_more: seen.append(statement)  # noqa: E731 - a listener is a function
        event.listen(engine, "before_cursor_execute", listener)
        import_agreements(session, tables, by=OPERATOR, store=store)
        event.remove(engine, "before_cursor_execute", listener)
        session.rollback()
        return len([statement for statement in seen if statement.lstrip().startswith("SELECT")])

    return count
