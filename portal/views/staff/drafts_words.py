"""Words of a working copy: the source language by editors, the others beside it by translators."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.agreements import operations
from content.agreements.models import Agreement
from content.agreements.operations import WORDS
from content.languages import KNOWN, offered
from content.languages import gettext as _
from content.permissions import Permission
from forms.agreement import WordsForm
from portal.access import current_person, requires
from portal.database import db, writes
from portal.views.staff.acting import Problems, act, agreement_or_404
from portal.views.staff.drafts import ADDRESS, back_to, staleness, title_of

blueprint = Blueprint("drafts_words", __name__)


@blueprint.get(f"{ADDRESS}/words")
@requires(Permission.AGREEMENT_EDIT)
def source(agreement_id: int) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return _page(agreement, agreement.source_language, _form(agreement, agreement.source_language), [])


@blueprint.post(f"{ADDRESS}/words")
@requires(Permission.AGREEMENT_EDIT)
@writes
def save_source(agreement_id: int) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return _save(agreement, agreement.source_language)


@blueprint.get(f"{ADDRESS}/translations/<tag>")
@requires(Permission.AGREEMENT_TRANSLATE)
def translation(agreement_id: int, tag: str) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return _page(agreement, _target(agreement, tag), _form(agreement, tag), [])


@blueprint.post(f"{ADDRESS}/translations/<tag>")
@requires(Permission.AGREEMENT_TRANSLATE)
@writes
def save_translation(agreement_id: int, tag: str) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return _save(agreement, _target(agreement, tag))


@blueprint.post(f"{ADDRESS}/words/ready")
@requires(Permission.AGREEMENT_EDIT)
@writes
def source_ready(agreement_id: int) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return _ready(agreement, agreement.source_language)


@blueprint.post(f"{ADDRESS}/translations/<tag>/ready")
@requires(Permission.AGREEMENT_TRANSLATE)
@writes
def translation_ready(agreement_id: int, tag: str) -> ResponseReturnValue:
    agreement = agreement_or_404(agreement_id)
    return _ready(agreement, _target(agreement, tag))


def _target(agreement: Agreement, tag: str) -> str:
    """The language of a translation; the source and languages not offered are none."""
    if tag == agreement.source_language or tag not in {language.tag for language in offered()}:
        abort(404)
    return tag


def _save(agreement: Agreement, tag: str) -> ResponseReturnValue:
    return _submit(agreement, tag, address_of(agreement, tag), _("The words are saved."), is_ready=False)


def _ready(agreement: Agreement, tag: str) -> ResponseReturnValue:
    """The button stands below the fields, so what was typed in them is saved with it."""
    return _submit(agreement, tag, back_to(agreement), _("The words are marked ready."), is_ready=True)


def _submit(agreement: Agreement, tag: str, target: str, done: str, *, is_ready: bool) -> ResponseReturnValue:
    form = WordsForm(request.form)
    if not form.validate():
        return _page(agreement, tag, form, form.error_list()), 422
    fields = {name: form[name].data or "" for name in WORDS if name in request.form}

    def store() -> None:
        operations.edit_words(db(), agreement, tag, fields, revision=form.seen(), by=current_person())
        if is_ready:
            operations.mark_ready(db(), agreement, tag, by=current_person())

    return act(store, done=done, target=target, again=lambda problems: _page(agreement, tag, form, problems), form=form)


def address_of(agreement: Agreement, tag: str) -> str:
    """Where the words of a language are edited."""
    if tag == agreement.source_language:
        return url_for("drafts_words.source", agreement_id=agreement.id)
    return url_for("drafts_words.translation", agreement_id=agreement.id, tag=tag)


def _words(agreement: Agreement, tag: str) -> dict[str, Any]:
    text = agreement.texts.get(tag)
    return dict(text.fields) if text is not None else {}


def _form(agreement: Agreement, tag: str) -> WordsForm:
    return WordsForm(data={**_words(agreement, tag), "revision": str(agreement.revision)})


def _page(agreement: Agreement, tag: str, form: WordsForm, problems: Problems) -> str:
    stale, text, stored = staleness(agreement, problems), agreement.texts.get(tag), _words(agreement, tag)
    if stale:
        # Whoever has seen both may save again, knowingly.
        form.revision.data = str(agreement.revision)
    is_source = tag == agreement.source_language
    return render_template(
        "drafts/words.html",
        agreement=agreement,
        form=form,
        names=WORDS,
        target=KNOWN[tag],
        source=KNOWN[agreement.source_language],
        original={} if is_source else _words(agreement, agreement.source_language),
        is_source=is_source,
        state=text.state.value if text is not None else "missing",
        ready_url=url_for(f"drafts_words.{'source' if is_source else 'translation'}_ready", **_values(agreement, tag)),
        stale=stale,
        differing=[(form[n], stored.get(n, "")) for n in WORDS if stale and (form[n].data or "") != stored.get(n, "")],
        problems=problems,
        title=title_of(agreement),
        back=back_to(agreement),
    )


def _values(agreement: Agreement, tag: str) -> dict[str, Any]:
    return {"agreement_id": agreement.id} | ({} if tag == agreement.source_language else {"tag": tag})
