"""Requests that no browser sends: they are answered with what they ask for or refused, never with a failure."""

import errno
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from content.permissions import Role
from content.record import log
from content.search import following
from portal.database import Database
from tests.portal.views.public.conftest import body_of

PATHS = (
    "/", "/en/", "/en/agreements", "/en/agreements.json", "/en/agreements.atom", "/en/search", "/en/record",
    "/sitemap.xml", "/robots.txt", "/favicon.ico", "/api/v1/agreements", "/api/v1/search", "/api/v1/changes",
    "/api/v1/record/head", "/api/v1/policy", "/api/v1/agreements/milan", "/api/v1/agreements/milan/compare",
    "/en/agreements/milan", "/en/agreements/milan/changes", "/en/agreements/milan/@1", "/en/propose", "/en/status",
)  # fmt: skip
STRANGE = (
    "%ED%A0%80", "%00", "%FF%FE", "%E2%80%AE", "%C0%AF", "-1", "9" * 200, "1e9", "%D9%A1", "NaN", "%zz", "%",
    "..%2f..%2fetc%2fpasswd", "%0d%0aSet-Cookie:%20x=1", "%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "%7B%7B7*7%7D%7D",
)  # fmt: skip
NAMES = (
    "q",
    "page",
    "sort",
    "lang",
    "year",
    "status",
    "since",
    "from",
    "part",
    "%ED%A0%80",
    "_external",
    "_anchor",
    "",
)
WORDS = (
    "[a TO " * 100, "*" * 500, "(" * 300, '"', "a AND OR NOT", "a* b? c~ d^9", "title:x OR id:*", "-" * 400,
    "\u0301" * 500, "\u202e\u2066abc", "👩‍👩‍👧" * 60, "漢字" * 200, "ﷺ" * 200, "/(a+)+$/",
)  # fmt: skip
HOSTS = (
    "evil.example",
    "localhost.evil.example",
    "a@localhost",
    "[::1",
    "localhost/evil",
    "localhost:80:evil",
    "ÿþ",
    " ",
)
HEADERS = (
    ("Accept-Language", "ÿþ;q=nan, *;q=-1"), ("If-None-Match", '"ÿ'), ("If-Modified-Since", "Fri, 99 Foo 99999"),
    ("Range", "bytes=-1-,5"), ("Range", "bytes=999999999-"), ("Accept-Encoding", "ÿ, gzip;q=x"), ("Cookie", "session=ÿ"),
    ("Cookie", "session=.eJx; =;"), ("Content-Type", "ÿ"), ("Content-Length", "abc"), ("Authorization", "Basic ÿ"),
    ("Referer", "http://["), ("X-Forwarded-Host", "evil.example"), ("Accept", "ÿ"),
)  # fmt: skip
METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "POST", "FOO")


@pytest.mark.parametrize("path", PATHS)
def test_r14_r46_no_query_makes_a_public_page_fail(demo_client: FlaskClient, path: str) -> None:
    for value in STRANGE:
        answer = demo_client.get(path + "?to=1&" + "&".join(f"{name}={value}&{name}=1" for name in NAMES)[:3800])
        assert answer.status_code in (200, 301, 302, 308, 400, 404), value
        assert "<script>alert" not in answer.text
        assert "Set-Cookie" not in answer.headers
        assert "\n" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("path", ["/ar/search", "/api/v1/search"])
