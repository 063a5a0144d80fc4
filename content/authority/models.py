"""Dated designations: who stands in for an office, from when to when, and by which instrument."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from content.db import Base


class Designation(Base):
    """A person named to act for an office; a signature is judged by the row in force on its date (R-061)."""

    __tablename__ = "designations"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    instrument: Mapped[str] = mapped_column(comment="the paper that names the person")
