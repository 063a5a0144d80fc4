"""What a backup looks like: one file of rows for each table, every stored file, and a manifest that vouches for all.

    manifest.json          what the backup holds, with the SHA-256 of every part and the head of the record
    manifest.sha256        the SHA-256 of the manifest
    tables/<name>.jsonl.gz one row per line, a list in the order of the columns that the manifest names
    files/<aa>/<sha256>    the file store as it is

Rows are written by the types of their columns and not by those of a database, so that what was taken from SQLite can
be given to PostgreSQL, and the other way round.
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, Date, DateTime, LargeBinary, MetaData, Table

from content.files import SHA256

SCHEMA = "backup/1"
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
REVISION_TABLE = "alembic_version"


class DamagedBackup(Exception):
    """The backup is not whole, or not as it was made; every fault is named."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class TablePart:
    """One table of the backup."""

    name: str
    columns: list[str]
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. ``revision`` is that of the tables, ``head_*`` that of the record."""

    made_at: str
    revision: str
    head_sequence: int
    head_hash: str
    tables: list[TablePart]
    files: list[str]
    schema: str = field(default=SCHEMA)

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Manifest":
        """Raises DamagedBackup for what is no manifest of this release."""
        try:
            values = json.loads(content)
            tables = [TablePart(**part) for part in values.pop("tables")]
            manifest = cls(tables=tables, **values)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise DamagedBackup([f"{MANIFEST}: cannot be read: {error}"]) from error
        if manifest.schema != SCHEMA:
            raise DamagedBackup([f"{MANIFEST}: {manifest.schema!r} is not known to this release"])
        strange = [name for name in manifest.files if not isinstance(name, str) or not SHA256.fullmatch(name)]
        if strange:
            raise DamagedBackup([f"{MANIFEST}: {name!r} is the name of no file" for name in strange])
        return manifest


def tables_of(connection: Connection) -> list[Table]:
    """The tables that are there, those that others refer to first; JSON columns tell nothing from null."""
    metadata = MetaData()
    metadata.reflect(connection)
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)
    return [table for table in metadata.sorted_tables if table.name != REVISION_TABLE]


def line_of(columns: list[Column[Any]], row: Any) -> bytes:
    """A row as it is written."""
    values = [_written(column, value) for column, value in zip(columns, row, strict=True)]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _written(column: Column[Any], value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date | datetime) else value


def _read(column: Column[Any], value: Any) -> Any:
    if value is None or isinstance(column.type, JSON):
        return value
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value, validate=True)
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


def rows_in(path: Path, part: TablePart, table: Table) -> Iterator[dict[str, Any]]:
    """The rows of one table of a sound backup, as the columns of the table take them."""
    columns = [table.columns[name] for name in part.columns]
    with gzip.open(path, "rb") as stream:
        for line in stream:
            values = json.loads(line)
            yield {c.name: _read(c, value) for c, value in zip(columns, values, strict=True)}


def path_of(folder: Path, part: TablePart) -> Path:
    """Where the rows of a table lie."""
    return folder / "tables" / f"{part.name}.jsonl.gz"


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises FileNotFoundError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def checked(folder: Path) -> Manifest:
    """The manifest of a backup that is whole and as it was made. Raises DamagedBackup, which names every fault."""
    try:
        content, seal = (folder / MANIFEST).read_bytes(), (folder / SEAL).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedBackup([f"{folder}: there is no whole backup here: {error}"]) from error
    if hashlib.sha256(content).hexdigest() != seal:
        raise DamagedBackup([f"{MANIFEST}: it was altered"])
    manifest = Manifest.from_bytes(content)
    parts = [(path_of(folder, part), part.sha256) for part in manifest.tables]
    parts += [(folder / "files" / sha256[:2] / sha256, sha256) for sha256 in manifest.files]
    faults = [fault for path, expected in parts if (fault := _fault(folder, path, expected))]
    if faults:
        raise DamagedBackup(faults)
    return manifest


def _fault(folder: Path, path: Path, expected: str) -> str | None:
    try:
        found = sha256_of(path)
    except OSError:
        return f"{path.relative_to(folder)}: missing"
    return None if found == expected else f"{path.relative_to(folder)}: it was altered"
