"""Where a proposal stands: by its secret link, by a link mailed anew, and the way to take it back."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerHour

from content.policy.questionnaire import compile
from content.proposals import drafts
from content.proposals.guards import pack_of
from content.proposals.links import proposal_for_sender
from content.proposals.models import Proposal
from content.proposals.routes import step_number
from content.proposals.states import WITHDRAWABLE, ProposalState
from content.workflow import Refused
from forms.status import FindForm
from portal.access import public
from portal.database import db, writes
from portal.standing import standing
from portal.views.intake.door import may_knock, open_to_applicants, sent_or_away
from portal.views.intake.showing import answers_of

blueprint = Blueprint("status", __name__)
open_to_applicants(blueprint)
LOOK_UPS = RateLimitItemPerHour(20)
LINKS = RateLimitItemPerHour(5)


@blueprint.get("/<language:language>/status")
@public
def find() -> ResponseReturnValue:
    return render_template("status/find.html", form=FindForm(), errors=[], is_sent="sent" in request.args)


@blueprint.post("/<language:language>/status")
@public
@writes
def send_link() -> ResponseReturnValue:
    form = FindForm(request.form)
    if not form.validate():
        return render_template("status/find.html", form=form, errors=form.error_list(), is_sent=False), 422
    # The same answer whether such a proposal is known, asked for too often, or neither.
    if may_knock(LOOK_UPS, "status"):
        proposal = proposal_for_sender(db(), form.number, form.address)
        if proposal is not None and may_knock(LINKS, "status-link", str(proposal.id)):
            drafts.notify(db(), proposal, "status_link")
    return redirect(url_for("status.find", sent=1), 303)


@blueprint.get("/<language:language>/status/<token>")
@public
def page(token: str) -> ResponseReturnValue:
    proposal = sent_or_away(token)
    pack = pack_of(db(), proposal)
    return render_template(
        "status/page.html",
        token=token,
        **_told(proposal),
        sections=answers_of(proposal, compile(pack, proposal.category)),
        steps=[
            {"label": str(pack.label(step.label_key)), "kind": step.kind.value}
            for step in pack.route(proposal.category).steps
        ],
    )


@blueprint.get("/<language:language>/status/<token>/withdraw")
@public
def ask_withdraw(token: str) -> ResponseReturnValue:
    proposal = sent_or_away(token)
    if proposal.state not in WITHDRAWABLE:
        return redirect(url_for("status.page", token=token), 303)
    return render_template("status/withdraw.html", token=token, **_told(proposal), reason="")


@blueprint.post("/<language:language>/status/<token>/withdraw")
@public
@writes
def withdraw(token: str) -> ResponseReturnValue:
    proposal = sent_or_away(token)
    try:
        drafts.withdraw(db(), proposal, reason=request.form.get("reason", "")[:2000])
    except Refused:
        # It was withdrawn or signed in the meantime: the page says so.
        db().rollback()
    return redirect(url_for("status.page", token=token), 303)


def _step(proposal: Proposal) -> int | None:
    """The step at which it stands; past the last one once it is signed."""
    number = step_number(pack_of(db(), proposal).route(proposal.category), proposal.state)
    return number + 1 if number and proposal.state is ProposalState.EXECUTED else number


def _told(proposal: Proposal) -> dict[str, Any]:
    """What an applicant may know. Findings, consultations, due dates and drafted decisions are not among it."""
    state = proposal.state
    is_declined = state is ProposalState.DECLINED
    return {
        "reference": proposal.reference,
        "state": state.value,
        "standing": standing(state.value),
        "current_step": _step(proposal),
        "since": proposal.state_since,
        "received_at": proposal.received_at,
        "declined_words": (proposal.decline or {}).get("words", "") if is_declined else "",
        "is_withdrawable": state in WITHDRAWABLE,
        "category": proposal.category,
    }
