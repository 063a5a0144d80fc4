"""From the approved wording to the executed agreement: sign off, sign, compare the scan, execute, reopen."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.agreements import signing as agreements
from content.agreements.models import Agreement
from content.agreements.states import AgreementState
from content.agreements.workflow import AGREEMENT_WORKFLOW, pack_of, unsigned_wordings, wording_hash, wordings
from content.authority.judging import Matter, judge_offices
from content.languages import KNOWN
from content.languages import gettext as _
from content.permissions import Permission
from content.proposals import signing
from forms.agreement import SignatureForm
from forms.assessment import ReasonForm
from forms.base import stripped
from forms.choices import options
from portal.access import current_person, requires
from portal.database import db, writes
from portal.markup import office_name
from portal.views.staff.acting import Problems, act, act_page, agreement_or_404, city_today, told
from portal.views.staff.drafts import ADDRESS, title_of
from portal.views.staff.drafts_documents import attach_to, document_form, document_page
from portal.views.staff.proposals_authority import Judged, judged_of

blueprint = Blueprint("signing", __name__)


@blueprint.get(f"{ADDRESS}/signing")
@requires(Permission.AGREEMENT_VIEW)
def page(agreement_id: int) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return _page(agreement, [], signature_form(agreement, None))


def _page(agreement: Agreement, problems: Problems, form: SignatureForm | None = None) -> str:
    pack, person = pack_of(db(), agreement), current_person()
    execute = AGREEMENT_WORKFLOW.transition("execute")
    refusals = execute.guard(db(), agreement, person) if execute.guard and agreement.state in execute.sources else ()
    return render_template(
        "signing/page.html",
        agreement=agreement,
        title=title_of(agreement),
        wordings=[
            (
                KNOWN[tag],
                text,
                wording_hash(text),
                tag not in unsigned_wordings(agreement),
                _signer(agreement, tag, text),
            )
            for tag, text in wordings(agreement).items()
        ],
        form=form or signature_form(agreement, None),
        scans=[document for document in agreement.documents if document.kind == "signed-agreement"],
        in_the_way=told(refusals, pack=pack),
        offices=[(office_name(office.code), office.clause) for office in _offices(agreement)],
        solicitor=_signing(agreement).solicitor.clause if _signing(agreement) else None,
        problems=problems,
        judged=_judged(agreement),
        matter=agreement.authority,
        S=AgreementState,
    )


def _judged(agreement: Agreement) -> list[Judged]:
    """What the register says today of every office that may sign; nothing where the policy sets no limit."""
    pack, signing = pack_of(db(), agreement), _signing(agreement)
    if agreement.state is not AgreementState.READY_TO_SIGN or signing is None or not signing.limit.value:
        return []
    today, matter = city_today(pack), Matter(agreement.authority or {})
    found = judge_offices(db(), signing, agreement.category, matter=matter, day=today)
    return [judged_of(option, pack, today) for option in found]


def _signer(agreement: Agreement, tag: str, text: str) -> Any:
    found = [row for row in agreement.sign_offs if row.language == tag and row.wording_hash == wording_hash(text)]
    return found[-1] if found else None


def _signing(agreement: Agreement) -> Any:
    route = pack_of(db(), agreement).category(agreement.category).route
    return route.signing if route is not None else None


def _offices(agreement: Agreement) -> Any:
    return _signing(agreement).offices if _signing(agreement) else ()


def signature_form(agreement: Agreement, sent: Any) -> SignatureForm:
    """The form with the offices that the policy lets sign and the municipalities on the other side."""
    form = SignatureForm(sent)
    form.office.choices = options(
        [("", _("Choose the office")), *((o.code, office_name(o.code)) for o in _offices(agreement))]
    )
    form.partner.choices = options([(str(row.party_id), _name(row.party)) for row in agreement.party_rows])
    if sent is None:
        codes = [office.code for office in _offices(agreement)]
        form.office.data = current_person().office if current_person().office in codes else ""
        form.signed_on.data = city_today(pack_of(db(), agreement))
    return form


def _name(party: Any) -> str:
    return str(party.names.get("en") or next(iter(party.names.values()), party.slug))


def back_to(agreement: Agreement) -> str:
    """The address of the signing page."""
    return url_for("signing.page", agreement_id=agreement.id)


@blueprint.post(f"{ADDRESS}/signing/sign-off")
@requires(Permission.AGREEMENT_SIGN_OFF)
@writes
def sign_off(agreement_id: int) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    tag, seen = request.form.get("language_signed", ""), request.form.get("seen_hash", "")
    return act(
        lambda: signing.sign_off(db(), agreement, tag, seen_hash=seen, by=current_person()),
        done=_("The wording is signed off."),
        target=back_to(agreement),
        again=lambda problems: _page(agreement, problems),
        pack=pack_of(db(), agreement),
    )


@blueprint.get(f"{ADDRESS}/signing/reopen")
@requires(Permission.AGREEMENT_EDIT)
def reopening(agreement_id: int) -> ResponseReturnValue:
    return _reopen_page(agreement_or_404(agreement_id), ReasonForm(), [])


@blueprint.post(f"{ADDRESS}/signing/reopen")
@requires(Permission.AGREEMENT_EDIT)
@writes
def reopen(agreement_id: int) -> ResponseReturnValue:
    agreement, form = agreement_or_404(agreement_id), ReasonForm(request.form)
    if not form.validate():
        return _reopen_page(agreement, form, form.error_list()), 422
    return act(
        lambda: signing.reopen(db(), agreement, reason=stripped(form.reason.data), by=current_person()),
        done=_("The agreement is being drafted again."),
        target=back_to(agreement),
        again=lambda problems: _reopen_page(agreement, form, problems),
        form=form,
    )


def _reopen_page(agreement: Agreement, form: ReasonForm, problems: Problems) -> str:
    more = {"subtitle": title_of(agreement), "lead": _("A signature given on the old wording falls.")}
    title, button = _("Reopen for drafting"), _("Reopen")
    return act_page(agreement, form, problems, title=title, button=button, back=back_to(agreement), **more)


@blueprint.post(f"{ADDRESS}/signing/sign")
@requires(Permission.AGREEMENT_SIGN)
@writes
def sign(agreement_id: int) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    form = signature_form(agreement, request.form)
    if not form.validate():
        return _page(agreement, form.error_list(), form), 422
    signed: dict[str, Any] = {
        "office": form.office.data,
        "signed_on": form.signed_on.data,
        "partner_party_id": int(form.partner.data),
    }
    partner: dict[str, Any] = {
        "partner_signatory": form.partner_signatory.data,
        "partner_office": form.partner_office.data,
    }
    return act(
        lambda: signing.sign(db(), agreement, **signed, **partner, by=current_person()),
        done=_("The signatures are recorded."),
        target=back_to(agreement),
        again=lambda problems: _page(agreement, problems, form),
        form=form,
        pack=pack_of(db(), agreement),
    )


@blueprint.get(f"{ADDRESS}/signing/scan")
@requires(Permission.AGREEMENT_EXECUTE)
def scan(agreement_id: int) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return document_page(agreement, document_form(agreement), [], back_to(agreement))


@blueprint.post(f"{ADDRESS}/signing/scan")
@requires(Permission.AGREEMENT_EXECUTE)
@writes
def attach_scan(agreement_id: int) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return attach_to(agreement, document_form(agreement), back_to(agreement))


@blueprint.post(f"{ADDRESS}/signing/compare/<key>")
@requires(Permission.AGREEMENT_EXECUTE)
@writes
def compare(agreement_id: int, key: str) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    document = next((document for document in agreement.documents if document.key == key), None) or abort(404)
    return act(
        lambda: agreements.compare_scan(db(), agreement, document, by=current_person()),
        done=_("The scan bears your word that it shows the approved wording."),
        target=back_to(agreement),
        again=lambda problems: _page(agreement, problems),
    )


@blueprint.post(f"{ADDRESS}/signing/execute")
@requires(Permission.AGREEMENT_EXECUTE)
@writes
def execute(agreement_id: int) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return act(
        lambda: signing.execute(db(), agreement, by=current_person()),
        done=_("The agreement is executed. It can be published now."),
        target=back_to(agreement),
        again=lambda problems: _page(agreement, problems),
        pack=pack_of(db(), agreement),
    )
