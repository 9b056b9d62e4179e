"""Runs the migrations on the connection it is given (:mod:`extract.record.migrate`), within its transaction."""

from alembic import context

from extract.record.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can, too: its transactions are started by us
)
with context.begin_transaction():
    context.run_migrations()
