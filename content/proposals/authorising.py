"""Verbs of the delegated route: state the cost, name the office that is to sign, approve on authority, go to Council."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from content import clock, history
from content.authority.judging import Option, judge_offices
from content.db import JsonObject, Session, nfc
from content.languages import gettext as _
from content.people.models import Person
from content.permissions import Permission
from content.policy.answers import CURRENCIES, MOST_MONEY
from content.policy.citing import cite
from content.policy.pack import Pack
from content.policy.parts import DELEGATED
from content.proposals.assessment import advance
from content.proposals.authority import SignatureWanted, check, matter_of
from content.proposals.guards import pack_of
from content.proposals.models import Decision, Proposal
from content.proposals.states import Outcome
from content.proposals.states import ProposalState as S
from content.workflow import Refusal, Refused, require, wrong_state

STATABLE = (S.AUTHORITY_CHECK, S.APPROVED, S.AGREEMENT_DRAFTING, S.READY_TO_SIGN)
HIGHEST_RATE = Decimal(10**9)


@dataclass(frozen=True)
class Rate:
    """How much of another currency one unit of the cost's currency is, by whose table, on which day (D6.5)."""

    currency: str
    value: Decimal
    source: str
    on: date


@dataclass(frozen=True)
class Cost:
    """The city's gross share of the anticipated cost, in the minor unit."""

    amount: int
    currency: str
    rate: Rate | None = None


def state_cost(
    session: Session, proposal: Proposal, cost: Cost, *, office: str, is_coordinated: bool, by: Person
) -> None:
    """Record the cost, the office that is to sign, and that the lead office co-ordinated (R-063, R-068).

    Raises NotAllowed; Refused before the capacity is confirmed and after the signature, for an amount, a currency or a
    rate that is none, for an office that may not sign (R-062), or without the co-ordination that the policy asks for.
    """
    require(by, Permission.PROPOSAL_ASSESS)
    if proposal.state not in STATABLE:
        raise Refused(wrong_state(proposal.state, STATABLE))
    pack = pack_of(session, proposal)
    if proposal.agreement is not None and proposal.agreement.signature is not None:
        raise Refused(Refusal("R-063", _("The agreement is signed: reopen it before the cost is changed.")))
    refusals = [*_cost_faults(pack, cost), *_naming_faults(pack, proposal, office, is_coordinated)]
    if refusals:
        raise Refused(*refusals)
    proposal.authority = {
        "amount": cost.amount,
        "currency": cost.currency,
        "rate": _rate_as_json(cost.rate),
        "office": office,
        "is_coordinated": is_coordinated,
        "stated_by": by.id,
        "stated_by_name": by.name,
        "stated_at": clock.now().isoformat(),
    }
    if proposal.agreement is not None:
        proposal.agreement.authority = matter_of(proposal).facts
    _note(session, proposal, "cost_stated", by, {"amount": cost.amount, "currency": cost.currency, "office": office})


def name_office(session: Session, proposal: Proposal, office: str, *, by: Person) -> None:
    """Name another office to sign: the way up when the cost is beyond the limit of the one named before (D3.1).

    Raises NotAllowed; Refused outside the check of authority, before the cost is stated, or for an office that may not sign.
    """
    require(by, Permission.PROPOSAL_ASSESS)
    if proposal.state is not S.AUTHORITY_CHECK:
        raise Refused(wrong_state(proposal.state, (S.AUTHORITY_CHECK,)))
    if not proposal.authority:
        raise Refused(Refusal("R-063", _("State the cost first."), items=("cost",)))
    refusals = _naming_faults(pack_of(session, proposal), proposal, office, is_coordinated=True)
    if refusals:
        raise Refused(*refusals)
    before = proposal.authority["office"]
    proposal.authority = {**proposal.authority, "office": office}
    _note(session, proposal, "office_named", by, {"before": before, "office": office})


def approve(session: Session, proposal: Proposal, *, office: str, by: Person) -> None:
    """Approve a proposal by delegated authority, in an office that may sign what it costs (R-060, R-062, R-063, R-067).

    Raises NotAllowed, Refused.
    """
    wanted, today = SignatureWanted(by, office), _today(session, proposal)
    try:
        found = check(session, proposal, wanted, today).delegation
    except Refused:
        # The guard says so, together with everything else that stands in the way.
        found = None
    data: JsonObject = {"office": office, "delegation": found.id if found else None}
    advance(session, proposal, "approve_by_authority", by=by, evidence=wanted, data=data)
    proposal.decisions.append(
        Decision(
            body=DELEGATED,
            item=found.instrument if found else "",
            decided_on=today,
            outcome=Outcome.ADOPTED,
            recorded_by=by.name,
            recorded_at=clock.now(),
        )
    )
    session.flush()


def take_to_council(session: Session, proposal: Proposal, *, by: Person) -> None:
    """Ask Council for what is beyond every limit, where the city has turned that switch on (D3.1).

    Raises NotAllowed, Refused.
    """
    advance(session, proposal, "escalate_to_council", by=by)


def options(session: Session, proposal: Proposal, day: date) -> list[Option]:
    """Every office that may sign this category, from the highest down, each judged by the register of that day."""
    signing = pack_of(session, proposal).route(proposal.category).signing
    return judge_offices(session, signing, proposal.category, matter=matter_of(proposal), day=day)


def _today(session: Session, proposal: Proposal) -> date:
    return clock.today(pack_of(session, proposal).parts.city.time_zone)


def _cost_faults(pack: Pack, cost: Cost) -> list[Refusal]:
    found = []
    if not 0 <= cost.amount <= MOST_MONEY:
        found.append(Refusal("R-063", _("Enter an amount of money."), items=("amount",)))
    if cost.currency not in CURRENCIES:
        found.append(Refusal("R-063", _("Enter the currency of the cost."), items=("currency",)))
    rate = cost.rate
    if rate is None:
        return found
    if not rate.value.is_finite() or not 0 < rate.value <= HIGHEST_RATE:
        found.append(Refusal("R-063", _("Enter the rate as a number above nought."), items=("rate",)))
    if rate.currency not in CURRENCIES or rate.currency == cost.currency:
        found.append(
            Refusal("R-063", _("Enter the other currency, into which the rate leads."), items=("rate_currency",))
        )
    if not rate.source.strip():
        found.append(Refusal("R-063", _("Enter where the rate was published."), items=("rate_source",)))
    if rate.on > clock.today(pack.parts.city.time_zone):
        found.append(Refusal("R-063", _("The day of the rate lies in the future."), items=("rate_on",)))
    return found


def _naming_faults(pack: Pack, proposal: Proposal, office: str, is_coordinated: bool) -> list[Refusal]:
    signing, found = pack.route(proposal.category).signing, []
    if signing.office(office) is None:
        found.append(cite(signing.clause, _("This office may not sign agreements of this category."), ("office",)))
    if signing.coordination.value and not is_coordinated:
        message = _("The signing office works with the lead office: say that they have agreed on it.")
        found.append(cite(signing.coordination.clause, message, ("is_coordinated",)))
    return found


def _rate_as_json(rate: Rate | None) -> JsonObject | None:
    if rate is None:
        return None
    return {
        "currency": rate.currency,
        "value": format(rate.value, "f"),
        "source": nfc(rate.source).strip(),
        "on": rate.on.isoformat(),
    }


def _note(session: Session, proposal: Proposal, event: str, by: Person, data: JsonObject) -> None:
    proposal.updated_at = clock.now()
    history.write(session, kind="proposal", subject_id=str(proposal.id), event=event, by=by, at=clock.now(), data=data)
    session.flush()
