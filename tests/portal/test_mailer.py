"""Mail leaves through a real server, in the right language, once, and what fails is tried again."""

import email
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import select

from content import clock, notices
from content.notices import Notice, NoticeState
from portal.mailer import CLAIM_MINUTES, FolderTransport, SmtpTransport, send_due
from tests.smtp import MailBox, start_server

SENDER = "no-reply@portal.example"


@pytest.fixture
def server() -> Iterator[tuple[Controller, MailBox]]:
    controller, box = start_server()
    yield controller, box
    controller.stop()


def queue_reset(app: Flask, language: str = "en", recipient: str = "someone@city.example") -> None:
    with app.extensions["database"].writing() as session:
        notices.queue(
            session,
            "reset",
            recipient=recipient,
            language=language,
            values={"name": "Someone", "expires_at": "2026-11-22T12:00:00+00:00"},
            secrets={"token": "a-secret-token"},
        )


def send(app: Flask, transport: Any) -> int:
    return send_due(app, app.extensions["database"], transport, SENDER)


def only_notice(app: Flask) -> Notice:
    with app.extensions["database"].reading() as session:
        return session.scalars(select(Notice)).one()


def smtp_url(controller: Controller) -> str:
    return f"smtp://{controller.hostname}:{controller.port}"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_notice_is_sent_in_its_language_with_its_secret(
    app: Flask, server: tuple[Controller, MailBox], language: str
) -> None:
    controller, box = server
    queue_reset(app, language)
    assert send(app, SmtpTransport(smtp_url(controller))) == 1
    message = box.messages[0]
    assert (message["To"], message["From"], message["Content-Language"]) == ("someone@city.example", SENDER, language)
    assert f"http://localhost/{language}/reset/a-secret-token" in message.get_content()


def test_a_sent_notice_keeps_its_words_and_forgets_its_secret(app: Flask, server: tuple[Controller, MailBox]) -> None:
    queue_reset(app)
    send(app, SmtpTransport(smtp_url(server[0])))
    notice = only_notice(app)
    assert (notice.state, notice.secrets) == (NoticeState.SENT, {})
    assert "a-secret-token" not in (notice.text or "a-secret-token")


def test_nothing_is_sent_twice(app: Flask, server: tuple[Controller, MailBox]) -> None:
    queue_reset(app)
    transport = SmtpTransport(smtp_url(server[0]))
    assert [send(app, transport), send(app, transport)] == [1, 0]
    assert len(server[1].messages) == 1


def test_a_server_that_is_away_is_tried_again_later(app: Flask, server: tuple[Controller, MailBox]) -> None:
    queue_reset(app)
    assert send(app, SmtpTransport("smtp://127.0.0.1:1")) == 0
    notice = only_notice(app)
    assert (notice.state, notice.attempts) == (NoticeState.QUEUED, 1)
    assert notice.due_at > clock.now()
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert send(app, SmtpTransport(smtp_url(server[0]))) == 1


def test_nobody_waits_for_the_mail_server_to_write(app: Flask) -> None:
    class Slow:
        def send(self, _message: EmailMessage) -> None:
            with app.extensions["database"].engine.execution_options(writes=True).connect() as other:
                other.exec_driver_sql("UPDATE people SET language = 'fr'")
                other.commit()

    queue_reset(app)
    assert send(app, Slow()) == 1


def test_a_notice_whose_sender_died_is_sent_after_a_while(app: Flask, server: tuple[Controller, MailBox]) -> None:
    class Dying:
        def send(self, _message: EmailMessage) -> None:
            raise KeyboardInterrupt

    queue_reset(app)
    with pytest.raises(KeyboardInterrupt):
        send(app, Dying())
    transport = SmtpTransport(smtp_url(server[0]))
    assert send(app, transport) == 0
    with clock.frozen(clock.now() + timedelta(minutes=CLAIM_MINUTES + 1)):
        assert send(app, transport) == 1


def test_a_notice_that_never_gets_through_is_given_up_and_stays_visible(app: Flask) -> None:
    queue_reset(app)
    moment = clock.now()
    for _ in range(len(notices.RETRY_MINUTES) + 1):
        moment += timedelta(days=2)
        with clock.frozen(moment):
            send(app, SmtpTransport("smtp://127.0.0.1:1"))
    notice = only_notice(app)
    assert notice.state is NoticeState.FAILED
    assert "ConnectionRefusedError" in (notice.error or "")


def test_an_address_with_a_line_end_adds_no_header(app: Flask, server: tuple[Controller, MailBox]) -> None:
    queue_reset(app, recipient="a@city.example\nBcc: victim@city.example")
    send(app, SmtpTransport(smtp_url(server[0])))
    assert server[1].messages == []
    assert only_notice(app).state is NoticeState.QUEUED


def test_a_demonstration_keeps_its_mail_in_a_folder(app: Flask, tmp_path: Path) -> None:
    queue_reset(app)
    send(app, FolderTransport(tmp_path / "mail"))
    (path,) = (tmp_path / "mail").glob("*.eml")
    message = email.message_from_bytes(path.read_bytes(), EmailMessage, policy=default)
    assert "a-secret-token" in message.get_content()
