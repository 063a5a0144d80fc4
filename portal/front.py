"""What every request meets first: its number, the cache of public answers, the log and the counters.

It stands before Flask, because an answer that is kept already needs nothing of it.
"""

import re
import time
from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, request

from portal.metrics import Metrics
from portal.page_cache import Headers, HeadWatch, Kept, PageCache, Stamp, takes_gzip

Environ = dict[str, Any]
Start = Callable[..., Any]
REQUEST_ID = "portal.request_id"
KEEP = "portal.keep"
"""Where a view leaves (body, ETag, stamp, whether it is a page of hits) of an answer that may be kept."""
ROUTE = "portal.route"
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
HEADER = "X-Request-Id"
NOT_IN_304 = {"content-length", "content-encoding", "content-type"}

logger = structlog.get_logger()


class Front:
    """The outermost WSGI application."""

    def __init__(self, app: Flask, inner: Callable[..., Iterable[bytes]], cache: PageCache, metrics: Metrics) -> None:
        self.app, self.inner, self.cache, self.metrics = app, inner, cache, metrics
        self.hosts = frozenset(app.config["TRUSTED_HOST_NAMES"])
        self.head = HeadWatch(app.extensions["database"], app.config["TIME_ZONE"])

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        began = time.perf_counter()
        number = environ[REQUEST_ID] = request_id(environ)
        kept = self._kept(environ)
        if kept is not None:
            environ[ROUTE] = kept.route
            status, body = self._from_cache(environ, kept, number, start_response)
            self._note(environ, status, began, "kept")
            return body
        answered: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            answered.append((status, list(headers)))
            headers.append((HEADER, number))
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        content = self.inner(environ, start)
        status, headers = answered[-1]
        self._keep(environ, status, headers)
        self._note(environ, status, began, "made")
        return content

    def _kept(self, environ: Environ) -> Kept | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        kept = self.cache.get(address_of(environ))
        if kept is None or host_of(environ) not in self.hosts:
            return None
        try:
            return kept if kept.stamp == self._stamp(kept.by_search) else None
        except Exception:
            # Without the database nobody knows whether it still holds: the view tells what is wrong.
            return None

    def _stamp(self, by_search: bool) -> Stamp:
        return (*self.head.stamp(), str(self.app.extensions["search"].version()) if by_search else "")

    def _from_cache(self, environ: Environ, kept: Kept, number: str, start: Start) -> tuple[str, list[bytes]]:
        if kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            short = [(name, value) for name, value in kept.headers if name.lower() not in NOT_IN_304]
            start("304 NOT MODIFIED", [*short, (HEADER, number)])
            return "304", []
        start(kept.status, [*kept.headers, (HEADER, number)])
        return kept.status, [] if environ["REQUEST_METHOD"] == "HEAD" else [kept.body]

    def _keep(self, environ: Environ, status: str, headers: Headers) -> None:
        left = environ.get(KEEP)
        if left is not None and status[:3] in ("200", "410") and environ["REQUEST_METHOD"] == "GET":
            body, etag, stamp, by_search = left
            route = environ.get(ROUTE, "none")
            self.cache.put(address_of(environ), Kept(stamp, status, headers, body, etag, by_search, route))

    def _note(self, environ: Environ, status: str, began: float, how: str) -> None:
        seconds = time.perf_counter() - began
        route = environ.get(ROUTE, "none")
        self.metrics.note(environ["REQUEST_METHOD"], route, status[:3], how, seconds)
        # The route and not the path: the secret links of applicants are paths, and a query may hold a name.
        logger.info(
            "request",
            request=environ[REQUEST_ID],
            method=environ["REQUEST_METHOD"],
            route=route,
            status=int(status[:3]),
            ms=round(seconds * 1000, 2),
        )


def request_id(environ: Environ) -> str:
    """The number that a proxy in front has given to the request, else one of our own."""
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if GIVEN_ID.fullmatch(given) else uuid4().hex


def address_of(environ: Environ) -> tuple[str, str, bool]:
    """Under what an answer is kept."""
    zipped = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return (environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""), zipped)


def host_of(environ: Environ) -> str:
    """The host that the request names, without its port."""
    host: str = environ.get("HTTP_HOST", "")
    return host if host.endswith("]") else host.rsplit(":", 1)[0]


def init_app(app: Flask, cache_bytes: int) -> None:
    """Put the front before the application."""

    @app.before_request
    def name_route() -> None:
        if request.url_rule is not None:
            request.environ[ROUTE] = request.url_rule.rule

    metrics = app.extensions["metrics"] = Metrics()
    cache = app.extensions["page_cache"] = PageCache(cache_bytes)
    app.wsgi_app = Front(app, app.wsgi_app, cache, metrics)  # type: ignore[method-assign]
