"""Documents in the exchange: the cell that names them, the folder they lie in, and what of it is to be attached.

A document is never taken away or replaced by an import: what the cell does not name stays as it is.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from content import dates
from content.agreements.models import Agreement, AgreementDocument
from content.db import JsonObject
from content.exchange import cells, shapes
from content.exchange.cells import CellFault, normal
from content.files import PDF, FileStore, fault_of
from content.languages import KNOWN
from content.languages import gettext as _

COLUMN = "documents"
SIGNED = "signed-agreement"


@dataclass(frozen=True)
class Paper:
    """A file by its name; its bytes are read when they are wanted."""

    name: str
    read: Callable[[], bytes]


@dataclass
class Folder:
    """Files by their name, and which of them were matched to a row."""

    files: dict[str, Paper] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, path: Path) -> "Folder":
        """The files that lie in a folder itself; hidden ones are left out. Raises OSError."""
        found = (entry for entry in sorted(path.iterdir()) if entry.is_file() and not entry.name.startswith("."))
        return cls.with_papers(Paper(entry.name, entry.read_bytes) for entry in found)

    @classmethod
    def with_papers(cls, papers: Iterable[Paper]) -> "Folder":
        """A folder of these files; of two with one name the last is kept."""
        return cls({_plain(paper.name): paper for paper in papers})

    def take(self, name: str) -> Paper | None:
        """The file of that name, which is matched from now on."""
        found = self.files.get(_plain(name))
        if found is not None:
            self.used.add(_plain(name))
        return found

    @property
    def unmatched(self) -> list[str]:
        """Names of files that no row asked for."""
        return sorted(paper.name for name, paper in self.files.items() if name not in self.used)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


@dataclass(frozen=True)
class Attachment:
    """A file that is to be attached, read when it is stored."""

    paper: Paper
    sha256: str
    entry: JsonObject


def file_names(agreements: Sequence[Agreement]) -> dict[tuple[str, str], str]:
    """A name for every document of these agreements under which it can lie in one folder: its own where that is free."""
    taken: set[str] = set()
    names: dict[tuple[str, str], str] = {}
    for agreement in agreements:
        for document in agreement.documents:
            name, number = document.name, 1
            while _plain(name) in taken or "/" in name or "\\" in name or name.startswith("."):
                name, number = f"{agreement.slug}-{document.key}-{number}.pdf", number + 1
            taken.add(_plain(name))
            names[agreement.slug, document.key] = name
    return names


def described(document: AgreementDocument, file: str) -> JsonObject:
    """A document as the cell tells it."""
    compared = None
    if document.compared_on is not None:
        compared = {"office": document.compared_by_office, "on": document.compared_on.isoformat()}
    return {
        "key": document.key,
        "file": file,
        "name": document.name,
        "kind": document.kind,
        "language": document.language,
        "sha256": document.sha256,
        "titles": {tag: words["title"] for tag, words in document.texts.items() if words.get("title")},
        "compared": compared,
    }


def show(agreement: Agreement, names: dict[tuple[str, str], str]) -> str:
    """The cell of an agreement."""
    return cells.JSON_LIST.write(
        [described(document, names[agreement.slug, document.key]) for document in agreement.documents]
    )


def parse(text: str, key: str, source_language: str, folder: Folder | None) -> list[JsonObject]:
    """The entries of a cell: what an export wrote, or file names between semicolons. Raises CellFault.

    A row without the cell takes the files of the folder that are called like its key: ``<key>.pdf``,
    ``<key>-<language>.pdf``.
    """
    text = cells.tidy(text)
    if text.startswith("["):
        entries: list[JsonObject] = cells.JSON_LIST.read(text)
        fault = shapes.told(entries, [shapes.DOCUMENT])
        if fault:
            raise CellFault(fault)
        return entries
    names = cells.split(text)
    if not names and folder is not None:
        own = [f"{key}.pdf", *(f"{key}-{tag}.pdf" for tag in KNOWN)]
        names = [folder.files[_plain(name)].name for name in own if _plain(name) in folder.files]
    return [_entry(name, source_language) for name in names]


def _entry(name: str, source_language: str) -> JsonObject:
    stem = name.rsplit(".", 1)[0]
    language = next((tag for tag in KNOWN if stem.lower().endswith(f"-{tag.lower()}")), source_language)
    return {
        "key": None, "file": name, "name": name, "kind": SIGNED, "language": language, "sha256": None, "titles": {},
        "compared": None,
    }  # fmt: skip


def to_attach(
    entries: list[JsonObject], agreement: Agreement | None, folder: Folder | None
) -> Iterator[Attachment | CellFault]:
    """The files that the agreement does not have yet, or what is wrong with an entry."""
    known = [] if agreement is None else agreement.documents
    for entry in entries:
        paper = folder.take(entry["file"]) if folder is not None else None
        mine = next((document for document in known if document.key == entry["key"]), None)
        if mine is not None:
            if (entry["sha256"], entry["compared"]) != (mine.sha256, described(mine, "")["compared"]):
                yield CellFault(_("A document is not exchanged for another one: attach it anew, without a key."))
        elif paper is None:
            named_like = [document.name for document in known]
            if entry["sha256"] or _plain(entry["file"]) not in map(_plain, named_like):
                yield CellFault(_("The file “%(file)s” is not in the folder of documents.", file=entry["file"]))
        else:
            yield from _attachment(entry, paper, known, is_new=agreement is None)


def _attachment(
    entry: JsonObject, paper: Paper, known: Sequence[AgreementDocument], *, is_new: bool
) -> Iterator[Attachment | CellFault]:
    content = paper.read()
    digest = hashlib.sha256(content).hexdigest()
    fault = fault_of(content, PDF if content.startswith(b"%PDF-") else "")
    if fault is not None:
        yield CellFault(f"{paper.name}: {fault}")
    elif entry["sha256"] not in (None, digest):
        yield CellFault(_("The file “%(file)s” is not the one whose SHA-256 stands here.", file=paper.name))
    elif entry["compared"] and not is_new:
        yield CellFault(_("Whether a document was compared is recorded in the portal, not by importing."))
    elif digest not in {document.sha256 for document in known}:
        yield Attachment(paper, digest, entry)


def retitled(entries: list[JsonObject], agreement: Agreement | None) -> Iterator[tuple[AgreementDocument, JsonObject]]:
    """The documents about which an entry says something else than is stored."""
    for document in agreement.documents if agreement is not None else ():
        entry = next((entry for entry in entries if entry["key"] == document.key), None)
        if entry is None:
            continue
        now = described(document, "")
        if any(entry[name] != normal(now[name]) for name in ("name", "kind", "language", "titles")):
            yield document, entry


def attach(agreement: Agreement, attachment: Attachment, store: FileStore | None) -> None:
    """Keep the file with the agreement under the next free key; without a store its bytes are kept nowhere."""
    entry, content = attachment.entry, attachment.paper.read()
    taken = {document.key for document in agreement.documents}
    number = 1 + max((int(key[1:]) for key in taken if key[1:].isdigit()), default=0)
    compared: Any = entry["compared"] or {}
    agreement.documents.append(
        AgreementDocument(
            key=entry["key"] if entry["key"] and entry["key"] not in taken else f"d{number}",
            kind=entry["kind"],
            language=entry["language"],
            sha256=attachment.sha256 if store is None else store.put(content),
            name=entry["name"],
            media_type=PDF,
            size=len(content),
            texts=_texts(entry) or {agreement.source_language: {"title": entry["name"].rsplit(".", 1)[0]}},
            compared_by_office=compared.get("office"),
            compared_on=dates.first_day(compared["on"]) if compared else None,
        )
    )


def retell(document: AgreementDocument, entry: JsonObject) -> None:
    """Change what is said about a document."""
    document.name, document.kind, document.language = entry["name"], entry["kind"], entry["language"]
    document.texts = _texts(entry)


def _texts(entry: JsonObject) -> JsonObject:
    return {tag: {"title": title} for tag, title in entry["titles"].items()}