def test_r23_any_words_can_be_searched_for(demo_client: FlaskClient, path: str, words: str) -> None:
    assert demo_client.get(path, query_string={"q": words}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_no_path_or_method_makes_a_public_page_fail(demo_client: FlaskClient, path: str) -> None:
    statuses = {demo_client.get(f"{path.rstrip('/')}/{value}").status_code for value in STRANGE}
    statuses |= {demo_client.open(path, method=method).status_code for method in METHODS}
    assert statuses <= {200, 301, 302, 303, 308, 400, 403, 404, 405, 422}


@pytest.mark.parametrize("header", HEADERS, ids=str)
def test_no_header_makes_a_page_fail(demo_client: FlaskClient, header: tuple[str, str]) -> None:
    paths = ("/", "/en/", "/en/agreements/milan", "/en/sign-in", "/en/staff/", "/api/v1/agreements", "/readyz")
    statuses = {demo_client.get(path, headers=[header]).status_code for path in paths}
    assert statuses <= {200, 302, 303, 400}


@pytest.mark.parametrize("host", HOSTS)
def test_r41_an_unknown_host_is_refused(demo_client: FlaskClient, host: str) -> None:
    for path in ("/", "/en", "/en/", "/en/nothing", "/api/v1/agreements", "/en/staff/"):
        answer = demo_client.get(path, environ_overrides={"HTTP_HOST": host})
        assert (answer.status_code, answer.headers.get("Location")) == (400, None)


def test_r17_an_endless_address_is_refused(demo_client: FlaskClient) -> None:
    for path in ("/en/search?q=" + "a" * 8000, "/en/" + "a" * 8000, "/en/nothing?" + "&".join(["a=1"] * 3000)):
        assert demo_client.get(path).status_code == 414


@pytest.mark.parametrize("number", ["9" * 30, "9" * 3900, "%D9%A1", "-1", "1e3", "0x1"])
@pytest.mark.parametrize(
    "path", ["/api/v1/agreements/milan/versions/{}", "/en/agreements/milan/@{}", "/en/staff/agreements/{}"]
)
def test_numbers_in_paths_are_bounded(demo_client: FlaskClient, path: str, number: str) -> None:
    assert demo_client.get(path.format(number)).status_code in (200, 303, 404)


@pytest.mark.parametrize(
    ("day", "status"),
    [("9999-12-31", 302), ("9999-12-30", 302), ("0001-01-01", 404), ("2026-02-30", 404), ("0000-01-01", 404)],
)
def test_p09_the_version_of_any_day_can_be_asked_for(demo_client: FlaskClient, day: str, status: int) -> None:
    assert demo_client.get(f"/en/agreements/milan/@{day}").status_code == status


@pytest.mark.parametrize(
    "path",
    [
        "/files/../../etc/passwd", "/files/%2e%2e/x", "/files/" + "0" * 64 + "/x", "/files/" + "A" * 64 + "/x",
        "/files/" + "٠" * 64 + "/x", "/files/%00/x", "/files/x/%0d%0aX:y", "/static/x/../../portal.toml",
        "/static/x/%2e%2e/%2e%2e/wsgi.py", "/static/x//etc/passwd", "/static/x/css/../css/theme.css",
    ],
)  # fmt: skip
def test_r20_no_path_leads_out_of_the_files(demo_client: FlaskClient, path: str) -> None:
    assert demo_client.get(path).status_code in (308, 400, 404)


@pytest.mark.parametrize(
    "target",
    [
        "//[",
        "https://[::1",
        "//\u2100.example/staff",
        "/en/staff/\r\nSet-Cookie: a=b",
        "/\t/evil.example/staff",
        "\ud800",
    ],
)
def test_r41_no_address_to_go_on_to_makes_entering_fail(as_role: Callable[[Role], FlaskClient], target: str) -> None:
    answer = as_role(Role.EDITOR).get("/en/sign-in", query_string={"next": target.encode("utf-8", "replace")})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/staff/")


def test_r46_a_failure_is_logged_without_links_and_without_values(
    capsys: pytest.CaptureFixture[str], app: Flask, client: FlaskClient
) -> None:
    def fail() -> None:
        password = g.password = "correct horse"
        raise RuntimeError(len(password))

    app.before_request_funcs[None].append(fail)
    answer = client.get("/en/status/a-secret-link")
    logged = capsys.readouterr().err
    incident = re.search(r"request=(\w+)", logged)
    assert answer.status_code == 500
    assert incident is not None
    assert incident[1] in answer.text
    assert "RuntimeError" in logged
    assert [word for word in ("a-secret-link", "correct horse'") if word in logged] == []
    assert "correct horse" not in answer.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("", {}, Exception("database is locked")), 503),
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (FileNotFoundError(errno.ENOENT, "x"), 500),
        (ZeroDivisionError(), 500),
    ],
    ids=str,
)
def test_r04_r13_what_passes_by_itself_is_told_as_such(
    app: Flask, client: FlaskClient, error: Exception, status: int
) -> None:
    def fail() -> None:
        raise error

    app.before_request_funcs[None].append(fail)
    answers = [client.get(path) for path in ("/fr/agreements", "/api/v1/agreements")]
    assert [answer.status_code for answer in answers] == [status, status]
    assert [answer.content_type.split(";")[0] for answer in answers] == ["text/html", "application/problem+json"]
    assert 'lang="fr"' in answers[0].text


def test_r13_fourteen_writers_wait_for_each_other_and_not_for_a_reader(app: Flask, database: Database) -> None:
    def begin(_number: int) -> int:
        return app.test_client().post("/en/propose", data={"category": "partnership-city"}).status_code

    with database.reading() as reader:
        before = reader.scalar(text("SELECT count(*) FROM proposals"))
        with ThreadPoolExecutor(14) as pool:
            statuses = list(pool.map(begin, range(32)))
        seen = reader.scalar(text("SELECT count(*) FROM proposals"))
    assert statuses == [303] * 32
    assert (before, seen) == (0, 0)
    with database.reading() as reader:
        assert reader.scalar(text("SELECT count(*) FROM proposals")) == 32


def test_f2_publishing_goes_on_while_the_index_is_written(app: Flask, database: Database) -> None:
    search = app.extensions["search"]

    def publish(number: int) -> None:
        with database.writing() as session:
            log.publish(session, kind="agreement", body=body_of(f"agreement-{number}"), office="city_clerk", reason="")

    with ThreadPoolExecutor(5) as pool:
        published = [pool.submit(publish, number) for number in range(12)]
        pages = [pool.submit(app.test_client().get, "/en/search?q=agreement") for _number in range(6)]
        while not all(future.done() for future in published):
            following.rebuild(search.source, search.engine)
        assert [page.result().status_code for page in pages] == [200] * 6
        assert [future.result() for future in published] == [None] * 12
    following.rebuild(search.source, search.engine)
    found = app.test_client().get("/api/v1/search?q=agreement").get_json()
    assert found["total"] == 12
