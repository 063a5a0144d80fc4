"""Verbs that bring an agreement into the public record, change its address there, or take it back."""

from content.agreements.bodies import body_of
from content.agreements.gate import publish_gate
from content.agreements.models import Agreement
from content.agreements.operations import check_slug, note
from content.agreements.workflow import pack_of
from content.db import JsonObject, Session
from content.languages import gettext as _
from content.permissions import Actor, Permission
from content.record import log
from content.record.models import PublicItem, RecordEntry
from content.record.queries import body_at
from content.workflow import Refusal, Refused, require

KIND = "agreement"


def publish_agreement(session: Session, agreement: Agreement, *, by: Actor, reason: str = "") -> RecordEntry:
    """Publish the working copy as a new version.

    Raises NotAllowed; Refused with everything the gate blocks, or when it is what stands in the record already.
    """
    require(by, Permission.AGREEMENT_PUBLISH)
    body = _publishable_body(session, agreement)
    public = session.get(PublicItem, agreement.item_id)
    if public is not None and public.is_live and body_at(session, public.sequence) == body:
        raise Refused(Refusal("P11", _("Nothing has changed since it was published."), items=("state",)))
    entry = log.publish(session, kind=KIND, body=body, office=by.office, reason=reason)
    note(session, agreement, "published", by, {"sequence": entry.sequence, "version": entry.version})
    return entry


def rename_agreement(session: Session, agreement: Agreement, slug: str, *, by: Actor, reason: str) -> RecordEntry:
    """Publish the working copy under a new address; the old one redirects for ever (P12).

    Raises NotAllowed; Refused for an address that cannot be had, or with everything the gate blocks.
    """
    require(by, Permission.AGREEMENT_PUBLISH)
    check_slug(session, agreement, slug)
    before, agreement.slug = agreement.slug, slug
    body = _publishable_body(session, agreement)
    entry = log.rename(session, kind=KIND, body=body, office=by.office, reason=reason)
    note(session, agreement, "renamed", by, {"sequence": entry.sequence, "before": before, "after": slug})
    return entry


def withdraw_agreement(session: Session, agreement: Agreement, *, by: Actor, reason: str) -> RecordEntry:
    """Take a published agreement back; its addresses say why. Raises NotAllowed, Refused without a reason."""
    require(by, Permission.RECORD_WITHDRAW)
    entry = log.withdraw(session, item_id=agreement.item_id, office=by.office, reason=reason)
    note(session, agreement, "withdrawn", by, {"sequence": entry.sequence})
    return entry


def _publishable_body(session: Session, agreement: Agreement) -> JsonObject:
    """The body of the working copy. Raises Refused with everything the gate blocks."""
    pack = pack_of(session, agreement)
    report = publish_gate(agreement, pack)
    if not report.is_open:
        raise Refused(*report.blocks)
    return body_of(agreement, pack)
