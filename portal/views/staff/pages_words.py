"""Words of a page: the source by editors, translations beside it, and a preview of what is typed before it is stored."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content import clock
from content.agreements.states import TextState
from content.db import JsonObject, nfc
from content.languages import KNOWN, offered
from content.languages import gettext as _
from content.pages import operations
from content.pages.bodies import FIELDS, body_of
from content.pages.markdown import fault_of
from content.pages.models import LibraryFile, Page, PageText
from content.pages.queries import files_of, library, publications_of
from content.pages.states import PageKind
from content.permissions import Permission
from content.record.queries import head
from forms.base import FieldError
from forms.page import SPARE_ROWS, GlossaryForm, PageWordsForm
from portal.access import current_person, requires
from portal.database import db, writes
from portal.views.public.page_view import PageView, page_view
from portal.views.staff.acting import Problems, act
from portal.views.staff.drafts_publishing import Unpublished
from portal.views.staff.pages import ADDRESS, back_to, page_or_404, staleness, title_of

blueprint = Blueprint("staff_pages_words", __name__)
WORDS = f"{ADDRESS}/words/<tag>"
WordsForm = PageWordsForm | GlossaryForm


@blueprint.get(WORDS)
@requires(Permission.PAGE_VIEW)
def page(page_id: int, tag: str) -> ResponseReturnValue:
    found = page_or_404(page_id)
    _need(found, tag)
    return _words_page(found, tag, _stored_form(found, tag), [])


@blueprint.post(WORDS)
@requires(Permission.PAGE_VIEW)
@writes
def save(page_id: int, tag: str) -> ResponseReturnValue:
    found = page_or_404(page_id)
    return _submit(found, tag, url_for("staff_pages_words.page", page_id=page_id, tag=tag), is_ready=False)


@blueprint.post(f"{WORDS}/ready")
@requires(Permission.PAGE_VIEW)
@writes
def ready(page_id: int, tag: str) -> ResponseReturnValue:
    """The button stands below the fields, so what was typed in them is saved with it."""
    found = page_or_404(page_id)
    return _submit(found, tag, back_to(found), is_ready=True)


@blueprint.post(f"{WORDS}/preview")
@requires(Permission.PAGE_VIEW)
@writes
def typed_preview(page_id: int, tag: str) -> ResponseReturnValue:
    """What is typed now as readers would see it; nothing is stored. ``fragment`` asks for the words alone."""
    found = page_or_404(page_id)
    _need(found, tag)
    form = _form(found)
    fault = fault_of(nfc(form.body.data or ""))
    if request.form.get("fragment"):
        html = render_template(
            "staff_pages/fragment.html", fault=fault, view=None if fault else _typed(found, tag, form)
        )
        return Response(html, content_type="text/html; charset=utf-8")
    if fault is not None:
        return _words_page(found, tag, form, [FieldError("body", fault)]), 422
    return draft_page(_typed(found, tag, form), back=request.path.removesuffix("/preview"))


@blueprint.get(f"{ADDRESS}/preview")
@requires(Permission.PAGE_VIEW)
def preview(page_id: int) -> ResponseReturnValue:
    """The stored working copy, drafts included, through the template of the public page."""
    found = page_or_404(page_id)
    return draft_page(draft_view(found, own_file), back=back_to(found))


def draft_view(page: Page, file_url: Any) -> PageView:
    """The stored working copy in every language that has words."""
    texts = [text for text in page.texts.values() if text.title]
    body = body_of(page, files_of(db(), texts), [text.language for text in texts])
    return page_view(body, _entry(page), newest=0, file_url=file_url)


def draft_page(view: PageView, **more: Any) -> str:
    """The page through the public template, unmistakably a draft."""
    return render_template("pages/draft.html", page=view, as_version=False, outdated=None, **more)


def own_file(file: JsonObject) -> str:
    """The address of a file of the library, for staff."""
    return url_for("library.show", key=file["id"])


def _entry(page: Page) -> Unpublished:
    item = publications_of(db(), [page]).get(page.item_id)
    return Unpublished(item.version + 1 if item else 1, head(db()).sequence + 1, clock.now(), "")


def _typed(page: Page, tag: str, form: WordsForm) -> PageView:
    # Beside the session: what is only looked at must not be stored with anything else.
    words = {name: nfc(form[name].data or "").strip() for name in FIELDS}
    terms = {key or f"new-{place}": said for place, (key, said) in enumerate(_rows(form)) if said["term"]}
    text = PageText(language=tag, terms=terms, state=TextState.DRAFT, **words)
    copy = Page(
        item_id=page.item_id, slug=page.slug, kind=page.kind, source_language=tag, navigation=page.navigation,
        position=page.position, day=page.day, term_keys=list(terms), texts={tag: text},
    )  # fmt: skip
    body = body_of(copy, files_of(db(), [text]), [tag])
    return page_view(body, _entry(page), newest=0, file_url=own_file, tag=tag)


def _rows(form: WordsForm) -> list[tuple[str, dict[str, str]]]:
    return form.rows() if isinstance(form, GlossaryForm) else []


def _submit(page: Page, tag: str, target: str, *, is_ready: bool) -> ResponseReturnValue:
    _need(page, tag)
    form = _form(page)
    if not form.validate():
        return _words_page(page, tag, form, form.error_list()), 422
    fields = {name: form[name].data or "" for name in FIELDS if name in request.form}

    def store() -> None:
        operations.edit_words(db(), page, tag, fields, revision=form.seen(), by=current_person())
        if isinstance(form, GlossaryForm):
            operations.edit_terms(db(), page, tag, form.rows(), revision=page.revision, by=current_person())
        if is_ready:
            operations.mark_ready(db(), page, tag, by=current_person())

    done = _("The words are marked ready.") if is_ready else _("The words are saved.")
    return act(
        store, done=done, target=target, again=lambda problems: _words_page(page, tag, form, problems), form=form
    )


def _need(page: Page, tag: str) -> None:
    """404 for a language that is not offered, 403 for whoever may not write in it."""
    if tag not in {language.tag for language in offered()} and tag != page.source_language:
        abort(404)
    if not current_person().can(needed(page, tag)):
        abort(403)


def needed(page: Page, tag: str) -> Permission:
    """What writing in a language asks for."""
    return Permission.PAGE_EDIT if tag == page.source_language else Permission.PAGE_TRANSLATE


def _form(page: Page) -> WordsForm:
    return GlossaryForm(request.form) if page.kind is PageKind.GLOSSARY else PageWordsForm(request.form)


def _stored(page: Page, tag: str) -> dict[str, Any]:
    text = page.texts.get(tag)
    words = {name: getattr(text, name) if text else "" for name in FIELDS}
    return {**words, "revision": str(page.revision)}


def _stored_form(page: Page, tag: str) -> WordsForm:
    if page.kind is not PageKind.GLOSSARY:
        return PageWordsForm(data=_stored(page, tag))
    said = page.texts[tag].terms if tag in page.texts else {}
    rows: list[JsonObject] = [{"key": key, **said.get(key, {})} for key in page.term_keys]
    if tag == page.source_language:
        rows += [{"key": ""}] * SPARE_ROWS
    return GlossaryForm(data={**_stored(page, tag), "terms": rows})


def _words_page(page: Page, tag: str, form: WordsForm, problems: Problems) -> str:
    stale, stored, text = staleness(page, problems), _stored(page, tag), page.texts.get(tag)
    if stale:
        # Whoever has seen both may save again, knowingly.
        form.revision.data = str(page.revision)
    is_source = tag == page.source_language
    differing = [(form[name], stored[name]) for name in FIELDS if stale and (form[name].data or "") != stored[name]]
    return render_template(
        "staff_pages/words.html",
        page=page,
        form=form,
        names=FIELDS,
        target=KNOWN[tag],
        source=KNOWN[page.source_language],
        original=None if is_source else page.texts.get(page.source_language),
        is_source=is_source,
        state=text.state.value if text is not None else "missing",
        stale=stale,
        differing=differing,
        problems=problems,
        title=title_of(page),
        back=back_to(page),
        files=[_choice(file, tag) for file in library(db())],
        preview_url=url_for("staff_pages_words.typed_preview", page_id=page.id, tag=tag),
        ready_url=url_for("staff_pages_words.ready", page_id=page.id, tag=tag),
    )


def _choice(file: LibraryFile, tag: str) -> JsonObject:
    words = file.texts.get(tag, {})
    return {
        "key": file.key,
        "kind": file.kind.value,
        "name": file.name,
        "words": words.get("alt") or words.get("title", ""),
    }
