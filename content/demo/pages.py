"""The pages around the demonstration record: written, translated and published by the same verbs that editors use.

Loading is idempotent: a page or a file that is there already is left alone, whatever has been done to it since.
"""

from dataclasses import replace
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import yaml

from content import clock
from content.db import JsonObject, Session, nfc_deep
from content.demo.loading import DATA, LOADER
from content.files import FileStore
from content.pages import library, operations
from content.pages.models import Page
from content.pages.publishing import publish_page, submit
from content.pages.queries import file_by_key, page_by_item
from content.pages.states import Navigation, PageKind
from content.permissions import Actor
from content.policy.queries import current

LIBRARY = "library.yaml"


def load_pages(session: Session, store: FileStore, data: Path = DATA) -> list[str]:
    """Add and publish what is not there yet, news last; returns the slugs added."""
    added = []
    city = current(session).parts.city
    by = replace(LOADER, office=city.lead_office)
    folder = data / "pages"
    _load_library(session, store, folder, by)
    for path in sorted(folder.glob("*.yaml")):
        if path.name == LIBRARY or page_by_item(session, _item_id(path.stem)) is not None:
            continue
        content = nfc_deep(yaml.safe_load(path.read_text(encoding="utf-8")))
        page = _page(session, path.stem, content, clock.today(city.time_zone).isoformat(), by)
        submit(session, page, by=by)
        publish_page(session, page, by=by)
        added.append(page.slug)
    return added


def _load_library(session: Session, store: FileStore, folder: Path, by: Actor) -> None:
    path = folder / LIBRARY
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []:
        if file_by_key(session, Path(entry["file"]).stem) is None:
            drawn = (folder / "files" / entry["file"]).read_bytes()
            file = library.keep_image(session, store, content=drawn, name=entry["file"], by=by)
            library.describe(session, file, nfc_deep(entry["texts"]), by=by)


def _page(session: Session, name: str, content: JsonObject, today: str, by: Actor) -> Page:
    """A page with all its words ready. News is of the day of loading: nothing is dated back."""
    kind, source = PageKind(content["kind"]), content["source_language"]
    day = today if kind is PageKind.NEWS else None
    title = content["texts"][source]["title"]
    page = operations.begin(
        session, kind=kind, slug=content["slug"], source_language=source, title=title, day=day, by=by
    )
    page.item_id = _item_id(name)
    navigation, position = Navigation(content["navigation"]), content["position"]
    operations.place(session, page, navigation=navigation, position=position, day=day, revision=page.revision, by=by)
    tags = sorted(content["texts"], key=lambda tag: tag != source)
    for tag in tags:
        operations.edit_words(session, page, tag, content["texts"][tag], revision=page.revision, by=by)
        terms = [(term["id"], term[tag]) for term in content.get("terms", []) if tag in term]
        if terms:
            operations.edit_terms(session, page, tag, terms, revision=page.revision, by=by)
        operations.mark_ready(session, page, tag, by=by)
    return page


def _item_id(name: str) -> str:
    """A lasting id: every demonstration of the same pages has the same ids."""
    return str(uuid5(NAMESPACE_URL, f"open-accord:demonstration:page:{name}"))
