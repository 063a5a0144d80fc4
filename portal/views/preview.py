"""A draft behind a secret link, for people without an account: dated, revocable, never kept, and nothing else is opened."""

from flask import Blueprint, Response, abort, make_response, url_for
from flask.typing import ResponseReturnValue

from content.db import JsonObject
from content.pages.bodies import used_files
from content.pages.models import Page
from content.pages.previews import page_behind
from content.pages.queries import file_by_key
from portal.access import public
from portal.database import db
from portal.views.staff.library import sent
from portal.views.staff.pages_words import draft_page, draft_view

blueprint = Blueprint("preview", __name__)
ADDRESS = "/<language:language>/preview/<token>"


@blueprint.get(ADDRESS)
@public
def page(token: str) -> ResponseReturnValue:
    found = _page_or_404(token)

    def file_url(file: JsonObject) -> str:
        return url_for("preview.file", token=token, key=file["id"])

    return _hidden(make_response(draft_page(draft_view(found, file_url), back=None)))


@blueprint.get(f"{ADDRESS}/files/<key>")
@public
def file(token: str, key: str) -> ResponseReturnValue:
    """A file that this draft uses; the link opens no other."""
    found = _page_or_404(token)
    kept = file_by_key(db(), key) if key in used_files(found.texts.values()) else None
    if kept is None:
        abort(404)
    return _hidden(sent(kept))


def _page_or_404(token: str) -> Page:
    found = page_behind(db(), token) if token.isascii() and "\0" not in token else None
    return found if found is not None else abort(404)


def _hidden(response: Response) -> Response:
    """Neither kept nor found: the address is a key."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
