"""Policy versions as they were registered; a proposal is pinned to one of them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from content.db import Base, JsonObject


class PolicyVersion(Base):
    """One version of a city's policy. Rows are added and never changed: the id is made of the content."""

    __tablename__ = "policy_versions"

    id: Mapped[str] = mapped_column(primary_key=True, comment="pack id @ start of the hash of the content")
    pack: Mapped[str]
    number: Mapped[int]
    effective_from: Mapped[date] = mapped_column(index=True)
    registered_at: Mapped[datetime]
    content: Mapped[JsonObject]


class PolicyRequiredElement(Base):
    """An element that a proposal of this version and category cannot do without: what the database itself asks for.

    Where the policy allows the answer item by item, ``item_element`` and ``item_field`` say where it may stand instead.
    """

    __tablename__ = "policy_required_elements"

    policy_version_id: Mapped[str] = mapped_column(ForeignKey("policy_versions.id"), primary_key=True)
    category: Mapped[str] = mapped_column(primary_key=True)
    element: Mapped[str] = mapped_column(primary_key=True)
    item_element: Mapped[str | None]
    item_field: Mapped[str | None]
