"""Verbs about the library: keep a picture or a document, say what it shows, let go of what nobody uses."""

import re
from collections.abc import Mapping

from content import clock, history
from content.db import Session, nfc
from content.files import FileStore
from content.files import fault_of as file_fault
from content.languages import gettext as _
from content.languages import offered
from content.pages.models import LibraryFile
from content.pages.pictures import SUFFIXES, NoPicture, draw
from content.pages.queries import file_by_key, uses
from content.pages.states import FileKind
from content.permissions import Actor, Permission
from content.workflow import Refusal, Refused, require

FILE_WORDS = {FileKind.IMAGE: ("alt", "caption"), FileKind.DOCUMENT: ("title",)}
LONGEST_WORDS = 500
LONGEST_KEY = 60


def keep_image(session: Session, store: FileStore, *, content: bytes, name: str, by: Actor) -> LibraryFile:
    """Keep a picture, drawn anew from its pixels. Raises NotAllowed; Refused for what is no picture."""
    require(by, Permission.PAGE_EDIT)
    try:
        drawn = draw(content)
    except NoPicture as error:
        raise Refused(Refusal("R18", str(error), items=("file",))) from error
    stem = nfc(name).rsplit(".", 1)[0] or "picture"
    return _keep(
        session,
        LibraryFile(
            key=_free_key(session, stem),
            kind=FileKind.IMAGE,
            sha256=store.put(drawn.content),
            name=stem + SUFFIXES[drawn.media_type],
            media_type=drawn.media_type,
            size=len(drawn.content),
            width=drawn.width,
            height=drawn.height,
            is_decorative=False,
            texts={},
            created_at=clock.now(),
        ),
        by,
    )


def keep_document(
    session: Session, store: FileStore, *, content: bytes, name: str, media_type: str, by: Actor
) -> LibraryFile:
    """Keep a document. Raises NotAllowed; Refused for an empty file or an unknown media type."""
    require(by, Permission.PAGE_EDIT)
    fault = file_fault(content, media_type)
    if fault is not None:
        raise Refused(Refusal("R18", fault, items=("file",)))
    return _keep(
        session,
        LibraryFile(
            key=_free_key(session, name.rsplit(".", 1)[0]),
            kind=FileKind.DOCUMENT,
            sha256=store.put(content),
            name=nfc(name),
            media_type=media_type,
            size=len(content),
            width=None,
            height=None,
            is_decorative=False,
            texts={},
            created_at=clock.now(),
        ),
        by,
    )


def describe(
    session: Session,
    file: LibraryFile,
    texts: Mapping[str, Mapping[str, str]],
    *,
    is_decorative: bool = False,
    by: Actor,
) -> None:
    """Say what a file shows, in each language given. Raises NotAllowed; Refused for words that are too long."""
    if not by.can(Permission.PAGE_TRANSLATE):
        require(by, Permission.PAGE_EDIT)
    known = {language.tag for language in offered()}
    words = {**file.texts}
    for tag, fields in texts.items():
        cleaned = {name: nfc(fields.get(name, "")).strip() for name in FILE_WORDS[file.kind]}
        if any(len(value) > LONGEST_WORDS or "\0" in value for value in cleaned.values()):
            raise Refused(Refusal("E3", _("This text is too long."), items=(tag,)))
        if tag in known:
            words[tag] = {name: value for name, value in cleaned.items() if value}
    file.texts = {tag: fields for tag, fields in words.items() if fields}
    file.is_decorative = is_decorative and file.kind is FileKind.IMAGE
    _note(session, file, "file_described", by)


def let_go(session: Session, file: LibraryFile, *, by: Actor) -> None:
    """Take a file out of the library; published versions keep theirs. Raises NotAllowed, Refused while a page uses it."""
    require(by, Permission.PAGE_EDIT)
    users = uses(session).get(file.key, [])
    if users:
        pages = tuple(page.slug for page in users)
        raise Refused(Refusal("E14", _("Pages use this file: %(pages)s.", pages=", ".join(pages)), items=pages))
    _note(session, file, "file_removed", by)
    session.delete(file)
    session.flush()


def _keep(session: Session, file: LibraryFile, by: Actor) -> LibraryFile:
    session.add(file)
    session.flush()
    _note(session, file, "file_kept", by)
    return file


def _note(session: Session, file: LibraryFile, event: str, by: Actor) -> None:
    data = {"key": file.key, "sha256": file.sha256}
    history.write(session, kind="file", subject_id=str(file.id), event=event, by=by, at=clock.now(), data=data)
    session.flush()


def _free_key(session: Session, stem: str) -> str:
    base = "-".join(re.findall(r"[a-z0-9]+", stem.casefold()))[:LONGEST_KEY].strip("-") or "file"
    key, number = base, 2
    while file_by_key(session, key) is not None:
        key, number = f"{base}-{number}", number + 1
    return key
