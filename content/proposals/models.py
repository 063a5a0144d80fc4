"""Proposals with their answers, findings and decisions. Nothing here is public."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, attribute_keyed_dict, mapped_column, relationship

from content.agreements.models import Agreement
from content.db import Base, JsonList, JsonObject
from content.people.models import Person
from content.policy.models import PolicyVersion
from content.proposals.states import Answer, Outcome, ProposalState


class Proposal(Base):
    """A municipality's wish for an agreement, from its first typed word to the signature.

    A trigger (content/migrations) refuses to let it leave ``draft`` while a required element has no answer (R-034).
    """

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint(
            "state = 'draft' OR (reference IS NOT NULL AND received_at IS NOT NULL AND due_on IS NOT NULL)",
            name="received_has_reference",
        ),
        CheckConstraint(
            "state NOT IN ('agreement_drafting', 'ready_to_sign', 'executed') OR agreement_id IS NOT NULL",
            name="drafting_has_agreement",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.DRAFT, index=True)
    category: Mapped[str]
    language: Mapped[str] = mapped_column(comment="in which the applicant is written to")
    policy_version_id: Mapped[str] = mapped_column(ForeignKey("policy_versions.id"))
    reference: Mapped[str | None] = mapped_column(unique=True)
    channel: Mapped[str] = mapped_column(default="form", comment="form or api")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    due_on: Mapped[date | None] = mapped_column(comment="internal service standard (R-114)")
    state_since: Mapped[datetime]
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    authority_confirmed_at: Mapped[datetime | None]
    authority_method: Mapped[str | None] = mapped_column(comment="mail, letter or consulate")
    authority_note: Mapped[str | None]
    lead_division: Mapped[str | None]
    resource_condition: Mapped[str | None] = mapped_column(comment="C-08; printed in the report")
    report: Mapped[JsonObject | None] = mapped_column(comment="sha256, name, media_type, size of the report")
    authority: Mapped[JsonObject | None] = mapped_column(
        comment="the city's share of the cost, its rate, who co-ordinated, the office that is to sign (R-063)"
    )
    decline: Mapped[JsonObject | None] = mapped_column(comment="drafted by one, countersigned by another")
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"), unique=True)

    answers: Mapped[dict[str, "ProposalAnswer"]] = relationship(
        collection_class=attribute_keyed_dict("element"), back_populates="proposal", cascade="all, delete-orphan"
    )
    pages: Mapped[dict[str, "ProposalPage"]] = relationship(
        collection_class=attribute_keyed_dict("section"), back_populates="proposal", cascade="all, delete-orphan"
    )
    links: Mapped[list["ProposalLink"]] = relationship(back_populates="proposal", cascade="all, delete-orphan")
    findings: Mapped[dict[str, "AssessmentFinding"]] = relationship(
        collection_class=attribute_keyed_dict("question"), back_populates="proposal", cascade="all, delete-orphan"
    )
    capacity: Mapped[list["CapacityFinding"]] = relationship(
        back_populates="proposal", cascade="all, delete-orphan", order_by="CapacityFinding.id"
    )
    consultations: Mapped[list["Consultation"]] = relationship(
        back_populates="proposal", cascade="all, delete-orphan", order_by="Consultation.id"
    )
    decisions: Mapped[list["Decision"]] = relationship(
        back_populates="proposal", cascade="all, delete-orphan", order_by="Decision.id"
    )
    assignee: Mapped[Person | None] = relationship()
    policy_version: Mapped[PolicyVersion] = relationship()
    agreement: Mapped[Agreement | None] = relationship()

    def values(self) -> dict[str, Any]:
        """The answers as plain values by element id."""
        return {element: answer.value for element, answer in self.answers.items()}


class ProposalAnswer(Base):
    """One valid answer, in the language it was written in. A blank is no answer and has no row."""

    __tablename__ = "proposal_answers"
    __table_args__ = (
        UniqueConstraint("proposal_id", "element"),
        CheckConstraint("CAST(value AS TEXT) NOT IN ('null', '\"\"', '[]', '{}')", name="value_is_not_blank"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    element: Mapped[str]
    value: Mapped[Any] = mapped_column(JSON(none_as_null=False), nullable=False)
    language: Mapped[str]

    proposal: Mapped[Proposal] = relationship(back_populates="answers")


class ProposalPage(Base):
    """What was typed on one page of the form, valid or not, so that nothing is ever lost."""

    __tablename__ = "proposal_pages"
    __table_args__ = (UniqueConstraint("proposal_id", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    section: Mapped[str]
    typed: Mapped[JsonList] = mapped_column(comment="[[field name, text], ...] in the order of the form")
    saved_at: Mapped[datetime]

    proposal: Mapped[Proposal] = relationship(back_populates="pages")


class ProposalLink(Base):
    """A secret link, kept as a hash: to go on writing, or to see where the proposal stands."""

    __tablename__ = "proposal_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str] = mapped_column(comment="draft or status")
    created_at: Mapped[datetime]

    proposal: Mapped[Proposal] = relationship(back_populates="links")


class AssessmentFinding(Base):
    """A judgement of one eligibility criterion or step-2 question, with what it rests on."""

    __tablename__ = "assessment_findings"
    __table_args__ = (UniqueConstraint("proposal_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    question: Mapped[str]
    value: Mapped[Answer]
    reason: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    detail: Mapped[JsonObject] = mapped_column(default=dict, comment="class and edition, kinds of hub ...")
    person_id: Mapped[int]
    person_name: Mapped[str]
    office: Mapped[str]
    found_at: Mapped[datetime]

    proposal: Mapped[Proposal] = relationship(back_populates="findings")


class CapacityFinding(Base):
    """One judgement of staffing, budget or organisation by one division (R-052 to R-055)."""

    __tablename__ = "capacity_findings"
    __table_args__ = (UniqueConstraint("proposal_id", "division", "judgement"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    division: Mapped[str] = mapped_column(comment="the lead office of the programme, or a division")
    judgement: Mapped[str]
    is_met: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int]
    person_name: Mapped[str]
    signed_at: Mapped[datetime]

    proposal: Mapped[Proposal] = relationship(back_populates="capacity")


class Consultation(Base):
    """A body asked, or the recorded reason why it was not (R-049). Confidential."""

    __tablename__ = "consultations"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    body: Mapped[str]
    question: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    waived_reason: Mapped[str] = mapped_column(default="")
    person_name: Mapped[str]
    recorded_at: Mapped[datetime]

    proposal: Mapped[Proposal] = relationship(back_populates="consultations")


class Decision(Base):
    """What a deciding body decided, with the item and the date."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"))
    body: Mapped[str]
    item: Mapped[str]
    decided_on: Mapped[date]
    outcome: Mapped[Outcome]
    words: Mapped[str] = mapped_column(default="")
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]

    proposal: Mapped[Proposal] = relationship(back_populates="decisions")
