"""What monitors ask for: is the process alive, can readers be served, and how much of everything there is."""

import hmac
from importlib import import_module
from typing import Any

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from content.record.queries import head
from portal.access import public
from portal.config import LOOPBACK, Config
from portal.database import database, db
from portal.metrics import CONTENT_TYPE, Metrics
from portal.page_cache import PageCache
from portal.searching import Search

blueprint = Blueprint("operator", __name__)
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")


def _migrations() -> Any:
    """Imported when it is asked for: no page needs it, and the first page after a start comes sooner."""
    return import_module("content.migrations")


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Whether readers can be served: 503 without a database of this release.

    An index that is being rebuilt is told, but does not make the portal unready: the search scans meanwhile.
    """
    state: dict[str, Any] = {"status": "ready", "sequence": None, "index": None}
    try:
        with database().engine.execution_options(writes=False).connect() as connection:
            state["migrated"] = _migrations().is_current(connection)
        state["sequence"] = head(db()).sequence
    except SQLAlchemyError:
        state["status"] = "unavailable"
    if not state.get("migrated"):
        return {**state, "status": "unavailable"}, 503
    search: Search = current_app.extensions["search"]
    return {**state, "index": search.stamp()}, 200 if state["status"] == "ready" else 503


@blueprint.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """The counters, for whoever knows the token; without one, for the same machine alone, and for no proxy on it."""
    settings: Config = current_app.extensions["settings"]
    if not _may_measure(settings.metrics_token):
        abort(404)
    counters: Metrics = current_app.extensions["metrics"]
    search: Search = current_app.extensions["search"]
    cache: PageCache = current_app.extensions["page_cache"]
    return Response(counters.text(db(), search.stamp(), cache.size), content_type=CONTENT_TYPE)


def _may_measure(token: str) -> bool:
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    return request.remote_addr in LOOPBACK and not any(name in request.headers for name in FORWARDED)
