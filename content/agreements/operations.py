"""Verbs about agreements as working copies: begin, edit, attach, let go. Signing and publishing have their own rooms."""

import re
import uuid
from collections.abc import Collection, Mapping

from content import clock, dates, history
from content.agreements.models import Agreement, AgreementDocument, AgreementElement, AgreementParty, AgreementText
from content.agreements.queries import slug_is_taken, was_published
from content.agreements.states import AgreementState as S
from content.agreements.states import PartyRole, TextState
from content.agreements.workflow import AGREEMENT_WORKFLOW, pack_of
from content.db import JsonObject, Session, nfc, nfc_deep
from content.files import FileStore, fault_of
from content.languages import gettext as _
from content.parties.models import Party
from content.permissions import Actor, Permission
from content.policy.citing import cite
from content.workflow import Refusal, Refused, perform, require

FACTS = frozenset({"starts_on", "ends_on", "lead_division", "slug"})
CONTACT = {"contact_unit": "unit", "contact_email": "email"}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 80
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
    """Change dates, division, contact or address; names that are no fact are left alone.

    Raises NotAllowed; Refused for a stale revision, a bad date or address, or a term that has been approved.
    """
    require(by, Permission.AGREEMENT_EDIT)
    need_fresh(agreement, revision)
    values = {name: nfc(value).strip() for name, value in changes.items()}
    for name in FACTS & values.keys():
        _check_fact(session, agreement, name, values[name])
        setattr(agreement, name, values[name] or None)
    _check_term(agreement)
    if CONTACT.keys() & values.keys():
        contact = {field: values.get(name, (agreement.contact or {}).get(field)) for name, field in CONTACT.items()}
        if contact["email"] and not contact["unit"]:
            raise Refused(Refusal("E3", _("Name the unit that answers at this address."), items=("contact_unit",)))
        agreement.contact = {field: value or None for field, value in contact.items()} if contact["unit"] else {}
    touch(session, agreement, "facts_edited", by, {"fields": sorted(values)})


def _check_fact(session: Session, agreement: Agreement, name: str, value: str) -> None:
    if name in ("starts_on", "ends_on"):
        if agreement.state is not S.DRAFTING and value != (getattr(agreement, name) or ""):
            raise Refused(Refusal("R-065", _("The term of an approved text cannot be edited."), items=(name,)))
        if value and not dates.is_partial_date(value):
            raise Refused(Refusal("E3", _("Enter a real date."), items=(name,)))
    if name == "slug" and value != agreement.slug:
        if was_published(session, agreement):
            raise Refused(Refusal("P12", _("A new address is given by renaming, not by editing."), items=(name,)))
        check_slug(session, agreement, value)


def check_slug(session: Session, agreement: Agreement, slug: str) -> None:
    """Whether the agreement can have this address (P12). Raises Refused for a malformed or a taken one."""
    if len(slug) > LONGEST_SLUG or not SLUG.fullmatch(slug):
        raise Refused(Refusal("P12", _("Use small letters, digits and hyphens for the address."), items=("slug",)))
    if slug != agreement.slug and slug_is_taken(session, slug):
        raise Refused(Refusal("P12", _("Another agreement has this address."), items=("slug",)))


def _check_term(agreement: Agreement) -> None:
    start, end = agreement.starts_on, agreement.ends_on
    if start and end and dates.last_day(end) < dates.first_day(start):
        raise Refused(Refusal("R-003", _("The term must end after it starts."), items=("ends_on",)))


def set_goals(session: Session, agreement: Agreement, codes: Collection[str], *, revision: int, by: Actor) -> None:
    """Name the goals that the agreement serves (R-015, R-016); what was named before keeps its basis.

    Raises NotAllowed; Refused for a stale revision or a goal that the policy does not know.
    """
    require(by, Permission.AGREEMENT_EDIT)
    need_fresh(agreement, revision)
    known = [goal.code for goal in pack_of(session, agreement).goals]
    strange = tuple(sorted(set(codes) - set(known)))
    if strange:
        raise Refused(Refusal("R-015", _("The policy does not know this goal."), items=strange))
    basis = {goal["code"]: goal["basis"] for goal in agreement.goals}
    agreement.goals = [{"code": code, "basis": basis.get(code, "curator")} for code in known if code in codes]
    touch(session, agreement, "goals_edited", by, {"goals": [goal["code"] for goal in agreement.goals]})


def edit_words(
    session: Session, agreement: Agreement, language: str, fields: Mapping[str, str], *, revision: int, by: Actor
) -> None:
    """Change the words of one language; other languages become outdated when the source changes (P14).

    Raises NotAllowed; Refused for a stale revision, or for a wording that is no longer being drafted (R-065).
    """
    is_source = language == agreement.source_language
    require(by, Permission.AGREEMENT_EDIT if is_source else Permission.AGREEMENT_TRANSLATE)
    need_fresh(agreement, revision)
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
    touch(session, agreement, "words_edited", by, {"language": language})


