"""Delegations of authority and acting-for: who may sign what, up to which limit, from when to when."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

STATES = (
    "draft", "received", "assessment", "capacity", "on_hold_resources", "report_drafting", "with_council", "approved",
    "agreement_drafting", "ready_to_sign", "executed", "declined", "withdrawn",
)  # fmt: skip
ADDED: tuple[tuple[str, str, Any, str | None], ...] = (
    (
        "proposals", "authority", sa.JSON(),
        "the city's share of the cost, its rate, who co-ordinated, the office that is to sign (R-063)",
    ),
    (
        "agreements", "authority", sa.JSON(),
        "what a signature is judged by: cost, rate, lead division, decision (R-063, R-067)",
    ),
    ("signatures", "acting_id", sa.Integer(), None),
    ("signatures", "absent_id", sa.Integer(), "in whose stead the person signed"),
    ("signatures", "judged", sa.JSON(), "cost and limit as they were judged on the day"),
)  # fmt: skip
CHECK = "ck_proposals_proposalstate"
NAMES = {"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}
REFERENCE = "fk_signatures_delegation_id_delegations"


def upgrade() -> None:
    op.create_table(
        "delegations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column(
            "amount",
            sa.BigInteger(),
            nullable=True,
            comment="the limit in the minor unit; none when the paper states none",
        ),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("instrument", sa.Text(), nullable=False, comment="the paper that delegates"),
        sa.Column("division", sa.Text(), nullable=True, comment="where the office is held once in every division"),
        sa.Column("delegator_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "in_force",
                "superseded",
                "revoked",
                name="delegationstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_delegations_ends_after_start")),
        sa.CheckConstraint("(amount IS NULL) = (currency IS NULL)", name=op.f("ck_delegations_amount_has_currency")),
        sa.CheckConstraint("amount IS NULL OR amount >= 0", name=op.f("ck_delegations_amount_is_not_negative")),
        sa.CheckConstraint(
            "state NOT IN ('superseded', 'revoked') OR closed_on IS NOT NULL",
            name=op.f("ck_delegations_closed_has_its_day"),
        ),
        sa.ForeignKeyConstraint(
            ["delegator_id"],
            ["delegations.id"],
            name=op.f("fk_delegations_delegator_id_delegations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_table(
        "acting_for",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("absent_id", sa.Integer(), nullable=True, comment="none while the office is vacant"),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=False, comment="the paper that names the person"),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_acting_for_ends_after_start")),
        sa.CheckConstraint("person_id <> absent_id", name=op.f("ck_acting_for_nobody_stands_in_for_themselves")),
        sa.ForeignKeyConstraint(["absent_id"], ["people.id"], name=op.f("fk_acting_for_absent_id_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_acting_for_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acting_for")),
    )
    for table, column, kind, comment in ADDED:
        op.add_column(table, sa.Column(column, kind, nullable=True, comment=comment))
    # In this form both databases add the column with its reference, and SQLite need not copy the table.
    op.execute(
        f"ALTER TABLE signatures ADD COLUMN delegation_id INTEGER CONSTRAINT {REFERENCE} REFERENCES delegations (id)"
    )
    allow_states(STATES, (*STATES[:7], "authority_check", *STATES[7:]))


def downgrade() -> None:
    allow_states((*STATES[:7], "authority_check", *STATES[7:]), STATES)
    with op.batch_alter_table("signatures", naming_convention=NAMES) as signatures:
        signatures.drop_constraint(op.f(REFERENCE), type_="foreignkey")
        for column in ("delegation_id", "acting_id", "absent_id", "judged"):
            signatures.drop_column(column)
    op.drop_column("agreements", "authority")
    op.drop_column("proposals", "authority")
    op.drop_table("acting_for")
    op.drop_table("delegations")


def allow_states(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Let a proposal be in these states.

    SQLite changes a CHECK only with the table, and copying this one would cost its triggers and the rows that refer to
    it. Its documentation names the other way for a change that touches no stored row: the text of the definition.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(CHECK), "proposals", type_="check")
        op.create_check_constraint(op.f(CHECK), "proposals", f"state IN ({_listed(after)})")
        return
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    op.get_bind().exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'proposals'",
        (f"IN ({_listed(before)})", f"IN ({_listed(after)})"),
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")


def _listed(states: tuple[str, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)
