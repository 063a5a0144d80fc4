"""The worker: finds work in the database and does it. It may be killed at any time and loses nothing."""

import signal
import threading
import time
from collections.abc import Callable

import structlog
from flask import Flask

from content.search import following
from portal.database import Database
from portal.mailer import Transport, send_due, transport_for
from portal.searching import Search

logger = structlog.get_logger()
PAUSE_SECONDS = 0.4
BACK_OFF_SECONDS = 5.0


class Worker:
    """One process that follows the record with the index and empties the outbox."""

    def __init__(self, app: Flask, transport: Transport | None = None) -> None:
        self.app = app
        self.settings = app.extensions["settings"]
        self.database: Database = app.extensions["database"]
        self.search: Search = app.extensions["search"]
        self.transport = transport or transport_for(self.settings)
        self.stopping = threading.Event()

    def run_once(self) -> int:
        """Do what is to do now, each job apart: a failure of one does not hold up the other. Returns how much was done."""
        return self._try("index", self._index) + self._try("mail", self._mail)

    def run(self) -> None:
        """Work until told to stop."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self.stopping.set())
        while not self.stopping.is_set():
            started = time.monotonic()
            done = self.run_once()
            if not done:
                self.stopping.wait(max(0.0, PAUSE_SECONDS - (time.monotonic() - started)))

    def _index(self) -> int:
        return following.step(self.search.source, self.search.engine)

    def _mail(self) -> int:
        return send_due(self.app, self.database, self.transport, self.settings.mail_from)

    def _try(self, job: str, act: Callable[[], int]) -> int:
        try:
            return act()
        except Exception as error:
            logger.exception("job failed", job=job, error=type(error).__name__)
            self.stopping.wait(BACK_OFF_SECONDS)
            return 0
