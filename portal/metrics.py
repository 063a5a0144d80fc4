"""Counters for whoever watches the portal, in the form that Prometheus reads."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import func, select

from content import clock
from content.db import Session
from content.notices import Notice, NoticeState
from content.record.queries import head

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The counters of one web process; what lies in the database is read when somebody asks."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "portal_requests", "Requests answered.", ("method", "route", "status", "how"), registry=self.registry
        )
        self.seconds = Histogram(
            "portal_request_seconds", "Time to the answer.", ("how",), buckets=SECONDS, registry=self.registry
        )
        self.sequence = Gauge("portal_record_sequence", "Head of the public record.", registry=self.registry)
        self.indexed = Gauge("portal_index_sequence", "How far the search index has come.", registry=self.registry)
        self.mail = Gauge("portal_mail", "Notices in the outbox by state.", ("state",), registry=self.registry)
        self.mail_age = Gauge("portal_mail_oldest_seconds", "Age of the oldest mail due.", registry=self.registry)
        self.kept = Gauge("portal_cache_bytes", "Answers kept in memory.", registry=self.registry)

    def note(self, method: str, route: str, status: str, how: str, seconds: float) -> None:
        """Count one answer. Methods that nobody knows are one, so that nobody can make labels without end."""
        known = method if method in ("GET", "HEAD", "POST", "OPTIONS") else "other"
        self.requests.labels(known, route, status, how).inc()
        self.seconds.labels(how).observe(seconds)

    def text(self, session: Session, indexed: int | None, kept_bytes: int) -> bytes:
        """Everything, as it is now."""
        self.sequence.set(head(session).sequence)
        self.indexed.set(-1 if indexed is None else indexed)
        self.kept.set(kept_bytes)
        rows = session.execute(select(Notice.state, func.count()).group_by(Notice.state))
        counted = {state: number for state, number in rows}  # noqa: C416 - a row is no pair to dict()
        for state in NoticeState:
            self.mail.labels(state.value).set(counted.get(state, 0))
        oldest = session.scalar(
            select(func.min(Notice.due_at)).where(Notice.state == NoticeState.QUEUED, Notice.due_at <= clock.now())
        )
        self.mail_age.set(0 if oldest is None else (clock.now() - oldest).total_seconds())
        return generate_latest(self.registry)
