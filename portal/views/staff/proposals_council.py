"""Step 4: the report, the decision of Council, and the agreement that follows from it."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from content.languages import gettext as _
from content.permissions import Permission
from content.proposals import assessment, deciding
from content.proposals.models import Proposal
from content.proposals.states import Outcome
from forms.assessment import DecisionForm, ReportForm
from portal.access import current_person, requires
from portal.database import db, writes
from portal.views.staff.acting import Problems, act, act_page, mail_of, pack_for, proposal_or_404, typed
from portal.views.staff.files import attachment
from portal.views.staff.proposals import ADDRESS, back_to, show

blueprint = Blueprint("proposals_council", __name__)


@blueprint.get(f"{ADDRESS}/attach-report")
@requires(Permission.PROPOSAL_ASSESS)
def report(proposal_id: int) -> ResponseReturnValue:
    return _report_page(proposal_or_404(proposal_id), ReportForm(), [])


@blueprint.post(f"{ADDRESS}/attach-report")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def attach_report(proposal_id: int) -> ResponseReturnValue:
    proposal, form = proposal_or_404(proposal_id), ReportForm(typed())
    if not form.validate():
        return _report_page(proposal, form, form.error_list()), 422
    file: dict[str, Any] = {
        "content": form.file.content,
        "name": form.file.name_given,
        "media_type": form.file.media_type,
    }
    store = current_app.extensions["files"]
    return act(
        lambda: deciding.attach_report(db(), proposal, store, **file, by=current_person()),
        done=_("The report is attached."),
        target=back_to(proposal),
        again=lambda problems: _report_page(proposal, form, problems),
        form=form,
        pack=pack_for(proposal),
    )


def _report_page(proposal: Proposal, form: ReportForm, problems: Problems) -> str:
    title, button = _("Attach the Council report"), _("Attach the report")
    return act_page(proposal, form, problems, title=title, button=button, back=back_to(proposal), has_file=True)


@blueprint.get(f"{ADDRESS}/report")
@requires(Permission.PROPOSAL_VIEW)
def download(proposal_id: int) -> Response:
    kept = proposal_or_404(proposal_id).report or abort(404)
    return attachment(kept["sha256"], kept["name"], kept["media_type"])


@blueprint.post(f"{ADDRESS}/send-report")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def send_report(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    return act(
        lambda: assessment.advance(db(), proposal, "send_report", by=current_person()),
        done=_("The report is with Council."),
        target=back_to(proposal),
        again=lambda problems: show(proposal, problems),
        pack=pack_for(proposal),
    )


@blueprint.get(f"{ADDRESS}/record-decision")
@requires(Permission.PROPOSAL_DECISION)
def decision(proposal_id: int) -> ResponseReturnValue:
    return _decision_page(proposal_or_404(proposal_id), DecisionForm(), [])


@blueprint.post(f"{ADDRESS}/record-decision")
@requires(Permission.PROPOSAL_DECISION)
@writes
def record_decision(proposal_id: int) -> ResponseReturnValue:
    proposal, form = proposal_or_404(proposal_id), DecisionForm(request.form)
    if not form.validate():
        return _decision_page(proposal, form, form.error_list()), 422
    decided: dict[str, Any] = {
        "item": form.item.data,
        "decided_on": form.decided_on.data,
        "words": form.words.data or "",
    }
    return act(
        lambda: deciding.record_decision(
            db(), proposal, **decided, outcome=Outcome(form.outcome.data), by=current_person()
        ),
        done=_("The decision is recorded."),
        target=back_to(proposal),
        again=lambda problems: _decision_page(proposal, form, problems),
        form=form,
        pack=pack_for(proposal),
    )


def _decision_page(proposal: Proposal, form: DecisionForm, problems: Problems) -> str:
    return act_page(
        proposal,
        form,
        problems,
        title=_("Record the decision of Council"),
        button=_("Record the decision"),
        back=back_to(proposal),
        mail=mail_of(proposal),
        lead=_("The applicant is told when the proposal is adopted or refused; a deferral stays in the house."),
    )


@blueprint.post(f"{ADDRESS}/draft-agreement")
@requires(Permission.PROPOSAL_DRAFT_AGREEMENT)
@writes
def draft_agreement(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    return act(
        lambda: deciding.draft_agreement(db(), proposal, by=current_person()),
        done=_("The agreement is drafted. Write its wording next."),
        target=url_for("proposals.page", proposal_id=proposal.id),
        again=lambda problems: show(proposal, problems),
        pack=pack_for(proposal),
    )
