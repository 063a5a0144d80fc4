"""Municipalities and other counterparties: facts once, names per language, every known spelling."""

from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from content.db import Base, JsonList, JsonObject


class PartyKind(StrEnum):
    """What a counterparty is (RULES.md D1)."""

    MUNICIPALITY = "municipality"
    REGIONAL_GOVERNMENT = "regional_gov"
    NATIONAL_GOVERNMENT = "national_gov"
    CHAMBER = "chamber"
    AGENCY = "agency"
    ACADEMIC = "academic"
    INDUSTRY = "industry"
    OTHER = "other"


class Party(Base):
    """Somebody the city has an agreement with, or who implements one."""

    __tablename__ = "parties"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(unique=True, comment="UUID; never changes")
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[PartyKind] = mapped_column(default=PartyKind.MUNICIPALITY)
    country: Mapped[str] = mapped_column(comment="ISO 3166-1 alpha-2; XA to XZ are invented countries")
    names: Mapped[JsonObject] = mapped_column(comment="language tag -> name")
    place: Mapped[JsonObject] = mapped_column(comment="language tag -> name of the place")
    aliases: Mapped[JsonList] = mapped_column(comment="every other spelling, in any script")
    latitude: Mapped[str | None] = mapped_column(comment="degrees as decimal text")
    longitude: Mapped[str | None]
    un_locode: Mapped[str | None]
    wikidata: Mapped[str | None]
