"""From a working copy to the body that is published, schema ``page/1``, and back. Nothing is stored here."""

from collections.abc import Mapping

from content.agreements.states import TextState
from content.db import JsonObject
from content.pages.markdown import Unreadable, references
from content.pages.models import LibraryFile, Page, PageText
from content.pages.states import FileKind, Navigation

SCHEMA = "page/1"
FIELDS = ("title", "summary", "body")
TERM_FIELDS = ("term", "meaning", "also")


def ready_languages(page: Page) -> list[str]:
    """The languages whose words are published: those marked ready, the source language first.

    An outdated text stays published, so that the reader can be told (P14).
    """
    shown = (TextState.READY, TextState.OUTDATED)
    tags = [tag for tag, text in sorted(page.texts.items()) if text.state in shown]
    return sorted(tags, key=lambda tag: tag != page.source_language)


def body_of(page: Page, files: Mapping[str, LibraryFile], languages: list[str] | None = None) -> JsonObject:
    """The body in all ready languages, or in those named for a preview. ``files`` are those of the library by key."""
    tags = ready_languages(page) if languages is None else languages
    texts = {tag: page.texts[tag] for tag in tags}
    return {
        "schema": SCHEMA,
        "id": page.item_id,
        "slug": page.slug,
        "kind": page.kind.value,
        "source_language": page.source_language,
        "languages": tags,
        "outdated": [tag for tag, text in texts.items() if text.state is TextState.OUTDATED],
        "navigation": page.navigation.value,
        "position": page.position,
        "date": page.day,
        "texts": {tag: {name: getattr(text, name) for name in FIELDS} for tag, text in texts.items()},
        "terms": [
            {"id": key, "texts": {tag: _term(text, key) for tag, text in texts.items() if _term(text, key)}}
            for key in page.term_keys
        ],
        "documents": [_document(file) for key, file in sorted(files.items()) if key in used_files(texts.values())],
    }


def _term(text: PageText, key: str) -> JsonObject:
    words = text.terms.get(key, {})
    return {name: words[name] for name in TERM_FIELDS if words.get(name)} if words.get("term") else {}


def used_files(texts: object) -> set[str]:
    """The keys of the library's files that these texts name; a text that cannot be read names none."""
    found: set[str] = set()
    for text in texts:  # type: ignore[attr-defined]
        try:
            found |= {reference.key for reference in references(text.body) if reference.kind == "file"}
        except Unreadable:
            continue
    return found


def _document(file: LibraryFile) -> JsonObject:
    return {
        "id": file.key,
        "kind": file.kind.value,
        "language": None,
        "sha256": file.sha256,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "width": file.width,
        "height": file.height,
        "decorative": file.is_decorative if file.kind is FileKind.IMAGE else None,
        "texts": file.texts,
    }


def take_from(page: Page, body: JsonObject) -> None:
    """Give the working copy the words and the place that a published version had; its address stays.

    Words in a language that the version lacks are kept as a draft, so that no work is lost.
    """
    page.source_language = body["source_language"]
    page.navigation, page.position, page.day = Navigation(body["navigation"]), body["position"], body["date"]
    page.term_keys = [term["id"] for term in body["terms"]]
    page.texts_revision += 1
    for tag, text in page.texts.items():
        if tag not in body["languages"]:
            text.state = TextState.DRAFT
    for tag in body["languages"]:
        text = page.texts.get(tag) or PageText(language=tag)
        page.texts[tag] = text
        for name in FIELDS:
            setattr(text, name, body["texts"][tag].get(name, ""))
        text.terms = {term["id"]: term["texts"][tag] for term in body["terms"] if tag in term["texts"]}
        is_outdated = tag in body["outdated"]
        text.state = TextState.OUTDATED if is_outdated else TextState.READY
        text.source_revision = page.texts_revision - (1 if is_outdated else 0)
