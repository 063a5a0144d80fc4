"""Published pages, news and the glossary: the page of each, its versions and changes, the list of news and its feed."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.agreements.translating import lag_of
from content.dates import is_partial_date
from content.languages import current
from content.record.page_lists import count_news, news_items
from content.record.queries import body_at, cards, entries_at, entries_of, item_by_slug, version_on
from portal.access import public
from portal.caching import from_record
from portal.database import db
from portal.navigation import page_url
from portal.views.public import wording
from portal.views.public.items import current_labels, day_of, redaction_reason, version_or_404, with_query
from portal.views.public.list_query import LAST_PAGE, number
from portal.views.public.page_view import PageView, page_view, public_file

P = ParamSpec("P")
blueprint = Blueprint("pages", __name__)
NEWS_ON_PAGE = 20
GLOSSARY = {"kind": "glossary", "key": "glossary"}
LAST_DAY = date.max - timedelta(days=1)


def of_page(view: Callable[Concatenate[Any, P], ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Give the view the live item of kind and key; answer 301, 404 and 410 in its place (P12)."""

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        kind, key = str(kwargs.pop("kind")), str(kwargs.pop("key"))
        item = item_by_slug(db(), kind, key) if "\0" not in key else None
        if item is None:
            abort(404)
        if item.slug != key:
            values = {**(request.view_args or {}), "key": item.slug}
            return redirect(with_query(url_for(str(request.endpoint), **values)), 301)
        if not item.is_live:
            return gone(item.withdrawn_reason)
        return view(item, *args, **kwargs)

    return wrapper


def gone(reason: str | None, *, is_redacted: bool = False) -> ResponseReturnValue:
    """What was withdrawn or redacted, with the reason."""
    return render_template("pages/withdrawn.html", reason=reason, is_redacted=is_redacted), 410


@blueprint.get("/<language:language>/pages/<key>", defaults={"kind": "page"})
@blueprint.get("/<language:language>/news/<key>", defaults={"kind": "news"})
@public
@from_record
@of_page
def page(item: Any) -> ResponseReturnValue:
    return _show(item)


@blueprint.get("/<language:language>/glossary", defaults=GLOSSARY)
@public
@from_record
@of_page
def glossary(item: Any) -> ResponseReturnValue:
    return _show(item)


def _show(item: Any) -> ResponseReturnValue:
    body, entry = body_at(db(), item.sequence), entries_at(db(), [item.sequence])[item.sequence]
    if body is None:
        abort(404)
    view = page_view(body, entry, newest=item.version, file_url=public_file)
    lag = lag_of(db(), item.item_id, view.language.tag) if view.is_outdated else None
    outdated = (day_of(lag.described_at).isoformat(), day_of(lag.changed_at).isoformat()) if lag else None
    return _page(view, outdated=outdated)


@blueprint.get("/<language:language>/pages/<key>/@<version>", defaults={"kind": "page"})
@blueprint.get("/<language:language>/news/<key>/@<version>", defaults={"kind": "news"})
@blueprint.get("/<language:language>/glossary/@<version>", defaults=GLOSSARY)
@public
@from_record
@of_page
def version(item: Any, version: str) -> ResponseReturnValue:
    """A version by its number; by a date, the one that was shown when that day ended."""
    if not (version.isascii() and version.isdecimal()):
        values = {"kind": item.kind, "key": item.slug, "version": _version_of_day(item, version)}
        return redirect(url_for("pages.version", **values), 302)
    found = version_or_404(item, int(version))
    if found.body is None:
        return gone(redaction_reason(item.item_id, found.entry.version), is_redacted=True)
    view = page_view(found.body, found.entry, newest=item.version, file_url=public_file)
    return _page(view, as_version=True)


@blueprint.get("/<language:language>/pages/<key>/changes", defaults={"kind": "page"})
@blueprint.get("/<language:language>/news/<key>/changes", defaults={"kind": "news"})
@blueprint.get("/<language:language>/glossary/changes", defaults=GLOSSARY)
@public
@from_record
@of_page
def changes(item: Any) -> ResponseReturnValue:
    labels, entries = current_labels(), entries_of(db(), item.item_id)
    rows = [(entry, wording.act(entry.entry, entry.version), labels.word("offices", entry.office)) for entry in entries]
    card = cards(db(), [item], current().tag)[0]
    url = page_url(item.kind, item.slug)
    return render_template("pages/changes.html", kind=item.kind, key=item.slug, card=card, rows=rows, url=url)


@blueprint.get("/<language:language>/news")
@public
@from_record
def news() -> ResponseReturnValue:
    asked = number(request.args, "page", 1, 1, LAST_PAGE)
    pages = max(1, -(-count_news(db()) // NEWS_ON_PAGE))
    if asked > pages:
        abort(404)
    items = news_items(db(), limit=NEWS_ON_PAGE, offset=(asked - 1) * NEWS_ON_PAGE)
    return render_template(
        "pages/news.html",
        cards=cards(db(), items, current().tag),
        page=asked,
        pages=pages,
        page_url=lambda number: url_for("pages.news") + (f"?page={number}" if number > 1 else ""),
    )


def _page(view: PageView, *, as_version: bool = False, outdated: tuple[str, str] | None = None) -> str:
    body = view.body
    values = {} if view.kind == "glossary" else {"kind": view.kind, "key": body["slug"]}
    own = {"kind": "glossary", "key": "glossary"} if view.kind == "glossary" else values
    return render_template(
        "pages/page.html",
        page=view,
        as_version=as_version,
        outdated=outdated,
        newest_url=page_url(view.kind, body["slug"]),
        changes_url=url_for("pages.changes", **own),
        version_url=url_for("pages.version", **own, version=view.entry.version),
        office=current_labels().word("offices", view.entry.office),
    )


def _version_of_day(item: Any, text: str) -> int:
    """The number of the version that the city's day ended with; 404 for what is no day, or before the first."""
    if len(text) != 10 or not is_partial_date(text):
        abort(404)
    day = min(date.fromisoformat(text), LAST_DAY)
    zone = ZoneInfo(current_app.config["TIME_ZONE"])
    found = version_on(db(), item.item_id, datetime.combine(day, time.max, zone))
    return found if found is not None else abort(404)
