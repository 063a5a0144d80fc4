"""Verbs about parties: add the municipality that an agreement is made with."""

import uuid

from sqlalchemy import select

from content.db import Session, nfc
from content.parties.models import Party, PartyKind


def add_party(
    session: Session,
    *,
    slug: str,
    kind: PartyKind,
    country: str,
    names: dict[str, str],
    place: dict[str, str],
    aliases: list[str] | None = None,
    latitude: str | None = None,
    longitude: str | None = None,
    wikidata: str | None = None,
) -> Party:
    """Add a party under a slug that is free (the caller has made it so)."""
    party = Party(
        item_id=str(uuid.uuid4()),
        slug=slug,
        kind=kind,
        country=country,
        names={tag: nfc(name) for tag, name in names.items()},
        place={tag: nfc(name) for tag, name in place.items()},
        aliases=[nfc(alias) for alias in aliases or []],
        latitude=latitude,
        longitude=longitude,
        wikidata=wikidata,
    )
    session.add(party)
    session.flush()
    return party


def party_by_slug(session: Session, slug: str) -> Party | None:
    """The party of that slug, or None."""
    return session.scalar(select(Party).where(Party.slug == slug))


def municipality_named(session: Session, name: str, country: str) -> Party | None:
    """The municipality of a country that bears the name, in any language or spelling; None when there is none."""
    wanted = nfc(name).strip().casefold()
    for party in session.scalars(
        select(Party).where(Party.country == country, Party.kind == PartyKind.MUNICIPALITY).order_by(Party.id)
    ):
        known = [*party.names.values(), *party.place.values(), *party.aliases]
        if wanted in {spelling.casefold() for spelling in known}:
            return party
    return None
