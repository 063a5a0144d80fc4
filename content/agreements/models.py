"""Agreements as working copies: facts once, words per language. What the public sees lies in content.record."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from content.agreements.states import AgreementState, PartyRole, TextState
from content.authority.models import DelegationOfAuthority
from content.db import Base, JsonList, JsonObject
from content.parties.models import Party


class Agreement(Base):
    """A promise between the city and a partner. Dates are partial dates (content.dates) kept as text."""

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint("state <> 'executed' OR signed_on IS NOT NULL", name="executed_is_signed"),
        CheckConstraint("starts_on IS NULL OR ends_on IS NULL OR substr(ends_on, 1, 4) >= substr(starts_on, 1, 4)",
                        name="ends_after_start"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(unique=True, comment="UUID; never changes")
    slug: Mapped[str] = mapped_column(unique=True)
    category: Mapped[str] = mapped_column(comment="code of the policy pack")
    state: Mapped[AgreementState] = mapped_column(default=AgreementState.DRAFTING)
    source_language: Mapped[str] = mapped_column(default="en")
    policy_version: Mapped[str | None]
    signed_on: Mapped[str | None]
    starts_on: Mapped[str | None]
    ends_on: Mapped[str | None]
    months: Mapped[int | None] = mapped_column(comment="agreed length of the term")
    is_legacy: Mapped[bool] = mapped_column(default=False, comment="imported; exempt from the publish gate (R-007)")
    is_fictional: Mapped[bool] = mapped_column(default=False)
    needs_alignment: Mapped[bool] = mapped_column(default=False)
    category_standing: Mapped[str | None]
    established: Mapped[JsonObject] = mapped_column(default=dict)
    lead_division: Mapped[str | None]
    authority: Mapped[JsonObject | None] = mapped_column(
        comment="what a signature is judged by: cost, rate, lead division, decision (R-063, R-067)"
    )
    contact: Mapped[JsonObject] = mapped_column(default=dict)
    goals: Mapped[JsonList] = mapped_column(default=list, comment="[{code, basis}]")
    classifications: Mapped[JsonList] = mapped_column(default=list, comment="history of the category")
    decisions: Mapped[JsonList] = mapped_column(default=list)
    sources: Mapped[JsonList] = mapped_column(default=list)
    revision: Mapped[int] = mapped_column(default=1, comment="grows with every edit; a stale save is refused")
    texts_revision: Mapped[int] = mapped_column(default=1, comment="grows when words of the source change")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    texts: Mapped[dict[str, "AgreementText"]] = relationship(
        collection_class=attribute_keyed_dict("language"), back_populates="agreement", cascade="all, delete-orphan"
    )
    party_rows: Mapped[list["AgreementParty"]] = relationship(
        back_populates="agreement", cascade="all, delete-orphan", order_by="AgreementParty.id"
    )
    elements: Mapped[list["AgreementElement"]] = relationship(
        back_populates="agreement",
        cascade="all, delete-orphan",
        order_by="(AgreementElement.kind, AgreementElement.position)",
    )
    documents: Mapped[list["AgreementDocument"]] = relationship(
        back_populates="agreement", cascade="all, delete-orphan", order_by="AgreementDocument.id"
    )
    sign_offs: Mapped[list["SolicitorSignOff"]] = relationship(
        back_populates="agreement", cascade="all, delete-orphan", order_by="SolicitorSignOff.id"
    )
    signature: Mapped["Signature | None"] = relationship(back_populates="agreement", cascade="all, delete-orphan")

    def of_kind(self, kind: str) -> list["AgreementElement"]:
        """The elements of one kind, in their order."""
        return [element for element in self.elements if element.kind == kind]


class AgreementText(Base):
    """The words of an agreement in one language, with their state against the source."""

    __tablename__ = "agreement_texts"
    __table_args__ = (UniqueConstraint("agreement_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"))
    language: Mapped[str]
    state: Mapped[TextState] = mapped_column(default=TextState.DRAFT)
    source_revision: Mapped[int] = mapped_column(default=1, comment="texts_revision of the source it was made from")
    fields: Mapped[JsonObject] = mapped_column(comment="title, summary, term_note, renewal, termination, wording ...")

    agreement: Mapped[Agreement] = relationship(back_populates="texts")


class AgreementParty(Base):
    """One party in its role."""

    __tablename__ = "agreement_parties"
    __table_args__ = (UniqueConstraint("agreement_id", "party_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    role: Mapped[PartyRole] = mapped_column(default=PartyRole.COUNTERPARTY)

    agreement: Mapped[Agreement] = relationship(back_populates="party_rows")
    party: Mapped[Party] = relationship()


class AgreementElement(Base):
    """An objective, milestone, activity or outcome: ``facts`` and ``texts`` as in schema agreement/1."""

    __tablename__ = "agreement_elements"
    __table_args__ = (
        UniqueConstraint("agreement_id", "key"),
        CheckConstraint("kind IN ('objective', 'milestone', 'activity', 'outcome')", name="kind_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"))
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(comment="stable within the agreement: m1, a2 ...; the anchor on the page")
    position: Mapped[int]
    facts: Mapped[JsonObject]
    texts: Mapped[JsonObject]

    agreement: Mapped[Agreement] = relationship(back_populates="elements")


class AgreementDocument(Base):
    """A file that belongs to the agreement; the bytes lie in the file store under their SHA-256."""

    __tablename__ = "agreement_documents"
    __table_args__ = (UniqueConstraint("agreement_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"))
    key: Mapped[str]
    kind: Mapped[str] = mapped_column(comment="signed-agreement, evidence, report")
    language: Mapped[str]
    sha256: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    texts: Mapped[JsonObject]
    compared_by_office: Mapped[str | None]
    compared_by_id: Mapped[int | None]
    compared_on: Mapped[date | None]

    agreement: Mapped[Agreement] = relationship(back_populates="documents")


class SolicitorSignOff(Base):
    """The City Solicitor's word on the exact approved wording of one language; any change voids it (R-065, R-066)."""

    __tablename__ = "solicitor_sign_offs"
    __table_args__ = (UniqueConstraint("agreement_id", "language", "wording_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"))
    language: Mapped[str]
    wording_hash: Mapped[str]
    person_id: Mapped[int]
    person_name: Mapped[str]
    signed_off_at: Mapped[datetime]

    agreement: Mapped[Agreement] = relationship(back_populates="sign_offs")


class Signature(Base):
    """Who signed for the city and for the partner, by which office, on which day."""

    __tablename__ = "signatures"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), unique=True)
    office: Mapped[str]
    person_id: Mapped[int]
    person_name: Mapped[str]
    designation_id: Mapped[int | None]
    acting_id: Mapped[int | None]
    absent_id: Mapped[int | None] = mapped_column(comment="in whose stead the person signed")
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey(DelegationOfAuthority.id))
    judged: Mapped[JsonObject | None] = mapped_column(comment="cost and limit as they were judged on the day")
    partner_signatory: Mapped[str]
    partner_office: Mapped[str]
    partner_party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    signed_on: Mapped[date]
    recorded_at: Mapped[datetime]

    agreement: Mapped[Agreement] = relationship(back_populates="signature")
