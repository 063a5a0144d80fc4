"""A search as pages and machines show it: hits with the places of their matches, facets with counts, notes."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from flask import current_app, url_for

from content.agreements.status import status_on
from content.db import JsonObject
from content.languages import current
from content.record.queries import bodies_of, items_by_id
from content.search.documents import FACETS, document_of
from content.search.engine import Results, Sort
from content.search.highlight import Excerpt, Marker
from content.search.matching import widen
from content.search.query import Query, parse
from portal.database import db
from portal.searching import Search
from portal.views.public import wording
from portal.views.public.items import absolute, city_date, current_labels
from portal.views.public.list_query import Asked
from portal.views.public.presenting import Labels, foreign_tag, label_of, text_of

DEEPEST = 10_000
"""The last page that can be asked for; nobody reads on so far, and every page before it has to be ranked."""


@dataclass(frozen=True)
class Passage:
    """A place of a match; ``lang`` is a tag when its words are in another language than the page."""

    code: str
    place: str
    url: str
    pieces: tuple[tuple[str, bool], ...]
    lang: str | None


@dataclass(frozen=True)
class Hit:
    """An agreement that was found."""

    item_id: str
    key: str
    url: str
    title: str
    lang: str | None
    category: str
    status: str
    hits: list[Passage]

    def for_machines(self) -> JsonObject:
        """The same as JSON; the marks are pairs of text and whether it is a match."""
        passages = [{**asdict(passage), "url": absolute(passage.url)} for passage in self.hits]
        return {
            "item_id": self.item_id,
            "key": self.key,
            "url": absolute(self.url),
            "title": self.title,
            "status": self.status,
            "category": self.category,
            "excerpts": passages,
        }


@dataclass(frozen=True)
class Found:
    """One page of a search."""

    hits: list[Hit]
    total: int
    pages: int
    counts: Mapping[str, Mapping[str, int]]
    without: Mapping[str, int] = field(default_factory=dict)
    unfiltered: int = 0
    notes: tuple[str, ...] = ()
    widened: bool = False
    partial: bool = False
    is_question: bool = True
    """Whether there was anything to look for."""

    @property
    def choices(self) -> Mapping[str, Iterable[tuple[str, int]]]:
        """The counts as filters take them."""
        return {name: values.items() for name, values in self.counts.items()}


def find(asked: Asked, language: str) -> Found:
    """What the words and filters of an address find; nothing a reader can type makes it fail."""
    tree = parse(asked.words)
    if tree.is_empty:
        return Found([], 0, 1, {}, notes=tuple(tree.notes), is_question=False)
    search: Search = current_app.extensions["search"]
    results = search.find(
        asked.words,
        language,
        filters={name: asked.values(name) for name in FACETS if asked.values(name)},
        page=min(asked.page, DEEPEST),
        per_page=asked.per_page,
        sort=asked.sort if asked.sort in set(Sort) else Sort.RELEVANCE,
        facets=FACETS,
        today=city_date(),
    )
    return Found(
        hits=_hits(results, tree, language, search.engine.languages),
        total=results.total,
        pages=max(1, -(-results.total // asked.per_page)),
        counts=results.counts,
        without=results.without,
        unfiltered=results.unfiltered,
        notes=tuple(tree.notes),
        widened=results.widened,
        partial=results.partial,
    )


def _hits(results: Results, tree: Query, language: str, languages: tuple[str, ...]) -> list[Hit]:
    marker = Marker((widen(tree) or tree) if results.widened else tree)
    items = items_by_id(db(), [hit.item_id for hit in results.hits])
    bodies, labels = bodies_of(db(), items), current_labels()
    found = []
    for item in items:
        body = bodies[item.item_id]
        excerpts = marker.excerpts(document_of(body, language, languages))
        found.append(_hit(item, body, excerpts, labels))
    return found


def _hit(item: Any, body: JsonObject, excerpts: tuple[Excerpt, ...], labels: Labels) -> Hit:
    url, source = url_for("agreements.page", key=item.slug, language=current().tag), body["source_language"]
    return Hit(
        item_id=item.item_id,
        key=item.slug,
        url=url,
        title=text_of(body["texts"], "title", source) or item.slug,
        lang=foreign_tag(body["texts"], "title", source),
        category=label_of(labels.category(body), source),
        status=status_on(body, city_date()).code,
        hits=[_passage(excerpt, url) for excerpt in excerpts],
    )


def _passage(excerpt: Excerpt, url: str) -> Passage:
    # Where the text goes on beyond the snippet, an ellipsis says so.
    before = (("… ", False),) if excerpt.cut_before else ()
    after = ((" …", False),) if excerpt.cut_after else ()
    return Passage(
        code=excerpt.place.value,
        place=wording.place(excerpt.place.value),
        url=f"{url}#{excerpt.anchor}" if excerpt.anchor else url,
        pieces=(*before, *excerpt.pieces, *after),
        lang=excerpt.language if excerpt.language not in ("", current().tag) else None,
    )
