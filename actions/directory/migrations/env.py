"""Alembic's entry: uses the engine that `actions.directory.migration` gives it."""

from alembic import context

from actions.directory.models import Base

# `rasa run actions` imports every module below `actions`; only Alembic gives this one a context.
if hasattr(context, "config"):
    with context.config.attributes["engine"].connect() as connection:
        context.configure(
            connection=connection, target_metadata=Base.metadata, render_as_batch=True
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
