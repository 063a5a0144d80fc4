"""What stands before the application: kept answers, the number of a request, the log, the counters."""

import gzip
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from content import clock
from content.db import nfc
from content.notices import queue
from content.record import log
from content.search import following
from portal.page_cache import Kept, PageCache
from tests.content.record.factories import agreement_body
from tests.portal.views.public.conftest import counted

pytestmark = pytest.mark.on_both
OFFICE = "city_clerk"
BODY = agreement_body(slug="port-almora")
PAGE = "/en/agreements/port-almora"


@pytest.fixture
def published(app: Flask, session: Session) -> FlaskClient:
    log.publish(session, kind="agreement", body=BODY, office=OFFICE)
    session.commit()
    return app.test_client()


def kept(app: Flask) -> float:
    """How many answers came out of the cache."""
    registry = app.extensions["metrics"].registry
    return sum(
        sample.value
        for metric in registry.collect()
        for sample in metric.samples
        if sample.name == "portal_requests_total" and sample.labels["how"] == "kept"
    )


def test_the_second_reader_gets_the_same_answer_without_a_query(app: Flask, published: FlaskClient) -> None:
    first = published.get(PAGE)
    with counted(app.extensions["database"]) as statements:
        second = published.get(PAGE)
    own = {"X-Request-Id"}
    assert (second.data, kept(app), statements) == (first.data, 1, [])
    assert {name: value for name, value in first.headers if name not in own} == {
        name: value for name, value in second.headers if name not in own
    }
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]


def test_a_publication_anywhere_makes_every_page_anew(app: Flask, published: FlaskClient, session: Session) -> None:
    before = published.get(PAGE)
    body = {**BODY, "texts": {"en": {"title": "Another title", "summary": "New."}}}
    log.publish(session, kind="agreement", body=body, office=OFFICE)
    session.commit()
    after = published.get(PAGE)
    assert (b"Another title" in before.data, b"Another title" in after.data, kept(app)) == (False, True, 0)


def test_a_withdrawn_page_is_not_shown_for_another_moment(app: Flask, published: FlaskClient, session: Session) -> None:
    assert published.get(PAGE).status_code == 200
    log.withdraw(session, item_id=BODY["id"], office=OFFICE, reason="By order.")
    session.commit()
    assert [published.get(PAGE).status_code for _ in range(2)] == [410, 410]
    assert kept(app) == 1


def test_the_next_day_makes_pages_anew(app: Flask, published: FlaskClient) -> None:
    noon = datetime(2026, 6, 1, 16, tzinfo=UTC)
    for moment, expected in ((noon, 0), (noon, 1), (noon + timedelta(days=1), 1), (noon + timedelta(days=1), 2)):
        with clock.frozen(moment):
            published.get(PAGE)
        assert kept(app) == expected


def test_pages_of_hits_follow_the_index(app: Flask, published: FlaskClient) -> None:
    search = app.extensions["search"]
    path = "/en/search?q=almora"
    published.get(path)
    following.rebuild(search.source, search.engine)
    published.get(path)
    assert kept(app) == 0
    published.get(path)
    assert kept(app) == 1


def test_compressed_and_plain_answers_are_kept_apart(app: Flask, published: FlaskClient) -> None:
    plain = published.get(PAGE, headers={"Accept-Encoding": "identity"})
    zipped = [published.get(PAGE, headers={"Accept-Encoding": "gzip"}) for _ in range(2)]
    assert [answer.headers.get("Content-Encoding") for answer in (plain, *zipped)] == [None, "gzip", "gzip"]
    assert [gzip.decompress(answer.data) == plain.data for answer in zipped] == [True, True]


def test_whoever_has_it_is_told_so(app: Flask, published: FlaskClient) -> None:
    first = published.get(PAGE)
    again = published.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})
    head = published.head(PAGE)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", str(len(first.data)))
    assert kept(app) == 2


@pytest.mark.parametrize("path", ["/en/sign-in", "/en/propose", "/readyz", "/en/agreements/nothing"])
def test_nothing_else_is_kept(app: Flask, published: FlaskClient, path: str) -> None:
    for _ in range(2):
        published.get(path)
    assert kept(app) == 0


def test_a_strange_host_gets_nothing_out_of_the_cache(app: Flask, published: FlaskClient) -> None:
    published.get(PAGE)
    assert published.get(PAGE, headers={"Host": "evil.example"}).status_code == 400


