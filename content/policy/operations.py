"""Verbs of the policy: registering a version."""

from sqlalchemy.orm import Session

from content import clock
from content.policy.models import PolicyRequiredElement, PolicyVersion
from content.policy.pack import Pack


def register(session: Session, pack: Pack) -> PolicyVersion:
    """Put a version of the policy on record. Registering it again changes nothing."""
    known = session.get(PolicyVersion, pack.version_id)
    if known is not None:
        return known
    version = PolicyVersion(
        id=pack.version_id,
        pack=pack.id,
        number=pack.parts.number,
        effective_from=pack.effective_from,
        registered_at=clock.now(),
        content=pack.to_json(),
    )
    session.add(version)
    session.flush()
    session.add_all(
        PolicyRequiredElement(
            policy_version_id=version.id,
            category=category.code,
            element=element.id,
            item_element=element.or_each_item.element if element.or_each_item else None,
            item_field=element.or_each_item.field if element.or_each_item else None,
        )
        for category in pack.open_categories
        for element in pack.route(category.code).elements
        if element.required
    )
    session.flush()
    return version
