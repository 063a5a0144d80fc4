from collections.abc import Callable
from uuid import UUID
from xml.etree import ElementTree as ET

from flask.testing import FlaskClient

from content.record.models import RecordEntry

ATOM = "{http://www.w3.org/2005/Atom}"


def feed_of(client: FlaskClient, path: str) -> ET.Element:
    response = client.get(path)
    assert (response.status_code, response.content_type) == (200, "application/atom+xml; charset=utf-8")
    return ET.fromstring(response.data)


def texts(feed: ET.Element, path: str) -> list[str | None]:
    return [element.text for element in feed.findall(path)]


def test_the_feed_has_what_atom_asks_for(demo_client: FlaskClient) -> None:
    feed = feed_of(demo_client, "/en/agreements.atom?per_page=60")
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(texts(feed, f"{ATOM}{name}")) == 1
        assert len(texts(feed, f"{ATOM}entry/{ATOM}{name}")) == 60
    assert texts(feed, f"{ATOM}author/{ATOM}name") == ["Strategic Protocol and External Relations"]
    ids = [str(text) for text in (*texts(feed, f"{ATOM}id"), *texts(feed, f"{ATOM}entry/{ATOM}id"))]
    assert len({UUID(text.removeprefix("urn:uuid:")) for text in ids}) == 61


def test_the_latest_published_stands_first(demo_client: FlaskClient) -> None:
    updated = [str(text) for text in texts(feed_of(demo_client, "/en/agreements.atom"), f"{ATOM}entry/{ATOM}updated")]
    assert updated == sorted(updated, reverse=True)


def test_the_filters_of_the_list_apply_and_make_another_feed(demo_client: FlaskClient) -> None:
    whole, part = feed_of(demo_client, "/en/agreements.atom"), feed_of(demo_client, "/en/agreements.atom?country=UA")
    assert len(part.findall(f"{ATOM}entry")) == 1
    assert texts(whole, f"{ATOM}id") != texts(part, f"{ATOM}id")


def test_each_entry_leads_to_its_page_in_every_language(demo_client: FlaskClient) -> None:
    entry = feed_of(demo_client, "/en/agreements.atom?country=UA").find(f"{ATOM}entry")
    assert entry is not None
    links = {link.get("hreflang"): link.get("href") for link in entry.findall(f"{ATOM}link") if link.get("hreflang")}
    assert links == {tag: f"http://localhost/{tag}/agreements/kyiv" for tag in ("en", "fr", "ar")}


def test_the_feed_carries_the_head_of_the_record(demo_client: FlaskClient) -> None:
    head = demo_client.get("/api/v1/record/head").json
    found = feed_of(demo_client, "/fr/agreements.atom").find("{urn:open-accord:record}head")
    assert head is not None and found is not None
    assert (found.get("sequence"), found.text) == (str(head["sequence"]), head["hash"])


def test_what_xml_cannot_write_is_left_out(client: FlaskClient, publish: Callable[..., RecordEntry]) -> None:
    publish("milan", texts={"en": {"title": "Milan\x0b\ufffe & <sons>"}})
    assert texts(feed_of(client, "/en/agreements.atom"), f"{ATOM}entry/{ATOM}title") == ["Milan & <sons>"]


def test_the_feed_of_an_empty_record_is_valid(client: FlaskClient) -> None:
    feed = feed_of(client, "/en/agreements.atom")
    assert texts(feed, f"{ATOM}updated") == ["1970-01-01T00:00:00Z"]
    assert feed.findall(f"{ATOM}entry") == []
