"""Entering and leaving: sign in, sign out, accept an invitation, ask for and set a new password."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerHour

from content.languages import gettext as _
from content.people.operations import note_sign_in, send_link, set_password
from content.people.queries import open_token, person_by_email
from content.permissions import Permission
from content.workflow import Refused
from forms.base import FieldError
from forms.sign_in import ForgottenForm, NewPasswordForm, SignInForm
from portal import sign_in as sessions
from portal.access import current_person, public, requires
from portal.database import db, keep, writes

blueprint = Blueprint("account", __name__)
RESETS = RateLimitItemPerHour(5)
PURPOSES = {"invitation": "invitation", "reset": "reset"}


@blueprint.get("/<language:language>/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    if sessions.signed_in_person() is not None:
        return redirect(_next_page())
    return render_template("account/sign_in.html", form=SignInForm(), errors=[])


@blueprint.post("/<language:language>/sign-in")
@public
@writes
def enter() -> ResponseReturnValue:
    form = SignInForm(request.form)
    if not form.validate():
        return render_template("account/sign_in.html", form=form, errors=form.error_list()), 422
    if not sessions.may_try(form.address):
        return _refuse_entry(form, _("Too many tries. Wait a quarter of an hour, or ask for a new password."), 429)
    person, tried = sessions.authenticate(form.address, form.secret)
    if tried is not None:
        note_sign_in(db(), tried, succeeded=person is not None)
        keep()
    if person is None:
        return _refuse_entry(form, _("The email address or the password is not right."), 422)
    sessions.begin_session(person)
    return redirect(_next_page(), 303)


@blueprint.post("/<language:language>/sign-out")
@requires(Permission.STAFF_ENTER)
@writes
def sign_out() -> ResponseReturnValue:
    sessions.end_every_session(current_person())
    return redirect(url_for("account.sign_in"), 303)


@blueprint.get("/<language:language>/forgotten-password")
@public
def forgotten() -> ResponseReturnValue:
    return render_template("account/forgotten.html", form=ForgottenForm(), errors=[], sent=False)


@blueprint.post("/<language:language>/forgotten-password")
@public
@writes
def send_reset() -> ResponseReturnValue:
    form = ForgottenForm(request.form)
    if not form.validate():
        return render_template("account/forgotten.html", form=form, errors=form.error_list(), sent=False), 422
    person = person_by_email(db(), form.address)
    # The same page whether the address is known or not, and no more than a few mails an hour to any.
    if person is not None and person.is_active and sessions.throttle().allows(RESETS, "reset", person.email):
        send_link(db(), person, "reset")
    return render_template("account/forgotten.html", form=form, errors=[], sent=True)


@blueprint.get("/<language:language>/<any(invitation, reset):purpose>/<token>")
@public
def new_password(purpose: str, token: str) -> ResponseReturnValue:
    if open_token(db(), token, PURPOSES[purpose]) is None:
        return render_template("account/link_void.html"), 410
    return render_template("account/new_password.html", form=NewPasswordForm(), errors=[])


@blueprint.post("/<language:language>/<any(invitation, reset):purpose>/<token>")
@public
@writes
def store_password(purpose: str, token: str) -> ResponseReturnValue:
    form = NewPasswordForm(request.form)
    if open_token(db(), token, PURPOSES[purpose]) is None:
        return render_template("account/link_void.html"), 410
    if not form.validate():
        return render_template("account/new_password.html", form=form, errors=form.error_list()), 422
    try:
        hashed = sessions.hash_password(form.secret)
    except Refused as refused:
        errors = [FieldError("password", refusal.message) for refusal in refused.refusals]
        return render_template("account/new_password.html", form=form, errors=errors), 422
    set_password(db(), token, PURPOSES[purpose], hashed)
    flash(_("Your password is set. Sign in with it."))
    return redirect(url_for("account.sign_in"), 303)


def _refuse_entry(form: SignInForm, message: str, status: int) -> ResponseReturnValue:
    return render_template("account/sign_in.html", form=form, errors=[FieldError("email", message)]), status


def _next_page() -> str:
    """Where the person wanted to go, if that is a page of the staff here; never another site."""
    wanted = request.args.get("next", "")
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return url_for("queue.worklists")
    inside = not parts.scheme and not parts.netloc and wanted.startswith("/") and "/staff" in parts.path
    safe = inside and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if safe else url_for("queue.worklists")
