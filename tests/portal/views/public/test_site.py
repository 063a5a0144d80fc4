import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from content.record import log
from content.record.models import RecordEntry
from portal.views.public.sitemaps import FIXED

from .pictures import with_class

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.mark.parametrize(("likes", "tag"), [("fr-CA,fr;q=0.9", "fr"), ("ar", "ar"), ("sw", "en"), ("", "en")])
def test_the_root_leads_to_the_language_that_the_browser_likes(demo_client: FlaskClient, likes: str, tag: str) -> None:
    response = demo_client.get("/", headers={"Accept-Language": likes})
    assert (response.status_code, response.location, response.vary.as_set()) == (302, f"/{tag}/", {"accept-language"})


def test_the_home_page_counts_the_record(demo_client: FlaskClient) -> None:
    page, head = demo_client.get("/en/").text, demo_client.get("/api/v1/record/head").json
    assert head is not None
    entries = head["sequence"]
    for number, words in ((60, "agreements published"), (34, "countries"), (1, "in force"), (entries, "entries")):
        assert f">{number}<" in page and words in page


def test_the_home_page_leads_to_the_other_ways_in_with_their_numbers(demo_client: FlaskClient) -> None:
    found = [
        (link.get("href"), " ".join("".join(link.itertext()).split()))
        for link in with_class(demo_client.get("/en/").text, "oa-ways__link")
    ]
    assert found == [
        ("/en/map", "Map 34 countries"),
        ("/en/timeline", "Timeline 60 agreements"),
        ("/en/goals", "Goals 11"),
        ("/en/historical", "Historical register 46 agreements"),
        ("/en/registers", "Registers 10"),
        ("/en/news", "News 3"),
    ]


def test_a_language_without_a_short_name_of_the_time_zone_says_its_distance_in_words(demo_client: FlaskClient) -> None:
    assert "غرينتش-0" in demo_client.get("/ar/record").text


def test_the_home_page_of_an_empty_record_says_so(client: FlaskClient) -> None:
    assert "Nothing has been published yet." in client.get("/en/").text


def test_news_of_a_withdrawn_agreement_give_its_key_and_not_its_title(
    client: FlaskClient, publish: Callable[..., RecordEntry], session: Session
) -> None:
    entry = publish("milan", texts={"en": {"title": "A title taken back"}})
    log.withdraw(session, item_id=entry.item_id, office="city_clerk", reason="Published by mistake")
    session.commit()
    page = client.get("/en/").text
    assert "A title taken back" not in page
    assert "Published by mistake" in page


def test_the_record_page_shows_the_head_and_how_to_check_it(demo_client: FlaskClient) -> None:
    head = demo_client.get("/api/v1/record/head").json
    assert head is not None
    assert f"portal record verify --head {head['sequence']}:{head['hash']}" in demo_client.get("/en/record").text


def test_the_export_is_the_chain_up_to_the_head(demo_client: FlaskClient) -> None:
    lines = [json.loads(line) for line in demo_client.get("/record/export.jsonl").text.splitlines()]
    head = demo_client.get("/api/v1/record/head").json
    assert head is not None
    assert [line["sequence"] for line in lines] == list(range(1, head["sequence"] + 1))
    assert lines[-1]["hash"] == head["hash"]


def test_health_needs_no_database(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    client = make_app(tmp_path / "nothing").test_client()
    assert client.get("/healthz").json == {"status": "ok"}


def test_the_portal_is_not_ready_without_its_tables(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    response = make_app(tmp_path / "nothing").test_client().get("/readyz")
    assert (response.status_code, response.json and response.json["status"]) == (503, "unavailable")


def test_the_portal_is_ready_and_says_how_far_it_is(demo_client: FlaskClient) -> None:
    response = demo_client.get("/readyz")
    assert response.status_code == 200
    head = demo_client.get("/api/v1/record/head").json
    assert head is not None
    sequence = head["sequence"]
    assert response.json == {"status": "ready", "migrated": True, "sequence": sequence, "index": sequence}


def test_the_sitemap_names_every_page_in_every_language(demo_client: FlaskClient) -> None:
    tree = ET.fromstring(demo_client.get("/sitemap.xml").data)
    found = [url.findtext(LOC) for url in tree]
    # Nine pages of editors and ten registers; every agreement has its page and its changes.
    assert len(found) == len(set(found)) == 3 * (len(FIXED) + 9 + 10 + 2 * 60)
    assert {link.get("hreflang") for link in tree[0].findall(LINK)} == {"en", "fr", "ar", "x-default"}
    for address in found[::7]:
        assert demo_client.get(str(address).removeprefix("http://localhost")).status_code == 200


def test_a_part_of_the_sitemap_that_there_is_not_is_not_found(demo_client: FlaskClient) -> None:
    assert demo_client.get("/sitemap.xml?part=2").status_code == 404


def test_robots_are_kept_from_staff_pages_and_told_the_sitemap(demo_client: FlaskClient) -> None:
    lines = demo_client.get("/robots.txt").text.splitlines()
    assert "Disallow: /fr/staff" in lines
    assert lines[-1] == "Sitemap: http://localhost/sitemap.xml"


def test_the_icon_is_where_browsers_look_for_it(demo_client: FlaskClient) -> None:
    response = demo_client.get("/favicon.ico")
    assert response.status_code == 301
    assert demo_client.get(response.location).content_type == "image/svg+xml"


PUBLIC = [
    "/{}/", "/{}/record", "/{}/agreements", "/{}/agreements/port-almora", "/{}/agreements/milan/@1", "/{}/agreements/milan/changes",
    "/{}/search?q=kyiv", "/{}/search", "/{}/agreements.atom", "/{}/agreements.json", "/{}/agreements/milan.json",
    "/api/v1/agreements?lang={}", "/api/v1/agreements/milan?lang={}", "/api/v1/search?q=milan&lang={}", "/api/v1/changes?lang={}",
    "/api/v1/record/head?lang={}", "/record/export.jsonl?lang={}", "/robots.txt?lang={}", "/sitemap.xml?lang={}",
]  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_public_pages_set_no_cookie_and_answer_304(demo_client: FlaskClient, path: str, language: str) -> None:
    first = demo_client.get(path.format(language))
    assert first.status_code == 200
    assert "Set-Cookie" not in first.headers
    again = demo_client.get(path.format(language), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])


@pytest.mark.parametrize(
    "query", ["_scheme=x", "_external=1&_scheme=javascript", "endpoint=x", "_anchor=a", "language=zz", "key=k"]
)
def test_no_parameter_of_a_reader_is_an_order_to_the_router(demo_client: FlaskClient, query: str) -> None:
    response = demo_client.get(f"/en/agreements/milan?{query}")
    assert response.status_code == 200
    assert "javascript://" not in response.text


def test_the_page_of_a_failure_needs_no_database(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    response = make_app(tmp_path / "nothing").test_client().get("/fr/agreements")
    assert response.status_code == 503
    assert '<html class="govuk-template" lang="fr" dir="ltr">' in response.text
    assert "oa-hash" in response.text and "Traceback" not in response.text


def test_asking_for_the_head_of_the_export_sends_no_line(demo_client: FlaskClient) -> None:
    response = demo_client.head("/record/export.jsonl")
    assert (response.status_code, response.data) == (200, b"")
