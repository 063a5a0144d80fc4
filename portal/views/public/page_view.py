"""What a published page, a piece of news or the glossary says to a reader, made from its body."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from content.db import JsonObject
from content.languages import KNOWN, Language, current
from content.pages.markdown import Picture, Places, Unreadable, render
from content.record.projections import sort_key

FileUrl = Callable[[JsonObject], str]
FEWEST_FOR_CONTENTS = 3


@dataclass(frozen=True)
class Term:
    """A term of the glossary in the language that could be had."""

    key: str
    term: str
    meaning: Markup
    also: str
    language: Language


@dataclass(frozen=True)
class PageView:
    """A page as its template prints it; ``language`` is that of the words."""

    body: JsonObject
    entry: Any
    newest: int
    title: str
    summary: str
    html: Markup
    headings: list[tuple[str, str]]
    language: Language
    terms: list[Term]

    @property
    def kind(self) -> str:
        return str(self.body["kind"])

    @property
    def is_foreign(self) -> bool:
        return self.language.tag != current().tag

    @property
    def is_outdated(self) -> bool:
        return self.language.tag in self.body["outdated"]

    @property
    def is_newest(self) -> bool:
        return bool(self.entry.version == self.newest)


def page_view(body: JsonObject, entry: Any, *, newest: int, file_url: FileUrl, tag: str | None = None) -> PageView:
    """The page in the current language, or in the one named; else in its source language."""
    wanted = tag or current().tag
    shown = wanted if wanted in body["texts"] else body["source_language"]
    words = body["texts"].get(shown, {})
    places = places_of(body, shown, file_url)
    html, headings = _html(words.get("body", ""), places)
    return PageView(
        body=body,
        entry=entry,
        newest=newest,
        title=words.get("title") or body["slug"],
        summary=words.get("summary", ""),
        html=html,
        headings=headings if len(headings) >= FEWEST_FOR_CONTENTS else [],
        language=KNOWN[shown],
        terms=_terms(body, shown, places),
    )


def _html(text: str, places: Places) -> tuple[Markup, list[tuple[str, str]]]:
    try:
        rendered = render(text, places)
    except Unreadable:
        # What an older release could publish and this one will not parse is shown as it was written.
        return Markup("<p>{}</p>").format(text), []
    # Cleaned by content.pages.markdown: nothing the author wrote as HTML is left in it.
    return Markup(rendered.html), list(rendered.headings)  # noqa: S704


def _terms(body: JsonObject, shown: str, places: Places) -> list[Term]:
    terms = []
    for term in body["terms"]:
        texts = term["texts"]
        tag = next((tag for tag in (shown, body["source_language"], *texts) if texts.get(tag)), None)
        if tag is not None:
            words = texts[tag]
            meaning, _headings = _html(words["meaning"], places)
            terms.append(Term(term["id"], words["term"], meaning, words.get("also", ""), KNOWN[tag]))
    return sorted(terms, key=lambda term: (sort_key(term.term), term.key))


def places_of(body: JsonObject, tag: str, file_url: FileUrl) -> Places:
    """Where the internal links of the words in one language lead."""
    files = tuple((file["id"], _picture(file, tag, body["source_language"], file_url)) for file in body["documents"])
    return Places(
        page=_before(url_for("pages.page", kind="page", key="x")),
        news=_before(url_for("pages.page", kind="news", key="x")),
        agreement=_before(url_for("agreements.page", key="x")),
        term=url_for("pages.glossary") + "#",
        site=url_for("site.home"),
        files=files,
    )


def _before(url: str) -> str:
    return url.rsplit("/", 1)[0] + "/"


def _picture(file: JsonObject, tag: str, source: str, file_url: FileUrl) -> Picture:
    words = file["texts"].get(tag) or file["texts"].get(source) or {}
    return Picture(
        url=file_url(file),
        is_image=file["kind"] == "image",
        alt="" if file["decorative"] else words.get("alt", ""),
        caption=words.get("caption", ""),
        width=file["width"],
        height=file["height"],
    )


def public_file(file: JsonObject) -> str:
    """The address of a published file."""
    return url_for("agreements.file", digest=file["sha256"], name=file["name"])
