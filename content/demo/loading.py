"""The demonstration record: by default Toronto's relationships from its public documents, and one invented city.

Loading is idempotent: an agreement that is there already is left alone, whatever has been done to it since.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml

from content import clock, dates
from content.agreements.models import (
    Agreement,
    AgreementDocument,
    AgreementElement,
    AgreementParty,
    AgreementText,
)
from content.agreements.operations import note
from content.agreements.publishing import publish_agreement
from content.agreements.queries import agreement_by_item
from content.agreements.states import AgreementState, PartyRole, TextState
from content.db import JsonObject, Session, nfc_deep
from content.files import FileStore
from content.parties.models import Party, PartyKind
from content.parties.operations import add_party, party_by_slug
from content.people.actors import House
from content.policy.queries import current
from content.registers.bodies import SCHEMA
from content.registers.publishing import publish_register
from content.registers.queries import is_published

DATA = Path(__file__).parent / "data"
MEDIA_TYPE = "application/pdf"
ELEMENTS = {"objectives": "objective", "milestones": "milestone", "activities": "activity", "outcomes": "outcome"}
LOADER = House("Demonstration record", "cco-sper")


def load_agreements(session: Session, store: FileStore, data: Path = DATA) -> list[str]:
    """Add and publish what is not there yet, in the order of the slugs; returns the slugs added."""
    added = []
    by = replace(LOADER, office=current(session).parts.city.lead_office)
    for path in sorted((data / "agreements").glob("*.yaml")):
        if agreement_by_item(session, _item_id(path.stem)) is not None:
            continue
        content = _read(path)
        agreement = _agreement(session, content, store, data / "files")
        note(session, agreement, "imported", by)
        publish_agreement(session, agreement, by=by, reason="")
        added.append(agreement.slug)
    return added


def load_registers(session: Session, data: Path = DATA) -> list[str]:
    """Publish the registers that never were, in the order of the slugs; returns the slugs added."""
    added = []
    by = replace(LOADER, office=current(session).parts.city.lead_office)
    for path in sorted((data / "registers").glob("*.yaml")):
        item_id = _item_id(f"register:{path.stem}")
        if is_published(session, item_id):
            continue
        publish_register(session, {"schema": SCHEMA, "id": item_id, **_read(path)}, by=by)
        added.append(path.stem)
    return added


def _read(path: Path) -> JsonObject:
    # The loader in C, which is as safe: the first start reads seventy files.
    content: JsonObject = nfc_deep(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    return content


def _agreement(session: Session, content: JsonObject, store: FileStore, files: Path) -> Agreement:
    moment = clock.now()
    agreement = Agreement(
        item_id=_item_id(content["slug"]),
        slug=content["slug"],
        category=content["category"],
        state=AgreementState(content["state"]),
        source_language=content["source_language"],
        policy_version=current(session).version_id if not content["legacy"] else None,
        signed_on=content["signed_on"],
        starts_on=content["term"]["start"],
        ends_on=content["term"]["end"],
        months=content["term"]["months"],
        is_legacy=content["legacy"],
        is_fictional=content["fictional"],
        needs_alignment=content["needs_alignment"],
        category_standing=content["category_standing"],
        established=content["established"],
        lead_division=content["lead_division"],
        contact=content["contact"] or {},
        goals=content["goals"],
        classifications=content["history"],
        decisions=content["decisions"],
        sources=content["sources"],
        created_at=moment,
        updated_at=moment,
        party_rows=[_party_row(session, party) for party in content["parties"]],
        texts={
            tag: AgreementText(language=tag, state=TextState.READY, fields=fields)
            for tag, fields in content["texts"].items()
        },
        elements=[
            _element(kind, position, element)
            for name, kind in ELEMENTS.items()
            for position, element in enumerate(content[name], start=1)
        ],
        documents=[_document(document, store, files) for document in content["documents"]],
    )
    session.add(agreement)
    session.flush()
    return agreement


def _item_id(slug: str) -> str:
    """A lasting id: every demonstration of the same record has the same ids."""
    return str(uuid5(NAMESPACE_URL, f"open-accord:demonstration:{slug}"))


def _party_row(session: Session, content: JsonObject) -> AgreementParty:
    return AgreementParty(party=_party(session, content), role=PartyRole(content["role"]))


def _party(session: Session, content: JsonObject) -> Party:
    known = party_by_slug(session, content["slug"])
    if known is not None:
        return known
    return add_party(
        session,
        slug=content["slug"],
        kind=PartyKind(content["kind"]),
        country=content["country"],
        names=content["names"],
        place=content["place"],
        aliases=content["aliases"],
        latitude=content["lat"],
        longitude=content["lon"],
        wikidata=content["wikidata"],
    )


def _element(kind: str, position: int, content: JsonObject) -> AgreementElement:
    facts = {name: value for name, value in content.items() if name not in ("id", "texts")}
    return AgreementElement(kind=kind, key=content["id"], position=position, facts=facts, texts=content["texts"])


def _document(content: JsonObject, store: FileStore, files: Path) -> AgreementDocument:
    path = files / content["name"]
    stored = path.read_bytes()
    compared: Any = content["compared"] or {}
    return AgreementDocument(
        key=content["id"],
        kind=content["kind"],
        language=content["language"],
        sha256=store.put(stored),
        name=content["name"],
        media_type=MEDIA_TYPE,
        size=len(stored),
        texts=content["texts"],
        compared_by_office=compared.get("office"),
        compared_on=dates.first_day(compared["on"]) if compared else None,
    )
