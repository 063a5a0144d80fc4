"""Published agreements as JSON: what a machine gets of an item, of a list and of an entry."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from typing import Any, ParamSpec
from urllib.parse import urlencode

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from content.agreements.status import last_end_in_review, status_on
from content.db import JsonObject
from content.languages import current, offered, speak
from content.record.chain import link, moment_text
from content.record.lists import list_items
from content.record.queries import bodies_of, body_at, entries_at
from portal.database import db
from portal.errors import problem, words_for
from portal.views.public import list_query
from portal.views.public.items import absolute, city_date
from portal.views.public.list_query import BadParameter
from portal.views.public.presenting import text_of

P = ParamSpec("P")


def for_machines(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Answer in the language that ``lang`` asks for, if it is offered, and 400 to parameters that are no numbers."""

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        asked = request.args.get("lang")
        if asked in {language.tag for language in offered()}:
            speak(str(asked))
        try:
            return view(*args, **kwargs)
        except BadParameter as error:
            return problem(400, words_for(400)[0], parameter=str(error))

    return wrapper


def answer(value: Any) -> Response:
    """A JSON document, in UTF-8 as it is."""
    return Response(json.dumps(value, ensure_ascii=False) + "\n", content_type="application/json")


def item_of(body: JsonObject, entry: Any, today: date) -> JsonObject:
    """The body of one version with what the record says about it, and its title in the current language."""
    return {
        **body,
        "title": text_of(body["texts"], "title", body["source_language"]),
        "version": entry.version,
        "sequence": entry.sequence,
        "published_at": moment_text(entry.published_at),
        "status": status_on(body, today).code,
        "url": absolute(url_for("agreements.page", key=body["slug"], language=current().tag)),
        "commitment": entry.commitment,
    }


def current_item(item: Any) -> Response:
    """The answer for the live version of an item."""
    body = body_at(db(), item.sequence)
    if body is None:
        abort(404)
    return answer(item_of(body, entries_at(db(), [item.sequence])[item.sequence], city_date()))


def items_of(items: Sequence[Any]) -> list[JsonObject]:
    """The same for the live versions of many items, in their order: two queries, whatever their number."""
    bodies = bodies_of(db(), items)
    entries = entries_at(db(), [item.sequence for item in items])
    today = city_date()
    return [item_of(bodies[item.item_id], entries[item.sequence], today) for item in items if item.item_id in bodies]


def list_answer() -> Response:
    """One page of the list that the query asks for. Raises BadParameter."""
    asked = list_query.read(request.args, strict=True)
    today = city_date()
    page = list_items(
        db(),
        asked.as_list_query(),
        language=current().tag,
        today=today,
        review_from=last_end_in_review(today),
        with_choices=False,
    )
    return answer({"items": items_of(page.items), "total": page.total, "next": next_path(asked, page.pages)})


def next_path(asked: list_query.Asked, pages: int) -> str | None:
    """The path of the next page; None on the last one."""
    if asked.page >= pages:
        return None
    pairs = asked.pairs(page=asked.page + 1)
    if "lang" in request.args:
        pairs.append(("lang", current().tag))
    return f"{request.path}?{urlencode(pairs)}"


def entry_of(entry: Any, key: str | None) -> JsonObject:
    """An entry of the record: what its hash covers, the hash, and the key under which its item is found today."""
    endpoint = {"agreement": "api.agreement", "register": "registers.as_json"}.get(entry.kind)
    url = url_for(endpoint, key=key) if key is not None and endpoint is not None else None
    return {**link(entry), "hash": entry.hash, "key": key, "url": url}
