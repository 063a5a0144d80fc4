"""Alembic's entry: runs on the connection that the caller gives; there is no other way in."""

from alembic import context

from content.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
