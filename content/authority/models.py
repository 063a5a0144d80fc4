"""The register of authority: who may sign what, up to which limit, and who stands in for whom; all with dates and papers."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from content.authority.states import DelegationState
from content.db import Base
from content.people.models import Person


class DelegationOfAuthority(Base):
    """An office's authority to sign agreements of one category; a signature is judged by the row in force on its date.

    ``closed_on`` is the first day on which a revoked or superseded row holds no more.
    """

    __tablename__ = "delegations"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("(amount IS NULL) = (currency IS NULL)", name="amount_has_currency"),
        CheckConstraint("amount IS NULL OR amount >= 0", name="amount_is_not_negative"),
        CheckConstraint(
            "state NOT IN ('superseded', 'revoked') OR closed_on IS NOT NULL", name="closed_has_its_day"
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    office: Mapped[str]
    category: Mapped[str]
    amount: Mapped[int | None] = mapped_column(
        BigInteger, comment="the limit in the minor unit; none when the paper states none"
    )
    currency: Mapped[str | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    instrument: Mapped[str] = mapped_column(comment="the paper that delegates")
    division: Mapped[str | None] = mapped_column(comment="where the office is held once in every division")
    delegator_id: Mapped[int | None] = mapped_column(ForeignKey("delegations.id"))
    state: Mapped[DelegationState] = mapped_column(default=DelegationState.PROPOSED)
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime]

    delegator: Mapped["DelegationOfAuthority | None"] = relationship(remote_side=[id])

    def holds_on(self, day: date) -> bool:
        """Whether the authority holds on a day; a sub-delegation holds only while its delegator's does (R-069)."""
        if self.state is DelegationState.PROPOSED or not self.starts_on <= day:
            return False
        if (self.ends_on is not None and self.ends_on < day) or (self.closed_on is not None and self.closed_on <= day):
            return False
        return self.delegator is None or self.delegator.holds_on(day)

    @property
    def chain(self) -> list["DelegationOfAuthority"]:
        """From whom the authority comes: the delegator first, then the delegator's own."""
        return [] if self.delegator is None else [self.delegator, *self.delegator.chain]


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

    person: Mapped[Person] = relationship()


class ActingFor(Base):
    """A person who stands in for another from one day to another, in that person's office and division (T17)."""

    __tablename__ = "acting_for"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("person_id <> absent_id", name="nobody_stands_in_for_themselves"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    absent_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), comment="none while the office is vacant")
    office: Mapped[str]
    division: Mapped[str | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    instrument: Mapped[str] = mapped_column(comment="the paper that names the person")

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    absent: Mapped[Person | None] = relationship(foreign_keys=[absent_id])
