from collections.abc import Callable

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.record.models import RecordEntry
from content.search import following
from tests.portal.views.public.test_facets import party


def marked(page: str) -> list[str]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return ["".join(element.itertext()) for element in tree.iter("mark")]


def test_p6_the_words_are_marked_and_their_place_leads_into_the_page(demo_client: FlaskClient) -> None:
    page = demo_client.get("/en/search?q=sensors&country=XA").text
    assert "1 agreement found" in page
    assert set(marked(page)) == {"sensors", "Sensors"}
    assert 'href="/en/agreements/port-almora#objective-o2"' in page


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("words", ["Kiev", "kyiv", "KYIV", "Київ"])
def test_p7_a_city_is_found_by_every_name_in_every_language(
    demo_client: FlaskClient, language: str, words: str
) -> None:
    assert f"/{language}/agreements/kyiv" in demo_client.get(f"/{language}/search", query_string={"q": words}).text


def test_p8_facets_count_and_narrow(demo_client: FlaskClient) -> None:
    page = demo_client.get("/en/search?q=city&country=IT").text
    assert 'name="country" value="IT" checked' in page
    assert 'href="/en/search?q=city"' in page


def test_p8_without_a_hit_every_filter_can_be_taken_away(demo_client: FlaskClient) -> None:
    page = demo_client.get("/en/search?q=Kyiv&country=IT&goal=ipf-2").text
    assert "Nothing was found." in page
    assert 'href="/en/search?q=Kyiv&amp;goal=ipf-2"' in page
    assert 'href="/en/search?q=Kyiv&amp;country=IT"' not in page, "that would find nothing either"
    assert "How to search" in page


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("status=active", {"milan"}),
        ("status=active&status=end-not-recorded", {"milan", "osaka"}),
        ("region=asia", {"osaka"}),
        ("language=fr", {"milan"}),
        ("status=active&region=asia", set()),
    ],
)
def test_p8_a_search_narrows_by_status_region_and_language(
    client: FlaskClient, publish: Callable[..., RecordEntry], query: str, keys: set[str]
) -> None:
    texts = {"en": {"title": "Milan harbour"}, "fr": {"title": "Port de Milan"}}
    term = {"start": "2020", "end": "2999", "months": None}
    publish("milan", texts=texts, languages=["en", "fr"], term=term, parties=[party("IT")])
    publish("osaka", texts={"en": {"title": "Osaka harbour"}}, parties=[party("JP")])
    answered = client.get(f"/api/v1/search?q=harbour&{query}").json
    assert answered is not None
    assert {item["key"] for item in answered["items"]} == keys
    assert set(answered["facets"]) == {"category", "status", "region", "country", "goal", "year", "language"}


def test_p8_search_and_list_count_the_same_agreements_alike(demo_client: FlaskClient) -> None:
    def boxes(path: str) -> dict[str | None, str]:
        tree = html5lib.parse(demo_client.get(path).text, namespaceHTMLElements=False)
        labels = [label for label in tree.iter("label") if (label.get("for") or "").startswith("filter-")]
        return {" ".join("".join(label.itertext()).split()): "" for label in labels}

    # Every agreement of the demonstration names the city.
    assert boxes("/en/search?q=city&region=europe") == boxes("/en/agreements?region=europe")


def test_the_order_of_a_search_is_kept_in_its_address(demo_client: FlaskClient) -> None:
    page = demo_client.get("/en/search?q=city&sort=newest&region=asia").text
    assert '<option value="newest" selected>' in page
    assert 'href="/en/search?q=city&amp;sort=newest"' in page


def test_an_empty_search_explains_the_query_language(demo_client: FlaskClient) -> None:
    page = demo_client.get("/en/search").text
    assert "How to search" in page and "Nothing was found." not in page


def test_a_widened_search_says_so_and_marks_what_it_found(demo_client: FlaskClient) -> None:
    page = demo_client.get("/en/search?q=Sagamih").text
    assert "begins with the last one" in page
    assert "/en/agreements/sagamihara" in page
    assert {word.casefold() for word in marked(page)} == {"sagamihara"}


def test_what_was_not_taken_as_typed_is_told(demo_client: FlaskClient) -> None:
    assert "A * alone stands for nothing" in demo_client.get("/en/search?q=milan+*").text


def test_what_is_typed_is_shown_again_and_never_run(demo_client: FlaskClient) -> None:
    page = demo_client.get("/en/search", query_string={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert "&#34;&gt;&lt;script&gt;" in page


def test_without_an_index_the_record_is_scanned(client: FlaskClient, publish: Callable[..., RecordEntry]) -> None:
    publish("milan")
    assert "/en/agreements/milan" in client.get("/en/search?q=milan").text


def test_the_etag_follows_the_index(app: Flask, client: FlaskClient, publish: Callable[..., RecordEntry]) -> None:
    publish("milan")
    before = client.get("/en/search?q=milan").headers["ETag"]
    search = app.extensions["search"]
    following.step(search.source, search.engine)
    assert client.get("/en/search?q=milan").headers["ETag"] != before


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=250), st.text(max_size=12))
def test_nothing_a_reader_can_type_fails(demo_client: FlaskClient, words: str, page: str) -> None:
    words, page = (text.encode("utf-8", "replace").decode() for text in (words, page))
    assert demo_client.get("/ar/search", query_string={"q": words, "page": page, "year": page}).status_code == 200
