"""R-034 at every door: for each subset of missing elements the list of what is missing equals that subset."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from content.policy.loading import load_named
from content.policy.schema import example
from content.proposals import drafts
from content.proposals.drafts import Incomplete
from content.proposals.states import ProposalState
from tests.portal.views.intake.conftest import Draft, missing_on

PACK = load_named()
ROUTE = PACK.route("partnership-city")
REQUIRED = [element.id for element in ROUTE.elements if element.required]
EXAMPLES: dict[str, Any] = {element.id: example(PACK, ROUTE, element) for element in ROUTE.elements}
subsets = st.sets(st.sampled_from(REQUIRED)).map(lambda chosen: tuple(e for e in REQUIRED if e in chosen))
few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def without(missing: tuple[str, ...]) -> dict[str, Any]:
    return {element: value for element, value in EXAMPLES.items() if element not in missing}


@few
@given(missing=subsets)
def test_r034_the_form_refuses_exactly_what_is_missing(client: FlaskClient, missing: tuple[str, ...]) -> None:
    draft = Draft(client)
    draft.fill(without=missing)
    answer = draft.send()
    assert answer.status_code == (422 if missing else 303)
    assert tuple(missing_on(answer.text)) == missing
    if missing:
        assert draft.get().status_code == 200


@few
@given(missing=subsets)
def test_r034_the_api_refuses_exactly_what_is_missing(client: FlaskClient, missing: tuple[str, ...]) -> None:
    body = {"category": "partnership-city", "language": "en", "answers": without(missing)}
    answer = client.post("/api/v1/proposals", json=body)
    assert answer.status_code == (422 if missing else 201)
    assert tuple(entry["element"] for entry in answer.get_json().get("missing", [])) == missing


@few
@given(missing=subsets.filter(bool))
def test_r034_the_verb_refuses_exactly_what_is_missing(session: Session, missing: tuple[str, ...]) -> None:
    proposal, _token = drafts.start(session, category="partnership-city", language="en")
    drafts.save_answers(session, proposal, without(missing))
    with pytest.raises(Incomplete) as refused:
        drafts.submit(session, proposal)
    assert tuple(gap.element for gap in refused.value.missing) == missing
    assert (proposal.state, proposal.reference, proposal.due_on) == (ProposalState.DRAFT, None, None)


@pytest.mark.parametrize("missing", REQUIRED)
def test_r034_the_database_receives_no_proposal_that_lacks_an_element(session: Session, missing: str) -> None:
    proposal, _token = drafts.start(session, category="partnership-city", language="en")
    drafts.save_answers(session, proposal, without((missing,)))
    received = text(
        "UPDATE proposals SET state = 'received', reference = 'OA-X', received_at = :moment, due_on = :day WHERE id = :id"
    )
    values = {"moment": "2026-01-01 00:00:00.000000", "day": date(2026, 7, 1).isoformat(), "id": proposal.id}
    with pytest.raises(IntegrityError, match="R-034"):
        session.execute(received, values)


@pytest.mark.parametrize(
    "missing,field,given",
    [
        ("pc-el-financial-resources", "cost", {"amount": 0, "currency": "EUR"}),
        ("pc-el-staffing", "staff", "Two planners."),
    ],
)
def test_r032_the_database_takes_money_and_staff_activity_by_activity(
    session: Session, missing: str, field: str, given: Any
) -> None:
    activities = [{**EXAMPLES["pc-el-activities"][0], field: given}]
    received = text(
        "UPDATE proposals SET state = 'received', reference = 'OA-X', received_at = :moment, due_on = :day WHERE id = :id"
    )
    for items, is_taken in (([*activities, EXAMPLES["pc-el-activities"][0]], False), (activities, True)):
        proposal, _token = drafts.start(session, category="partnership-city", language="en")
        drafts.save_answers(session, proposal, {**without((missing,)), "pc-el-activities": items})
        values = {"moment": "2026-01-01 00:00:00.000000", "day": date(2026, 7, 1).isoformat(), "id": proposal.id}
        if is_taken:
            session.execute(received, values)
        else:
            with pytest.raises(IntegrityError, match="R-034"), session.begin_nested():
                session.execute(received, values)
