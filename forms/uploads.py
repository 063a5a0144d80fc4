"""Files that are sent along: what they are is read from their bytes, never from their name or the browser's word."""

import io
import lzma
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Collection
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import FileField
from wtforms.validators import StopValidation

from content.files import DOCX, MEDIA_TYPES, ODT, PDF
from content.languages import gettext as _
from content.languages import listed

SUFFIXES = {PDF: ".pdf", DOCX: ".docx", ODT: ".odt"}
LONGEST_NAME = 120
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, ValueError, IndexError, RuntimeError, OSError,
)  # fmt: skip
"""Everything that opening a broken archive has been seen to raise."""


def media_type_of(content: bytes) -> str | None:
    """The media type that the bytes themselves show: PDF, DOCX, ODT; None for everything else."""
    if content.startswith(b"%PDF-"):
        return PDF
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            # Only the length that the right answer has is read, so that no archive can unfold into memory.
            with archive.open("mimetype") if "mimetype" in names else io.BytesIO() as stream:
                declared = stream.read(len(ODT) + 1)
    except UNREADABLE:
        return None
    if declared.strip() == ODT.encode():
        return ODT
    return DOCX if {"[Content_Types].xml", "word/document.xml"} <= names else None


def plain_name(name: str, media_type: str) -> str:
    """The sender's name for the file without folders and control characters, ending as its type does."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    visible = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs")).strip(" .")
    suffix = SUFFIXES[media_type]
    stem = visible[: -len(suffix)] if visible.lower().endswith(suffix) else visible
    return (stem[:LONGEST_NAME].rstrip(" .") or "document") + suffix


class UploadField(FileField):
    """One file of the allowed types. ``content``, ``name`` and ``media_type`` are there once it has been validated."""

    def __init__(self, label: Any = None, *, allowed: Collection[str], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.allowed = tuple(allowed)
        self.content = b""
        self.name_given = self.media_type = ""

    def pre_validate(self, form: Any) -> None:
        if not isinstance(self.data, FileStorage) or not self.data.filename:
            raise StopValidation(_("Choose a file."))
        self.content = self.data.read()
        if not self.content:
            raise StopValidation(_("The file is empty."))
        found = media_type_of(self.content)
        if found is None or found not in self.allowed:
            types = listed((MEDIA_TYPES[media_type] for media_type in self.allowed), "or")
            raise StopValidation(_("The file must be one of these types: %(types)s.", types=types))
        self.media_type = found
        self.name_given = plain_name(self.data.filename, found)


class PictureOrDocumentField(UploadField):
    """One file for the library: a picture, which ``content.pages.pictures`` judges, or a document of the allowed types."""

    def __init__(self, label: Any = None, *, allowed: Collection[str], largest: int, **kwargs: Any) -> None:
        super().__init__(label, allowed=allowed, **kwargs)
        # Templates print it as what it is: a field for one file.
        self.type = "UploadField"
        self.largest = largest
        self.is_picture = False

    def pre_validate(self, form: Any) -> None:
        if not isinstance(self.data, FileStorage) or not self.data.filename:
            raise StopValidation(_("Choose a file."))
        beginning = self.data.stream.read(len("RIFF....WEBP"))
        self.data.stream.seek(0)
        self.is_picture = beginning.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) or beginning[8:12] == b"WEBP"
        if not self.is_picture:
            super().pre_validate(form)
            return
        self.content = self.data.stream.read(self.largest + 1)
        self.name_given = plain_stem(self.data.filename)


def plain_stem(name: str) -> str:
    """The sender's name for a picture without folders, control characters and ending."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    visible = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs")).strip(" .")
    return visible.rsplit(".", 1)[0][:LONGEST_NAME].rstrip(" .") or "picture"
