"""Alembic's environment: runs the migrations on the connection it is given."""

from alembic import context

from queue_server.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
