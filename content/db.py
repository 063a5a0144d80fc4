"""The base of every table: names of constraints, types, and the rules that hold for all of them."""

import enum
import unicodedata
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from sqlalchemy import JSON, Date, DateTime, Dialect, Enum, MetaData, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Session

__all__ = ["Base", "JsonList", "JsonObject", "Session", "Texts", "UtcDateTime", "nfc", "nfc_deep"]

JsonObject: TypeAlias = dict[str, Any]
JsonList: TypeAlias = list[Any]
Texts: TypeAlias = dict[str, dict[str, str]]
"""The words of an element: language tag, then field, then text."""


class UtcDateTime(TypeDecorator[datetime]):
    """Aware moments, stored as UTC; a naive one is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class StoredText(TypeDecorator[str]):
    """Text as every database can store it: PostgreSQL knows no NUL, so that one becomes the replacement character."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value.replace("\0", "\ufffd") if value is not None and "\0" in value else value


class Base(DeclarativeBase):
    """Every table of Open Accord."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime,
        date: Date,
        str: StoredText,
        # Values, not names: what stands in the database is what reports and CHECKs speak of.
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            values_callable=lambda kind: [member.value for member in kind],
        ),
        # None is no value at all, not the JSON value null, so that IS NULL means what it says.
        JsonObject: JSON(none_as_null=True),
        JsonList: JSON,
        Texts: JSON,
    }


def nfc(text: str) -> str:
    """Text as it is stored: Unicode NFC, with one kind of line end."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")


def nfc_deep(value: Any) -> Any:
    """The same for every text inside a JSON value."""
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, list):
        return [nfc_deep(item) for item in value]
    if isinstance(value, dict):
        return {nfc(key): nfc_deep(item) for key, item in value.items()}
    return value
