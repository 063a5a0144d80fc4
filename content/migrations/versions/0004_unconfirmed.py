"""A state for agreements that only older documents name, so the check on the states of agreements is widened."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

CHECK = "ck_agreements_agreementstate"
BEFORE = (
    "drafting", "ready_to_sign", "executed", "grandfathered", "historical", "concluded", "terminated", "outside",
    "abandoned",
)  # fmt: skip
AFTER = (*BEFORE[:8], "unconfirmed", *BEFORE[8:])


def upgrade() -> None:
    allow_states(BEFORE, AFTER)


def downgrade() -> None:
    allow_states(AFTER, BEFORE)


def allow_states(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Let an agreement be in these states; on SQLite by the text of the definition, as in revision 0002.

    A table with rows in a state that is taken away must not lose it: PostgreSQL refuses, and so does this on SQLite.
    """
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        op.drop_constraint(op.f(CHECK), "agreements", type_="check")
        op.create_check_constraint(op.f(CHECK), "agreements", f"state IN ({_listed(after)})")
        return
    state: sa.ColumnClause[str] = sa.column("state")
    strange = sa.select(sa.func.count()).select_from(sa.table("agreements", state)).where(state.not_in(after))
    left = bind.execute(strange).scalar_one()
    if left:
        raise RuntimeError(f"{left} agreements are in a state that this revision does not know")
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    bind.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'agreements'",
        (f"IN ({_listed(before)})", f"IN ({_listed(after)})"),
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")


def _listed(states: tuple[str, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)
