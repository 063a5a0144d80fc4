"""Step 2: every criterion and question on one page, consultations, and the way on."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.languages import gettext as _
from content.permissions import Permission
from content.policy.pack import Pack
from content.proposals import assessment
from content.proposals.guards import finding_value
from content.proposals.models import Proposal
from content.workflow import Refusal, Refused
from forms.assessment import AssessmentForm, ConsultationForm, Judgement, asked_of, assessment_form
from forms.choices import options
from portal.access import current_person, requires
from portal.database import db, writes
from portal.views.staff.acting import Problems, act, act_page, pack_for, proposal_or_404
from portal.views.staff.proposals import ADDRESS, back_to
from portal.views.staff.proposals import show as show_proposal

blueprint = Blueprint("proposals_assessment", __name__)
SUFFIXES = ("", "-reason", "-source", "-class", "-edition", "-kinds")


@blueprint.get(f"{ADDRESS}/assessment")
@requires(Permission.PROPOSAL_ASSESS)
def page(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    pack = pack_for(proposal)
    form = assessment_form(pack, proposal.category)(data=_stored(proposal))
    return _page(proposal, pack, form, [])


@blueprint.post(f"{ADDRESS}/assessment")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def save(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    pack = pack_for(proposal)
    form = assessment_form(pack, proposal.category)(request.form)
    if not form.validate():
        return _page(proposal, pack, form, form.error_list()), 422
    return act(
        lambda: _record(proposal, form),
        done=_("The assessment is saved."),
        target=url_for("proposals_assessment.page", proposal_id=proposal.id),
        again=lambda problems: _page(proposal, pack, form, problems),
        form=form,
        pack=pack,
    )


def _record(proposal: Proposal, form: AssessmentForm) -> None:
    """Record what differs from what is stored, all or nothing. Raises Refused when somebody was faster (T3)."""
    seen = request.form.get("seen")
    changed = [judgement for judgement in form.judgements() if _differs(proposal, judgement)]
    if changed and seen is not None and seen != _stamp(proposal):
        raise Refused(Refusal("T3", _("Somebody changed this proposal since you opened it. Compare, then save again.")))
    for judgement in changed:
        assessment.record_finding(
            db(),
            proposal,
            judgement.question,
            judgement.value,
            reason=judgement.reason,
            source=judgement.source,
            detail=judgement.detail,
            by=current_person(),
        )


def _differs(proposal: Proposal, entered: Judgement) -> bool:
    row = proposal.findings.get(entered.question)
    if row is None:
        return True
    stored = (row.value, row.reason, row.source, row.detail)
    return stored != (entered.value, entered.reason, entered.source, entered.detail)


def _stamp(proposal: Proposal) -> str:
    return proposal.updated_at.isoformat()


def _stored(proposal: Proposal) -> dict[str, Any]:
    """The recorded judgements as the form's data."""
    data: dict[str, Any] = {}
    for question, row in proposal.findings.items():
        values = (row.value.value, row.reason, row.source, row.detail.get("class"), row.detail.get("edition"))
        data |= {question + suffix: value for suffix, value in zip(SUFFIXES, values, strict=False)}
        data[f"{question}-kinds"] = row.detail.get("kinds", [])
    return data


def _page(proposal: Proposal, pack: Pack, form: AssessmentForm, problems: Problems) -> str:
    criteria, questions = asked_of(pack, proposal.category)
    return render_template(
        "proposals/assessment.html",
        proposal=proposal,
        form=form,
        criteria=criteria,
        questions=[question for question in questions if not question.computed],
        computed=[(q, finding_value(pack, proposal, q.id)) for q in questions if q.computed],
        given={a.id: {"value": form[a.id].data, "reason": form[f"{a.id}-reason"].data} for a in form.asked},
        errors={field.name: " ".join(map(str, field.errors)) for field in form if field.errors},
        seen=_stamp(proposal),
        problems=problems,
        back=back_to(proposal),
        stored=proposal.findings,
    )


@blueprint.post(f"{ADDRESS}/pass-assessment")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def pass_on(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    return act(
        lambda: assessment.advance(db(), proposal, "pass_assessment", by=current_person()),
        done=_("The assessment is passed. Name the lead division next."),
        target=back_to(proposal),
        again=lambda problems: show_proposal(proposal, problems),
        pack=pack_for(proposal),
    )


@blueprint.get(f"{ADDRESS}/consultation")
@requires(Permission.PROPOSAL_ASSESS)
def consultation(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    return _consultation_page(proposal, consultation_form(proposal), [])


@blueprint.post(f"{ADDRESS}/consultation")
@requires(Permission.PROPOSAL_ASSESS)
@writes
def record_consultation(proposal_id: int) -> ResponseReturnValue:
    proposal = proposal_or_404(proposal_id)
    form = consultation_form(proposal)
    if not form.validate():
        return _consultation_page(proposal, form, form.error_list()), 422
    return act(
        lambda: assessment.record_consultation(
            db(),
            proposal,
            body=form.body.data or form.preset.data or "",
            question=form.question.data or "",
            answer=form.answer.data or "",
            waived_reason=form.waived_reason.data or "",
            by=current_person(),
        ),
        done=_("The consultation is recorded."),
        target=back_to(proposal),
        again=lambda problems: _consultation_page(proposal, form, problems),
        form=form,
    )


def consultation_form(proposal: Proposal) -> ConsultationForm:
    """The form with the bodies that the policy names."""
    pack, form = pack_for(proposal), ConsultationForm(request.form)
    presets = pack.route(proposal.category).consultations.presets
    labels = [str(pack.label(f"consultations.{preset}")) for preset in presets]
    form.preset.choices = options([("", _("Choose a body")), *((label, label) for label in labels)])
    return form


def _consultation_page(proposal: Proposal, form: ConsultationForm, problems: Problems) -> str:
    return act_page(
        proposal,
        form,
        problems,
        title=_("Record a consultation"),
        button=_("Record"),
        back=back_to(proposal),
        lead=_("Confidential: never shown to the applicant or the public."),
    )
