from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from content.record.models import RecordEntry
from portal.database import Database
from portal.views.public.equal_earth import View
from portal.views.public.outlining import Row
from portal.views.public.world_map import marks_of, places_of, view_around

from .conftest import counted
from .pictures import links_in, party, tree_of, with_class

Publish = Callable[..., RecordEntry]
MILAN, LODI = ("45.46", "9.19"), ("45.31", "9.50")


def marks(page: str) -> dict[str, str]:
    """Names of the marks with where they lead."""
    found = {}
    for box in with_class(page, "oa-map__marks"):
        for link in box:
            title = next(link.iter("{http://www.w3.org/2000/svg}title"), None)
            title = title if title is not None else next(link.iter("title"))
            found[str(title.text)] = str(link.get("href"))
    return found


def listed(page: str) -> set[str]:
    """The keys of the agreements in the list."""
    return {url.rsplit("/", 1)[1] for url in links_in(page, "oa-places__list")}


def test_p18_every_live_agreement_is_in_the_list_and_all_with_coordinates_are_on_the_map(
    demo_client: FlaskClient,
) -> None:
    answered = demo_client.get("/api/v1/agreements?per_page=200").json
    assert answered is not None
    page = demo_client.get("/en/map").text
    assert listed(page) == {item["slug"] for item in answered["items"]}
    placed = [
        item
        for item in answered["items"]
        if any(party["role"] == "counterparty" and party["lat"] is not None for party in item["parties"])
    ]
    numbers = [int(name.split(": ")[1].split(" ")[0]) for name in marks(page)]
    assert sum(numbers) == len(placed)


def test_a_place_without_coordinates_is_only_in_the_list(client: FlaskClient, publish: Publish) -> None:
    publish("milan", parties=[party("milan", *MILAN)])
    publish("nowhere", parties=[party("nowhere", "x", "999")])
    publish("nobody")
    page = client.get("/en/map").text
    assert marks(page) == {"Milan (Italy): 1 agreement. Current": "/en/agreements/milan"}
    assert listed(page) == {"milan", "nowhere", "nobody"}
    assert page.count("Not on the map: no coordinates are recorded.") == 2
    assert "partner not recorded" in page


def test_a_mark_says_by_its_shape_how_the_agreement_stands(client: FlaskClient, publish: Publish) -> None:
    publish("milan", parties=[party("milan", *MILAN)])
    publish("quito", parties=[party("quito", "-0.18", "-78.47", country="EC")], state="historical")
    publish("austin", parties=[party("austin", "30.27", "-97.74", country="US")], state="outside")
    page = client.get("/en/map").text
    shapes = [mark.get("class").split("--")[1] for mark in with_class(page, "oa-map__marks")[0]]
    assert shapes == ["current", "ended", "outside"]
    legend = ["".join(item.itertext()).strip() for item in with_class(page, "oa-map-legend__item")]
    assert legend == ["Current", "Historical or ended", "Outside the program"]


def test_several_agreements_of_one_place_lead_to_its_page(client: FlaskClient, publish: Publish) -> None:
    publish("milan", parties=[party("milan", *MILAN)])
    publish("milan-2", parties=[party("milan", *MILAN)], state="historical")
    page = client.get("/en/map").text
    assert marks(page) == {"Milan (Italy): 2 agreements. Several of these": "/en/parties/milan"}


def test_places_too_close_to_be_told_apart_are_one_mark_that_leads_closer(
    client: FlaskClient, publish: Publish
) -> None:
    for slug, place in (("milan", MILAN), ("lodi", LODI), ("rome", ("41.9", "12.5"))):
        publish(slug, parties=[party(slug, *place)])
    publish("quito", parties=[party("quito", "-0.18", "-78.47", country="EC")])
    whole = marks(client.get("/en/map").text)
    assert whole == {
        "Quito (Ecuador): 1 agreement. Current": "/en/agreements/quito",
        "Lodi, Milan and Rome: 3 agreements. Current": "/en/map?around=lodi",
    }
    closer = client.get("/en/map?around=lodi").text
    assert marks(closer) == {
        "Lodi and Milan: 2 agreements. Current": "#partners",
        "Rome (Italy): 1 agreement. Current": "/en/agreements/rome",
    }
    assert listed(closer) == {"lodi", "milan", "rome"}
    assert 'content="noindex"' in closer and "Show the whole world" in closer


