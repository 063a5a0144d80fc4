"""The record for machines: agreements, search, changes since a sequence, the head. Every answer carries an ETag."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from content.agreements.comparing import compare as differences
from content.languages import current
from content.record.chain import moment_text
from content.record.queries import entries_since, head, latest_entries, slugs_of
from content.search.documents import FACETS
from portal.access import public
from portal.caching import from_record, from_search
from portal.database import db
from portal.views.public import list_query
from portal.views.public.finding import find
from portal.views.public.items import city_date, gone, of_item, redaction_reason, version_or_404
from portal.views.public.list_query import BadParameter, number
from portal.views.public.machine import answer, current_item, entry_of, for_machines, item_of, list_answer, next_path

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
MOST_CHANGES = 1000
LAST_SEQUENCE = 10**12


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
def agreement(item: Any) -> ResponseReturnValue:
    return current_item(item)


@blueprint.get("/agreements/<key>/versions/<int:version>")
@public
@from_record
@for_machines
@of_item
def version(item: Any, version: int) -> ResponseReturnValue:
    found = version_or_404(item, version)
    if found.body is None:
        return gone(redaction_reason(item.item_id, version))
    return answer(item_of(found.body, found.entry, city_date()))


@blueprint.get("/agreements/<key>/compare")
@public
@from_record
@for_machines
@of_item
def compare(item: Any) -> ResponseReturnValue:
    """What differs between two versions, field by field (P11)."""
    before, after = version_or_404(item, _needed("from")), version_or_404(item, _needed("to"))
    for found in (before, after):
        if found.body is None:
            return gone(redaction_reason(item.item_id, found.entry.version))
    assert before.body is not None and after.body is not None
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
    asked = list_query.read(request.args, FACETS, strict=True)
    found = find(asked, current().tag)
    answered = {"widened": found.widened, "partial": found.partial, "notes": list(found.notes), "facets": found.counts}
    items = [hit.for_machines() for hit in found.hits]
    return answer({"items": items, "total": found.total, "next": next_path(asked, found.pages), **answered})


@blueprint.get("/changes")
@public
@from_record
@for_machines
def changes() -> ResponseReturnValue:
    """Every entry after a sequence, oldest first; withdrawals, renamings and redactions are entries, too."""
    since = number(request.args, "since", 0, 0, LAST_SEQUENCE, strict=True)
    limit = number(request.args, "limit", 200, 1, MOST_CHANGES, strict=True)
    entries, top = entries_since(db(), since, limit), head(db())
    keys = slugs_of(db(), [entry.item_id for entry in entries])
    last = entries[-1].sequence if entries else top.sequence
    return answer(
        {
            "items": [entry_of(entry, keys.get(entry.item_id)) for entry in entries],
            "next": f"{request.path}?since={last}&limit={limit}" if last < top.sequence else None,
            "head": {"sequence": top.sequence, "hash": top.hash},
        }
    )


@blueprint.get("/record/head")
@public
@from_record
def record_head() -> ResponseReturnValue:
    """The last link of the chain: whoever keeps it can prove any later alteration."""
    top, newest = head(db()), latest_entries(db(), 1)
    published_at = moment_text(newest[0].published_at) if newest else None
    return answer({"sequence": top.sequence, "hash": top.hash, "published_at": published_at})


def _needed(name: str) -> int:
    """A number that must be given. Raises BadParameter."""
    if not request.args.get(name):
        raise BadParameter(name)
    return number(request.args, name, 0, 0, LAST_SEQUENCE, strict=True)
