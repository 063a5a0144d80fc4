"""The way of a delegation of authority: proposed, in force, then superseded or revoked (RULES.md D3.8)."""

from collections.abc import Iterable

from sqlalchemy import select

from content.authority.models import DelegationOfAuthority
from content.authority.states import DelegationState as S
from content.db import Session
from content.languages import gettext as _
from content.permissions import Permission as P
from content.workflow import Refusal, Transition, Workflow


def stands_alone(session: Session, row: DelegationOfAuthority, _evidence: object) -> Iterable[Refusal]:
    """One authority of an office from one delegator at a time, and none from a delegator who has none (R-069)."""
    if row.delegator is not None and row.delegator.state is not S.IN_FORCE:
        yield Refusal("R-069", _("The delegator's own authority is not in force."), items=("delegator",))
    others = session.scalars(
        select(DelegationOfAuthority).where(
            DelegationOfAuthority.office == row.office,
            DelegationOfAuthority.category == row.category,
            DelegationOfAuthority.state == S.IN_FORCE,
            DelegationOfAuthority.id != row.id,
        )
    )
    for other in others:
        same = (other.division, other.delegator_id) == (row.division, row.delegator_id)
        if same and _overlap(row, other):
            yield Refusal(
                "T17",
                _("This office has an authority in these days already: let the new one take its place."),
                items=("starts_on",),
            )
            return


def _overlap(one: DelegationOfAuthority, other: DelegationOfAuthority) -> bool:
    return (one.ends_on is None or other.starts_on <= one.ends_on) and (
        other.ends_on is None or one.starts_on <= other.ends_on
    )


DELEGATION_WORKFLOW: Workflow[S] = Workflow(
    kind="delegation",
    initial=S.PROPOSED,
    transitions=(
        Transition("put_in_force", frozenset({S.PROPOSED}), S.IN_FORCE, P.AUTHORITY_MANAGE, stands_alone),
        Transition("supersede", frozenset({S.IN_FORCE}), S.SUPERSEDED, P.AUTHORITY_MANAGE),
        Transition(
            "revoke", frozenset({S.PROPOSED, S.IN_FORCE}), S.REVOKED, P.AUTHORITY_MANAGE, reason_required=True
        ),
    ),
)  # fmt: skip
