"""Refusals in the policy's own words."""

from content.policy.parts import Clause
from content.workflow import Refusal


def cite(clause: Clause | None, message: str, items: tuple[str, ...] = (), rule: str = "D3") -> Refusal:
    """A refusal that carries the clause; without one, the rule named."""
    if clause is None:
        return Refusal(rule, message, items=items)
    return Refusal(clause.rule, message, clause.where, clause.quote, items)
