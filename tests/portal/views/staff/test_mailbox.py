"""Mails that stay here: where nothing is sent, and nowhere else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from content.notices import queue
from content.permissions import Role
from portal.worker import Worker
from tests.conftest import sign_in_as


@pytest.fixture
def mailed(app: Flask, session: Session) -> FlaskClient:
    for name in ("first", "second"):
        queue(
            session, "reset", recipient=f"{name}@city.example", language="en",
            values={"name": name, "expires_at": "2026-01-01T12:00:00+00:00"}, secrets={"token": f"token-of-{name}"},
        )  # fmt: skip
    session.commit()
    while Worker(app).run_once():
        pass
    return sign_in_as(app, Role.EDITOR)


def test_the_newest_mail_stands_first_and_its_link_works(mailed: FlaskClient) -> None:
    page = mailed.get("/en/staff/mailbox").get_data(as_text=True)
    assert page.index("second@city.example") < page.index("first@city.example")
    mail = mailed.get("/en/staff/mailbox/1").get_data(as_text=True)
    assert ("token-of-first" in mail, "token-of-second" in mail) == (True, False)


def test_a_mail_that_is_not_there_is_not_found(mailed: FlaskClient) -> None:
    assert mailed.get("/en/staff/mailbox/99").status_code == 404


def test_nobody_reads_mail_where_it_is_really_sent(make_app: Callable[..., Flask], empty_instance: Path) -> None:
    app = make_app(empty_instance, mail_url="smtp://mail.city.example")
    client = sign_in_as(app, Role.ADMINISTRATOR)
    assert [client.get(f"/en/staff/mailbox{end}").status_code for end in ("", "/1")] == [404, 404]
    assert b"Mailbox" not in client.get("/en/staff/").data


def test_a_training_says_so_on_every_page(make_app: Callable[..., Flask], empty_instance: Path) -> None:
    app = make_app(empty_instance, demonstration=False, training=True, public_url="https://localhost")
    for path in ("/en/", "/en/propose", "/en/sign-in", "/en/agreements/nothing"):
        assert b"oa-training" in app.test_client().get(path, base_url="https://localhost").data
