from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from content.record import log
from content.record.models import RecordEntry

Publish = Callable[..., RecordEntry]


def json_of(client: FlaskClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.text
    return response.json


def test_the_list_is_walked_by_next_until_it_is_null(demo_client: FlaskClient) -> None:
    path, keys = "/api/v1/agreements?per_page=5&sort=oldest", []
    while path:
        page = json_of(demo_client, path)
        assert page["total"] == 60
        keys += [item["slug"] for item in page["items"]]
        path = page["next"]
    assert len(keys) == len(set(keys)) == 60
    assert keys[0] == "skopje"


def test_next_keeps_the_filters_and_the_language(demo_client: FlaskClient) -> None:
    page = json_of(demo_client, "/api/v1/agreements?goal=ipf-2&per_page=1&lang=fr")
    assert page["next"] == "/api/v1/agreements?goal=ipf-2&per_page=1&page=2&lang=fr"


def test_an_item_is_the_body_and_what_the_record_says_of_it(demo_client: FlaskClient) -> None:
    item = json_of(demo_client, "/api/v1/agreements/port-almora")
    assert (item["version"], item["status"], item["schema"]) == (1, "active", "agreement/1")
    assert item["url"] == "http://localhost/en/agreements/port-almora"
    entry = json_of(demo_client, f"/api/v1/changes?since={item['sequence'] - 1}&limit=1")["items"][0]
    assert (entry["commitment"], entry["published_at"]) == (item["commitment"], item["published_at"])


def test_the_language_asked_for_is_that_of_the_title(demo_client: FlaskClient) -> None:
    assert json_of(demo_client, "/api/v1/agreements/port-almora?lang=fr")["title"].startswith("Accord de ville")
    assert json_of(demo_client, "/api/v1/agreements/port-almora?lang=xx")["title"].startswith("Partnership City")


def test_the_files_beside_the_pages_are_the_same(demo_client: FlaskClient) -> None:
    assert json_of(demo_client, "/fr/agreements/milan.json") == json_of(demo_client, "/api/v1/agreements/milan?lang=fr")
    for query in ("", "?country=IT"):
        shown, machine = (
            json_of(demo_client, f"/en/agreements.json{query}"),
            json_of(demo_client, f"/api/v1/agreements{query}"),
        )
        assert shown["items"] == machine["items"]


def test_a_version_is_the_body_as_it_was(client: FlaskClient, publish: Publish) -> None:
    publish("milan")
    publish("milan", signed_on="1991")
    assert json_of(client, "/api/v1/agreements/milan/versions/1")["signed_on"] is None
    assert json_of(client, "/api/v1/agreements/milan/versions/2")["signed_on"] == "1991"


def test_two_versions_are_compared_field_by_field(client: FlaskClient, publish: Publish) -> None:
    publish("milan")
    publish("milan", signed_on="1991")
    changes = json_of(client, "/api/v1/agreements/milan/compare?from=1&to=2")["changes"]
    assert changes == [{"path": "signed_on", "kind": "added", "before": None, "after": "1991"}]


def test_the_changes_tell_withdrawals_renamings_and_redactions(
    client: FlaskClient, publish: Publish, session: Session
) -> None:
    first = publish("milan")
    publish("milan", signed_on="1991")
    log.redact(session, sequence=first.sequence, authority="Order 7", office="city_clerk")
    log.withdraw(session, item_id=first.item_id, office="city_clerk", reason="Published by mistake")
    session.commit()
    answer = json_of(client, "/api/v1/changes")
    assert [entry["entry"] for entry in answer["items"]] == ["publish", "publish", "redact", "withdraw"]
    assert {entry["key"] for entry in answer["items"]} == {"milan"}
    assert (answer["head"]["sequence"], answer["next"]) == (4, None)


def test_the_changes_are_walked_by_next_up_to_the_head(demo_client: FlaskClient) -> None:
    path, sequences = "/api/v1/changes?since=2&limit=5", []
    while path:
        answer = json_of(demo_client, path)
        sequences += [entry["sequence"] for entry in answer["items"]]
        path = answer["next"]
    assert sequences == list(range(3, answer["head"]["sequence"] + 1))
    assert answer["head"]["hash"] == json_of(demo_client, "/api/v1/record/head")["hash"]


def test_changes_after_the_head_are_none(demo_client: FlaskClient) -> None:
    answer = json_of(demo_client, "/api/v1/changes?since=" + "9" * 30)
    assert (answer["items"], answer["next"]) == ([], None)


def test_the_head_of_an_empty_record_is_the_hash_of_nothing(client: FlaskClient) -> None:
    assert json_of(client, "/api/v1/record/head") == {"sequence": 0, "hash": "0" * 64, "published_at": None}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/agreements?page=x", 400),
        ("/api/v1/agreements?per_page=-1", 400),
        ("/en/agreements.json?page=x", 400),
        ("/api/v1/search?q=milan&page=x", 400),
        ("/api/v1/changes?since=x", 400),
        ("/api/v1/changes?limit=x", 400),
        ("/api/v1/agreements/milan/compare?from=1", 400),
        ("/api/v1/agreements/milan/compare?from=a&to=1", 400),
        ("/api/v1/agreements/milan/compare?from=1&to=9", 404),
        ("/api/v1/agreements/nothing", 404),
        ("/api/v1/agreements/milan/versions/" + "9" * 30, 404),
        ("/en/agreements/nothing.json", 404),
    ],
)
def test_failures_are_problem_documents(demo_client: FlaskClient, path: str, status: int) -> None:
    response = demo_client.get(path)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert response.json is not None and response.json["status"] == status
    assert "Set-Cookie" not in response.headers


def test_a_search_names_the_place_of_each_match(demo_client: FlaskClient) -> None:
    answer = json_of(demo_client, "/api/v1/search?q=Kiev&lang=fr")
    assert [item["key"] for item in answer["items"]] == ["kyiv"]
    excerpt = answer["items"][0]["excerpts"][0]
    assert [text for text, is_match in excerpt["pieces"] if is_match] == ["Kiev"]
    assert excerpt["url"].startswith("http://localhost/fr/agreements/kyiv#party-")
