"""What happens to a page: handed in, sent back, published, renamed, withdrawn, discarded, restored, shown by a link."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.agreements.comparing import compare
from content.languages import gettext as _
from content.pages import previews, publishing
from content.pages.gate import publish_gate
from content.pages.models import Page
from content.pages.queries import pages_linking_to
from content.permissions import Permission
from content.record.queries import version_of
from forms.agreement import PublishForm, RenameForm, VersionedForm
from forms.assessment import ReasonForm
from forms.base import Form, stripped
from portal.access import current_person, requires
from portal.database import db, writes
from portal.views.public.items import absolute
from portal.views.staff.acting import Problems, act, told
from portal.views.staff.pages import ADDRESS, back_to, form_page, page_or_404, show, title_of

blueprint = Blueprint("staff_pages_publishing", __name__)
LAST_VERSION = 10**9


@blueprint.post(f"{ADDRESS}/submit")
@requires(Permission.PAGE_EDIT)
@writes
def submit(page_id: int) -> ResponseReturnValue:
    page = page_or_404(page_id)
    return _button(page, lambda: publishing.submit(db(), page, by=current_person()), _("The page is handed in."))


@blueprint.post(f"{ADDRESS}/take-back")
@requires(Permission.PAGE_EDIT)
@writes
def take_back(page_id: int) -> ResponseReturnValue:
    page = page_or_404(page_id)
    return _button(page, lambda: publishing.take_back(db(), page, by=current_person()), _("The page is yours again."))


@blueprint.post(f"{ADDRESS}/discard")
@requires(Permission.PAGE_EDIT)
@writes
def discard(page_id: int) -> ResponseReturnValue:
    page = page_or_404(page_id)
    done = _("The working copy is discarded: it is what readers see.")
    return _button(page, lambda: publishing.discard(db(), page, by=current_person()), done)


@blueprint.get(f"{ADDRESS}/send-back")
@requires(Permission.PAGE_PUBLISH)
def confirm_send_back(page_id: int) -> ResponseReturnValue:
    return _send_back_page(page_or_404(page_id), ReasonForm(), [])


@blueprint.post(f"{ADDRESS}/send-back")
@requires(Permission.PAGE_PUBLISH)
@writes
def send_back(page_id: int) -> ResponseReturnValue:
    page, form = page_or_404(page_id), ReasonForm(request.form)
    verb = lambda: publishing.send_back(db(), page, by=current_person(), reason=stripped(form.reason.data))  # noqa: E731
    return _act(page, form, verb, _send_back_page, _("The page is sent back."))


def _send_back_page(page: Page, form: Form, problems: Problems) -> str:
    lead = _("The editors read what is to be mended; readers do not.")
    return form_page(page, form, problems, title=_("Send back"), button=_("Send back"), lead=lead)


@blueprint.get(f"{ADDRESS}/publish")
@requires(Permission.PAGE_PUBLISH)
def confirm_publish(page_id: int) -> ResponseReturnValue:
    return _publish_page(page_or_404(page_id), PublishForm(), [])


@blueprint.post(f"{ADDRESS}/publish")
@requires(Permission.PAGE_PUBLISH)
@writes
def publish(page_id: int) -> ResponseReturnValue:
    page, form = page_or_404(page_id), PublishForm(request.form)
    verb = lambda: publishing.publish_page(db(), page, by=current_person(), reason=stripped(form.reason.data))  # noqa: E731
    return _act(page, form, verb, _publish_page, _("The page is published."))


def _publish_page(page: Page, form: Form, problems: Problems) -> str:
    gate = publish_gate(db(), page)
    more: dict[str, Any] = {
        "lead": _("Everybody can read it within seconds, and no version ever disappears unseen."),
        "blocks": told(gate.blocks),
        "warnings": told(gate.warnings),
    }
    return form_page(page, form, problems, title=_("Publish"), button=_("Publish"), **more)


@blueprint.get(f"{ADDRESS}/rename")
@requires(Permission.PAGE_PUBLISH)
def confirm_rename(page_id: int) -> ResponseReturnValue:
    return _rename_page(page_or_404(page_id), RenameForm(), [])


@blueprint.post(f"{ADDRESS}/rename")
@requires(Permission.PAGE_PUBLISH)
@writes
def rename(page_id: int) -> ResponseReturnValue:
    page, form = page_or_404(page_id), RenameForm(request.form)
    return _act(
        page,
        form,
        lambda: publishing.rename_page(
            db(), page, stripped(form.slug.data), by=current_person(), reason=stripped(form.reason.data)
        ),
        _rename_page,
        _("The page has a new address; the old one leads to it."),
    )


def _rename_page(page: Page, form: Form, problems: Problems) -> str:
    lead = _("The working copy is published with it. The old address leads to the new one for ever.")
    more: dict[str, Any] = {"lead": lead, "users": _users(page)}
    return form_page(page, form, problems, title=_("Give a new address"), button=_("Give the new address"), **more)


@blueprint.get(f"{ADDRESS}/withdraw")
@requires(Permission.RECORD_WITHDRAW)
def confirm_withdraw(page_id: int) -> ResponseReturnValue:
    return _withdraw_page(page_or_404(page_id), ReasonForm(), [])


@blueprint.post(f"{ADDRESS}/withdraw")
@requires(Permission.RECORD_WITHDRAW)
@writes
def withdraw(page_id: int) -> ResponseReturnValue:
    page, form = page_or_404(page_id), ReasonForm(request.form)
    verb = lambda: publishing.withdraw_page(db(), page, by=current_person(), reason=stripped(form.reason.data))  # noqa: E731
    return _act(page, form, verb, _withdraw_page, _("The page is withdrawn; its addresses say why."))


def _withdraw_page(page: Page, form: Form, problems: Problems) -> str:
    lead = _("Every address of the page will show this reason in its place, to everybody.")
    title, button = _("Withdraw from the record"), _("Withdraw")
    return form_page(page, form, problems, title=title, button=button, lead=lead, users=_users(page), is_warning=True)


@blueprint.get(f"{ADDRESS}/versions/<int:version>")
@requires(Permission.PAGE_VIEW)
def compare_version(page_id: int, version: int) -> ResponseReturnValue:
    """What restoring a version would change in the words that readers see now."""
    page = page_or_404(page_id)
    found = version_of(db(), page.item_id, version) if version < LAST_VERSION else None
    if found is None:
        abort(404)
    now = publishing.working_body(db(), page)
    changes = compare(now, found.body) if found.body is not None else []
    form = VersionedForm(data={"revision": str(page.revision)})
    names = {"entry": found.entry, "is_redacted": found.body is None, "changes": changes, "form": form}
    return render_template("staff_pages/version.html", page=page, title=title_of(page), back=back_to(page), **names)


@blueprint.post(f"{ADDRESS}/versions/<int:version>/restore")
@requires(Permission.PAGE_EDIT)
@writes
def restore(page_id: int, version: int) -> ResponseReturnValue:
    page, form = page_or_404(page_id), VersionedForm(request.form)
    number = min(version, LAST_VERSION)
    verb = lambda: publishing.restore(db(), page, number, revision=form.seen(), by=current_person())  # noqa: E731
    return _button(page, verb, _("The old version stands in the working copy. Publish it when it is right."))


@blueprint.post(f"{ADDRESS}/links")
@requires(Permission.PAGE_EDIT)
@writes
def make_link(page_id: int) -> ResponseReturnValue:
    """The link is shown once, on the page that comes next: only its hash is kept."""
    page = page_or_404(page_id)
    token = previews.make_link(db(), page, by=current_person())
    url = absolute(url_for("preview.page", token=token))
    return _button(page, lambda: None, _("Whoever has this link sees the draft for seven days: %(url)s", url=url))


@blueprint.post(f"{ADDRESS}/links/<int:link_id>/revoke")
@requires(Permission.PAGE_EDIT)
@writes
def revoke_link(page_id: int, link_id: int) -> ResponseReturnValue:
    page = page_or_404(page_id)
    verb = lambda: previews.revoke_link(db(), page, link_id, by=current_person())  # noqa: E731
    return _button(page, verb, _("The link shows nothing any more."))


def _users(page: Page) -> list[tuple[str, str]]:
    return [(title_of(user), back_to(user)) for user in pages_linking_to(db(), page)]


def _button(page: Page, verb: Callable[[], object], done: str) -> ResponseReturnValue:
    return act(verb, done=done, target=back_to(page), again=lambda problems: show(page, problems))


def _act(
    page: Page,
    form: Form,
    verb: Callable[[], object],
    again: Callable[[Page, Form, Problems], str],
    done: str,
) -> ResponseReturnValue:
    if not form.validate():
        return again(page, form, form.error_list()), 422
    return act(verb, done=done, target=back_to(page), again=lambda problems: again(page, form, problems), form=form)
