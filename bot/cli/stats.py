"""`latarnik stats`: counts without a person."""

import os
from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.settings import Settings
from bot.web.statistics import Statistics

app = typer.Typer(help="Daily counts; cells under ten are not shown.", no_args_is_help=True)


@app.command("show")
def show(
    since: Annotated[str, typer.Option(help="First day, YYYY-MM-DD.")] = "2000-01-01",
) -> None:
    """Turns per day, language, audience and topic."""
    statistics = Statistics(Settings.from_environment(os.environ).database_url)
    table = Table("day", "language", "audience", "kind", "topic", "count")
    for row in statistics.rows(date.fromisoformat(since)):
        table.add_row(*(str(value) for value in row))
    Console().print(table)
