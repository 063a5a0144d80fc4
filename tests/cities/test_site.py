"""What the second city's site shows of itself, and which languages it speaks."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from content import notices
from content.languages import KNOWN, speaking
from content.notices import Notice
from portal.mailer import compose, language_of

PUBLIC = ("/", "/agreements", "/search", "/record", "/propose", "/status")


def tags_of(app: Flask) -> tuple[str, ...]:
    found: tuple[str, ...] = app.extensions["site"].languages
    return found


def test_every_page_bears_the_name_the_colours_and_the_logo(client: FlaskClient) -> None:
    for path in PUBLIC:
        page = client.get(f"/fr{path}").text
        found = (re.search(rf'href="(/static/\w+/{name})"', page) for name in ("css/site.css", "site/logo.svg"))
        sheet, icon = (match[1] if match else "" for match in found)
        assert page.count("Rivages jumeaux") > 1, path
        assert '<meta name="theme-color" content="#4a1d5c">' in page
        assert "hermanas@puerto-alerce.example" in page and "Plaza de los Alerces 1" in page
        assert [client.get(path).status_code for path in (sheet, icon)] == [200, 200]
    assert "--oa-primary: #4a1d5c;" in client.get(sheet).text
    assert client.get("/favicon.ico").location == icon


def test_a_page_that_is_not_there_is_the_citys_too(client: FlaskClient) -> None:
    page = client.get("/ar/agreements/nowhere")
    assert (page.status_code, "شواطئ شقيقة" in page.text) == (404, True)


def test_feeds_and_previews_carry_the_name(client: FlaskClient) -> None:
    feed = client.get("/en/agreements.atom").text
    assert "<title>Agreements of Puerto Alerce</title>" in feed and "<name>Office of External Affairs</name>" in feed
    assert '<meta property="og:site_name" content="Sister Shores, Puerto Alerce">' in client.get("/en/").text


def test_a_mail_bears_the_letterhead(second: Flask) -> None:
    notice = Notice(
        template="withdrawn", recipient="a@b.example", language="en", secrets={},
        values={"reference": "OA-1", "name": "A", "state": "withdrawn", "received_at": None},
    )  # fmt: skip
    text = compose(second, notice, {"token": "t"})[1]
    assert text.splitlines()[-6:] == [
        "Sister Shores, Puerto Alerce", "Office of External Affairs", "Plaza de los Alerces 1", "Puerto Alerce",
        "hermanas@puerto-alerce.example", "+56 65 555 0100",
    ]  # fmt: skip


def test_the_site_offers_its_own_languages_in_its_own_order(make_second: Callable[..., Flask]) -> None:
    client = make_second(languages=["ar", "en"]).test_client()
    answers = {path: client.get(path).status_code for path in ("/ar/", "/en/", "/fr/", "/fr/agreements", "/ja/")}
    assert answers == {"/ar/": 200, "/en/": 200, "/fr/": 404, "/fr/agreements": 404, "/ja/": 404}
    assert client.get("/").location == "/ar/"
    assert client.get("/", headers={"Accept-Language": "fr;q=0.9, en;q=0.5"}).location == "/en/"
    page = client.get("/en/").text
    assert re.findall(r'<link rel="alternate" hreflang="([^"]+)"', page) == ["ar", "en"]
    assert re.findall(r'oa-languages__item" lang="([^"]+)"', page) == ["ar", "en"]


def test_a_page_in_a_language_that_is_not_offered_is_missing_in_the_first(make_second: Callable[..., Flask]) -> None:
    page = make_second(languages=["ar", "en"]).test_client().get("/fr/agreements")
    assert (page.status_code, 'lang="ar"' in page.text, 'dir="rtl"' in page.text) == (404, True, True)


def test_robots_sitemap_feeds_and_the_machines_door_follow(make_second: Callable[..., Flask]) -> None:
    client = make_second(languages=["fr", "en"]).test_client()
    found = {tag for tag in KNOWN if f"Disallow: /{tag}/staff" in client.get("/robots.txt").text}
    assert found == {"fr", "en"}
    sitemap = client.get("/sitemap.xml").text
    assert {tag for tag in KNOWN if f"/{tag}/agreements<" in sitemap} == {"fr", "en"}
    assert re.findall(r'hreflang="x-default" href="[^"]+/(\w+)/agreements"', sitemap)[:1] == ["fr"]
    refused = client.get("/api/v1/policy?lang=ar")
    assert (refused.status_code, refused.json and refused.json["languages"]) == (400, ["fr", "en"])


def test_a_site_without_english_speaks_its_own_to_machines_and_strangers(make_second: Callable[..., Flask]) -> None:
    client = make_second(languages=["fr"]).test_client()
    assert client.get("/", headers={"Accept-Language": "de"}).location == "/fr/"
    assert client.get("/healthz").status_code == 200
    policy = client.get("/api/v1/policy").json
    assert policy and policy["categories"][0]["label"] == "Charte de jumelage"


def test_two_sites_in_one_process_do_not_take_each_others_languages(make_second: Callable[..., Flask]) -> None:
    one, other = (make_second(languages=tags).test_client() for tags in (["ar", "en"], ["fr", "en"]))
    for _ in range(2):
        assert (one.get("/fr/").status_code, other.get("/fr/").status_code) == (404, 200)
        assert (one.get("/").location, other.get("/").location) == ("/ar/", "/fr/")


def test_a_mail_in_a_language_no_longer_offered_goes_out_in_the_first(make_second: Callable[..., Flask]) -> None:
    app = make_second(languages=["en"])
    with app.extensions["database"].writing() as session, speaking("fr"):
        notices.queue(
            session, "withdrawn", recipient="a@b.example", language="fr",
            values={"reference": "OA-1", "name": "A", "state": "withdrawn", "received_at": None},
            secrets={"token": "t"}, about=("proposal", 1),
        )  # fmt: skip
        notice = session.query(Notice).one()
        assert (language_of(app, notice), "/en/status/t" in compose(app, notice, notice.secrets)[1]) == ("en", True)


def test_the_index_speaks_the_sites_languages(make_second: Callable[..., Flask]) -> None:
    assert make_second(languages=["ar", "en"]).extensions["search"].engine.languages == ("ar", "en")


@pytest.mark.parametrize("path", PUBLIC)
def test_another_name_is_another_page(make_second: Callable[..., Flask], path: str) -> None:
    """What a proxy has kept of the old identity is not taken for the new one."""
    tags = {make_second(name=name).test_client().get(f"/en{path}").headers.get("ETag") for name in ("A", "B", "B")}
    assert len(tags) == (1 if tags == {None} else 2)
