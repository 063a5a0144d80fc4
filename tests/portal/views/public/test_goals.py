from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from content.record.models import RecordEntry
from portal.database import Database

from .conftest import counted
from .pictures import tree_of, with_class

Publish = Callable[..., RecordEntry]


def goal(code: str, basis: str = "stated") -> dict[str, str]:
    return {"code": code, "basis": basis}


def cells(row: Any) -> list[str]:
    return ["".join(cell.itertext()).split(":")[-1].strip() for cell in row if cell.tag == "td"]


def numbers(page: str) -> dict[str, list[str]]:
    """Goal code -> stated, for its category, by the editors, together."""
    found = {}
    for row in tree_of(page).iter("tr"):
        links = [str(link.get("href")) for link in row.iter("a") if "/goals/" in str(link.get("href"))]
        if len(links) == 1 and len(cells(row)) == 5:
            found[links[0].rsplit("/", 1)[1]] = cells(row)[:4]
    return found


def test_each_goal_says_how_many_serve_it_and_what_that_rests_on(client: FlaskClient, publish: Publish) -> None:
    publish("a", goals=[goal("ipf-1"), goal("ipf-2", "category-level")])
    publish("b", goals=[goal("ipf-2", "curator"), goal("old-goal")])
    found = numbers(client.get("/en/goals").text)
    assert found["ipf-1"] == ["1", "0", "0", "1"]
    assert found["ipf-2"] == ["0", "1", "1", "2"]
    assert found["iap-tourism"] == ["0", "0", "0", "0"]
    assert found["old-goal"] == ["1", "0", "0", "1"]


def test_the_table_equals_the_record(demo_client: FlaskClient) -> None:
    answered = demo_client.get("/api/v1/agreements?per_page=200").json
    assert answered is not None
    served = [goal["code"] for item in answered["items"] for goal in item["goals"]]
    found = numbers(demo_client.get("/en/goals?show=all").text)
    assert {code: int(line[3]) for code, line in found.items()} == {code: served.count(code) for code in found}
    assert set(served) <= set(found)


def test_the_matrix_has_a_sign_for_every_link_and_the_words_beside_it(client: FlaskClient, publish: Publish) -> None:
    publish("a", goals=[goal("ipf-1"), goal("ipf-2", "category-level")])
    publish("b")
    matrix = with_class(client.get("/en/goals").text, "oa-matrix")[0]
    rows = [row for row in matrix.iter("tr") if any(cell.get("scope") == "row" for cell in row)]
    said = [[text for text in cells(row) if text] for row in rows]
    assert said == [["stated for this agreement", "stated for its category"], []]


def test_current_ones_are_compared_unless_others_are_asked_for(client: FlaskClient, publish: Publish) -> None:
    publish("a", goals=[goal("ipf-1")])
    publish("b", goals=[goal("ipf-1")], state="historical")
    found = [
        numbers(client.get(f"/en/goals{query}").text)["ipf-1"][3] for query in ("", "?show=all", "?show=historical")
    ]
    assert found == ["1", "2", "1"]


def test_the_page_of_a_goal_lists_those_that_serve_it_the_surest_first(client: FlaskClient, publish: Publish) -> None:
    publish("a", goals=[goal("ipf-1", "curator")])
    publish("b", goals=[goal("ipf-1")], state="historical")
    publish("c", goals=[goal("ipf-2")])
    page = client.get("/en/goals/ipf-1").text
    headings = [cell for cell in tree_of(page).iter("th") if cell.get("scope") == "row"]
    assert [next(cell.iter("a")).get("href") for cell in headings] == ["/en/agreements/b", "/en/agreements/a"]
    assert "assigned by the editors" in page
    assert "No such agreement serves this goal." in client.get("/en/goals/ipf-3").text


@pytest.mark.parametrize("code", ["no-such-goal", "ipf-1%00", "x" * 300, "%F0%28", "..", "'"])
def test_a_goal_that_there_is_not_is_not_found(demo_client: FlaskClient, code: str) -> None:
    assert demo_client.get(f"/en/goals/{code}").status_code in (400, 404, 308)


@pytest.mark.parametrize("query", ["show=x", "page=-5", "page=99999999999"])
def test_hostile_parameters_never_fail(demo_client: FlaskClient, query: str) -> None:
    assert demo_client.get(f"/en/goals?{query}").status_code == 200
    assert demo_client.get(f"/en/goals/ipf-2?{query}").status_code == 200


def test_goals_make_as_many_queries_for_thirty_as_for_one(
    client: FlaskClient, publish: Publish, database: Database
) -> None:
    found = []
    for count in (1, 30):
        # Whatever is published makes the process forget the answers it gave.
        for number in range(count):
            publish(f"city-{number}", goals=[goal("ipf-1"), goal("ipf-2")])
        for path in ("/en/goals", "/en/goals/ipf-1"):
            with counted(database) as statements:
                assert client.get(path).status_code == 200
            found.append(len(statements))
    assert found[:2] == found[2:]
