"""The record for machines: agreements, search, changes since a sequence, the head. Every answer carries an ETag."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from content.agreements.comparing import compare as differences
from content.languages import current
from content.record.chain import moment_text
from content.record.queries import body_at, entries_at, entries_since, head, latest_entries, slugs_of, version_of
from flask import Blueprint
from portal.access import public
from portal.caching import from_record, from_search
from portal.database import db
from portal.views.public import list_query
from portal.views.public.finding import find
from portal.views.public.items import city_date, gone, of_item
from portal.views.public.list_query import LAST_PAGE, BadParameter, number
from portal.views.public.machine import answer, entry_of, for_machines, item_of, list_answer, next_path

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
MOST_CHANGES = 1000
HIGHEST = 10**15


@blueprint.get("/agreements")
@public
@from_record
@for_machines
def agreements() -> ResponseReturnValue:
    return list_answer()


@blueprint.get("/agreements/<key>")
@public
@from_record
@for_machines
@of_item
def agreement(item) -> ResponseReturnValue:
    return current_item(item)


def current_item(item) -> ResponseReturnValue:
    """The live version of an item."""
    entry = entries_at(db(), [item.sequence])[item.sequence]
    return answer(item_of(body_at(db(), item.sequence), entry, city_date()))


@blueprint.get("/agreements/<key>/versions/<int:version>")
@public
@from_record
@for_machines
@of_item
def version(item, version: int) -> ResponseReturnValue:
    found = _version(item, version)
    if found.body is None:
        return gone(_redaction(item))
    return answer(item_of(found.body, found.entry, city_date()))


@blueprint.get("/agreements/<key>/compare")
@public
@from_record
@for_machines
@of_item
def compare(item) -> ResponseReturnValue:
    """What differs between two versions, field by field (P11)."""
    before, after = (_version(item, _needed(name)) for name in ("from", "to"))
    if before.body is None or after.body is None:
        return gone(None)
    changes = [
        {"path": change.path, "kind": change.kind, "before": change.before, "after": change.after}
        for change in differences(before.body, after.body)
    ]
    return answer({"key": item.slug, "from": before.entry.version, "to": after.entry.version, "changes": changes})


@blueprint.get("/search")
@public
@from_search
@for_machines
def search() -> ResponseReturnValue:
    asked = list_query.read(request.args, strict=True)
    found = find(asked, current().tag)
    hits = [
        {"item_id": hit.item_id, "key": hit.key, "title": hit.title, "url": hit.url, "excerpts": hit.excerpts}
        for hit in found.hits
    ]
    more = {"widened": found.widened, "partial": found.partial, "notes": list(found.notes)}
    return answer({"items": hits, "total": found.total, "next": next_path(asked, found.pages), **more})
