"""The worker: finds what is to do, and one failing job does not hold up the other."""

from email.message import EmailMessage

import pytest
from flask import Flask

from content import notices
from content.record import log
from portal.worker import Worker
from tests.content.record.factories import agreement_body

pytestmark = pytest.mark.on_both


class Kept:
    """A mail server's place, taken by a list."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        self.messages.append(message)


def test_it_indexes_what_was_published_and_sends_what_was_queued(app: Flask) -> None:
    with app.extensions["database"].writing() as session:
        log.publish(session, kind="agreement", body=agreement_body(), office="cco-sper")
        notices.queue(
            session,
            "reset",
            recipient="a@city.example",
            language="en",
            values={"name": "A", "expires_at": "2026-11-22T12:00:00+00:00"},
            secrets={"token": "t"},
        )
    kept = Kept()
    worker = Worker(app, kept)
    while worker.run_once():
        pass
    assert (worker.search.stamp(), len(kept.messages)) == (1, 1)
    found = worker.search.engine
    assert found.document_count() == len(found.languages)


def test_a_damaged_index_does_not_keep_the_mail(app: Flask) -> None:
    with app.extensions["database"].writing() as session:
        log.publish(session, kind="agreement", body=agreement_body(), office="cco-sper")
    worker = Worker(app, Kept())
    worker.run_once()
    for path in app.extensions["settings"].index.rglob("*"):
        if path.is_file():
            path.write_bytes(b"garbage")
    with app.extensions["database"].writing() as session:
        notices.queue(
            session,
            "reset",
            recipient="a@city.example",
            language="en",
            values={"name": "A", "expires_at": "2026-11-22T12:00:00+00:00"},
            secrets={"token": "t"},
        )
    kept = Kept()
    worker = Worker(app, kept)
    while worker.run_once():
        pass
    assert (worker.search.stamp(), len(kept.messages)) == (1, 1)
