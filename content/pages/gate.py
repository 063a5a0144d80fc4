"""The gate before a page is published: what blocks, and what only warns."""

from collections.abc import Iterator, Mapping

from content.agreements.gate import GateReport
from content.agreements.states import TextState
from content.db import Session
from content.languages import KNOWN
from content.languages import gettext as _
from content.pages.bodies import ready_languages
from content.pages.markdown import Reference, Unreadable, references
from content.pages.models import LibraryFile, Page, PageText
from content.pages.queries import files_of, live_slugs
from content.pages.states import FileKind, PageKind
from content.workflow import Refusal


def publish_gate(session: Session, page: Page) -> GateReport:
    """Judge a working copy: words, pictures with their alternative texts, files and links."""
    languages = ready_languages(page)
    texts = [page.texts[tag] for tag in languages]
    blocks: list[Refusal] = []
    if page.source_language not in languages:
        blocks.append(Refusal("E3", _("The words of the source language are not marked ready."), items=("texts",)))
    if page.kind is PageKind.GLOSSARY and not page.term_keys:
        blocks.append(Refusal("P28", _("The glossary has no term yet."), items=("terms",)))
    files, links = files_of(session, texts), []
    for text in texts:
        try:
            named = references(text.body)
        except Unreadable as error:
            blocks.append(Refusal("R26", f"{_name(text)}: {error}", items=(text.language,)))
            continue
        blocks += _file_faults(text, named, files)
        links += [(text, reference) for reference in named if reference.kind in ("page", "news", "agreement")]
    return GateReport(blocks, [*_broken_links(session, links), *_unready(page)])


def _name(text: PageText) -> str:
    return KNOWN[text.language].name


def _file_faults(text: PageText, named: tuple[Reference, ...], files: Mapping[str, LibraryFile]) -> Iterator[Refusal]:
    """A file that the library does not have, and a picture that says nothing to whoever cannot see it (WCAG 1.1.1)."""
    told: set[tuple[str, str]] = set()
    for reference in named:
        file = files.get(reference.key)
        if reference.kind != "file" or (reference.key, "missing" if file is None else "alt") in told:
            continue
        if file is None or (reference.is_image and file.kind is not FileKind.IMAGE):
            told.add((reference.key, "missing"))
            words = _(
                "%(language)s: the library has no such picture or file: %(key)s.",
                language=_name(text),
                key=reference.key,
            )
            yield Refusal("E14", words, items=(reference.key,))
        elif reference.is_image and not file.is_decorative and not (reference.alt or alt_of(file, text.language)):
            told.add((reference.key, "alt"))
            words = _(
                "%(language)s: the picture %(key)s has no alternative text in this language.",
                language=_name(text),
                key=reference.key,
            )
            yield Refusal("WCAG 1.1.1", words, items=(reference.key,))


def alt_of(file: LibraryFile, language: str) -> str:
    """What the library says for the picture in a language."""
    return file.texts.get(language, {}).get("alt", "")


def _broken_links(session: Session, links: list[tuple[PageText, Reference]]) -> Iterator[Refusal]:
    live = live_slugs(session, [(reference.kind, reference.key) for _text, reference in links])
    for text, reference in links:
        if (reference.kind, reference.key) not in live:
            target = f"{reference.kind}:{reference.key}"
            words = _(
                "%(language)s: nothing public stands behind the link %(link)s.", language=_name(text), link=target
            )
            yield Refusal("E14", words, items=(target,))


def _unready(page: Page) -> Iterator[Refusal]:
    for tag, text in sorted(page.texts.items()):
        if text.state is TextState.DRAFT:
            words = _("%(language)s: the words are a draft and will not be published.", language=KNOWN[tag].name)
            yield Refusal("E8", words, items=(tag,))
        elif text.state is TextState.OUTDATED:
            words = _("%(language)s: the source has changed since this translation.", language=KNOWN[tag].name)
            yield Refusal("P14", words, items=(tag,))
