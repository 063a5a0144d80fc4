"""Appending to the public record: publish, rename, withdraw, redact. One chain, one order, one winner.

Every function here runs inside the caller's transaction, so the entry stands or falls with the act that caused it.
On SQLite the transaction must have begun IMMEDIATE (portal.database sees to it), so that order of commit is order of
sequence; elsewhere the head row is locked.
"""

import secrets
from collections.abc import Iterable

from sqlalchemy import select, update

from content import clock
from content.db import JsonObject, Session, nfc, nfc_deep
from content.languages import gettext as _
from content.record import chain, read_model, schemas
from content.record.models import (
    EntryKind,
    PublicItem,
    PublicSlug,
    RecordBody,
    RecordEntry,
    RecordFile,
    RecordHead,
)
from content.workflow import Refusal, Refused

REDACTION_SCHEMA = "redaction/1"
WITHDRAWAL_SCHEMA = "withdrawal/1"


def publish(session: Session, *, kind: str, body: JsonObject, office: str, reason: str = "") -> RecordEntry:
    """Append a new version of an item. The body carries ``id``, ``slug``, ``schema``.

    Raises BodyFault for a body that has no canonical form; Refused when the slug belongs or belonged to another item,
    or differs from the item's live slug (that is a rename).
    """
    item = session.get(PublicItem, body["id"])
    if item is not None and item.slug != body["slug"]:
        raise Refused(Refusal("P12", _("A new address is given by renaming, not by publishing."), items=("slug",)))
    return _append_body(session, EntryKind.PUBLISH, kind, body, office, reason)


def rename(session: Session, *, kind: str, body: JsonObject, office: str, reason: str) -> RecordEntry:
    """Append the item's body under a new slug; the old one redirects for ever. Raises Refused, BodyFault."""
    item = session.get(PublicItem, body["id"])
    if item is None or not item.is_live:
        raise Refused(Refusal("P12", _("Only what is published can be renamed.")))
    return _append_body(session, EntryKind.RENAME, kind, body, office, reason)


def withdraw(session: Session, *, item_id: str, office: str, reason: str) -> RecordEntry:
    """Take an item back: its addresses answer 410 with the reason. Raises Refused when it is not live or no reason is given."""
    item = session.get(PublicItem, item_id)
    if item is None or not item.is_live:
        raise Refused(Refusal("P12", _("Only what is published can be withdrawn.")))
    _need_reason(reason)
    body = {"schema": WITHDRAWAL_SCHEMA, "id": item.item_id, "slug": item.slug}
    return _append(session, EntryKind.WITHDRAW, item.kind, item.item_id, item.version, body, office, reason)


def redact(session: Session, *, sequence: int, authority: str, office: str) -> RecordEntry:
    """Remove salt, body and files of one entry under recorded authority; the chain stays whole.

    Returns the redaction entry; the caller removes what ``redaction.files_to_remove`` named, after the commit.
    Raises Refused when the entry has no body to remove or no authority is named.
    """
    _need_reason(authority)
    entry = session.get(RecordEntry, sequence)
    stored = session.get(RecordBody, sequence)
    if entry is None or stored is None or entry.entry not in (EntryKind.PUBLISH, EntryKind.RENAME):
        raise Refused(Refusal("R49", _("There is no body to redact at this sequence."), items=(str(sequence),)))
    slug = schemas.read(chain.unpack(stored.body))["slug"]
    session.delete(stored)
    for row in session.scalars(select(RecordFile).where(RecordFile.sequence == sequence)):
        session.delete(row)
    session.flush()
    body = {
        "schema": REDACTION_SCHEMA,
        "id": entry.item_id,
        "slug": slug,
        "sequence": sequence,
        "version": entry.version,
    }
    return _append(session, EntryKind.REDACT, entry.kind, entry.item_id, entry.version, body, office, authority)


def _append_body(
    session: Session, act: EntryKind, kind: str, body: JsonObject, office: str, reason: str
) -> RecordEntry:
    body = nfc_deep(body)
    owner = session.get(PublicSlug, (kind, body["slug"]))
    if owner is not None and owner.item_id != body["id"]:
        raise Refused(Refusal("P12", _("This address belongs, or belonged, to another item."), items=("slug",)))
    item = session.get(PublicItem, body["id"])
    version = 1 if item is None else item.version + 1
    return _append(session, act, kind, body["id"], version, body, office, reason, files=body.get("documents", []))


def _append(
    session: Session,
    act: EntryKind,
    kind: str,
    item_id: str,
    version: int,
    body: JsonObject,
    office: str,
    reason: str,
    files: Iterable[JsonObject] = (),
) -> RecordEntry:
    content = chain.canonical(body)
    head = session.scalar(
        select(RecordHead).where(RecordHead.id == 1).with_for_update().execution_options(populate_existing=True)
    )
    if head is None:
        head = RecordHead(id=1, sequence=0, hash=chain.GENESIS)
        session.add(head)
        session.flush()
    salt = secrets.token_bytes(32)
    entry = RecordEntry(
        sequence=head.sequence + 1,
        kind=kind,
        item_id=item_id,
        version=version,
        entry=act,
        office=nfc(office),
        reason=nfc(reason).strip(),
        published_at=clock.now(),
        commitment=chain.commitment(salt, content),
        previous=head.hash,
    )
    entry.hash = chain.hash_of(entry)
    session.add(entry)
    session.flush()
    session.execute(update(RecordHead).where(RecordHead.id == 1).values(sequence=entry.sequence, hash=entry.hash))
    session.add(RecordBody(sequence=entry.sequence, salt=salt, body=chain.pack(content)))
    session.add_all(
        RecordFile(
            sequence=entry.sequence,
            sha256=file["sha256"],
            name=file["name"],
            media_type=file["media_type"],
            size=file["size"],
        )
        for file in {file["sha256"]: file for file in files}.values()
    )
    session.flush()
    # As it will be read from now on: the order of keys is that of the canonical form, as in a rebuild.
    read_model.apply(session, entry, schemas.read(content))
    session.flush()
    return entry


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(Refusal("T13", _("A reason must be given."), items=("reason",)))
