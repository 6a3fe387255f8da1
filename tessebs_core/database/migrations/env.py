"""What Alembic runs; the connection comes from `tessebs_core.database.migrations`."""

from alembic import context

from tessebs_core.database.schema import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    user_module_prefix="types.",
)
with context.begin_transaction():
    context.run_migrations()
