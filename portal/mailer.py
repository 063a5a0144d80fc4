"""Putting notices into words and handing them to the mail server; the worker calls this, never a request."""

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from flask import Flask, render_template

from content import clock, notices
from content.languages import speaking
from content.notices import Notice
from portal.config import Config
from portal.database import Database

TIMEOUT_SECONDS = 20
CLAIM_MINUTES = 5
MASK = "…"


class Transport(Protocol):
    """Whatever takes a message off our hands. Raises OSError or SMTPException when it does not."""

    def send(self, message: EmailMessage) -> None: ...


class SmtpTransport:
    """A mail server: smtp://, smtp+starttls:// or smtps://, with user and password in the address if need be."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.scheme, self.host = parts.scheme, parts.hostname or "localhost"
        self.port = parts.port or {"smtp": 25, "smtp+starttls": 587, "smtps": 465}[parts.scheme]
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")

    def send(self, message: EmailMessage) -> None:
        with self._connect() as server:
            if self.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        if self.scheme == "smtps":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)


class FolderTransport:
    """The sink of a training or a demonstration: one file per message, in the instance folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        number = len(list(self.folder.glob("*.eml"))) + 1
        (self.folder / f"{number:05d}.eml").write_bytes(message.as_bytes())


def transport_for(config: Config) -> Transport:
    """The mail server, or the sink of a training or a demonstration."""
    return FolderTransport(config.mail_folder) if config.keeps_mail else SmtpTransport(config.mail_url)


def send_due(app: Flask, database: Database, transport: Transport, sender: str) -> int:
    """Send what is due and return how many went out.

    A notice is claimed, sent and noted in turn: no transaction is open while the mail server takes its time, for it
    would hold the only write lock. A crash in between sends once more: better twice than never.
    """
    with database.reading() as session:
        ids = [notice.id for notice in notices.due(session)]
    return sum(_send(app, database, transport, sender, notice_id) for notice_id in ids)


def _send(app: Flask, database: Database, transport: Transport, sender: str, notice_id: int) -> bool:
    with database.writing() as session:
        notice = session.get(Notice, notice_id)
        if notice is None or not notices.claim(notice, CLAIM_MINUTES):
            return False
    error = _attempt(app, transport, sender, notice)
    with database.writing() as session:
        notice = session.get_one(Notice, notice_id)
        if error:
            notices.mark_failed(notice, error)
            return False
        subject, text = compose(app, notice, dict.fromkeys(notice.secrets, MASK))
        notices.mark_sent(notice, subject=subject, text=text)
    return True


def _attempt(app: Flask, transport: Transport, sender: str, notice: Notice) -> str:
    """Try once to send it: what went wrong, or nothing."""
    try:
        subject, text = compose(app, notice, notice.secrets)
        transport.send(message_for(notice, subject, text, sender, language_of(app, notice)))
    except Exception as error:
        # Whatever is wrong with one notice must not hold up the others.
        return f"{type(error).__name__}: {error}"
    return ""


def compose(app: Flask, notice: Notice, secrets: dict[str, str]) -> tuple[str, str]:
    """Subject and text of a notice in its language; the template's first line is the subject."""
    base: str = app.config["PUBLIC_URL"]
    tag = language_of(app, notice)
    with app.test_request_context(f"/{tag}/", base_url=base), speaking(tag):
        address: Callable[[str], str] = lambda path: f"{base}/{tag}{path}"  # noqa: E731
        rendered = render_template(f"mail/{notice.template}.txt", address=address, **notice.values, **secrets)
    subject, _blank, text = rendered.strip().partition("\n")
    return " ".join(subject.split()), text.strip() + "\n"


def language_of(app: Flask, notice: Notice) -> str:
    """The language of a notice; one that the site no longer offers has no pages that a mail could lead to."""
    tags: tuple[str, ...] = app.extensions["site"].languages
    return notice.language if notice.language in tags else tags[0]


def message_for(notice: Notice, subject: str, text: str, sender: str, language: str = "") -> EmailMessage:
    """The message; header values cannot carry line ends, the library refuses them."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = notice.recipient
    message["Subject"] = subject
    message["Date"] = formatdate(clock.now().timestamp(), usegmt=True)
    message["Message-ID"] = make_msgid(domain="open-accord.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    # After the content: setting it takes away every header about content.
    message["Content-Language"] = language or notice.language
    return message
