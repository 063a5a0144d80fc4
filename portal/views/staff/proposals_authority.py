"""Step 4 of the delegated route: the cost, the office that is to sign, and what the register of authority says of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from content.authority.judging import Option
from content.authority.queries import holding_on
from content.languages import gettext as _
from content.people.models import Person
from content.people.queries import people_who_can
from content.permissions import Permission
from content.policy.pack import Pack
from content.proposals import authorising
from content.proposals.authorising import options
from content.proposals.models import Proposal
from content.proposals.states import ProposalState as S
from forms.authority import CostForm, OfficeForm
from forms.choices import options as choices
from portal.access import current_person, requires
from portal.database import db, writes
from portal.language import format_money
from portal.markup import office_name
from portal.views.staff.acting import Problems, Told, act, city_today, mail_of, pack_for, proposal_or_404, told
from portal.views.staff.proposals import ADDRESS, back_to

blueprint = Blueprint("proposals_authority", __name__)


@dataclass(frozen=True)
class Judged:
    """An office with what the register says of it, as it is read."""

    code: str
    name: str
    division: str
    is_named: bool
    is_allowed: bool
    limit: str
    instrument: str
    holders: list[str]
    refusals: list[Told]


@blueprint.get(f"{ADDRESS}/authority")
@requires(Permission.PROPOSAL_VIEW)
def page(proposal_id: int) -> ResponseReturnValue:
    return _page(proposal_or_404(proposal_id), [])


def _page(
    proposal: Proposal, problems: Problems, cost: CostForm | None = None, approval: OfficeForm | None = None
) -> str:
    pack, person = pack_for(proposal), current_person()
    today = city_today(pack)
    named = (proposal.authority or {}).get("office")
    judged = [judged_of(option, pack, today, named=named) for option in options(db(), proposal, today)]
    switch = pack.parts.switches.get("escalate_to_council_without_authority")
    return render_template(
        "proposals/authority.html",
        proposal=proposal,
        judged=judged,
        able=[office.code for office in judged if office.is_allowed],
        stated=stated(proposal),
        cost=cost or cost_form(proposal, None),
        approval=approval or approval_form(proposal, person, today, None),
        signing=pack.route(proposal.category).signing,
        may_state=person.can(Permission.PROPOSAL_ASSESS) and proposal.state in authorising.STATABLE,
        may_approve=person.can(Permission.AGREEMENT_SIGN) and proposal.state is S.AUTHORITY_CHECK,
        has_council=bool(switch and switch.value) and proposal.state is S.AUTHORITY_CHECK,
        mail=mail_of(proposal),
        back=back_to(proposal),
        problems=problems,
        today=today,
        S=S,
    )


def judged_of(option: Option, pack: Pack, day: date, *, named: str | None = None) -> Judged:
    """An office as a page shows it, with who could sign in it on that day."""
    row = option.judgement.delegation
    has_limit = row is not None and row.amount is not None and row.currency is not None
    return Judged(
        option.office,
        office_name(option.office),
        division=office_name(option.division) if option.division else "",
        is_named=named == option.office,
        is_allowed=option.judgement.is_allowed,
        limit=format_money(row.amount or 0, row.currency or "") if has_limit and row else "",
        instrument=row.instrument if row else "",
        holders=[person.name for person in _holders(option, day)],
        refusals=told(option.judgement.refusals, pack=pack),
    )


def _holders(option: Option, day: date) -> list[Person]:
    """Who could sign in this office today, and is allowed to sign at all."""
    found = []
    for person in people_who_can(db(), Permission.AGREEMENT_SIGN):
        holding = holding_on(db(), office=option.office, person=person, day=day)
        if holding is not None and (option.division is None or holding.division == option.division):
            found.append(person)
    return found


def stated(proposal: Proposal) -> dict[str, Any] | None:
    """The cost as it was stated, in words; None before."""
    facts = proposal.authority
    if not facts:
        return None
    more = {"office": office_name(facts["office"]), "by": facts["stated_by_name"]}
    return {"cost": format_money(facts["amount"], facts["currency"]), **rate_of(facts), **more}


def rate_of(facts: dict[str, Any]) -> dict[str, Any]:
    """The rate of a stated cost, in words, with its day."""
    rate = facts.get("rate")
    if not rate:
        return {"rate": "", "rate_on": None}
    values = {"cost": facts["currency"], "value": rate["value"], "limit": rate["currency"], "source": rate["source"]}
    return {"rate": _("1 %(cost)s = %(value)s %(limit)s, %(source)s", **values), "rate_on": rate["on"]}


def cost_form(proposal: Proposal, sent: Any) -> CostForm:
    """The form with the offices that the policy lets sign; what was stated before is not copied into an empty one."""
    signing, before = pack_for(proposal).route(proposal.category).signing, proposal.authority or {}
    form = CostForm(sent, office=before.get("office", ""), currency=before.get("currency", ""))
    offices = [(office.code, office_name(office.code)) for office in signing.offices]
    form.office.choices = choices([("", _("Choose the office")), *offices])
    if not signing.coordination.value:
        del form.is_coordinated
    return form


def approval_form(proposal: Proposal, person: Person, today: date, sent: Any) -> OfficeForm:
    """The form with the offices that the policy lets sign, set to the one that the person holds."""
    offices = [office.code for office in pack_for(proposal).route(proposal.category).signing.offices]
    held = [code for code in offices if holding_on(db(), office=code, person=person, day=today) is not None]
    form = OfficeForm(sent, office=held[0] if held else "")
    form.office.label.text = _("You approve as")
    form.office.choices = choices([("", _("Choose the office")), *((code, office_name(code)) for code in offices)])
    return form


def address_of(proposal: Proposal) -> str:
    """The address of the check."""
    return back_to(proposal) + "/authority"


@blueprint.post(f"{ADDRESS}/authority/cost")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def state_cost(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    form = cost_form(proposal, request.form)
    if not form.validate():
        return _page(proposal, form.error_list(), form), 422
    is_coordinated = "is_coordinated" not in form or bool(form.is_coordinated.data)
    return act(
        lambda: authorising.state_cost(
            db(), proposal, form.cost(), office=form.office.data, is_coordinated=is_coordinated, by=current_person()
        ),
        done=_("The cost is stated."),
        target=address_of(proposal),
        again=lambda problems: _page(proposal, problems, form),
        form=form,
        pack=pack_for(proposal),
    )


@blueprint.post(f"{ADDRESS}/authority/name-office")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def name_office(proposal_id: int) -> ResponseReturnValue:
    proposal, office = proposal_or_404(proposal_id), request.form.get("office", "")
    return act(
        lambda: authorising.name_office(db(), proposal, office, by=current_person()),
        done=_("Another office is to sign now."),
        target=address_of(proposal),
        again=lambda problems: _page(proposal, problems),
        pack=pack_for(proposal),
    )


@blueprint.post(f"{ADDRESS}/authority/approve")
@requires(Permission.AGREEMENT_SIGN)
@writes
def approve(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    form = approval_form(proposal, current_person(), city_today(pack_for(proposal)), request.form)
    if not form.validate():
        return _page(proposal, form.error_list(), approval=form), 422
    return act(
        lambda: authorising.approve(db(), proposal, office=form.office.data or "", by=current_person()),
        done=_("The project is approved. The agreement can be drafted now."),
        target=back_to(proposal),
        again=lambda problems: _page(proposal, problems, approval=form),
        form=form,
        pack=pack_for(proposal),
    )


@blueprint.post(f"{ADDRESS}/authority/council")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def take_to_council(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    return act(
        lambda: authorising.take_to_council(db(), proposal, by=current_person()),
        done=_("The proposal is with Council."),
        target=back_to(proposal),
        again=lambda problems: _page(proposal, problems),
        pack=pack_for(proposal),
    )
