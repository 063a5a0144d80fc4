"""Questions about registered policies. Packs are read from the database once and kept: a version never changes."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from content import clock
from content.policy.models import PolicyVersion
from content.policy.pack import Pack
from content.policy.reading import PackFault

_packs: dict[str, Pack] = {}


class NoPolicy(LookupError):
    """No such policy version is registered, or none is in force on the day."""


def current(session: Session, on: date | None = None) -> Pack:
    """The policy in force on a day, by default today in its city's time zone. Raises NoPolicy."""
    newest_first = select(PolicyVersion.id, PolicyVersion.effective_from).order_by(
        PolicyVersion.effective_from.desc(), PolicyVersion.registered_at.desc(), PolicyVersion.id
    )
    for version_id, effective_from in session.execute(newest_first):
        pack = version(session, version_id)
        if effective_from <= (on or clock.today(pack.parts.city.time_zone)):
            return pack
    raise NoPolicy("no policy is in force")


def version(session: Session, version_id: str) -> Pack:
    """A registered version by its id. Raises NoPolicy, and PackFault when its content is not what it was."""
    if version_id not in _packs:
        content = session.scalar(select(PolicyVersion.content).where(PolicyVersion.id == version_id))
        if content is None:
            raise NoPolicy(version_id)
        pack = Pack.from_json(content, version_id)
        if pack.version_id != version_id:
            raise PackFault([f"{version_id}: (top): the stored content belongs to {pack.version_id}"])
        _packs[version_id] = pack
    return _packs[version_id]
