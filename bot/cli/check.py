"""`latarnik check`, `preview`, `review`: the editor's commands."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.content import Catalogue

_ROOT = Path()
_DATA = Path("data")


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Folders to check; all if left out.")
    ] = None,
    every: Annotated[
        bool,
        typer.Option("--all", help="Also what is not written yet, and labels with few examples."),
    ] = False,
) -> None:
    """Check every text and example; names file, line and mend."""
    from bot.content.lint import run

    report = run(_ROOT, paths, complete=every)
    report.print(Console())
    if report.errors:
        raise typer.Exit(1)


def preview(topic: Annotated[str, typer.Argument(help="Id of a topic.")]) -> None:
    """Show a topic's answers as each audience would see them."""
    from bot.content.preview import preview as preview_topic

    catalogue = Catalogue.load(_DATA)
    if topic not in catalogue.topics:
        typer.echo(f"no topic {topic!r} in {_DATA}/topics", err=True)
        raise typer.Exit(2)
    Console().print(preview_topic(catalogue, topic))


def review(
    table: Annotated[
        bool,
        typer.Option("--table", help="What is written: every label, audience and language."),
    ] = False,
) -> None:
    """List what is draft, signed, or due for review."""
    from bot.content.coverage import coverage_table
    from bot.content.review import review_table

    catalogue = Catalogue.load(_DATA)
    shown = coverage_table(catalogue) if table else review_table(catalogue, date.today())
    Console().print(shown)
