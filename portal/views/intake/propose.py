"""Proposing an agreement: begin a draft, answer section by section, check everything, send it once."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerHour

from content import notices
from content.languages import current, offered
from content.languages import gettext as _
from content.policy.parts import AnswerType
from content.policy.queries import current as current_policy
from content.policy.questionnaire import AskedSection, compile
from content.proposals import drafts
from content.proposals.drafts import Incomplete
from content.proposals.models import Proposal
from content.proposals.routes import offered_categories
from forms.base import FieldError
from forms.fields import countries, currencies
from forms.proposal import Mistake, SectionForm, section_form
from forms.status import LinkForm
from portal.access import public
from portal.database import db, keep, writes
from portal.views.intake.door import draft_or_away, may_knock, open_to_applicants
from portal.views.intake.overview import Overview, form_of, keep_section, overview_of
from portal.views.intake.showing import answers_of

blueprint = Blueprint("propose", __name__)
open_to_applicants(blueprint)
NEW_DRAFTS = RateLimitItemPerHour(20)
LINKS = RateLimitItemPerHour(5)
LONGEST_CITY = 120
ROW_ACTS = ("_add", "_remove", "_up")


@blueprint.get("/<language:language>/propose")
@public
def start() -> ResponseReturnValue:
    return _start_page()


@blueprint.post("/<language:language>/propose")
@public
@writes
def begin() -> ResponseReturnValue:
    if request.form.get("website"):
        return _start_page(FieldError("begin", _("Leave the field for the website empty."))), 422
    if request.form.get("category") not in {category.code for category in offered_categories(current_policy(db()))}:
        return _start_page(FieldError("category", _("Choose the kind of agreement."))), 422
    if not may_knock(NEW_DRAFTS, "draft"):
        return _start_page(FieldError("begin", _("Too many drafts were begun. Wait an hour and try again."))), 429
    proposal, token = drafts.start(db(), category=request.form["category"], language=current().tag)
    _fill_in_the_city(proposal)
    return redirect(url_for("propose.tasks", token=token), 303)


@blueprint.get("/<language:language>/propose/<token>")
@public
def tasks(token: str) -> ResponseReturnValue:
    return _tasks_page(token, draft_or_away(token), LinkForm(), [])


@blueprint.post("/<language:language>/propose/<token>/link")
@public
@writes
def mail_link(token: str) -> ResponseReturnValue:
    proposal, form = draft_or_away(token), LinkForm(request.form)
    if not form.validate():
        return _tasks_page(token, proposal, form, form.error_list()), 422
    if not may_knock(LINKS, "draft-link", str(proposal.id)):
        errors = [FieldError("email", _("The link was sent several times already. Wait an hour and try again."))]
        return _tasks_page(token, proposal, form, errors), 429
    notices.queue(
        db(),
        "draft_link",
        recipient=form.address,
        language=current().tag,
        secrets={"token": token},
        about=("proposal", proposal.id),
    )
    return redirect(url_for("propose.tasks", token=token, mailed=1), 303)


@blueprint.get("/<language:language>/propose/<token>/check")
@public
def check(token: str) -> ResponseReturnValue:
    proposal = draft_or_away(token)
    return _check_page(token, proposal, overview_of(proposal), is_refused=False)


@blueprint.post("/<language:language>/propose/<token>/send")
@public
@writes
def send(token: str) -> ResponseReturnValue:
    proposal = draft_or_away(token)
    overview = overview_of(proposal)
    if not overview.is_ready:
        return _check_page(token, proposal, overview, is_refused=True), 422
    drafts.speak_language(proposal, current().tag)
    try:
        status_token = drafts.submit(db(), proposal)
    except Incomplete:
        return _check_page(token, proposal, overview_of(proposal), is_refused=True), 422
    return redirect(url_for("status.page", token=status_token), 303)


@blueprint.get("/<language:language>/propose/<token>/<section>")
@public
def section(token: str, section: str) -> ResponseReturnValue:
    proposal = draft_or_away(token)
    if section == "send":
        # The address of a refused sending, opened again: what was missing stands on the check.
        return redirect(url_for("propose.check", token=token))
    asked = _asked_or_404(proposal, section)
    return _section_page(token, proposal, form_of(proposal, asked), [])


@blueprint.post("/<language:language>/propose/<token>/<section>")
@public
@writes
def save(token: str, section: str) -> ResponseReturnValue:
    proposal = draft_or_away(token)
    form = section_form(_asked_or_404(proposal, section), request.form.items(multi=True))
    row = _change_rows(form)
    mistakes = keep_section(proposal, current_policy(db()), form)
    wanted = request.form.get("_language", "")
    if wanted in {language.tag for language in offered()}:
        drafts.speak_language(proposal, wanted)
        return redirect(_here(token, section, language=wanted), 303)
    if row is not None:
        return redirect(_here(token, section, _anchor=row), 303)
    if mistakes:
        # The answer is a refusal, yet everything typed is kept.
        keep()
        return _section_page(token, proposal, form, mistakes), 422
    return redirect(_after(token, proposal, section), 303)


def _change_rows(form: SectionForm) -> str | None:
    """Do what a button of a list asks for; the field to go to, or None when no such button was pressed."""
    for act in ROW_ACTS:
        if act in request.form:
            # Whatever the button names, the page is shown again and nothing counts as sent.
            return form.change_rows(act, request.form[act]) or ""
    return None


def _asked_or_404(proposal: Proposal, section: str) -> AskedSection:
    try:
        return compile(current_policy(db()), proposal.category).section(section)
    except KeyError:
        abort(404)


def _here(token: str, section: str, **more: Any) -> str:
    back = "check" if request.args.get("back") == "check" else None
    return url_for("propose.section", token=token, section=section, back=back, **more)


def _after(token: str, proposal: Proposal, section: str) -> str:
    """Where saving leads: back to the check, to the list, or on to the next section."""
    if request.args.get("back") == "check":
        return url_for("propose.check", token=token, _anchor=section)
    names = [asked.id for asked in compile(current_policy(db()), proposal.category).sections]
    following = names[names.index(section) + 1 :]
    if "_list" in request.form:
        return url_for("propose.tasks", token=token)
    if following:
        return url_for("propose.section", token=token, section=following[0])
    return url_for("propose.check", token=token)


def _fill_in_the_city(proposal: Proposal) -> None:
    """R-073: whoever comes from the page of an earlier agreement finds its city typed in, and may change it."""
    city, country = (request.form.get(name, "").strip()[:LONGEST_CITY] for name in ("city", "country"))
    if not city:
        return
    pack = current_policy(db())
    for asked in compile(pack, proposal.category).sections:
        place = next((element.id for element in asked.elements if element.type is AnswerType.PLACE), None)
        if place is not None:
            keep_section(proposal, pack, section_form(asked, [(f"{place}.city", city), (f"{place}.country", country)]))
            return


def _start_page(error: FieldError | None = None) -> str:
    pack = current_policy(db())
    return render_template(
        "propose/start.html",
        pack=pack,
        categories=offered_categories(pack),
        errors=[error] if error else [],
        chosen=request.form.get("category"),
        city={name: request.values.get(name, "").strip()[:LONGEST_CITY] for name in ("city", "country")},
    )


def _tasks_page(token: str, proposal: Proposal, form: LinkForm, errors: list[FieldError]) -> str:
    overview = overview_of(proposal)
    return render_template(
        "propose/tasks.html",
        token=token,
        overview=overview,
        proposal=proposal,
        form=form,
        errors=errors,
        mailed="mailed" in request.args,
        link=current_app.config["PUBLIC_URL"] + url_for("propose.tasks", token=token),
    )


def _section_page(token: str, proposal: Proposal, form: SectionForm, mistakes: list[Mistake]) -> str:
    names = [asked.id for asked in compile(current_policy(db()), proposal.category).sections]
    return render_template(
        "propose/section.html",
        token=token,
        form=form,
        asked=form.asked,
        mistakes=mistakes,
        errors={mistake.field_id: mistake for mistake in reversed(mistakes)},
        number=names.index(form.asked.id) + 1,
        total=len(names),
        lists={"countries": countries(), "currencies": currencies()},
        back="check" if request.args.get("back") == "check" else None,
    )


def _check_page(token: str, proposal: Proposal, overview: Overview, *, is_refused: bool) -> str:
    return render_template(
        "propose/check.html",
        token=token,
        overview=overview,
        sections=answers_of(proposal, overview.questionnaire),
        is_refused=is_refused,
    )
