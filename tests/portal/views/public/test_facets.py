"""Filters of the list: what is offered, how it is counted, ordered and taken away, and what nobody can break."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import html5lib
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.record.models import RecordEntry
from portal.database import Database
from portal.views.public.list_query import FILTERS, MOST_VALUES
from tests.portal.views.public.conftest import counted

Publish = Callable[..., RecordEntry]
PATHS = ("/en/agreements", "/ar/agreements", "/en/agreements.json", "/en/agreements.atom", "/api/v1/agreements")


def party(country: str) -> dict[str, Any]:
    return {
        "id": f"p-{country}", "slug": f"p-{country.lower()}", "role": "counterparty", "kind": "municipality",
        "names": {"en": f"City in {country}"}, "place": {"en": f"Place in {country}"}, "country": country,
        "aliases": [], "lat": None, "lon": None, "wikidata": None,
    }  # fmt: skip


def term(start: str | None, end: str | None = None) -> dict[str, Any]:
    return {"start": start, "end": end, "months": None}


def tree_of(page: str) -> Any:
    return html5lib.parse(page, namespaceHTMLElements=False)


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def offered(page: str, name: str) -> list[tuple[str, str, bool]]:
    """Value, number and tick of each box of one filter, in the order of the page."""
    tree = tree_of(page)
    numbers = {
        label.get("for"): text_of(part)
        for label in tree.iter("label")
        for part in label.iter("span")
        if part.get("class") == "oa-filter__count"
    }
    boxes = [box for box in tree.iter("input") if box.get("type") == "checkbox" and box.get("name") == name]
    return [(box.get("value"), numbers[box.get("id")], box.get("checked") is not None) for box in boxes]


def links(page: str, css_class: str) -> dict[str, str]:
    """The texts and addresses of the links within an element of that class."""
    holders = [element for element in tree_of(page).iter() if css_class in (element.get("class") or "").split()]
    return {text_of(link): link.get("href") for holder in holders for link in holder.iter("a")}


@pytest.fixture
def some(publish: Publish) -> None:
    publish("milan", parties=[party("IT")], term=term("1991"), goals=[{"code": "ipf-2", "basis": "stated"}])
    publish("turin", parties=[party("IT")], term=term("2020"), category="international-project")
    publish("kyiv", parties=[party("UA")], term=term("1991"), languages=["en", "fr"],
            texts={"en": {"title": "Kyiv"}, "fr": {"title": "Kyiv"}})  # fmt: skip
    publish("quito", parties=[party("EC")], term=term("2020"), state="historical", category="historical-agreement")


def test_p8_a_value_says_how_many_it_would_give_under_the_other_filters(client: FlaskClient, some: None) -> None:
    page = client.get("/en/agreements?country=IT&year=1991").text
    assert offered(page, "country") == [("IT", "1", True), ("UA", "1", False)]
    assert offered(page, "year") == [("2020", "1", False), ("1991", "1", True)]
    assert offered(page, "category") == [("partnership-city", "1", False)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("category", ["partnership-city", "international-project", "historical-agreement"]),
        ("status", ["end-not-recorded", "historical"]),
        ("region", ["europe", "latin-america-caribbean"]),
        ("country", ["IT", "EC", "UA"]),
        ("goal", ["ipf-2"]),
        ("year", ["2020", "1991"]),
        ("language", ["en", "fr"]),
    ],
)
def test_p8_every_filter_stands_in_its_order(client: FlaskClient, some: None, name: str, expected: list[str]) -> None:
    assert [value for value, _number, _ticked in offered(client.get("/en/agreements").text, name)] == expected


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("region=europe", 3),
        ("region=europe&country=EC", 0),
        ("region=latin-america-caribbean", 1),
        ("language=fr", 1),
        ("language=fr&language=en", 4),
        ("status=historical", 1),
    ],
)
@pytest.mark.parametrize("path", ["/en/agreements.json", "/api/v1/agreements"])
def test_p8_machines_filter_by_the_same(client: FlaskClient, some: None, path: str, query: str, found: int) -> None:
    answered = client.get(f"{path}?{query}").json
    assert answered is not None
    assert (answered["total"], len(answered["items"])) == (found, found)


def test_p8_the_feed_filters_by_the_same(client: FlaskClient, some: None) -> None:
    assert client.get("/en/agreements.atom?region=latin-america-caribbean").text.count("<entry>") == 1


def test_a_long_filter_shows_the_first_eight_and_every_chosen_one(client: FlaskClient, publish: Publish) -> None:
    for year in range(2001, 2013):
        publish(f"city-{year}", term=term(str(year)))
    tree = tree_of(client.get("/en/agreements?year=2002").text)
    more = next(e for e in tree.iter("details") if e.get("class") == "oa-filter__more")
    assert [box.get("value") for box in more.iter("input")] == ["2004", "2003", "2001"]
    assert text_of(next(more.iter("summary"))) == "3 more"


def test_ten_values_are_not_long(client: FlaskClient, publish: Publish) -> None:
    for year in range(2001, 2011):
        publish(f"city-{year}", term=term(str(year)))
    page = client.get("/en/agreements").text
    assert len(offered(page, "year")) == 10 and "oa-filter__more" not in page


def test_p8_each_chosen_value_can_be_taken_away_by_a_link(client: FlaskClient, some: None) -> None:
    assert links(client.get("/en/agreements?country=IT&country=UA&year=1991&sort=newest").text, "oa-chips") == {
        "Remove this filter: Country: Italy": "/en/agreements?country=UA&year=1991&sort=newest",
        "Remove this filter: Country: Ukraine": "/en/agreements?country=IT&year=1991&sort=newest",
        "Remove this filter: Year it began: 1991": "/en/agreements?country=IT&country=UA&sort=newest",
        "Clear all filters": "/en/agreements?sort=newest",
    }


def test_p8_without_a_result_each_way_out_says_how_much_it_gives(client: FlaskClient, some: None) -> None:
    page = client.get("/en/agreements?country=IT&country=UA&status=historical").text
    assert links(page, "oa-empty") == {
        "Remove this filter: Status: Historical": "/en/agreements?country=IT&country=UA",
        "Remove this filter: Country: Italy and Ukraine": "/en/agreements?status=historical",
        "Clear all filters": "/en/agreements",
    }
    ways = [text_of(e) for e in tree_of(page).iter("li") if "Remove this filter" in text_of(e) or "Clear" in text_of(e)]
    assert [way.rpartition(" agreement")[0].rpartition(" ")[2] for way in ways] == ["3", "1", "4"]


def test_p8_what_gives_nothing_is_no_way_out(client: FlaskClient, some: None) -> None:
    page = client.get("/en/agreements?country=ZZ&year=1066").text
    assert links(page, "oa-empty") == {"Clear all filters": "/en/agreements"}


def test_p8_the_only_filter_is_taken_away_once(client: FlaskClient, some: None) -> None:
    page = client.get("/en/agreements?country=JP").text
    assert links(page, "oa-empty") == {"Remove this filter: Country: Japan": "/en/agreements"}


def test_the_title_names_the_filters_and_the_number(client: FlaskClient, some: None) -> None:
    def title(query: str) -> str:
        return text_of(next(tree_of(client.get(f"/en/agreements{query}").text).iter("title"))).partition(" – Open")[0]

    assert title("") == "Agreements"
    assert title("?country=IT") == "Country: Italy – 2 agreements – Agreements"
    assert title("?country=IT&country=UA&year=1991&region=europe") == "4 filters – 2 agreements – Agreements"


def test_the_form_keeps_what_it_does_not_ask_for(client: FlaskClient, some: None) -> None:
    tree = tree_of(client.get("/en/agreements?per_page=50&sort=newest&country=IT").text)
    form = next(form for form in tree.iter("form") if form.get("class") == "oa-filter__form")
    hidden = [(field.get("name"), field.get("value")) for field in form.iter("input") if field.get("type") == "hidden"]
    chosen = [option.get("value") for option in form.iter("option") if option.get("selected") is not None]
    assert (form.get("method"), form.get("action")) == ("get", "/en/agreements#results")
    assert (hidden, chosen) == ([("per_page", "50")], ["newest"])


def test_the_button_on_a_phone_says_how_many_filters_are_chosen(client: FlaskClient, some: None) -> None:
    def summary(query: str) -> str:
        tree = tree_of(client.get(f"/en/agreements{query}").text)
        return text_of(next(e for e in tree.iter("summary") if e.get("class") == "oa-filter__summary"))

    assert (summary(""), summary("?country=IT&year=1991")) == ("Filter and sort", "Filter and sort 2 filters chosen")


@pytest.mark.parametrize("query", ["", "?country=IT&status=active", "?country=IT&status=historical&year=1066"])
def test_one_agreement_and_thirty_take_the_same_number_of_queries(
    client: FlaskClient, publish: Publish, database: Database, query: str
) -> None:
    publish("city-0", parties=[party("IT")], term=term("1991", "2099"))
    client.get(f"/en/agreements{query}")
    numbers = []
    for count in (1, 30):
        for number in range(count):
            publish(f"city-{number}", parties=[party("IT")], term=term("1991", "2099"))
        with counted(database) as statements:
            assert client.get(f"/en/agreements{query}").status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


HOSTILE = {
    "NUL": "\0", "SQL": "' OR 1=1 --", "long": "x" * 400, "percent": "%", "emoji": "💥", "last": "\ufffd", "tag": "<b>",
    "minus": "-1", "comma": ",", "bidi": "\u202e", "digits": "٣٤",
}  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("path", PATHS)
def test_hostile_values_find_nothing_or_are_ignored(demo_client: FlaskClient, path: str, value: str) -> None:
    every = urlencode([(name, value) for name in FILTERS])
    assert demo_client.get(f"{path}?{every}").status_code == 200


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("path", PATHS)
def test_a_hundred_values_do_not_fail(demo_client: FlaskClient, path: str, name: str) -> None:
    pairs = [(name, str(number)) for number in range(100)] + [(name, "IT")] * 100
    assert demo_client.get(f"{path}?{urlencode(pairs)}").status_code == 200


def test_no_more_values_are_read_than_a_reader_can_tick(client: FlaskClient, some: None) -> None:
    page = client.get("/en/agreements?" + urlencode([("country", f"Z{number}") for number in range(100)])).text
    assert sum(ticked for _value, _number, ticked in offered(page, "country")) == MOST_VALUES


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([*FILTERS, "sort", "page", "per_page"]), st.text(max_size=70)), max_size=8))
def test_nothing_a_reader_can_type_fails(demo_client: FlaskClient, pairs: list[tuple[str, str]]) -> None:
    query = urlencode([(name, value.encode("utf-8", "replace").decode()) for name, value in pairs])
    assert demo_client.get(f"/fr/agreements?{query}").status_code == 200
