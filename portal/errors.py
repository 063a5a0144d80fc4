"""Errors: a page in the reader's language for people, an RFC 9457 problem document for machines."""

import errno
import json
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from content.languages import gettext as _
from content.workflow import NotAllowed, Refused
from portal.database import close_session
from portal.front import REQUEST_ID

logger = structlog.get_logger()
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)


def is_for_machines() -> bool:
    """Whether the request came by a machine's path."""
    return request.path.startswith(("/api/", "/healthz", "/readyz")) or request.path.endswith(".json")


def problem(status: int, title: str, **more: Any) -> Response:
    """An RFC 9457 problem document."""
    body = {"type": "about:blank", "title": title, "status": status, **more}
    return Response(json.dumps(body, ensure_ascii=False), status, content_type="application/problem+json")


def words_for(status: int) -> tuple[str, str]:
    """Title and advice for a status, in the current language."""
    table = {
        400: (_("The request cannot be read"), _("Check the address, or go back and try again.")),
        403: (_("You may not enter here"), _("Your roles do not allow this page or this act.")),
        404: (_("Page not found"), _("Check the address, or search the record.")),
        405: (_("This cannot be done here"), _("Go back and use the buttons of the page.")),
        409: (_("This cannot be done now"), _("Nothing has been changed.")),
        410: (_("Withdrawn"), _("What stood here has been taken back.")),
        413: (_("This is too large"), _("Send less at once.")),
        414: (_("The address is too long"), _("Use fewer words or filters.")),
        415: (_("This kind of content cannot be read"), _("Send JSON.")),
        422: (_("This cannot be accepted"), _("Nothing has been changed.")),
        429: (_("Too many tries"), _("Wait some minutes and try again.")),
    }
    return table.get(status, (_("Something went wrong"), _("Nothing was stored. Try again in a moment.")))


def page(status: int, **more: Any) -> Response:
    """The error page of a status."""
    title, advice = words_for(status)
    return make_response(
        render_template("errors/error.html", title=title, advice=advice, status=status, **more), status
    )


def is_passing(error: Exception) -> bool:
    """Whether the same request may succeed later: the database or the disk is busy, full or not to be reached."""
    return isinstance(error, OperationalError) or (isinstance(error, OSError) and error.errno in NO_ROOM)


def init_app(app: Flask) -> None:
    """Answer every failure in the form that whoever asked can use."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        close_session()
        status = error.code or 500
        if is_for_machines():
            return problem(status, words_for(status)[0])
        if error.response is not None:
            return make_response(error.response)
        response = page(status)
        for name, value in error.get_headers():
            if name == "Allow":
                response.headers[name] = value
        return response

    @app.errorhandler(CSRFError)
    def csrf_error(_error: CSRFError) -> Response:
        close_session()
        return page(400, expired=True)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        close_session()
        if is_for_machines():
            return problem(422, words_for(422)[0], refusals=[vars(refusal) for refusal in error.refusals])
        return page(422, refusals=error.refusals)

    @app.errorhandler(NotAllowed)
    def not_allowed(_error: NotAllowed) -> Response:
        close_session()
        return problem(403, words_for(403)[0]) if is_for_machines() else page(403)

    @app.errorhandler(Exception)
    def failure(error: Exception) -> Response:
        close_session()
        g.incident = request.environ.get(REQUEST_ID) or uuid4().hex
        # The rule, not the path: the secret links of applicants are paths.
        place = request.url_rule.rule if request.url_rule is not None else request.path
        logger.exception("failure", request=g.incident, route=place, method=request.method, error=type(error).__name__)
        status = 503 if is_passing(error) else 500
        if is_for_machines():
            return problem(status, words_for(status)[0], incident=g.incident)
        return page(status, incident=g.incident)
