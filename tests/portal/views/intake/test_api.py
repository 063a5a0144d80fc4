"""The machines' door: every category answerable from what the policy says, and the same gate as the form."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.proposals.models import Proposal, ProposalAnswer
from content.proposals.states import ProposalState

URL = "/api/v1/proposals"


def examples(client: FlaskClient) -> dict[str, Any]:
    category = client.get("/api/v1/policy").get_json()["categories"][0]
    return {element["id"]: element["example"] for element in category["elements"]}


def body(answers: Any, **changes: Any) -> dict[str, Any]:
    return {"category": "partnership-city", "language": "en", "answers": answers, **changes}


def stored(session: Session) -> int:
    return sum(session.scalar(select(func.count()).select_from(kind)) or 0 for kind in (Proposal, ProposalAnswer))


def test_the_policy_lists_what_can_be_proposed_here(client: FlaskClient) -> None:
    answer = client.get("/api/v1/policy")
    assert [category["id"] for category in answer.get_json()["categories"]] == [
        "partnership-city",
        "international-project",
    ]
    assert "Set-Cookie" not in answer.headers


def test_the_policy_speaks_the_language_asked_for(client: FlaskClient) -> None:
    label = client.get("/api/v1/policy?lang=fr").get_json()["categories"][0]["elements"][1]["label"]
    assert label != client.get("/api/v1/policy").get_json()["categories"][0]["elements"][1]["label"]
    assert client.get("/api/v1/policy?lang=xx").status_code == 400


def test_the_examples_of_the_policy_make_a_proposal(client: FlaskClient, session: Session) -> None:
    answer = client.post(URL, json=body(examples(client), language="fr"))
    assert answer.status_code == 201, answer.text
    told = answer.get_json()
    assert answer.location == told["status_url"]
    proposal = session.scalars(select(Proposal)).one()
    assert (proposal.reference, proposal.state, proposal.channel, proposal.language) == (
        told["reference"], ProposalState.RECEIVED, "api", "fr",
    )  # fmt: skip
    path = told["status_url"].removeprefix("http://localhost")
    assert path.startswith("/fr/status/")
    assert client.get(path).status_code == 200
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("blank", [None, "", "  \u200b", [], {}])
def test_absent_null_blank_and_empty_are_missing(client: FlaskClient, session: Session, blank: Any) -> None:
    answer = client.post(URL, json=body({**examples(client), "pc-el-economy": blank}))
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    told = answer.get_json()
    assert told["missing"] == [
        {
            "element": "pc-el-economy",
            "message": "Answer this: The city's economy",
            "clause": "R-030 · Attachment 2, Step 1",
            "quote": told["missing"][0]["quote"],
        }
    ]
    assert told["faults"] == []
    assert stored(session) == 0


def test_f19_61_months_are_a_fault_that_cites_r005_in_the_bodys_language(client: FlaskClient, session: Session) -> None:
    answer = client.post(URL, json=body({**examples(client), "pc-el-term": 61}))
    (fault,) = answer.get_json()["faults"]
    assert (answer.status_code, fault["element"], fault["clause"]) == (
        422,
        "pc-el-term",
        "R-005 · Attachment 2, Step 1",
    )
    assert stored(session) == 0


@pytest.mark.parametrize(
    ("sent", "content_type", "status"),
    [
        ("{}", "text/plain", 415),
        ("{}", "application/x-www-form-urlencoded", 415),
        ("not json", "application/json", 400),
        ("[]", "application/json", 400),
        ('"text"', "application/json", 400),
        ('{"answers": NaN}', "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ('{"x": ' + "9" * 5000 + "}", "application/json", 400),
        (b"\xff\xfe{}", "application/json", 400),
        ('{"x": "' + "a" * (2 * 1024 * 1024) + '"}', "application/json", 413),
        ("{}", "application/json", 422),
    ],
)
def test_a_body_that_is_none_is_refused(
    client: FlaskClient, session: Session, sent: str | bytes, content_type: str, status: int
) -> None:
    answer = client.post(URL, data=sent, content_type=content_type)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert stored(session) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"category": "historical-agreement"},
        {"category": "international-project"},
        {"category": ["partnership-city"]},
        {"category": None},
        {"language": "xx"},
        {"language": {"en": 1}},
        {"answers": []},
        {"answers": "all of them"},
        {"answers": 7},
        {"answers": {"\ud800": "half a character"}},
        {"answers": {"pc-el-economy": "\ud800"}},
    ],
)
def test_what_cannot_be_proposed_is_refused_and_not_stored(
    client: FlaskClient, session: Session, changes: dict[str, Any]
) -> None:
    sent = json.dumps({**body(examples(client)), **changes})
    answer = client.post(URL, data=sent, content_type="application/json")
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert stored(session) == 0


def test_proposals_from_one_address_are_throttled(client: FlaskClient) -> None:
    abroad = {"REMOTE_ADDR": "198.51.100.7"}
    codes = [client.post(URL, json={}, environ_overrides=abroad).status_code for _ in range(31)]
    assert codes == [422] * 30 + [429]
    assert client.post(URL, json={}).status_code == 422
