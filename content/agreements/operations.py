"""Verbs about agreements: begin, edit, sign off, sign, execute. Publishing has its own room."""

import uuid
from collections.abc import Mapping
from datetime import date

from content import clock, dates, history
from content.agreements.models import (
    Agreement,
    AgreementDocument,
    AgreementElement,
    AgreementParty,
    AgreementText,
    Signature,
    SolicitorSignOff,
)
from content.agreements.states import AgreementState as S
from content.agreements.states import PartyRole, TextState
from content.agreements.workflow import AGREEMENT_WORKFLOW, pack_of, unsigned_wordings, wording_hash, wordings
from content.authority.queries import designation_on
from content.db import JsonObject, Session, nfc, nfc_deep
from content.files import FileStore
from content.languages import gettext as _
from content.parties.models import Party, PartyKind
from content.people.models import Person
from content.permissions import Actor, Permission
from content.policy.citing import cite
from content.workflow import Refusal, Refused, perform, require, wrong_state

FACTS = ("starts_on", "ends_on", "lead_division", "slug")
WORDS = ("title", "summary", "term_note", "renewal", "termination", "note", "wording")


def draft(
    session: Session,
    *,
    slug: str,
    category: str,
    policy_version: str,
    source_language: str,
    party: Party,
    by: Actor,
    months: int | None = None,
    goals: list[JsonObject] | None = None,
    texts: Mapping[str, JsonObject] | None = None,
) -> Agreement:
    """Begin an agreement in drafting. Raises NotAllowed, and Refused for a party that is no municipality (R-001)."""
    require(by, Permission.PROPOSAL_DRAFT_AGREEMENT)
    moment = clock.now()
    agreement = Agreement(
        item_id=str(uuid.uuid4()),
        slug=slug,
        category=category,
        policy_version=policy_version,
        source_language=source_language,
        months=months,
        goals=goals or [],
        state=S.DRAFTING,
        created_at=moment,
        updated_at=moment,
        party_rows=[AgreementParty(party=party, role=PartyRole.COUNTERPARTY)],
        texts={
            tag: AgreementText(language=tag, fields=nfc_deep(dict(fields))) for tag, fields in (texts or {}).items()
        },
    )
    route = pack_of(session, agreement).route(category)
    if party.kind.value not in route.counterparty.kinds:
        raise Refused(cite(route.counterparty.clause, _("The other party must be a municipality."), ("parties",)))
    session.add(agreement)
    session.flush()
    note(session, agreement, "drafted", by)
    return agreement


def edit_facts(session: Session, agreement: Agreement, changes: Mapping[str, str], *, revision: int, by: Actor) -> None:
    """Change dates, division or address. Raises NotAllowed; Refused for a stale revision, a bad date or a signed term."""
    require(by, Permission.AGREEMENT_EDIT)
    _need_fresh(agreement, revision)
    for name, value in changes.items():
        value = nfc(value).strip()
        if name in ("starts_on", "ends_on"):
            if agreement.state is not S.DRAFTING and value != (getattr(agreement, name) or ""):
                raise Refused(Refusal("R-065", _("The term of a signed text cannot be edited."), items=(name,)))
            if value and not dates.is_partial_date(value):
                raise Refused(Refusal("E3", _("Enter a real date."), items=(name,)))
        setattr(agreement, name, value or None)
    _touch(session, agreement, "facts_edited", by, {"fields": sorted(changes)})


