"""Registers for readers: the list of them, each as a table that can be sorted, as CSV and as JSON."""

import csv
import io
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from content.db import JsonObject
from content.languages import KNOWN, current
from content.languages import gettext as _
from content.record.chain import moment_text
from content.record.lists import ListQuery, list_items
from content.record.queries import bodies_of, body_at, entries_at
from content.registers.queries import KIND, live_registers, pointed_to
from portal.access import public
from portal.caching import from_record
from portal.database import db
from portal.views.public import list_query
from portal.views.public.items import absolute, city_date, of_item_of
from portal.views.public.machine import answer, for_machines, next_path
from portal.views.public.presenting import text_of
from portal.views.public.register_table import NUMERIC, plain, table_of

blueprint = Blueprint("registers", __name__)
of_register = of_item_of(KIND, withdrawn="registers/withdrawn.html")
COMPUTED = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""


@blueprint.get("/<language:language>/registers")
@public
@from_record
def listing() -> ResponseReturnValue:
    return render_template("registers/listing.html", cards=live_registers(db(), current().tag))


@blueprint.get("/<language:language>/registers/<key>")
@public
@from_record
@of_register
def page(item: Any) -> ResponseReturnValue:
    body, entry = _body(item), entries_at(db(), [item.sequence])[item.sequence]
    cards = pointed_to(db(), body, current().tag)
    table = table_of(body, cards, sort=request.args.get("sort", ""), order=request.args.get("order", ""))
    return render_template(
        "registers/page.html",
        body=body,
        entry=entry,
        table=table,
        title=text_of(body["texts"], "title", body["source_language"]),
        numeric=NUMERIC,
        sorts=[("", _("In the order of entry")), *((heading.key, heading.label) for heading in table.headings)],
        sorted_by=next((heading.key for heading in table.headings if heading.order), ""),
        fallback=None if current().tag in body["languages"] else KNOWN[body["source_language"]],
    )


@blueprint.get("/<language:language>/registers/<key>.csv")
@public
@from_record
@of_register
def csv_file(item: Any) -> ResponseReturnValue:
    """The rows as they were entered, in the language of the path; no cell begins as a formula would."""
    body = _body(item)
    response = Response(_csv(body), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename={item.slug}-{current().tag}.csv"
    return response


@blueprint.get("/api/v1/registers")
@public
@from_record
@for_machines
def items() -> ResponseReturnValue:
    """One page of the published registers, whole. Raises BadParameter."""
    asked, today = list_query.read(request.args, (), strict=True), city_date()
    query = ListQuery(kind=KIND, page=asked.page, per_page=asked.per_page)
    found = list_items(db(), query, language=current().tag, today=today, review_from=today, with_choices=False)
    bodies = bodies_of(db(), found.items)
    entries = entries_at(db(), [item.sequence for item in found.items])
    rows = [_described(bodies[item.item_id], entries[item.sequence]) for item in found.items if item.item_id in bodies]
    return answer({"items": rows, "total": found.total, "next": next_path(asked, found.pages)})


@blueprint.get("/api/v1/registers/<key>")
@public
@from_record
@for_machines
@of_register
def as_json(item: Any) -> ResponseReturnValue:
    return answer(_described(_body(item), entries_at(db(), [item.sequence])[item.sequence]))


def _described(body: JsonObject, entry: Any) -> JsonObject:
    """A register with what the record says about it, and its title in the current language."""
    return {
        **body,
        "title": text_of(body["texts"], "title", body["source_language"]),
        "version": entry.version,
        "sequence": entry.sequence,
        "published_at": moment_text(entry.published_at),
        "url": absolute(url_for("registers.page", key=body["slug"], language=current().tag)),
        "commitment": entry.commitment,
    }


def _body(item: Any) -> JsonObject:
    return body_at(db(), item.sequence) or abort(404)


def _csv(body: JsonObject) -> bytes:
    cards, source = pointed_to(db(), body, current().tag), body["source_language"]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([_inert(text_of(column["texts"], "label", source)) for column in body["columns"]] + [_("Sources")])
    for row in body["rows"]:
        cells = [_cell(body, column, row, cards) for column in body["columns"]]
        writer.writerow([*cells, _inert("; ".join(_source(source) for source in row["sources"]))])
    return stream.getvalue().encode("utf-8-sig")


def _cell(body: JsonObject, column: JsonObject, row: JsonObject, cards: Any) -> str:
    text = plain(body, column, row["values"].get(column["key"]), cards)
    return text if column["kind"] in NUMERIC else _inert(text)


def _inert(text: str) -> str:
    return f"'{text}" if text.startswith(COMPUTED) else text


def _source(source: JsonObject) -> str:
    return f"{source['document']}, {source['section']}" if source["section"] else str(source["document"])
