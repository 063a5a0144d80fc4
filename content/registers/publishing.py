"""Verbs that bring a register into the public record and take it back."""

from content.db import JsonObject, Session, nfc_deep
from content.languages import gettext as _
from content.permissions import Actor, Permission
from content.record import log
from content.record.models import PublicItem, RecordEntry
from content.record.queries import body_at
from content.registers.bodies import faults_of
from content.registers.queries import KIND
from content.workflow import Refusal, Refused, require


def publish_register(session: Session, body: JsonObject, *, by: Actor, reason: str = "") -> RecordEntry:
    """Publish a register as it stands, as the next version of the item of its id.

    Raises NotAllowed; Refused with every fault of the body, or when it is what stands in the record already.
    """
    require(by, Permission.AGREEMENT_PUBLISH)
    body = nfc_deep(body)
    faults = faults_of(body)
    if faults:
        raise Refused(*faults)
    public = session.get(PublicItem, body["id"])
    if public is not None and public.is_live and body_at(session, public.sequence) == body:
        raise Refused(Refusal("P11", _("Nothing has changed since it was published."), items=("rows",)))
    return log.publish(session, kind=KIND, body=body, office=by.office, reason=reason)


def withdraw_register(session: Session, item_id: str, *, by: Actor, reason: str) -> RecordEntry:
    """Take a register back; its addresses say why. Raises NotAllowed; Refused without a reason or when it is not live."""
    require(by, Permission.RECORD_WITHDRAW)
    return log.withdraw(session, item_id=item_id, office=by.office, reason=reason)