def mark_ready(session: Session, agreement: Agreement, language: str, *, by: Actor) -> None:
    """Declare the words of a language ready to be published. Raises NotAllowed, Refused when title or summary is missing."""
    is_source = language == agreement.source_language
    require(by, Permission.AGREEMENT_EDIT if is_source else Permission.AGREEMENT_TRANSLATE)
    text = agreement.texts.get(language)
    missing = tuple(name for name in ("title", "summary") if text is None or not text.fields.get(name))
    if text is None or missing:
        raise Refused(Refusal("E3", _("Title and summary are needed before the words are ready."), items=missing))
    text.state, text.source_revision = TextState.READY, agreement.texts_revision
    touch(session, agreement, "words_ready", by, {"language": language})


def put_element(
    session: Session,
    agreement: Agreement,
    kind: str,
    *,
    facts: JsonObject,
    texts: JsonObject,
    by: Actor,
    key: str | None = None,
    revision: int | None = None,
) -> AgreementElement:
    """Add an objective, milestone, activity or outcome, or change the one with that key.

    Raises NotAllowed; Refused for a stale revision, or a milestone whose status lacks what it rests on (D3.3).
    """
    require(by, Permission.AGREEMENT_EDIT)
    if revision is not None:
        need_fresh(agreement, revision)
    element = next((e for e in agreement.elements if e.key == key), None) if key else None
    words = {tag: text for tag, text in {**(element.texts if element else {}), **texts}.items() if text}
    if kind == "milestone":
        facts = milestone_facts(facts, words, element.facts if element else {})
    if element is None:
        number = 1 + max((int(e.key[1:]) for e in agreement.of_kind(kind) if e.key[1:].isdigit()), default=0)
        letter = {"objective": "o", "milestone": "m", "activity": "a", "outcome": "u"}[kind]
        element = AgreementElement(kind=kind, key=key or f"{letter}{number}", position=number, facts={}, texts={})
        agreement.elements.append(element)
    element.facts, element.texts = nfc_deep(facts), nfc_deep(words)
    touch(session, agreement, "element_edited", by, {"kind": kind, "key": element.key})
    return element


def milestone_facts(facts: JsonObject, texts: JsonObject, before: JsonObject) -> JsonObject:
    """The facts of a milestone with its first due date kept. Raises Refused when its status rests on nothing (D3.3)."""
    status = facts.get("status", "scheduled")
    if status == "met" and not (facts.get("met_on") and facts.get("evidence")):
        raise Refused(Refusal("D3", _("A milestone is met on a day and with evidence."), items=("met_on", "evidence")))
    if status in ("partially_met", "not_met", "cancelled") and not any(words.get("note") for words in texts.values()):
        raise Refused(Refusal("D3", _("Say in the note why the milestone stands like this."), items=("note",)))
    old = before.get("due")
    first = before.get("original_due") or (old if old and old != facts.get("due") else None)
    return {**facts, "original_due": facts.get("original_due") or first}


def remove_element(session: Session, agreement: Agreement, key: str, *, by: Actor) -> None:
    """Take an element out of the working copy; published versions keep it. Raises NotAllowed, Refused."""
    require(by, Permission.AGREEMENT_EDIT)
    element = next((e for e in agreement.elements if e.key == key), None)
    if element is None:
        raise Refused(Refusal("E3", _("There is no such element."), items=(key,)))
    agreement.elements.remove(element)
    touch(session, agreement, "element_removed", by, {"key": key})


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
    """Keep a file with the agreement.

    Raises NotAllowed unless the actor edits or executes; Refused for an empty file or an unknown media type.
    """
    if not by.can(Permission.AGREEMENT_EXECUTE):
        require(by, Permission.AGREEMENT_EDIT)
    fault = fault_of(content, media_type)
    if fault is not None:
        raise Refused(Refusal("E3", fault, items=("file",)))
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
    touch(session, agreement, "document_attached", by, {"key": document.key, "sha256": document.sha256})
    return document


def abandon(session: Session, agreement: Agreement, *, by: Actor, reason: str = "") -> None:
    """Let go of an agreement that will not be signed. Raises Refused once it is executed."""
    perform(session, AGREEMENT_WORKFLOW, agreement, "abandon", by=by, reason=reason)


def note(session: Session, agreement: Agreement, event: str, by: Actor, data: JsonObject | None = None) -> None:
    """Write an act on an agreement into the history."""
    history.write(
        session, kind="agreement", subject_id=str(agreement.id), event=event, by=by, at=clock.now(), data=data
    )
    session.flush()


def touch(session: Session, agreement: Agreement, event: str, by: Actor, data: JsonObject) -> None:
    """Count one more revision, so that whoever opened the agreement before is told, and write the act down."""
    agreement.revision += 1
    agreement.updated_at = clock.now()
    note(session, agreement, event, by, data)


def need_fresh(agreement: Agreement, revision: int) -> None:
    """Refuse a save that was begun on an older state (E6). Raises Refused."""
    if agreement.revision != revision:
        raise Refused(
            Refusal("E6", _("Somebody changed this agreement since you opened it."), items=(str(agreement.revision),))
        )
