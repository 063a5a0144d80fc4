"""What is wrong with an instance, looked for where the operator can mend it; ``portal check`` prints it."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from content import clock
from content.db import Session
from content.files import FileStore
from content.notices import Notice, NoticeState
from content.record import read_model
from content.record.models import RecordFile
from content.record.queries import head
from portal.config import Config
from portal.searching import Search

LEAST_ROOM = 500 * 1024 * 1024
MAIL_WAITS = timedelta(minutes=30)


def faults_of(settings: Config, session: Session, search: Search) -> list[str]:
    """Every fault of a migrated instance, in plain words; an empty list when nothing is wrong."""
    return [*_record(session, search), *_files(settings, session), *_mail(session), *_room(settings)]


def _record(session: Session, search: Search) -> list[str]:
    faults = []
    if not read_model.is_current(session):
        faults.append("the read model is behind the record: restore a backup, or ask for help before you publish")
    reached, sequence = search.stamp(), head(session).sequence
    if reached != sequence:
        faults.append(f"the search index is at {reached}, the record at {sequence}: is the worker running?")
    return faults


def _files(settings: Config, session: Session) -> list[str]:
    store = FileStore(settings.files)
    named = session.scalars(select(RecordFile.sha256).distinct().order_by(RecordFile.sha256))
    lost = [sha256 for sha256 in named if not store.path(sha256).is_file()]
    return [f"the published file {sha256} is missing from {settings.files}" for sha256 in lost]


def _mail(session: Session) -> list[str]:
    faults = []
    failed = session.scalar(select(func.count()).where(Notice.state == NoticeState.FAILED)) or 0
    if failed:
        faults.append(f"{failed} mails could not be delivered and are not tried any more")
    oldest = session.scalar(select(func.min(Notice.due_at)).where(Notice.state == NoticeState.QUEUED))
    if oldest is not None and oldest < clock.now() - MAIL_WAITS:
        faults.append("mail has been due for more than 30 minutes: is the worker running, does MAIL_URL answer?")
    return faults


def _room(settings: Config) -> list[str]:
    faults = []
    free = shutil.disk_usage(settings.instance).free
    if free < LEAST_ROOM:
        faults.append(f"only {free // 1024 // 1024} MB are free in {settings.instance}")
    closed = [path for path in (settings.instance, settings.files) if path.exists() and not os.access(path, os.W_OK)]
    faults += [f"{path} cannot be written to" for path in closed]
    secret = settings.instance / "portal.toml"
    if _is_open(secret):
        faults.append(f"{secret} can be read by everybody on this machine: chmod 600 it, it may hold the secret key")
    return faults


def _is_open(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & 0o007)
