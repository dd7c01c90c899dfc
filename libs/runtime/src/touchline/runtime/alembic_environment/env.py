"""Alembic's environment for every service: one connection, handed in by `touchline.runtime.migrations`."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, version_table=context.config.attributes["version_table"])
with context.begin_transaction():
    context.run_migrations()