def test_the_choice_is_kept_on_the_way_closer(client: FlaskClient, publish: Publish) -> None:
    for slug, place in (("milan", MILAN), ("rome", ("41.9", "12.5"))):
        publish(slug, parties=[party(slug, *place)], state="historical")
    assert list(marks(client.get("/en/map?show=historical").text).values()) == ["/en/map?show=historical&around=milan"]


@pytest.mark.parametrize(("show", "keys"), [("all", {"a", "b", "c"}), ("current", {"a"}), ("historical", {"b"})])
def test_the_links_choose_what_is_shown(client: FlaskClient, publish: Publish, show: str, keys: set[str]) -> None:
    for slug, state in (("a", "executed"), ("b", "concluded"), ("c", "outside")):
        publish(slug, parties=[party(slug, *MILAN)], state=state)
    assert listed(client.get(f"/en/map?show={show}").text) == keys


def test_the_map_never_mirrors(demo_client: FlaskClient) -> None:
    places = [
        [svg.get("x") for svg in tree_of(demo_client.get(f"/{language}/map").text).iter() if svg.get("x")]
        for language in ("en", "ar")
    ]
    assert sorted(places[0]) == sorted(places[1])
    assert with_class(demo_client.get("/ar/map").text, "oa-map__sheet")[0].get("dir") == "ltr"


@pytest.mark.parametrize(
    "query",
    ["around=%00", "around=zzz", "around=milan&depth=99", "depth=x", "show=nonsense", "page=999", "page=-1", "around="],
)
def test_hostile_parameters_never_fail(demo_client: FlaskClient, query: str) -> None:
    assert demo_client.get(f"/en/map?{query}").status_code in (200, 400)


def test_the_map_makes_as_many_queries_for_thirty_as_for_one(
    client: FlaskClient, publish: Publish, database: Database
) -> None:
    numbers = []
    for count in (1, 30):
        # Whatever is published makes the process forget the answers it gave.
        for number in range(count):
            publish(f"city-{number}", parties=[party(f"city-{number}", str(number), str(number * 5))])
        with counted(database) as statements:
            assert client.get("/en/map").status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


def row(key: str, latitude: float, longitude: float) -> Row:
    partner = {**party(key, str(latitude), str(longitude)), "country": "IT"}
    facts = {"partners": [partner], "goals": []}
    return Row(key, key, key, None, key, "partnership-city", False, "active", facts)


def test_a_large_record_stays_a_readable_map_and_every_mark_can_be_opened(demo_app: Flask) -> None:
    rows = [
        row(f"p{number}", (number * 37 % 1300) / 10 - 50, (number * 61 % 3500) / 10 - 175) for number in range(3000)
    ]
    with demo_app.test_request_context("/en/map"):
        places = places_of(rows)
        found = marks_of(places, View(), "all", 1)
    assert sum(mark.agreements for mark in found) == 3000
    assert len(found) < 700
    slug = places[0].slug
    widths = [view_around(places, slug, depth).width for depth in range(1, 5)]
    assert widths == sorted(widths, reverse=True) and widths[-1] == 60


def test_the_page_keeps_the_choice_when_it_is_turned(client: FlaskClient, publish: Publish) -> None:
    for number in range(101):
        publish(f"city-{number}", parties=[party(f"city-{number}", *MILAN)])
    page = client.get("/en/map?show=current").text
    following = [link for link in tree_of(page).iter("a") if link.get("rel") == "next"]
    assert urlsplit(str(following[0].get("href"))).query == "show=current&page=2"
    assert len(listed(page)) == 100
    assert len(listed(client.get("/en/map?show=current&page=2").text)) == 1
