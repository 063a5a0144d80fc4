"""The directory of an index: versions beside each other, a pointer to the present one, a stamp, a lock.

``<root>/v<schema>-<n>/`` holds an index, ``<root>/current`` names the one that is read and is replaced in one step.
``stamp.json`` inside tells the sequence of the record that was reached and the digest of every file, so that any
file that was lost, cut or altered is noticed before the library reads it: its files are pickles in part, and nobody
but the city's own processes may write to this directory.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from content.search.engine import WriterBusy

_STAMP = "stamp.json"
_IGNORED = re.compile(r"stamp\.json(\.new)?|.*_WRITELOCK")


@dataclass(slots=True)
class Stamp:
    """What the index was made of, and how far it has come."""

    schema: str
    sequence: int
    mark: str
    """Of the entry at that sequence: another record may have the same number (LogSource.mark)."""
    rebuilt_at: int
    is_open: bool = False
    """A commit was under way: files that the stamp does not know may be there, known ones may be gone."""
    files: dict[str, str] = field(default_factory=dict)


class IndexFiles:
    """The files of one index under a root directory. Keeps in mind which files it has already verified."""

    def __init__(self, root: Path, schema: str) -> None:
        self.root = root
        self.schema = schema
        self._verified: dict[Path, tuple[int, int, int]] = {}
        self._pointed: tuple[tuple[int, int], Path | None] | None = None

    @property
    def _pointer(self) -> Path:
        return self.root / "current"

    @property
    def _flag(self) -> Path:
        return self.root / "rebuild-wanted"

    def current(self) -> Path | None:
        """The directory that is read; None when there is none of this schema."""
        try:
            name = self._pointer.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        path = self.root / name
        return path if re.fullmatch(rf"v{self.schema}-\d+", name) and path.is_dir() else None

    def signature(self) -> tuple[int, ...] | None:
        """What changes whenever the index does, for two looks at the folder; None when there is no index to look at."""
        try:
            pointer = self._pointer.stat()
            seen = (pointer.st_ino, pointer.st_mtime_ns)
            if self._pointed is None or self._pointed[0] != seen:
                self._pointed = (seen, self.current())
            path = self._pointed[1]
            stamp = (path / _STAMP).stat() if path is not None else None
        except OSError:
            return None
        return None if stamp is None else (*seen, stamp.st_ino, stamp.st_mtime_ns)

    def want_rebuild(self) -> None:
        """Tell the writer that a reader met damage. Never raises: a reader may have no right to write here."""
        try:
            self._flag.touch()
        except OSError:
            return

    def is_rebuild_wanted(self) -> bool:
        return self._flag.exists()

    @contextmanager
    def writing(self, timeout: float) -> Iterator[None]:
        """Hold the lock of the one writer; the kernel releases it when the process dies. Raises WriterBusy."""
        self.root.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + timeout
        with (self.root / "writer.lock").open("w") as lock:
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= until:
                        raise WriterBusy(str(self.root)) from None
                    time.sleep(0.05)
            yield

    def stamp(self, path: Path) -> Stamp | None:
        """The stamp of an index; None when it is missing, unreadable or of another schema."""
        try:
            stamp = Stamp(**json.loads((path / _STAMP).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        whole = (
            isinstance(stamp.sequence, int)
            and isinstance(stamp.mark, str)
            and isinstance(stamp.rebuilt_at, int)
            and isinstance(stamp.files, dict)
        )
        return stamp if whole and stamp.schema == self.schema else None

    def is_whole(self, path: Path, stamp: Stamp) -> bool:
        """Whether every file is as it was written. After a commit that was cut short, known files may be gone."""
        return all(
            self._is_unaltered(path / name, digest)
            for name, digest in stamp.files.items()
            if not stamp.is_open or (path / name).exists()
        )

    def _is_unaltered(self, file: Path, digest: str) -> bool:
        try:
            state = file.stat()
            seen = (state.st_ino, state.st_size, state.st_mtime_ns)
            if self._verified.get(file) != seen:
                if _digest(file) != digest:
                    return False
                self._verified[file] = seen
        except OSError:
            return False
        return True

    def open_stamp(self, path: Path, stamp: Stamp) -> None:
        """Note that a commit begins."""
        stamp.is_open = True
        self._write_stamp(path, stamp)

    def close_stamp(self, path: Path, stamp: Stamp) -> None:
        """Note that a commit is complete: first its files reach the disk, then the stamp that vouches for them."""
        files = {}
        for file in sorted(path.iterdir()):
            if file.is_file() and not _IGNORED.fullmatch(file.name):
                known = stamp.files.get(file.name)
                if known is None:
                    _to_disk(file)
                    known = _digest(file)
                files[file.name] = known
        _to_disk(path)
        stamp.files, stamp.is_open = files, False
        self._write_stamp(path, stamp)

    def _write_stamp(self, path: Path, stamp: Stamp) -> None:
        _replace(path / _STAMP, json.dumps(asdict(stamp), indent=0, sort_keys=True))

    def new_directory(self) -> Path:
        """An empty directory for the next version."""
        numbers = [int(path.name.rpartition("-")[2]) for path in self._versions()]
        path = self.root / f"v{self.schema}-{max(numbers, default=0) + 1}"
        path.mkdir(parents=True)
        return path

    def _versions(self) -> list[Path]:
        return [path for path in self.root.iterdir() if path.is_dir() and re.fullmatch(r"v\w+-\d+", path.name)]

    def switch_to(self, path: Path) -> None:
        """Let readers read this directory from now on, and remove all others; who still reads them keeps them open."""
        _to_disk(self.root)
        _replace(self._pointer, path.name)
        self._flag.unlink(missing_ok=True)
        self._verified.clear()
        for other in self._versions():
            if other != path:
                shutil.rmtree(other, ignore_errors=True)


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace(file: Path, text: str) -> None:
    """Replace a file's content so that it is either the old or the new one, also after a power cut."""
    new = file.with_name(f"{file.name}.new")
    with new.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)
    _to_disk(file.parent)
