"""The log: one chain, commitments, withdrawal, renaming, redaction, and concurrent publishers."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import TextClause, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from content.files import FileStore
from content.record import chain, log, queries, read_model
from content.record.exporting import export
from content.record.models import EntryKind, RecordBody, RecordEntry
from content.record.redaction import files_to_remove
from content.record.verification import verify
from content.workflow import Refused
from tests.content.record.factories import agreement_body

OFFICE = "cco-sper"


def publish(session: Session, **changes: Any) -> RecordEntry:
    return log.publish(session, kind="agreement", body=agreement_body(**changes), office=OFFICE)


def test_the_first_entry_follows_the_genesis_and_each_one_its_predecessor(session: Session) -> None:
    first, second = publish(session, slug="one"), publish(session, slug="two")
    assert (first.sequence, first.previous) == (1, chain.GENESIS)
    assert (second.sequence, second.previous) == (2, first.hash)
    assert queries.head(session) == queries.Head(2, second.hash)


def test_a_body_is_committed_to_with_its_salt(session: Session) -> None:
    entry = publish(session)
    stored = session.get_one(RecordBody, entry.sequence)
    assert chain.commitment(stored.salt, chain.unpack(stored.body)) == entry.commitment


def test_two_bodies_alike_have_different_commitments(session: Session) -> None:
    assert publish(session, slug="one").commitment != publish(session, slug="two").commitment


def test_a_body_with_a_float_is_refused(session: Session) -> None:
    with pytest.raises(chain.BodyFault, match=r"\$\.parties\[0\]\.lat"):
        publish(session, parties=[{"lat": 45.46}])


def test_publishing_again_makes_a_new_version(session: Session) -> None:
    body = agreement_body()
    log.publish(session, kind="agreement", body=body, office=OFFICE)
    second = log.publish(session, kind="agreement", body={**body, "state": "concluded"}, office=OFFICE)
    assert second.version == 2
    item = queries.item_by_slug(session, "agreement", body["slug"])
    assert item is not None
    assert (item.version, item.state, item.sequence) == (2, "concluded", second.sequence)


def test_a_slug_of_another_item_is_refused(session: Session) -> None:
    publish(session, slug="milan")
    with pytest.raises(Refused) as refused:
        publish(session, slug="milan")
    assert refused.value.items == ["slug"]


def test_renaming_keeps_the_old_slug_for_ever(session: Session) -> None:
    body = agreement_body(slug="kiev")
    log.publish(session, kind="agreement", body=body, office=OFFICE)
    log.rename(session, kind="agreement", body={**body, "slug": "kyiv"}, office=OFFICE, reason="The city's own name")
    found = queries.item_by_slug(session, "agreement", "kiev")
    assert found is not None
    assert found.slug == "kyiv"
    with pytest.raises(Refused):
        publish(session, slug="kiev")


def test_publishing_under_another_slug_is_no_way_to_rename(session: Session) -> None:
    body = agreement_body(slug="kiev")
    log.publish(session, kind="agreement", body=body, office=OFFICE)
    with pytest.raises(Refused):
        log.publish(session, kind="agreement", body={**body, "slug": "kyiv"}, office=OFFICE)


def test_withdrawing_hides_the_item_and_keeps_its_versions(session: Session) -> None:
    body = agreement_body()
    log.publish(session, kind="agreement", body=body, office=OFFICE)
    log.withdraw(session, item_id=body["id"], office=OFFICE, reason="Published by mistake")
    item = queries.item_by_slug(session, "agreement", body["slug"])
    assert item is not None
    assert (item.is_live, item.withdrawn_reason) == (False, "Published by mistake")
    assert queries.count_live(session, "agreement") == 0
    assert queries.entries_of(session, body["id"])[0].entry is EntryKind.WITHDRAW


def test_withdrawing_needs_a_reason(session: Session) -> None:
    body = agreement_body()
    log.publish(session, kind="agreement", body=body, office=OFFICE)
    with pytest.raises(Refused) as refused:
        log.withdraw(session, item_id=body["id"], office=OFFICE, reason="  ")
    assert refused.value.items == ["reason"]


def test_what_was_withdrawn_can_be_published_again(session: Session) -> None:
    body = agreement_body()
    log.publish(session, kind="agreement", body=body, office=OFFICE)
    log.withdraw(session, item_id=body["id"], office=OFFICE, reason="A mistake")
    again = log.publish(session, kind="agreement", body=body, office=OFFICE)
    item = queries.item_by_slug(session, "agreement", body["slug"])
    assert item is not None
    assert (again.version, item.is_live, item.withdrawn_reason) == (2, True, None)


def _redactions() -> list[tuple[str, Callable[[Session, dict[str, Any]], None]]]:
    def only_version(session: Session, body: dict[str, Any]) -> None:
        log.redact(session, sequence=1, authority="Order 7", office=OFFICE)

    def old_version(session: Session, body: dict[str, Any]) -> None:
        log.publish(session, kind="agreement", body={**body, "state": "concluded"}, office=OFFICE)
        log.redact(session, sequence=1, authority="Order 7", office=OFFICE)

    def newest_version(session: Session, body: dict[str, Any]) -> None:
        log.publish(session, kind="agreement", body={**body, "state": "concluded"}, office=OFFICE)
        log.redact(session, sequence=2, authority="Order 7", office=OFFICE)

    def renamed_before(session: Session, body: dict[str, Any]) -> None:
        log.rename(session, kind="agreement", body={**body, "slug": "other"}, office=OFFICE, reason="Name")
        log.redact(session, sequence=1, authority="Order 7", office=OFFICE)

    def withdrawn_before(session: Session, body: dict[str, Any]) -> None:
        log.withdraw(session, item_id=body["id"], office=OFFICE, reason="Mistake")
        log.redact(session, sequence=1, authority="Order 7", office=OFFICE)

    def published_again_after(session: Session, body: dict[str, Any]) -> None:
        log.redact(session, sequence=1, authority="Order 7", office=OFFICE)
        log.publish(session, kind="agreement", body=body, office=OFFICE)

    acts = (only_version, old_version, newest_version, renamed_before, withdrawn_before, published_again_after)
    return [(act.__name__, act) for act in acts]


@pytest.mark.parametrize("name,act", _redactions())
def test_a_redaction_leaves_the_chain_whole_and_the_read_model_rebuildable(
    session: Session, name: str, act: Callable[[Session, dict[str, Any]], None]
) -> None:
    body = agreement_body()
    log.publish(session, kind="agreement", body=body, office=OFFICE)
    act(session, body)
    report = verify(session)
    assert report.faults == []
    assert len(report.gaps) == 1


def test_redacting_the_live_version_takes_the_item_from_the_public(session: Session) -> None:
    body = agreement_body()
    log.publish(session, kind="agreement", body=body, office=OFFICE)
    log.redact(session, sequence=1, authority="Order 7", office=OFFICE)
    item = queries.item_by_slug(session, "agreement", body["slug"])
    assert item is not None
    assert (item.is_live, item.withdrawn_reason, item.category) == (False, "Order 7", None)
    assert queries.body_at(session, 1) is None


def test_redacting_an_old_version_leaves_what_is_live(session: Session) -> None:
    body = agreement_body()
    log.publish(session, kind="agreement", body=body, office=OFFICE)
    log.publish(session, kind="agreement", body={**body, "state": "concluded"}, office=OFFICE)
    log.redact(session, sequence=1, authority="Order 7", office=OFFICE)
    item = queries.item_by_slug(session, "agreement", body["slug"])
    assert item is not None
    assert (item.is_live, item.version) == (True, 2)


def test_only_files_that_no_other_entry_names_go_with_a_redaction(session: Session, store: FileStore) -> None:
    shared, lone = store.put(b"shared"), store.put(b"lone")
    body = agreement_body(documents=[_document("d1", shared), _document("d2", lone)])
    log.publish(session, kind="agreement", body=body, office=OFFICE)
    log.publish(session, kind="agreement", body={**body, "documents": [_document("d1", shared)]}, office=OFFICE)
    assert files_to_remove(session, 1) == [lone]


def _document(key: str, sha256: str) -> dict[str, Any]:
    return {"id": key, "kind": "evidence", "language": "en", "sha256": sha256, "name": f"{key}.pdf",
            "media_type": "application/pdf", "size": 6, "compared": None, "texts": {}}  # fmt: skip


TAMPERING = {
    "an entry's reason": "UPDATE record_entries SET reason = 'x' WHERE sequence = 2",
    "an entry's office": "UPDATE record_entries SET office = 'x' WHERE sequence = 1",
    "an entry's own hash": "UPDATE record_entries SET hash = 'x' WHERE sequence = 2",
    "an entry removed": "DELETE FROM record_entries WHERE sequence = 2",
    "the last entry removed": "DELETE FROM record_entries WHERE sequence = 3",
    "a body removed": "DELETE FROM record_bodies WHERE sequence = 2",
    "a body replaced": "UPDATE record_bodies SET body = (SELECT body FROM record_bodies WHERE sequence = 1) WHERE sequence = 2",
    "a salt replaced": "UPDATE record_bodies SET salt = {nought} WHERE sequence = 1",
    "a body damaged": "UPDATE record_bodies SET body = {nought} WHERE sequence = 1",
    "the head moved": "UPDATE record_head SET sequence = 9",
    "a title in the read model": "UPDATE public_texts SET title = 'x'",
    "an item hidden": "UPDATE public_items SET is_live = false WHERE slug = 'two'",
    "a facet removed": "DELETE FROM public_facets WHERE facet = 'country'",
    "an old slug freed": "DELETE FROM public_slugs WHERE slug = 'one'",
}


@pytest.mark.parametrize("act", TAMPERING.values(), ids=TAMPERING.keys())
def test_tampering_below_the_triggers_is_found(session: Session, act: str) -> None:
    for slug in ("one", "two", "three"):
        publish(session, slug=slug)
    session.commit()
    tamper(session, act)
    assert verify(session).faults != []


def test_a_damaged_redaction_is_told_and_does_not_end_the_verification(session: Session) -> None:
    publish(session)
    log.redact(session, sequence=1, authority="Order 7", office=OFFICE)
    session.commit()
    tamper(session, "UPDATE record_bodies SET body = {nought} WHERE sequence = 2")
    faults = verify(session).faults
    assert faults == ["sequence 1: the body is missing", "sequence 2: the body is damaged"]


def tamper(session: Session, act: str) -> None:
    """Do what only somebody with the whole database in hand can do."""
    if session.get_bind().dialect.name == "sqlite":
        for (name,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            session.execute(text(f"DROP TRIGGER {name}"))
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    else:
        # Neither triggers nor foreign keys are asked.
        session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(spelled(session, act))
    session.expire_all()


def spelled(session: Session, act: str) -> TextClause:
    """The statement as this database spells one byte of nought."""
    return text(act.format(nought="x'00'" if session.get_bind().dialect.name == "sqlite" else r"'\x00'::bytea"))


def test_a_whole_other_chain_is_found_by_a_head_that_somebody_kept(session: Session) -> None:
    publish(session)
    assert verify(session, known_head=(1, "f" * 64)).faults == [
        f"the known head 1:{'f' * 64} does not lie on this chain"
    ]


def test_a_kept_head_is_found_on_a_longer_chain(session: Session) -> None:
    publish(session, slug="one")
    kept = queries.head(session)
    publish(session, slug="two")
    assert verify(session, known_head=(kept.sequence, kept.hash)).faults == []


@pytest.mark.parametrize("harm", ["missing", "altered"])
def test_a_lost_or_altered_file_is_found(session: Session, store: FileStore, harm: str) -> None:
    sha256 = store.put(b"signed")
    publish(session, documents=[_document("d1", sha256)])
    if harm == "missing":
        store.remove(sha256)
    else:
        store.path(sha256).write_bytes(b"forged")
    assert verify(session, store).faults == [f"file {sha256}: missing or altered"]


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE record_entries SET reason = 'x'",
        "DELETE FROM record_entries",
        "UPDATE record_bodies SET salt = {nought}",
        "UPDATE record_files SET name = 'x'",
        "UPDATE history_entries SET reason = 'x'",
        "DELETE FROM history_entries",
    ],
)
def test_the_database_refuses_to_change_what_is_append_only(session: Session, store: FileStore, act: str) -> None:
    publish(session, documents=[_document("d1", store.put(b"x"))])
    session.commit()
    with pytest.raises(IntegrityError, match="append-only"):
        session.execute(spelled(session, act))


def test_the_export_can_be_verified_with_the_standard_library_alone(session: Session) -> None:
    publish(session, slug="one")
    publish(session, slug="two")
    log.redact(session, sequence=1, authority="Order 7", office=OFFICE)
    previous = "0" * 64
    for line in export(session):
        row = json.loads(line)
        salt, body, digest = row.pop("salt"), row.pop("body"), row.pop("hash")
        assert row["previous"] == previous
        # Without floats and with ASCII keys, RFC 8785 is sorted keys and no blanks.
        form = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        assert hashlib.sha256(form).hexdigest() == digest
        if body is not None:
            assert hashlib.sha256(bytes.fromhex(salt) + base64.b64decode(body)).hexdigest() == row["commitment"]
        previous = digest
    assert previous == queries.head(session).hash


def test_concurrent_publishers_make_one_chain(app: Flask) -> None:
    database = app.extensions["database"]
    failures: list[Exception] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                with database.writing() as session:
                    publish(session, slug=f"city-{number}-{turn}")
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.session(writes=True) as session:
        report = verify(session)
        assert (report.faults, report.entries) == ([], 30)
        assert list(session.scalars(select(RecordEntry.sequence).order_by(RecordEntry.sequence))) == list(range(1, 31))
        session.rollback()


def test_two_publishers_of_one_item_make_two_versions_and_lose_none(app: Flask) -> None:
    database = app.extensions["database"]
    body = agreement_body()
    with database.writing() as session:
        log.publish(session, kind="agreement", body=body, office=OFFICE)
    barrier = threading.Barrier(2)

    def work() -> None:
        barrier.wait()
        with database.writing() as session:
            log.publish(session, kind="agreement", body=body, office=OFFICE)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert [entry.version for entry in queries.entries_of(session, body["id"])] == [3, 2, 1]


def test_what_is_not_committed_was_never_published(app: Flask) -> None:
    database = app.extensions["database"]
    with pytest.raises(RuntimeError), database.writing() as session:
        publish(session)
        raise RuntimeError("the act that caused it fails")
    with database.reading() as session:
        assert queries.head(session) == queries.Head(0, chain.GENESIS)


def test_rebuilding_the_read_model_gives_identical_rows(session: Session) -> None:
    for slug in ("one", "two"):
        publish(session, slug=slug)
    before = read_model.fingerprint(session)
    read_model.rebuild(session)
    assert read_model.fingerprint(session) == before
