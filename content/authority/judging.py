"""The signing check: may this office, on this day, sign what costs this much and is led by that division?

Every refusal names the clause that fails (R-061, R-062, R-063, R-067). Amounts are compared exactly and never rounded; an
amount in another currency is compared by a rate that staff entered with its source and day, never by one of our own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from content.authority.models import DelegationOfAuthority
from content.authority.queries import Holding, holding_on, in_force
from content.db import JsonObject, Session
from content.languages import gettext as _
from content.people.models import Person
from content.policy.citing import cite
from content.policy.money import in_major_units
from content.policy.parts import Signing
from content.workflow import Refusal, Refused


@dataclass(frozen=True)
class Matter:
    """What a signature is judged by: the city's gross share of the cost, the lead division, and Council's decision.

    Kept as JSON: ``{"amount", "currency", "rate": {"currency", "value", "source", "on"} or null, "lead_division",
    "decision"}``; the decision is the item by which Council approved what is beyond every limit, else null.
    """

    facts: JsonObject

    @property
    def is_cost_known(self) -> bool:
        return self.facts.get("amount") is not None

    @property
    def lead_division(self) -> str | None:
        division: str | None = self.facts.get("lead_division")
        return division

    @property
    def is_decided(self) -> bool:
        return bool(self.facts.get("decision"))

    def cost_in(self, currency: str) -> Decimal | None:
        """The cost in major units of a currency; None when nobody has entered a rate for it."""
        cost = in_major_units(self.facts["amount"], self.facts["currency"])
        if currency == self.facts["currency"]:
            return cost
        rate = self.facts.get("rate") or {}
        return cost * Decimal(rate["value"]) if rate.get("currency") == currency else None


@dataclass(frozen=True)
class Judgement:
    """What the register says of one office: the row that allows it, or every reason why none does."""

    office: str
    delegation: DelegationOfAuthority | None
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_allowed(self) -> bool:
        return not self.refusals


@dataclass(frozen=True)
class Signer:
    """Somebody whose authority to sign has been found good, and what it rests on."""

    holding: Holding
    delegation: DelegationOfAuthority | None = None
    judged: JsonObject | None = None


def check_signer(
    session: Session, signing: Signing, category: str, *, office: str, person: Person, day: date, facts: JsonObject
) -> Signer:
    """The person's authority to sign for the city on a day.

    Raises Refused for an office that may not sign (R-061, R-062) or that the person does not hold on the day, and,
    where the policy sets limits, for what the register does not cover (R-063, R-067).
    """
    named = signing.office(office)
    if named is None:
        raise Refused(cite(signing.clause, _("This office may not sign agreements of this category."), ("office",)))
    holding = holding_on(session, office=office, person=person, day=day)
    if holding is None or _is_nobodys_own(signing, holding):
        raise Refused(cite(named.clause, _("You hold no such office on that day."), ("office",)))
    if not signing.limit.value:
        return Signer(holding)
    matter = Matter(facts)
    judgement = judge(
        signing, in_force(session, category=category, day=day), office=office, division=holding.division, matter=matter
    )
    if judgement.refusals:
        raise Refused(*judgement.refusals)
    return Signer(holding, judgement.delegation, _as_judged(judgement.delegation, facts))


def _is_nobodys_own(signing: Signing, holding: Holding) -> bool:
    return holding.office in signing.designated_offices and not (holding.designation_id or holding.acting_id)


@dataclass(frozen=True)
class Option:
    """An office that the policy lets sign, with what the register says of it."""

    office: str
    division: str | None
    judgement: Judgement


def judge_offices(session: Session, signing: Signing, category: str, *, matter: Matter, day: date) -> list[Option]:
    """Every office that may sign a category, from the highest down, each judged by the register of that day."""
    register = in_force(session, category=category, day=day)
    found = []
    for office in signing.offices:
        division = matter.lead_division if office.code in signing.division_offices else None
        judgement = judge(signing, register, office=office.code, division=division, matter=matter)
        found.append(Option(office.code, division, judgement))
    return found


def judge(
    signing: Signing, register: Sequence[DelegationOfAuthority], *, office: str, division: str | None, matter: Matter
) -> Judgement:
    """What the register, as it is in force on a day for a category, says of an office and a cost."""
    named = signing.office(office)
    if named is None:
        message = _("This office may not sign agreements of this category.")
        return Judgement(office, None, (cite(signing.clause, message, ("office",)),))
    is_bound = signing.lead_division.value and office in signing.division_offices
    if is_bound and (matter.lead_division is None or division != matter.lead_division):
        message = _("This office signs only for what its own division leads.")
        return Judgement(office, None, (cite(signing.lead_division.clause, message, ("division",)),))
    if matter.is_decided:
        return Judgement(office, None)
    if not matter.is_cost_known:
        message = _("The cost is not known: nothing can be compared with the limit.")
        return Judgement(office, None, (cite(signing.limit.clause, message, ("cost",)),))
    rows = [r for r in register if r.office == office and r.division in (None, matter.lead_division)]
    if not rows:
        return Judgement(office, None, (cite(signing.limit.clause, _nothing(register), ("register",)),))
    refusals = [_exceeds(signing, row, matter) for row in rows]
    if None in refusals:
        return Judgement(office, rows[refusals.index(None)])
    return Judgement(office, None, tuple(dict.fromkeys(r for r in refusals if r is not None)))


def _nothing(register: Sequence[DelegationOfAuthority]) -> str:
    if register:
        return _("The register holds no authority of this office that is in force on that day.")
    return _("The register of authority is empty for that day: nobody can sign before a delegation is entered.")


def _exceeds(signing: Signing, row: DelegationOfAuthority, matter: Matter) -> Refusal | None:
    """Why a row does not cover the cost (R-063); None when it does. What is equal to the limit is within it."""
    clause = signing.limit.clause
    if row.amount is None or row.currency is None:
        return cite(clause, _("This authority states no limit: nothing can be compared with it."), ("limit",))
    cost = matter.cost_in(row.currency)
    if cost is None:
        message = _("The limit is in %(currency)s: enter the rate, its source and its day.", currency=row.currency)
        return cite(clause, message, ("rate",))
    if cost > in_major_units(row.amount, row.currency):
        return cite(clause, _("The cost is higher than the limit of this office on that day."), ("limit",))
    return None


def _as_judged(delegation: DelegationOfAuthority | None, facts: JsonObject) -> JsonObject:
    """What a signature keeps: the cost and the limit as they were when it was judged."""
    limit = None if delegation is None else {"amount": delegation.amount, "currency": delegation.currency}
    instrument = None if delegation is None else delegation.instrument
    return {"limit": limit, "instrument": instrument, **facts}
