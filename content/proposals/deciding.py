"""Verbs of step 4: the report, the decision of Council, and the agreement that follows from it."""

import re
import unicodedata
from datetime import date

from content import clock, history
from content.agreements import operations as agreements
from content.agreements.models import Agreement
from content.agreements.queries import slug_is_taken
from content.db import JsonObject, Session, nfc
from content.files import FileStore, fault_of
from content.languages import gettext as _
from content.languages import speaking
from content.parties.models import Party, PartyKind
from content.parties.operations import add_party, municipality_named, party_by_slug
from content.people.models import Person
from content.permissions import Permission
from content.policy.pack import Pack
from content.proposals.assessment import advance
from content.proposals.authority import matter_of
from content.proposals.guards import pack_of
from content.proposals.models import Decision, Proposal
from content.proposals.routes import deciding_body, is_decided_by_signer
from content.proposals.states import Outcome
from content.proposals.states import ProposalState as S
from content.workflow import Refusal, Refused, require, wrong_state

NEXT = {
    Outcome.ADOPTED: "approve",
    Outcome.AMENDED: "approve",
    Outcome.REFUSED: "refuse",
    Outcome.REFERRED: "refer_back",
}


def attach_report(
    session: Session, proposal: Proposal, store: FileStore, *, content: bytes, name: str, media_type: str, by: Person
) -> None:
    """Keep the report that Council considers (R-059).

    Raises NotAllowed; Refused in the wrong state, for an empty file or an unknown media type.
    """
    require(by, Permission.PROPOSAL_ASSESS)
    if proposal.state is not S.REPORT_DRAFTING:
        raise Refused(wrong_state(proposal.state, (S.REPORT_DRAFTING,)))
    fault = fault_of(content, media_type)
    if fault is not None:
        raise Refused(Refusal("R-059", fault, items=("file",)))
    proposal.report = {
        "sha256": store.put(content),
        "name": nfc(name),
        "media_type": media_type,
        "size": len(content),
    }
    _note(session, proposal, "report_attached", by, {"sha256": proposal.report["sha256"]})


def record_decision(
    session: Session, proposal: Proposal, *, item: str, decided_on: date, outcome: Outcome, words: str, by: Person
) -> None:
    """Record what Council decided and go where that leads (R-057, R-058); a deferral stays with Council.

    Raises NotAllowed; Refused outside Council's step, without an item, for a day to come, or without words to refuse.
    """
    require(by, Permission.PROPOSAL_DECISION)
    if proposal.state is not S.WITH_COUNCIL:
        raise Refused(wrong_state(proposal.state, (S.WITH_COUNCIL,)))
    if not item.strip():
        raise Refused(Refusal("R-057", _("Enter the number of the item."), items=("item",)))
    if decided_on > clock.today(pack_of(session, proposal).parts.city.time_zone):
        raise Refused(Refusal("R-057", _("The day of the decision lies in the future."), items=("decided_on",)))
    if outcome is Outcome.REFUSED and not words.strip():
        raise Refused(Refusal("T13", _("A reason must be given."), items=("words",)))
    proposal.decisions.append(
        Decision(
            body=deciding_body(pack_of(session, proposal), proposal.category),
            item=nfc(item).strip(),
            decided_on=decided_on,
            outcome=outcome,
            words=nfc(words).strip(),
            recorded_by=by.name,
            recorded_at=clock.now(),
        )
    )
    session.flush()
    _note(session, proposal, "decision", by, {"item": item.strip(), "outcome": outcome.value})
    if outcome is Outcome.REFUSED:
        proposal.decline = {"words": nfc(words).strip(), "drafted_by": by.id, "drafted_by_name": by.name}
    if outcome is Outcome.REFERRED and is_decided_by_signer(pack_of(session, proposal).route(proposal.category)):
        advance(session, proposal, "refer_back_to_authority", by=by, reason=words)
    elif outcome in NEXT:
        advance(session, proposal, NEXT[outcome], by=by, reason=words)


