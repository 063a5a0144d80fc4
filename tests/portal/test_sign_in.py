"""Entering: passwords, throttle, no telling who exists, sessions that end."""

import re
import time
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from content.notices import Notice
from content.people.models import Person
from content.people.operations import change_password
from content.permissions import Role
from content.workflow import Refused
from portal.database import Database
from portal.sign_in import ABSOLUTE_SECONDS, HASHER, IDLE_SECONDS, hash_password

EMAIL = "editor@demo.example"
PASSWORD = "three calm harbour lights"


@pytest.fixture
def editor(app: Flask) -> str:
    with app.extensions["database"].writing() as session:
        person = session.scalars(select(Person).where(Person.email == EMAIL)).one()
        change_password(session, person, hash_password(PASSWORD), by=person)
    return EMAIL


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def sign_in(client: FlaskClient, email: str, password: str, query: str = "") -> tuple[int, str, str]:
    token = token_in(client.get("/en/sign-in").text)
    response = client.post(f"/en/sign-in{query}", data={"email": email, "password": password, "csrf_token": token})
    return response.status_code, response.headers.get("Location", ""), response.text


def test_the_right_password_opens_the_staff_pages(client: FlaskClient, editor: str) -> None:
    assert sign_in(client, editor, PASSWORD)[:2] == (303, "/en/staff/")
    assert client.get("/en/staff/agreements").status_code == 200


def test_a_stranger_is_led_to_the_sign_in_and_back(client: FlaskClient, editor: str) -> None:
    response = client.get("/en/staff/agreements")
    assert (response.status_code, response.headers["Location"]) == (303, "/en/sign-in?next=/en/staff/agreements")
    assert sign_in(client, editor, PASSWORD, "?next=/en/staff/agreements")[1] == "/en/staff/agreements"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/staff",
        "https://evil.example/staff",
        "/\\evil.example/staff",
        "javascript:/staff",
        "/en/agreements",
    ],
)
def test_nobody_is_led_to_another_site(client: FlaskClient, editor: str, target: str) -> None:
    assert sign_in(client, editor, PASSWORD, f"?next={target}")[1] == "/en/staff/"


@pytest.mark.parametrize("password", ["wrong", PASSWORD + "\x00", PASSWORD.upper(), PASSWORD + " ", "x" * 1000])
def test_only_the_very_password_enters(client: FlaskClient, editor: str, password: str) -> None:
    assert sign_in(client, editor, password)[0] == 422


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(client: FlaskClient, editor: str) -> None:
    pages = [sign_in(client, email, "wrong password") for email in (editor, "nobody@demo.example")]
    plain = [re.sub(r'value="[^"]*"', "", page[2]) for page in pages]
    assert (pages[0][0], plain[0]) == (pages[1][0], plain[1])


def test_an_unknown_address_costs_a_verification_too(app: Flask, editor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    real = type(HASHER).verify

    def counting(self: object, stored: str, password: str) -> bool:
        verified.append(stored)
        return bool(real(HASHER, stored, password))

    monkeypatch.setattr(type(HASHER), "verify", counting)
    sign_in(app.test_client(), "nobody@demo.example", "wrong password")
    assert len(verified) == 1


def test_too_many_tries_are_throttled_for_this_account_and_address_only(app: Flask, editor: str) -> None:
    client = app.test_client()
    statuses = [sign_in(client, editor, "wrong password")[0] for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    assert sign_in(client, editor, PASSWORD)[0] == 429
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "10.9.8.7"
    assert sign_in(elsewhere, editor, PASSWORD)[0] == 303


def test_a_forged_header_does_not_lift_the_throttle(app: Flask, editor: str) -> None:
    client = app.test_client()
    for number in range(10):
        client.environ_base["HTTP_X_FORWARDED_FOR"] = f"10.0.0.{number}"
        sign_in(client, editor, "wrong password")
    assert sign_in(client, editor, PASSWORD)[0] == 429


def test_a_session_taken_along_before_signing_in_is_worth_nothing(client: FlaskClient, editor: str) -> None:
    client.get("/en/sign-in")
    before = client.get_cookie("session")
    assert before is not None
    sign_in(client, editor, PASSWORD)
    client.set_cookie("session", before.value)
    assert client.get("/en/staff/agreements").status_code == 303


def test_signing_out_ends_the_session_wherever_its_cookie_was_copied(client: FlaskClient, editor: str) -> None:
    sign_in(client, editor, PASSWORD)
    copied = client.get_cookie("session")
    assert copied is not None
    token = token_in(client.get("/en/staff/agreements").text)
    assert client.post("/en/sign-out", data={"csrf_token": token}).status_code == 303
    client.set_cookie("session", copied.value)
    assert client.get("/en/staff/agreements").status_code == 303


@pytest.mark.parametrize(
    "key,age,status",
    [
        ("seen", IDLE_SECONDS - 60, 200),
        ("seen", IDLE_SECONDS + 60, 303),
        ("since", ABSOLUTE_SECONDS - 60, 200),
        ("since", ABSOLUTE_SECONDS + 60, 303),
    ],
)
def test_idle_and_old_sessions_are_over(
    as_role: Callable[[Role], FlaskClient], key: str, age: int, status: int
) -> None:
    client = as_role(Role.EDITOR)
    with client.session_transaction() as cookie:
        cookie[key] = int(time.time()) - age
    assert client.get("/en/staff/agreements").status_code == status


def test_a_form_without_its_token_is_refused(client: FlaskClient, editor: str) -> None:
    response = client.post("/en/sign-in", data={"email": editor, "password": PASSWORD})
    assert response.status_code == 400


def test_the_same_words_whether_the_address_is_known_or_not(
    client: FlaskClient, editor: str, database: Database
) -> None:
    token = token_in(client.get("/en/forgotten-password").text)
    pages = [
        client.post("/en/forgotten-password", data={"email": email, "csrf_token": token}).text
        for email in (editor, "nobody@demo.example")
    ]
    assert pages[0].replace(editor, "") == pages[1].replace("nobody@demo.example", "")
    with database.reading() as session:
        assert [notice.recipient for notice in session.scalars(select(Notice))] == [editor]


def test_a_reset_link_sets_a_password_once_and_does_not_sign_in(
    client: FlaskClient, editor: str, database: Database
) -> None:
    token = token_in(client.get("/en/forgotten-password").text)
    client.post("/en/forgotten-password", data={"email": editor, "csrf_token": token})
    with database.reading() as session:
        link = session.scalars(select(Notice)).one().secrets["token"]
    page = client.get(f"/en/reset/{link}").text
    new = {"password": "another calm harbour light", "csrf_token": token_in(page)}
    assert client.post(f"/en/reset/{link}", data=new).headers["Location"] == "/en/sign-in"
    assert client.get("/en/staff/agreements").status_code == 303
    assert client.get(f"/en/reset/{link}").status_code == 410
    assert sign_in(client, editor, "another calm harbour light")[0] == 303


@pytest.mark.parametrize(
    "password", ["short", "x" * 300, "aaaaaaaaaaaaaaaa", "correcthorsebatterystaple", "with a \x00 in it all"]
)
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(Refused) as refused:
        hash_password(password)
    assert refused.value.rules == ["R39"]


def test_passwords_are_argon2id_and_composed_forms_are_one() -> None:
    hashed = hash_password("un été à Montréal")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert HASHER.verify(hashed, "un été à Montréal")
