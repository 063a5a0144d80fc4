"""Files by their content: a file's name is the SHA-256 of its bytes, so none can change unseen."""

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from content.languages import gettext as _
from content.languages import listed

SHA256 = re.compile(r"[0-9a-f]{64}")
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
MEDIA_TYPES = {PDF: "PDF", DOCX: "DOCX", ODT: "ODT"}
"""What may be attached to anything, with its name: nothing that a browser would run."""


def fault_of(content: bytes, media_type: str) -> str | None:
    """Why a file cannot be kept, for the verbs that attach one; None when it can."""
    if not content:
        return _("The file is empty.")
    if media_type not in MEDIA_TYPES:
        return _("The file must be one of these types: %(types)s.", types=listed(MEDIA_TYPES.values(), "or"))
    return None


@dataclass(frozen=True)
class FileStore:
    """Content-addressed files under one folder, in 256 sub-folders."""

    root: Path

    def path(self, sha256: str) -> Path:
        """Where the bytes of that hash lie. Raises ValueError when it is no SHA-256."""
        if not SHA256.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self.root / sha256[:2] / sha256

    def put(self, content: bytes) -> str:
        """Store the bytes durably and return their SHA-256; storing twice is harmless."""
        sha256 = hashlib.sha256(content).hexdigest()
        target = self.path(sha256)
        if target.exists():
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            # The rename is what makes the file exist; syncing the folder makes the rename outlive a power cut.
            Path(temporary).replace(target)
        except OSError:
            # A full disk is not made fuller by what nobody will ever look for.
            Path(temporary).unlink(missing_ok=True)
            raise
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes of that hash. Raises FileNotFoundError when they are not here."""
        return self.path(sha256).read_bytes()

    def is_sound(self, sha256: str) -> bool:
        """Whether the bytes are here and still have that hash."""
        try:
            return hashlib.sha256(self.read(sha256)).hexdigest() == sha256
        except FileNotFoundError:
            return False

    def remove(self, sha256: str) -> None:
        """Remove the bytes (redaction); removing what is not here is harmless."""
        self.path(sha256).unlink(missing_ok=True)
