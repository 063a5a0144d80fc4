"""Agreements for readers: the list, the page of each, its versions and changes, its files, and the same as JSON."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from content.agreements.status import last_end_in_review, status_on
from content.agreements.translating import lag_of
from content.dates import is_partial_date
from content.files import SHA256, FileStore
from content.languages import current
from content.record.lists import SORTS, list_items
from content.record.queries import (
    bodies_of,
    body_at,
    entries_at,
    entries_of,
    published_file,
    version_on,
    withdrawal_of_file,
)
from portal.access import public
from portal.assets import FOREVER
from portal.caching import from_record
from portal.database import db
from portal.views.public import list_query, presenting, wording
from portal.views.public.facets import filters
from portal.views.public.items import (
    city_date,
    current_labels,
    day_of,
    gone,
    of_item,
    redaction_reason,
    version_or_404,
)
from portal.views.public.list_query import FILTERS, Pairs
from portal.views.public.machine import current_item, for_machines, list_answer
from portal.views.public.presenting import AgreementView, Outdated, agreement_view

blueprint = Blueprint("agreements", __name__)
SANDBOX = "sandbox; default-src 'none'"
RASTER = frozenset({"image/png", "image/jpeg", "image/webp"})
"""Pictures that the library drew anew; everything else is saved, not shown."""
LAST_DAY = date.max - timedelta(days=1)
"""The last day that ends within the calendar in every time zone."""


@blueprint.get("/<language:language>/agreements")
@public
@from_record
def listing() -> ResponseReturnValue:
    asked, today, labels = list_query.read(request.args), city_date(), current_labels()
    review_from = last_end_in_review(today)
    page = list_items(db(), asked.as_list_query(), language=current().tag, today=today, review_from=review_from)
    bodies = bodies_of(db(), page.items)
    return render_template(
        "agreements/listing.html",
        asked=asked,
        page=page,
        rows=[(bodies[item.item_id], status_on(bodies[item.item_id], today).code) for item in page.items],
        filters=filters(asked, FILTERS, page, labels, address),
        sorts=[(code, wording.sort(code)) for code in SORTS],
        page_url=lambda number: address(asked.pairs(page=number)),
        machine_query=urlencode(asked.pairs()),
    )


@blueprint.get("/<language:language>/agreements.json")
@public
@from_record
@for_machines
def listing_json() -> ResponseReturnValue:
    return list_answer()


@blueprint.get("/<language:language>/agreements/<key>.json")
@public
@from_record
@for_machines
@of_item
def json_file(item: Any) -> ResponseReturnValue:
    return current_item(item)


@blueprint.get("/<language:language>/agreements/<key>")
@public
@from_record
@of_item
def page(item: Any) -> ResponseReturnValue:
    body, entry = body_at(db(), item.sequence), entries_at(db(), [item.sequence])[item.sequence]
    if body is None:
        abort(404)
    outdated = _outdated(item) if current().tag in body.get("outdated", []) else None
    view = agreement_view(body, entry, current_labels(), city_date(), newest=item.version, outdated=outdated)
    return _page(view)


@blueprint.get("/<language:language>/agreements/<key>/@<version>")
@public
@from_record
@of_item
def version(item: Any, version: str) -> ResponseReturnValue:
    """A version by its number; by a date, the one that was shown when that day ended."""
    if not (version.isascii() and version.isdecimal()):
        number = _version_of_day(item, version)
        return redirect(url_for("agreements.version", key=item.slug, version=number), 302)
    found = version_or_404(item, int(version))
    if found.body is None:
        return gone(redaction_reason(item.item_id, found.entry.version), is_redacted=True)
    # An old version speaks with the words and the status of its day.
    labels, day = current_labels(as_stored=True), day_of(found.entry.published_at)
    view = agreement_view(found.body, found.entry, labels, day, newest=item.version)
    return _page(view, as_version=True)


@blueprint.get("/<language:language>/agreements/<key>/changes")
@public
@from_record
@of_item
def changes(item: Any) -> ResponseReturnValue:
    body, labels = body_at(db(), item.sequence), current_labels()
    if body is None:
        abort(404)
    rows = [
        (entry, wording.act(entry.entry, entry.version), labels.word("offices", entry.office))
        for entry in entries_of(db(), item.item_id)
    ]
    return render_template("agreements/changes.html", body=body, key=item.slug, rows=rows)


@blueprint.get("/files/<digest>/<name>")
@public
def file(digest: str, name: str) -> ResponseReturnValue:
    """A published file, to be saved and never to be run here, or a picture to be shown; the hash decides, not ``name``."""
    if not SHA256.fullmatch(digest):
        abort(404)
    found = published_file(db(), digest)
    if found is None:
        withdrawn = withdrawal_of_file(db(), digest)
        return gone(withdrawn.withdrawn_reason) if withdrawn is not None else abort(404)
    store: FileStore = current_app.extensions["files"]
    response: Response = send_file(
        BytesIO(store.read(digest)),
        found.media_type,
        as_attachment=found.media_type not in RASTER,
        download_name=found.name,
        etag=digest,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = FOREVER
    return response


def address(pairs: Pairs) -> str:
    """The address of the list with a query."""
    query = urlencode(pairs)
    return url_for("agreements.listing") + (f"?{query}" if query else "")


def _page(view: AgreementView, *, as_version: bool = False) -> str:
    return render_template(
        "agreements/page.html", agreement=view, as_version=as_version, wording=wording, presenting=presenting
    )


def _version_of_day(item: Any, text: str) -> int:
    """The number of the version that the city's day ended with; 404 for what is no day, or before the first."""
    if len(text) != 10 or not is_partial_date(text):
        abort(404)
    day = min(date.fromisoformat(text), LAST_DAY)
    zone = ZoneInfo(current_app.config["TIME_ZONE"])
    number = version_on(db(), item.item_id, datetime.combine(day, time.max, zone))
    return number if number is not None else abort(404)


def _outdated(item: Any) -> Outdated | None:
    lag = lag_of(db(), item.item_id, current().tag)
    if lag is None:
        return None
    return Outdated(day_of(lag.described_at).isoformat(), day_of(lag.changed_at).isoformat())
