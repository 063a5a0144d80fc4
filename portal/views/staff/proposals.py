"""The page of a proposal, and the acts that belong to no single step: take on, hand over, confirm the sender, decline."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.languages import KNOWN
from content.languages import gettext as _
from content.people.queries import people_who_can, person_by_id
from content.permissions import Permission
from content.policy.questionnaire import compile
from content.proposals import assessment
from content.proposals.models import Proposal
from content.proposals.routes import step_number
from content.proposals.states import ProposalState as S
from forms.assessment import AssignForm, AuthorityForm, ConfirmForm, WordsForm
from forms.base import Form, stripped
from forms.choices import options
from portal.access import current_person, requires
from portal.database import db, writes
from portal.views.intake.showing import answers_of
from portal.views.staff.acting import Problems, act, act_page, mail_of, pack_for, proposal_or_404
from portal.views.staff.presenting import findings_of, history_of, is_closed, panel_of
from portal.views.staff.queue import row_of

blueprint = Blueprint("proposals", __name__)
ADDRESS = "/<language:language>/staff/proposals/<int:proposal_id>"


@blueprint.get(ADDRESS)
@requires(Permission.PROPOSAL_VIEW)
def page(proposal_id: int) -> ResponseReturnValue:
    return show(proposal_or_404(proposal_id), [])


def show(proposal: Proposal, problems: Problems, assign: Form | None = None) -> str:
    """The whole page, with what an act on it was refused for."""
    pack, person = pack_for(proposal), current_person()
    return render_template(
        "proposals/page.html",
        proposal=proposal,
        row=row_of(proposal),
        pack=pack,
        written_in=KNOWN[proposal.language],
        steps=[str(pack.label(step.label_key)) for step in pack.route(proposal.category).steps],
        step=step_number(pack.route(proposal.category), proposal.state),
        panel=panel_of(db(), proposal, pack, person),
        answers=answers_of(proposal, compile(pack, proposal.category)),
        findings=findings_of(proposal, pack, person),
        history=history_of(db(), "proposal", proposal.id, pack=pack, person=person, closed=is_closed(proposal)),
        mail=mail_of(proposal),
        assign=assign or assign_form(proposal),
        problems=problems,
        S=S,
    )


def back_to(proposal: Proposal) -> str:
    """The address of the proposal's page."""
    return url_for("proposals.page", proposal_id=proposal.id)


