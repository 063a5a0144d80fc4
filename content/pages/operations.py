"""Verbs about pages as working copies: begin, edit, place, mark ready. Publishing and the library have their own rooms."""

import re
import uuid
from collections.abc import Mapping, Sequence

from content import clock, dates, history
from content.agreements.states import TextState
from content.db import JsonObject, Session, nfc, nfc_deep
from content.languages import gettext as _
from content.languages import offered
from content.pages.bodies import FIELDS, TERM_FIELDS
from content.pages.markdown import fault_of
from content.pages.models import Page, PageText
from content.pages.queries import slug_is_taken
from content.pages.states import Navigation, PageKind
from content.pages.states import PageState as S
from content.pages.workflow import PAGE_WORKFLOW
from content.permissions import Actor, Permission
from content.workflow import Refusal, Refused, perform, require

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 80
LONGEST_TITLE = 200
LONGEST_SUMMARY = 600
LONGEST_TERM = 3_000
MOST_TERMS = 200
LAST_POSITION = 999
GLOSSARY_SLUG = "glossary"


def begin(
    session: Session, *, kind: PageKind, slug: str, source_language: str, title: str, day: str | None = None, by: Actor
) -> Page:
    """Begin a page with its title. Raises NotAllowed; Refused for an address that cannot be had, or news without a day."""
    require(by, Permission.PAGE_EDIT)
    slug = GLOSSARY_SLUG if kind is PageKind.GLOSSARY else slug
    need_slug(session, kind, slug)
    if source_language not in {language.tag for language in offered()}:
        raise Refused(Refusal("E8", _("Choose a language."), items=("source_language",)))
    _need_words({"title": title})
    if not nfc(title).strip():
        raise Refused(Refusal("E3", _("Enter a title."), items=("title",)))
    moment = clock.now()
    page = Page(
        item_id=str(uuid.uuid4()),
        kind=kind,
        slug=slug,
        source_language=source_language,
        day=_day(kind, day),
        state=S.PRIVATE,
        created_at=moment,
        updated_at=moment,
        texts={source_language: PageText(language=source_language, title=nfc(title).strip(), state=TextState.DRAFT)},
    )
    session.add(page)
    session.flush()
    note(session, page, "drafted", by)
    return page


def place(
    session: Session, page: Page, *, navigation: Navigation, position: int, day: str | None, revision: int, by: Actor
) -> None:
    """Say where the site leads to the page, and of which day a piece of news is.

    Raises NotAllowed; Refused for a stale revision, a position out of range, or news without a day.
    """
    require(by, Permission.PAGE_EDIT)
    need_fresh(page, revision)
    if not 0 <= position <= LAST_POSITION:
        raise Refused(Refusal("E3", _("Enter a number from 0 to 999."), items=("position",)))
    found = _day(page.kind, day)
    open_for_editing(session, page, by)
    page.navigation, page.position, page.day = navigation, position, found
    touch(session, page, "placed", by, {"navigation": navigation.value, "position": position})


def edit_words(
    session: Session, page: Page, language: str, fields: Mapping[str, str], *, revision: int, by: Actor
) -> None:
    """Change title, summary or text in one language; others become outdated when the source changes (P14).

    Raises NotAllowed; Refused for a stale revision, or a text that is too long or cannot be rendered.
    """
    text = _text_to_edit(session, page, language, revision, by)
    cleaned = {name: nfc(value).strip() for name, value in fields.items() if name in FIELDS}
    _need_words(cleaned)
    open_for_editing(session, page, by)
    for name, value in cleaned.items():
        setattr(text, name, value)
    _edited(session, page, text, by)


def edit_terms(
    session: Session,
    page: Page,
    language: str,
    terms: Sequence[tuple[str, Mapping[str, str]]],
    *,
    revision: int,
    by: Actor,
) -> None:
    """Change the terms of the glossary in one language: (key, words) pairs in their order, a new one with the key "".

    In the source language the list is the whole glossary; in another, only known keys count.
    Raises NotAllowed; Refused for a stale revision, a term without a meaning, or too much.
    """
    text = _text_to_edit(session, page, language, revision, by)
    cleaned = [
        (key, {name: nfc(words.get(name, "")).strip() for name in TERM_FIELDS if words.get(name, "").strip()})
        for key, words in terms
    ]
    said = [(key, words) for key, words in cleaned if words]
    _need_terms(said)
    open_for_editing(session, page, by)
    if language == page.source_language:
        keyed = _with_keys(said)
        page.term_keys = [key for key, _words in keyed]
        text.terms = dict(keyed)
    else:
        text.terms = {key: words for key, words in said if key in page.term_keys}
    _edited(session, page, text, by)


def _need_terms(said: list[tuple[str, dict[str, str]]]) -> None:
    if len(said) > MOST_TERMS:
        raise Refused(Refusal("P28", _("Use at most 200 terms."), items=("terms",)))
    for _key, words in said:
        if not words.get("term") or not words.get("meaning"):
            named = words.get("term") or words.get("meaning") or words.get("also", "")
            message = _("A term needs its meaning, and a meaning its term: %(words)s.", words=named[:80])
            raise Refused(Refusal("P28", message, items=("terms",)))
        if any(len(value) > LONGEST_TERM or "\0" in value for value in words.values()):
            raise Refused(
                Refusal("P28", _("A term is too long: %(words)s.", words=words["term"][:80]), items=("terms",))
            )


