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
    """An element that a proposal of this version and category cannot do without, whatever else it says.

    Elements that may also be answered item by item are not here: the database cannot judge them, completeness does.
    """

    __tablename__ = "policy_required_elements"

    policy_version_id: Mapped[str] = mapped_column(ForeignKey("policy_versions.id"), primary_key=True)
    category: Mapped[str] = mapped_column(primary_key=True)
    element: Mapped[str] = mapped_column(primary_key=True)
