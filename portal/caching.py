"""Public pages are functions of path, language, sequence, date and release: that is their ETag, known before rendering."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue

from content import clock
from content.record.queries import head
from portal.database import db
from portal.front import KEEP
from portal.page_cache import Stamp, takes_gzip

P = ParamSpec("P")
REVALIDATE = "public, max-age=0, must-revalidate"
COMPRESSED = ("text/", "application/json", "application/atom+xml", "application/xml")
WORTH_IT = 1000
LEVEL = 5


def from_record(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
    """Answer 304 when the reader has what the view would render; else render, and say under which key."""
    return _keyed(view, by_search=False)


def from_search(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
    """The same for pages of hits: the index follows the record, so its own sequence is part of the key."""
    return _keyed(view, by_search=True)


def _keyed(view: Callable[P, ResponseReturnValue], *, by_search: bool) -> Callable[P, Response]:
    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> Response:
        stamp = _stamp(by_search)
        etag = _key(stamp)
        # Weak: the same page may travel compressed or plain.
        if request.if_none_match.contains_weak(etag):
            response = Response(status=304)
        else:
            response = make_response(view(*args, **kwargs))
        if response.status_code in (200, 304, 410):
            response.set_etag(etag, weak=True)
            response.headers["Cache-Control"] = REVALIDATE
            _compress(response)
            _offer(response, etag, stamp, by_search)
        return response

    return wrapper


def _compress(response: Response) -> None:
    """Send long texts compressed. Only pages that are the same for everybody: they hold no secret to be guessed at."""
    response.vary.add("Accept-Encoding")
    plain = (
        response.status_code != 304 and not response.is_streamed and (response.mimetype or "").startswith(COMPRESSED)
    )
    if plain and takes_gzip(request.headers.get("Accept-Encoding", "")):
        content = response.get_data()
        if len(content) >= WORTH_IT:
            response.set_data(gzip.compress(content, LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"


def _offer(response: Response, etag: str, stamp: Stamp, by_search: bool) -> None:
    """Leave the answer to the cache in front, unless it is being streamed."""
    if response.status_code != 304 and not response.is_streamed and not response.direct_passthrough:
        request.environ[KEEP] = (response.get_data(), etag, stamp, by_search)


def _stamp(by_search: bool) -> Stamp:
    """What, besides the address and the release, the answer is a function of."""
    # The hash, not the number: a restored record may have come to the same sequence by another way.
    found = head(db())
    g.record_head = found.hash
    reached = str(current_app.extensions["search"].version()) if by_search else ""
    return (found.hash if found.sequence else "", clock.today(current_app.config["TIME_ZONE"]).isoformat(), reached)


def _key(stamp: Stamp) -> str:
    parts = (current_app.config["RELEASE"], request.full_path, *stamp)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
