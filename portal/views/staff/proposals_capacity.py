"""Step 3: who leads, what the lead office and the lead division judge, and whether the proposal goes on or rests."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.languages import gettext as _
from content.people.queries import people_who_can
from content.permissions import Permission
from content.policy.parts import StepKind
from content.proposals import assessment
from content.proposals.models import Proposal
from content.proposals.routes import is_decided_by_signer, step_of
from forms.assessment import CapacityForm, LeadDivisionForm, PassCapacityForm, ReasonForm, capacity_form
from forms.base import stripped
from portal.access import current_person, requires
from portal.database import db, writes
from portal.views.staff.acting import Problems, act, act_page, mail_of, pack_for, proposal_or_404
from portal.views.staff.proposals import ADDRESS, back_to

blueprint = Blueprint("proposals_capacity", __name__)


@blueprint.get(f"{ADDRESS}/lead-division")
@requires(Permission.PROPOSAL_ASSESS)
def lead_division(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    return _lead_page(proposal, LeadDivisionForm(division=proposal.lead_division), [])


@blueprint.post(f"{ADDRESS}/lead-division")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def name_lead_division(proposal_id: int) -> ResponseReturnValue:
    proposal, form = proposal_or_404(proposal_id), LeadDivisionForm(request.form)
    if not form.validate():
        return _lead_page(proposal, form, form.error_list()), 422
    return act(
        lambda: assessment.name_lead_division(db(), proposal, stripped(form.division.data), by=current_person()),
        done=_("The lead division is named."),
        target=back_to(proposal),
        again=lambda problems: _lead_page(proposal, form, problems),
        form=form,
    )


def _lead_page(proposal: Proposal, form: LeadDivisionForm, problems: Problems) -> str:
    reviewers = people_who_can(db(), Permission.PROPOSAL_CAPACITY)
    divisions = sorted({person.division for person in reviewers if person.division})
    return act_page(
        proposal,
        form,
        problems,
        title=_("Name the lead division"),
        button=_("Name the lead division"),
        back=back_to(proposal),
        lists={"division": divisions},
    )


@blueprint.get(f"{ADDRESS}/capacity")
@requires(Permission.PROPOSAL_CAPACITY)
def page(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    division = signing_division(proposal)
    stored = {c.judgement: "yes" if c.is_met else "no" for c in proposal.capacity if c.division == division}
    notes = [c.note for c in proposal.capacity if c.division == division]
    form = capacity_form(pack_for(proposal), proposal.category)(data={**stored, "note": notes[0] if notes else ""})
    return _page(proposal, form, [])


@blueprint.post(f"{ADDRESS}/capacity")
@requires(Permission.PROPOSAL_CAPACITY)
@writes
def record(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    pack = pack_for(proposal)
    form = capacity_form(pack, proposal.category)(request.form)
    if not form.validate():
        return _page(proposal, form, form.error_list()), 422
    judged: dict[str, Any] = {
        "division": signing_division(proposal),
        "judgements": form.judgements(),
        "note": stripped(form["note"].data),
    }
    return act(
        lambda: assessment.record_capacity(db(), proposal, **judged, by=current_person()),
        done=_("Your judgement of the capacity is signed."),
        target=back_to(proposal),
        again=lambda problems: _page(proposal, form, problems),
        form=form,
        pack=pack,
    )


def signing_division(proposal: Proposal) -> str:
    """For whom the person signs: the lead office for whoever assesses, else the person's own division."""
    if current_person().can(Permission.PROPOSAL_ASSESS):
        return pack_for(proposal).parts.city.lead_office
    return current_person().division or ""


def _page(proposal: Proposal, form: CapacityForm, problems: Problems) -> str:
    pack = pack_for(proposal)
    step = step_of(pack.route(proposal.category), StepKind.CAPACITY)
    return render_template(
        "proposals/capacity.html",
        proposal=proposal,
        form=form,
        problems=problems,
        division=signing_division(proposal),
        clause=step.clause,
        gate=step.gate,
        back=back_to(proposal),
    )


@blueprint.get(f"{ADDRESS}/pass-capacity")
@requires(Permission.PROPOSAL_ASSESS)
def confirm(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    return _pass_page(proposal, PassCapacityForm(condition=proposal.resource_condition), [])


@blueprint.post(f"{ADDRESS}/pass-capacity")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def pass_on(proposal_id: int) -> ResponseReturnValue:
    proposal, form = proposal_or_404(proposal_id), PassCapacityForm(request.form)
    if not form.validate():
        return _pass_page(proposal, form, form.error_list()), 422
    return act(
        lambda: assessment.pass_capacity(db(), proposal, condition=form.condition.data or "", by=current_person()),
        done=_passed_words(proposal),
        target=back_to(proposal),
        again=lambda problems: _pass_page(proposal, form, problems),
        form=form,
        pack=pack_for(proposal),
    )


def _passed_words(proposal: Proposal) -> str:
    if is_decided_by_signer(pack_for(proposal).route(proposal.category)):
        return _("The capacity is confirmed. The authority to sign is checked next.")
    return _("The capacity is confirmed. The report is written next.")


def _pass_page(proposal: Proposal, form: PassCapacityForm, problems: Problems) -> str:
    pack = pack_for(proposal)
    if not step_of(pack.route(proposal.category), StepKind.CAPACITY).conditional:
        del form.condition
    title, button = _("Confirm the capacity"), _("Confirm the capacity")
    return act_page(
        proposal, form, problems, title=title, button=button, back=back_to(proposal), mail=mail_of(proposal)
    )


@blueprint.get(f"{ADDRESS}/hold")
@requires(Permission.PROPOSAL_ASSESS)
def hold_page(proposal_id: int) -> ResponseReturnValue:
    return _reason_page(proposal_or_404(proposal_id), ReasonForm(), [], "hold")


@blueprint.post(f"{ADDRESS}/hold")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def hold(proposal_id: int) -> ResponseReturnValue:
    return _with_reason(proposal_id, "hold", _("The proposal rests until its resources are secured."))


@blueprint.get(f"{ADDRESS}/secured")
@requires(Permission.PROPOSAL_ASSESS)
def secured(proposal_id: int) -> ResponseReturnValue:
    return _reason_page(proposal_or_404(proposal_id), ReasonForm(), [], "resources_secured")


@blueprint.post(f"{ADDRESS}/secured")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def take_up_again(proposal_id: int) -> ResponseReturnValue:
    return _with_reason(proposal_id, "resources_secured", _("The capacity is judged again."))


def _with_reason(proposal_id: int, name: str, done: str) -> ResponseReturnValue:
    proposal, form = proposal_or_404(proposal_id), ReasonForm(request.form)
    if not form.validate():
        return _reason_page(proposal, form, form.error_list(), name), 422
    return act(
        lambda: assessment.advance(db(), proposal, name, by=current_person(), reason=stripped(form.reason.data)),
        done=done,
        target=url_for("proposals.page", proposal_id=proposal.id),
        again=lambda problems: _reason_page(proposal, form, problems, name),
        form=form,
    )


def _reason_page(proposal: Proposal, form: ReasonForm, problems: Problems, name: str) -> str:
    title = _("Put on hold for resources") if name == "hold" else _("The resources are secured")
    button = _("Put on hold") if name == "hold" else _("Judge the capacity again")
    return act_page(proposal, form, problems, title=title, button=button, back=back_to(proposal))
