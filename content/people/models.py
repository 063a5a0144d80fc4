"""People of the city: who they are, what they may do, and how they are invited."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from content.db import Base
from content.permissions import Permission, Role, permissions_of


class Person(Base):
    """Somebody who may sign in. ``id`` None never happens here; it is the mark of the applicant."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True, comment="lower case")
    name: Mapped[str]
    office: Mapped[str] = mapped_column(comment="the office in whose name the person acts")
    division: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="en")
    password_hash: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    session_key: Mapped[str] = mapped_column(comment="changes with password and roles; ends every open session")
    created_at: Mapped[datetime]

    role_rows: Mapped[list["PersonRole"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", lazy="selectin", order_by="PersonRole.role"
    )

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(row.role for row in self.role_rows)

    def can(self, permission: Permission | str) -> bool:
        return self.is_active and Permission(permission) in permissions_of(self.roles)


class PersonRole(Base):
    """One role of one person."""

    __tablename__ = "person_roles"
    __table_args__ = (UniqueConstraint("person_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[Role]

    person: Mapped[Person] = relationship(back_populates="role_rows")


class AccessToken(Base):
    """A mailed link, kept as a hash: an invitation or a password reset, good once and for a time."""

    __tablename__ = "access_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str] = mapped_column(comment="invitation or reset")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