def _with_keys(said: list[tuple[str, dict[str, str]]]) -> list[tuple[str, dict[str, str]]]:
    """Each term with a lasting key: its anchor on the page. A new one gets it from its words."""
    taken = {key for key, _words in said if key}
    result = []
    for key, words in said:
        if not key or not SLUG.fullmatch(key):
            base = "-".join(re.findall(r"[a-z0-9]+", words["term"].casefold()))[:LONGEST_SLUG] or "term"
            key, number = base, 2
            while key in taken:
                key, number = f"{base}-{number}", number + 1
            taken.add(key)
        result.append((key, words))
    return result


def mark_ready(session: Session, page: Page, language: str, *, by: Actor) -> None:
    """Declare the words of a language ready to be published. Raises NotAllowed, Refused when something is missing."""
    require(by, _permission_for(page, language))
    text = page.texts.get(language)
    needed = ("title",) if page.kind is PageKind.GLOSSARY else ("title", "body")
    missing = tuple(name for name in needed if text is None or not getattr(text, name))
    if text is None or missing:
        raise Refused(Refusal("E3", _("Title and text are needed before the words are ready."), items=missing))
    if page.kind is PageKind.GLOSSARY and not text.terms:
        raise Refused(Refusal("P28", _("The glossary has no term yet."), items=("terms",)))
    open_for_editing(session, page, by)
    text.state, text.source_revision = TextState.READY, page.texts_revision
    touch(session, page, "words_ready", by, {"language": language})


def need_slug(session: Session, kind: PageKind, slug: str) -> None:
    """Whether a page can have this address (P12). Raises Refused for a malformed or a taken one."""
    if len(slug) > LONGEST_SLUG or not SLUG.fullmatch(slug):
        raise Refused(Refusal("P12", _("Use small letters, digits and hyphens for the address."), items=("slug",)))
    if slug_is_taken(session, kind, slug):
        raise Refused(Refusal("P12", _("Another page has, or had, this address."), items=("slug",)))


def open_for_editing(session: Session, page: Page, by: Actor) -> None:
    """Begin a working copy of a published page; the published version stays. Raises Refused while it is being judged."""
    if page.state is S.PENDING:
        raise Refused(Refusal("D3", _("The page waits to be published. Take it back before you change it.")))
    if page.state is not S.PRIVATE:
        perform(session, PAGE_WORKFLOW, page, "revise", by=by)


def need_fresh(page: Page, revision: int) -> None:
    """Refuse a save that was begun on an older state (E6). Raises Refused."""
    if page.revision != revision:
        raise Refused(Refusal("E6", _("Somebody changed this page since you opened it."), items=(str(page.revision),)))


def note(session: Session, page: Page, event: str, by: Actor, data: JsonObject | None = None) -> None:
    """Write an act on a page into the history."""
    history.write(session, kind="page", subject_id=str(page.id), event=event, by=by, at=clock.now(), data=data)
    session.flush()


def touch(session: Session, page: Page, event: str, by: Actor, data: JsonObject) -> None:
    """Count one more revision, so that whoever opened the page before is told, and write the act down."""
    page.revision += 1
    page.updated_at = clock.now()
    note(session, page, event, by, nfc_deep(data))


def _permission_for(page: Page, language: str) -> Permission:
    return Permission.PAGE_EDIT if language == page.source_language else Permission.PAGE_TRANSLATE


def _text_to_edit(session: Session, page: Page, language: str, revision: int, by: Actor) -> PageText:
    require(by, _permission_for(page, language))
    need_fresh(page, revision)
    text = page.texts.get(language)
    if text is None:
        text = page.texts[language] = PageText(
            language=language, title="", summary="", body="", terms={}, state=TextState.DRAFT,
            source_revision=page.texts_revision,
        )  # fmt: skip
    return text


def _edited(session: Session, page: Page, text: PageText, by: Actor) -> None:
    if text.language == page.source_language:
        page.texts_revision += 1
        text.source_revision = page.texts_revision
        for other in page.texts.values():
            if other is not text and other.state is TextState.READY:
                other.state = TextState.OUTDATED
    touch(session, page, "words_edited", by, {"language": text.language})


def _need_words(fields: Mapping[str, str]) -> None:
    for name, most in (("title", LONGEST_TITLE), ("summary", LONGEST_SUMMARY)):
        value = fields.get(name, "")
        if len(value) > most:
            raise Refused(Refusal("E3", _("This text is too long."), items=(name,)))
        fault = fault_of(value) if "\n" not in value else _("Write it in one line.")
        if fault is not None:
            raise Refused(Refusal("R26", fault, items=(name,)))
    fault = fault_of(fields.get("body", ""))
    if fault is not None:
        raise Refused(Refusal("R26", fault, items=("body",)))


def _day(kind: PageKind, day: str | None) -> str | None:
    if kind is not PageKind.NEWS:
        return None
    if not day or len(day) != len("2026-01-01") or not dates.is_partial_date(day):
        raise Refused(Refusal("E3", _("Enter the day of the news."), items=("day",)))
    return day
