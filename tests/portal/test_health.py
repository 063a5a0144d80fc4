"""What an operator is told to mend."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from content import clock
from content.files import FileStore
from content.notices import NoticeState, queue
from content.record import log
from content.search import following
from portal.health import faults_of
from tests.content.record.factories import agreement_body

pytestmark = pytest.mark.on_both


def faults(app: Flask, session: Session) -> list[str]:
    search = app.extensions["search"]
    following.rebuild(search.source, search.engine)
    return faults_of(app.extensions["settings"], session, search)


def test_a_sound_instance_has_none(app: Flask, session: Session) -> None:
    session.rollback()
    assert faults(app, session) == []


def test_an_index_that_is_behind_is_named(app: Flask, session: Session) -> None:
    session.rollback()
    faults(app, session)
    log.publish(session, kind="agreement", body=agreement_body(), office="city_clerk")
    session.commit()
    found = faults_of(app.extensions["settings"], session, app.extensions["search"])
    assert found == ["the search index is at 0, the record at 1: is the worker running?"]


def test_a_published_file_that_is_gone_is_named(app: Flask, session: Session, store: FileStore) -> None:
    sha256 = store.put(b"%PDF-1.7 signed")
    document = {
        "id": "d1", "kind": "report", "language": "en", "sha256": sha256, "name": "r.pdf",
        "media_type": "application/pdf", "size": 15, "compared": None, "texts": {},
    }  # fmt: skip
    log.publish(session, kind="agreement", body=agreement_body(documents=[document]), office="city_clerk")
    session.commit()
    store.remove(sha256)
    folder = app.extensions["settings"].files
    assert faults(app, session) == [f"the published file {sha256} is missing from {folder}"]


def test_mail_that_waits_or_was_given_up_is_named(app: Flask, session: Session) -> None:
    waiting, given_up = (queue(session, "reset", recipient="a@b.example", language="en") for _ in range(2))
    waiting.due_at = clock.now() - timedelta(hours=1)
    given_up.state = NoticeState.FAILED
    session.commit()
    assert faults(app, session) == [
        "1 mails could not be delivered and are not tried any more",
        "mail has been due for more than 30 minutes: is the worker running, does MAIL_URL answer?",
    ]


def test_a_secret_that_everybody_can_read_is_named(app: Flask, session: Session) -> None:
    session.rollback()
    path = app.extensions["settings"].instance / "portal.toml"
    path.write_text("")
    path.chmod(0o644)
    told = f"{path} can be read by everybody on this machine: chmod 600 it, it may hold the secret key"
    assert faults(app, session) == [told]
    path.chmod(0o600)
    assert faults(app, session) == []
