"""What Alembic runs for every command; `bot.storage.migrate` hands it the connection, or the dialect to preview for."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import REVISION_TABLE, metadata

given = context.config.attributes
if context.is_offline_mode():
    context.configure(
        dialect_name=given["dialect"],
        target_metadata=metadata,
        version_table=REVISION_TABLE,
        literal_binds=True,
    )
else:
    context.configure(
        connection=given["connection"],
        target_metadata=metadata,
        version_table=REVISION_TABLE,
        render_as_batch=True,
    )
with context.begin_transaction():
    context.run_migrations()
