"""A real mail server for tests, on the loopback address."""

import email
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


class MailBox:
    """Keeps every message that arrives."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.messages.append(email.message_from_bytes(envelope.content, EmailMessage, policy=default))
        return "250 OK"


def start_server() -> tuple[Controller, MailBox]:
    """A running server on a free port, and what it receives; the caller stops it."""
    box = MailBox()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    controller.start()
    controller.port = controller.server.sockets[0].getsockname()[1]
    return controller, box
