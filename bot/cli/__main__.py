"""`python -m bot.cli`, the same as `latarnik`."""

from bot.cli import app

app()