def edit_words(
    session: Session, agreement: Agreement, language: str, fields: Mapping[str, str], *, revision: int, by: Actor
) -> None:
    """Change the words of one language; other languages become outdated when the source changes (P14).

    Raises NotAllowed; Refused for a stale revision, or for a wording that is no longer being drafted (R-065).
    """
    is_source = language == agreement.source_language
    require(by, Permission.AGREEMENT_EDIT if is_source else Permission.AGREEMENT_TRANSLATE)
    _need_fresh(agreement, revision)
    text = agreement.texts.get(language)
    if text is None:
        text = agreement.texts[language] = AgreementText(
            language=language, fields={}, state=TextState.DRAFT, source_revision=agreement.texts_revision
        )
    cleaned = {name: nfc(value).strip() for name, value in fields.items() if name in WORDS}
    if (
        "wording" in cleaned
        and cleaned["wording"] != text.fields.get("wording", "")
        and agreement.state is not S.DRAFTING
    ):
        raise Refused(Refusal("R-065", _("The approved wording cannot be edited."), items=("wording",)))
    text.fields = {name: value for name, value in {**text.fields, **cleaned}.items() if value}
    if is_source:
        agreement.texts_revision += 1
        text.source_revision = agreement.texts_revision
        for other in agreement.texts.values():
            if other is not text and other.state is TextState.READY:
                other.state = TextState.OUTDATED
    _touch(session, agreement, "words_edited", by, {"language": language})


def mark_ready(session: Session, agreement: Agreement, language: str, *, by: Actor) -> None:
    """Declare the words of a language ready to be published. Raises NotAllowed, Refused when title or summary is missing."""
    is_source = language == agreement.source_language
    require(by, Permission.AGREEMENT_EDIT if is_source else Permission.AGREEMENT_TRANSLATE)
    text = agreement.texts.get(language)
    missing = tuple(name for name in ("title", "summary") if text is None or not text.fields.get(name))
    if text is None or missing:
        raise Refused(Refusal("E3", _("Title and summary are needed before the words are ready."), items=missing))
    text.state, text.source_revision = TextState.READY, agreement.texts_revision
    _touch(session, agreement, "words_ready", by, {"language": language})


def put_element(
    session: Session,
    agreement: Agreement,
    kind: str,
    *,
    facts: JsonObject,
    texts: JsonObject,
    by: Actor,
    key: str | None = None,
) -> AgreementElement:
    """Add an objective, milestone, activity or outcome, or change the one with that key. Raises NotAllowed."""
    require(by, Permission.AGREEMENT_EDIT)
    element = next((e for e in agreement.elements if e.key == key), None) if key else None
    if element is None:
        number = 1 + max((int(e.key[1:]) for e in agreement.of_kind(kind) if e.key[1:].isdigit()), default=0)
        letter = {"objective": "o", "milestone": "m", "activity": "a", "outcome": "u"}[kind]
        element = AgreementElement(kind=kind, key=key or f"{letter}{number}", position=number, facts={}, texts={})
        agreement.elements.append(element)
    element.facts, element.texts = nfc_deep(facts), nfc_deep({**element.texts, **texts})
    _touch(session, agreement, "element_edited", by, {"kind": kind, "key": element.key})
    return element


def remove_element(session: Session, agreement: Agreement, key: str, *, by: Actor) -> None:
    """Take an element out of the working copy; published versions keep it. Raises NotAllowed, Refused."""
    require(by, Permission.AGREEMENT_EDIT)
    element = next((e for e in agreement.elements if e.key == key), None)
    if element is None:
        raise Refused(Refusal("E3", _("There is no such element."), items=(key,)))
    agreement.elements.remove(element)
    _touch(session, agreement, "element_removed", by, {"key": key})


def attach_document(
    session: Session,
    agreement: Agreement,
    store: FileStore,
    *,
    content: bytes,
    name: str,
    media_type: str,
    kind: str,
    language: str,
    title: str,
    by: Actor,
) -> AgreementDocument:
    """Keep a file with the agreement. Raises Refused for an empty file; NotAllowed unless the actor edits or executes."""
    if not by.can(Permission.AGREEMENT_EXECUTE):
        require(by, Permission.AGREEMENT_EDIT)
    if not content:
        raise Refused(Refusal("E3", _("The file is empty."), items=("file",)))
    number = 1 + max((int(d.key[1:]) for d in agreement.documents if d.key[1:].isdigit()), default=0)
    document = AgreementDocument(
        key=f"d{number}",
        kind=kind,
        language=language,
        sha256=store.put(content),
        name=nfc(name),
        media_type=media_type,
        size=len(content),
        texts={agreement.source_language: {"title": nfc(title).strip()}},
    )
    agreement.documents.append(document)
    _touch(session, agreement, "document_attached", by, {"key": document.key, "sha256": document.sha256})
    return document


