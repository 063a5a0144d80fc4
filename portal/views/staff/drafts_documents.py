"""Documents of a working copy: attach by editors, download by whoever may see the agreement."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from content.agreements import operations
from content.agreements.models import Agreement
from content.languages import gettext as _
from content.languages import offered
from content.permissions import Permission
from forms.agreement import DocumentForm
from forms.choices import options
from portal.access import current_person, requires
from portal.database import db, writes
from portal.views.staff.acting import Problems, act, act_page, agreement_or_404, typed
from portal.views.staff.drafts import ADDRESS, back_to, title_of
from portal.views.staff.files import attachment

blueprint = Blueprint("drafts_documents", __name__)


@blueprint.get(f"{ADDRESS}/documents")
@requires(Permission.AGREEMENT_EDIT)
def page(agreement_id: int) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return document_page(agreement, document_form(agreement), [], back_to(agreement))


@blueprint.post(f"{ADDRESS}/documents")
@requires(Permission.AGREEMENT_EDIT)
@writes
def attach(agreement_id: int) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return attach_to(agreement, document_form(agreement), back_to(agreement))


@blueprint.get(f"{ADDRESS}/documents/<key>")
@requires(Permission.AGREEMENT_VIEW)
def download(agreement_id: int, key: str) -> Response:
    documents = agreement_or_404(agreement_id).documents
    document = next((document for document in documents if document.key == key), None) or abort(404)
    return attachment(document.sha256, document.name, document.media_type)


def document_form(agreement: Agreement) -> DocumentForm:
    """The form with the languages a document can be in."""
    form = DocumentForm(typed() if request.method == "POST" else None)
    form.language.choices = options([(language.tag, language.name) for language in offered()])
    if form.language.data is None:
        form.language.data = agreement.source_language
    return form


def attach_to(agreement: Agreement, form: DocumentForm, back: str) -> ResponseReturnValue:
    """Keep the file that was sent, or show the form again."""
    if not form.validate():
        return document_page(agreement, form, form.error_list(), back), 422
    file: dict[str, Any] = {
        "content": form.file.content,
        "name": form.file.name_given,
        "media_type": form.file.media_type,
    }
    about: dict[str, Any] = {"kind": form.kind.data, "language": form.language.data, "title": form.title.data}
    store = current_app.extensions["files"]
    return act(
        lambda: operations.attach_document(db(), agreement, store, **file, **about, by=current_person()),
        done=_("The document is attached."),
        target=back,
        again=lambda problems: document_page(agreement, form, problems, back),
        form=form,
    )


def document_page(agreement: Agreement, form: DocumentForm, problems: Problems, back: str) -> str:
    """The page with the form for one file."""
    title, button = _("Attach a document"), _("Attach the document")
    more = {"subtitle": title_of(agreement), "has_file": True}
    return act_page(agreement, form, problems, title=title, button=button, back=back, **more)
