"""Replaying the chain: every link, every body against its commitment, every file, and the read model."""

import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import func, select

from content.db import Session
from content.files import FileStore
from content.record import chain, read_model, schemas
from content.record.models import EntryKind, RecordBody, RecordEntry, RecordFile, RecordHead


@dataclass
class Report:
    """What a verification found. ``gaps`` are lawful redactions, ``faults`` are not."""

    entries: int = 0
    bodies: int = 0
    files: int = 0
    head: str = chain.GENESIS
    faults: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.faults


def verify(
    session: Session,
    store: FileStore | None = None,
    *,
    known_head: tuple[int, str] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> Report:
    """Check the whole record. ``known_head``: a sequence and hash somebody kept, which must lie on this chain.

    Rebuilds the read model inside the session to compare it; the caller rolls back.
    """
    report = Report()
    redacted = _walk(session, report, known_head, progress)
    _check_bodies_and_files(session, report, redacted, store)
    _check_head(session, report)
    _check_read_model(session, report)
    return report


def _walk(
    session: Session,
    report: Report,
    known_head: tuple[int, str] | None,
    progress: Callable[[int], None],
) -> set[int]:
    previous, expected, redacted = chain.GENESIS, 1, set()
    met_known = known_head is None or known_head == (0, chain.GENESIS)
    for entry in session.scalars(select(RecordEntry).order_by(RecordEntry.sequence).execution_options(yield_per=500)):
        if entry.sequence != expected:
            report.faults.append(f"sequence {expected}: the entry is missing")
        if entry.previous != previous:
            report.faults.append(f"sequence {entry.sequence}: does not follow the entry before it")
        if chain.hash_of(entry) != entry.hash:
            report.faults.append(f"sequence {entry.sequence}: the entry was altered")
        if known_head == (entry.sequence, entry.hash):
            met_known = True
        if entry.entry is EntryKind.REDACT:
            body = session.get(RecordBody, entry.sequence)
            # A damaged body says nothing here; it is told where all bodies are checked.
            with suppress(zlib.error, ValueError, KeyError):
                if body is not None:
                    redacted.add(int(schemas.read(chain.unpack(body.body))["sequence"]))
        previous, expected = entry.hash, entry.sequence + 1
        report.entries += 1
        report.head = entry.hash
        if report.entries % 1000 == 0:
            progress(report.entries)
    if not met_known and known_head is not None:
        report.faults.append(f"the known head {known_head[0]}:{known_head[1]} does not lie on this chain")
    return redacted


def _check_bodies_and_files(session: Session, report: Report, redacted: set[int], store: FileStore | None) -> None:
    rows = session.execute(
        select(RecordEntry.sequence, RecordEntry.commitment, RecordBody.salt, RecordBody.body)
        .outerjoin(RecordBody, RecordBody.sequence == RecordEntry.sequence)
        .order_by(RecordEntry.sequence)
        .execution_options(yield_per=200)
    )
    named: dict[int, set[str]] = {}
    for sequence, committed, salt, stored in rows:
        if stored is None:
            where = report.gaps if sequence in redacted else report.faults
            where.append(f"sequence {sequence}: " + ("redacted" if sequence in redacted else "the body is missing"))
            continue
        try:
            content = chain.unpack(stored)
        except Exception:
            report.faults.append(f"sequence {sequence}: the body is damaged")
            continue
        if chain.commitment(salt, content) != committed:
            report.faults.append(f"sequence {sequence}: the body is not the one committed to")
            continue
        report.bodies += 1
        named[sequence] = {file["sha256"] for file in schemas.read(content).get("documents", [])}
    listed: dict[int, set[str]] = {}
    for sequence, sha256 in session.execute(select(RecordFile.sequence, RecordFile.sha256)):
        listed.setdefault(sequence, set()).add(sha256)
    for sequence, hashes in named.items():
        if hashes != listed.get(sequence, set()):
            report.faults.append(f"sequence {sequence}: the list of files differs from the body")
    if store is not None:
        for sha256 in sorted(set().union(*named.values())):
            report.files += 1
            if not store.is_sound(sha256):
                report.faults.append(f"file {sha256}: missing or altered")


def _check_head(session: Session, report: Report) -> None:
    row = session.scalar(select(RecordHead).where(RecordHead.id == 1))
    newest = session.scalar(select(func.max(RecordEntry.sequence))) or 0
    if (row.sequence, row.hash) != (newest, report.head) if row is not None else newest != 0:
        report.faults.append("the head does not agree with the chain")


def _check_read_model(session: Session, report: Report) -> None:
    if report.faults:
        return
    before = read_model.fingerprint(session)
    read_model.rebuild(session)
    session.flush()
    if read_model.fingerprint(session) != before:
        report.faults.append("the read model differs from the log")