def compare_scan(session: Session, agreement: Agreement, document: AgreementDocument, *, by: Person) -> None:
    """Vouch that the signed scan bears the approved wording. Raises NotAllowed; Refused when the signer does it."""
    require(by, Permission.AGREEMENT_EXECUTE)
    if agreement.signature is not None and agreement.signature.person_id == by.id:
        raise Refused(Refusal("T14", _("Whoever signed cannot compare the scan."), items=(document.key,)))
    document.compared_by_office, document.compared_by_id = by.office, by.id
    document.compared_on = clock.today(pack_of(session, agreement).parts.city.time_zone)
    _touch(session, agreement, "scan_compared", by, {"key": document.key})


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
    _touch(session, agreement, "signed_off", by, {"language": language, "wording": seen_hash})
    if not unsigned_wordings(agreement):
        perform(session, AGREEMENT_WORKFLOW, agreement, "wording_approved", by=by)


def reopen(session: Session, agreement: Agreement, *, reason: str, by: Actor) -> None:
    """Go back to drafting; a signature given on the old wording falls. Raises NotAllowed, Refused without a reason."""
    perform(session, AGREEMENT_WORKFLOW, agreement, "reopen", by=by, reason=reason)
    agreement.signature = None


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
    """Record the signatures of both sides (R-008, R-061, R-066).

    Raises NotAllowed; Refused for an office that may not sign, a designate without a designation in force on the day,
    a signatory that is no municipality, or a day to come.
    """
    require(by, Permission.AGREEMENT_SIGN)
    if agreement.state is not S.READY_TO_SIGN:
        raise Refused(wrong_state(agreement.state, (S.READY_TO_SIGN,)))
    pack = pack_of(session, agreement)
    route = pack.route(agreement.category)
    if route.signing.office(office) is None:
        clause = route.signing.offices[0].clause if route.signing.offices else None
        raise Refused(cite(clause, _("This office may not sign agreements of this category."), ("office",)))
    designation = designation_on(session, office=office, person_id=by.id, day=signed_on)
    held = by.office == office
    if designation is None and not held:
        named = route.signing.office(office)
        raise Refused(cite(named.clause if named else None, _("You hold no such office on that day."), ("office",)))
    if signed_on > clock.today(pack.parts.city.time_zone):
        raise Refused(Refusal("R-061", _("The day of signature lies in the future."), items=("signed_on",)))
    _check_partner(agreement, partner_party_id, partner_signatory)
    agreement.signature = Signature(
        office=office,
        person_id=by.id,
        person_name=by.name,
        designation_id=designation.id if designation else None,
        partner_signatory=nfc(partner_signatory).strip(),
        partner_office=nfc(partner_office).strip(),
        partner_party_id=partner_party_id,
        signed_on=signed_on,
        recorded_at=clock.now(),
    )
    _touch(session, agreement, "signed", by, {"office": office, "signed_on": signed_on.isoformat()})


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


def abandon(session: Session, agreement: Agreement, *, by: Actor, reason: str = "") -> None:
    """Let go of an agreement that will not be signed. Raises Refused once it is executed."""
    perform(session, AGREEMENT_WORKFLOW, agreement, "abandon", by=by, reason=reason)


def note(session: Session, agreement: Agreement, event: str, by: Actor, data: JsonObject | None = None) -> None:
    """Write an act on an agreement into the history."""
    history.write(
        session, kind="agreement", subject_id=str(agreement.id), event=event, by=by, at=clock.now(), data=data
    )
    session.flush()


def _touch(session: Session, agreement: Agreement, event: str, by: Actor, data: JsonObject) -> None:
    agreement.revision += 1
    agreement.updated_at = clock.now()
    note(session, agreement, event, by, data)


def _need_fresh(agreement: Agreement, revision: int) -> None:
    if agreement.revision != revision:
        raise Refused(
            Refusal("E6", _("Somebody changed this agreement since you opened it."), items=(str(agreement.revision),))
        )
