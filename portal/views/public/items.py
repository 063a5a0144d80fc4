"""From an address to a published agreement: redirects of renamed ones, reasons of withdrawn ones, 404 for the rest."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content import clock
from content.policy.queries import NoPolicy
from content.policy.queries import current as current_policy
from content.record.queries import Version, entries_of, item_by_slug, version_of
from portal.database import db
from portal.errors import is_for_machines, problem, words_for
from portal.views.public.presenting import Labels

KIND = "agreement"
LAST_VERSION = 10**9
P = ParamSpec("P")
View: TypeAlias = Callable[Concatenate[Any, P], ResponseReturnValue]
WITHDRAWN = "agreements/withdrawn.html"


def of_item_of(kind: str, *, withdrawn: str) -> Callable[[View[P]], Callable[..., ResponseReturnValue]]:
    """Give the view the live item of the ``key`` in its path; answer 301, 404 and 410 in its place (P12).

    ``withdrawn`` is the template of what a reader is told about an item of that kind that was taken back.
    """

    def decorate(view: View[P]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            key = str(kwargs.pop("key"))
            item = item_by_slug(db(), kind, key) if "\0" not in key else None
            if item is None:
                abort(404)
            if item.slug != key:
                values = {**(request.view_args or {}), "key": item.slug}
                return redirect(with_query(url_for(str(request.endpoint), **values)), 301)
            if not item.is_live:
                return gone(item.withdrawn_reason, template=withdrawn)
            return view(item, *args, **kwargs)

        return wrapper

    return decorate


of_item = of_item_of(KIND, withdrawn=WITHDRAWN)


def gone(reason: str | None, *, is_redacted: bool = False, template: str = WITHDRAWN) -> ResponseReturnValue:
    """What was withdrawn or redacted, with the reason: a page for people, a problem document for machines."""
    if is_for_machines():
        return problem(410, words_for(410)[0], detail=reason)
    return render_template(template, reason=reason, is_redacted=is_redacted), 410


def with_query(path: str) -> str:
    """The path with the query of the present request."""
    query = urlencode(list(request.args.items(multi=True)))
    return f"{path}?{query}" if query else path


def current_labels(*, as_stored: bool = False) -> Labels:
    """Words for codes, from the policy in force."""
    try:
        return Labels(current_policy(db()), as_stored)
    except NoPolicy:
        return Labels(None, as_stored)


def city_date() -> date:
    """Today, where the city is."""
    return clock.today(current_app.config["TIME_ZONE"])


def day_of(moment: datetime) -> date:
    """The city's date at a moment."""
    return moment.astimezone(ZoneInfo(current_app.config["TIME_ZONE"])).date()


def absolute(path: str) -> str:
    """The whole address of a path of this site."""
    return f"{current_app.config['PUBLIC_URL']}{path}"


def version_or_404(item: Any, number: int) -> Version:
    """A version of an item by its number."""
    found = version_of(db(), item.item_id, number) if number <= LAST_VERSION else None
    return found or abort(404)


def redaction_reason(item_id: str, version: int) -> str | None:
    """Under which authority a version was redacted; None when it was not."""
    entries = entries_of(db(), item_id)
    return next((entry.reason for entry in entries if entry.entry == "redact" and entry.version == version), None)
