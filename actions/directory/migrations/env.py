"""Alembic's entry: uses the engine that `actions.directory.migration` gives it."""

from alembic import context

from actions.directory.models import Base

engine = context.config.attributes["engine"]
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
