"""`latarnik serve`: the product in one process."""

import os
from typing import Annotated

import typer

from bot.settings import Settings, SettingsError


def serve(
    port: Annotated[int | None, typer.Option(help="Port to listen on (LATARNIK_PORT).")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on (LATARNIK_HOST).")] = None,
) -> None:
    """Serve the chat, the API and the demo page."""
    environment = dict(os.environ)
    if port is not None:
        environment["LATARNIK_PORT"] = str(port)
    if host is not None:
        environment["LATARNIK_HOST"] = host
    try:
        settings = Settings.from_environment(environment)
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    # Logging must stand before Rasa is imported: see bot/logs.py.
    from bot import logs, without_tensorflow

    logs.configure(settings.log_level)
    without_tensorflow.leave_out()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ["LATARNIK_PIPELINE"] = settings.pipeline

    from bot.product import run

    run(settings)