@blueprint.post(f"{ADDRESS}/acknowledge")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def acknowledge(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    return act(
        lambda: assessment.acknowledge(db(), proposal, by=current_person()),
        done=_("The proposal is in assessment, and you are its owner."),
        target=url_for("proposals_assessment.page", proposal_id=proposal.id),
        again=lambda problems: show(proposal, problems),
        pack=pack_for(proposal),
    )


def assign_form(proposal: Proposal) -> AssignForm:
    """The form to hand a proposal over, with everybody who assesses."""
    form = AssignForm(request.form, person=str(proposal.assignee_id or current_person().id))
    assessors = people_who_can(db(), Permission.PROPOSAL_ASSESS)
    form.person.choices = options([(str(person.id), person.name) for person in assessors])
    return form


@blueprint.post(f"{ADDRESS}/assign")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def assign(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    form = assign_form(proposal)
    person = person_by_id(db(), int(form.person.data)) if form.validate() else None
    if person is None:
        return show(proposal, form.error_list(), form), 422
    return act(
        lambda: assessment.assign(db(), proposal, person, note=form.note.data or "", by=current_person()),
        done=_("The proposal is now with %(name)s.", name=person.name),
        target=back_to(proposal),
        again=lambda problems: show(proposal, problems, form),
        form=form,
    )


@blueprint.get(f"{ADDRESS}/confirm-authority")
@requires(Permission.PROPOSAL_ASSESS)
def authority(proposal_id: int) -> ResponseReturnValue:
    return _authority_page(proposal_or_404(proposal_id), AuthorityForm(), [])


@blueprint.post(f"{ADDRESS}/confirm-authority")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def confirm_authority(proposal_id: int) -> ResponseReturnValue:
    proposal, form = proposal_or_404(proposal_id), AuthorityForm(request.form)
    if not form.validate():
        return _authority_page(proposal, form, form.error_list()), 422
    return act(
        lambda: assessment.confirm_authority(
            db(), proposal, method=form.method.data, note=form.note.data or "", by=current_person()
        ),
        done=_("The authority of the sender is confirmed."),
        target=back_to(proposal),
        again=lambda problems: _authority_page(proposal, form, problems),
        form=form,
    )


def _authority_page(proposal: Proposal, form: AuthorityForm, problems: Problems) -> str:
    title = _("Confirm the authority of the sender")
    return act_page(proposal, form, problems, title=title, button=_("Confirm"), back=back_to(proposal))


@blueprint.get(f"{ADDRESS}/draft-decline")
@requires(Permission.PROPOSAL_ASSESS)
def decline(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    return _decline_page(proposal, WordsForm(words=(proposal.decline or {}).get("words", "")), [])


@blueprint.post(f"{ADDRESS}/draft-decline")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def draft_decline(proposal_id: int) -> ResponseReturnValue:
    proposal, form = proposal_or_404(proposal_id), WordsForm(request.form)
    if not form.validate():
        return _decline_page(proposal, form, form.error_list()), 422
    return act(
        lambda: assessment.draft_decline(db(), proposal, words=stripped(form.words.data), by=current_person()),
        done=_("The decline is drafted and waits for a countersignature."),
        target=back_to(proposal),
        again=lambda problems: _decline_page(proposal, form, problems),
        form=form,
    )


@blueprint.post(f"{ADDRESS}/drop-decline")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def drop_decline(proposal_id: int) -> ResponseReturnValue:
    return _drop(proposal_id)


@blueprint.post(f"{ADDRESS}/send-decline-back")
@requires(Permission.PROPOSAL_COUNTERSIGN)
@writes
def send_decline_back(proposal_id: int) -> ResponseReturnValue:
    return _drop(proposal_id)


def _drop(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    return act(
        lambda: assessment.drop_decline(db(), proposal, by=current_person()),
        done=_("The drafted decline is dropped. The proposal goes on."),
        target=back_to(proposal),
        again=lambda problems: show(proposal, problems),
    )


def _decline_page(proposal: Proposal, form: WordsForm, problems: Problems) -> str:
    return act_page(
        proposal,
        form,
        problems,
        title=_("Draft a decline"),
        button=_("Keep the draft for the countersigner"),
        back=back_to(proposal),
        lead=_("Nothing is sent now: somebody else has to countersign first."),
    )


@blueprint.get(f"{ADDRESS}/countersign")
@requires(Permission.PROPOSAL_COUNTERSIGN)
def countersign(proposal_id: int) -> ResponseReturnValue:
    return _countersign_page(proposal_or_404(proposal_id), [])


@blueprint.post(f"{ADDRESS}/countersign")
@requires(Permission.PROPOSAL_COUNTERSIGN)
@writes
def countersign_now(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    return act(
        lambda: assessment.countersign_decline(db(), proposal, by=current_person()),
        done=_("The proposal is declined. The applicant is told by mail."),
        target=back_to(proposal),
        again=lambda problems: _countersign_page(proposal, problems),
    )


def _countersign_page(proposal: Proposal, problems: Problems) -> str:
    return act_page(
        proposal,
        ConfirmForm(),
        problems,
        title=_("Countersign the decline"),
        button=_("Decline and tell the applicant"),
        back=back_to(proposal),
        mail=mail_of(proposal),
        words=(proposal.decline or {}).get("words", ""),
        drafted_by=(proposal.decline or {}).get("drafted_by_name", ""),
        findings=findings_of(proposal, pack_for(proposal), current_person()),
        is_warning=True,
    )