def draft_agreement(session: Session, proposal: Proposal, *, by: Person) -> Agreement:
    """Make a drafting agreement of an approved proposal. Raises NotAllowed, Refused."""
    require(by, Permission.PROPOSAL_DRAFT_AGREEMENT)
    if proposal.state is not S.APPROVED:
        raise Refused(wrong_state(proposal.state, (S.APPROVED,)))
    pack = pack_of(session, proposal)
    route = pack.route(proposal.category)
    answers = {element.type.value: proposal.values().get(element.id) for element in route.elements}
    place_answer: JsonObject = answers["place"] or {}
    source = pack.parts.source_language
    party = _party(session, place_answer, source)
    place = party.place.get(source) or next(iter(party.place.values()))
    with speaking(source):
        title = _(
            "%(category)s with %(place)s",
            category=str(pack.label(pack.category(proposal.category).label_key)),
            place=place,
        )
    agreement = agreements.draft(
        session,
        slug=_free_slug(session, place),
        category=proposal.category,
        policy_version=proposal.policy_version_id,
        source_language=source,
        party=party,
        months=answers["months"],
        goals=[{"code": code, "basis": "stated"} for code in (answers["goals"] or {}).get("codes", [])],
        texts={source: {"title": title}},
        by=by,
    )
    for activity in answers["activities"] or []:
        facts, words = _activity(pack, activity)
        # In the language they were written in: a translation comes beside them, never in their place.
        agreements.put_element(session, agreement, "activity", facts=facts, texts={proposal.language: words}, by=by)
    adopted = [d for d in proposal.decisions if d.outcome in (Outcome.ADOPTED, Outcome.AMENDED)]
    agreement.decisions = [_decision(number, decision) for number, decision in enumerate(adopted, start=1)]
    if route.signing.limit.value:
        agreement.authority = matter_of(proposal).facts
    proposal.agreement = agreement
    session.flush()
    advance(session, proposal, "draft_agreement", by=by)
    return agreement


def _activity(pack: Pack, activity: JsonObject) -> tuple[JsonObject, JsonObject]:
    # The last kind of the policy is the one for all else.
    kind = activity.get("kind") or pack.proposable_kinds[-1]
    facts: JsonObject = {
        "kind": kind,
        "mode": None,
        "start": None,
        "end": None,
        "place": None,
        "project": kind in pack.parts.project_kinds,
        "implementers": [],
        "status": "planned",
        "results": [],
        "goals": [],
        "sources": [],
    }
    words = {"title": activity["title"], "summary": activity.get("description") or ""}
    return facts, {name: text for name, text in words.items() if text}


def _decision(number: int, decision: Decision) -> JsonObject:
    return {
        "id": f"c{number}",
        "body": decision.body,
        "item": decision.item,
        "date": decision.decided_on.isoformat(),
        "outcome": decision.outcome.value,
        "url": None,
        "texts": {},
    }


def _party(session: Session, answer: JsonObject, language: str) -> Party:
    """The municipality named in the proposal: the known one, or a new one."""
    city, country = str(answer["city"]).strip(), str(answer["country"])
    known = municipality_named(session, city, country)
    if known is not None:
        return known
    base = slug_of(city) or country.lower()
    slug, number = base, 2
    while party_by_slug(session, slug) is not None:
        slug, number = f"{base}-{number}", number + 1
    return add_party(
        session, slug=slug, kind=PartyKind.MUNICIPALITY, country=country, names={language: city}, place={language: city}
    )


def slug_of(text: str) -> str:
    """Lower-case ASCII letters and digits with hyphens, at most 60 characters; empty for other scripts."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")


def _free_slug(session: Session, place: str) -> str:
    base = slug_of(place) or "agreement"
    slug, number = base, 2
    while slug_is_taken(session, slug):
        slug, number = f"{base}-{number}", number + 1
    return slug


def _note(session: Session, proposal: Proposal, event: str, by: Person, data: JsonObject) -> None:
    proposal.updated_at = clock.now()
    history.write(session, kind="proposal", subject_id=str(proposal.id), event=event, by=by, at=clock.now(), data=data)
    session.flush()
