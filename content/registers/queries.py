"""Look-ups over published registers and what their cells point to. Nothing here sees a draft: there are none."""

import re
from collections.abc import Iterable

from sqlalchemy import select

from content.db import JsonObject, Session
from content.record.models import PublicItem, PublicSlug
from content.record.queries import Card, cards

KIND = "register"
REFERENCE = re.compile(r"(agreement|register):([a-z0-9-]+)")


def live_registers(session: Session, language: str) -> list[Card]:
    """Every register that is published, by its address, with its title in that language or its own."""
    statement = select(PublicItem).where(PublicItem.kind == KIND, PublicItem.is_live.is_(True))
    return cards(session, list(session.scalars(statement.order_by(PublicItem.slug))), language)


def is_published(session: Session, item_id: str) -> bool:
    """Whether the register ever was, even if it has been taken back since."""
    return session.get(PublicItem, item_id) is not None


def pointed_to(session: Session, body: JsonObject, language: str) -> dict[str, Card]:
    """The live items that cells of a register name, by the name in the cell: three queries, whatever their number."""
    wanted: dict[str, set[str]] = {}
    for kind, slug in _references(body):
        wanted.setdefault(kind, set()).add(slug)
    found: dict[str, Card] = {}
    for kind, slugs in sorted(wanted.items()):
        rows = session.execute(
            select(PublicSlug.slug, PublicItem)
            .join(PublicItem, PublicItem.item_id == PublicSlug.item_id)
            .where(PublicSlug.kind == kind, PublicSlug.slug.in_(sorted(slugs)), PublicItem.is_live.is_(True))
        ).all()
        by_id = {card.item.item_id: card for card in cards(session, [row[1] for row in rows], language)}
        found |= {f"{kind}:{slug}": by_id[item.item_id] for slug, item in rows}
    return found


def _references(body: JsonObject) -> Iterable[tuple[str, str]]:
    links = [column["key"] for column in body["columns"] if column["kind"] == "link"]
    for row in body["rows"]:
        for key in links:
            yield from REFERENCE.findall(row["values"].get(key) or "")
