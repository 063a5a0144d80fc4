from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from content.record import log
from content.record.models import RecordEntry
from portal.database import Database

from .conftest import counted
from .pictures import links_in, party, tree_of, with_class

Publish = Callable[..., RecordEntry]


def classed(day: str | None, category: str, **changes: Any) -> dict[str, Any]:
    labels = {"en": category.replace("-", " ").title()}
    row = {"date": day, "not_before": None, "not_after": None, "category": category, "labels": labels}
    return {
        **row,
        "basis": "stated",
        "standing": None,
        "sources": [{"document": "A report", "section": "1"}],
        **changes,
    }


def test_every_partner_is_in_the_index_and_has_its_page(demo_client: FlaskClient) -> None:
    answered = demo_client.get("/api/v1/agreements?per_page=200").json
    assert answered is not None
    slugs = {
        party["slug"] for item in answered["items"] for party in item["parties"] if party["role"] == "counterparty"
    }
    listed = {
        str(link.get("href")).rsplit("/", 1)[1]
        for box in tree_of(demo_client.get("/en/parties").text).iter("main")
        for link in box.iter("a")
        if "/parties/" in str(link.get("href"))
    }
    assert listed == slugs
    assert {demo_client.get(f"/fr/parties/{slug}").status_code for slug in sorted(slugs)[:5]} == {200}


def test_a_page_shows_names_agreements_and_the_history_of_all_of_them_in_order(
    client: FlaskClient, publish: Publish
) -> None:
    kyiv = party("kyiv", "50.45", "30.52", country="UA", aliases=["Kiev"], names={"en": "City of Kyiv", "uk": "Київ"})
    publish("kyiv", parties=[kyiv], history=[classed("2005", "friendship-city"), classed(None, "undated-class")])
    publish("kyiv-music", parties=[kyiv], state="historical", history=[classed("1991", "friendship")])
    page = client.get("/en/parties/kyiv").text
    assert "2 agreements" in page and "<bdi>Kiev</bdi>" in page and "<bdi>Київ</bdi>" in page
    titles = ["".join(element.itertext()).strip() for element in with_class(page, "oa-element__title")]
    assert titles == ["Friendship", "Friendship city", "Undated Class"]
    assert "date not recorded" in page and "A report" in page
    assert links_in(page, "oa-map__marks") == ["/en/map?around=kyiv"]


def test_the_latest_publication_says_what_the_party_is_called(client: FlaskClient, publish: Publish) -> None:
    publish("first", parties=[party("kyiv", names={"en": "City of Kiev"})])
    publish("second", parties=[party("kyiv", names={"en": "City of Kyiv"})])
    assert "City of Kyiv</bdi></h1>" in client.get("/en/parties/kyiv").text


def test_a_party_without_live_agreements_is_not_found(client: FlaskClient, publish: Publish, session: Session) -> None:
    entry = publish("milan", parties=[party("milan")])
    assert client.get("/en/parties/milan").status_code == 200
    log.withdraw(session, item_id=entry.item_id, office="city_clerk", reason="Published by mistake")
    session.commit()
    assert client.get("/en/parties/milan").status_code == 404
    assert client.get("/api/v1/parties/milan").status_code == 404


def test_the_agreement_leads_to_its_parties(client: FlaskClient, publish: Publish) -> None:
    publish("milan", parties=[party("milan")])
    assert 'href="/en/parties/milan"' in client.get("/en/agreements/milan").text


def test_the_index_narrows_to_a_country(client: FlaskClient, publish: Publish) -> None:
    publish("a", parties=[party("milan")])
    publish("b", parties=[party("quito", country="EC")])
    page = client.get("/en/parties?country=EC").text
    assert "/en/parties/quito" in page and "/en/parties/milan" not in page and "All countries" in page


def test_machines_get_the_parties_in_pages(client: FlaskClient, publish: Publish) -> None:
    publish("a", parties=[party("milan", "45.46", "9.19")], history=[classed("1991", "friendship")])
    publish("b", parties=[party("quito", country="EC")])
    answered = client.get("/api/v1/parties?per_page=1").json
    assert answered is not None
    assert (answered["total"], answered["next"]) == (2, "/api/v1/parties?per_page=1&page=2")
    assert answered["items"] == [
        {
            "slug": "quito",
            "names": {"en": "City of Quito"},
            "place": {"en": "Quito"},
            "country": "EC",
            "agreements": [{"key": "b", "title": "B", "status": "end-not-recorded"}],
            "url": "http://localhost/en/parties/quito",
        }
    ]
    one = client.get("/api/v1/parties/milan").json
    assert one is not None
    assert (one["slug"], one["lat"], one["total"], one["history"][0]["agreement"]) == ("milan", "45.46", 1, "a")
    assert client.get("/api/v1/parties?per_page=x").status_code == 400


@pytest.mark.parametrize("path", ["parties/no-such", "parties/x%00", "parties/" + "x" * 500, "parties/%F0%28"])
def test_what_is_no_party_is_not_found(demo_client: FlaskClient, path: str) -> None:
    assert demo_client.get(f"/en/{path}").status_code in (400, 404)
    assert demo_client.get(f"/api/v1/{path}").status_code in (400, 404)


@pytest.mark.parametrize("query", ["country=ZZ", "country=%00", "page=99999999", "country=<script>"])
def test_hostile_parameters_never_fail(demo_client: FlaskClient, query: str) -> None:
    response = demo_client.get(f"/en/parties?{query}")
    assert response.status_code in (200, 400)
    assert "<script>" not in response.text


def test_parties_make_as_many_queries_for_thirty_as_for_one(
    client: FlaskClient, publish: Publish, database: Database
) -> None:
    numbers = []
    for count in (1, 30):
        # Whatever is published makes the process forget the answers it gave.
        for number in range(count):
            publish(f"city-{number}", parties=[party("milan"), party(f"city-{number}")])
        for path in ("/en/parties", "/en/parties/milan", "/api/v1/parties", "/api/v1/parties/milan"):
            with counted(database) as statements:
                assert client.get(path).status_code == 200
            numbers.append(len(statements))
    assert numbers[:4] == numbers[4:]