def test_without_room_nothing_is_kept(
    make_app: Callable[..., Flask], empty_instance: Path, backend: str | None
) -> None:
    app = make_app(empty_instance, cache_bytes=0, **({"database_url": backend} if backend else {}))
    client = app.test_client()
    for _ in range(3):
        client.get("/en/agreements")
    assert kept(app) == 0


def test_the_oldest_answers_make_room() -> None:
    cache = PageCache(100)
    for number in range(15):
        answer = Kept(("", "", ""), "200 OK", [], b"x" * 10, "", False, "/")
        cache.put((f"/{number}", "", False), answer)
        cache.get(("/0", "", False))
    assert (cache.size, [cache.get((f"/{number}", "", False)) is not None for number in (0, 1, 5, 6, 14)]) == (
        100,
        [True, False, False, True, True],
    )


def test_a_request_has_the_number_that_the_proxy_gave_it(client: FlaskClient) -> None:
    given = client.get("/healthz", headers={"X-Request-Id": "proxy-1234.5678"}).headers["X-Request-Id"]
    forged = client.get("/healthz", headers={"X-Request-Id": 'x" onload="1'}).headers["X-Request-Id"]
    assert (given, re.fullmatch("[0-9a-f]{32}", forged) is not None) == ("proxy-1234.5678", True)


def test_r28_the_log_has_one_json_line_for_each_request_and_no_secret(
    make_app: Callable[..., Flask], empty_instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client = make_app(empty_instance, log_format="json").test_client()
    client.get("/en/status/some-secret-link?name=A%0AB", headers={"X-Request-Id": "number-12345"})
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["event"], line["request"], line["status"]) for line in lines] == [("request", "number-12345", 404)]
    assert "some-secret-link" not in json.dumps(lines)


def test_an_error_page_names_the_number_that_the_log_has(
    make_app: Callable[..., Flask], empty_instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app(empty_instance, log_format="json")
    app.view_functions["site.home"] = lambda **_values: 1 / 0
    app.view_functions["site.home"].access = "public"
    answer = app.test_client().get("/en/", headers={"X-Request-Id": "number-12345"})
    failure = json.loads(capsys.readouterr().err.splitlines()[0])
    assert (answer.status_code, b"number-12345" in answer.data) == (500, True)
    assert (failure["event"], failure["request"], "ZeroDivisionError" in failure["exception"]) == (
        "failure",
        "number-12345",
        True,
    )


def test_the_counters_tell_record_index_mail_and_requests(app: Flask, published: FlaskClient, session: Session) -> None:
    queue(session, "reset", recipient=nfc("a@city.example"), language="en", values={}, secrets={"token": "t"})
    session.commit()
    text = published.get("/metrics").get_data(as_text=True)
    wanted = ("portal_record_sequence 1.0", "portal_index_sequence -1.0", 'portal_mail{state="queued"} 1.0')
    assert [line in text for line in wanted] == [True, True, True]


def test_the_counters_are_for_the_same_machine_or_for_whoever_has_the_token(
    make_app: Callable[..., Flask], empty_instance: Path
) -> None:
    open_one = make_app(empty_instance).test_client()
    closed = make_app(empty_instance, metrics_token="a long token").test_client()
    assert [
        open_one.get("/metrics").status_code,
        open_one.get("/metrics", headers={"X-Forwarded-For": "10.0.0.1"}).status_code,
        open_one.get("/metrics", environ_overrides={"REMOTE_ADDR": "10.0.0.1"}).status_code,
        closed.get("/metrics").status_code,
        closed.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code,
        closed.get("/metrics", headers={"Authorization": "Bearer a long token"}).status_code,
    ] == [200, 404, 404, 404, 404, 200]


@pytest.mark.parametrize("refused", ["gzip;q=0", "br, gzip; q=0.000", "gzip;q=0, identity"])
def test_who_refuses_gzip_gets_none(demo_client: FlaskClient, refused: str) -> None:
    answers = [demo_client.get("/en/agreements", headers={"Accept-Encoding": refused}) for _ in range(2)]
    assert [answer.headers.get("Content-Encoding") for answer in answers] == [None, None]
    taken = demo_client.get("/en/agreements", headers={"Accept-Encoding": "gzip;q=0.5"})
    assert taken.headers.get("Content-Encoding") == "gzip"
