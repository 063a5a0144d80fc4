"""The library: pictures and documents that pages use, what they show in each language, and where they are used."""

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from content.db import JsonObject
from content.languages import gettext as _
from content.languages import offered
from content.pages import library
from content.pages.models import LibraryFile
from content.pages.queries import file_by_key, uses
from content.pages.queries import library as all_files
from content.pages.states import FileKind
from content.permissions import Permission
from content.workflow import Refused
from forms.base import Form
from forms.page import LibraryForm, describe_form
from portal.access import current_person, requires
from portal.database import db, writes
from portal.views.staff.acting import Problems, act, told, typed
from portal.views.staff.pages import back_to, title_of

blueprint = Blueprint("library", __name__)
LISTING = "/<language:language>/staff/library"
ADDRESS = f"{LISTING}/<key>"
SANDBOX = "sandbox; default-src 'none'"


@blueprint.get(LISTING)
@requires(Permission.PAGE_VIEW)
def listing() -> ResponseReturnValue:
    return _listing(LibraryForm(), [])


@blueprint.post(LISTING)
@requires(Permission.PAGE_EDIT)
@writes
def keep() -> ResponseReturnValue:
    form = LibraryForm(typed())
    if not form.validate():
        return _listing(form, form.error_list()), 422
    try:
        file = _keep(form)
    except Refused as refused:
        db().rollback()
        return _listing(form, told(refused.refusals, form)), 422
    flash(_("The file is kept. Say in each language what it shows."))
    return redirect(url_for("library.page", key=file.key), 303)


def _keep(form: LibraryForm) -> LibraryFile:
    store, field = current_app.extensions["files"], form.file
    given: dict[str, Any] = {"content": field.content, "name": field.name_given, "by": current_person()}
    if field.is_picture:
        return library.keep_image(db(), store, **given)
    return library.keep_document(db(), store, media_type=field.media_type, **given)


@blueprint.get(ADDRESS)
@requires(Permission.PAGE_VIEW)
def page(key: str) -> ResponseReturnValue:
    file = file_or_404(key)
    return _file_page(file, _describe_form(file), [])


@blueprint.post(ADDRESS)
@requires(Permission.PAGE_VIEW)
@writes
def describe(key: str) -> ResponseReturnValue:
    file = file_or_404(key)
    form = _describe_form(file, request.form)
    if not form.validate():
        return _file_page(file, form, form.error_list()), 422
    words = {language.tag: _said(form[language.tag].data) for language in offered()}
    is_decorative = bool(form["is_decorative"].data) if "is_decorative" in form else False
    return act(
        lambda: library.describe(db(), file, words, is_decorative=is_decorative, by=current_person()),
        done=_("The words are saved."),
        target=url_for("library.listing"),
        again=lambda problems: _file_page(file, form, problems),
    )


@blueprint.post(f"{ADDRESS}/remove")
@requires(Permission.PAGE_EDIT)
@writes
def remove(key: str) -> ResponseReturnValue:
    file = file_or_404(key)
    return act(
        lambda: library.let_go(db(), file, by=current_person()),
        done=_("The file is out of the library."),
        target=url_for("library.listing"),
        again=lambda problems: _file_page(file, _describe_form(file), problems),
    )


@blueprint.get(f"{ADDRESS}/file")
@requires(Permission.PAGE_VIEW)
def show(key: str) -> ResponseReturnValue:
    return sent(file_or_404(key))


def sent(file: LibraryFile) -> Response:
    """A file of the library that is not published yet: a picture to be shown, a document to be saved."""
    try:
        content = current_app.extensions["files"].read(file.sha256)
    except FileNotFoundError:
        abort(404)
    is_saved = file.kind is not FileKind.IMAGE
    response = send_file(BytesIO(content), mimetype=file.media_type, as_attachment=is_saved, download_name=file.name)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def file_or_404(key: str) -> LibraryFile:
    """A file of the library."""
    found = file_by_key(db(), key) if "\0" not in key else None
    return found if found is not None else abort(404)


def _said(data: dict[str, str | None]) -> dict[str, str]:
    return {name: text or "" for name, text in data.items()}


def _listing(form: LibraryForm, problems: Problems) -> str:
    used = uses(db())
    rows = [_row(file, [title_of(page) for page in used.get(file.key, [])]) for file in all_files(db())]
    return render_template("library/listing.html", rows=rows, form=form, problems=problems)


def _row(file: LibraryFile, users: list[str]) -> JsonObject:
    name = "alt" if file.kind is FileKind.IMAGE else "title"
    lacking = [language.name for language in offered() if not file.texts.get(language.tag, {}).get(name)]
    return {"file": file, "users": users, "lacking": [] if file.is_decorative else lacking}


def _describe_form(file: LibraryFile, formdata: Any = None) -> Form:
    tags = [language.tag for language in offered()]
    stored: dict[str, Any] = {tag: file.texts.get(tag, {}) for tag in tags}
    form = describe_form(tags, formdata, {**stored, "is_decorative": file.is_decorative})
    for tag in tags:
        for name in ("title",) if file.kind is FileKind.IMAGE else ("alt", "caption"):
            words: Any = form[tag]
            del words.form[name]
    if file.kind is not FileKind.IMAGE:
        del form["is_decorative"]
    return form


def _file_page(file: LibraryFile, form: Form, problems: Problems) -> str:
    users = [(title_of(page), back_to(page)) for page in uses(db()).get(file.key, [])]
    person = current_person()
    may_describe = person.can(Permission.PAGE_EDIT) or person.can(Permission.PAGE_TRANSLATE)
    names = {"users": users, "may_describe": may_describe, "languages": offered()}
    return render_template("library/file.html", file=file, form=form, problems=problems, **names)
