"""Verbs between the drafted text and the executed agreement: sign off, sign, compare the scan, execute, reopen."""

from datetime import date

from content import clock
from content.agreements.models import Agreement, AgreementDocument, Signature, SolicitorSignOff
from content.agreements.operations import touch
from content.agreements.states import AgreementState as S
from content.agreements.workflow import (
    AGREEMENT_WORKFLOW,
    has_signed,
    pack_of,
    unsigned_wordings,
    wording_hash,
    wordings,
)
from content.authority.judging import check_signer
from content.db import Session, nfc
from content.languages import gettext as _
from content.parties.models import PartyKind
from content.people.models import Person
from content.permissions import Actor, Permission
from content.policy.citing import cite
from content.workflow import Refusal, Refused, perform, require, wrong_state


def compare_scan(session: Session, agreement: Agreement, document: AgreementDocument, *, by: Person) -> None:
    """Vouch that the signed scan bears the approved wording.

    Raises NotAllowed; Refused while the wording is being drafted, or when the signer does it.
    """
    require(by, Permission.AGREEMENT_EXECUTE)
    if agreement.state is S.DRAFTING:
        raise Refused(wrong_state(agreement.state, (S.READY_TO_SIGN,)))
    if has_signed(agreement, by.id):
        raise Refused(Refusal("T14", _("Whoever signed cannot compare the scan."), items=(document.key,)))
    document.compared_by_office, document.compared_by_id = by.office, by.id
    document.compared_on = clock.today(pack_of(session, agreement).parts.city.time_zone)
    touch(session, agreement, "scan_compared", by, {"key": document.key})


def sign_off(session: Session, agreement: Agreement, language: str, *, seen_hash: str, by: Person) -> None:
    """The City Solicitor's word on the exact wording that was seen (R-065, R-066).

    Raises NotAllowed; Refused outside drafting, or when the wording has changed since it was shown.
    """
    require(by, Permission.AGREEMENT_SIGN_OFF)
    if agreement.state is not S.DRAFTING:
        raise Refused(wrong_state(agreement.state, (S.DRAFTING,)))
    wording = wordings(agreement).get(language, "")
    if not wording or wording_hash(wording) != seen_hash:
        raise Refused(Refusal("R-065", _("The wording has changed since you read it."), items=(language,)))
    if language in unsigned_wordings(agreement):
        agreement.sign_offs.append(
            SolicitorSignOff(
                language=language,
                wording_hash=seen_hash,
                person_id=by.id,
                person_name=by.name,
                signed_off_at=clock.now(),
            )
        )
    touch(session, agreement, "signed_off", by, {"language": language, "wording": seen_hash})
    if not unsigned_wordings(agreement):
        perform(session, AGREEMENT_WORKFLOW, agreement, "wording_approved", by=by)


def reopen(session: Session, agreement: Agreement, *, reason: str, by: Actor) -> None:
    """Go back to drafting; a signature on the old wording falls, and so does every scan's comparison with it.

    Raises NotAllowed, Refused without a reason.
    """
    perform(session, AGREEMENT_WORKFLOW, agreement, "reopen", by=by, reason=reason)
    agreement.signature = None
    for document in agreement.documents:
        document.compared_by_office = document.compared_by_id = document.compared_on = None


def sign(
    session: Session,
    agreement: Agreement,
    *,
    office: str,
    signed_on: date,
    partner_party_id: int,
    partner_signatory: str,
    partner_office: str,
    by: Person,
) -> None:
    """Record the signatures of both sides, in place of any recorded before (R-008, R-061, R-062, R-063, R-066, R-067).

    Raises NotAllowed; Refused for a day to come, an office that may not sign, a person who does not hold it on the day
    or whose register does not cover the cost on it, or a signatory that is no municipality.
    """
    require(by, Permission.AGREEMENT_SIGN)
    if agreement.state is not S.READY_TO_SIGN:
        raise Refused(wrong_state(agreement.state, (S.READY_TO_SIGN,)))
    pack = pack_of(session, agreement)
    signing = pack.route(agreement.category).signing
    signer = check_signer(
        session,
        signing,
        agreement.category,
        office=office,
        person=by,
        day=signed_on,
        facts=agreement.authority or {},
    )
    if signed_on > clock.today(pack.parts.city.time_zone):
        raise Refused(cite(signing.clause, _("The day of signature lies in the future."), ("signed_on",)))
    _check_partner(agreement, partner_party_id, partner_signatory)
    # There is room for one: the old row has to be gone before the new one is written.
    agreement.signature = None
    session.flush()
    agreement.signature = Signature(
        office=office,
        person_id=by.id,
        person_name=by.name,
        designation_id=signer.holding.designation_id,
        acting_id=signer.holding.acting_id,
        absent_id=signer.holding.absent_id,
        delegation_id=signer.delegation.id if signer.delegation else None,
        judged=signer.judged,
        partner_signatory=nfc(partner_signatory).strip(),
        partner_office=nfc(partner_office).strip(),
        partner_party_id=partner_party_id,
        signed_on=signed_on,
        recorded_at=clock.now(),
    )
    data = {"office": office, "signed_on": signed_on.isoformat(), "delegation": agreement.signature.delegation_id}
    touch(session, agreement, "signed", by, data)


def _check_partner(agreement: Agreement, partner_party_id: int, signatory: str) -> None:
    party = next((row.party for row in agreement.party_rows if row.party_id == partner_party_id), None)
    if party is None or party.kind is not PartyKind.MUNICIPALITY:
        raise Refused(Refusal("R-008", _("The other side must be signed for by the municipality."), items=("partner",)))
    if not signatory.strip():
        raise Refused(Refusal("R-008", _("Name who signed for the other side."), items=("partner_signatory",)))


def execute(session: Session, agreement: Agreement, *, by: Person) -> None:
    """Declare the agreement executed: it is in force from its start. Raises NotAllowed, Refused."""
    if agreement.signature is not None:
        agreement.signed_on = agreement.signature.signed_on.isoformat()
    perform(session, AGREEMENT_WORKFLOW, agreement, "execute", by=by, evidence=by)
