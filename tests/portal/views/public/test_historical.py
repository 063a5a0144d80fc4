from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from content.record.models import RecordEntry
from portal.database import Database

from .conftest import counted
from .pictures import party, with_class

Publish = Callable[..., RecordEntry]


def keys(page: str) -> list[str]:
    return [str(entry.get("id")) for entry in with_class(page, "oa-historical")]


def established(day: str | None) -> dict[str, Any]:
    return {"date": day, "not_before": None, "not_after": None, "description": None}


def test_p10_the_register_holds_all_that_is_over_or_unconfirmed_and_nothing_else(demo_client: FlaskClient) -> None:
    answered = demo_client.get("/api/v1/agreements?per_page=200").json
    assert answered is not None
    over = {"historical", "concluded", "terminated", "expired", "unconfirmed"}
    expected = {item["slug"] for item in answered["items"] if item["status"] in over}
    found: list[str] = []
    for page in range(1, 1 + -(-len(expected) // 25)):
        found += keys(demo_client.get(f"/en/historical?page={page}").text)
    assert sorted(found) == sorted(expected) and found


def test_p10_an_entry_says_years_reason_and_note_and_keeps_its_address(client: FlaskClient, publish: Publish) -> None:
    texts = {"en": {"title": "Old tie", "legacy_note": "Entered from paper."}}
    publish("old", state="historical", texts=texts, established=established("1974"))
    page = client.get("/en/historical").text
    entry = " ".join("".join(with_class(page, "oa-historical")[0].itertext()).split())
    assert "Years1974" in entry and "What the records say: Old tieEntered from paper." in entry
    assert "Historical: it is kept for the record, and the City gives it no further resources." in entry
    assert 'href="/en/agreements/old"' in page and client.get("/en/agreements/old").status_code == 200


def test_r071_the_register_says_that_no_further_resources_are_allocated(client: FlaskClient) -> None:
    assert "The City allocates no further resources to them." in client.get("/en/historical").text


def test_r073_an_entry_leads_to_a_new_proposal_with_the_city_filled_in(client: FlaskClient, publish: Publish) -> None:
    publish("old", state="concluded", parties=[party("rho")])
    publish("older", state="concluded")
    page = client.get("/en/historical").text
    assert 'href="/en/propose?city=Rho&amp;country=IT"' in page
    assert 'href="/en/propose"' in page


def test_what_has_run_out_is_in_the_register_with_its_end(client: FlaskClient, publish: Publish) -> None:
    publish("ended", term={"start": "2001", "end": "2006-05", "months": None})
    publish("running", term={"start": "2001", "end": "2906", "months": None})
    page = client.get("/en/historical").text
    assert keys(page) == ["ended"]
    assert "Expired: its term ran until May 2006." in page and "Term until May 2006" in page


def test_the_order_is_by_title_or_by_beginning_with_the_undated_last(client: FlaskClient, publish: Publish) -> None:
    for slug, day in (("a", "2001"), ("b", None), ("c", "1999")):
        publish(slug, state="historical", established=established(day))
    found = [
        keys(client.get(f"/en/historical{query}").text) for query in ("", "?sort=oldest", "?sort=newest", "?sort=x")
    ]
    assert found == [["a", "b", "c"], ["c", "a", "b"], ["a", "c", "b"], ["a", "b", "c"]]


@pytest.mark.parametrize("query", ["page=0", "page=99999999999", "sort=%F0%28", "sort=end&page=x"])
def test_hostile_parameters_never_fail(demo_client: FlaskClient, query: str) -> None:
    assert demo_client.get(f"/en/historical?{query}").status_code == 200


def test_the_register_makes_as_many_queries_for_thirty_as_for_one(
    client: FlaskClient, publish: Publish, database: Database
) -> None:
    numbers = []
    for count in (1, 30):
        # Whatever is published makes the process forget the answers it gave.
        for number in range(count):
            publish(f"city-{number}", state="historical", parties=[party(f"city-{number}")])
        with counted(database) as statements:
            assert client.get("/en/historical").status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
