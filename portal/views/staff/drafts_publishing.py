"""Into the public record and out of it: preview, publish, rename, withdraw."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from content import clock
from content.agreements import publishing
from content.agreements.bodies import body_of
from content.agreements.gate import publish_gate
from content.agreements.models import Agreement
from content.agreements.queries import publications_of
from content.agreements.workflow import pack_of
from content.languages import gettext as _
from content.permissions import Permission
from content.record.queries import head
from forms.agreement import PublishForm, RenameForm
from forms.assessment import ReasonForm
from forms.base import Form, stripped
from portal.access import current_person, requires
from portal.database import db, writes
from portal.views.public import presenting, wording
from portal.views.public.items import city_date, current_labels
from portal.views.public.presenting import agreement_view
from portal.views.staff.acting import Problems, act, act_page, agreement_or_404, told
from portal.views.staff.drafts import ADDRESS, back_to, title_of

blueprint = Blueprint("drafts_publishing", __name__)


@dataclass(frozen=True)
class Unpublished:
    """Stands where a published version has its entry of the record."""

    version: int
    sequence: int
    published_at: datetime
    office: str
    reason: str = ""


@blueprint.get(f"{ADDRESS}/preview")
@requires(Permission.AGREEMENT_VIEW)
def preview(agreement_id: int) -> ResponseReturnValue:
    """What would be published now, through the template of the public page."""
    agreement, labels = agreement_or_404(agreement_id), current_labels()
    body = body_of(agreement, pack_of(db(), agreement))
    item = publications_of(db(), [agreement]).get(agreement.item_id)
    entry = Unpublished(item.version + 1 if item else 1, head(db()).sequence + 1, clock.now(), current_person().office)
    view = agreement_view(body, entry, labels, city_date(), newest=entry.version)
    names = {"as_version": False, "wording": wording, "presenting": presenting, "back": back_to(agreement)}
    return render_template("drafts/preview.html", agreement=view, **names)


@blueprint.get(f"{ADDRESS}/publish")
@requires(Permission.AGREEMENT_PUBLISH)
def confirm_publish(agreement_id: int) -> ResponseReturnValue:
    return _publish_page(agreement_or_404(agreement_id), PublishForm(), [])


@blueprint.post(f"{ADDRESS}/publish")
@requires(Permission.AGREEMENT_PUBLISH)
@writes
def publish(agreement_id: int) -> ResponseReturnValue:
    agreement, form = agreement_or_404(agreement_id), PublishForm(request.form)
    return _act(
        agreement,
        form,
        lambda: publishing.publish_agreement(db(), agreement, by=current_person(), reason=stripped(form.reason.data)),
        _publish_page,
        _("The agreement is published."),
    )


def _publish_page(agreement: Agreement, form: Form, problems: Problems) -> str:
    pack = pack_of(db(), agreement)
    gate = publish_gate(agreement, pack)
    more: dict[str, Any] = {
        "title": _("Publish"),
        "button": _("Publish"),
        "lead": _("Everybody can read it within seconds, and no version ever disappears unseen."),
        "blocks": told(gate.blocks, pack=pack),
        "warnings": told(gate.warnings, pack=pack),
    }
    return _page(agreement, form, problems, **more)


@blueprint.get(f"{ADDRESS}/rename")
@requires(Permission.AGREEMENT_PUBLISH)
def confirm_rename(agreement_id: int) -> ResponseReturnValue:
    return _rename_page(agreement_or_404(agreement_id), RenameForm(), [])


@blueprint.post(f"{ADDRESS}/rename")
@requires(Permission.AGREEMENT_PUBLISH)
@writes
def rename(agreement_id: int) -> ResponseReturnValue:
    agreement, form = agreement_or_404(agreement_id), RenameForm(request.form)
    return _act(
        agreement,
        form,
        lambda: publishing.rename_agreement(
            db(), agreement, stripped(form.slug.data), by=current_person(), reason=stripped(form.reason.data)
        ),
        _rename_page,
        _("The agreement has a new address; the old one leads to it."),
    )


def _rename_page(agreement: Agreement, form: Form, problems: Problems) -> str:
    title, button = _("Give a new address"), _("Give the new address")
    lead = _("The working copy is published with it. The old address leads to the new one for ever.")
    return _page(agreement, form, problems, title=title, button=button, lead=lead)


@blueprint.get(f"{ADDRESS}/withdraw")
@requires(Permission.RECORD_WITHDRAW)
def confirm_withdraw(agreement_id: int) -> ResponseReturnValue:
    return _withdraw_page(agreement_or_404(agreement_id), ReasonForm(), [])


@blueprint.post(f"{ADDRESS}/withdraw")
@requires(Permission.RECORD_WITHDRAW)
@writes
def withdraw(agreement_id: int) -> ResponseReturnValue:
    agreement, form = agreement_or_404(agreement_id), ReasonForm(request.form)
    return _act(
        agreement,
        form,
        lambda: publishing.withdraw_agreement(db(), agreement, by=current_person(), reason=stripped(form.reason.data)),
        _withdraw_page,
        _("The agreement is withdrawn; its addresses say why."),
    )


def _withdraw_page(agreement: Agreement, form: Form, problems: Problems) -> str:
    title, button = _("Withdraw from the record"), _("Withdraw")
    lead = _("Every address of the agreement will show this reason in its place, to everybody.")
    return _page(agreement, form, problems, title=title, button=button, lead=lead, is_warning=True)


def _act(
    agreement: Agreement,
    form: Form,
    verb: Callable[[], object],
    page: Callable[[Agreement, Form, Problems], str],
    done: str,
) -> ResponseReturnValue:
    if not form.validate():
        return page(agreement, form, form.error_list()), 422
    again: Callable[[Any], str] = lambda problems: page(agreement, form, problems)  # noqa: E731 - three pages share it
    return act(verb, done=done, target=back_to(agreement), again=again, form=form, pack=pack_of(db(), agreement))


def _page(agreement: Agreement, form: Form, problems: Problems, *, title: str, button: str, **more: Any) -> str:
    more |= {"subtitle": title_of(agreement)}
    return act_page(agreement, form, problems, title=title, button=button, back=back_to(agreement), **more)
